//! `daybook export`: the book as files of other programs, and the day's sheet.

use std::path::PathBuf;

use app::App;
use app::headless::DaysAsked;
use clap::ValueEnum;
use ipc::{ExportFormat, Fault};

use crate::commands::cashout::Days;
use crate::failure::Exit;
use crate::printer::{Printer, for_scripts};

/// What may be typed after `export`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What the file holds.
    #[arg(long)]
    format: Format,
    #[command(flatten)]
    days: Days,
    /// The file, which must not exist yet; else standard output.
    #[arg(long, short)]
    output: Option<PathBuf>,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// What was posted, as a journal of hledger.
    Hledger,
    /// What was posted, as a journal of beancount.
    Beancount,
    /// What was posted, a line a row.
    Csv,
    /// What was posted, as a workbook.
    Xlsx,
    /// The journals, for Xero's own import of journals.
    XeroCsv,
    /// The cashout of the days as a sheet to print.
    Pdf,
}

pub(crate) async fn run(app: &App, args: Args, printer: &mut Printer) -> Result<Exit, Fault> {
    let format = match args.format {
        Format::Hledger => ExportFormat::Hledger,
        Format::Beancount => ExportFormat::Beancount,
        Format::Csv => ExportFormat::Csv,
        Format::Xlsx => ExportFormat::Xlsx,
        Format::XeroCsv => ExportFormat::XeroCsv,
        Format::Pdf => ExportFormat::Pdf,
    };
    let asked: DaysAsked = args.days.into();
    match args.output {
        None => printer.bytes(&app.exported(format, &asked).await?),
        Some(file) => {
            let written = app.export_to(format, &asked, file).await?;
            printer.either(&for_scripts(&written), |printer| printer.say(&written.message));
        }
    }
    Ok(Exit::Done)
}
