//! What stands in Xero's books by our hand, for exports and for comparing with Xero's own balances.

use chrono::NaiveDate;
use rusqlite::named_params;

use crate::book::Book;
use crate::error::Error;
use crate::ids::DocumentId;
use crate::sql::{self, day};

impl Book {
    /// The documents that count in Xero's books and are dated in `from..=to`, in the order of
    /// their dates: posted ones, those whose void has not come through yet, and those that were
    /// taken back by their opposite, which stands there as well. Drafts count for nothing.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn counted_documents(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<DocumentId>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "SELECT d.id FROM documents d
                 WHERE d.xero_id IS NOT NULL AND d.journal_day BETWEEN :from AND :to
                     AND (d.state = 'posted'
                         OR (d.operation = 'void' AND d.state <> 'undone')
                         OR EXISTS (
                             SELECT 1 FROM documents r
                             WHERE r.reverses = d.id AND r.state = 'posted'))
                     AND coalesce((
                         SELECT b.content ->> '$.status' FROM read_backs b
                         WHERE b.document_id = d.id ORDER BY b.id DESC LIMIT 1), '')
                         NOT IN ('DRAFT', 'SUBMITTED')
                 ORDER BY d.journal_day, d.id",
                named_params! { ":from": day(from), ":to": day(to) },
                |row| Ok(DocumentId(row.get("id")?)),
            )
        })
    }
}
