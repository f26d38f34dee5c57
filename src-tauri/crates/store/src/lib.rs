//! The book: everything recorded, queued and posted, in one SQLite file.
//!
//! The only place that says SQL, and it offers operations, not tables: no SQL type crosses its
//! face, so that a second store can take its place. It knows `ledger`'s values and nothing of
//! Xero's HTTP, of the screens or of the time: instants come in as arguments. All calls block;
//! asynchronous callers run them on a thread for blocking work.
//!
//! What holds at every moment, by the database's own constraints and triggers:
//! - a transaction, its parts and their legs are never changed or deleted;
//! - a part of a transaction is claimed by at most one live document;
//! - the kept totals are the sums of the legs (checked again before a document is made);
//! - a document changes state only along the paths of [`State`];
//! - everything has its seal, and what differs from it is not queued and not sent.

#[cfg(test)]
extern crate self as store;

mod audit;
mod backup;
mod book;
mod changes;
mod chart;
mod check;
mod clock;
mod contacts;
mod days;
#[cfg(test)]
#[path = "../tests/desk.rs"]
#[expect(dead_code, reason = "the tests of the whole crate need more of it")]
mod desk;
mod diagnosis;
mod documents;
mod doubts;
mod drifts;
mod error;
#[cfg(test)]
mod full_disk;
mod health;
mod home;
mod ids;
mod imports;
mod lease;
mod mapping;
mod migrate;
mod network;
mod people;
mod pins;
mod place;
mod rates;
mod record;
mod restored;
mod rules;
mod seal;
mod settings;
mod sql;
mod story;
mod sync_log;
mod tagged;
mod totals;
mod transactions;
mod words;
mod writer;

pub use audit::{AuditFilter, AuditedDeed, Deed, DeedOutcome};
pub use backup::{BackupFile, BackupKind};
pub use book::Book;
pub use changes::{Change, Topic};
pub use chart::ChartSnapshot;
pub use check::Finding;
pub use contacts::ContactLink;
pub use days::Day;
pub use diagnosis::{
    AccountShape, AttemptTrace, CallTrace, ChartShape, Diagnosis, DiagnosisAsked, DocumentTrace,
    FileBytes, LocationShape, MappedShape, RestoreTrace, Traces,
};
pub use documents::{
    About, Attempt, Attention, Claims, Document, DocumentFilter, DocumentSummary, Due, DueFor,
    Evidence, Kept, NewDocument, OpenPart, Operation, Outcome, PartDetail, PartFilter, PartPlace,
    Posted, PostedCursor, PostedEntry, PostedPage, ReadBack, ReadBackLine, Reason, SetOff,
    SheetState, State, Subject, Together, Tracked,
};
pub use doubts::Doubt;
pub use drifts::{Baseline, Drift, DriftKind, DriftSettled, NewDrift};
pub use error::{Error, OtherBook};
pub use home::Home;
pub use ids::{DocumentId, ImportId, LocationId, PersonId, TransactionId};
pub use imports::{ImportProfile, ImportRun, NewImport};
pub use mapping::{MapChange, MapEntry};
pub use network::network_drive;
pub use people::{Person, PersonRole};
pub use pins::{PinHash, PinTry};
pub use rates::Rate;
pub use record::{
    CONTRADICTS, NewTransaction, NotWithdrawn, Pushed, Recorded, Recorder, Withdrawal,
};
pub use restored::{FoundDays, FoundInXero, RestoreCause, Restored};
pub use rules::{Decision, keys, taxes};
pub use seal::Altered;
pub use settings::{Location, NewLocation};
pub use sync_log::{LogEntry, LogFilter, LoggedEntry};
pub use transactions::{
    Claim, Cursor, LineOf, Page, TransactionDetail, TransactionFilter, TransactionRow,
    TransactionState, Waits, Withdrawn,
};
