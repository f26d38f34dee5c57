//! The check: every invariant of the book, by name.

use rusqlite::Connection;

use crate::book::Book;
use crate::error::Error;
use crate::sql;

/// What one invariant's check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The invariant, as a sentence that should be true.
    pub invariant: &'static str,
    /// What breaks it, a line each, the first few; empty when it holds.
    pub broken: Vec<String>,
}

/// How many breaks of one invariant are named.
const NAMED: usize = 10;

/// Each invariant with a query that returns what breaks it, a text a row.
const INVARIANTS: &[(&str, &str)] = &[
    (
        "the legs of every part sum to zero",
        "SELECT 'transaction ' || transaction_id || ' is out by ' || sum(amount)
         FROM legs GROUP BY transaction_id, part_id HAVING sum(amount) <> 0",
    ),
    (
        "a reversal is the exact opposite of what it reverses",
        "SELECT 'transaction ' || r.id
         FROM transactions r
             JOIN legs l ON l.transaction_id = r.id
             LEFT JOIN legs o ON o.transaction_id = r.reverses AND o.part_id = l.part_id
                 AND o.position = l.position AND o.target_id = l.target_id
                 AND o.tax_set_id = l.tax_set_id
         WHERE r.reverses IS NOT NULL
             AND (o.amount IS NULL OR o.amount <> -l.amount OR o.tax <> -l.tax)
         GROUP BY r.id",
    ),
    (
        "the open totals are the sums of the legs no live document claimed",
        "WITH open_parts AS (
             SELECT p.* FROM parts p
             WHERE p.lane = 'cashout' AND p.retired = 0 AND NOT EXISTS (
                 SELECT 1 FROM claims c
                 WHERE c.transaction_id = p.transaction_id AND c.part_id = p.part_id
                     AND c.released_at_ms IS NULL)),
         summed AS (
             SELECT p.location_id, p.lane, p.business_day, t.kind_id, l.target_id, l.tax_set_id,
                 sum(l.amount), sum(l.tax), count(DISTINCT l.transaction_id)
             FROM open_parts p
                 JOIN transactions t ON t.id = p.transaction_id
                 JOIN legs l ON l.transaction_id = p.transaction_id AND l.part_id = p.part_id
             GROUP BY 1, 2, 3, 4, 5, 6)
         SELECT 'day ' || date(business_day * 86400, 'unixepoch') || ' at location ' || location_id
         FROM (
             SELECT * FROM (SELECT * FROM summed EXCEPT SELECT * FROM open_totals)
             UNION ALL
             SELECT * FROM (SELECT * FROM open_totals EXCEPT SELECT * FROM summed))
         GROUP BY location_id, business_day",
    ),
    (
        "what a document claimed is the sum of the legs it claimed",
        "WITH summed AS (
             SELECT c.document_id, p.business_day, t.kind_id, l.target_id, l.tax_set_id,
                 sum(l.amount), sum(l.tax), count(DISTINCT l.transaction_id)
             FROM claims c
                 JOIN documents d ON d.id = c.document_id AND d.lane = 'cashout'
                 JOIN parts p ON p.transaction_id = c.transaction_id AND p.part_id = c.part_id
                 JOIN transactions t ON t.id = c.transaction_id
                 JOIN legs l ON l.transaction_id = c.transaction_id AND l.part_id = c.part_id
             GROUP BY 1, 2, 3, 4, 5)
         SELECT 'document ' || document_id
         FROM (
             SELECT * FROM (SELECT * FROM summed EXCEPT SELECT * FROM claimed_totals)
             UNION ALL
             SELECT * FROM (SELECT * FROM claimed_totals EXCEPT SELECT * FROM summed))
         GROUP BY document_id",
    ),
    (
        "a part is claimed by at most one live document",
        "SELECT 'transaction ' || c.transaction_id
         FROM claims c NOT INDEXED
         WHERE c.released_at_ms IS NULL
         GROUP BY c.transaction_id, c.part_id HAVING count(*) > 1",
    ),
    (
        "a document's claims live until it is undone, and no longer",
        "SELECT DISTINCT 'document ' || d.id
         FROM claims c JOIN documents d ON d.id = c.document_id
         WHERE (c.released_at_ms IS NULL) = (d.state = 'undone')",
    ),
    (
        "the lines of every manual journal sum to zero",
        "SELECT 'document ' || d.id || ' is out by ' || sum(l.amount)
         FROM documents d JOIN document_lines l ON l.document_id = d.id
         WHERE d.kind = 'manual_journal'
         GROUP BY d.id HAVING sum(l.amount) <> 0",
    ),
    (
        "a document's total is what its lines come to",
        "SELECT 'document ' || d.id
         FROM documents d LEFT JOIN document_lines l ON l.document_id = d.id
         WHERE d.kind <> 'allocation'
         GROUP BY d.id
         HAVING CASE d.kind WHEN 'manual_journal' THEN coalesce(sum(max(l.amount, 0)), 0)
             ELSE abs(coalesce(sum(l.amount), 0)) END <> d.total",
    ),
    (
        "a part with a document of its own waits for one exactly while it has none",
        "SELECT 'transaction ' || p.transaction_id
         FROM parts p
         WHERE (p.lane <> 'cashout' AND p.retired = 0 AND NOT EXISTS (
                 SELECT 1 FROM claims c
                 WHERE c.transaction_id = p.transaction_id AND c.part_id = p.part_id
                     AND c.released_at_ms IS NULL))
             <> EXISTS (
                 SELECT 1 FROM open_parts o
                 WHERE o.transaction_id = p.transaction_id AND o.part_id = p.part_id
                     AND o.business_day = p.business_day)",
    ),
    (
        "a document of a part took that one part",
        "SELECT 'document ' || d.id
         FROM documents d
         WHERE d.lane <> 'cashout' AND d.reverses IS NULL
             AND (SELECT count(*) FROM claims c WHERE c.document_id = d.id) <> 1",
    ),
    (
        "what pays an invoice is in Xero only while the invoice is",
        "SELECT 'document ' || d.id
         FROM documents d JOIN documents f ON f.id IN (d.about, d.allocates_to)
         WHERE d.state = 'posted' AND d.operation = 'create' AND f.state = 'undone'
             AND NOT EXISTS (
                 SELECT 1 FROM documents r WHERE r.reverses = f.id AND r.state = 'posted')",
    ),
    (
        "a document that is being sent has one running attempt, and no other has one",
        "SELECT 'document ' || d.id
         FROM documents d
         WHERE (d.state = 'sending') <> EXISTS (
             SELECT 1 FROM attempts a WHERE a.document_id = d.id AND a.outcome IS NULL)",
    ),
    (
        "every reference leads somewhere",
        "SELECT \"table\" || ' ' || coalesce(rowid, '') FROM pragma_foreign_key_check",
    ),
    (
        "the file is sound",
        "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
    ),
];

impl Book {
    /// Checks every invariant and SQLite's own integrity. Reads the whole book.
    ///
    /// # Errors
    /// When the book cannot be read at all; a broken invariant is a finding, not an error.
    pub fn check(&self) -> Result<Vec<Finding>, Error> {
        self.read(|view| {
            INVARIANTS
                .iter()
                .map(|(invariant, sql)| Ok(Finding { invariant, broken: broken(view, sql)? }))
                .collect()
        })
    }
}

fn broken(view: &Connection, sql: &str) -> Result<Vec<String>, Error> {
    let mut broken = sql::all(view, sql, [], |row| Ok(row.get(0)?))?;
    broken.truncate(NAMED);
    Ok(broken)
}
