//! `daybook import`: the transactions of a file.

use std::path::PathBuf;

use app::App;
use ipc::{
    DateOrder, Fault, ImportNeed, ImportOptions, ImportOutcome, ImportPreview,
    ImportPreviewRequest, ImportRun, Notice, Reject, RunId, TaxColumn, TaxShare,
};
use serde::Serialize;

use crate::failure::{Exit, of_read, wrong};
use crate::printer::{Columns, Printer};

/// What may be typed after `import`. What a file does not say is remembered for its kind.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The file.
    file: PathBuf,
    /// The format, where the header line does not say it.
    #[arg(long)]
    profile: Option<String>,
    /// The GL code of sales that name none.
    #[arg(long, value_name = "CODE")]
    revenue: Option<String>,
    /// Whose the tax column is: one tax, or several by their rates.
    #[arg(long, value_name = "CODE|CODE=RATE,CODE=RATE")]
    tax: Option<String>,
    /// The location of every row, by its name or number.
    #[arg(long)]
    location: Option<String>,
    /// In which order the numbers of its dates stand, where the file does not show it.
    #[arg(long, value_name = "ORDER")]
    dates: Option<Order>,
    /// Say what would be recorded, and record nothing.
    #[arg(long)]
    dry_run: bool,
}

/// The order of a date's numbers.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Order {
    /// 26-08-14
    #[value(name = "year-first")]
    Year,
    /// 08/14/2026
    #[value(name = "month-first")]
    Month,
    /// 14/08/2026
    #[value(name = "day-first")]
    Day,
}

impl From<Order> for DateOrder {
    fn from(order: Order) -> Self {
        match order {
            Order::Year => Self::YearFirst,
            Order::Month => Self::MonthFirst,
            Order::Day => Self::DayFirst,
        }
    }
}

/// The shape of the contract.
#[derive(Serialize)]
struct Recorded<'a> {
    recorded: u32,
    already_known: u32,
    rejected: Vec<Rejected<'a>>,
    /// Settled corrections, recorded as reversals.
    reversals: u32,
    from: Option<&'a str>,
    to: Option<&'a str>,
    /// What of the file was left out or guessed.
    warnings: Vec<&'a str>,
}

#[derive(Serialize)]
struct Rejected<'a> {
    line: u32,
    reason: &'a str,
}

fn rejected(rejects: &[Reject]) -> Vec<Rejected<'_>> {
    rejects.iter().map(|one| Rejected { line: one.line, reason: &one.reason }).collect()
}

fn sentences(warnings: &[Notice]) -> Vec<&str> {
    warnings.iter().map(|one| one.message.as_str()).collect()
}

pub(crate) async fn run(app: &App, args: Args, printer: &mut Printer) -> Result<Exit, Fault> {
    let location = match &args.location {
        Some(name) => Some(app.location_named(name).await?.id),
        None => None,
    };
    let options = ImportOptions {
        profile: args.profile,
        revenue: args.revenue.map(Into::into),
        tax: args.tax.as_deref().map(read_tax).transpose()?,
        location,
        dates: args.dates.map(Into::into),
    };
    let path = std::path::absolute(&args.file).unwrap_or(args.file);
    std::fs::metadata(&path).map_err(|error| of_read(&path, &error))?;
    let path = path.to_string_lossy().into_owned();
    let preview = app.import_preview(ImportPreviewRequest { path, options }).await?;
    if args.dry_run {
        return Ok(show_preview(&preview, printer));
    }
    let request = ImportRun { preview: preview.id.clone(), run: RunId::from("import") };
    let outcome = app.import_run(request).await?;
    let exit = show_recorded(&outcome, &preview.warnings, "Line", printer);
    if !printer.is_json() {
        say_needs(&preview.needs, printer);
    }
    Ok(exit)
}

