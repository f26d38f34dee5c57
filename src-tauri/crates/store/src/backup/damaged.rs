//! Damaged copies: whether the last one is of the book as it is now.
//!
//! A backup that was put back leaves them where they are, beside the backups. They say nothing of
//! the book that came. Both books say themselves how often one was put back, and so no clock is
//! compared with another.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::{BackupFile, BackupKind, listed};
use crate::book::{Book, connect};
use crate::error::Error;
use crate::sql;

impl Book {
    /// The last copy made of this book, where that is damaged: no backup was made since, and no
    /// other book was put in its place.
    ///
    /// # Errors
    /// When the folder or the book cannot be read.
    pub fn damaged_since_backup(&self) -> Result<Option<BackupFile>, Error> {
        let last = listed(&self.place().names())?.into_iter().max();
        let Some(last) = last.filter(|last| last.kind == BackupKind::Damaged) else {
            return Ok(None);
        };
        let is_of_it = self.read(|view| is_of(&last.path, view))?;
        Ok(Some(last).filter(|_| is_of_it))
    }
}

/// Whether a damaged copy is of a book as it is now. One that does not tell is taken for one.
pub(super) fn is_of(copy: &Path, book: &Connection) -> Result<bool, Error> {
    let of_book = last_restore(book)?;
    let of_copy = connect(copy, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(|it| last_restore(&it));
    Ok(match of_copy {
        Ok(of_copy) => of_copy == of_book,
        Err(error) => {
            tracing::warn!(%error, copy = %copy.display(), "a damaged copy could not be read");
            true
        }
    })
}

/// Which restore of a book was the last, and when it was, in ms.
fn last_restore(book: &Connection) -> Result<Option<(i64, i64)>, Error> {
    sql::first(
        book,
        "SELECT id, restored_at_ms FROM restores ORDER BY id DESC LIMIT 1",
        [],
        |row| Ok((row.get("id")?, row.get("restored_at_ms")?)),
    )
}
