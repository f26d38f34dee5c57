//! Leases: one owner at a time of the outbox, or of refreshing tokens, across processes.

use std::time::Duration;

use chrono::{DateTime, Utc};

use rusqlite::{Connection, named_params};

use crate::book::Book;
use crate::error::Error;
use crate::sql::{self, ms};

impl Book {
    /// Takes or renews a lease until `now + ttl`. True when `owner` has it now; false while another
    /// owner's lease still runs.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn acquire_lease(
        &self,
        name: &str,
        owner: &str,
        now: DateTime<Utc>,
        ttl: Duration,
    ) -> Result<bool, Error> {
        self.write(|book| acquire(book, name, owner, now, ttl))
    }

    /// Gives a lease back; does nothing when it is not `owner`'s.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn release_lease(&self, name: &str, owner: &str) -> Result<(), Error> {
        self.write(|book| {
            sql::run(
                book,
                "DELETE FROM leases WHERE name = :name AND owner = :owner",
                named_params! { ":name": name, ":owner": owner },
            )
            .map(drop)
        })
    }
}

/// Takes or renews a lease with whatever else is written.
pub(crate) fn acquire(
    book: &Connection,
    name: &str,
    owner: &str,
    now: DateTime<Utc>,
    ttl: Duration,
) -> Result<bool, Error> {
    let ttl_ms = i64::try_from(ttl.as_millis()).unwrap_or(i64::MAX);
    let until_ms = ms(now).saturating_add(ttl_ms);
    // A lease that runs longer than any does was taken before the clock was set back.
    let impossible_ms = until_ms.saturating_add(ttl_ms);
    let taken = sql::run(
        book,
        "INSERT INTO leases (name, owner, until_ms) VALUES (:name, :owner, :until_ms)
         ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until_ms = excluded.until_ms
         WHERE leases.owner = :owner OR leases.until_ms <= :now_ms
             OR leases.until_ms > :impossible_ms",
        named_params! {
            ":name": name,
            ":owner": owner,
            ":until_ms": until_ms,
            ":now_ms": ms(now),
            ":impossible_ms": impossible_ms,
        },
    )?;
    Ok(taken > 0)
}
