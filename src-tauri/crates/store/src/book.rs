//! The book's file: opening it, its one writer and its few readers.

use std::collections::HashMap;
use std::fs::{self, OpenOptions};
use std::io;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Transaction};

use crate::error::Error;
use crate::migrate;
use crate::seal::{Keeper, Tables};

/// How long a write waits for another process that writes, before it says [`Error::Busy`].
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);
/// How many reading connections are kept open between calls.
const READERS_KEPT: usize = 4;
/// How many prepared statements a connection keeps.
const STATEMENTS_KEPT: usize = 128;

/// A handle on one book; clones share it. Several processes may have the same book open.
#[derive(Debug, Clone)]
pub struct Book {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    /// Closed before the writer: only who may write can leave one whole file behind, without a WAL.
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Writer>,
    tables: Arc<Tables>,
    /// The seals of tables that were compared with what stands in them.
    compared: Mutex<HashMap<&'static str, i64>>,
}

/// The connection that writes, whose every change is sealed.
#[derive(Debug)]
pub(crate) struct Writer {
    connection: Connection,
    keeper: Keeper,
}

impl Deref for Writer {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl Writer {
    /// Begins a transaction; one that was not committed is rolled back by its owner.
    pub(crate) fn begin(&self) -> Result<(), Error> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        self.keeper.forget();
        Ok(())
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

    /// Seals what changed and makes it durable.
    pub(crate) fn commit(&self) -> Result<(), Error> {
        self.keeper.seal(&self.connection)?;
        Ok(self.connection.execute_batch("COMMIT")?)
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

/// A write under way, rolled back unless it is committed.
struct Write<'writer>(&'writer Writer);

impl Drop for Write<'_> {
    fn drop(&mut self) {
        self.0.roll_back();
    }
}

impl Book {
    /// The name of the book's file in its folder.
    pub const FILE: &'static str = "book.sqlite";

    /// Opens the book in `folder`, making folder (0700) and file (0600) where they are missing and
    /// bringing an older book up to date, after a copy of it was made beside it.
    ///
    /// # Errors
    /// [`Error::NewerBook`] for a book of a newer version; [`Error::Folder`], [`Error::Damaged`]
    /// and the like when the file cannot be used. A book that cannot be opened is left as it was.
    pub fn open(folder: &Path, now: DateTime<Utc>) -> Result<Self, Error> {
        let path = folder.join(Self::FILE);
        let at = |source| Error::Folder { path: path.clone(), source };
        make_folder(folder).map_err(at)?;
        make_file(&path).map_err(at)?;
        // Two processes that open a new book at once take turns: switching to WAL and migrating
        // are the only moments SQLite's own busy handler does not cover.
        let turn = private_file().create(true).open(folder.join("book.lock")).map_err(at)?;
        turn.lock().map_err(at)?;
        let mut writer = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        migrate::refuse_newer(&writer, migrate::MIGRATIONS)?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        migrate::migrate(&mut writer, migrate::MIGRATIONS, &path, now)?;
        drop(turn);
        let tables = Arc::new(Tables::of(&writer)?);
        let keeper = Keeper::follow(&writer, &tables)?;
        let shared = Shared {
            path,
            writer: Mutex::new(Writer { connection: writer, keeper }),
            readers: Mutex::default(),
            tables,
            compared: Mutex::default(),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Where the book's file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.shared.path
    }

    /// The tables that are sealed.
    pub(crate) fn tables(&self) -> &Tables {
        &self.shared.tables
    }

    pub(crate) fn compared(&self) -> MutexGuard<'_, HashMap<&'static str, i64>> {
        self.shared.compared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn writer(&self) -> MutexGuard<'_, Writer> {
        // A panic inside a write has rolled its transaction back: the connection is sound.
        self.shared.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does `work` in one IMMEDIATE transaction, kept only when it returns `Ok`.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&Writer) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let writer = self.writer();
        writer.begin()?;
        let open = Write(&writer);
        let done = work(open.0)?;
        open.0.commit()?;
        Ok(done)
    }

    /// Does `work` on one unchanging view of the book.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let kept = self.readers().pop();
        let mut reader = match kept {
            Some(reader) => reader,
            None => connect(&self.shared.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?,
        };
        let done = work(&reader.transaction()?);
        let mut readers = self.readers();
        if readers.len() < READERS_KEPT {
            readers.push(reader);
        }
        done
    }

    fn readers(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.shared.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn connect(path: &Path, access: OpenFlags) -> Result<Connection, Error> {
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    // Plans do not depend on bound values; else SQLite would plan a kept statement anew each time.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA cache_size = -16000;
         PRAGMA temp_store = MEMORY;
         PRAGMA journal_size_limit = 67108864;",
    )?;
    Ok(connection)
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Makes a file unless it is there. Ours before SQLite's, so that nobody else can read it from its
/// first byte on; SQLite gives its WAL the same mode.
pub(crate) fn make_file(path: &Path) -> io::Result<()> {
    private_file().create(true).open(path).map(drop)
}

/// How to write a file that only its owner may read.
pub(crate) fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
