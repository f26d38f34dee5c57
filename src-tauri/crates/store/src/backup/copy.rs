//! Making one copy of a book, and telling whether a copy is whole.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use super::DAMAGED;
use crate::error::Error;
use crate::migrate;
use crate::place::{private_file, sync_folder};
use crate::seal::{self, Altered};
use crate::sql;

/// The folder that books put aside have theirs in.
const ASIDE: &str = "aside";
/// How many pages are copied at a step; other readers and the writer go on between steps.
const PAGES_A_STEP: i32 = 1_000;

/// The turn to make backups in a folder; none while another process has it.
pub(super) fn turn(folder: &Path) -> Result<Option<File>, Error> {
    let path = folder.join("backups.lock");
    let at = |source| Error::of_file(&path, source);
    let turn = private_file().create(true).open(&path).map_err(at)?;
    match turn.try_lock() {
        Ok(()) => Ok(Some(turn)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(source)) => Err(at(source)),
    }
}

/// Copies a book to a new file, which is whole once it has its name. A copy that SQLite can use and
/// that is not what was recorded is called `damaged` instead: it may be the only one of the last
/// days.
///
/// # Errors
/// [`Error::KeptDamaged`] of such a copy; any other error leaves none.
pub(super) fn make(book: &Connection, to: &Path, damaged: &Path) -> Result<(), Error> {
    let at = |source| Error::of_file(to, source);
    if to.try_exists().map_err(at)? {
        return Err(at(io::Error::from(io::ErrorKind::AlreadyExists)));
    }
    let part = part_of(to);
    let made = make_part(book, &part).and_then(|altered| match altered {
        None => give_name(&part, to),
        Some(altered) => {
            give_name(&part, damaged)?;
            Err(Error::KeptDamaged { path: damaged.to_owned(), altered })
        }
    });
    if made.as_ref().is_err_and(|error| !matches!(error, Error::KeptDamaged { .. })) {
        // Half a copy must not be taken for a whole one, nor stand in the next one's way.
        remove(&part);
    }
    made
}

/// What a copy is called while it is made. One that a crash left is made anew.
fn part_of(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    to.with_file_name(name)
}

/// Makes a copy that SQLite can use; gives what of it is not what was recorded.
fn make_part(book: &Connection, part: &Path) -> Result<Option<Altered>, Error> {
    let at = |source| Error::of_file(part, source);
    remove(part);
    private_file().create_new(true).open(part).map_err(at)?;
    let mut copy = Connection::open_with_flags(part, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let backup = Backup::new(book, &mut copy)?;
    backup.run_to_completion(PAGES_A_STEP, Duration::ZERO, None)?;
    drop(backup);
    // One file, with nothing beside it.
    copy.pragma_update(None, "journal_mode", "DELETE")?;
    copy.close().map_err(|(_, error)| error)?;
    File::open(part).and_then(|file| file.sync_all()).map_err(at)?;
    // Read again from the disk, as it will be.
    let written = Connection::open_with_flags(part, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    refuse_broken(&written, part)?;
    altered(&written)
}

/// Gives a copy its name, unless another has it.
fn give_name(part: &Path, to: &Path) -> Result<(), Error> {
    let at = |source| Error::of_file(to, source);
    match fs::hard_link(part, to) {
        Ok(()) => remove(part),
        Err(source) if source.kind() == io::ErrorKind::AlreadyExists => return Err(at(source)),
        // A disk without such links; nobody else makes this name while this process has its turn.
        Err(_) => fs::rename(part, to).map_err(at)?,
    }
    sync_folder(folder_of(to)).map_err(at)
}

/// The folder a file is in; a bare name is in the one that the program was started in.
fn folder_of(file: &Path) -> &Path {
    let named = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    named.unwrap_or(Path::new("."))
}

fn remove(part: &Path) {
    match fs::remove_file(part) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => tracing::warn!(%error, part = %part.display(), "half a copy is left"),
    }
}

/// Refuses what is no whole book of a format this version knows; `path` is what it is called. One
/// that was kept although it is not what was recorded, as a damaged copy or aside, is taken as what
/// it is: its seals stay, and what differs is neither queued nor sent.
pub(super) fn refuse_damaged(copy: &Connection, path: &Path) -> Result<(), Error> {
    refuse_broken(copy, path)?;
    match altered(copy)? {
        Some(altered) if is_kept_damaged(path) => {
            tracing::warn!(%altered, "a book comes back that is not what was recorded");
            Ok(())
        }
        Some(altered) => Err(Error::Altered(altered)),
        None => Ok(()),
    }
}

/// Whether a file says by its name or its place that nobody takes it for a whole book.
fn is_kept_damaged(path: &Path) -> bool {
    let place = path.parent().and_then(Path::parent).and_then(Path::file_name);
    is_called_damaged(path) || place.is_some_and(|place| place == ASIDE)
}

/// Whether a file is called what a copy is called that is not what was recorded.
pub(super) fn is_called_damaged(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with(DAMAGED))
}

/// What of a copy is not what was recorded; nothing of a format that has no seals yet.
fn altered(copy: &Connection) -> Result<Option<Altered>, Error> {
    if !seal::has_seals(copy)? {
        return Ok(None);
    }
    seal::altered(copy, &seal::Tables::of(copy)?)
}

/// Refuses what SQLite cannot use, and what is no book of a format this version knows.
fn refuse_broken(copy: &Connection, path: &Path) -> Result<(), Error> {
    let read = || -> Result<(), Error> {
        migrate::refuse_newer(copy, migrate::MIGRATIONS)?;
        migrate::refuse_foreign(copy, path)?;
        if !migrate::has_steps(copy)? {
            return Err(Error::NotABook { path: path.to_owned() });
        }
        let said = sql::all(copy, "PRAGMA quick_check(1)", [], |row| Ok(row.get::<_, String>(0)?))?;
        if said != ["ok"] {
            return Err(Error::Damaged(said.join("; ").into()));
        }
        Ok(())
    };
    read().map_err(|error| error.of_opening(path))
}
