//! Withdrawing: a transaction that was recorded by mistake is corrected to nothing.
//!
//! It is reversed as a correction reverses the former version, and no version comes after. What
//! depended on it follows as it follows a correction; where that is no longer possible, or a closed
//! day has it, nothing is withdrawn.

use chrono::{DateTime, Utc};
use ledger::Rejection;
use rusqlite::{Connection, named_params};

use super::follow::Before;
use super::{Recorder, insert, parts};
use crate::book::Book;
use crate::error::Error;
use crate::ids::{DocumentId, TransactionId};
use crate::sql::{self, ms};

/// Who withdraws a transaction, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// The person.
    pub who: String,
    /// In their words; not empty.
    pub why: String,
    /// Nothing is withdrawn for which what was posted would be taken back in Xero.
    pub leaves_xero_alone: bool,
}

/// Why a transaction was not withdrawn. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotWithdrawn {
    /// It takes back another one, and that cannot be taken back.
    #[error("transaction {id} is the reversal of transaction {reverses} and stays with it")]
    Reversal {
        /// It.
        id: TransactionId,
        /// What it reverses.
        reverses: TransactionId,
    },
    /// Another version stands in its place.
    #[error("transaction {id} was corrected since; transaction {latest} stands in its place")]
    Corrected {
        /// It.
        id: TransactionId,
        /// Its latest version.
        latest: TransactionId,
    },
    /// It may leave Xero alone only, and what a document posted would be taken back for it.
    #[error("“{reference}” is in Xero, or may be, and what it posted would be taken back")]
    InXero {
        /// The document's reference.
        reference: String,
    },
    /// It was withdrawn before.
    #[error("transaction {id} was withdrawn already")]
    Already {
        /// It.
        id: TransactionId,
    },
    /// What was worked out from it is in a closed cashout, and stays as it is.
    #[error(
        "transaction {other} depends on transaction {id}, and its day is closed; withdraw \
        transaction {other} first"
    )]
    Closed {
        /// It.
        id: TransactionId,
        /// What depends on it.
        other: TransactionId,
    },
    /// What was worked out from it would contradict the book.
    #[error("transaction {other} depends on it: {rejection}; withdraw transaction {other} first")]
    Needed {
        /// What depends on it.
        other: TransactionId,
        /// What would be wrong with that.
        rejection: Rejection,
    },
}

/// Whether a document `d` is in Xero, or may be, and nothing is on its way to take it out.
const STANDS_IN_XERO: &str = "d.operation = 'create'
             AND (d.state IN ('sending', 'unknown', 'posted', 'awaiting_approval')
                 OR d.xero_id IS NOT NULL AND d.state NOT IN ('undone', 'skipped'))";

impl Book {
    /// The reference of a document whose posting a withdrawal would take back in Xero for the
    /// transaction itself: its own, or the cashout's it is in; without changing or waiting for
    /// anything. What depends on the transaction may have one too: only the withdrawal knows, which
    /// works that out anew.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn would_leave_xero(&self, id: TransactionId) -> Result<Option<String>, Error> {
        self.read(|view| in_xero(view, id))
    }

    /// Withdraws a transaction: reverses it, and keeps who did so and why. What of it is in Xero is
    /// taken back as for a correction. Gives the reversal.
    ///
    /// # Errors
    /// [`Error::NotFound`], and when the book cannot be written. The inner error is why it is not
    /// withdrawn.
    pub fn withdraw(
        &self,
        id: TransactionId,
        withdrawal: &Withdrawal,
        now: DateTime<Utc>,
    ) -> Result<Result<TransactionId, NotWithdrawn>, Error> {
        let mut recorder = self.recorder(None, now)?;
        let withdrawn = recorder.withdraw(id, withdrawal, now)?;
        if withdrawn.is_ok() {
            recorder.commit()?;
        }
        Ok(withdrawn)
    }
}

