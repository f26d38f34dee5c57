//! What may be typed.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::commands::{
    audit, backup, cashout, connect, contact, count, diagnose, drift, export, import, location,
    log, map, org, outbox, people, practice, rate, record, settings, sim, transactions,
};

/// The longest a command may be told to wait, in seconds.
pub(crate) const A_DAY: u64 = 24 * 60 * 60;

/// The day's takings into Xero, from the command line.
///
/// Exit codes: 0 done, 1 something needs a person, 2 wrong usage, 3 Xero could not be reached
/// (what was to be sent is queued).
#[derive(Debug, Parser)]
#[command(name = "daybook", version, arg_required_else_help = true)]
pub(crate) struct Cli {
    /// The folder of the book; else what DAYBOOK_DATA_DIR says, else the platform's own.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Who you are, where the book has people. The PIN is asked for, or read from DAYBOOK_PIN.
    #[arg(long = "as", global = true, value_name = "NAME", env = "DAYBOOK_AS")]
    pub(crate) who: Option<String>,
    /// Print JSON for scripts.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run a local Xero, until it is told to end.
    ///
    /// It prints its address: a page there shows what is in its books, and ADDRESS/sim/books.json
    /// gives them, trial balance and all, for scripts.
    Sim(sim::Args),
    #[command(flatten)]
    OnBook(BookCommand),
}

/// The commands that are about a book, in the order of a day.
#[derive(Debug, Subcommand)]
pub(crate) enum BookCommand {
    /// Set up the practice company: a season of a boat rental over a local Xero.
    Practice(practice::Args),
    /// Sign in to Xero.
    Connect(connect::Args),
    /// The Xero organisations of the sign-in.
    #[command(subcommand)]
    Org(org::Command),
    /// The chart of accounts, tax rates and tracking.
    #[command(subcommand)]
    Chart(ChartCommand),
    /// The places of the business, each with its own day.
    #[command(subcommand)]
    Location(location::Command),
    /// What is decided once.
    #[command(subcommand)]
    Settings(settings::Command),
    /// Which account does what.
    #[command(subcommand)]
    Map(map::Command),
    /// Which contact in Xero a customer is.
    #[command(subcommand)]
    Contact(contact::Command),
    /// What a foreign currency was worth on a day.
    #[command(subcommand)]
    Rate(rate::Command),
    /// Record transactions.
    ///
    /// One in flags, or `--json FILE` (`--json -` for standard input): Daybook's own JSON, one
    /// object, a list of them, or one after the other. IMPORT-FORMATS.md lists the fields of each
    /// kind.
    Record(Box<record::Args>),
    /// Record the transactions of a file.
    Import(import::Args),
    /// Record a drawer as it was counted.
    ///
    /// `--json FILE` (`--json -` for standard input) says what was counted:
    /// {"counted":"537.50","float_to_leave":"200.00","reason":…,
    /// "denominations":[{"value":"20.00","count":12}]}, and may say the till and who counted.
    Count(count::Args),
    /// What was recorded: a list of it, or one with all that is known of it.
    #[command(subcommand)]
    Transactions(transactions::Command),
    /// Review the cashout of a day or several.
    Cashout(cashout::Args),
    /// Close days and send them to Xero.
    Sync(outbox::SyncArgs),
    /// What was made for Xero and how far it has come.
    #[command(subcommand)]
    Outbox(outbox::Command),
    /// What was changed in Xero of what was posted.
    Drift(drift::Args),
    /// What needs a person, grouped by cause.
    Attention,
    /// Every exchange with Xero, oldest first.
    Log(log::Args),
    /// Who works with the book, and what each may do.
    #[command(subcommand)]
    People(people::Command),
    /// Who did what, oldest first.
    Audit(audit::Args),
    /// Write the book as a file of another program, or the sheet of a day.
    Export(export::Args),
    /// Check every invariant of the book.
    Check,
    /// Copies of the book: list them, make one, put one back.
    #[command(subcommand)]
    Backup(backup::Command),
    /// Save a file that helps to find a fault: no names, amounts, notes or tokens are in it.
    Diagnose(diagnose::Args),
}

