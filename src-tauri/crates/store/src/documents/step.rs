//! Steps of a document: the paths of its state, and those a person or the planner takes.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, named_params};

use super::{Operation, Reason, State};
use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::ids::DocumentId;
use crate::sql::{self, ms};

/// What became of the sheet of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// It is attached in Xero.
    Attached,
    /// It cannot be.
    Failed,
    /// It is tried again at that time.
    Later(DateTime<Utc>),
}

/// What is asked of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Sent,
    Posted,
    AwaitingApproval,
    Rejected,
    Unknown,
    QueuedAgain,
    Absent,
    Undone,
    Reversed,
    Held,
    Released,
    Postponed,
    Skipped,
    UndoRequested,
    UndoWithdrawn,
    Rewritten,
}

impl Wanted {
    /// The word in "it cannot be … now".
    pub(super) const fn participle(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Posted => "recorded as posted",
            Self::AwaitingApproval => "recorded as a draft",
            Self::Rejected => "recorded as refused",
            Self::Unknown => "recorded as unknown",
            Self::QueuedAgain => "recorded as not sent",
            Self::Absent => "recorded as absent",
            Self::Undone | Self::Reversed => "recorded as undone",
            Self::Held => "held",
            Self::Released => "queued",
            Self::Postponed => "put off",
            Self::Skipped => "skipped",
            Self::UndoRequested => "undone",
            Self::UndoWithdrawn => "kept",
            Self::Rewritten => "changed",
        }
    }

    /// Where it leads from a standing, where it may be asked for. `document_paths` in the database
    /// says the same once more.
    const fn next(self, operation: Operation, state: State) -> Option<(Operation, State)> {
        use Operation::{Create, Void};
        use State::{
            AwaitingApproval, Draft, Held, Posted, Queued, Rejected, Sending, Skipped, Undone,
            Unknown,
        };
        match (self, operation, state) {
            (Self::Sent, _, Queued) => Some((operation, Sending)),
            (
                Self::Posted,
                Create,
                Sending | Unknown | Held | Rejected | Skipped | AwaitingApproval,
            )
            | (Self::UndoWithdrawn, Void, Queued | Held | Rejected) => Some((Create, Posted)),
            (Self::AwaitingApproval, Create, Sending | Unknown | Held | Rejected | Skipped)
            | (Self::AwaitingApproval, Void, Queued | Held | Rejected) => {
                Some((Create, AwaitingApproval))
            }
            (Self::Rejected, _, Sending) => Some((operation, Rejected)),
            (Self::Unknown, _, Sending) => Some((operation, Unknown)),
            (Self::QueuedAgain, _, Sending)
            | (Self::Absent, _, Unknown)
            | (Self::Released, _, Held | Rejected)
            | (Self::Released, Create, Draft) => Some((operation, Queued)),
            (Self::Undone, Void, Queued | Sending | Unknown | Held | Rejected)
            | (
                Self::Undone,
                Create,
                Draft | Queued | Held | Rejected | Skipped | AwaitingApproval,
            ) => Some((operation, Undone)),
            (Self::Reversed, Create, Posted) => Some((Void, Undone)),
            (Self::Held, _, Queued | Unknown | Rejected | Held)
            | (Self::Held, Create, Draft | Skipped | AwaitingApproval) => Some((operation, Held)),
            (Self::Postponed, _, Queued | Unknown)
            | (Self::Postponed, Create, AwaitingApproval)
            | (Self::Rewritten, Create, Draft | Queued | Held | Rejected) => {
                Some((operation, state))
            }
            (Self::Skipped, Create, Draft | Queued | Held | Rejected) => Some((Create, Skipped)),
            (Self::UndoRequested, Create, Posted | AwaitingApproval) => Some((Void, Queued)),
            _ => None,
        }
    }
}

/// How a document stands, and where what is wanted leads.
pub(super) struct Standing {
    pub(super) operation: Operation,
    next: (Operation, State),
}

/// Refuses what a document's state does not allow.
pub(super) fn allow(
    book: &Connection,
    document: DocumentId,
    wanted: Wanted,
) -> Result<Standing, Error> {
    let (operation, state) = sql::first(
        book,
        "SELECT operation, state FROM documents WHERE id = :id",
        named_params! { ":id": document.0 },
        |row| {
            Ok((
                Operation::from_key(&row.get::<_, String>("operation")?)?,
                State::from_key(&row.get::<_, String>("state")?)?,
            ))
        },
    )?
    .ok_or(Error::NotFound { what: "document", id: document.0 })?;
    match wanted.next(operation, state) {
        Some(next) => Ok(Standing { operation, next }),
        None => Err(Error::NotNow { document, state, operation, wanted: wanted.participle() }),
    }
}

/// Takes a step that was allowed. The reason and the time to wait for are those of the new state.
pub(super) fn take(
    book: &Connection,
    document: DocumentId,
    standing: &Standing,
    reason: Option<&Reason>,
    not_before: Option<DateTime<Utc>>,
) -> Result<(), Error> {
    let (operation, state) = standing.next;
    sql::run(
        book,
        "UPDATE documents SET operation = :operation, state = :state, cause = :cause,
             message = :message, not_before_ms = :not_before_ms
         WHERE id = :id",
        named_params! {
            ":id": document.0,
            ":operation": operation.key(),
            ":state": state.key(),
            ":cause": reason.map(|reason| &reason.cause),
            ":message": reason.map(|reason| &reason.message),
            ":not_before_ms": not_before.map(ms),
        },
    )?;
    changes::note(book, Topic::Documents, Some(document.0))
}

