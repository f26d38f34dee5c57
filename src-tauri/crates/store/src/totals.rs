//! Daily totals: kept at recording, so that a day's review costs the same in a book of any size.
//!
//! What no live document has claimed stands in `open_totals`; it moves to `claimed_totals` with
//! its claim and comes back with an undo. Both are sums of legs, and are checked against them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ledger::{Amount, Lane, LegTotal, Tags};
use rusqlite::{Connection, Row, named_params};

use crate::book::Book;
use crate::error::Error;
use crate::ids::{DocumentId, LocationId};
use crate::sql::{self, day};
use crate::words;

/// What a kept total is kept by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TotalKey {
    pub(crate) location: i64,
    pub(crate) lane: Lane,
    pub(crate) day: i64,
    pub(crate) kind: i64,
    pub(crate) target: i64,
    pub(crate) tax_set: i64,
}

/// What is summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sums {
    amount: Amount,
    tax: Amount,
    transactions: i64,
}

impl Sums {
    /// Adds a leg; `first` when it is the first of its transaction here.
    pub(crate) fn add(&mut self, amount: Amount, tax: Amount, first: bool) {
        self.amount += amount;
        self.tax += tax;
        self.transactions += i64::from(first);
    }

    /// Adds the opposite of some sums, as transactions of their own.
    pub(crate) fn reverse(&mut self, other: Self) {
        self.amount -= other.amount;
        self.tax -= other.tax;
        self.transactions += other.transactions;
    }

    /// Takes some sums out again, with their transactions.
    pub(crate) fn remove(&mut self, other: Self) {
        self.amount -= other.amount;
        self.tax -= other.tax;
        self.transactions -= other.transactions;
    }

    fn read(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            amount: Amount::from_minor(row.get("amount")?),
            tax: Amount::from_minor(row.get("tax")?),
            transactions: row.get("transactions")?,
        })
    }
}

/// Some business dates of a location's lane, both ends included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Range {
    pub(crate) location: LocationId,
    pub(crate) lane: Lane,
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
}

impl Book {
    /// What no live document has claimed yet of a location's business dates `from..=to`, summed by
    /// kind, target and tax set, in that order. Reads the kept totals only.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn open_totals(
        &self,
        location: LocationId,
        lane: Lane,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<LegTotal>, Error> {
        self.read(|view| open(view, Range { location, lane, from, to }))
    }

    /// What a document claimed, summed the same way; still there when it was undone.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn claimed_totals(&self, document: DocumentId) -> Result<Vec<LegTotal>, Error> {
        self.claimed_totals_of_days(document, NaiveDate::MIN, NaiveDate::MAX)
    }

    /// The same of some business dates in it.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn claimed_totals_of_days(
        &self,
        document: DocumentId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<LegTotal>, Error> {
        let totals = self.read(|view| {
            sql::all(
                view,
                "SELECT k.text AS kind, g.sort, g.name, s.text AS tax_set,
                     sum(c.amount) AS amount, sum(c.tax) AS tax,
                     sum(c.transactions) AS transactions
                 FROM claimed_totals c
                     JOIN words k ON k.id = c.kind_id
                     JOIN targets g ON g.id = c.target_id
                     JOIN words s ON s.id = c.tax_set_id
                 WHERE c.document_id = :document AND c.business_day BETWEEN :from AND :to
                 GROUP BY c.kind_id, c.target_id, c.tax_set_id",
                named_params! { ":document": document.0, ":from": day(from), ":to": day(to) },
                leg_total,
            )
        })?;
        Ok(in_order(totals))
    }

    /// Adds the legs of `from..=to` up again and compares them with the kept totals.
    ///
    /// # Errors
    /// [`Error::TotalsDiffer`] naming the first day that differs.
    pub fn recheck(
        &self,
        location: LocationId,
        lane: Lane,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<(), Error> {
        self.read(|view| recheck(view, Range { location, lane, from, to }))
    }
}

