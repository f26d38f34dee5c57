//! What is wrong around the book: the clock, and another machine on its folder.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, named_params};

use crate::book::Book;
use crate::error::Error;
use crate::lease;
use crate::sql;

/// How far the clock may be behind what the book has seen: clocks are set by a little now and then.
const CLOCK_SLACK: TimeDelta = TimeDelta::minutes(10);
/// How many of the last entries of the sync log are looked at: what is logged late, or after the
/// clock was set back, is not the latest that happened.
const LOG_LOOKED_AT: u32 = 1_000;

/// The lease of the machine that works on the book.
const MACHINE: &str = "machine";

impl Book {
    /// Refuses a clock that was set back: what is recorded now would get a wrong date.
    ///
    /// # Errors
    /// [`Error::ClockBehind`], for the caller to tell; nothing else depends on it.
    pub fn check_clock(&self, now: DateTime<Utc>) -> Result<(), Error> {
        let latest = self.read(|view| {
            sql::first(
                view,
                "SELECT max(at_ms) FROM (
                     SELECT recorded_at_ms AS at_ms FROM transactions
                     WHERE id = (SELECT max(id) FROM transactions)
                     UNION ALL SELECT created_at_ms FROM documents
                     WHERE id = (SELECT max(id) FROM documents)
                     UNION ALL SELECT max(started_at_ms) FROM attempts
                     UNION ALL SELECT max(at_ms) FROM (
                         SELECT at_ms FROM sync_log ORDER BY id DESC LIMIT :looked_at))",
                named_params! { ":looked_at": LOG_LOOKED_AT },
                |row| row.get::<_, Option<i64>>(0)?.map(sql::instant).transpose(),
            )
        })?;
        match latest.flatten().filter(|latest| *latest > now + CLOCK_SLACK) {
            Some(latest) => Err(Error::ClockBehind { latest, now }),
            None => Ok(()),
        }
    }

    /// Says that `machine` works on the book until `now + ttl`; every process of a machine says the
    /// same name, and says it again before the time is over.
    ///
    /// # Errors
    /// [`Error::OtherMachine`] while another machine's time runs.
    pub fn claim_for_machine(
        &self,
        machine: &str,
        now: DateTime<Utc>,
        ttl: Duration,
    ) -> Result<(), Error> {
        self.write(|book| claim(book, machine, now, ttl))
    }

    /// Says that `machine` no longer works on the book.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn leave_machine(&self, machine: &str) -> Result<(), Error> {
        self.release_lease(MACHINE, machine)
    }
}

/// Says that `machine` works on the book, with whatever else is written.
pub(crate) fn claim(
    book: &Connection,
    machine: &str,
    now: DateTime<Utc>,
    ttl: Duration,
) -> Result<(), Error> {
    if lease::acquire(book, MACHINE, machine, now, ttl)? {
        return Ok(());
    }
    let other = sql::first(
        book,
        "SELECT owner FROM leases WHERE name = :name",
        named_params! { ":name": MACHINE },
        |row| Ok(row.get(0)?),
    )?;
    Err(Error::OtherMachine { machine: other.unwrap_or_default() })
}
