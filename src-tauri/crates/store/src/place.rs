//! Where a book is: its file and what lies beside it, who has it open, and whether it is still
//! there.
//!
//! Beside the book's file lie `book.lock` (who opens it takes it in turn), `book.in-use` (shared by
//! all who have it open, so that nothing is put in its place meanwhile), and `book.mark`: how far
//! the book had come. The mark is written after a change is durable, so that it never runs ahead; a
//! book that is behind it went back, because a part of it was lost or an older copy was put there.
//! So did a book that has changes and no mark. A second mark lies with the machine (`home`).

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::book::Book;
use crate::error::Error;

/// How many digits a mark has: every number of the change feed fits, and its length never changes.
const MARK_DIGITS: usize = 20;

/// How often and how long somebody who closes the book is waited for: half a second.
const CLOSING_TRIES: u32 = 20;
const CLOSING_PAUSE: Duration = Duration::from_millis(25);

/// The place of a book that is open.
#[derive(Debug)]
pub(crate) struct Place {
    path: PathBuf,
    identity: Option<Identity>,
    mark: Mutex<Mark>,
    /// The mark that this machine keeps apart from the book, once it has recognised it.
    second: Mutex<Option<Mark>>,
    /// Held as long as the book is open.
    _presence: File,
}

/// The names of a book's files in its folder.
#[derive(Debug)]
pub(crate) struct Names {
    folder: PathBuf,
}

impl Names {
    pub(crate) fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn book(&self) -> PathBuf {
        self.folder.join(Book::FILE)
    }

    /// Everything that SQLite keeps beside a book's file, and the file itself first.
    pub(crate) fn files(&self) -> [PathBuf; 4] {
        ["", "-wal", "-shm", "-journal"].map(|end| self.folder.join(format!("{}{end}", Book::FILE)))
    }

    fn wal(&self) -> PathBuf {
        self.folder.join(format!("{}-wal", Book::FILE))
    }

    pub(crate) fn mark(&self) -> PathBuf {
        self.folder.join("book.mark")
    }

    pub(crate) fn backups(&self) -> PathBuf {
        self.folder.join("backups")
    }

    /// Where a book goes that makes room for a backup of it.
    pub(crate) fn aside(&self) -> PathBuf {
        self.folder.join("aside")
    }

    /// Waits for the turn to open the book, or to put another in its place.
    pub(crate) fn turn(&self) -> Result<File, Error> {
        let path = self.folder.join("book.lock");
        let at = |source| Error::of_file(&path, source);
        let turn = private_file().create(true).open(&path).map_err(at)?;
        turn.lock().map_err(at)?;
        Ok(turn)
    }

    /// Takes part in having the book open; to be asked for in turn.
    pub(crate) fn presence(&self) -> Result<File, Error> {
        let path = self.folder.join("book.in-use");
        let at = |source| Error::of_file(&path, source);
        let presence = private_file().create(true).open(&path).map_err(at)?;
        presence.lock_shared().map_err(at)?;
        Ok(presence)
    }

    /// Has the book for oneself; to be asked for in turn. Somebody who is about to close it is
    /// waited for a little: a process that starts another holds its files a moment longer.
    pub(crate) fn absence(&self) -> Result<File, Error> {
        let path = self.folder.join("book.in-use");
        let at = |source| Error::of_file(&path, source);
        let absence = private_file().create(true).open(&path).map_err(at)?;
        for _ in 0..CLOSING_TRIES {
            match absence.try_lock() {
                Ok(()) => return Ok(absence),
                Err(TryLockError::WouldBlock) => thread::sleep(CLOSING_PAUSE),
                Err(TryLockError::Error(source)) => return Err(at(source)),
            }
        }
        Err(Error::InUse)
    }

