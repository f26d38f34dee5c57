//! Restoring: a backup comes into the place of the book, and the book is kept aside.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OpenFlags};

use super::copy::refuse_damaged;
use super::people::People;
use super::present::{Present, deed, refuse_other};
use crate::audit::{self, DeedOutcome};
use crate::book::{Book, connect};
use crate::error::Error;
use crate::home::Home;
use crate::migrate;
use crate::place::{Names, make_folder, private_file, sync_folder, write_mark};
use crate::restored::{self, RestoreCause, Restored};
use crate::seal::{Keeper, Tables};
use crate::settings::setting;
use crate::writer::latest_change;

/// How many books of one second there may be aside.
const ASIDE_MAX: u32 = 99;

impl Book {
    /// Puts a backup in the place of the book in `folder`. The book, with its WAL, goes to a folder
    /// of its own under `aside/`; nothing is deleted. What the backup does not know of may have
    /// been sent since: see [`Book::restored`]. The people of the book and their PINs go on in the
    /// restored one, and its audit log says how the other one ended. `home` is this machine, where
    /// the book is posted from it.
    ///
    /// Every handle on the book must be given up first, in this process too.
    ///
    /// # Errors
    /// [`Error::InUse`] while anybody has the book open; [`Error::Unrestorable`] when the file is
    /// no whole book that this version knows, or another book's ([`Error::OtherBook`]). The book is
    /// left as it was. After an error that comes later ([`Error::Folder`], [`Error::Disk`]) the
    /// same call goes on where it stopped.
    pub fn restore(
        folder: &Path,
        backup: &Path,
        home: Option<&Home>,
        now: DateTime<Utc>,
    ) -> Result<Restored, Error> {
        let names = Names::of(folder);
        make_folder(folder).map_err(|source| Error::of_file(folder, source))?;
        let _turn = names.turn()?;
        let _absence = names.absence()?;
        if let Err(error) = take_place(&names, now) {
            // Another backup comes into the place of both.
            tracing::warn!(%error, "a restore that was cut off cannot go on");
        }
        let new = folder.join("book.restoring");
        let present = Present::open(&names);
        let made = copy(backup, &new).and_then(|()| {
            Restoring { present: present.as_ref(), home, now }.prepare(&new, backup)
        });
        let (restored, change, id) = made.map_err(|source| {
            remove_all(&new);
            Error::Unrestorable { path: backup.to_owned(), source: Box::new(source) }
        })?;
        // It has to be closed to be moved.
        drop(present);
        let ready = ready(&names);
        let renamed = fs::rename(&new, &ready).and_then(|()| sync_folder(folder));
        renamed.map_err(|source| Error::of_file(&ready, source))?;
        put(&names, change, now)?;
        if let Some(mark) = home.zip(id).and_then(|(home, id)| home.mark(&id)) {
            // The machine knew it to be further: that is no news.
            if let Err(error) = write_mark(&mark, change) {
                tracing::warn!(%error, "this machine's mark cannot be kept");
            }
        }
        tracing::info!(backup = %backup.display(), "the book was restored");
        Ok(restored)
    }
}

/// What a backup is called that is ready to be the book.
fn ready(names: &Names) -> PathBuf {
    names.folder().join("book.restored")
}

/// Goes on with a restore that was cut off once its backup was ready and the book had begun to go:
/// without it there would be no book. To be asked for in turn.
///
/// # Errors
/// [`Error::InUse`] where somebody has the book open; when the files cannot be moved.
pub(crate) fn go_on(names: &Names, now: DateTime<Utc>) -> Result<(), Error> {
    if !ready(names).exists() {
        return Ok(());
    }
    let _absence = names.absence()?;
    take_place(names, now)
}

/// The same for who has the book for themselves. A book that is still in its place stays there.
fn take_place(names: &Names, now: DateTime<Utc>) -> Result<(), Error> {
    let ready = ready(names);
    if !ready.exists() {
        return Ok(());
    }
    if names.book().exists() {
        remove_all(&ready);
        return Ok(());
    }
    let change =
        connect(&ready, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(|it| latest_change(&it));
    let change = change.map_err(|error| {
        tracing::error!(%error, "what was to be the book cannot be read");
        Error::NotABook { path: ready }
    })?;
    tracing::warn!("a restore was cut off and goes on");
    put(names, change, now)
}

/// Moves the book aside, and what is ready into its place.
fn put(names: &Names, change: i64, now: DateTime<Utc>) -> Result<(), Error> {
    move_aside(names, now)?;
    let path = names.book();
    fs::rename(ready(names), &path).map_err(|source| Error::of_file(&path, source))?;
    let done = write_mark(&names.mark(), change).and_then(|()| sync_folder(names.folder()));
    done.map_err(|source| Error::of_file(names.folder(), source))
}

/// Copies a backup to what will be the book, with the WAL beside it where it has one, as a book
/// that was moved aside may. The backup itself is never written to.
fn copy(backup: &Path, new: &Path) -> Result<(), Error> {
    remove_all(new);
    for end in ["", "-wal"] {
        let (from, to) = (beside(backup, end), beside(new, end));
        let at = |source| Error::of_file(&to, source);
        let mut from = match File::open(&from) {
            Ok(from) => from,
            Err(error) if !end.is_empty() && error.kind() == io::ErrorKind::NotFound => break,
            Err(source) => return Err(Error::of_file(&from, source)),
        };
        let mut file = private_file().create_new(true).open(&to).map_err(at)?;
        io::copy(&mut from, &mut file).map_err(at)?;
    }
    Ok(())
}

/// A file that SQLite keeps beside another.
fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(end);
    file.with_file_name(name)
}

