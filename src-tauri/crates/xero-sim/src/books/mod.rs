//! An organisation's books: its chart, its documents, and the ledger behind them.
//!
//! Documents say what a user sees; only the ledger says what the balances are. A kind of document
//! added later is a file beside `journal.rs` that turns itself into [`Entry`] lines.

mod account;
mod journal;
mod ledger;
mod organisation;
mod tax;
mod tracking;

pub(crate) use account::{Account, AccountStatus, AccountType, Class, SystemAccount};
pub(crate) use journal::{JournalLine, JournalStatus, LineAmountTypes, ManualJournal};
pub(crate) use ledger::{Entry, Ledger};
pub(crate) use organisation::{Books, HistoryRecord, Organisation, TABLES};
pub(crate) use tax::{TaxComponent, TaxRate, split_tax};
pub(crate) use tracking::{TrackingCategory, TrackingOption};
