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
use crate::seal::{Kept, renew};
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
    8 "0008_seals",
    9 "0009_people",
];

/// Where the steps that were applied are noted.
const STEPS_TABLE: &str = "CREATE TABLE IF NOT EXISTS migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    applied_at_ms INTEGER NOT NULL
) STRICT";

/// Gives an empty database the tables of the newest format.
pub(crate) fn make_empty(connection: &Connection) -> Result<(), Error> {
    connection.execute_batch(STEPS_TABLE)?;
    let steps = MIGRATIONS.iter().map(|migration| migration.sql);
    Ok(steps.into_iter().try_for_each(|step| connection.execute_batch(step))?)
}

/// Refuses a book whose format is newer than the last of `migrations`.
pub(crate) fn refuse_newer(connection: &Connection, migrations: &[Migration]) -> Result<(), Error> {
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = migrations.last().map_or(0, |last| last.number);
    if found > known { Err(Error::NewerBook { found, known }) } else { Ok(()) }
}

/// Verifies the steps applied before and applies the missing ones, all of them or none, with the
/// seals made anew after them. A book that has something in it is copied beside itself first.
pub(crate) fn migrate(
    connection: &mut Connection,
    migrations: &[Migration],
    path: &Path,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    connection.execute_batch(STEPS_TABLE)?;
    let missing = missing(connection, migrations)?;
    let Some(first) = missing.first() else { return Ok(()) };
    if has_steps(connection)? {
        copy_old_book(connection, path, first.number)?;
    }
    // A step may put a new table in the place of an old one that others refer to: references are
    // checked at its end instead. SQLite takes this only outside of a transaction.
    connection.pragma_update(None, "foreign_keys", false)?;
    let done = apply_all(connection, &missing, now);
    connection.pragma_update(None, "foreign_keys", true)?;
    done
}

/// The steps that were not applied yet.
fn missing<'a>(
    connection: &Connection,
    migrations: &'a [Migration],
) -> Result<Vec<&'a Migration>, Error> {
    let mut missing = Vec::new();
    for migration in migrations {
        match applied(connection, migration.number)? {
            Some(known) if known == Sha256::digest(migration.sql).as_slice() => {}
            Some(_) => return Err(Error::OtherHistory { number: migration.number }),
            None => missing.push(migration),
        }
    }
    Ok(missing)
}

fn apply_all(
    connection: &mut Connection,
    missing: &[&Migration],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let kept = Kept::of(&transaction)?;
    missing.iter().try_for_each(|migration| apply(&transaction, migration, now))?;
    renew(&transaction, &kept)?;
    Ok(transaction.commit()?)
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

fn apply(book: &Connection, migration: &Migration, now: DateTime<Utc>) -> Result<(), Error> {
    book.execute_batch(migration.sql)?;
    book.execute(
        "INSERT INTO migrations (number, name, sha256, applied_at_ms)
         VALUES (:number, :name, :sha256, :applied_at_ms)",
        named_params! {
            ":number": migration.number,
            ":name": migration.name,
            ":sha256": Sha256::digest(migration.sql).as_slice(),
            ":applied_at_ms": ms(now),
        },
    )?;
    book.pragma_update(None, "user_version", migration.number)?;
    let astray = book.query_row("PRAGMA foreign_key_check", [], |_| Ok(())).optional()?;
    if astray.is_some() {
        return Err(Error::Damaged("a reference leads nowhere".into()));
    }
    tracing::info!(migration = migration.name, "the book's format is brought up to date");
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
    use crate::ids::TransactionId;
    use crate::seal;

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

    /// A book of an older format with something in it.
    fn recorded(steps: usize) -> (tempfile::TempDir, Connection) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("book.sqlite");
        let mut book = Connection::open(&path).expect("a file");
        migrate(&mut book, &MIGRATIONS[..steps], &path, DateTime::UNIX_EPOCH).expect("a format");
        book.execute_batch(
            "INSERT INTO words VALUES (1, 'square'), (2, 'sale'), (3, 'CAD'), (4, 'all'), (5, '');
             INSERT INTO targets VALUES (1, 'tender', 'Cash'), (2, 'gl', '4000');
             INSERT INTO locations VALUES (1, 'Dock', 'Europe/Paris', 0, 'B');
             INSERT INTO transactions VALUES
                 (1, 1, 'S-1', 1, NULL, 2, 0, 20000, 1, NULL, NULL, 3, 500, '[]', NULL, 0),
                 (2, 1, 'S-2', 1, NULL, 2, 0, 20000, 1, NULL, NULL, 3, 700, '[]', NULL, 0);
             INSERT INTO parts (transaction_id, part_id, position, lane, location_id, business_day)
                 VALUES (1, 4, 0, 'cashout', 1, 20000), (2, 4, 0, 'cashout', 1, 20000);
             INSERT INTO legs (transaction_id, part_id, position, target_id, tax_set_id, amount, tax)
                 VALUES (1, 4, 0, 1, 5, 500, 0), (1, 4, 1, 2, 5, -500, 0),
                     (2, 4, 0, 1, 5, 700, 0), (2, 4, 1, 2, 5, -700, 0);",
        )
        .expect("rows");
        (folder, book)
    }

    fn altered(book: &Connection) -> Option<seal::Altered> {
        seal::altered(book, &seal::Tables::of(book).expect("tables")).expect("compared")
    }

    #[test]
    fn what_an_older_version_recorded_is_sealed_when_its_book_is_brought_up_to_date() {
        let (folder, mut book) = recorded(7);
        let path = folder.path().join("book.sqlite");
        migrate(&mut book, MIGRATIONS, &path, DateTime::UNIX_EPOCH).expect("this format");
        assert_eq!(altered(&book), None);
        let seals: i64 = book
            .query_row("SELECT count(*) FROM transaction_seals", [], |row| row.get(0))
            .expect("a count");
        assert_eq!(seals, 2);
        book.execute_batch("DROP TRIGGER legs_stay; UPDATE legs SET tax = 1 WHERE amount = 700;")
            .expect("rot");
        let altered = altered(&book).expect("noticed");
        assert_eq!(altered.transactions, [TransactionId(2)]);
    }

    #[test]
    fn a_later_step_does_not_seal_over_damage() {
        let (folder, mut book) = recorded(7);
        let path = folder.path().join("book.sqlite");
        migrate(&mut book, MIGRATIONS, &path, DateTime::UNIX_EPOCH).expect("this format");
        book.execute_batch("DROP TRIGGER legs_stay; UPDATE legs SET tax = 1 WHERE amount = 700;")
            .expect("rot");
        let last = MIGRATIONS.last().expect("a step").number;
        let next = Migration {
            number: last + 1,
            name: "a_column_and_a_table",
            sql: "ALTER TABLE legs ADD COLUMN note TEXT; CREATE TABLE new (a INTEGER) STRICT;
                  INSERT INTO new VALUES (1);",
        };
        let steps: Vec<Migration> = MIGRATIONS.iter().copied().chain([next]).collect();
        migrate(&mut book, &steps, &path, DateTime::UNIX_EPOCH).expect("the next format");
        let altered = altered(&book).expect("still noticed");
        assert_eq!(altered.to_string(), "transaction 2");
    }

    #[test]
    fn the_numbers_of_the_migrations_are_those_of_their_files() {
        for (number, migration) in (1..).zip(MIGRATIONS) {
            assert_eq!(migration.number, number);
            assert!(migration.name.starts_with(&format!("{number:04}_")), "{}", migration.name);
        }
    }
}
