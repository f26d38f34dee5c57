//! Renewing: all seals made anew after the book's format changed, and none of them over damage.

use rusqlite::Connection;

use super::compare::{self, Differences};
use super::keeper;
use super::tables::Tables;
use crate::error::Error;
use crate::sql;

/// What differed from its seal before a change of the format.
#[derive(Debug, Default)]
pub(crate) struct Kept(Differences);

impl Kept {
    /// Compares the whole book, where its format has seals already.
    pub(crate) fn of(book: &Connection) -> Result<Self, Error> {
        match has_seals(book)? {
            true => Ok(Self(compare::all(book, &Tables::of(book)?)?)),
            false => Ok(Self::default()),
        }
    }
}

/// Seals everything as it stands, where the format has seals. What differed before differs still:
/// new columns and tables do not make damage right.
pub(crate) fn renew(book: &Connection, kept: &Kept) -> Result<(), Error> {
    if !has_seals(book)? {
        return Ok(());
    }
    book.execute_batch("DELETE FROM transaction_seals; DELETE FROM seals;")?;
    let mut seals = compare::all(book, &Tables::of(book)?)?;
    for (group, difference) in &kept.0 {
        *seals.entry(group.clone()).or_default() ^= difference;
    }
    seals.iter().try_for_each(|(group, seal)| keeper::add(book, group, *seal))
}

/// Whether a book's format has seals.
pub(crate) fn has_seals(book: &Connection) -> Result<bool, Error> {
    let found = sql::first(
        book,
        "SELECT 1 FROM sqlite_schema WHERE name = 'transaction_seals'",
        [],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}
