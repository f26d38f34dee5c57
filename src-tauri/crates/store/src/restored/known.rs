//! Until when a book that was put back surely knows what it sent.
//!
//! Clocks lie: a machine that once ran a year ahead has written times into the book that come true
//! later, and would then say that it knew everything until there. So of each sort of thing only
//! what was written last counts, whatever its time; of all sorts the earliest; and nothing that is
//! yet to come. Asking Xero about more than is needed costs a few calls; about less, a day that is
//! posted twice. A book in which nothing was done knows that it sent nothing before it was made.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, named_params};

use crate::error::Error;
use crate::sql::{self, ms};

/// The moment until which a book knows what it sent, as far as its own times can be believed at
/// `now`; none where they say nothing.
pub(super) fn known_until(
    book: &Connection,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, Error> {
    let known = sql::first(
        book,
        "SELECT coalesce(min(at_ms), (SELECT applied_at_ms FROM migrations
             WHERE number = 1 AND applied_at_ms <= :now_ms)) FROM (
             SELECT (SELECT created_at_ms FROM documents
                 WHERE created_at_ms <= :now_ms ORDER BY id DESC LIMIT 1) AS at_ms
             UNION ALL SELECT (SELECT at_ms FROM sync_log
                 WHERE at_ms <= :now_ms ORDER BY id DESC LIMIT 1)
             UNION ALL SELECT (SELECT recorded_at_ms FROM transactions
                 WHERE recorded_at_ms <= :now_ms ORDER BY id DESC LIMIT 1))",
        named_params! { ":now_ms": ms(now) },
        |row| Ok(row.get::<_, Option<i64>>(0)?),
    )?;
    known.flatten().map(sql::instant).transpose()
}
