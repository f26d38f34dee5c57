//! Parts that have a document of their own: what waits for one, who has it, which are taken back.

use chrono::{DateTime, NaiveDate, Utc};
use ledger::{DocumentKind, Lane, Part, PartKey, PartRef};
use rusqlite::{Connection, Row, named_params};

use super::State;
use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::ids::{DocumentId, LocationId, TransactionId};
use crate::sql::{self, day, ms};
use crate::totals;
use crate::transactions::{self, TransactionRow};
use crate::words;

/// A part that waits for its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPart {
    /// Which.
    pub part: PartRef,
    /// Which document takes it.
    pub lane: Lane,
    /// The location.
    pub location: LocationId,
    /// The date it belongs to.
    pub date: NaiveDate,
    /// Whether a person took its document back: it goes again when a person says so.
    pub taken_back: bool,
    /// Where it stands among its transaction's parts.
    position: i64,
}

impl OpenPart {
    /// Where the next page goes on.
    pub fn place(&self) -> PartPlace {
        PartPlace { date: self.date, transaction: self.part.transaction, position: self.position }
    }
}

/// Where a page of [`Book::open_parts`] ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartPlace {
    date: NaiveDate,
    transaction: i64,
    position: i64,
}

/// Which of the parts that wait to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartFilter {
    /// The first date.
    pub from: NaiveDate,
    /// The last date, included.
    pub through: NaiveDate,
    /// Of one location only.
    pub location: Option<LocationId>,
    /// Also those whose document a person took back.
    pub taken_back: bool,
    /// Only what comes after this place.
    pub after: Option<PartPlace>,
}

impl PartFilter {
    /// Everything that waits at a location on some days.
    pub fn at(location: LocationId, from: NaiveDate, through: NaiveDate) -> Self {
        let location = Some(location);
        Self { location, ..Self::everywhere(from, through) }
    }

    /// Everything that waits on some days.
    pub fn everywhere(from: NaiveDate, through: NaiveDate) -> Self {
        Self { from, through, location: None, taken_back: true, after: None }
    }
}

/// A part with its transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartDetail {
    /// The transaction.
    pub row: TransactionRow,
    /// The part with its legs.
    pub part: Part,
    /// The location.
    pub location: LocationId,
    /// The date it belongs to.
    pub date: NaiveDate,
    /// Whether its transaction no longer has it: a correction, another way of posting.
    pub retired: bool,
}

