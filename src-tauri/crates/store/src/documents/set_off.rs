//! Set-offs: an opposite and what it took back are open against each other in Xero, though the
//! ledger is right. What of them is to be set off, as far as the book knows.

use chrono::NaiveDate;
use ledger::Amount;
use rusqlite::{Connection, named_params};

use super::{Claims, NewDocument};
use crate::book::Book;
use crate::error::Error;
use crate::ids::DocumentId;
use crate::sql::{self, day};

/// How many pairs one call looks at.
const PAIRS_MAX: u32 = 1_000;

/// What a posted opposite took back; then what is open against each other, pair by pair: an
/// opposite and its original, the opposites of what paid that one (and of what paid these, where it
/// was made anew), and those of both sides of an allocation that was left. No document sets them
/// off yet, or ever did: a person may have taken that back.
const PAIRS: &str = "
    WITH RECURSIVE gone AS (
        SELECT o.id AS original, r.id AS opposite
        FROM documents r JOIN documents o ON o.id = r.reverses
        WHERE r.state = 'posted' AND o.state = 'undone' AND r.kind IN ('invoice', 'credit_note')),
    paid AS (
        SELECT opposite AS taken, original AS document, 0 AS depth FROM gone
        UNION
        SELECT o.taken, p.opposite, o.depth + 1
        FROM paid o JOIN documents d ON d.about = o.document AND d.kind = 'payment'
            JOIN gone p ON p.original = d.id),
    pairs AS (
        SELECT original AS one, opposite AS other, 1 AS place FROM gone
        UNION
        SELECT document, taken, 2 FROM paid WHERE depth > 0
        UNION
        SELECT n.opposite, i.opposite, 3
        FROM documents a JOIN gone n ON n.original = a.about
            JOIN gone i ON i.original = a.allocates_to
        WHERE a.kind = 'allocation' AND a.state = 'undone')
    SELECT c.id AS credit, i.id AS invoice
    FROM pairs JOIN documents c ON c.id IN (one, other) AND c.kind = 'credit_note'
        JOIN documents i ON i.id IN (one, other) AND i.kind = 'invoice'
    WHERE max(c.journal_day, i.journal_day) > :locked AND c.currency = i.currency
        AND NOT EXISTS (
            SELECT 1 FROM documents s WHERE s.about = c.id AND s.allocates_to = i.id)
    ORDER BY place, c.id, i.id LIMIT :most";

/// What pays a document in Xero or is set off against it, or will: what was taken back by its
/// opposite is still there, and so is an allocation that no void removed.
const USED: &str = "
    SELECT coalesce(sum(u.total), 0) FROM documents u
    WHERE (u.about = :id OR u.allocates_to = :id) AND u.kind IN ('payment', 'allocation')
        AND CASE
            WHEN u.state = 'skipped' THEN 0
            WHEN u.state <> 'undone' THEN 1
            WHEN u.kind = 'payment' THEN EXISTS (
                SELECT 1 FROM documents r WHERE r.reverses = u.id AND r.state = 'posted')
            ELSE u.operation = 'void' AND u.xero_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM attempts a
                WHERE a.document_id = u.id AND a.operation = 'void' AND a.outcome = 'done') END";

/// A credit note and an invoice that are open against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetOff {
    /// The credit note.
    pub credit: DocumentId,
    /// The invoice.
    pub invoice: DocumentId,
    /// What is open on both, as far as the book knows, in minor units of their currency. Xero is
    /// asked before it is sent.
    pub open: Amount,
}

impl Book {
    /// The next pair to set off, where there is one; none of which the later document is dated in
    /// the days up to `locked`.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn next_set_off(&self, locked: Option<NaiveDate>) -> Result<Option<SetOff>, Error> {
        let locked = locked.map_or(i64::MIN, day);
        self.read(|view| {
            let pairs = sql::all(
                view,
                PAIRS,
                named_params! { ":locked": locked, ":most": PAIRS_MAX },
                |row| Ok((DocumentId(row.get("credit")?), DocumentId(row.get("invoice")?))),
            )?;
            for (credit, invoice) in pairs {
                let open = open(view, credit)?.min(open(view, invoice)?);
                if open > 0 {
                    return Ok(Some(SetOff { credit, invoice, open: Amount::from_minor(open) }));
                }
            }
            Ok(None)
        })
    }
}

/// Two that look at once find the same pair: only one sets it off, and only once.
pub(super) fn refuse_second(book: &Connection, new: &NewDocument) -> Result<(), Error> {
    let (Claims::Nothing, Some(credit), Some(invoice)) =
        (&new.claims, new.about.document, new.about.allocates_to)
    else {
        return Ok(());
    };
    let found = sql::first(
        book,
        "SELECT 1 FROM documents WHERE about = :credit AND allocates_to = :invoice",
        named_params! { ":credit": credit.0, ":invoice": invoice.0 },
        |_| Ok(()),
    )?;
    match found {
        Some(()) => Err(Error::NothingToClaim),
        None => Ok(()),
    }
}

/// What is open on an invoice or a credit note in Xero, in minor units, as far as the book knows.
fn open(view: &Connection, document: DocumentId) -> Result<i64, Error> {
    let number = |statement: &str| -> Result<i64, Error> {
        let found = sql::first(view, statement, named_params! { ":id": document.0 }, |row| {
            Ok(row.get::<_, i64>(0)?)
        })?;
        Ok(found.unwrap_or_default())
    };
    Ok(number("SELECT total FROM documents WHERE id = :id")? - number(USED)?)
}
