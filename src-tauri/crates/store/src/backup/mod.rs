//! Backups: whole copies of the book while it is in use, each checked after it is made.
//!
//! They lie in `backups/` beside the book. A copy is written under another name, compared with its
//! own seals and checked by SQLite, and only then given the name of a backup: what is called one is
//! whole. A copy that SQLite can use and whose seals differ is kept as `damaged-…`, and told: it is
//! no backup, pushes none out, and may be all there is of the last days. A backup that cannot be
//! made is told and holds nobody up.

mod copy;
mod damaged;
mod keep;
mod people;
mod present;
mod restore;

pub(crate) use restore::go_on;

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rusqlite::{Connection, named_params};

use crate::book::Book;
use crate::error::Error;
use crate::place::{Names, make_folder};
use crate::sql;

/// How many backups of one day and sort there may be.
const A_DAY_MAX: u32 = 99;
/// The setting's name of why a book was brought up to date without a backup.
const UPGRADED_SETTING: &str = "upgraded-without-backup";
/// What the name of a copy begins with that is not what was recorded.
const DAMAGED: &str = "damaged-";

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BackupKind {
    /// The first of a day.
    Daily,
    /// Before the book's format was brought up to date, with the number of the first step.
    BeforeUpgrade(u32),
    /// No backup: a copy, made for any reason, of a book that was not what had been recorded.
    Damaged,
}

/// A backup in the folder of a book's backups.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BackupFile {
    /// The day it was made.
    pub date: NaiveDate,
    /// Why it was made.
    pub kind: BackupKind,
    /// 1 for the first of its day and kind.
    pub number: u32,
    /// The file.
    pub path: PathBuf,
}

impl Book {
    /// Writes a copy of the book as it is now to a new file, readable by its owner only, and checks
    /// it.
    ///
    /// # Errors
    /// [`Error::Folder`] when `to` exists or cannot be made, [`Error::DiskFull`] and the like;
    /// [`Error::Damaged`] when the book itself is not whole. No half a copy is left.
    /// [`Error::KeptDamaged`] when it is not what was recorded; the copy is there then, with
    /// `damaged-` before its name.
    pub fn backup(&self, to: &Path) -> Result<(), Error> {
        let mut name = OsString::from(DAMAGED);
        name.push(to.file_name().unwrap_or_default());
        self.read(|view| copy::make(view, to, &to.with_file_name(name)))
    }

    /// Makes today's backup, unless there is one, and removes those that are kept no longer: the
    /// last of each of 7 days, 4 weeks and 12 months stay, and those before the last 3 upgrades.
    /// Damaged copies count by themselves: the first of them and the last of each of 7 days stay.
    /// `None` where nothing was to be done, or another process is at it.
    ///
    /// # Errors
    /// [`Error::KeptDamaged`] when the book is not what was recorded: the copy is kept, once a day
    /// of one book (what was made of the one before a restore counts for nothing), and no backup
    /// is removed for it. [`Error::NoBackup`] with any other reason; nothing is
    /// removed then. The book goes on.
    pub fn back_up_daily(&self, today: NaiveDate) -> Result<Option<BackupFile>, Error> {
        let names = self.place().names();
        let made = self.read(|view| once_a_day(view, &names, today)).map_err(no_backup)?;
        if made.is_some() && self.upgraded_without_backup()?.is_some() {
            self.set_setting(UPGRADED_SETTING, None)?;
        }
        Ok(made)
    }

    /// Why there is no backup of before the book's format was brought up to date, and when that
    /// was, in words; none where there is one, or where a backup was made since.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn upgraded_without_backup(&self) -> Result<Option<String>, Error> {
        self.setting(UPGRADED_SETTING)
    }

    /// The backups of the book in `folder`, newest first. The book need not be open.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn backups(folder: &Path) -> Result<Vec<BackupFile>, Error> {
        let mut all = listed(&Names::of(folder))?;
        all.sort_unstable_by(|one, other| other.cmp(one));
        Ok(all)
    }

    /// Whether a file is called what a copy is called that is not what was recorded.
    #[must_use]
    pub fn is_damaged_copy(file: &Path) -> bool {
        copy::is_called_damaged(file)
    }
}

/// Backs an older book up before its format is brought up to date.
pub(crate) fn before_upgrade(
    book: &Connection,
    names: &Names,
    first_step: u32,
    today: NaiveDate,
) -> Result<(), Error> {
    let made = make_named(book, names, BackupKind::BeforeUpgrade(first_step), today);
    let made = made.and_then(|made| {
        tracing::info!(backup = %made.path.display(), "the book was backed up before its upgrade");
        keep::remove_others(&listed(names)?);
        Ok(())
    });
    made.map_err(no_backup)
}

/// Notes in a book that it was brought up to date without a backup of before, and why.
pub(crate) fn note_upgraded_without(
    book: &Connection,
    error: &Error,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let said = format!("{}: {error}", now.format("%Y-%m-%d %H:%M UTC"));
    sql::run(
        book,
        "INSERT INTO settings (key, value) VALUES (:key, :value)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        named_params! { ":key": UPGRADED_SETTING, ":value": said },
    )
    .map(drop)
}

/// A copy that was kept says itself what became of the backup.
fn no_backup(error: Error) -> Error {
    match matches!(error, Error::KeptDamaged { .. }) {
        true => error,
        false => Error::NoBackup(Box::new(error)),
    }
}

