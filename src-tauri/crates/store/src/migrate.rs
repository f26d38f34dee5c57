//! Migrations: one file a step, applied once, verified ever after.
//!
//! Our own few lines, because no kept library both supports this rusqlite and verifies what was
//! applied. `PRAGMA user_version` is only the line an older program must not cross.

use std::path::Path;
use std::{fs, io};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, named_params};
use sha2::{Digest, Sha256};

use crate::book::make_file;
use crate::error::Error;
use crate::sql::ms;

/// One step of the format.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Migration {
    number: u32,
    name: &'static str,
    sql: &'static str,
}

macro_rules! migrations {
    ($($number:literal $name:literal),* $(,)?) => {
        &[$(Migration {
            number: $number,
            name: $name,
            sql: include_str!(concat!("../migrations/", $name, ".sql")),
        }),*]
    };
}

/// Every step, in order. A released file is never edited.
pub(crate) const MIGRATIONS: &[Migration] = migrations![
    1 "0001_settings",
    2 "0002_transactions",
    3 "0003_documents",
    4 "0004_xero",
    5 "0005_parts",
    6 "0006_documents",
    7 "0007_desk",
];

/// Refuses a book whose format is newer than the last of `migrations`.
pub(crate) fn refuse_newer(connection: &Connection, migrations: &[Migration]) -> Result<(), Error> {
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = migrations.last().map_or(0, |last| last.number);
    if found > known { Err(Error::NewerBook { found, known }) } else { Ok(()) }
}

/// Verifies the steps applied before and applies the missing ones, each in a transaction of its
/// own. A book that has something in it is copied beside itself first.
pub(crate) fn migrate(
    connection: &mut Connection,
    migrations: &[Migration],
    path: &Path,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS migrations (
             number INTEGER PRIMARY KEY,
             name TEXT NOT NULL,
             sha256 BLOB NOT NULL,
             applied_at_ms INTEGER NOT NULL
         ) STRICT",
    )?;
    // A step may put a new table in the place of an old one that others refer to: references are
    // checked at its end instead. SQLite takes this only outside of a transaction.
    connection.pragma_update(None, "foreign_keys", false)?;
    let done = apply_missing(connection, migrations, path, now);
    connection.pragma_update(None, "foreign_keys", true)?;
    done
}

fn apply_missing(
    connection: &mut Connection,
    migrations: &[Migration],
    path: &Path,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let mut to_copy = has_steps(connection)?;
    for migration in migrations {
        let sha256 = Sha256::digest(migration.sql);
        match applied(connection, migration.number)? {
            Some(known) if known == sha256.as_slice() => continue,
            Some(_) => return Err(Error::OtherHistory { number: migration.number }),
            None => {}
        }
        if to_copy {
            copy_old_book(connection, path, migration.number)?;
            to_copy = false;
        }
        apply(connection, migration, &sha256, now)?;
    }
    Ok(())
}

fn has_steps(connection: &Connection) -> Result<bool, Error> {
    let any =
        connection.query_row("SELECT EXISTS (SELECT 1 FROM migrations)", [], |row| row.get(0))?;
    Ok(any)
}

fn applied(connection: &Connection, number: u32) -> Result<Option<Vec<u8>>, Error> {
    let sha256 = connection
        .query_row(
            "SELECT sha256 FROM migrations WHERE number = :number",
            named_params! { ":number": number },
            |row| row.get(0),
        )
        .optional()?;
    Ok(sha256)
}

fn apply(
    connection: &mut Connection,
    migration: &Migration,
    sha256: &[u8],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(migration.sql)?;
    transaction.execute(
        "INSERT INTO migrations (number, name, sha256, applied_at_ms)
         VALUES (:number, :name, :sha256, :applied_at_ms)",
        named_params! {
            ":number": migration.number,
            ":name": migration.name,
            ":sha256": sha256,
            ":applied_at_ms": ms(now),
        },
    )?;
    transaction.pragma_update(None, "user_version", migration.number)?;
    let astray = transaction.query_row("PRAGMA foreign_key_check", [], |_| Ok(())).optional()?;
    if astray.is_some() {
        return Err(Error::Damaged("a reference leads nowhere".into()));
    }
    transaction.commit()?;
    tracing::info!(migration = migration.name, "the book's format was brought up to date");
    Ok(())
}

