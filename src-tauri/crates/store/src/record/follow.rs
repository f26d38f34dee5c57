//! What follows a correction or a withdrawal: what depended on the transaction is worked out anew.
//!
//! A check-in uses the deposit that was paid, a payment pays the invoice that was charged, a refund
//! in part gives back of its sale. Each is told the story as it was when it was recorded, with the
//! change in it, so that the accounts come to what they would be had it been right at once; what
//! was paid ahead later is not drawn in. What was paid or charged before and is recorded only
//! later, as from a file with the newest on top, changes them as a correction does.
//!
//! What a closed cashout took is corrected like any other by a correction: its day has something
//! open again. A withdrawal leaves it, and is refused.

use ledger::{Kind, Rejection, Transaction};
use rusqlite::{Connection, named_params};

use super::insert::Row;
use super::posting::{Place, Posting};
use super::{NewTransaction, Recorder, insert, parts};
use crate::error::Error;
use crate::ids::TransactionId;
use crate::sql;
use crate::transactions;

/// The number that no transaction has: what is being recorded has no parts yet.
const NOTHING: i64 = 0;
/// How many transactions that may depend on one are looked at.
const DEPENDENTS_MAX: u32 = 10_000;

/// A transaction that may depend on another, with its posting before that is changed.
pub(super) type Before = (i64, Result<Posting, Rejection>);

/// A transaction that a change of another one reached.
pub(super) struct Reached {
    pub(super) id: i64,
    transaction: Transaction,
    place: Place,
    /// What it comes to now, or why it contradicts itself.
    pub(super) posting: Result<Posting, Rejection>,
}

impl Recorder<'_> {
    /// What may depend on a transaction as it is or as it is going to be, if at all, each with its
    /// posting as it would be worked out now.
    pub(super) fn leaning_on(
        &mut self,
        latest: i64,
        new: Option<&Transaction>,
    ) -> Result<Vec<Before>, Error> {
        let ids = leaning(&self.writer, latest, new)?;
        self.as_they_are(ids)
    }

    /// What happened after a payment ahead or a charge that is being recorded, and may depend on
    /// it, each with its posting without that.
    pub(super) fn leaning_on_what_comes_late(
        &mut self,
        new: &Transaction,
        place: &Place,
    ) -> Result<Vec<Before>, Error> {
        if !matches!(new.kind, Kind::BookingPayment | Kind::AccountCharge) {
            return Ok(Vec::new());
        }
        let ids = tied(&self.writer, NOTHING, &parts::thread_names(new), place.at_ms)?;
        self.as_they_are(ids)
    }

    fn as_they_are(&mut self, ids: Vec<i64>) -> Result<Vec<Before>, Error> {
        let mut before = Vec::new();
        for id in ids {
            let (transaction, place) = self.recorded_one(id)?;
            before.push((id, self.posting_as_recorded(id, &transaction, &place)?));
        }
        Ok(before)
    }

    /// What one comes to now that may depend on what was changed; none where it comes to the same,
    /// or contradicts itself as before, and what it pays is still there.
    pub(super) fn reached(&mut self, (id, before): &Before) -> Result<Option<Reached>, Error> {
        let id = *id;
        if !stands(&self.writer, id)? {
            return Ok(None);
        }
        let (transaction, place) = self.recorded_one(id)?;
        let posting = self.posting_as_recorded(id, &transaction, &place)?;
        let is_as_before = posting == *before || (posting.is_err() && before.is_err());
        if is_as_before && !pays_what_is_gone(&self.writer, id)? {
            return Ok(None);
        }
        Ok(Some(Reached { id, transaction, place, posting }))
    }

    /// Works out anew what a correction reached. What would contradict itself then is counted, and
    /// stays as it is; or waits, with why, where what it pays is no more.
    pub(super) fn follow_correction(&mut self, before: &[Before]) -> Result<(), Error> {
        for one in before {
            let Some(reached) = self.reached(one)? else { continue };
            match reached.posting {
                Err(rejection) if !pays_what_is_gone(&self.writer, reached.id)? => {
                    self.leave(reached.id, rejection);
                }
                posting => {
                    let posting = Ok(self.or_waits(reached.id, posting));
                    self.put_anew(Reached { posting, ..reached })?;
                }
            }
        }
        Ok(())
    }

    /// Works out anew what pays or credits a part that its transaction has under another name now.
    /// What would contradict itself then cannot stay as it is, since what it paid is no more: it
    /// waits, with why.
    pub(super) fn pay_again(&mut self, paid: i64) -> Result<(), Error> {
        for id in paying(&self.writer, paid)? {
            let (transaction, place) = self.recorded_one(id)?;
            let posting = self.posting_as_recorded(id, &transaction, &place)?;
            let posting = Ok(self.or_waits(id, posting));
            self.put_anew(Reached { id, transaction, place, posting })?;
        }
        Ok(())
    }

    /// A posting, or that it waits for what it contradicts to be corrected; then it is counted.
    fn or_waits(&mut self, id: i64, posting: Result<Posting, Rejection>) -> Posting {
        posting.unwrap_or_else(|rejection| {
            self.leave(id, rejection.clone());
            Posting::Waits(rejection)
        })
    }

    fn leave(&mut self, id: i64, rejection: Rejection) {
        self.contradicts.get_or_insert((TransactionId(id), rejection));
        self.recorded.left += 1;
        self.recorded.first_left.get_or_insert(TransactionId(id));
    }

    /// Puts what a transaction comes to now in the place of what it has; nothing where that is a
    /// contradiction.
    pub(super) fn put_anew(&mut self, reached: Reached) -> Result<(), Error> {
        let Reached { id, transaction, place, posting } = reached;
        let Ok(posting) = posting else { return Ok(()) };
        if self.has_already(id, &posting)? {
            return Ok(());
        }
        self.recorded.followed += 1;
        if !parts::is_in_cashout(&self.writer, id)? {
            return self.put(id, &place, &posting);
        }
        let date = transaction.business_date;
        let (first, last) = self.recorded.reopened.unwrap_or((date, date));
        self.recorded.reopened = Some((first.min(date), last.max(date)));
        self.reopened.get_or_insert(TransactionId(id));
        self.replace_as_it_is(id, transaction, &posting)?;
        self.pay_again(id)
    }

    /// Reverses a transaction and records the same again, with another posting.
    pub(super) fn replace_as_it_is(
        &mut self,
        id: i64,
        transaction: Transaction,
        posting: &Posting,
    ) -> Result<(), Error> {
        let raw = insert::raw_of(&self.writer, id)?;
        let new = NewTransaction { transaction, raw };
        let row = Row::of(&self.writer, &mut self.words, &new.transaction, None)?;
        let revision = insert::revision(&self.writer, id)?;
        self.replace((id, revision), &row, &new, posting).map(drop)
    }
}

