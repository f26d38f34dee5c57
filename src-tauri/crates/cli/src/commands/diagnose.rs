//! `daybook diagnose`: a file that helps to find a fault, without what is in the book.

use std::path::PathBuf;

use app::App;
use ipc::{Fault, SaveBundle};

use crate::failure::Exit;
use crate::printer::{Printer, for_scripts};

/// What may be typed after `diagnose`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The file, which must not exist yet; else one in the book's folder, named by date and time.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

pub(crate) async fn run(app: &App, args: Args, printer: &mut Printer) -> Result<Exit, Fault> {
    let to = args.to.map(|to| to.display().to_string());
    let is_open = app.is_open().await;
    let saved = app.save_bundle(SaveBundle { to }).await?;
    printer.either(&for_scripts(&saved), |printer| {
        printer.say(&saved.message);
        printer.say(match is_open {
            true => {
                "In it: versions, counts, settings without names, and what became of documents and \
                 calls. No names, amounts, notes or tokens."
            }
            false => {
                "The book cannot be opened: in it are the program's version, the system, how large the \
                 book's files are and how many backups there are. No names, amounts, notes or tokens."
            }
        });
    });
    Ok(Exit::Done)
}
