//! The book's file: opening it, its one writer and its few readers.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction};

use crate::backup;
use crate::error::Error;
use crate::migrate;
use crate::place::{Names, Place, make_file, make_folder};
use crate::restored::{self, RestoreCause};
use crate::seal::{Keeper, Tables};
use crate::writer::{Writer, latest_change};

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
    /// Closed before the writer: only who may write can leave one whole file behind, without a WAL.
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Writer>,
    tables: Arc<Tables>,
    /// The seals of tables that were compared with what stands in them.
    compared: Mutex<Compared>,
    /// What went wrong while it was opened and kept nobody from it.
    warnings: Vec<Error>,
    /// Whether it was behind its mark when it was opened.
    has_gone_back: bool,
    /// Given up last: while somebody has the book open, none is put in its place.
    place: Arc<Place>,
}

/// The seals of tables, and when they were found to be of what stands there.
type Compared = HashMap<&'static str, (i64, DateTime<Utc>)>;

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
    /// bringing an older book up to date, after a backup of it was made.
    ///
    /// # Errors
    /// [`Error::NewerBook`] for a book of a newer version; [`Error::Gone`] and [`Error::Emptied`]
    /// where there was a book and is none; [`Error::NotABook`], [`Error::Damaged`],
    /// [`Error::ReadOnly`], [`Error::NoLocks`] and the like when the file cannot be used. A book
    /// that cannot be opened is left as it was.
    pub fn open(folder: &Path, now: DateTime<Utc>) -> Result<Self, Error> {
        let names = Names::of(folder);
        let path = names.book();
        make_folder(folder).map_err(|source| Error::of_file(folder, source))?;
        // Two processes that open a new book at once take turns: switching to WAL and migrating
        // are the only moments SQLite's own busy handler does not cover.
        let turn = names.turn()?;
        backup::go_on(&names, now)?;
        let presence = names.presence()?;
        names.refuse_lost()?;
        make_file(&path).map_err(|source| Error::of_file(&path, source))?;
        let mut connection = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let warnings =
            prepare(&mut connection, &names, now).map_err(|error| error.of_opening(&path))?;
        let place = Arc::new(Place::new(&names, presence)?);
        let tables = Arc::new(Tables::of(&connection)?);
        let keeper = Keeper::follow(&connection, &tables)?;
        let writer = Writer::new(connection, keeper, Arc::clone(&place));
        let has_gone_back = notice_going_back(&writer, &place, now)?;
        drop(turn);
        Ok(Self {
            shared: Arc::new(Shared {
                readers: Mutex::default(),
                writer: Mutex::new(writer),
                tables,
                compared: Mutex::default(),
                warnings,
                has_gone_back,
                place,
            }),
        })
    }

    /// Where the book's file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.shared.place.path()
    }

    /// What went wrong while the book was opened and kept nobody from it: no backup was made
    /// before its format was brought up to date.
    #[must_use]
    pub fn warnings(&self) -> &[Error] {
        &self.shared.warnings
    }

    /// Whether it was behind its mark when this handle on it was made, which is noted in it.
    pub(crate) fn has_gone_back(&self) -> bool {
        self.shared.has_gone_back
    }

    pub(crate) fn place(&self) -> &Place {
        &self.shared.place
    }

    /// The tables that are sealed.
    pub(crate) fn tables(&self) -> &Tables {
        &self.shared.tables
    }

    pub(crate) fn compared(&self) -> MutexGuard<'_, Compared> {
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
        write(&self.writer(), work)
    }

    /// Does `work` on one unchanging view of the book.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.shared.place.refuse_gone()?;
        let kept = self.readers().pop();
        let mut reader = match kept {
            Some(reader) => reader,
            None => connect(self.path(), OpenFlags::SQLITE_OPEN_READ_ONLY)?,
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

/// Does `work` in one IMMEDIATE transaction, kept only when it returns `Ok`.
fn write<T>(writer: &Writer, work: impl FnOnce(&Writer) -> Result<T, Error>) -> Result<T, Error> {
    writer.begin()?;
    let open = Write(writer);
    let done = work(open.0)?;
    open.0.commit()?;
    Ok(done)
}

/// A book that is behind its mark lost what came after: an older file was put in its place, or a
/// part of it is gone. One that has changes and no mark came from elsewhere: every change leaves
/// one.
fn notice_going_back(writer: &Writer, place: &Place, now: DateTime<Utc>) -> Result<bool, Error> {
    let latest = latest_change(writer)?;
    let has_gone_back = place.marked()?.map_or(latest > 0, |marked| marked > latest);
    if has_gone_back {
        tracing::error!(latest, "the book is behind its mark: what came after is lost");
        write(writer, |book| restored::note(book, RestoreCause::WentBack, None, now))?;
    }
    Ok(has_gone_back)
}

/// Makes the file a book of this format; gives what went wrong and kept nobody from it.
fn prepare(
    connection: &mut Connection,
    names: &Names,
    now: DateTime<Utc>,
) -> Result<Vec<Error>, Error> {
    migrate::refuse_newer(connection, migrate::MIGRATIONS)?;
    migrate::refuse_foreign(connection, &names.book())?;
    keep_others_out(connection)?;
    migrate::migrate(connection, migrate::MIGRATIONS, Some(names), now)
}

/// Switches to the journal that lets readers go on while one writes. Where the processes of a book
/// cannot share memory, SQLite keeps another journal and says so.
pub(crate) fn keep_others_out(connection: &Connection) -> Result<(), Error> {
    let journal: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    match journal.as_str() {
        "wal" => Ok(()),
        other => Err(Error::NoLocks(format!("the journal stays {other}").into())),
    }
}

/// Opens a connection as all of a book's are.
pub(crate) fn connect(path: &Path, access: OpenFlags) -> Result<Connection, Error> {
    let at = |error| Error::of_book(path, error);
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(at)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    // Plans do not depend on bound values; else SQLite would plan a kept statement anew each time.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection
        .execute_batch(
            "PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA trusted_schema = OFF;
             PRAGMA cell_size_check = ON;
             PRAGMA cache_size = -16000;
             PRAGMA temp_store = MEMORY;
             PRAGMA journal_size_limit = 67108864;",
        )
        .map_err(at)?;
    Ok(connection)
}

#[cfg(all(test, unix))]
mod tests {
    use rusqlite::{Connection, OpenFlags};

    use super::keep_others_out;
    use crate::error::Error;

    #[test]
    fn where_processes_cannot_share_memory_a_book_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("book.sqlite");
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        // Locks that are files of their own, and no shared memory: as on some network drives.
        let book = Connection::open_with_flags_and_vfs(&path, flags, c"unix-dotfile");
        let refused = keep_others_out(&book.expect("a file"));
        assert!(matches!(refused, Err(Error::NoLocks(_))), "{refused:?}");
        keep_others_out(&Connection::open(&path).expect("a file")).expect("a disk of this machine");
    }
}
