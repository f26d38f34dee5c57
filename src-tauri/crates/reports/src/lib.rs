//! What leaves the program as a file: exports of the general ledger, and the sheet of a closed day.
//!
//! Pure functions from plain values to text or bytes. Knows `ledger` for amounts, currencies and
//! account types, and nothing else of ours: no store, no Xero, no clock, no files. The same values
//! always make the same bytes.
//!
//! A [`GeneralLedger`] is checked once and then written as [`hledger()`], [`beancount()`],
//! [`csv()`] or [`xlsx()`]; journals go into Xero's import files with [`xero_csv()`]; a
//! [`CashoutSheet`] becomes a page to print and keep with [`cashout_pdf()`].
#![deny(clippy::float_arithmetic, clippy::as_conversions)]

mod beancount;
mod cashout_sheet;
mod cells;
mod general_ledger;
mod hledger;
mod names;
mod pdf;
mod rows;
mod table;
mod text;
mod workbook;
mod xero_csv;

pub use beancount::beancount;
pub use cashout_sheet::{
    CashCount, CashoutSheet, CategoryLine, Closed, CountOutcome, Denomination, Recount,
    SeparateLine, SheetJournal, SheetLine, SheetTotals, TenderLine,
};
pub use general_ledger::{
    Account, Balance, Contents, Entry, GeneralLedger, GeneralLedgerError, Opening, Posting,
};
pub use hledger::hledger;
pub use pdf::{PdfError, cashout_pdf};
pub use table::csv;
pub use workbook::{WorkbookError, xlsx};
pub use xero_csv::{DateOrder, XeroCsvError, XeroJournal, XeroLine, xero_csv};