/// Reads `GST` or `GST=5,PST=7`.
fn read_tax(text: &str) -> Result<TaxColumn, Fault> {
    if !text.contains('=') {
        return Ok(TaxColumn::One { tax: text.trim().into() });
    }
    let share = |share: &str| {
        let (tax, rate) = share
            .split_once('=')
            .ok_or_else(|| wrong(format!("\"{share}\" is not a tax and its rate, like GST=5.")))?;
        Ok(TaxShare { tax: tax.trim().into(), rate: rate.trim().to_owned() })
    };
    let shares = text.split(',').map(share).collect::<Result<_, Fault>>()?;
    Ok(TaxColumn::Split { shares })
}

/// Shows what was recorded, and what of it was left out or guessed; `each` is what a reject is
/// counted by.
pub(super) fn show_recorded(
    outcome: &ImportOutcome,
    warnings: &[Notice],
    each: &str,
    printer: &mut Printer,
) -> Exit {
    let recorded = Recorded {
        recorded: outcome.recorded,
        already_known: outcome.already_known,
        rejected: rejected(&outcome.rejects),
        reversals: outcome.reversals,
        from: outcome.from.as_ref().map(|day| day.as_str()),
        to: outcome.to.as_ref().map(|day| day.as_str()),
        warnings: sentences(warnings),
    };
    printer.either(&recorded, |printer| {
        printer.say(&outcome.message);
        recorded.warnings.iter().for_each(|one| printer.say(one));
        say_rejects(each, &recorded.rejected, outcome.rejected, printer);
        if let (Some(from), Some(to)) = (recorded.from, recorded.to) {
            printer.say(&format!("Next: daybook cashout --from {from} --to {to}"));
        }
    });
    Exit::clean(outcome.rejected == 0)
}

fn say_rejects(each: &str, rejects: &[Rejected<'_>], count: u32, printer: &mut Printer) {
    for one in rejects {
        // Where a transaction has several rows, its reason names the row itself.
        let at = format!("{each} {}", one.line);
        match one.reason.starts_with(&at) {
            true => printer.say(one.reason),
            false => printer.say(&format!("{at}: {}", one.reason)),
        }
    }
    let shown = u32::try_from(rejects.len()).unwrap_or(u32::MAX);
    if count > shown {
        printer.say(&format!("And {} more.", count - shown));
    }
}

fn show_preview(preview: &ImportPreview, printer: &mut Printer) -> Exit {
    let would = Recorded {
        recorded: preview.to_record,
        already_known: preview.already_known,
        rejected: rejected(&preview.rejects),
        reversals: preview.reversals,
        from: preview.from.as_ref().map(|day| day.as_str()),
        to: preview.to.as_ref().map(|day| day.as_str()),
        warnings: sentences(&preview.warnings),
    };
    printer.either(&would, |printer| {
        let ImportPreview { file_name, profile, rows, to_record, already_known, .. } = preview;
        printer.say(&format!("{file_name}: {}, {rows} rows", profile.label));
        let corrected = match preview.reversals {
            0 => String::new(),
            some => format!(" {some} would be corrected,"),
        };
        printer.say(&format!(
            "{to_record} would be recorded,{corrected} {already_known} are known already."
        ));
        let mut columns = Columns::new(&["Column", "In the file>", "Read>", ""]);
        for one in &preview.totals {
            let note = if one.agrees { "" } else { "differs" };
            columns.row([&one.label, one.in_file.as_str(), one.read.as_str(), note]);
        }
        printer.table(&columns);
        would.warnings.iter().for_each(|one| printer.say(one));
        say_rejects("Line", &would.rejected, preview.rejected, printer);
        say_needs(&preview.needs, printer);
        printer.say("Nothing was recorded.");
    });
    Exit::clean(preview.rejected == 0)
}

/// Says which choices the rejected rows wait for.
fn say_needs(needs: &[ImportNeed], printer: &mut Printer) {
    for need in needs {
        printer.say(match need {
            ImportNeed::Revenue => "Say the GL code of its sales: --revenue CODE",
            ImportNeed::Tax => "Say whose its tax column is: --tax CODE, or --tax GST=5,PST=7",
            ImportNeed::Location => "Say where it happened: --location NAME",
        });
    }
}
