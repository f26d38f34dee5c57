//! What stands in Xero's books, for exports and for a trial balance of our own.

use chrono::NaiveDate;
use ledger::Entry;
use rusqlite::{Connection, named_params};
use rust_decimal::Decimal;

use super::{DocumentSummary, lines, read};
use crate::book::Book;
use crate::error::Error;
use crate::ids::DocumentId;
use crate::sql::{self, day};

/// A document that stands in Xero's books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedEntry {
    /// What it is, with Xero's id and number. It may be undone: then its opposite stands there too.
    pub document: DocumentSummary,
    /// What it says, with its lines.
    pub entry: Entry,
    /// Units of its own currency for one of the base currency, as Xero had it; none in base.
    pub rate: Option<Decimal>,
}

/// Where the next page begins: oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PostedCursor {
    /// The last document's date.
    pub date: NaiveDate,
    /// The last document's id.
    pub id: DocumentId,
}

/// One page of what stands in Xero's books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedPage {
    /// By date, and by id within a date.
    pub entries: Vec<PostedEntry>,
    /// Where the next page begins; none after the last.
    pub next: Option<PostedCursor>,
}

impl Book {
    /// The documents dated `from..=to` that stand in Xero's books, by date and id, at most `limit`
    /// after `after`.
    ///
    /// A document that was taken back by its opposite stands there, and so does the opposite. One
    /// that was voided does not, nor does a draft that nobody approved; one whose void is on its
    /// way does. What an unknown document is, nobody knows: it is not listed.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn posted_entries(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        after: Option<PostedCursor>,
        limit: u32,
    ) -> Result<PostedPage, Error> {
        self.read(|view| {
            let ids = posted(view, from, to, after, limit)?;
            let entries =
                ids.iter().map(|id| entry(view, *id)).collect::<Result<Vec<_>, Error>>()?;
            let full = u32::try_from(entries.len()).is_ok_and(|found| found >= limit);
            let next = entries
                .last()
                .filter(|_| full)
                .map(|last| PostedCursor { date: last.document.date, id: last.document.id });
            Ok(PostedPage { entries, next })
        })
    }
}

/// Whether a document with an id in Xero was more than a draft there, by what was read last.
macro_rules! was_posted {
    ($document:literal) => {
        concat!(
            "coalesce((SELECT b.content ->> '$.status' FROM read_backs b
                 WHERE b.document_id = ",
            $document,
            ".id ORDER BY b.id DESC LIMIT 1), '') NOT IN ('DRAFT', 'SUBMITTED')"
        )
    };
}

fn posted(
    view: &Connection,
    from: NaiveDate,
    to: NaiveDate,
    after: Option<PostedCursor>,
    limit: u32,
) -> Result<Vec<DocumentId>, Error> {
    let (after_day, after_id) =
        after.map_or((i64::MIN, i64::MIN), |after| (day(after.date), after.id.0));
    sql::all(
        view,
        concat!(
            "SELECT d.id FROM documents d
             WHERE d.xero_id IS NOT NULL AND d.journal_day BETWEEN :from AND :to
                 AND (d.journal_day, d.id) > (:after_day, :after_id)
                 AND ((d.operation = 'create' AND d.state = 'posted')
                     OR (d.operation = 'void' AND d.state <> 'undone' AND ",
            was_posted!("d"),
            ")
                     -- It was not voided: its opposite took it back.
                     OR (d.state = 'undone' AND EXISTS (
                         SELECT 1 FROM documents r
                         WHERE r.reverses = d.id AND r.xero_id IS NOT NULL AND ",
            was_posted!("r"),
            ")))
             ORDER BY d.journal_day, d.id LIMIT :limit"
        ),
        named_params! {
            ":from": day(from),
            ":to": day(to),
            ":after_day": after_day,
            ":after_id": after_id,
            ":limit": limit,
        },
        |row| Ok(DocumentId(row.get("id")?)),
    )
}

fn entry(view: &Connection, id: DocumentId) -> Result<PostedEntry, Error> {
    let mut document = read::load(view, id)?;
    document.entry.lines = lines::read(view, id)?;
    Ok(PostedEntry { document: document.summary, entry: document.entry, rate: document.rate })
}
