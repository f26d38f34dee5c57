//! Backups: a whole copy of the book while it is in use.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use crate::book::{Book, private_file};
use crate::error::Error;

/// How many pages are copied at a step; other readers and the writer go on between steps.
const PAGES_A_STEP: i32 = 1_000;

impl Book {
    /// Writes a copy of the book as it is now to a new file, readable by its owner only.
    ///
    /// # Errors
    /// [`Error::Folder`] when `to` exists or cannot be made, [`Error::DiskFull`] and the like.
    pub fn backup(&self, to: &Path) -> Result<(), Error> {
        let at = |source| Error::Folder { path: to.to_owned(), source };
        private_file().create_new(true).open(to).map_err(at)?;
        let copied = self.read(|view| {
            let mut copy = Connection::open(to)?;
            let backup = Backup::new(view, &mut copy)?;
            Ok(backup.run_to_completion(PAGES_A_STEP, Duration::ZERO, None)?)
        });
        if copied.is_err() {
            // Half a copy must not be taken for a whole one, nor stand in the next one's way.
            fs::remove_file(to).map_err(at)?;
        }
        copied
    }
}
