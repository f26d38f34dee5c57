//! `daybook log`: every exchange with Xero.

use app::App;
use app::headless::LogQuery;
use ipc::{ExchangeResult, Fault, SyncLogEntry};

use crate::failure::Exit;
use crate::printer::{Columns, Printer, for_scripts};

/// What may be typed after `log`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// From this day on, in UTC: 2026-11-21, today, yesterday.
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// Of this document only, by its number or its six-letter code.
    #[arg(long, value_name = "ID")]
    document: Option<String>,
}

pub(crate) async fn run(app: &App, args: Args, printer: &mut Printer) -> Result<Exit, Fault> {
    let Args { since, document } = args;
    let entries = app.log(&LogQuery { since, document }).await?;
    if printer.is_json() {
        for entry in &entries {
            printer.value(&for_scripts(entry));
        }
    } else {
        say(&entries, printer);
    }
    Ok(Exit::Done)
}

fn say(entries: &[SyncLogEntry], printer: &mut Printer) {
    if entries.is_empty() {
        printer.say("Nothing was exchanged with Xero yet.");
    }
    let mut columns =
        Columns::new(&["At (UTC)", "What", "Document>", "Result", "HTTP>", "ms>", ""]);
    for one in entries {
        let result = match one.result {
            ExchangeResult::Done => "done",
            ExchangeResult::Refused => "refused",
            ExchangeResult::Busy => "busy",
            ExchangeResult::NoAnswer => "no answer",
        };
        let document = one.document.as_ref().map_or("", |id| id.as_str());
        let status = one.status.map(|status| status.to_string()).unwrap_or_default();
        let (took, said) =
            (one.duration_ms.to_string(), one.message.as_deref().unwrap_or_default());
        columns.row([one.at.as_str(), &one.operation, document, result, &status, &took, said]);
    }
    printer.table(&columns);
}
