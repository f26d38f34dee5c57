//! Seals: a hash of all that stands in the book, kept beside it and compared before a posting.
//!
//! SQLite keeps no checksums: of single bits that flip its own check notices half. A seal is the
//! XOR of the hashes of the rows that belong together: those of a transaction with its parts and
//! legs, those of a business date's transactions, those of a document with its lines, claims and
//! attempts, those of every other table. It follows a change from the changed row alone: the old
//! row's hash goes out, the new one's comes in. That is cheap, and it never seals over damage: what
//! goes out is the hash of what *stands there*, and where that is not what was written, the
//! difference stays.
//!
//! [`Keeper`] follows every statement of the book's writer by SQLite's own hook, so that nothing
//! else in this crate knows of seals. What changes in any other way, a bit or a program, differs
//! from then on. 64 bits of SHA-256 keep rot out, not people.

mod altered;
mod compare;
mod keeper;
mod renew;
mod tables;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use ledger::{Lane, PartRef};
use rusqlite::{Connection, named_params};
use world::{Bug, planted};

pub use altered::Altered;
pub(crate) use keeper::Keeper;
pub(crate) use renew::{Kept, has_seals, renew};
pub(crate) use tables::Tables;

use crate::book::Book;
use crate::error::Error;
use crate::ids::{DocumentId, LocationId};
use crate::sql::{self, day};
use crate::totals::Range;
use crate::words;

/// The small tables that decide what is posted and where to.
const DECIDING: [&str; 8] = [
    "binding",
    "charts",
    "location_settings",
    "locations",
    "mapping",
    "rates",
    "settings",
    "targets",
];

/// The tables that keep a book that was put back from sending what may be there.
const GUARDING: [&str; 3] = ["answers", "found", "restores"];

/// The tables among those that decide which grow with the book. Comparing them takes longer than
/// queueing a document does, so that they are compared when they changed, and once in a while.
const LARGE: [&str; 2] = ["contacts", "words"];
/// How long a large table is believed to be what was last compared: a window is open for weeks.
const BELIEVED: TimeDelta = TimeDelta::minutes(10);

/// What one seal is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Group {
    /// A transaction with its source row, its parts and their legs.
    Transaction(i64),
    /// The transactions of a business date, as the database has it.
    Day(i64),
    /// A document with its lines, claims, totals, attempts and read-backs.
    Document(i64),
    /// A whole table.
    Table(Arc<str>),
}

impl Group {
    /// Where its seal is kept; a transaction's has a table of its own.
    fn stored(&self) -> (&str, i64) {
        match self {
            Self::Transaction(id) => ("transaction", *id),
            Self::Day(day) => ("day", *day),
            Self::Document(id) => ("document", *id),
            Self::Table(name) => (name, 0),
        }
    }
}

impl Book {
    /// Compares a document, its lines, claims and attempts with their seal. [`Book::begin_attempt`]
    /// does so by itself.
    ///
    /// # Errors
    /// [`Error::Altered`] when it is not what was written.
    pub fn verify_document(&self, document: DocumentId) -> Result<(), Error> {
        self.read(|view| self.document_is_whole(view, document))
    }

    /// Compares a document that is to be taken back because what it took was corrected, and what
    /// says so, with their seals: nothing leaves Xero over a damaged row.
    ///
    /// # Errors
    /// [`Error::Altered`] when it is not what was written.
    pub fn verify_outdated(&self, document: DocumentId) -> Result<(), Error> {
        self.read(|view| {
            self.document_is_whole(view, document)?;
            let corrected = sql::all(
                view,
                "SELECT DISTINCT c.transaction_id FROM claims c
                     JOIN parts p ON p.transaction_id = c.transaction_id AND p.part_id = c.part_id
                 WHERE c.document_id = :id AND c.released_at_ms IS NULL AND p.retired = 1",
                named_params! { ":id": document.0 },
                |row| Ok(row.get::<_, i64>(0)?),
            )?;
            let is_whole = |transaction: i64| {
                whole(&compare::of_transaction(view, self.tables(), transaction)?)
            };
            corrected.into_iter().try_for_each(is_whole)
        })
    }

    /// The same within a transaction that goes on.
    pub(crate) fn document_is_whole(
        &self,
        view: &Connection,
        document: DocumentId,
    ) -> Result<(), Error> {
        whole(&compare::of_document(view, self.tables(), document.0)?)
    }

    /// What a cashout of some days would take is what was recorded, and so is what decides where
    /// it goes.
    pub(crate) fn days_are_whole(
        &self,
        view: &Connection,
        range: Range,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.deciding_is_whole(view, now)?;
        let days = (day(range.from), day(range.to));
        whole(&compare::of_days(view, self.tables(), (range.location.0, range.lane), days)?)
    }

