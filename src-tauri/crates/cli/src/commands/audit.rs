//! `daybook audit`: who did what, and what came of it.

use app::App;
use app::headless::AuditQuery;
use ipc::{AuditEntry, AuditOutcome, Fault};

use crate::failure::Exit;
use crate::printer::{Columns, Printer, for_scripts};

/// What may be typed after `audit`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// From this day on, in UTC: 2026-11-21, today, yesterday.
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// By this person only.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// With these words in it only.
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
}

pub(crate) async fn run(app: &App, args: Args, printer: &mut Printer) -> Result<Exit, Fault> {
    let Args { since, by, search } = args;
    let audited = app.audit(&AuditQuery { since, by, search }).await?;
    if printer.is_json() {
        for entry in &audited.entries {
            printer.value(&for_scripts(entry));
        }
        return Ok(Exit::Done);
    }
    say(&audited.entries, printer);
    if let Some(mark) = &audited.mark {
        printer.say(&format!("\nThe log ends at {mark}."));
    }
    Ok(Exit::Done)
}

fn say(entries: &[AuditEntry], printer: &mut Printer) {
    if entries.is_empty() {
        printer.say("Nothing that matches was done yet.");
    }
    let mut columns = Columns::new(&["At (UTC)", "Who", "What", "Outcome", ""]);
    for one in entries {
        let outcome = match one.outcome {
            AuditOutcome::Done => "done",
            AuditOutcome::Refused => "refused",
            AuditOutcome::Failed => "failed",
            AuditOutcome::Open => "not ended",
        };
        let message = one.message.as_deref().unwrap_or_default();
        columns.row([one.at.as_str(), &one.who, &one.what, outcome, message]);
    }
    printer.table(&columns);
}
