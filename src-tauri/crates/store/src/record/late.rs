//! What later knowledge changes: what waited is posted, what was counted is counted anew, and what
//! is open follows the rules.

use chrono::{DateTime, NaiveDate, Utc};
use ledger::{Kind, Part};
use rusqlite::{Connection, named_params};

use super::posting::{Place, Posting};
use super::{Recorder, insert, parts};
use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::ids::{LocationId, TransactionId};
use crate::rules::{self, Decision};
use crate::sql::{self, day};
use crate::totals;
use crate::transactions;

/// What a transaction waits for that contradicts what became known since, as a rate: that it is
/// corrected, or that something else becomes known. Beside [`ledger::Rejection::waits_for`].
pub const CONTRADICTS: &str = "correction";

/// How many transactions that wait are looked at in one go.
const WAITING_MAX: u32 = 10_000;

impl Book {
    /// Posts what waited, where what it waited for is known now: a rate was entered.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn post_waiting(&self, now: DateTime<Utc>) -> Result<(), Error> {
        let mut recorder = self.recorder(None, now)?;
        recorder.post_waiting()?;
        recorder.commit().map(drop)
    }

    /// Lets what is open of a location from a business date on follow the rules as they are now:
    /// another way of posting, another document for deposits. What a cashout has taken stays.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn follow_rules(
        &self,
        location: LocationId,
        from: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.decide(location, &[], from, now)
    }

    /// Decides things for a location, and lets what is open of it from a business date on follow:
    /// both or neither, so that no sale is left in the way of before.
    ///
    /// # Errors
    /// [`Error::Unreadable`] for a word this version does not know, where something has to follow
    /// it; when the book cannot be written. Then nothing was decided.
    pub fn decide(
        &self,
        location: LocationId,
        decisions: &[Decision<'_>],
        from: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let mut recorder = self.recorder(None, now)?;
        for decision in decisions {
            rules::put(&recorder.writer, location, *decision)?;
        }
        if !decisions.is_empty() {
            changes::note(&recorder.writer, Topic::Settings, Some(location.0))?;
        }
        for id in open_since(&recorder.writer, location, from)? {
            recorder.post_again(id)?;
        }
        recorder.commit().map(drop)
    }
}

impl Recorder<'_> {
    /// Posts what waited for something that is known now, by the story of when it was recorded.
    pub(super) fn post_waiting(&mut self) -> Result<(), Error> {
        // A corrected deposit has a later number than the check-in that waits with it.
        for id in waiting(&self.writer)?.repeat(2) {
            if !waits(&self.writer, id)? {
                continue;
            }
            let (transaction, place) = self.recorded_one(id)?;
            match self.posting_as_recorded(id, &transaction, &place)? {
                Ok(posting) => {
                    let taken_back = parts::were_taken_back(&self.writer, id)?;
                    if let Posting::Parts(_) = posting {
                        forget_waiting(&self.writer, id)?;
                        self.newest = Some(self.newest.unwrap_or(id).max(id));
                    }
                    self.write_posting(id, &place, &posting)?;
                    if taken_back {
                        parts::keep_taken_back(&self.writer, id)?;
                    }
                }
                // It is recorded already: what is wrong with it now is said in the place of what
                // it waited for.
                Err(rejection) => self.write_waiting(id, &rejection)?,
            }
        }
        Ok(())
    }

    /// Works a recorded transaction's posting out again under the rules of now, and puts it in the
    /// place of the one it has. Nothing where a cashout has taken it already, or where nothing
    /// changes.
    fn post_again(&mut self, id: i64) -> Result<(), Error> {
        if parts::is_in_cashout(&self.writer, id)? {
            return Ok(());
        }
        let (transaction, place) = self.recorded_one(id)?;
        let posting = self.posting_as_recorded(id, &transaction, &place)?;
        let Ok(posting) = posting else { return Ok(()) };
        match self.has_already(id, &posting)? {
            true => Ok(()),
            false => self.put(id, &place, &posting),
        }
    }

    /// Whether a transaction is posted like this.
    pub(super) fn has_already(&self, id: i64, posting: &Posting) -> Result<bool, Error> {
        Ok(match posting {
            Posting::Parts(parts) => {
                is_same(&transactions::parts(&self.writer, TransactionId(id))?, parts)
            }
            Posting::Waits(_) => false,
        })
    }

    /// Puts a posting in the place of the one that a transaction has and no cashout has taken. What
    /// a person took back waits for a person in its new form too; what pays it follows.
    pub(super) fn put(&mut self, id: i64, place: &Place, posting: &Posting) -> Result<(), Error> {
        let taken_back = parts::were_taken_back(&self.writer, id)?;
        self.note_taken_back(id)?;
        for (key, sums) in totals::of_transaction(&self.writer, id)? {
            self.totals.entry(key).or_default().remove(sums);
        }
        parts::retire_own(&self.writer, id)?;
        parts::retire_of_cashout(&self.writer, id)?;
        forget_waiting(&self.writer, id)?;
        self.newest = Some(self.newest.unwrap_or(id).max(id));
        self.write_posting(id, place, posting)?;
        if taken_back {
            parts::keep_taken_back(&self.writer, id)?;
        }
        self.pay_again(id)
    }

    /// Counts anew what was counted after cash, or after another count, that was recorded only now:
    /// what should have been in the drawer is another sum. Each count depends on earlier ones
    /// alone, so that one pass in their order is enough.
    pub(super) fn count_again(&mut self) -> Result<(), Error> {
        for (location, since) in std::mem::take(&mut self.cash_since) {
            for id in counts_after(&self.writer, location, since)? {
                self.count_one_again(id)?;
            }
        }
        Ok(())
    }

    fn count_one_again(&mut self, id: i64) -> Result<(), Error> {
        let (transaction, place) = self.recorded_one(id)?;
        let Ok(posting) = self.posting(&transaction, &place)? else { return Ok(()) };
        if matches!(posting, Posting::Waits(_)) || self.has_already(id, &posting)? {
            return Ok(());
        }
        match parts::is_in_cashout(&self.writer, id)? {
            true => self.replace_as_it_is(id, transaction, &posting),
            false => self.put(id, &place, &posting),
        }
    }

    /// A transaction of the book with its place.
    pub(super) fn recorded_one(&self, id: i64) -> Result<(ledger::Transaction, Place), Error> {
        let transaction = transactions::load(&self.writer, TransactionId(id))?.transaction;
        Ok((transaction, insert::place(&self.writer, id)?))
    }
}

