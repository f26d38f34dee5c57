//! Doubts about counts of drawers.

use ledger::Amount;
use rusqlite::Connection;

use super::{Days, Doubt, amount, params};
use crate::error::Error;
use crate::sql;

/// Counts whose all is over and that no document has taken yet.
pub(super) fn all_over(view: &Connection, days: Days) -> Result<Vec<Doubt>, Error> {
    let found = sql::all(
        view,
        concat!(
            "SELECT w.text AS till, t.business_day, t.amount
             FROM transactions t LEFT JOIN words w ON w.id = t.till_id
             WHERE ",
            of_days!("'cash_count'"),
            " AND t.amount > 0 AND t.amount = (
                 SELECT sum(l.amount) FROM parts p
                     JOIN legs l ON l.transaction_id = p.transaction_id AND l.part_id = p.part_id
                     JOIN targets g ON g.id = l.target_id AND g.sort = 'tender'
                 WHERE p.transaction_id = t.id AND p.retired = 0 AND NOT EXISTS (
                     SELECT 1 FROM claims c
                     WHERE c.transaction_id = p.transaction_id AND c.part_id = p.part_id
                         AND c.released_at_ms IS NULL))
             ORDER BY t.at_ms, t.id LIMIT :told"
        ),
        params(&days).as_slice(),
        |row| Ok((row.get("till")?, row.get("business_day")?, amount(row, "amount")?)),
    )?;
    let doubt = |(till, day, over): (Option<String>, i64, Amount)| {
        let tills = tills(view, Days { from: day, to: day, ..days })?;
        Ok(Doubt::Count { till, over, tills })
    };
    found.into_iter().map(doubt).collect()
}

fn tills(view: &Connection, days: Days) -> Result<Vec<String>, Error> {
    sql::all(
        view,
        "SELECT DISTINCT w.text AS till
         FROM transactions t JOIN words w ON w.id = t.till_id JOIN words k ON k.id = t.kind_id
         WHERE t.business_day BETWEEN :from AND :to AND t.location_id = :location
             AND k.text <> 'cash_count'
         ORDER BY w.text LIMIT :told",
        params(&days).as_slice(),
        |row| Ok(row.get("till")?),
    )
}

/// Counts of a till that find again what a count of all tills found before them on their day. Which
/// till it was found in nobody said then, so that the book cannot tell the same from more. Only
/// those that no document has taken yet.
pub(super) fn counted_twice(view: &Connection, days: Days) -> Result<Vec<Doubt>, Error> {
    sql::all(
        view,
        concat!(
            "WITH found AS (
                 SELECT t.id, t.till_id, t.business_day, t.at_ms, (
                     SELECT coalesce(sum(l.amount), 0) FROM parts p
                         JOIN legs l
                             ON l.transaction_id = p.transaction_id AND l.part_id = p.part_id
                         JOIN targets g ON g.id = l.target_id AND g.sort = 'tender'
                     WHERE p.transaction_id = t.id AND p.retired = 0) AS over
                 FROM transactions t
                 WHERE ",
            of_days!("'cash_count'"),
            ")
             SELECT w.text AS till, f.over, (
                 SELECT coalesce(sum(a.over), 0) FROM found a
                 WHERE a.till_id IS NULL AND a.business_day = f.business_day
                     AND a.at_ms < f.at_ms) AS together
             FROM found f JOIN words w ON w.id = f.till_id
             WHERE f.over * together > 0 AND NOT EXISTS (
                 SELECT 1 FROM claims c
                 WHERE c.transaction_id = f.id AND c.released_at_ms IS NULL)
             ORDER BY f.at_ms, f.id LIMIT :told"
        ),
        params(&days).as_slice(),
        |row| {
            Ok(Doubt::CountedTwice {
                till: row.get("till")?,
                over: amount(row, "over")?,
                together: amount(row, "together")?,
            })
        },
    )
}