impl BookCommand {
    /// Whether a new book may be what is wanted: where there is none, every other command looks in
    /// the wrong folder.
    pub(crate) const fn sets_up(&self) -> bool {
        match self {
            Self::Practice(_)
            | Self::Connect(_)
            | Self::Record(_)
            | Self::Import(_)
            | Self::Count(_) => true,
            Self::Location(command) => command.sets_up(),
            Self::Settings(command) => command.sets_up(),
            Self::Map(command) => command.sets_up(),
            Self::Contact(command) => command.sets_up(),
            Self::Rate(command) => command.sets_up(),
            Self::People(command) => command.sets_up(),
            Self::Backup(command) => command.sets_up(),
            Self::Org(_)
            | Self::Chart(_)
            | Self::Transactions(_)
            | Self::Cashout(_)
            | Self::Sync(_)
            | Self::Outbox(_)
            | Self::Drift(_)
            | Self::Attention
            | Self::Log(_)
            | Self::Audit(_)
            | Self::Export(_)
            | Self::Check
            | Self::Diagnose(_) => false,
        }
    }
}

/// What can be done with the chart.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum ChartCommand {
    /// Read it from Xero again.
    Refresh,
    /// Show it as last read.
    List,
    /// Let payments be made to an account, in Xero.
    EnablePayments {
        /// The account, by its code or name.
        account: String,
    },
    /// Create a tracking option in Xero.
    AddOption {
        /// The tracking category, by its name.
        category: String,
        /// The option's name.
        option: String,
    },
}

/// Tells `record`'s own `--json FILE` from the `--json` every command has.
///
/// The two have one name by contract. `record --json X` reads X as JSON and answers in it; a
/// kind after `--json` is not a file, and no file follows where an option does.
pub(crate) fn untangled(typed: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut untangled: Vec<OsString> = Vec::new();
    let mut words = typed.into_iter().peekable();
    let mut records = false;
    while let Some(word) = words.next() {
        records |= !untangled.is_empty() && (word == "record" || word == "count");
        let inline =
            word.to_str().and_then(|word| word.strip_prefix("--json=")).map(OsString::from);
        let file = match inline {
            Some(file) if records => Some(file),
            _ if records && word == "--json" => words.next_if(is_file),
            _ => None,
        };
        match file {
            Some(file) => {
                untangled.extend(["--json".into(), "--input".into(), file]);
            }
            None => untangled.push(word),
        }
    }
    untangled
}

fn is_file(word: &OsString) -> bool {
    let text = word.to_string_lossy();
    text == "-" || !(text.starts_with('-') || record::KINDS.contains(&&*text))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn untangle(line: &str) -> String {
        let words = untangled(line.split(' ').map(OsString::from));
        words.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_commands_are_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_kind_that_can_be_typed_is_one_of_the_books() {
        for kind in record::KINDS {
            let known = serde_json::from_value::<ipc::TransactionKind>(kind.into());
            assert!(known.is_ok(), "{kind}");
        }
    }

    #[test]
    fn a_file_after_json_is_read_by_record_only() {
        let to_record = "daybook record --json --input";
        assert_eq!(untangle("daybook record --json -"), format!("{to_record} -"));
        assert_eq!(untangle("daybook record --json=day.json"), format!("{to_record} day.json"));
        assert_eq!(untangle("daybook record --json sale"), "daybook record --json sale");
        assert_eq!(untangle("daybook record sale --json"), "daybook record sale --json");
        assert_eq!(untangle("daybook --json record sale"), "daybook --json record sale");
        assert_eq!(untangle("daybook sync --json --dry-run"), "daybook sync --json --dry-run");
    }
}