impl Recorder<'_> {
    fn withdraw(
        &mut self,
        id: TransactionId,
        withdrawal: &Withdrawal,
        now: DateTime<Utc>,
    ) -> Result<Result<TransactionId, NotWithdrawn>, Error> {
        if let Some(why_not) = why_not(&self.writer, id)? {
            return Ok(Err(why_not));
        }
        if withdrawal.leaves_xero_alone
            && let Some(reference) = in_xero(&self.writer, id)?
        {
            return Ok(Err(NotWithdrawn::InXero { reference }));
        }
        let place = insert::place(&self.writer, id.0)?;
        let leaving = leaving_xero(&self.writer)?;
        let before = self.leaning_on(id.0, None)?;
        let reversal = self.reverse(id.0)?;
        for one in &before {
            if let Some(why_not) = self.follow_withdrawal(id, one)? {
                return Ok(Err(why_not));
            }
        }
        // What pays what was worked out anew was reached by that.
        if let Some((other, rejection)) = self.contradicts.take() {
            return Ok(Err(NotWithdrawn::Needed { other, rejection }));
        }
        if let Some(other) = self.reopened {
            return Ok(Err(NotWithdrawn::Closed { id, other }));
        }
        if withdrawal.leaves_xero_alone {
            let mut now = leaving_xero(&self.writer)?.into_iter();
            if let Some((_, reference)) = now.find(|one| !leaving.contains(one)) {
                return Ok(Err(NotWithdrawn::InXero { reference }));
            }
        }
        note(&self.writer, reversal, withdrawal, now)?;
        // Counts after it expect another sum, where there was cash in it.
        let since = self.cash_since.entry(place.location).or_insert(place.at_ms);
        *since = (*since).min(place.at_ms);
        self.newest = Some(self.newest.unwrap_or(reversal).max(reversal));
        Ok(Ok(TransactionId(reversal)))
    }

    /// Works out anew what a withdrawal reached; gives why that cannot be.
    fn follow_withdrawal(
        &mut self,
        id: TransactionId,
        before: &Before,
    ) -> Result<Option<NotWithdrawn>, Error> {
        let Some(reached) = self.reached(before)? else { return Ok(None) };
        let other = TransactionId(reached.id);
        if let Err(rejection) = reached.posting {
            return Ok(Some(NotWithdrawn::Needed { other, rejection }));
        }
        if parts::is_in_cashout(&self.writer, reached.id)? {
            return Ok(Some(NotWithdrawn::Closed { id, other }));
        }
        self.put_anew(reached)?;
        Ok(None)
    }
}

/// The first document of a transaction's parts that stands in Xero, or may.
fn in_xero(book: &Connection, id: TransactionId) -> Result<Option<String>, Error> {
    sql::first(
        book,
        &format!(
            "SELECT d.narration
             FROM parts p
                 JOIN claims c ON c.transaction_id = p.transaction_id
                     AND c.part_id = p.part_id AND c.released_at_ms IS NULL
                 JOIN documents d ON d.id = c.document_id
             WHERE p.transaction_id = :id AND p.retired = 0 AND {STANDS_IN_XERO}
             ORDER BY d.id LIMIT 1"
        ),
        named_params! { ":id": id.0 },
        |row| Ok(row.get("narration")?),
    )
}

/// Why a transaction cannot be withdrawn, looking at its own versions.
fn why_not(book: &Connection, id: TransactionId) -> Result<Option<NotWithdrawn>, Error> {
    let reverses = sql::first(
        book,
        "SELECT reverses FROM transactions WHERE id = :id",
        named_params! { ":id": id.0 },
        |row| Ok(row.get::<_, Option<i64>>("reverses")?),
    )?;
    let Some(reverses) = reverses else {
        return Err(Error::NotFound { what: "transaction", id: id.0 });
    };
    if let Some(reverses) = reverses {
        return Ok(Some(NotWithdrawn::Reversal { id, reverses: TransactionId(reverses) }));
    }
    let latest = sql::first(
        book,
        "SELECT h.id, h.reverses IS NOT NULL AS reversal
         FROM transactions t
             JOIN transactions h ON h.outside_id = t.outside_id AND h.source_id = t.source_id
         WHERE t.id = :id ORDER BY h.revision DESC LIMIT 1",
        named_params! { ":id": id.0 },
        |row| Ok((TransactionId(row.get("id")?), row.get::<_, bool>("reversal")?)),
    )?;
    Ok(match latest {
        Some((_, true)) => Some(NotWithdrawn::Already { id }),
        Some((latest, false)) if latest != id => Some(NotWithdrawn::Corrected { id, latest }),
        Some(_) | None => None,
    })
}

/// The documents that are in Xero, or may be, and hold a part that its transaction no longer has:
/// the outbox takes them out.
fn leaving_xero(book: &Connection) -> Result<Vec<(DocumentId, String)>, Error> {
    sql::all(
        book,
        &format!(
            "SELECT DISTINCT d.id, d.narration
             FROM parts p INDEXED BY parts_retired
                 JOIN claims c ON c.transaction_id = p.transaction_id
                     AND c.part_id = p.part_id AND c.released_at_ms IS NULL
                 JOIN documents d ON d.id = c.document_id
             WHERE p.retired = 1 AND {STANDS_IN_XERO}
             ORDER BY d.id"
        ),
        [],
        |row| Ok((DocumentId(row.get("id")?), row.get("narration")?)),
    )
}

fn note(
    book: &Connection,
    reversal: i64,
    withdrawal: &Withdrawal,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sql::run(
        book,
        "INSERT INTO withdrawals (reversal_id, who, why, withdrawn_at_ms)
         VALUES (:reversal, :who, :why, :now_ms)",
        named_params! {
            ":reversal": reversal,
            ":who": withdrawal.who,
            ":why": withdrawal.why,
            ":now_ms": ms(now),
        },
    )
    .map(drop)
}
