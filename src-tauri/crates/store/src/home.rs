//! The machine a book is opened on, and what it remembers of its books apart from them.
//!
//! The mark beside a book comes along when its folder is copied or brought back as a whole, and
//! then tells nothing. So each machine keeps a second one where its keys are, and a book keeps the
//! name of the machine that opened it last. A book that is behind what its machine knows, or that
//! another machine opened since, may not know all it sent: it is as one that went back, and Xero is
//! asked before it sends anything new.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::place::{Mark, make_folder, read_mark};
use crate::restored::{self, RestoreCause};
use crate::settings::{put_setting, setting};
use crate::writer::latest_change;

/// Which machine opened the book last.
const MACHINE_SETTING: &str = "opened-by-machine";
/// The longest id of a book that names a file.
const ID_MAX: usize = 64;

/// A machine, to the books that are opened on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The name it gives itself in [`Book::claim_for_machine`].
    pub machine: String,
    /// The folder of its marks, outside of every book's folder.
    pub marks: PathBuf,
}

impl Book {
    /// The setting that tells this book from every other one; whoever opens a book first sets it.
    pub const ID_SETTING: &'static str = "book-id";
    /// The setting that only the practice company's book has.
    pub const PRACTICE_SETTING: &'static str = "practice-port";
    /// The setting that says what the organisation in use is called.
    pub const ORGANISATION_NAME_SETTING: &'static str = "organisation-name";

    /// Compares the book with what this machine knows of it, before anything is posted from here,
    /// and keeps from now on how far it has come. Where the book is behind that, or was another
    /// machine's, it counts as put back: see [`Book::restored`].
    ///
    /// A mark that cannot be read or written holds nobody up: it only tells less.
    ///
    /// # Errors
    /// When the book cannot be read or written.
    pub fn recognise(&self, home: &Home, now: DateTime<Utc>) -> Result<(), Error> {
        let (id, last, latest) = self.read(|view| {
            let id = setting(view, Self::ID_SETTING)?;
            Ok((id, setting(view, MACHINE_SETTING)?, latest_change(view)?))
        })?;
        let path = id.as_deref().and_then(|id| home.mark(id));
        let known = path.as_deref().and_then(known);
        let is_elsewhere = last.as_ref().is_some_and(|last| *last != home.machine);
        let is_behind = known.is_some_and(|known| known > latest);
        if is_elsewhere || is_behind {
            tracing::warn!(is_elsewhere, is_behind, "the book may be an earlier one");
        }
        // What its own mark told is noted already.
        let is_doubtful = (is_elsewhere || is_behind) && !self.has_gone_back();
        if is_doubtful || last.as_ref() != Some(&home.machine) {
            self.write(|book| {
                if is_doubtful {
                    restored::note(book, RestoreCause::WentBack, None, now)?;
                }
                home.opens(book)
            })?;
        }
        if let Some(path) = path {
            self.keep_mark_at(&path)?;
        }
        Ok(())
    }

    /// Keeps the mark of this machine, too, from now on.
    fn keep_mark_at(&self, path: &Path) -> Result<(), Error> {
        let made = path.parent().map_or(Ok(()), make_folder);
        match made.map_err(|source| Error::of_file(path, source)).and_then(|()| Mark::open(path)) {
            Ok(mark) => self.place().keep_second(mark, self.latest_change()?),
            Err(error) => tracing::warn!(%error, "this machine's mark cannot be kept"),
        }
        Ok(())
    }
}

impl Home {
    /// Writes into a book that this machine opened it.
    pub(crate) fn opens(&self, book: &Connection) -> Result<(), Error> {
        put_setting(book, MACHINE_SETTING, &self.machine)?;
        changes::note(book, Topic::Settings, None)
    }

    /// Where the mark of a book is; none where its id is no name of a file.
    pub(crate) fn mark(&self, id: &str) -> Option<PathBuf> {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let is_safe = !id.is_empty() && id.len() <= ID_MAX && id.bytes().all(is_name);
        is_safe.then(|| self.marks.join(id))
    }
}

/// How far this machine knows a book to have come.
fn known(path: &Path) -> Option<i64> {
    read_mark(path).unwrap_or_else(|error| {
        tracing::warn!(%error, "this machine's mark cannot be read");
        None
    })
}
