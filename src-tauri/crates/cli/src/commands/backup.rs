//! `daybook backup`: copies of the book, and putting one back.

use std::path::PathBuf;

use app::App;
use ipc::{Backups, Fault, NoArguments, RestoreBackup};
use serde_json::json;

use crate::failure::Exit;
use crate::printer::Printer;

/// What is said of a copy of a damaged book.
const DAMAGED: &str = "A copy of a damaged book is no backup: what it holds is not what was \
                       recorded. Put back a sound one where there is any.";

/// What may be typed after `backup`.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// The backups there are, and what putting one back left to be decided.
    List,
    /// Write a copy of the book to a new file.
    Make {
        /// The file; it must not exist yet.
        file: PathBuf,
    },
    /// Put a backup in the place of the book. The book as it is goes to the folder "aside".
    Restore {
        /// The backup: a name of the list, or any file.
        file: PathBuf,
        /// Do it; without this it is only said what would be done.
        #[arg(long)]
        confirm: bool,
    },
}

impl Command {
    /// Whether a new book may be what is wanted.
    pub(crate) const fn sets_up(&self) -> bool {
        match self {
            Self::Restore { confirm: true, .. } => true,
            Self::List | Self::Make { .. } | Self::Restore { confirm: false, .. } => false,
        }
    }
}

pub(crate) async fn run(app: &App, command: Command, printer: &mut Printer) -> Result<Exit, Fault> {
    match command {
        Command::List => {
            show(&app.backups(NoArguments {}).await?, printer);
            Ok(Exit::Done)
        }
        Command::Make { file } => {
            app.back_up(file.clone()).await?;
            printer.either(&json!({ "file": file }), |printer| {
                printer.say(&format!("The book is copied to {}.", file.display()));
            });
            Ok(Exit::Done)
        }
        Command::Restore { file, confirm: false } => {
            let here = app.backups(NoArguments {}).await?;
            let damaged = App::is_damaged_copy(&file);
            let answer = json!({ "restored": false, "folder": here.folder, "damaged": damaged });
            printer.either(&answer, |printer| {
                printer.say(&format!(
                    "{} would come into the place of the book. What was recorded after it was \
                     made would have to be recorded again; the book as it is now would be kept \
                     aside. Nothing was changed: say --confirm to do it.",
                    file.display()
                ));
                if damaged {
                    printer.say(DAMAGED);
                }
            });
            Ok(Exit::NeedsPerson)
        }
        Command::Restore { file, confirm: true } => {
            let file = file.display().to_string();
            let backups = app.restore_backup(RestoreBackup { file }).await?;
            show_restored(&backups, printer);
            // Where the book cannot be opened for another reason, that is still to be mended.
            Ok(Exit::clean(app.is_open().await))
        }
    }
}

fn show(backups: &Backups, printer: &mut Printer) {
    printer.either(backups, |printer| {
        for one in &backups.backups {
            printer.say(&format!("{}  {}  {}", one.day, one.kind, one.file));
        }
        if backups.backups.iter().any(|one| one.damaged) {
            printer.say(DAMAGED);
        }
        if backups.backups.is_empty() {
            printer.say(&format!("There are no backups in {} yet.", backups.folder));
        }
        if let Some(problem) = &backups.problem {
            printer.say(problem);
        }
        if let Some(restored) = &backups.restored {
            printer.say(&restored.sentence);
        }
        for found in &backups.found {
            printer.say(&format!(
                "In Xero, and not in the book: {} of {}, {}",
                found.reference, found.day, found.total
            ));
        }
    });
}

fn show_restored(backups: &Backups, printer: &mut Printer) {
    printer.either(backups, |printer| {
        printer.say("The backup is in the place of the book; the book that was is kept aside.");
        if let Some(restored) = &backups.restored {
            printer.say(&restored.sentence);
        }
        if let Some(problem) = &backups.problem {
            printer.say(problem);
        }
    });
}