/// Whether two postings put the same into the same documents, whatever the parts are called.
fn is_same(has: &[Part], wanted: &[Part]) -> bool {
    let bare = |part: &Part| Part {
        key: ledger::PartKey::all(),
        against: match &part.against {
            Some(ledger::Against::Own(_)) => None,
            other => other.clone(),
        },
        ..part.clone()
    };
    let has: Vec<&Part> = has.iter().filter(|part| !part.key.is_exchange()).collect();
    has.len() == wanted.len() && has.iter().zip(wanted).all(|(one, other)| bare(one) == bare(other))
}

fn waiting(book: &Connection) -> Result<Vec<i64>, Error> {
    sql::all(
        book,
        "SELECT w.transaction_id FROM waiting w
         WHERE NOT EXISTS (SELECT 1 FROM transactions r WHERE r.reverses = w.transaction_id)
         ORDER BY w.transaction_id LIMIT :limit",
        named_params! { ":limit": WAITING_MAX },
        |row| Ok(row.get(0)?),
    )
}

fn waits(book: &Connection, id: i64) -> Result<bool, Error> {
    let found = sql::first(
        book,
        "SELECT 1 FROM waiting WHERE transaction_id = :id",
        named_params! { ":id": id },
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

pub(super) fn forget_waiting(book: &Connection, id: i64) -> Result<(), Error> {
    sql::run(book, "DELETE FROM waiting WHERE transaction_id = :id", named_params! { ":id": id })
        .map(drop)
}

/// What is open of a location from a business date on, in the order it happened. Reversals and
/// what they reverse stay as they are.
fn open_since(book: &Connection, location: LocationId, from: NaiveDate) -> Result<Vec<i64>, Error> {
    sql::all(
        book,
        "SELECT t.id FROM transactions t
         WHERE t.location_id = :location AND t.business_day >= :from AND t.reverses IS NULL
             AND NOT EXISTS (SELECT 1 FROM transactions r WHERE r.reverses = t.id)
             AND EXISTS (
                 SELECT 1 FROM parts p
                 WHERE p.transaction_id = t.id AND p.retired = 0)
             AND NOT EXISTS (
                 SELECT 1 FROM claims c
                 WHERE c.transaction_id = t.id AND c.released_at_ms IS NULL)
         ORDER BY t.at_ms, t.id",
        named_params! { ":location": location.0, ":from": day(from) },
        |row| Ok(row.get(0)?),
    )
}

/// The counts of a location at or after an instant, as they stand, in the order in which they
/// depend on each other (`story/drawer.rs`).
fn counts_after(book: &Connection, location: i64, since: i64) -> Result<Vec<i64>, Error> {
    sql::all(
        book,
        "SELECT t.id FROM transactions t JOIN words k ON k.id = t.kind_id
         WHERE t.location_id = :location AND t.at_ms >= :since AND k.text = :count
             AND t.reverses IS NULL
             AND NOT EXISTS (
                 SELECT 1 FROM transactions r WHERE r.outside_id = t.outside_id
                     AND r.source_id = t.source_id AND r.revision = t.revision + 1)
         ORDER BY t.at_ms, t.till_id IS NULL, (
             SELECT min(f.id) FROM transactions f
             WHERE f.outside_id = t.outside_id AND f.source_id = t.source_id)",
        named_params! {
            ":location": location,
            ":since": since,
            ":count": Kind::CashCount.key(),
        },
        |row| Ok(row.get("id")?),
    )
}
