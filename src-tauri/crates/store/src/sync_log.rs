//! The sync log: every exchange with Xero and every step of a document, never changed.

use std::time::Duration;

use chrono::{DateTime, Utc};
use ledger::DocumentKind;
use rusqlite::{Row, named_params};

use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::ids::DocumentId;
use crate::sql::{self, ms};
use crate::words;

/// One line to log. Never put a secret into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// When it ended.
    pub at: DateTime<Utc>,
    /// Who or what did it ("Ana", "sync").
    pub who: String,
    /// What was done, as a word ("create journal", "read chart").
    pub operation: String,
    /// The document it was done for.
    pub document: Option<DocumentId>,
    /// Whether it did what it was to do.
    pub ok: bool,
    /// One sentence on what came of it.
    pub message: String,
    /// The HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// How long it took.
    pub duration: Duration,
    /// Which attempt of the document it was.
    pub attempt: Option<u32>,
    /// Xero's id of what was made or read.
    pub xero_id: Option<String>,
}

/// Which lines to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogFilter {
    /// Part of operation, message, who, narration or Xero id; ASCII case does not matter.
    pub text: Option<String>,
    /// Only of this document.
    pub document: Option<DocumentId>,
    /// Only those that failed (`false`) or succeeded (`true`).
    pub ok: Option<bool>,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedEntry {
    /// Its place in the log; also the cursor of the next page.
    pub id: i64,
    /// What was logged.
    pub entry: LogEntry,
    /// The document's narration, where it has one.
    pub narration: Option<String>,
    /// What the document is in Xero.
    pub kind: Option<DocumentKind>,
}

impl Book {
    /// Appends a line.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn log(&self, entry: &LogEntry) -> Result<(), Error> {
        self.write(|book| {
            sql::run(
                book,
                "INSERT INTO sync_log (at_ms, who, operation, document_id, ok, message, status,
                     duration_ms, attempt, xero_id)
                 VALUES (:at_ms, :who, :operation, :document_id, :ok, :message, :status,
                     :duration_ms, :attempt, :xero_id)",
                named_params! {
                    ":at_ms": ms(entry.at),
                    ":who": entry.who,
                    ":operation": entry.operation,
                    ":document_id": entry.document.map(|id| id.0),
                    ":ok": entry.ok,
                    ":message": entry.message,
                    ":status": entry.status,
                    ":duration_ms": i64::try_from(entry.duration.as_millis()).unwrap_or(i64::MAX),
                    ":attempt": entry.attempt,
                    ":xero_id": entry.xero_id,
                },
            )?;
            changes::note(book, Topic::SyncLog, Some(book.last_insert_rowid()))
        })
    }

    /// Lines that match, newest first, at most `limit` of them below the id `before`.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn sync_log(
        &self,
        filter: &LogFilter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<LoggedEntry>, Error> {
        self.read(|view| {
            sql::all(
                view,
                r"SELECT l.id, l.at_ms, l.who, l.operation, l.document_id, l.ok, l.message,
                      l.status, l.duration_ms, l.attempt, l.xero_id, d.narration, d.kind
                  FROM sync_log l LEFT JOIN documents d ON d.id = l.document_id
                  WHERE l.id < :before
                      AND (:document IS NULL OR l.document_id = :document)
                      AND (:ok IS NULL OR l.ok = :ok)
                      AND (:text IS NULL OR l.operation LIKE :text ESCAPE '\'
                          OR l.message LIKE :text ESCAPE '\' OR l.who LIKE :text ESCAPE '\'
                          OR l.xero_id LIKE :text ESCAPE '\' OR d.narration LIKE :text ESCAPE '\')
                  ORDER BY l.id DESC LIMIT :limit",
                named_params! {
                    ":before": before.unwrap_or(i64::MAX),
                    ":document": filter.document.map(|id| id.0),
                    ":ok": filter.ok,
                    ":text": filter.text.as_deref().map(sql::anywhere),
                    ":limit": limit,
                },
                logged,
            )
        })
    }
}

fn logged(row: &Row<'_>) -> Result<LoggedEntry, Error> {
    let kind: Option<String> = row.get("kind")?;
    Ok(LoggedEntry {
        id: row.get("id")?,
        entry: LogEntry {
            at: sql::instant(row.get("at_ms")?)?,
            who: row.get("who")?,
            operation: row.get("operation")?,
            document: row.get::<_, Option<i64>>("document_id")?.map(DocumentId),
            ok: row.get("ok")?,
            message: row.get("message")?,
            status: row.get("status")?,
            duration: Duration::from_millis(row.get::<_, i64>("duration_ms")?.unsigned_abs()),
            attempt: row.get("attempt")?,
            xero_id: row.get("xero_id")?,
        },
        narration: row.get("narration")?,
        kind: kind.as_deref().map(words::document_kind).transpose()?,
    })
}
