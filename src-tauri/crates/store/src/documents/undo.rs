//! Taking back: a document leaves Xero by its void or by its opposite, never by both.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, named_params};

use super::claim::give_up;
use super::step::{Wanted, allow, take};
use super::{Outcome, Posted, State, attempt, together};
use crate::book::Book;
use crate::error::Error;
use crate::ids::DocumentId;
use crate::sql;

/// A document that stays in Xero although its void waited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Which.
    pub document: DocumentId,
    /// What Xero has of it, where it is a draft there.
    pub as_draft: Option<Posted>,
}

impl Book {
    /// Queues the void of a posted document.
    ///
    /// # Errors
    /// [`Error::NotNow`], also where its opposite takes it back.
    pub fn request_undo(&self, document: DocumentId) -> Result<(), Error> {
        self.write(|book| {
            let standing = allow(book, document, Wanted::UndoRequested)?;
            if is_opposed(book, document)? {
                let (operation, state) = (standing.operation, State::Posted);
                let wanted = Wanted::UndoRequested.participle();
                return Err(Error::NotNow { document, state, operation, wanted });
            }
            take(book, document, &standing, None, None)
        })
    }

    /// Gives up the void of a document that is still in Xero (queued, held, rejected): it is
    /// posted again.
    ///
    /// # Errors
    /// [`Error::NotNow`].
    pub fn withdraw_undo(&self, document: DocumentId) -> Result<(), Error> {
        self.step(document, Wanted::UndoWithdrawn, None, None)
    }

    /// Gives up the voids of several documents, all of them or none.
    ///
    /// # Errors
    /// [`Error::NotNow`] where one of them is on its way meanwhile.
    pub fn withdraw_undos(&self, kept: &[Kept], now: DateTime<Utc>) -> Result<(), Error> {
        self.write(|book| {
            for Kept { document, as_draft } in kept {
                match as_draft {
                    Some(posted) => {
                        attempt::in_xero(
                            book,
                            *document,
                            Wanted::AwaitingApproval,
                            posted,
                            Some(now),
                            now,
                        )?;
                    }
                    None => {
                        let standing = allow(book, *document, Wanted::UndoWithdrawn)?;
                        take(book, *document, &standing, None, None)?;
                    }
                }
            }
            Ok(())
        })
    }

    /// It is out of Xero, or never was in it: what it claimed is open again.
    ///
    /// For a void it may be queued, sending, unknown, held or rejected; for a document that was
    /// never posted draft, queued, held, rejected, skipped or a draft in Xero that is gone. Look it
    /// up first where it had attempts.
    ///
    /// # Errors
    /// [`Error::NotNow`].
    pub fn record_undone(&self, document: DocumentId, now: DateTime<Utc>) -> Result<(), Error> {
        self.write(|book| {
            let standing = allow(book, document, Wanted::Undone)?;
            attempt::finish(book, document, Outcome::Done, None, now)?;
            take(book, document, &standing, None, None)?;
            give_up(book, document, now)
        })
    }

    /// What this document was to take back is out of Xero already: both are undone, and what the
    /// original claimed is open again.
    ///
    /// # Errors
    /// [`Error::NotNow`] where it was sent, or the original is not posted.
    pub fn record_both_undone(
        &self,
        reversal: DocumentId,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.write(|book| {
            let standing = allow(book, reversal, Wanted::Undone)?;
            attempt::finish(book, reversal, Outcome::Done, None, now)?;
            take(book, reversal, &standing, None, None)?;
            give_up(book, reversal, now)?;
            together::drop_allocations(book, reversal, now)?;
            reverse(book, reversal, now)
        })
    }
}

/// Whether a document's opposite is in Xero or on its way there.
fn is_opposed(book: &Connection, document: DocumentId) -> Result<bool, Error> {
    let opposite = sql::first(
        book,
        "SELECT 1 FROM documents WHERE reverses = :id AND state NOT IN ('undone', 'skipped')",
        named_params! { ":id": document.0 },
        |_| Ok(()),
    )?;
    Ok(opposite.is_some())
}

/// A document that takes another back is in Xero: that one is undone with it.
pub(super) fn reverse(
    book: &Connection,
    reversal: DocumentId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let original = sql::first(
        book,
        "SELECT o.id, o.state = 'undone' AS is_undone
         FROM documents d JOIN documents o ON o.id = d.reverses WHERE d.id = :id",
        named_params! { ":id": reversal.0 },
        |row| Ok((DocumentId(row.get("id")?), row.get::<_, bool>("is_undone")?)),
    )?;
    match original {
        Some((original, false)) => reversed(book, original, now),
        // Somebody took it out in Xero besides, and that was accepted.
        Some((_, true)) | None => Ok(()),
    }
}

fn reversed(book: &Connection, document: DocumentId, now: DateTime<Utc>) -> Result<(), Error> {
    let standing = allow(book, document, Wanted::Reversed)?;
    take(book, document, &standing, None, None)?;
    give_up(book, document, now)?;
    together::leave_allocations(book, document, now)
}
