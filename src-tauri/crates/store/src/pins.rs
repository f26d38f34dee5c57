//! PINs: their hashes, and how often they may be tried. What a hash is worth is the caller's
//! matter; here it is a text that is never shown.
//!
//! A try is counted before it is judged, so that ending the program between the two makes no try
//! free. After a few wrong ones each next one has to wait, twice as long every time and never
//! longer than [`DELAY_MAX`]: nobody is locked out for ever.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, named_params};

use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::ids::PersonId;
use crate::people;
use crate::sql::{self, ms};

/// Wrong PINs in a row that cost no wait: a finger slips.
const FREE_TRIES: u32 = 3;
/// The wait after the first wrong PIN that costs one; each further one doubles it.
const DELAY_FIRST: TimeDelta = TimeDelta::seconds(5);
/// The longest wait: with it, ten thousand PINs take more than a month of nights and days.
const DELAY_MAX: TimeDelta = TimeDelta::minutes(5);

/// What a PIN is checked against: a text of the caller's making.
#[derive(Clone, PartialEq, Eq)]
pub struct PinHash(pub String);

impl fmt::Debug for PinHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PinHash(hidden)")
    }
}

/// Whether a PIN may be tried now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PinTry {
    /// It may, against this; the try is counted.
    Now(PinHash),
    /// Too many were wrong: not before this moment.
    NotBefore(DateTime<Utc>),
}

impl Book {
    /// Counts a try of a person's PIN, and gives what to check it against.
    ///
    /// # Errors
    /// [`Error::NotFound`]; when the book cannot be written, for a try that cannot be counted is
    /// not made.
    pub fn try_pin(&self, id: PersonId, now: DateTime<Utc>) -> Result<PinTry, Error> {
        self.write(|book| {
            people::one(book, id)?;
            let (hash, wrong, next_try_ms) = kept(book, id)?;
            let next_try = sql::instant(next_try_ms)?;
            // A wait longer than any is one from before the clock was set back.
            if next_try > now && next_try <= now + DELAY_MAX {
                return Ok(PinTry::NotBefore(next_try));
            }
            let wrong = wrong.saturating_add(1);
            sql::run(
                book,
                "UPDATE pins SET wrong = :wrong, next_try_ms = :next_try_ms
                 WHERE person_id = :id",
                named_params! {
                    ":id": id.0,
                    ":wrong": wrong,
                    ":next_try_ms": ms(now + delay_after(wrong)),
                },
            )?;
            Ok(PinTry::Now(hash))
        })
    }

    /// Forgets the wrong tries before a right one.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn pin_was_right(&self, id: PersonId) -> Result<(), Error> {
        self.write(|book| {
            sql::run(
                book,
                "UPDATE pins SET wrong = 0, next_try_ms = 0 WHERE person_id = :id",
                named_params! { ":id": id.0 },
            )
            .map(drop)
        })
    }

    /// When a person's PIN may be tried again; nothing where it may be now.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn next_try(
        &self,
        id: PersonId,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, Error> {
        let next = self.read(|view| kept(view, id))?.2;
        Ok(Some(sql::instant(next)?).filter(|next| *next > now && *next <= now + DELAY_MAX))
    }

    /// Gives a person another PIN; wrong tries before it are forgotten.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn set_pin(&self, id: PersonId, pin: &PinHash, now: DateTime<Utc>) -> Result<(), Error> {
        self.write(|book| {
            people::one(book, id)?;
            put(book, id, pin, now)?;
            changes::note(book, Topic::People, Some(id.0))
        })
    }
}

/// Keeps a person's PIN, in the place of an earlier one.
pub(crate) fn put(
    book: &Connection,
    id: PersonId,
    pin: &PinHash,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sql::run(
        book,
        "INSERT INTO pins (person_id, hash, wrong, next_try_ms, set_at_ms)
         VALUES (:id, :hash, 0, 0, :now_ms)
         ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, wrong = 0, next_try_ms = 0,
             set_at_ms = excluded.set_at_ms",
        named_params! { ":id": id.0, ":hash": pin.0, ":now_ms": ms(now) },
    )
    .map(drop)
}

fn kept(view: &Connection, id: PersonId) -> Result<(PinHash, u32, i64), Error> {
    let found = sql::first(
        view,
        "SELECT hash, wrong, next_try_ms FROM pins WHERE person_id = :id",
        named_params! { ":id": id.0 },
        |row| Ok((PinHash(row.get("hash")?), row.get("wrong")?, row.get("next_try_ms")?)),
    );
    found?.ok_or(Error::NotFound { what: "PIN of person", id: id.0 })
}

/// How long the next try waits after so many wrong ones in a row.
fn delay_after(wrong: u32) -> TimeDelta {
    match wrong.checked_sub(FREE_TRIES) {
        None | Some(0) => TimeDelta::zero(),
        // Beyond a few doublings it is the longest anyway.
        Some(doublings) => (DELAY_FIRST * (1 << doublings.min(10) >> 1)).min(DELAY_MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_have_an_end() {
        let seconds = |wrong| delay_after(wrong).num_seconds();
        let waits: Vec<_> = (1..=12).map(seconds).collect();
        assert_eq!(waits, [0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300]);
        assert_eq!(seconds(u32::MAX), 300);
    }

    #[test]
    fn a_hash_is_not_shown() {
        assert_eq!(format!("{:?}", PinTry::Now(PinHash("abc".to_owned()))), "Now(PinHash(hidden))");
    }
}
