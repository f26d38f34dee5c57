//! The one connection that writes: its transactions, with what has to be so before and after each.

use std::ops::Deref;
use std::sync::Arc;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::error::Error;
use crate::migrate;
use crate::place::Place;
use crate::seal::Keeper;
use crate::sql;

/// The connection that writes. Its every change is sealed, and marked beside the book.
#[derive(Debug)]
pub(crate) struct Writer {
    connection: Connection,
    keeper: Keeper,
    place: Arc<Place>,
}

impl Deref for Writer {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl Writer {
    pub(crate) const fn new(connection: Connection, keeper: Keeper, place: Arc<Place>) -> Self {
        Self { connection, keeper, place }
    }

    /// Begins a transaction; one that was not committed is rolled back by its owner.
    ///
    /// # Errors
    /// [`Error::Gone`] when the book's file is no longer there, [`Error::NewerBook`] when another
    /// program has brought the format on meanwhile.
    pub(crate) fn begin(&self) -> Result<(), Error> {
        self.place.refuse_gone()?;
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        self.keeper.forget();
        migrate::refuse_newer(&self.connection, migrate::MIGRATIONS)
            .inspect_err(|_| self.roll_back())
    }

    /// Takes a new row of a transaction into its seal, with its values in the order of the table's
    /// columns. Every other change is followed by itself.
    pub(crate) fn note(&self, table: &str, values: &[ValueRef<'_>]) -> Result<(), Error> {
        self.keeper.note(table, values)
    }

    /// Takes all rows of a new transaction into its seal.
    pub(crate) fn note_transaction(&self, id: i64) -> Result<(), Error> {
        self.keeper.note_transaction(&self.connection, id)
    }

    /// Writes the seals of what changed so far, where that is much.
    pub(crate) fn seal_many(&self) -> Result<(), Error> {
        self.keeper.seal_many(&self.connection)
    }

    /// Seals what changed, makes it durable, and marks how far the book has come.
    pub(crate) fn commit(&self) -> Result<(), Error> {
        self.keeper.seal(&self.connection)?;
        let latest = latest_change(&self.connection)?;
        self.connection.execute_batch("COMMIT")?;
        self.place.mark(latest);
        Ok(())
    }

    /// Undoes what was not committed. After an error that made SQLite roll back nothing is open.
    pub(crate) fn roll_back(&self) {
        if self.connection.is_autocommit() {
            return;
        }
        if let Err(error) = self.connection.execute_batch("ROLLBACK") {
            tracing::error!(%error, "a write could not be rolled back");
        }
    }
}

/// The place of the latest change in the feed; zero where there is none.
pub(crate) fn latest_change(book: &Connection) -> Result<i64, Error> {
    let latest = sql::first(book, "SELECT max(id) FROM changes", [], |row| {
        Ok(row.get::<_, Option<i64>>(0)?)
    })?;
    Ok(latest.flatten().unwrap_or(0))
}
