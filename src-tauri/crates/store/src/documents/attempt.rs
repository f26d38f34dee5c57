//! Attempts: durable before their request leaves, closed with what came of them.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, named_params};

use super::step::{Wanted, allow, take};
use super::{Operation, Outcome, Posted, Reason, read, read_back, undo};
use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::ids::DocumentId;
use crate::record::exchange;
use crate::restored;
use crate::sql::{self, ms};
use crate::words::stored_decimal;
use crate::writer::Writer;

impl Book {
    /// Commits that a request is about to leave, and gives the attempt's number.
    ///
    /// # Errors
    /// [`Error::NotNow`] unless the document is queued; [`Error::Altered`] when it, or what it is
    /// about, is not what was queued, or what is known of a restore not what was written;
    /// [`Error::Unsure`] and [`Error::MaybeInXero`] in a book that was restored.
    pub fn begin_attempt(
        &self,
        document: DocumentId,
        key: &str,
        body: &str,
        now: DateTime<Utc>,
    ) -> Result<u32, Error> {
        let number = self.write(|book| {
            self.document_is_whole_with_its_own(book, document)?;
            let standing = allow(book, document, Wanted::Sent)?;
            if standing.operation == Operation::Create {
                self.guards_are_whole(book)?;
                restored::refuse_doubtful(book, document)?;
            }
            let number = attempts(book, document)? + 1;
            insert_attempt(book, document, number, standing.operation, (key, body), now)?;
            take(book, document, &standing, None, None)?;
            Ok(number)
        })?;
        // A book that is behind what it sent must know it.
        self.place().keep_mark();
        Ok(number)
    }

    /// The document is in Xero, equal to what was to be posted: by an answer (sending), a look-up
    /// (unknown), or because a person entered it there or took it as it is (held, rejected).
    ///
    /// # Errors
    /// [`Error::NotNow`].
    pub fn record_posted(
        &self,
        document: DocumentId,
        posted: &Posted,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.record_in_xero(document, Wanted::Posted, posted, None, now)
    }

    /// The document is in Xero as a draft, equal to what was to be posted; it is looked at again
    /// from `look_at` on.
    ///
    /// # Errors
    /// [`Error::NotNow`].
    pub fn record_awaiting_approval(
        &self,
        document: DocumentId,
        posted: &Posted,
        look_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.record_in_xero(document, Wanted::AwaitingApproval, posted, Some(look_at), now)
    }

    fn record_in_xero(
        &self,
        document: DocumentId,
        wanted: Wanted,
        posted: &Posted,
        look_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.write(|book| in_xero(book, document, wanted, posted, look_at, now))
    }

    /// Xero refused the request (sending). Nothing of it is in Xero.
    ///
    /// # Errors
    /// [`Error::NotNow`].
    pub fn record_rejected(
        &self,
        document: DocumentId,
        reason: &Reason,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.write(|book| {
            let standing = allow(book, document, Wanted::Rejected)?;
            finish(book, document, Outcome::Rejected, Some(reason), now)?;
            take(book, document, &standing, Some(reason), None)
        })
    }

    /// No answer, or none that says anything (sending). It is due for its look-up at `look_up_at`,
    /// counted from the attempt's committed start.
    ///
    /// # Errors
    /// [`Error::NotNow`].
    pub fn record_unknown(
        &self,
        document: DocumentId,
        reason: &Reason,
        look_up_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.write(|book| {
            let standing = allow(book, document, Wanted::Unknown)?;
            finish(book, document, Outcome::Unknown, Some(reason), now)?;
            take(book, document, &standing, Some(reason), Some(look_up_at))
        })
    }

    /// Surely nothing happened in Xero (sending): no connection, or told to come back later.
    /// It is queued again and due at `retry_at`.
    ///
    /// # Errors
    /// [`Error::NotNow`].
    pub fn record_not_sent(
        &self,
        document: DocumentId,
        reason: &Reason,
        retry_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.write(|book| {
            let standing = allow(book, document, Wanted::QueuedAgain)?;
            finish(book, document, Outcome::NotSent, Some(reason), now)?;
            take(book, document, &standing, Some(reason), Some(retry_at))
        })
    }
}

/// Records that a document is in Xero, posted or as a draft.
pub(super) fn in_xero(
    book: &Writer,
    document: DocumentId,
    wanted: Wanted,
    posted: &Posted,
    look_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let standing = allow(book, document, wanted)?;
    finish(book, document, Outcome::Done, None, now)?;
    set_xero_id(book, document, posted, now)?;
    read_back::save(book, document, &posted.read_back, now)?;
    take(book, document, &standing, None, look_at)?;
    if wanted == Wanted::Posted {
        undo::reverse(book, document, now)?;
        if let (Some(rate), Some(part)) = (posted.rate, read::part_of(book, document)?) {
            exchange::mend(book, &part, rate)?;
        }
    }
    changes::note(book, Topic::Transactions, None)
}

/// How many attempts a document had.
fn attempts(book: &Connection, document: DocumentId) -> Result<u32, Error> {
    let count = sql::first(
        book,
        "SELECT count(*) FROM attempts WHERE document_id = :document",
        named_params! { ":document": document.0 },
        |row| Ok(row.get(0)?),
    )?;
    Ok(count.unwrap_or(0))
}

fn insert_attempt(
    book: &Connection,
    document: DocumentId,
    number: u32,
    operation: Operation,
    (key, body): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sql::run(
        book,
        "INSERT INTO attempts (document_id, number, operation, key, body, started_at_ms)
         VALUES (:document, :number, :operation, :key, :body, :started_at_ms)",
        named_params! {
            ":document": document.0,
            ":number": number,
            ":operation": operation.key(),
            ":key": key,
            ":body": body,
            ":started_at_ms": ms(now),
        },
    )
    .map(drop)
}

/// Closes the running attempt, where one runs.
pub(super) fn finish(
    book: &Connection,
    document: DocumentId,
    outcome: Outcome,
    reason: Option<&Reason>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sql::run(
        book,
        "UPDATE attempts SET outcome = :outcome, finished_at_ms = :now_ms, message = :message
         WHERE document_id = :document AND outcome IS NULL",
        named_params! {
            ":document": document.0,
            ":outcome": outcome.key(),
            ":now_ms": ms(now),
            ":message": reason.map(|reason| &reason.message),
        },
    )
    .map(drop)
}

fn set_xero_id(
    book: &Connection,
    document: DocumentId,
    posted: &Posted,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sql::run(
        book,
        "UPDATE documents SET xero_id = :xero_id, number = :number, rate = :rate,
             posted_at_ms = :now_ms
         WHERE id = :id",
        named_params! {
            ":id": document.0,
            ":xero_id": posted.xero_id,
            ":number": posted.number,
            ":rate": posted.rate.map(stored_decimal),
            ":now_ms": ms(now),
        },
    )
    .map(drop)
}
