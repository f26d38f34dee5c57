//! What happened: documents, their attempts, calls and restores, as words and times of our own.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use ledger::{Currency, DocumentKind, Lane};
use rusqlite::{Connection, Row, named_params};

use super::DiagnosisAsked;
use crate::documents::{Operation, Outcome, State};
use crate::error::Error;
use crate::ids::{DocumentId, LocationId};
use crate::restored::RestoreCause;
use crate::sql::{self, ms};
use crate::words;

/// The most attempts of a document that are told, the last ones.
const ATTEMPTS_MAX: u32 = 10;
/// The most restores that are told, the last ones.
const RESTORES_MAX: u32 = 20;

/// The newest of many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traces<T> {
    /// Newest first.
    pub newest: Vec<T>,
    /// How many more there are.
    pub left_out: u64,
}

/// A document without what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentTrace {
    /// Its number in this book, which the sync log says too.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// What it takes.
    pub lane: Lane,
    /// Where it is on its way.
    pub state: State,
    /// What is being done with it.
    pub operation: Operation,
    /// Why it waits, as the book keeps it: it may name what is mended, or whom.
    pub cause: Option<String>,
    /// Its location, by number.
    pub location: LocationId,
    /// Its date in Xero.
    pub date: NaiveDate,
    /// Its currency.
    pub currency: Currency,
    /// Whether it goes as a draft.
    pub as_draft: bool,
    /// Whether it has a sheet to attach, or had.
    pub has_sheet: bool,
    /// The document it is about.
    pub about: Option<DocumentId>,
    /// The invoice an allocation goes to.
    pub allocates_to: Option<DocumentId>,
    /// The document it takes back by its opposite.
    pub reverses: Option<DocumentId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it came to stand in Xero.
    pub posted_at: Option<DateTime<Utc>>,
    /// It is not looked at before.
    pub not_before: Option<DateTime<Utc>>,
    /// Its last attempts, oldest first.
    pub attempts: Vec<AttemptTrace>,
}

/// An attempt without what was sent and answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptTrace {
    /// Which of the document's it is.
    pub number: u32,
    /// What was tried.
    pub operation: Operation,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// How.
    pub outcome: Option<Outcome>,
}

/// A line of the sync log without what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallTrace {
    /// Its place in the log.
    pub id: i64,
    /// When it ended.
    pub at: DateTime<Utc>,
    /// What was done, as logged: it may have a word of an address in it.
    pub operation: String,
    /// The document it was done for.
    pub document: Option<DocumentId>,
    /// Which attempt of the document it was.
    pub attempt: Option<u32>,
    /// Whether it did what it was to do.
    pub ok: bool,
    /// The HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// How long it took.
    pub duration: Duration,
}

/// A time the book was put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestoreTrace {
    /// What put it back.
    pub cause: RestoreCause,
    /// When.
    pub at: DateTime<Utc>,
    /// When Xero had been asked what was sent since.
    pub settled_at: Option<DateTime<Utc>>,
}

/// The documents of the time asked for, and older ones that are not settled.
pub(super) fn documents(
    view: &Connection,
    asked: &DiagnosisAsked<'_>,
) -> Result<Traces<DocumentTrace>, Error> {
    let limit = asked.documents_max;
    let mut newest = sql::all(
        view,
        "SELECT id, kind, state, operation, location_id, lane, journal_day, currency, as_draft,
             about, allocates_to, reverses, cause, not_before_ms, posted_at_ms, evidence,
             created_at_ms
         FROM documents
         WHERE created_at_ms >= :since_ms OR state NOT IN ('posted', 'skipped', 'undone')
         ORDER BY id DESC LIMIT :limit",
        named_params! { ":since_ms": ms(asked.since), ":limit": limit },
        document,
    )?;
    for document in &mut newest {
        document.attempts = attempts(view, document.id)?;
    }
    let all = super::count(view, "documents")?;
    Ok(Traces { left_out: all.saturating_sub(newest.len() as u64), newest })
}

