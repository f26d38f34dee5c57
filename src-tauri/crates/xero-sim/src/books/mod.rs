//! An organisation's books: its chart, its documents, and the ledger behind them.
//!
//! Documents say what a user sees; only the ledger says what the balances are. A kind of document
//! added later is a file beside `journal.rs` that turns itself into [`Entry`] lines.

#[macro_use]
mod words;

mod account;
mod attachment;
mod contact;
mod currency;
mod document;
mod item;
mod journal;
mod ledger;
mod open;
mod organisation;
mod payment;
mod posting;
mod settle;
mod tax;
mod tracking;
mod transfer;

pub(crate) use account::{Account, AccountStatus, AccountType, Class, SystemAccount};
pub(crate) use attachment::Attachment;
pub(crate) use contact::{Contact, Texts};
pub(crate) use currency::{Currency, currency_name, day_rate, rate};
pub(crate) use document::{
    Discount, Document, DocumentKind, DocumentStatus, INVOICE_PREFIX, Line, cents, next_number,
    to_base,
};
pub(crate) use item::{Item, Terms};
pub(crate) use journal::{JournalLine, JournalStatus, LineAmountTypes, ManualJournal};
pub(crate) use ledger::{Entry, Ledger};
pub(crate) use open::{Open, Owed};
pub(crate) use organisation::{Author, Books, HistoryRecord, Organisation, TABLES};
pub(crate) use payment::{Allocation, Payment};
pub(crate) use settle::NewPayment;
pub(crate) use tax::{TaxComponent, TaxRate, split_tax};
pub(crate) use tracking::{TrackingCategory, TrackingOption};
pub(crate) use transfer::BankTransfer;
