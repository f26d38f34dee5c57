//! Recording: transactions go in once, whole, and never change.

pub(crate) mod exchange;
mod extras;
mod follow;
mod insert;
mod late;
pub(crate) mod particulars;
pub(crate) mod parts;
mod posting;
mod recorder;
mod withdraw;

use chrono::{DateTime, NaiveDate, Utc};
use ledger::{Rejection, Transaction};

pub use late::CONTRADICTS;
pub use recorder::Recorder;
pub use withdraw::{NotWithdrawn, Withdrawal};

pub(crate) use parts::customer_keys;

use crate::book::Book;
use crate::error::Error;
use crate::ids::{ImportId, TransactionId};
use crate::imports::NewImport;

/// A transaction to record. Its posting is worked out by the rules of its location and by what
/// the book knows of what happened before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTransaction {
    /// What happened. Its instant is kept to the millisecond.
    pub transaction: Transaction,
    /// The row as the source wrote it.
    pub raw: Option<String>,
}

/// What came of one transaction given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pushed {
    /// It is in the book, new or known, under this id.
    Recorded(TransactionId),
    /// It contradicts itself or what is in the book: nothing of it is recorded.
    Refused(Rejection),
}

/// What became of the transactions given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recorded {
    /// How many were new.
    pub recorded: u64,
    /// How many the book has with the same content.
    pub already_known: u64,
    /// How many were known with other content: the old one was reversed, this one recorded.
    pub corrected: u64,
    /// How many are the older content of a transaction that its source corrected since (an old
    /// export imported again); left as it is. The latest source row read with an earlier choice
    /// (a revenue code, a tax) is none of these: it corrects.
    pub superseded: u64,
    /// How many are the content of a transaction that a person withdrew; left withdrawn.
    pub withdrawn: u64,
    /// How many others depended on what was corrected and were worked out anew.
    pub followed: u64,
    /// The first and the last of the business dates among these that a cashout had closed: they
    /// have something open again.
    pub reopened: Option<(NaiveDate, NaiveDate)>,
    /// How many depended on what was corrected and would contradict themselves now; left as they
    /// are.
    pub left: u64,
    /// The first of these.
    pub first_left: Option<TransactionId>,
    /// The row of the import, where it was one.
    pub import: Option<ImportId>,
}

impl Book {
    /// Records some transactions; what is refused is left out and given back.
    ///
    /// # Errors
    /// As [`Recorder::push`]; then none is recorded.
    pub fn record(
        &self,
        transactions: &[NewTransaction],
        now: DateTime<Utc>,
    ) -> Result<(Recorded, Vec<Rejection>), Error> {
        let mut recorder = self.recorder(None, now)?;
        let mut refused = Vec::new();
        for transaction in transactions {
            match recorder.push(transaction)? {
                Pushed::Recorded(_) => {}
                Pushed::Refused(rejection) => refused.push(rejection),
            }
        }
        Ok((recorder.commit()?, refused))
    }

    /// Starts recording many transactions as one, as an import where `import` says so.
    ///
    /// # Errors
    /// [`Error::Busy`] when another process keeps writing.
    pub fn recorder(
        &self,
        import: Option<&NewImport>,
        now: DateTime<Utc>,
    ) -> Result<Recorder<'_>, Error> {
        Recorder::begin(self.writer(), import, now)
    }
}
