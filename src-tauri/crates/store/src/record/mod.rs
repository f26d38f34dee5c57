//! Recording: transactions go in once, whole, and never change.

mod insert;
pub(crate) mod particulars;
mod recorder;

use chrono::{DateTime, Utc};
use ledger::{Part, Transaction};

pub use recorder::Recorder;

use crate::book::Book;
use crate::error::Error;
use crate::ids::ImportId;
use crate::imports::NewImport;

/// A transaction to record, with its posting as `ledger::post` worked it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTransaction {
    /// What happened. Its instant is kept to the millisecond.
    pub transaction: Transaction,
    /// Its parts; none for a kind that posts nothing (yet). Each sums to zero.
    pub parts: Vec<Part>,
    /// The row as the source wrote it.
    pub raw: Option<String>,
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
    /// The row of the import, where it was one.
    pub import: Option<ImportId>,
}

impl Book {
    /// Records some transactions, all or none.
    ///
    /// # Errors
    /// As [`Recorder::push`].
    pub fn record(
        &self,
        transactions: &[NewTransaction],
        now: DateTime<Utc>,
    ) -> Result<Recorded, Error> {
        let mut recorder = self.recorder(None, now)?;
        for transaction in transactions {
            recorder.push(transaction)?;
        }
        recorder.commit()
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