fn document(row: &Row<'_>) -> Result<DocumentTrace, Error> {
    let other = |column| -> Result<Option<DocumentId>, Error> {
        Ok(row.get::<_, Option<i64>>(column)?.map(DocumentId))
    };
    Ok(DocumentTrace {
        id: DocumentId(row.get("id")?),
        kind: words::document_kind(&row.get::<_, String>("kind")?)?,
        lane: words::lane(&row.get::<_, String>("lane")?)?,
        state: State::from_key(&row.get::<_, String>("state")?)?,
        operation: Operation::from_key(&row.get::<_, String>("operation")?)?,
        cause: row.get("cause")?,
        location: LocationId(row.get("location_id")?),
        date: sql::date(row.get("journal_day")?)?,
        currency: words::currency(&row.get::<_, String>("currency")?)?,
        as_draft: row.get("as_draft")?,
        has_sheet: row.get::<_, Option<String>>("evidence")?.is_some(),
        about: other("about")?,
        allocates_to: other("allocates_to")?,
        reverses: other("reverses")?,
        created_at: sql::instant(row.get("created_at_ms")?)?,
        posted_at: instant(row, "posted_at_ms")?,
        not_before: instant(row, "not_before_ms")?,
        attempts: Vec::new(),
    })
}

fn attempts(view: &Connection, id: DocumentId) -> Result<Vec<AttemptTrace>, Error> {
    let mut last = sql::all(
        view,
        "SELECT number, operation, started_at_ms, finished_at_ms, outcome FROM attempts
         WHERE document_id = :id ORDER BY number DESC LIMIT :limit",
        named_params! { ":id": id.0, ":limit": ATTEMPTS_MAX },
        |row| {
            let outcome: Option<String> = row.get("outcome")?;
            Ok(AttemptTrace {
                number: row.get("number")?,
                operation: Operation::from_key(&row.get::<_, String>("operation")?)?,
                started_at: sql::instant(row.get("started_at_ms")?)?,
                finished_at: instant(row, "finished_at_ms")?,
                outcome: outcome.as_deref().map(Outcome::from_key).transpose()?,
            })
        },
    )?;
    last.reverse();
    Ok(last)
}

/// The last lines of the sync log.
pub(super) fn calls(view: &Connection, limit: u32) -> Result<Traces<CallTrace>, Error> {
    let newest = sql::all(
        view,
        "SELECT id, at_ms, operation, document_id, ok, status, duration_ms, attempt
         FROM sync_log ORDER BY id DESC LIMIT :limit",
        named_params! { ":limit": limit },
        |row| {
            Ok(CallTrace {
                id: row.get("id")?,
                at: sql::instant(row.get("at_ms")?)?,
                operation: row.get("operation")?,
                document: row.get::<_, Option<i64>>("document_id")?.map(DocumentId),
                attempt: row.get("attempt")?,
                ok: row.get("ok")?,
                status: row.get("status")?,
                duration: Duration::from_millis(row.get::<_, i64>("duration_ms")?.unsigned_abs()),
            })
        },
    )?;
    let all = super::count(view, "sync_log")?;
    Ok(Traces { left_out: all.saturating_sub(newest.len() as u64), newest })
}

/// The last restores, newest first.
pub(super) fn restores(view: &Connection) -> Result<Vec<RestoreTrace>, Error> {
    sql::all(
        view,
        "SELECT cause, restored_at_ms, settled_at_ms FROM restores ORDER BY id DESC LIMIT :limit",
        named_params! { ":limit": RESTORES_MAX },
        |row| {
            Ok(RestoreTrace {
                cause: RestoreCause::from_key(&row.get::<_, String>("cause")?)?,
                at: sql::instant(row.get("restored_at_ms")?)?,
                settled_at: instant(row, "settled_at_ms")?,
            })
        },
    )
}

fn instant(row: &Row<'_>, column: &str) -> Result<Option<DateTime<Utc>>, Error> {
    row.get::<_, Option<i64>>(column)?.map(sql::instant).transpose()
}
