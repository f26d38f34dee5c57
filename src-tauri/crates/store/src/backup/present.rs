//! The book that makes room for a backup: whose it is, and what of it goes on in the restored book.
//!
//! It may be damaged, which is what backups are for: what cannot be read of it is in nobody's way.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OpenFlags, named_params};

use super::people::People;
use crate::audit::{self, Deed};
use crate::book::{Book, connect};
use crate::error::{Error, OtherBook};
use crate::place::Names;
use crate::seal::{self, Tables};
use crate::settings::{bound_to, setting};
use crate::sql;

/// How many locations tell a book from another in a sentence.
const LOCATIONS_NAMED: u32 = 3;
/// The command and the name an entry of the restore's own has in the audit log.
const COMMAND: &str = "restore_backup";
const WHO: &str = "Daybook";

/// The book in whose place a backup is put, open.
#[derive(Debug)]
pub(super) struct Present(Connection);

/// Whose a book is.
#[derive(Debug, PartialEq, Eq)]
struct Whose {
    id: Option<String>,
    organisation: Option<String>,
    is_practice: bool,
    /// What people know it by.
    name: String,
    /// Whether there is anything in it that somebody would miss.
    is_used: bool,
}

impl Present {
    /// The book in a folder that nobody has open; none where there is none, or it cannot be opened.
    pub(super) fn open(names: &Names) -> Option<Self> {
        let path = names.book();
        if !path.exists() {
            return None;
        }
        let opened = connect(&path, OpenFlags::SQLITE_OPEN_READ_ONLY);
        opened.inspect_err(unread).ok().map(Self)
    }

    /// What goes on in the restored book: the people, where this one has any.
    pub(super) fn people(&self) -> Option<People> {
        let kept = || -> Result<Option<People>, Error> {
            let tables = Tables::of(&self.0)?;
            for table in People::TABLES {
                seal::table_is_whole(&self.0, &tables, table)?;
            }
            People::of(&self.0)
        };
        kept().inspect_err(unread).ok().flatten()
    }

    /// What the audit log of the restored book says of this one's, which it goes back behind.
    pub(super) fn told(&self, new: &Connection) -> Option<String> {
        let told = || -> Result<Option<String>, Error> {
            let Some(last) = audit::last(&self.0)? else { return Ok(None) };
            // Of a log that went another way nothing is in the backup's.
            let newer = match audit::last(new)? {
                Some(end) if audit::has(&self.0, &end)? => audit::deeds_after(&self.0, end.id)?,
                Some(_) | None => audit::deeds_after(&self.0, 0)?,
            };
            Ok(Some(format!(
                "Put a backup in the place of the book. {newer} entries of its audit log are not \
                 in the backup's; they are in the book that was put aside, whose log ends with \
                 row {} and the mark {}.",
                last.id,
                last.mark()
            )))
        };
        told().inspect_err(unread).ok().flatten()
    }
}

/// Refuses a backup of another book than the one in whose place it is to be put, and gives that one
/// where the backup is an earlier state of it. A book that nobody has used yet makes room for any:
/// that is how a machine is replaced.
pub(super) fn refuse_other<'a>(
    present: Option<&'a Present>,
    new: &Connection,
) -> Result<Option<&'a Present>, Error> {
    let theirs = Whose::of(new)?;
    let ours = present.and_then(|book| Whose::of(&book.0).inspect_err(unread).ok());
    let Some(ours) = ours else {
        // Where nothing tells whose folder it is, it is the desk's own.
        return match theirs.is_practice {
            true => Err(Error::OtherBook(OtherBook::Practice)),
            false => Ok(None),
        };
    };
    let differ = |one: &Option<String>, other: &Option<String>| {
        one.as_ref().zip(other.as_ref()).is_some_and(|(one, other)| one != other)
    };
    let other = match (theirs.is_practice, ours.is_practice) {
        (true, false) => OtherBook::Practice,
        (false, true) => OtherBook::Real,
        (true, true) | (false, false)
            if ours.is_used
                && (differ(&theirs.id, &ours.id)
                    || differ(&theirs.organisation, &ours.organisation)) =>
        {
            OtherBook::Another { theirs: theirs.name, ours: ours.name }
        }
        (true, true) | (false, false) => {
            return Ok(present.filter(|_| theirs.id == ours.id));
        }
    };
    Err(Error::OtherBook(other))
}

/// The entry of the restore's own in the audit log: what was told of the other one, and whether its
/// people were kept, where it had any.
pub(super) fn deed(told: &str, kept: Option<bool>, now: DateTime<Utc>) -> Deed {
    let people = match kept {
        None => "",
        Some(true) => " Its people and their PINs go on.",
        Some(false) => " Its people could not be kept; they are those of the backup.",
    };
    let what = format!("{told}{people}");
    let (who, command) = (WHO.to_owned(), COMMAND.to_owned());
    Deed { at: now, person: None, who, command, what, ids: Vec::new() }
}

impl Whose {
    fn of(view: &Connection) -> Result<Self, Error> {
        let is_used = sql::first(
            view,
            "SELECT EXISTS (SELECT 1 FROM transactions) OR EXISTS (SELECT 1 FROM documents)
                 OR EXISTS (SELECT 1 FROM binding)",
            [],
            |row| Ok(row.get(0)?),
        )?;
        let named = setting(view, Book::ORGANISATION_NAME_SETTING)?;
        let locations = sql::all(
            view,
            "SELECT name FROM locations ORDER BY id LIMIT :limit",
            named_params! { ":limit": LOCATIONS_NAMED },
            |row| Ok(row.get::<_, String>(0)?),
        )?;
        let name = match named.filter(|name| !name.is_empty()) {
            Some(name) => format!("{name}: {}", locations.join(", ")),
            None => locations.join(", "),
        };
        Ok(Self {
            id: setting(view, Book::ID_SETTING)?,
            organisation: bound_to(view)?,
            is_practice: setting(view, Book::PRACTICE_SETTING)?.is_some(),
            name,
            is_used: is_used.unwrap_or(false),
        })
    }
}

fn unread(error: &Error) {
    tracing::warn!(%error, "the book that makes room for a backup could not be read");
}