impl Book {
    /// Holds a draft, queued, unknown or rejected document, or a held one for another reason;
    /// where `until` is given it is due to be reconsidered then.
    ///
    /// # Errors
    /// [`Error::NotNow`].
    pub fn hold(
        &self,
        document: DocumentId,
        reason: &Reason,
        until: Option<DateTime<Utc>>,
    ) -> Result<(), Error> {
        self.step(document, Wanted::Held, Some(reason), until)
    }

    /// Queues a draft, held or rejected document (again).
    ///
    /// # Errors
    /// [`Error::NotNow`].
    pub fn release(&self, document: DocumentId) -> Result<(), Error> {
        self.step(document, Wanted::Released, None, None)
    }

    /// Puts off a queued or unknown document without an attempt: offline, out of budget, the
    /// look-up itself failed.
    ///
    /// # Errors
    /// [`Error::NotNow`].
    pub fn postpone(
        &self,
        document: DocumentId,
        reason: &Reason,
        not_before: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.step(document, Wanted::Postponed, Some(reason), Some(not_before))
    }

    /// Leaves a draft, queued, held or rejected document out for good; what it claimed stays
    /// claimed, so that nothing posts it again.
    ///
    /// # Errors
    /// [`Error::NotNow`].
    pub fn skip(&self, document: DocumentId, reason: &Reason) -> Result<(), Error> {
        self.step(document, Wanted::Skipped, Some(reason), None)
    }

    /// The look-up said that Xero does not have it, or for a void still has it (unknown): it is
    /// queued again.
    ///
    /// # Errors
    /// [`Error::NotNow`].
    pub fn record_absent(&self, document: DocumentId) -> Result<(), Error> {
        self.step(document, Wanted::Absent, None, None)
    }

    /// Records whether the sheet of a posted document is attached; `until` puts it off.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn record_evidence(&self, document: DocumentId, evidence: Evidence) -> Result<(), Error> {
        let (word, until) = match evidence {
            Evidence::Attached => ("attached", None),
            Evidence::Failed => ("failed", None),
            Evidence::Later(until) => ("wanted", Some(until)),
        };
        self.write(|book| {
            sql::run(
                book,
                "UPDATE documents SET evidence = :word, not_before_ms = :until
                 WHERE id = :id AND state = 'posted'",
                named_params! { ":id": document.0, ":word": word, ":until": until.map(ms) },
            )?;
            changes::note(book, Topic::Documents, Some(document.0))
        })
    }

    pub(super) fn step(
        &self,
        document: DocumentId,
        wanted: Wanted,
        reason: Option<&Reason>,
        not_before: Option<DateTime<Utc>>,
    ) -> Result<(), Error> {
        self.write(|book| {
            let standing = allow(book, document, wanted)?;
            take(book, document, &standing, reason, not_before)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rusqlite::Connection;

    use super::{Operation, State, Wanted};
    use crate::sql;

    const ALL: [Wanted; 16] = [
        Wanted::Sent,
        Wanted::Posted,
        Wanted::AwaitingApproval,
        Wanted::Rejected,
        Wanted::Unknown,
        Wanted::QueuedAgain,
        Wanted::Absent,
        Wanted::Undone,
        Wanted::Reversed,
        Wanted::Held,
        Wanted::Released,
        Wanted::Postponed,
        Wanted::Skipped,
        Wanted::UndoRequested,
        Wanted::UndoWithdrawn,
        Wanted::Rewritten,
    ];

    #[test]
    fn the_paths_in_the_database_are_the_paths_here() {
        let mut here = BTreeSet::new();
        for wanted in ALL {
            for operation in Operation::ALL.iter().copied() {
                for state in State::ALL.iter().copied() {
                    let next = wanted.next(operation, state);
                    here.extend(next.map(|next| (operation.key(), state.key(), next)));
                }
            }
        }
        let here: BTreeSet<[String; 4]> = here
            .into_iter()
            .map(|(operation, state, next)| [operation, state, next.0.key(), next.1.key()])
            .filter(|[operation, state, next_operation, next_state]| {
                (operation, state) != (next_operation, next_state)
            })
            .map(|path| path.map(str::to_owned))
            .collect();

        let book = Connection::open_in_memory().expect("a database");
        for step in [
            include_str!("../../migrations/0001_settings.sql"),
            include_str!("../../migrations/0002_transactions.sql"),
            include_str!("../../migrations/0003_documents.sql"),
            include_str!("../../migrations/0004_xero.sql"),
            include_str!("../../migrations/0005_parts.sql"),
            include_str!("../../migrations/0006_documents.sql"),
            include_str!("../../migrations/0014_one_way.sql"),
        ] {
            book.execute_batch(step).expect("tables");
        }
        let there = sql::all(&book, "SELECT * FROM document_paths", [], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
        });
        assert_eq!(here, there.expect("paths").into_iter().collect());
    }
}
