//! Documents that go together: what pays one or is set off against it, what takes it back, and what
//! of them Xero may still have.

use chrono::{DateTime, Utc};
use ledger::DocumentKind;
use rusqlite::{Connection, Row, named_params};

use super::claim::give_up;
use super::step::{Wanted, allow, take};
use super::{Operation, State};
use crate::book::Book;
use crate::error::Error;
use crate::ids::DocumentId;
use crate::sql;
use crate::words;

/// A document that is taken back together with another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// Which.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// Its narration or Reference.
    pub reference: String,
    /// How far it has come: undone, or still in Xero.
    pub state: State,
}

impl Book {
    /// The documents that pay a document, are set off against it or take from it, undone and
    /// skipped ones left out, newest first. What pays the opposite of such a payment is one of
    /// them, as often as it was made anew: each time on what that opposite left owed.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn dependents(&self, document: DocumentId) -> Result<Vec<(DocumentId, State)>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "WITH RECURSIVE paid (id) AS (
                     SELECT :id
                     UNION
                     SELECT r.id FROM paid o
                         JOIN documents p ON p.about = o.id
                         JOIN documents r ON r.reverses = p.id)
                 SELECT id, state FROM documents
                 WHERE state NOT IN ('undone', 'skipped')
                     AND (about IN (SELECT id FROM paid) OR allocates_to = :id)
                 ORDER BY id DESC",
                named_params! { ":id": document.0 },
                |row| {
                    let state = State::from_key(&row.get::<_, String>("state")?)?;
                    Ok((DocumentId(row.get("id")?), state))
                },
            )
        })
    }

    /// What may still be in Xero on a document although it is undone here, by Xero's ids: payments
    /// that were taken back by their opposite, credit notes whose allocation was left.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn left_on(&self, document: DocumentId) -> Result<Vec<String>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "SELECT d.xero_id FROM documents d
                 WHERE (d.about = :id OR d.allocates_to = :id) AND d.state = 'undone'
                     AND d.xero_id IS NOT NULL
                 UNION
                 SELECT n.xero_id FROM documents d JOIN documents n ON n.id = d.about
                 WHERE d.allocates_to = :id AND d.state = 'undone' AND n.xero_id IS NOT NULL",
                named_params! { ":id": document.0 },
                |row| Ok(row.get(0)?),
            )
        })
    }

    /// The credit notes that are set off against a document by allocations of this book, by Xero's
    /// ids.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn credited_by(&self, document: DocumentId) -> Result<Vec<String>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "SELECT n.xero_id FROM documents d JOIN documents n ON n.id = d.about
                 WHERE d.allocates_to = :id AND n.xero_id IS NOT NULL",
                named_params! { ":id": document.0 },
                |row| Ok(row.get(0)?),
            )
        })
    }

    /// The other documents that are taken back together with one: the invoice that is being undone
    /// and what pays it, the oldest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn undone_together(&self, document: DocumentId) -> Result<Vec<Together>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "WITH whole AS (
                     SELECT coalesce((
                         SELECT f.id FROM documents f JOIN documents d
                             ON f.id IN (d.about, d.allocates_to)
                         WHERE d.id = :id AND f.operation = 'void' AND f.state <> 'undone'
                         ORDER BY f.id LIMIT 1), :id) AS id)
                 SELECT x.id, x.kind, x.narration, x.state
                 FROM documents x JOIN whole w ON w.id IN (x.id, x.about, x.allocates_to)
                 WHERE x.operation = 'void' AND x.id <> :id AND x.xero_id IS NOT NULL
                 ORDER BY x.id",
                named_params! { ":id": document.0 },
                |row| {
                    Ok(Together {
                        id: DocumentId(row.get("id")?),
                        kind: words::document_kind(&row.get::<_, String>("kind")?)?,
                        reference: row.get("narration")?,
                        state: State::from_key(&row.get::<_, String>("state")?)?,
                    })
                },
            )
        })
    }

    /// The documents of their own that other parts of a document's transactions have, the oldest
    /// first. What a cashout claims has none that belong to it.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn siblings(&self, document: DocumentId) -> Result<Vec<(DocumentId, State)>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "SELECT DISTINCT s.id, s.state
                 FROM documents d
                     JOIN claims c ON c.document_id = d.id
                     JOIN claims o ON o.transaction_id = c.transaction_id
                         AND o.released_at_ms IS NULL
                     JOIN documents s ON s.id = o.document_id
                 WHERE d.id = :id AND d.lane <> 'cashout' AND s.lane <> 'cashout' AND s.id <> :id
                 ORDER BY s.id",
                named_params! { ":id": document.0 },
                |row| {
                    let state = State::from_key(&row.get::<_, String>("state")?)?;
                    Ok((DocumentId(row.get("id")?), state))
                },
            )
        })
    }

    /// The document that takes another back by its opposite, where one lives.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn reversal_of(&self, document: DocumentId) -> Result<Option<(DocumentId, State)>, Error> {
        self.read(|view| {
            sql::first(
                view,
                "SELECT id, state FROM documents WHERE reverses = :id AND state <> 'undone'",
                named_params! { ":id": document.0 },
                |row| {
                    let state = State::from_key(&row.get::<_, String>("state")?)?;
                    Ok((DocumentId(row.get("id")?), state))
                },
            )
        })
    }
}

/// An allocation between two documents of which this one was just taken back by its opposite: once
/// both are, it is left in Xero, where it moves nothing, and what it claimed is open again. One of
/// them alone keeps it: the other one is still used up by it.
pub(super) fn leave_allocations(
    book: &Connection,
    document: DocumentId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let between = sql::all(
        book,
        "SELECT a.id, a.operation, a.state
         FROM documents a
             JOIN documents n ON n.id = a.about
             JOIN documents i ON i.id = a.allocates_to
         WHERE (a.about = :id OR a.allocates_to = :id) AND a.kind = 'allocation'
             AND n.state = 'undone' AND i.state = 'undone'",
        named_params! { ":id": document.0 },
        allocation,
    )?;
    leave(book, between, now)
}

/// What ties the document that another one takes back: Xero voids none that an allocation is on, so
/// that these are gone with it.
pub(super) fn drop_allocations(
    book: &Connection,
    reversal: DocumentId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let on_it = sql::all(
        book,
        "SELECT a.id, a.operation, a.state
         FROM documents d JOIN documents a ON d.reverses IN (a.about, a.allocates_to)
         WHERE d.id = :id AND a.kind = 'allocation'",
        named_params! { ":id": reversal.0 },
        allocation,
    )?;
    leave(book, on_it, now)
}

fn allocation(row: &Row<'_>) -> Result<(DocumentId, Operation, State), Error> {
    let operation = Operation::from_key(&row.get::<_, String>("operation")?)?;
    let state = State::from_key(&row.get::<_, String>("state")?)?;
    Ok((DocumentId(row.get("id")?), operation, state))
}

fn leave(
    book: &Connection,
    allocations: Vec<(DocumentId, Operation, State)>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    for (allocation, operation, state) in allocations {
        let wanted = match (operation, state) {
            (Operation::Create, State::Posted) => Wanted::Reversed,
            // The lock came after its void was asked for.
            (Operation::Void, State::Queued | State::Held | State::Rejected) => Wanted::Undone,
            (Operation::Create | Operation::Void, _) => continue,
        };
        let standing = allow(book, allocation, wanted)?;
        take(book, allocation, &standing, None, None)?;
        give_up(book, allocation, now)?;
    }
    Ok(())
}