/// The open totals of a range, in the order of `ledger`'s own values.
pub(crate) fn open(book: &Connection, range: Range) -> Result<Vec<LegTotal>, Error> {
    let totals = sql::all(
        book,
        "SELECT k.text AS kind, g.sort, g.name, s.text AS tax_set,
             sum(o.amount) AS amount, sum(o.tax) AS tax, sum(o.transactions) AS transactions
         FROM open_totals o
             JOIN words k ON k.id = o.kind_id
             JOIN targets g ON g.id = o.target_id
             JOIN words s ON s.id = o.tax_set_id
         WHERE o.location_id = :location AND o.lane = :lane
             AND o.business_day BETWEEN :from AND :to
         GROUP BY o.kind_id, o.target_id, o.tax_set_id",
        named_params! {
            ":location": range.location.0,
            ":lane": range.lane.key(),
            ":from": day(range.from),
            ":to": day(range.to),
        },
        leg_total,
    )?;
    Ok(in_order(totals))
}

fn leg_total(row: &Row<'_>) -> Result<LegTotal, Error> {
    let Sums { amount, tax, transactions } = Sums::read(row)?;
    Ok(LegTotal {
        kind: words::kind(&row.get::<_, String>("kind")?)?,
        target: words::target(&row.get::<_, String>("sort")?, row.get("name")?)?,
        tax_set: words::tax_set(&row.get::<_, String>("tax_set")?),
        tags: Tags::none(),
        amount,
        tax,
        transactions: u32::try_from(transactions).map_err(|_| Error::Unreadable {
            what: "count of transactions",
            text: transactions.to_string(),
        })?,
    })
}

fn in_order(mut totals: Vec<LegTotal>) -> Vec<LegTotal> {
    totals.sort_by(|a, b| (a.kind, &a.target, &a.tax_set).cmp(&(b.kind, &b.target, &b.tax_set)));
    totals
}

/// Compares the kept open totals of a range with the sums of its open legs.
pub(crate) fn recheck(book: &Connection, range: Range) -> Result<(), Error> {
    let kept = kept(book, range)?;
    let summed = summed(book, range)?;
    let different = |(key, sums): (&TotalKey, &Sums), other: &BTreeMap<TotalKey, Sums>| {
        (other.get(key) != Some(sums)).then_some(key.day)
    };
    let first = kept
        .iter()
        .filter_map(|entry| different(entry, &summed))
        .chain(summed.iter().filter_map(|entry| different(entry, &kept)))
        .min();
    match first {
        None => Ok(()),
        Some(day) => Err(Error::TotalsDiffer { date: sql::date(day)? }),
    }
}

fn kept(book: &Connection, range: Range) -> Result<BTreeMap<TotalKey, Sums>, Error> {
    let rows = sql::all(
        book,
        "SELECT location_id, lane, business_day, kind_id, target_id, tax_set_id,
             amount, tax, transactions
         FROM open_totals
         WHERE location_id = :location AND lane = :lane
             AND business_day BETWEEN :from AND :to",
        named_params! {
            ":location": range.location.0,
            ":lane": range.lane.key(),
            ":from": day(range.from),
            ":to": day(range.to),
        },
        total,
    )?;
    Ok(rows.into_iter().collect())
}

fn summed(book: &Connection, range: Range) -> Result<BTreeMap<TotalKey, Sums>, Error> {
    let rows = sql::all(
        book,
        "SELECT p.location_id, p.lane, p.business_day, t.kind_id, l.target_id, l.tax_set_id,
             sum(l.amount) AS amount, sum(l.tax) AS tax,
             count(DISTINCT l.transaction_id) AS transactions
         FROM parts p
             JOIN transactions t ON t.id = p.transaction_id
             JOIN legs l ON l.transaction_id = p.transaction_id AND l.part_id = p.part_id
         WHERE p.location_id = :location AND p.lane = :lane
             AND p.business_day BETWEEN :from AND :to AND p.retired = 0
             AND NOT EXISTS (
                 SELECT 1 FROM claims c
                 WHERE c.transaction_id = p.transaction_id AND c.part_id = p.part_id
                     AND c.released_at_ms IS NULL)
         GROUP BY p.business_day, t.kind_id, l.target_id, l.tax_set_id",
        named_params! {
            ":location": range.location.0,
            ":lane": range.lane.key(),
            ":from": day(range.from),
            ":to": day(range.to),
        },
        total,
    )?;
    Ok(rows.into_iter().collect())
}