/// Copies the book to `book.before-NNNN.sqlite` beside it. A copy left by an attempt that failed
/// is replaced: the book has gone on since.
fn copy_old_book(connection: &Connection, path: &Path, number: u32) -> Result<(), Error> {
    let copy = path.with_extension(format!("before-{number:04}.sqlite"));
    let at = |source| Error::Folder { path: copy.clone(), source };
    match fs::remove_file(&copy) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(at(error)),
    }
    make_file(&copy).map_err(at)?;
    connection.execute("VACUUM INTO :path", named_params! { ":path": copy.to_string_lossy() })?;
    tracing::info!(copy = %copy.display(), "the book was copied before its upgrade");
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use chrono::DateTime;
    use rusqlite::Connection;

    use super::{MIGRATIONS, Migration, migrate, refuse_newer};
    use crate::error::Error;

    const FIRST: Migration =
        Migration { number: 1, name: "0001_one", sql: "CREATE TABLE one (a INTEGER) STRICT;" };
    const SECOND: Migration =
        Migration { number: 2, name: "0002_two", sql: "CREATE TABLE two (a INTEGER) STRICT;" };
    const LAME: Migration = Migration {
        number: 2,
        name: "0002_two",
        sql: "CREATE TABLE two (a INTEGER) STRICT; INSERT INTO one VALUES (8); SELECT nonsense;",
    };

    fn tables(book: &Connection) -> Vec<String> {
        let mut statement = book
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            .expect("a statement");
        let names = statement.query_map([], |row| row.get(0)).expect("names");
        names.collect::<Result<_, _>>().expect("names")
    }

    #[test]
    fn a_migration_that_fails_midway_leaves_the_old_book() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("book.sqlite");
        let mut book = Connection::open(&path).expect("a file");
        let now = DateTime::UNIX_EPOCH;
        migrate(&mut book, &[FIRST], &path, now).expect("the first format");
        book.execute("INSERT INTO one VALUES (7)", []).expect("a row");

        migrate(&mut book, &[FIRST, LAME], &path, now).expect_err("it is lame");
        assert_eq!(tables(&book), ["migrations", "one"]);
        refuse_newer(&book, &[FIRST]).expect("still the first format");

        migrate(&mut book, &[FIRST, SECOND], &path, now).expect("mended");
        assert_eq!(tables(&book), ["migrations", "one", "two"]);
        let kept: i64 =
            book.query_row("SELECT sum(a) FROM one", [], |row| row.get(0)).expect("a row");
        assert_eq!(kept, 7);
        let refused = refuse_newer(&book, &[FIRST]);
        assert!(matches!(refused, Err(Error::NewerBook { found: 2, known: 1 })), "{refused:?}");
    }

    #[test]
    fn an_older_book_is_copied_before_it_is_brought_up_to_date() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("book.sqlite");
        let mut book = Connection::open(&path).expect("a file");
        let now = DateTime::UNIX_EPOCH;
        migrate(&mut book, &[FIRST], &path, now).expect("the first format");
        let files = || fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(files(), 1, "a new book is not copied");
        migrate(&mut book, &[FIRST, SECOND], &path, now).expect("the second format");
        let copy = Connection::open(folder.path().join("book.before-0002.sqlite")).expect("there");
        assert_eq!(tables(&copy), ["migrations", "one"]);
        migrate(&mut book, &[FIRST, SECOND], &path, now).expect("nothing to do");
        assert_eq!(files(), 2);
    }

    #[test]
    fn the_numbers_of_the_migrations_are_those_of_their_files() {
        for (number, migration) in (1..).zip(MIGRATIONS) {
            assert_eq!(migration.number, number);
            assert!(migration.name.starts_with(&format!("{number:04}_")), "{}", migration.name);
        }
    }
}