impl Book {
    /// The parts that wait for a document of their own, in the order of their dates and of what
    /// happened, at most `limit`: [`PartFilter::after`] reads on.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn open_parts(&self, filter: &PartFilter, limit: u32) -> Result<Vec<OpenPart>, Error> {
        let from = filter.after.map_or(filter.from, |after| after.date);
        let after = filter.after;
        self.read(|view| {
            sql::all(
                view,
                "SELECT o.transaction_id, w.text AS part, o.lane, o.location_id, o.business_day,
                     o.taken_back, p.position
                 FROM open_parts o
                     JOIN words w ON w.id = o.part_id
                     JOIN parts p ON p.transaction_id = o.transaction_id AND p.part_id = o.part_id
                 WHERE o.business_day BETWEEN :from AND :through
                     AND (:location IS NULL OR o.location_id = :location)
                     AND (:taken_back OR o.taken_back = 0)
                     AND (:transaction IS NULL OR (o.business_day, o.transaction_id, p.position)
                         > (:from, :transaction, :position))
                 ORDER BY o.business_day, o.transaction_id, p.position LIMIT :limit",
                named_params! {
                    ":from": day(from), ":through": day(filter.through),
                    ":location": filter.location.map(|location| location.0),
                    ":taken_back": filter.taken_back,
                    ":transaction": after.map(|after| after.transaction),
                    ":position": after.map(|after| after.position),
                    ":limit": limit,
                },
                open_part,
            )
        })
    }

    /// One part with its transaction.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn part(&self, part: &PartRef) -> Result<PartDetail, Error> {
        self.read(|view| {
            let id = number(view, &part.part)?;
            let (location, business_day, retired) = place(view, part.transaction, id)?;
            Ok(PartDetail {
                row: transactions::load(view, TransactionId(part.transaction))?,
                part: transactions::part_of(view, part.transaction, id, part.part.0.clone())?,
                location: LocationId(location),
                date: sql::date(business_day)?,
                retired,
            })
        })
    }

    /// The live document of a part, where there is one, with its state.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn document_of(&self, part: &PartRef) -> Result<Option<(DocumentId, State)>, Error> {
        self.read(|view| {
            sql::first(
                view,
                "SELECT d.id, d.state
                 FROM claims c
                     JOIN words w ON w.id = c.part_id
                     JOIN documents d ON d.id = c.document_id
                 WHERE c.transaction_id = :transaction AND w.text = :part
                     AND c.released_at_ms IS NULL",
                named_params! { ":transaction": part.transaction, ":part": part.part.0 },
                |row| {
                    let state = State::from_key(&row.get::<_, String>("state")?)?;
                    Ok((DocumentId(row.get("id")?), state))
                },
            )
        })
    }

    /// The credit note part of a transaction, which its allocations take from.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn credit_note_of(&self, transaction: i64) -> Result<Option<PartRef>, Error> {
        self.read(|view| {
            sql::first(
                view,
                "SELECT w.text FROM parts p JOIN words w ON w.id = p.part_id
                 WHERE p.transaction_id = :transaction AND p.lane = :lane AND p.retired = 0",
                named_params! {
                    ":transaction": transaction, ":lane": Lane::CreditNote.key()
                },
                |row| Ok(PartRef { transaction, part: PartKey(row.get(0)?) }),
            )
        })
    }

    /// Whether an outdated payment of a transaction is still there: its successor is made once that
    /// is out of Xero.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn has_outdated_payment(&self, transaction: i64) -> Result<bool, Error> {
        let found = self.read(|view| {
            sql::first(
                view,
                &format!(
                    "SELECT 1 FROM {PAYMENTS_OF} AND p.retired = 1 AND c.released_at_ms IS NULL"
                ),
                named_params! { ":transaction": transaction },
                |_| Ok(()),
            )
        })?;
        Ok(found.is_some())
    }

    /// What a payment of a transaction has to pay now, where an earlier one was taken back by its
    /// opposite: the document it paid stays paid in Xero, and the opposite is open in its place.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn open_in_place_of(
        &self,
        transaction: i64,
        about: DocumentId,
    ) -> Result<Option<DocumentId>, Error> {
        self.read(|view| {
            sql::first(
                view,
                &format!(
                    "SELECT r.id FROM {PAYMENTS_OF} AND d.about = :about
                         AND r.state = 'posted' AND r.operation = 'create' AND NOT EXISTS (
                             SELECT 1 FROM documents q
                             WHERE q.about = r.id AND q.state NOT IN ('undone', 'skipped'))
                     ORDER BY r.id LIMIT 1"
                ),
                named_params! { ":transaction": transaction, ":about": about.0 },
                |row| Ok(DocumentId(row.get("id")?)),
            )
        })
    }

    /// Lets every draft that waits for approval be looked at now.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn look_at_drafts(&self, now: DateTime<Utc>) -> Result<(), Error> {
        self.write(|book| {
            sql::run(
                book,
                "UPDATE documents SET not_before_ms = :now_ms
                 WHERE state = 'awaiting_approval' AND not_before_ms > :now_ms",
                named_params! { ":now_ms": ms(now) },
            )
            .map(drop)
        })
    }

    /// The live documents to be taken back: their transaction no longer has their part, or what
    /// they were to pay was taken back while they were made, or a set-off whose opposite is gone.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn outdated_documents(&self) -> Result<Vec<(DocumentId, DocumentKind)>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "SELECT d.id, d.kind
                 FROM parts p INDEXED BY parts_retired
                     JOIN claims c ON c.transaction_id = p.transaction_id
                         AND c.part_id = p.part_id AND c.released_at_ms IS NULL
                     JOIN documents d ON d.id = c.document_id
                 WHERE p.retired = 1 AND d.operation = 'create' AND d.state <> 'undone'
                 UNION
                 SELECT d.id, d.kind
                 FROM documents d JOIN documents f ON f.id IN (d.about, d.allocates_to)
                 WHERE f.state = 'undone' AND d.operation = 'create'
                     AND EXISTS (SELECT 1 FROM claims c WHERE c.document_id = d.id)
                     AND d.state IN ('draft', 'queued', 'held', 'rejected')
                 UNION
                 SELECT d.id, d.kind
                 FROM documents d JOIN documents f ON f.id IN (d.about, d.allocates_to)
                 WHERE d.kind = 'allocation' AND d.operation = 'create'
                     AND d.state IN ('draft', 'queued', 'held', 'rejected')
                     AND f.state = 'undone' AND NOT EXISTS (
                         SELECT 1 FROM documents r
                         WHERE r.reverses = f.id AND r.state = 'posted')
                 ORDER BY 1 DESC",
                [],
                |row| {
                    let kind = words::document_kind(&row.get::<_, String>("kind")?)?;
                    Ok((DocumentId(row.get("id")?), kind))
                },
            )
        })
    }

    /// Whether a document holds what its transaction no longer has: it was corrected, and leaves
    /// Xero for what replaces it.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn is_corrected(&self, document: DocumentId) -> Result<bool, Error> {
        self.read(|view| {
            let found = sql::first(
                view,
                "SELECT 1 FROM claims c JOIN parts p
                     ON p.transaction_id = c.transaction_id AND p.part_id = c.part_id
                 WHERE c.document_id = :id AND c.released_at_ms IS NULL AND p.retired = 1",
                named_params! { ":id": document.0 },
                |_| Ok(()),
            )?;
            Ok(found.is_some())
        })
    }

    /// Moves a part that no document has taken to the cashout of its day, at a person's wish.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it does not wait for a document of its own.
    pub fn move_to_cashout(&self, part: &PartRef) -> Result<(), Error> {
        self.write(|book| {
            let id = number(book, &part.part)?;
            let waited = sql::run(
                book,
                "DELETE FROM open_parts WHERE transaction_id = :transaction AND part_id = :part
                     AND lane = 'journal'",
                named_params! { ":transaction": part.transaction, ":part": id },
            )?;
            if waited == 0 {
                return Err(Error::NotFound {
                    what: "open part of transaction",
                    id: part.transaction,
                });
            }
            sql::run(
                book,
                "UPDATE parts SET lane = :cashout
                 WHERE transaction_id = :transaction AND part_id = :part",
                named_params! {
                    ":transaction": part.transaction,
                    ":part": id,
                    ":cashout": Lane::Cashout.key(),
                },
            )?;
            totals::add_part(book, part.transaction, id)?;
            changes::note(book, Topic::Transactions, Some(part.transaction))
        })
    }
}