/// The sums of one transaction's legs, as they were added at its recording.
pub(crate) fn of_transaction(book: &Connection, id: i64) -> Result<Vec<(TotalKey, Sums)>, Error> {
    of_parts(book, id, None)
}

/// Adds the sums of a part that has come to the cashout.
pub(crate) fn add_part(book: &Connection, id: i64, part: i64) -> Result<(), Error> {
    let sums = of_parts(book, id, Some(part))?;
    sums.iter().try_for_each(|(key, sums)| add(book, key, sums))
}

/// The sums of a transaction's legs that the cashout takes, or of one part of it.
fn of_parts(book: &Connection, id: i64, part: Option<i64>) -> Result<Vec<(TotalKey, Sums)>, Error> {
    sql::all(
        book,
        "SELECT p.location_id, p.lane, p.business_day, t.kind_id, l.target_id, l.tax_set_id,
             sum(l.amount) AS amount, sum(l.tax) AS tax, 1 AS transactions
         FROM transactions t
             JOIN parts p ON p.transaction_id = t.id
             JOIN legs l ON l.transaction_id = t.id AND l.part_id = p.part_id
         WHERE t.id = :id AND p.lane = 'cashout' AND p.retired = 0
             AND (:part IS NULL OR p.part_id = :part)
         GROUP BY p.location_id, p.lane, p.business_day, l.target_id, l.tax_set_id",
        named_params! { ":id": id, ":part": part },
        total,
    )
}

fn total(row: &Row<'_>) -> Result<(TotalKey, Sums), Error> {
    let key = TotalKey {
        location: row.get("location_id")?,
        lane: words::lane(&row.get::<_, String>("lane")?)?,
        day: row.get("business_day")?,
        kind: row.get("kind_id")?,
        target: row.get("target_id")?,
        tax_set: row.get("tax_set_id")?,
    };
    Ok((key, Sums::read(row)?))
}

/// Adds some sums to what is open; what comes to nothing at all stands there no more.
pub(crate) fn add(book: &Connection, key: &TotalKey, sums: &Sums) -> Result<(), Error> {
    if *sums == Sums::default() {
        return Ok(());
    }
    if sums.transactions > 0 {
        return run(
            book,
            "INSERT INTO open_totals (location_id, lane, business_day, kind_id, target_id,
                 tax_set_id, amount, tax, transactions)
             VALUES (:location, :lane, :day, :kind, :target, :tax_set, :amount, :tax,
                 :transactions)
             ON CONFLICT DO UPDATE SET amount = amount + excluded.amount,
                 tax = tax + excluded.tax, transactions = transactions + excluded.transactions",
            key,
            sums,
        )
        .map(drop);
    }
    let gone = run(
        book,
        "DELETE FROM open_totals
         WHERE location_id = :location AND lane = :lane AND business_day = :day
             AND kind_id = :kind AND target_id = :target AND tax_set_id = :tax_set
             AND (transactions, amount, tax) = (-:transactions, -:amount, -:tax)",
        key,
        sums,
    )?;
    if gone > 0 {
        return Ok(());
    }
    run(
        book,
        "UPDATE open_totals SET amount = amount + :amount, tax = tax + :tax,
             transactions = transactions + :transactions
         WHERE location_id = :location AND lane = :lane AND business_day = :day
             AND kind_id = :kind AND target_id = :target AND tax_set_id = :tax_set",
        key,
        sums,
    )
    .map(drop)
}

fn run(book: &Connection, statement: &str, key: &TotalKey, sums: &Sums) -> Result<usize, Error> {
    sql::run(
        book,
        statement,
        named_params! {
            ":location": key.location,
            ":lane": key.lane.key(),
            ":day": key.day,
            ":kind": key.kind,
            ":target": key.target,
            ":tax_set": key.tax_set,
            ":amount": sums.amount.minor(),
            ":tax": sums.tax.minor(),
            ":transactions": sums.transactions,
        },
    )
}
