//! What should be in a drawer: what was last counted, and every move of cash since.
//!
//! Counts stand in one order, by which each knows the earlier ones: by their instants, and those of
//! one instant as they were first recorded. A corrected count keeps its place. Those of single
//! tills come before one of all tills together at that instant. What was corrected has a row of the
//! next revision, which its reversal is: that is found by an index, the reversal by itself is not.

use ledger::{Amount, Story, Transaction};
use rusqlite::{Connection, named_params};

use super::Own;
use crate::error::Error;
use crate::sql::{self, day, ms};
use crate::words::find_word;

/// The last count before another.
struct Counted {
    at_ms: i64,
    day: i64,
    amount: Amount,
}

/// A count's place among the others.
#[derive(Clone, Copy)]
struct Place<'a> {
    own: Own<'a>,
    location: i64,
    /// A count that names a till is about that till, one that names none about all together.
    till: Option<i64>,
    at_ms: i64,
    /// The row of its first revision; behind all others where it has none yet.
    first: i64,
}

/// Moves are looked for by business date, which every book has an index of, however large it is.
/// An instant lies within so many days of its business date, also where a day ended at another
/// hour then.
const DAYS_APART: i64 = 7;

/// Tells a count what should be in the drawer and what earlier counts of its day booked.
pub(super) fn tell(
    book: &Connection,
    count: &Transaction,
    own: Own<'_>,
    location: i64,
    story: &mut Story,
) -> Result<(), Error> {
    let till = match &count.till {
        Some(till) => Some(find_word(book, till)?.unwrap_or(-1)),
        None => None,
    };
    let first = first_revision(book, own)?;
    let place = Place { own, location, till, at_ms: ms(count.at), first };
    let business_day = day(count.business_date);
    let last = last_count(book, place)?;
    let since = last.as_ref().map_or(i64::MIN, |last| last.at_ms);
    let from_day = last.as_ref().map_or(i64::MIN, |last| last.day - DAYS_APART);
    let moved = moved(book, place, since, (from_day, business_day + DAYS_APART))?;
    story.drawer = last.map_or(Amount::ZERO, |last| last.amount) + moved;
    story.over_before = over_before(book, place, business_day)?;
    Ok(())
}

fn first_revision(book: &Connection, own: Own<'_>) -> Result<i64, Error> {
    let first = sql::first(
        book,
        "SELECT min(id) FROM transactions WHERE outside_id = :own_id AND source_id = :own_source",
        named_params! { ":own_id": own.outside_id, ":own_source": own.source },
        |row| Ok(row.get::<_, Option<i64>>(0)?),
    )?;
    Ok(first.flatten().unwrap_or(i64::MAX))
}

fn last_count(book: &Connection, place: Place<'_>) -> Result<Option<Counted>, Error> {
    sql::first(
        book,
        "SELECT t.at_ms, t.business_day, t.amount, (
             SELECT min(f.id) FROM transactions f
             WHERE f.outside_id = t.outside_id AND f.source_id = t.source_id) AS first
         FROM transactions t JOIN words k ON k.id = t.kind_id
         WHERE k.text = 'cash_count' AND t.location_id = :location AND t.till_id IS :till
             AND t.at_ms <= :until AND (t.at_ms, first) < (:until, :own_first)
             AND t.reverses IS NULL
             AND NOT EXISTS (
                 SELECT 1 FROM transactions r WHERE r.outside_id = t.outside_id
                     AND r.source_id = t.source_id AND r.revision = t.revision + 1)
             AND (t.outside_id, t.source_id) <> (:own_id, :own_source)
         ORDER BY t.at_ms DESC, first DESC LIMIT 1",
        named_params! {
            ":location": place.location,
            ":till": place.till,
            ":until": place.at_ms,
            ":own_first": place.first,
            ":own_id": place.own.outside_id,
            ":own_source": place.own.source,
        },
        |row| {
            Ok(Counted {
                at_ms: row.get("at_ms")?,
                day: row.get("business_day")?,
                amount: Amount::from_minor(row.get("amount")?),
            })
        },
    )
}

/// What went into and out of the drawer after `since` and up to the count. What counts of it found
/// over or short was in it already; what those of single tills did is new to one of all together.
fn moved(
    book: &Connection,
    place: Place<'_>,
    since: i64,
    (from_day, to_day): (i64, i64),
) -> Result<Amount, Error> {
    let minor = sql::first(
        book,
        "SELECT coalesce(sum(l.amount), 0)
         FROM transactions t
             JOIN words k ON k.id = t.kind_id
             JOIN parts p ON p.transaction_id = t.id AND p.retired = 0
             JOIN legs l ON l.transaction_id = t.id AND l.part_id = p.part_id
             JOIN targets g ON g.id = l.target_id
         WHERE t.location_id = :location AND (:till IS NULL OR t.till_id = :till)
             AND t.business_day BETWEEN :from_day AND :to_day
             AND t.at_ms > :since AND t.at_ms <= :until
             AND (k.text <> 'cash_count' OR (:till IS NULL AND t.till_id IS NOT NULL))
             AND g.sort = 'tender' AND lower(trim(g.name)) = 'cash'
             AND (t.outside_id, t.source_id) <> (:own_id, :own_source)",
        named_params! {
            ":location": place.location,
            ":till": place.till,
            ":since": since,
            ":until": place.at_ms,
            ":from_day": from_day,
            ":to_day": to_day,
            ":own_id": place.own.outside_id,
            ":own_source": place.own.source,
        },
        |row| Ok(row.get(0)?),
    )?;
    Ok(Amount::from_minor(minor.unwrap_or_default()))
}

/// What earlier counts of the drawer found over or short on a business date; of any till where the
/// count is about all of them. A count and its reversal sum to nothing.
fn over_before(book: &Connection, place: Place<'_>, day: i64) -> Result<Amount, Error> {
    let minor = sql::first(
        book,
        "SELECT coalesce(sum(l.amount), 0)
         FROM transactions t
             JOIN words k ON k.id = t.kind_id
             JOIN parts p ON p.transaction_id = t.id AND p.retired = 0
             JOIN legs l ON l.transaction_id = t.id AND l.part_id = p.part_id
             JOIN targets g ON g.id = l.target_id
         WHERE k.text = 'cash_count' AND t.location_id = :location AND t.business_day = :day
             AND (:till IS NULL OR t.till_id = :till)
             AND (t.at_ms < :until OR (t.at_ms = :until AND (
                 t.till_id IS NOT :till OR :own_first > (
                     SELECT min(f.id) FROM transactions f
                     WHERE f.outside_id = t.outside_id AND f.source_id = t.source_id))))
             AND g.sort = 'tender' AND lower(trim(g.name)) = 'cash'
             AND (t.outside_id, t.source_id) <> (:own_id, :own_source)",
        named_params! {
            ":location": place.location,
            ":day": day,
            ":till": place.till,
            ":until": place.at_ms,
            ":own_first": place.first,
            ":own_id": place.own.outside_id,
            ":own_source": place.own.source,
        },
        |row| Ok(row.get(0)?),
    )?;
    Ok(Amount::from_minor(minor.unwrap_or_default()))
}