    /// What the document of a part would take is what was recorded, and so is what decides where
    /// it goes.
    pub(crate) fn part_is_whole(
        &self,
        view: &Connection,
        part: &PartRef,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.deciding_is_whole(view, now)?;
        whole(&compare::of_transaction(view, self.tables(), part.transaction)?)
    }

    /// Compares a document and what it is worked out from again with their seals; [`Book::rewrite`]
    /// does so by itself.
    ///
    /// # Errors
    /// [`Error::Altered`] when one of them is not what was written.
    pub fn verify_sources(&self, document: DocumentId, now: DateTime<Utc>) -> Result<(), Error> {
        self.read(|view| self.sources_are_whole(view, document, now))
    }

    /// A document is what was written, and so is what it is about: by that one's name in Xero it is
    /// paid, set off or taken back.
    pub(crate) fn document_is_whole_with_its_own(
        &self,
        view: &Connection,
        document: DocumentId,
    ) -> Result<(), Error> {
        self.document_is_whole(view, document)?;
        let about = sql::all(
            view,
            "SELECT f.id FROM documents d
                 JOIN documents f ON f.id IN (d.about, d.allocates_to, d.reverses)
             WHERE d.id = :id",
            named_params! { ":id": document.0 },
            |row| Ok(DocumentId(row.get(0)?)),
        )?;
        about.into_iter().try_for_each(|about| self.document_is_whole(view, about))
    }

    /// What a document is worked out from again is what was recorded: itself, what it is about,
    /// what it took, and what decides where that goes.
    pub(crate) fn sources_are_whole(
        &self,
        view: &Connection,
        document: DocumentId,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.document_is_whole_with_its_own(view, document)?;
        self.deciding_is_whole(view, now)?;
        let took = sql::first(
            view,
            "SELECT d.location_id, d.lane, d.first_day, d.last_day,
                 min(c.transaction_id) AS transaction_id
             FROM documents d
                 JOIN claims c ON c.document_id = d.id AND c.released_at_ms IS NULL
             WHERE d.id = :id GROUP BY d.id",
            named_params! { ":id": document.0 },
            |row| {
                let range = Range {
                    location: LocationId(row.get("location_id")?),
                    lane: words::lane(&row.get::<_, String>("lane")?)?,
                    from: sql::date(row.get("first_day")?)?,
                    to: sql::date(row.get("last_day")?)?,
                };
                Ok((range, row.get::<_, i64>("transaction_id")?))
            },
        )?;
        let differences = match took {
            Some((range, _)) if range.lane == Lane::Cashout => {
                let days = (day(range.from), day(range.to));
                compare::of_days(view, self.tables(), (range.location.0, range.lane), days)?
            }
            Some((_, transaction)) => compare::of_transaction(view, self.tables(), transaction)?,
            None => return Ok(()),
        };
        whole(&differences)
    }

    /// What keeps a book that was put back from sending is as it was written. These tables are
    /// small and are compared each time: what goes to Xero twice stays there.
    pub(crate) fn guards_are_whole(&self, view: &Connection) -> Result<(), Error> {
        GUARDING
            .into_iter()
            .try_for_each(|name| whole(&compare::of_table(view, self.tables(), name)?))
    }

    /// Compares the tables that decide what is posted: the small ones each time, a large one when
    /// it changed or was last compared a while ago.
    fn deciding_is_whole(&self, view: &Connection, now: DateTime<Utc>) -> Result<(), Error> {
        for name in DECIDING {
            whole(&compare::of_table(view, self.tables(), name)?)?;
        }
        for name in LARGE {
            let seal = compare::kept(view, name, 0)?;
            let is_believed = self.compared().get(name).is_some_and(|(compared, at)| {
                *compared == seal && (TimeDelta::zero()..BELIEVED).contains(&(now - *at))
            });
            if !is_believed {
                whole(&compare::of_table(view, self.tables(), name)?)?;
                self.compared().insert(name, (seal, now));
            }
        }
        Ok(())
    }
}

/// What differs from its seal in the whole book; nothing where all is as it was written.
pub(crate) fn altered(view: &Connection, tables: &Tables) -> Result<Option<Altered>, Error> {
    Ok(Altered::of(&compare::all(view, tables)?))
}

/// A table of a book that is not open is as it was written.
pub(crate) fn table_is_whole(view: &Connection, tables: &Tables, name: &str) -> Result<(), Error> {
    whole(&compare::of_table(view, tables, name)?)
}

fn whole(differences: &compare::Differences) -> Result<(), Error> {
    match Altered::of(differences).filter(|_| !planted(Bug::SealNotChecked)) {
        None => Ok(()),
        Some(altered) => Err(Error::Altered(altered)),
    }
}
