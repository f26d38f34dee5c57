//! Finding transactions again: the table, one row opened, the rows behind a line.
//!
//! A search walks the transactions from the newest on and stops when its page is full; words are
//! looked for in the text itself, without an index that every recording would pay for (100,000
//! rows without a match take some tens of milliseconds).

mod detail;
mod list;

pub(crate) use detail::{load, part_of, parts};

use chrono::{DateTime, NaiveDate, Utc};
use ledger::{Amount, Kind, Part, PartKey, Target, Transaction};

use crate::documents::State;
use crate::error::Error;
use crate::ids::{DocumentId, ImportId, LocationId, TransactionId};

/// Which transactions to list. Every field that is set must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TransactionFilter {
    /// Part of anything written on it: outside id, description, customer, booking, note, staff,
    /// till. ASCII letters match without regard to case.
    pub text: Option<String>,
    /// First business date.
    pub from: Option<NaiveDate>,
    /// Last business date.
    pub to: Option<NaiveDate>,
    /// Its kind is one of these; any when empty.
    pub kinds: Vec<Kind>,
    /// The name of one of its tenders.
    pub tender: Option<String>,
    /// Its location.
    pub location: Option<LocationId>,
    /// What became of it is one of these; anything when empty.
    pub states: Vec<TransactionState>,
    /// Part of the customer's name.
    pub customer: Option<String>,
    /// Its amount (tenders, or lines where there are none), in minor units.
    pub amount: Option<Amount>,
    /// Something it is posted to.
    pub target: Option<Target>,
    /// The import it came with.
    pub import: Option<ImportId>,
}

/// What became of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TransactionState {
    /// It cannot be posted before something else is known: a rate, a sale.
    Waiting,
    /// A part of it waits for a document.
    Open,
    /// All of it is in documents that are not posted yet.
    Queued,
    /// All of it is in posted documents.
    Posted,
    /// A person left a document with a part of it out for good.
    Skipped,
    /// Nothing of it is ever posted.
    NothingToPost,
}

impl TransactionState {
    const ALL: [Self; 6] =
        [Self::Waiting, Self::Open, Self::Queued, Self::Posted, Self::Skipped, Self::NothingToPost];

    /// The word used in filters and on the command line.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Open => "open",
            Self::Queued => "queued",
            Self::Posted => "posted",
            Self::Skipped => "skipped",
            Self::NothingToPost => "nothing_to_post",
        }
    }

    fn from_key(key: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|state| state.key() == key)
            .ok_or_else(|| Error::Unreadable { what: "transaction's state", text: key.to_owned() })
    }
}

/// Where the next page of a list begins: newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The last row's business date.
    pub date: NaiveDate,
    /// The last row's id.
    pub id: TransactionId,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The rows, newest business date first.
    pub rows: Vec<TransactionRow>,
    /// Where the next page begins; none after the last.
    pub next: Option<Cursor>,
}

/// One transaction in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionRow {
    /// Its id.
    pub id: TransactionId,
    /// What happened. A reversal shows the transaction it reverses; its legs are the opposite.
    pub transaction: Transaction,
    /// What changed hands: the tenders, or the lines where there are none.
    pub amount: Amount,
    /// The transaction this one reverses.
    pub reverses: Option<TransactionId>,
    /// What became of it.
    pub state: TransactionState,
}

/// A document's hold on a part of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The part.
    pub part: PartKey,
    /// The document.
    pub document: DocumentId,
    /// The document's narration.
    pub narration: String,
    /// The document's state.
    pub state: State,
    /// When the claim was given up, by an undo.
    pub released_at: Option<DateTime<Utc>>,
}

/// Everything about one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionDetail {
    /// As in the list.
    pub row: TransactionRow,
    /// Its parts with their legs, those it no longer has left out.
    pub parts: Vec<Part>,
    /// What it waits for, where it cannot be posted yet.
    pub waits_for: Option<Waits>,
    /// Every claim there ever was, oldest first.
    pub claims: Vec<Claim>,
    /// All revisions of the same outside id, oldest first, itself and reversals among them.
    pub history: Vec<TransactionId>,
    /// The row as the source wrote it.
    pub raw: Option<String>,
    /// The import it came with.
    pub import: Option<ImportId>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// That it was withdrawn, or is what withdrew another.
    pub withdrawn: Option<Withdrawn>,
}

impl TransactionDetail {
    /// Whether it is the version that stands: neither reversed nor a reversal.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.row.reverses.is_none() && self.history.last() == Some(&self.row.id)
    }
}

/// That a transaction was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// By whom.
    pub who: String,
    /// Why, in their words.
    pub why: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What a transaction waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waits {
    /// A stable word for it ([`ledger::Rejection::waits_for`]).
    pub reason: String,
    /// A sentence.
    pub message: String,
}

/// What a line of a journal was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineOf {
    /// A document's claims.
    Document(DocumentId),
    /// What is open of a location's business dates, both ends included.
    Open {
        /// The location.
        location: LocationId,
        /// First business date.
        from: NaiveDate,
        /// Last business date.
        to: NaiveDate,
    },
}
