//! What should be in a drawer: what was last counted, and every move of cash since.

use ledger::{Amount, Transaction};
use rusqlite::{Connection, named_params};

use super::Own;
use crate::error::Error;
use crate::sql::{self, day, ms};
use crate::words::find_word;

/// The last count before an instant.
struct Counted {
    at_ms: i64,
    day: i64,
    amount: Amount,
}

/// Moves are looked for by business date, which every book has an index of, however large it is.
/// An instant lies within so many days of its business date, also where a day ended at another
/// hour then.
const DAYS_APART: i64 = 7;

/// What should be in the drawer of a location at the time of a count. A count that names a till
/// is about that till, one that names none about all of them together.
pub(super) fn expected(
    book: &Connection,
    count: &Transaction,
    own: Own<'_>,
    location: i64,
) -> Result<Amount, Error> {
    let till = match &count.till {
        Some(till) => Some(find_word(book, till)?.unwrap_or(-1)),
        None => None,
    };
    let until = ms(count.at);
    let last = last_count(book, location, till, until, own)?;
    let since = last.as_ref().map_or(i64::MIN, |last| last.at_ms);
    let from_day = last.as_ref().map_or(i64::MIN, |last| last.day - DAYS_APART);
    let to_day = day(count.business_date) + DAYS_APART;
    let moved = moved(book, location, till, [(since, until), (from_day, to_day)], own)?;
    Ok(last.map_or(Amount::ZERO, |last| last.amount) + moved)
}

fn last_count(
    book: &Connection,
    location: i64,
    till: Option<i64>,
    until: i64,
    own: Own<'_>,
) -> Result<Option<Counted>, Error> {
    sql::first(
        book,
        "SELECT t.at_ms, t.business_day, t.amount
         FROM transactions t JOIN words k ON k.id = t.kind_id
         WHERE k.text = 'cash_count' AND t.location_id = :location AND t.till_id IS :till
             AND t.at_ms < :until AND t.reverses IS NULL
             AND NOT EXISTS (SELECT 1 FROM transactions r WHERE r.reverses = t.id)
             AND (t.outside_id, t.source_id) <> (:own_id, :own_source)
         ORDER BY t.at_ms DESC, t.id DESC LIMIT 1",
        named_params! {
            ":location": location,
            ":till": till,
            ":until": until,
            ":own_id": own.outside_id,
            ":own_source": own.source,
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

/// What went into and out of the drawer after `since` and up to `until`. What counts found over or
/// short was in the drawer already.
fn moved(
    book: &Connection,
    location: i64,
    till: Option<i64>,
    [(since, until), (from_day, to_day)]: [(i64, i64); 2],
    own: Own<'_>,
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
             AND k.text <> 'cash_count'
             AND g.sort = 'tender' AND lower(trim(g.name)) = 'cash'
             AND (t.outside_id, t.source_id) <> (:own_id, :own_source)",
        named_params! {
            ":location": location,
            ":till": till,
            ":since": since,
            ":until": until,
            ":from_day": from_day,
            ":to_day": to_day,
            ":own_id": own.outside_id,
            ":own_source": own.source,
        },
        |row| Ok(row.get(0)?),
    )?;
    Ok(Amount::from_minor(minor.unwrap_or_default()))
}