/// Removes what a restore that was cut off or refused left.
fn remove_all(new: &Path) {
    for end in ["", "-wal", "-shm", "-journal"] {
        let path = beside(new, end);
        match fs::remove_file(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => tracing::warn!(%error, path = %path.display(), "half a copy is left"),
        }
    }
}

/// What a backup meets where it is put.
struct Restoring<'a> {
    present: Option<&'a Present>,
    home: Option<&'a Home>,
    now: DateTime<Utc>,
}

impl Restoring<'_> {
    /// Makes sure that a copy is whole and this book's, brings it to this format and notes in it
    /// what it is; gives its latest change and its id too. It becomes one file, with nothing beside
    /// it.
    fn prepare(&self, new: &Path, backup: &Path) -> Result<(Restored, i64, Option<String>), Error> {
        let mut book = connect(new, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let journal = book.pragma_update(None, "journal_mode", "DELETE");
        journal.map_err(|error| Error::of_book(backup, error))?;
        refuse_damaged(&book, backup)?;
        migrate::migrate(&mut book, migrate::MIGRATIONS, None, self.now)?;
        let present = refuse_other(self.present, &book)?;
        let tables = Arc::new(Tables::of(&book)?);
        let keeper = Keeper::follow(&book, &tables)?;
        let told = present.and_then(|present| present.told(&book));
        let people = present.and_then(Present::people);
        let kept = people.map(|people| keep_people(&book, &keeper, &people));
        book.execute_batch("BEGIN IMMEDIATE")?;
        let made_at = super::made_at(backup);
        let restored = restored::note(&book, RestoreCause::Backup, made_at, self.now)?;
        if let Some(told) = told {
            audit::note(&book, &deed(&told, kept, self.now), DeedOutcome::Done, None)?;
        }
        if let Some(home) = self.home {
            home.opens(&book)?;
        }
        // Whoever worked on the book when the backup was made does not work on this one.
        book.execute_batch("DELETE FROM leases")?;
        keeper.seal(&book)?;
        let change = latest_change(&book)?;
        book.execute_batch("COMMIT")?;
        let id = setting(&book, Book::ID_SETTING)?;
        book.close().map_err(|(_, error)| error)?;
        let kept = File::open(new).and_then(|file| file.sync_all());
        kept.map_err(|source| Error::of_file(new, source))?;
        Ok((restored, change, id))
    }
}

/// Lets people go on in the restored book. That they cannot keeps nobody from a backup.
fn keep_people(book: &Connection, keeper: &Keeper, people: &People) -> bool {
    let kept = || -> Result<(), Error> {
        book.execute_batch("BEGIN IMMEDIATE")?;
        people.go_on_in(book)?;
        keeper.seal(book)?;
        Ok(book.execute_batch("COMMIT")?)
    };
    let Err(error) = kept() else { return true };
    tracing::error!(%error, "the people of the book could not be kept");
    if !book.is_autocommit()
        && let Err(error) = book.execute_batch("ROLLBACK")
    {
        tracing::error!(%error, "a write could not be rolled back");
    }
    keeper.forget();
    false
}

/// Moves the book and all that SQLite keeps beside it, the book first: an older WAL must never be
/// left beside another book, and a book without its WAL is only ever in a folder aside.
fn move_aside(names: &Names, now: DateTime<Utc>) -> Result<(), Error> {
    let files = names.files();
    let there: Vec<&PathBuf> = files.iter().filter(|file| file.exists()).collect();
    if there.is_empty() {
        return Ok(());
    }
    let aside = match there.contains(&&files[0]) {
        true => new_aside(names, now)?,
        // A restore that was cut off has moved the book already.
        false => match last_aside(names)? {
            Some(aside) => aside,
            None => new_aside(names, now)?,
        },
    };
    for file in there {
        let to = aside.join(file.file_name().unwrap_or_default());
        fs::rename(file, &to).map_err(|source| Error::of_file(&to, source))?;
    }
    for folder in [&aside, names.folder()] {
        sync_folder(folder).map_err(|source| Error::of_file(folder, source))?;
    }
    Ok(())
}

fn new_aside(names: &Names, now: DateTime<Utc>) -> Result<PathBuf, Error> {
    let stamp = now.format("%Y-%m-%dT%H-%M-%SZ");
    let all = std::iter::once(stamp.to_string())
        .chain((2..=ASIDE_MAX).map(|number| format!("{stamp}-{number}")));
    for name in all {
        let folder = names.aside().join(name);
        if !folder.exists() {
            make_folder(&folder).map_err(|source| Error::of_file(&folder, source))?;
            return Ok(folder);
        }
    }
    let taken = io::Error::from(io::ErrorKind::AlreadyExists);
    Err(Error::of_file(&names.aside(), taken))
}

/// The folder of the book moved aside last, where it has no WAL yet.
fn last_aside(names: &Names) -> Result<Option<PathBuf>, Error> {
    let aside = names.aside();
    let at = |source| Error::of_file(&aside, source);
    let entries = match fs::read_dir(&aside) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(at(source)),
    };
    let mut folders = Vec::new();
    for entry in entries {
        folders.push(entry.map_err(at)?.path());
    }
    let last = folders.into_iter().max();
    Ok(last.filter(|folder| {
        let [book, wal, ..] = Names::of(folder).files();
        book.exists() && !wal.exists()
    }))
}
