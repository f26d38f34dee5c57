//! What left Xero with a document that is to be posted again.

use chrono::{DateTime, Utc};
use ledger::{PartKey, PartRef};
use rusqlite::named_params;

use crate::book::Book;
use crate::error::Error;
use crate::ids::DocumentId;
use crate::sql::{self, ms};

impl Book {
    /// The parts of a document and of what was taken out with it since: what pays it and what is
    /// set off against it. What a person accepted as gone from Xero, or took back before, is none
    /// of them.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn gone_with(
        &self,
        document: DocumentId,
        since: DateTime<Utc>,
    ) -> Result<Vec<PartRef>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "WITH RECURSIVE paid (id) AS (
                     SELECT :id
                     UNION
                     SELECT r.id FROM paid o
                         JOIN documents p ON p.about = o.id
                         JOIN documents r ON r.reverses = p.id),
                 gone (id) AS (
                     SELECT id FROM paid
                     UNION
                     SELECT d.id FROM gone g
                         JOIN documents o ON o.id = g.id
                         JOIN documents d ON d.about = o.id OR d.allocates_to = o.id
                             OR (o.kind = 'allocation' AND d.id IN (o.about, o.allocates_to))
                     WHERE d.state = 'undone' AND EXISTS (
                             SELECT 1 FROM claims c
                             WHERE c.document_id = d.id AND c.released_at_ms >= :since)
                         AND NOT EXISTS (
                             SELECT 1 FROM drifts f
                             WHERE f.document_id = d.id AND f.kind = 'voided'
                                 AND f.how = 'accepted'))
                 SELECT DISTINCT c.transaction_id, w.text AS part
                 FROM gone g JOIN claims c ON c.document_id = g.id JOIN words w ON w.id = c.part_id
                 ORDER BY 1, 2",
                named_params! { ":id": document.0, ":since": ms(since) },
                |row| {
                    let part = PartKey(row.get("part")?);
                    Ok(PartRef { transaction: row.get("transaction_id")?, part })
                },
            )
        })
    }
}