/// The payments that some revision of a transaction ever had, with their parts and what takes them
/// back.
const PAYMENTS_OF: &str = "transactions t
    JOIN transactions o ON o.outside_id = t.outside_id AND o.source_id = t.source_id
    JOIN claims c ON c.transaction_id = o.id
    JOIN parts p ON p.transaction_id = c.transaction_id AND p.part_id = c.part_id
    JOIN documents d ON d.id = c.document_id
    LEFT JOIN documents r ON r.reverses = d.id
    WHERE t.id = :transaction AND d.kind = 'payment'";

fn number(view: &Connection, part: &PartKey) -> Result<i64, Error> {
    words::find_word(view, &part.0)?.ok_or(Error::NotFound { what: "part", id: 0 })
}

fn open_part(row: &Row<'_>) -> Result<OpenPart, Error> {
    Ok(OpenPart {
        part: PartRef { transaction: row.get("transaction_id")?, part: PartKey(row.get("part")?) },
        lane: words::lane(&row.get::<_, String>("lane")?)?,
        location: LocationId(row.get("location_id")?),
        date: sql::date(row.get("business_day")?)?,
        taken_back: row.get("taken_back")?,
        position: row.get("position")?,
    })
}

fn place(view: &Connection, transaction: i64, part: i64) -> Result<(i64, i64, bool), Error> {
    sql::first(
        view,
        "SELECT location_id, business_day, retired FROM parts
         WHERE transaction_id = :transaction AND part_id = :part",
        named_params! { ":transaction": transaction, ":part": part },
        |row| Ok((row.get("location_id")?, row.get("business_day")?, row.get("retired")?)),
    )?
    .ok_or(Error::NotFound { what: "part of transaction", id: transaction })
}

/// Claims one part that waits for its document.
pub(super) fn claim(book: &Connection, id: DocumentId, part: &PartRef) -> Result<(), Error> {
    let number = number(book, &part.part)?;
    let waited = sql::run(
        book,
        "DELETE FROM open_parts WHERE transaction_id = :transaction AND part_id = :part",
        named_params! { ":transaction": part.transaction, ":part": number },
    )?;
    if waited == 0 {
        return Err(Error::NothingToClaim);
    }
    sql::run(
        book,
        "INSERT INTO claims (transaction_id, part_id, document_id)
         VALUES (:transaction, :part, :document)",
        named_params! {
            ":transaction": part.transaction, ":part": number, ":document": id.0
        },
    )
    .map(drop)
}

/// Lets the parts of an undone document wait again, those that their transactions still have.
pub(super) fn reopen(book: &Connection, id: DocumentId) -> Result<(), Error> {
    sql::run(
        book,
        "INSERT INTO open_parts (business_day, transaction_id, part_id, lane, location_id,
             taken_back)
         SELECT p.business_day, p.transaction_id, p.part_id, p.lane, p.location_id, 1
         FROM claims c JOIN parts p
             ON p.transaction_id = c.transaction_id AND p.part_id = c.part_id
         WHERE c.document_id = :document AND p.lane <> :cashout AND p.retired = 0",
        named_params! { ":document": id.0, ":cashout": Lane::Cashout.key() },
    )
    .map(drop)
}
