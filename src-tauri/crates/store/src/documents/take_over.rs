//! Taking over: what Xero has already comes into the place of the document that was to make it.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, named_params};

use super::step::{Wanted, allow, take};
use super::{NewDocument, Outcome, Posted, attempt, claim, lines};
use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::ids::DocumentId;
use crate::sql::{self, ms};

impl Book {
    /// Gives a document up that was not sent, and makes the one of what is in Xero in its place:
    /// with what the first one claimed, and posted, or a draft there. Its state is held first, as
    /// `new` says why. What was to pay the first one and was never sent is made anew by itself.
    ///
    /// # Errors
    /// [`Error::NotNow`] where the document may be in Xero itself; [`Error::NarrationUsed`] where
    /// the book knows what is there; [`Error::Altered`]. Nothing is changed then.
    pub fn take_over(
        &self,
        document: DocumentId,
        new: &NewDocument,
        posted: &Posted,
        draft: bool,
        now: DateTime<Utc>,
    ) -> Result<DocumentId, Error> {
        claim::refuse_unbalanced(&new.entry)?;
        self.write(|book| {
            self.document_is_whole(book, document)?;
            claim::refuse_used(book, new)?;
            give_up_dependents(book, document, now)?;
            let standing = allow(book, document, Wanted::Undone)?;
            attempt::finish(book, document, Outcome::Done, None, now)?;
            take(book, document, &standing, None, None)?;
            let id = claim::insert_document(book, new, now)?;
            lines::insert(book, id, &new.entry)?;
            move_claims(book, document, id, now)?;
            changes::note(book, Topic::Documents, Some(id.0))?;
            match draft {
                true => {
                    attempt::in_xero(book, id, Wanted::AwaitingApproval, posted, Some(now), now)?;
                }
                false => attempt::in_xero(book, id, Wanted::Posted, posted, None, now)?,
            }
            Ok(id)
        })
    }
}

/// What one document claimed is claimed by another: nothing of it was open in between.
fn move_claims(
    book: &Connection,
    from: DocumentId,
    to: DocumentId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let both = named_params! { ":from": from.0, ":to": to.0 };
    sql::run(
        book,
        "UPDATE claims SET released_at_ms = :now_ms
         WHERE document_id = :from AND released_at_ms IS NULL",
        named_params! { ":from": from.0, ":now_ms": ms(now) },
    )?;
    sql::run(
        book,
        "INSERT INTO claims (transaction_id, part_id, document_id)
         SELECT transaction_id, part_id, :to FROM claims WHERE document_id = :from",
        both,
    )?;
    sql::run(
        book,
        "INSERT INTO claimed_totals (document_id, business_day, kind_id, target_id, tax_set_id,
             amount, tax, transactions)
         SELECT :to, business_day, kind_id, target_id, tax_set_id, amount, tax, transactions
         FROM claimed_totals WHERE document_id = :from",
        named_params! { ":from": from.0, ":to": to.0 },
    )
    .map(drop)
}

/// What was to pay a document and was never sent is given up; its parts wait for a document again,
/// as if they never had one.
fn give_up_dependents(
    book: &Connection,
    document: DocumentId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let dependents = sql::all(
        book,
        "SELECT id FROM documents d
         WHERE (d.about = :id OR d.allocates_to = :id) AND d.operation = 'create'
             AND d.state IN ('draft', 'queued', 'held', 'rejected')
             AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.document_id = d.id)
         ORDER BY id DESC",
        named_params! { ":id": document.0 },
        |row| Ok(DocumentId(row.get(0)?)),
    )?;
    for dependent in dependents {
        let standing = allow(book, dependent, Wanted::Undone)?;
        take(book, dependent, &standing, None, None)?;
        claim::give_up(book, dependent, now)?;
        sql::run(
            book,
            "UPDATE open_parts SET taken_back = 0
             WHERE (transaction_id, part_id) IN (
                 SELECT transaction_id, part_id FROM claims WHERE document_id = :id)",
            named_params! { ":id": dependent.0 },
        )?;
    }
    Ok(())
}
