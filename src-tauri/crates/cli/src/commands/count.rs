//! `daybook count`: a drawer as it was counted.

use std::path::PathBuf;

use app::App;
use ipc::Fault;
use serde_json::{Value, json};

use crate::commands::import::show_recorded;
use crate::commands::record::read;
use crate::failure::{Exit, wrong};
use crate::printer::Printer;

/// The largest text of a count.
const COUNT_BYTES_MAX: usize = 1 << 20;

/// What may be typed after `count`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The location's name.
    #[arg(long)]
    location: Option<String>,
    /// The day that was counted: 2026-11-21, today, yesterday. It counts as its last minute.
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Where `--json FILE` arrives; see `untangled`.
    #[arg(long, hide = true)]
    input: Option<PathBuf>,
}

pub(crate) async fn run(app: &App, args: Args, printer: &mut Printer) -> Result<Exit, Fault> {
    let file = args.input.unwrap_or_else(|| PathBuf::from("-"));
    let text = read(&file, COUNT_BYTES_MAX)?;
    let count: Value = serde_json::from_str(&text)
        .map_err(|error| wrong(format!("This is not JSON: {error}. Nothing was recorded.")))?;
    let Value::Object(mut count) = count else {
        return Err(wrong("A count is a JSON object, like {\"counted\":\"537.50\"}."));
    };
    let mut transaction = json!({ "kind": "cash_count" });
    for field in ["id", "at", "till", "staff", "note", "currency"] {
        if let Some(value) = count.remove(field) {
            transaction[field] = value;
        }
    }
    let place = app.last_minute(args.location.as_deref(), args.date.as_deref()).await?;
    transaction["location"] = place.location.into();
    if transaction.get("at").is_none() {
        transaction["at"] = place.at.into();
    }
    transaction["count"] = Value::Object(count);
    let recorded = app.record(&transaction.to_string()).await?;
    Ok(show_recorded(&recorded, &[], "Count", printer))
}