    /// Refuses to make a new book where there was one. SQLite would throw the WAL of an empty file
    /// away.
    pub(crate) fn refuse_lost(&self) -> Result<(), Error> {
        let path = self.book();
        let length = |path: &Path| match fs::metadata(path) {
            Ok(found) => Ok(Some(found.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(Error::of_file(path, source)),
        };
        let had_something =
            read_mark(&self.mark())?.is_some() || length(&self.wal())?.is_some_and(|len| len > 0);
        match length(&path)? {
            None if had_something => Err(Error::Gone { path }),
            Some(0) if had_something => Err(Error::Emptied { path }),
            None | Some(_) => Ok(()),
        }
    }
}

impl Place {
    pub(crate) fn new(names: &Names, presence: File) -> Result<Self, Error> {
        let path = names.book();
        let identity = identity(&path).map_err(|source| Error::of_file(&path, source))?;
        let mark = Mutex::new(Mark::open(&names.mark())?);
        Ok(Self { path, identity, mark, second: Mutex::default(), _presence: presence })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn names(&self) -> Names {
        Names::of(self.path.parent().unwrap_or(Path::new("")))
    }

    /// What is written to a file that nobody finds any more would be lost.
    pub(crate) fn refuse_gone(&self) -> Result<(), Error> {
        match identity(&self.path) {
            Ok(now) if now == self.identity => Ok(()),
            Ok(_) | Err(_) => Err(Error::Gone { path: self.path.clone() }),
        }
    }

    /// How far the mark says that the book had come; none where there was no mark, and is none yet.
    pub(crate) fn marked(&self) -> Result<Option<i64>, Error> {
        let at = self.mark.lock().unwrap_or_else(PoisonError::into_inner).at;
        // In a new book another process may have made it since.
        at.map_or_else(|| read_mark(&self.names().mark()), |at| Ok(Some(at)))
    }

    /// Keeps a second mark from now on, which begins where the book is.
    pub(crate) fn keep_second(&self, mark: Mark, change: i64) {
        *self.second.lock().unwrap_or_else(PoisonError::into_inner) = Some(mark);
        self.mark(change);
        self.keep_mark();
    }

    /// Marks how far the book has come.
    ///
    /// A mark that cannot be written is no harm to the book: it only tells less.
    pub(crate) fn mark(&self, change: i64) {
        self.with_mark(|mark| mark.move_to(change));
    }

    /// Makes the mark durable.
    pub(crate) fn keep_mark(&self) {
        self.with_mark(|mark| mark.file.sync_data());
    }

    fn with_mark(&self, work: impl Fn(&mut Mark) -> io::Result<()>) {
        let mut first = self.mark.lock().unwrap_or_else(PoisonError::into_inner);
        let mut second = self.second.lock().unwrap_or_else(PoisonError::into_inner);
        for mark in std::iter::once(&mut *first).chain(second.as_mut()) {
            if let Err(error) = work(mark) {
                tracing::warn!(%error, "a mark of the book could not be written");
            }
        }
    }
}

/// The mark's file, open.
#[derive(Debug)]
pub(crate) struct Mark {
    file: File,
    at: Option<i64>,
}

impl Mark {
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let at = read_mark(path)?;
        let file = private_file().create(true).open(path);
        Ok(Self { file: file.map_err(|source| Error::of_file(path, source))?, at })
    }

    fn move_to(&mut self, change: i64) -> io::Result<()> {
        if self.at == Some(change) {
            return Ok(());
        }
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(written(change).as_bytes())?;
        self.at = Some(change);
        Ok(())
    }
}

/// Sets the mark of a book that nobody has open.
pub(crate) fn write_mark(path: &Path, change: i64) -> io::Result<()> {
    let mut file = private_file().create(true).open(path)?;
    file.write_all(written(change).as_bytes())?;
    file.sync_data()
}

fn written(change: i64) -> String {
    format!("{change:0MARK_DIGITS$}\n")
}

/// The mark of a file; none where there is none, or one that was never wholly written.
pub(crate) fn read_mark(path: &Path) -> Result<Option<i64>, Error> {
    let mut text = String::new();
    match File::open(path) {
        Ok(file) => match file.take(64).read_to_string(&mut text) {
            Ok(_) => Ok(text.trim_end().parse().ok().filter(|_| text.len() > MARK_DIGITS)),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(None),
            Err(source) => Err(Error::of_file(path, source)),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::of_file(path, source)),
    }
}

/// What tells a file from another one of the same name.
#[cfg(unix)]
type Identity = (u64, u64);

/// What tells a file from another one of the same name; here none is replaced while it is open.
#[cfg(not(unix))]
type Identity = ();

#[cfg(unix)]
fn identity(path: &Path) -> io::Result<Option<Identity>> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).map(|found| Some((found.dev(), found.ino())))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> io::Result<Option<Identity>> {
    fs::metadata(path).map(|_| Some(()))
}

/// Makes a folder that only its owner may look into.
#[cfg(unix)]
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Makes a folder that only its owner may look into.
#[cfg(not(unix))]
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Makes a file unless it is there. Ours before SQLite's, so that nobody else can read it from its
/// first byte on; SQLite gives its WAL the same mode.
pub(crate) fn make_file(path: &Path) -> io::Result<()> {
    private_file().create(true).open(path).map(drop)
}

/// How to write a file that only its owner may read.
pub(crate) fn private_file() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes renames in a folder durable, where the system lets a folder be synced.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