fn stands(book: &Connection, id: i64) -> Result<bool, Error> {
    let gone = sql::first(
        book,
        "SELECT 1 FROM transactions t JOIN transactions r
             ON r.outside_id = t.outside_id AND r.source_id = t.source_id
                 AND r.revision = t.revision + 1
         WHERE t.id = :id",
        named_params! { ":id": id },
        |_| Ok(()),
    )?;
    Ok(gone.is_none())
}

/// Whether a transaction pays or credits a part that its own transaction has no more.
fn pays_what_is_gone(book: &Connection, transaction: i64) -> Result<bool, Error> {
    let found = sql::first(
        book,
        "SELECT 1 FROM parts p
             JOIN parts a ON a.transaction_id = p.against_transaction AND a.part_id = p.against_part
         WHERE p.transaction_id = :transaction AND p.against_transaction <> :transaction
             AND p.retired = 0 AND a.retired = 1
         LIMIT 1",
        named_params! { ":transaction": transaction },
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// The transactions with a part that pays or credits a part of another one.
fn paying(book: &Connection, transaction: i64) -> Result<Vec<i64>, Error> {
    sql::all(
        book,
        "SELECT DISTINCT transaction_id FROM parts
         WHERE against_transaction = :transaction AND transaction_id <> :transaction
             AND retired = 0
         ORDER BY transaction_id",
        named_params! { ":transaction": transaction },
        |row| Ok(row.get(0)?),
    )
}

/// What stands and may be told of a transaction, as it is or is going to be, in the order it
/// happened: what pays or credits it, what is of the same booking, what gives the same sale back,
/// and what gives it back. Of the customer's others the credits, those without a booking that use
/// the customer's deposit, and the payments with something left that an invoice may take: a large
/// customer has thousands of the rest.
fn leaning(book: &Connection, latest: i64, new: Option<&Transaction>) -> Result<Vec<i64>, Error> {
    let old = transactions::load(book, TransactionId(latest))?.transaction;
    let mut threads = parts::thread_names(&old);
    threads.extend(new.into_iter().flat_map(parts::thread_names));
    threads.push(("refund_of", old.source.id));
    tied(book, latest, &threads, i64::MIN)
}

/// The same of what has these threads, and happened after an instant.
fn tied(
    book: &Connection,
    own: i64,
    threads: &[(&str, String)],
    after: i64,
) -> Result<Vec<i64>, Error> {
    let threads = serde_json::to_string(threads).expect("strings are always JSON");
    sql::all(
        book,
        "WITH own AS (
             SELECT DISTINCT value ->> 0 AS sort, value ->> 1 AS name FROM json_each(:threads)),
         tied AS (
             SELECT h.transaction_id AS id, h.sort
             FROM own o JOIN threads h ON h.name = o.name
                 AND h.sort IN ('booking', 'customer', 'refund_of', 'moved_to')
             WHERE h.sort = o.sort
                 OR (o.sort IN ('booking', 'moved_to') AND h.sort IN ('booking', 'moved_to'))
             UNION
             SELECT transaction_id, 'against' FROM parts
             WHERE against_transaction = :id AND retired = 0)
         SELECT DISTINCT t.id, t.at_ms
         FROM tied h JOIN transactions t ON t.id = h.id
             JOIN words k ON k.id = t.kind_id
         WHERE t.id <> :id AND t.reverses IS NULL AND t.at_ms > :after
             AND NOT EXISTS (
                 SELECT 1 FROM transactions r
                 WHERE r.outside_id = t.outside_id AND r.source_id = t.source_id
                     AND r.revision = t.revision + 1)
             AND (h.sort <> 'customer'
                 OR k.text = 'account_refund'
                 OR (k.text IN ('booking_refund', 'cancellation', 'check_in')
                     AND t.particulars ->> '$[3]' IS NULL)
                 OR (k.text = 'account_payment' AND EXISTS (
                     SELECT 1 FROM parts p JOIN words w ON w.id = p.part_id
                     WHERE p.transaction_id = t.id AND p.retired = 0 AND w.text LIKE 'excess%')))
         ORDER BY t.at_ms, t.id LIMIT :limit",
        named_params! {
            ":id": own,
            ":threads": threads,
            ":after": after,
            ":limit": DEPENDENTS_MAX,
        },
        |row| Ok(row.get(0)?),
    )
}
