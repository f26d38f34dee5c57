//! What only the command line does: what it finds by name, runs whole and answers in one piece.
//!
//! The window asks again and again and keeps a worker running; a command has one go. It knows no
//! terminal: every method takes and gives values, and who calls decides how they are shown.

mod book;
mod calls;
mod days;
mod mapping;
mod outbox;
mod practice;
mod recording;
mod review;
mod rules;
mod sent;
mod sign_in;
mod transactions;

pub use book::{AuditQuery, Audited, CheckResult, LogQuery};
pub(crate) use days::read_date;
pub use days::{DaysAsked, LastMinute};
pub use mapping::{MapKind, MapRow};
pub use outbox::{OutboxRun, Planned};
pub use practice::{Balance, Practised};
pub use recording::RECORD_BYTES_MAX;
pub use review::{MergedLine, Review};
pub(crate) use sent::sent;
pub use sent::{Ended, Sent};
pub use sign_in::{SignInOptions, SignedIn};
pub use transactions::TransactionsAsked;