fn once_a_day(
    view: &Connection,
    names: &Names,
    today: NaiveDate,
) -> Result<Option<BackupFile>, Error> {
    if has_todays(view, names, today)? {
        return Ok(None);
    }
    let folder = names.backups();
    make_folder(&folder).map_err(|source| Error::of_file(&folder, source))?;
    let Some(_turn) = copy::turn(&folder)? else { return Ok(None) };
    // Another process may have made it before this one's turn came.
    if has_todays(view, names, today)? {
        return Ok(None);
    }
    let made = make_named(view, names, BackupKind::Daily, today);
    if matches!(made, Ok(_) | Err(Error::KeptDamaged { .. })) {
        keep::remove_others(&listed(names)?);
    }
    made.map(Some)
}

/// Whether a copy of today's was made: a backup, or a damaged one of this very book.
fn has_todays(view: &Connection, names: &Names, today: NaiveDate) -> Result<bool, Error> {
    for file in listed(names)?.into_iter().filter(|file| file.date == today) {
        let counts = match file.kind {
            BackupKind::Daily => true,
            BackupKind::Damaged => damaged::is_of(&file.path, view)?,
            BackupKind::BeforeUpgrade(_) => false,
        };
        if counts {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Makes a backup under a name that none has yet.
fn make_named(
    book: &Connection,
    names: &Names,
    kind: BackupKind,
    date: NaiveDate,
) -> Result<BackupFile, Error> {
    let folder = names.backups();
    make_folder(&folder).map_err(|source| Error::of_file(&folder, source))?;
    let taken = listed(names)?;
    let free = |kind: BackupKind| {
        (1..=A_DAY_MAX)
            .find(|number| {
                !taken.iter().any(|one| (one.kind, one.date, one.number) == (kind, date, *number))
            })
            .ok_or_else(|| Error::of_file(&folder, io::Error::from(io::ErrorKind::AlreadyExists)))
    };
    let (number, of_damaged) = (free(kind)?, free(BackupKind::Damaged)?);
    let path = folder.join(name(kind, date, number));
    copy::make(book, &path, &folder.join(name(BackupKind::Damaged, date, of_damaged)))?;
    Ok(BackupFile { date, kind, number, path })
}

fn name(kind: BackupKind, date: NaiveDate, number: u32) -> String {
    let again = if number > 1 { format!("-{number}") } else { String::new() };
    match kind {
        BackupKind::Daily => format!("daily-{date}{again}.sqlite"),
        BackupKind::BeforeUpgrade(step) => format!("before-{step:04}-{date}{again}.sqlite"),
        BackupKind::Damaged => format!("{DAMAGED}{date}{again}.sqlite"),
    }
}

/// What a file's name says; none where it is no backup's.
fn read_name(path: PathBuf) -> Option<BackupFile> {
    let stem = path.file_name()?.to_str()?.strip_suffix(".sqlite")?;
    let (kind, rest) = match (stem.strip_prefix("daily-"), stem.strip_prefix(DAMAGED)) {
        (Some(rest), _) => (BackupKind::Daily, rest),
        (None, Some(rest)) => (BackupKind::Damaged, rest),
        (None, None) => {
            let (step, rest) = stem.strip_prefix("before-")?.split_once('-')?;
            (BackupKind::BeforeUpgrade(step.parse().ok()?), rest)
        }
    };
    let (date, again) = rest.split_at_checked(10)?;
    let number = match again.strip_prefix('-') {
        Some(number) => number.parse().ok()?,
        None if again.is_empty() => 1,
        None => return None,
    };
    let date = date.parse().ok()?;
    Some(BackupFile { date, kind, number, path })
}

/// When the day began on which a backup was made, where its name says that.
fn made_at(backup: &Path) -> Option<DateTime<Utc>> {
    Some(read_name(backup.to_owned())?.date.and_time(NaiveTime::MIN).and_utc())
}

fn listed(names: &Names) -> Result<Vec<BackupFile>, Error> {
    let folder = names.backups();
    let at = |source| Error::of_file(&folder, source);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(at(source)),
    };
    let mut files = Vec::new();
    for entry in entries {
        files.extend(read_name(entry.map_err(at)?.path()));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use chrono::NaiveDate;

    use super::{BackupFile, BackupKind, name, read_name};

    #[test]
    fn a_backups_name_says_what_it_is() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a date");
        for (kind, number, text) in [
            (BackupKind::Daily, 1, "daily-2026-11-21.sqlite"),
            (BackupKind::Daily, 2, "daily-2026-11-21-2.sqlite"),
            (BackupKind::Damaged, 1, "damaged-2026-11-21.sqlite"),
            (BackupKind::Damaged, 2, "damaged-2026-11-21-2.sqlite"),
            (BackupKind::BeforeUpgrade(8), 1, "before-0008-2026-11-21.sqlite"),
            (BackupKind::BeforeUpgrade(8), 3, "before-0008-2026-11-21-3.sqlite"),
        ] {
            assert_eq!(name(kind, date, number), text);
            let path = PathBuf::from(text);
            assert_eq!(read_name(path.clone()), Some(BackupFile { date, kind, number, path }));
        }
        for other in [
            "book.sqlite",
            "damaged-mine.sqlite",
            "daily-2026-11-21.sqlite.part",
            "daily-today.sqlite",
            "daily",
        ] {
            assert_eq!(read_name(PathBuf::from(other)), None, "{other}");
        }
    }
}
