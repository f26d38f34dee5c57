//! Migrations: one file a step, applied once, verified ever after.
//!
//! Our own few lines, because no kept library both supports this rusqlite and verifies what was
//! applied. `PRAGMA user_version` is only the line an older program must not cross.

use std::path::Path;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, named_params};
use sha2::{Digest, Sha256};

use crate::backup;
use crate::error::Error;
use crate::place::Names;
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
    9 "0009_restored",
    10 "0010_posted",
    11 "0011_people",
    12 "0012_drift",
    13 "0013_withdrawn",
    14 "0014_one_way",
    15 "0015_waits_for_a_person",
    16 "0016_answers",
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

/// Refuses a database that another program made.
pub(crate) fn refuse_foreign(connection: &Connection, path: &Path) -> Result<(), Error> {
    let foreign = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema)
             AND NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'migrations')",
        [],
        |row| row.get(0),
    )?;
    if foreign { Err(Error::NotABook { path: path.to_owned() }) } else { Ok(()) }
}

/// Verifies the steps applied before and applies the missing ones, all of them or none, with the
/// seals made anew after them. A book that has something in it is backed up first, where it has
/// names; that this failed is given back and noted in the book, and holds nobody up: a desk whose
/// disk is full must not stand still for it.
pub(crate) fn migrate(
    connection: &mut Connection,
    migrations: &[Migration],
    names: Option<&Names>,
    now: DateTime<Utc>,
) -> Result<Vec<Error>, Error> {
    connection.execute_batch(STEPS_TABLE)?;
    let missing = missing(connection, migrations)?;
    let Some(first) = missing.first() else { return Ok(Vec::new()) };
    let mut warnings = Vec::new();
    if let Some(names) = names.filter(|_| has_steps(connection).unwrap_or_default()) {
        let made = backup::before_upgrade(connection, names, first.number, now.date_naive());
        warnings.extend(made.err());
    }
    // A step may put a new table in the place of an old one that others refer to: references are
    // checked at its end instead. SQLite takes this only outside of a transaction.
    connection.pragma_update(None, "foreign_keys", false)?;
    let done = apply_all(connection, &missing, warnings.first(), now);
    connection.pragma_update(None, "foreign_keys", true)?;
    done.map(|()| warnings)
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

/// Applies the steps, and notes with them that there is no backup of before, so that whoever looks
/// later learns of it.
fn apply_all(
    connection: &mut Connection,
    missing: &[&Migration],
    no_backup: Option<&Error>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let kept = Kept::of(&transaction)?;
    missing.iter().try_for_each(|migration| apply(&transaction, migration, now))?;
    if let Some(error) = no_backup
        && transaction.table_exists(None, "settings")?
    {
        backup::note_upgraded_without(&transaction, error, now)?;
    }
    renew(&transaction, &kept)?;
    Ok(transaction.commit()?)
}

/// Whether anything was ever kept in a book.
pub(crate) fn has_steps(connection: &Connection) -> Result<bool, Error> {
    if !connection.table_exists(None, "migrations")? {
        return Ok(false);
    }
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

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use rusqlite::Connection;

    use super::{MIGRATIONS, Migration, migrate, refuse_newer};
    use crate::backup::BackupKind;
    use crate::book::Book;
    use crate::error::Error;
    use crate::ids::TransactionId;
    use crate::place::Names;
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
        let names = Names::of(folder.path());
        let mut book = Connection::open(&path).expect("a file");
        let now = DateTime::UNIX_EPOCH;
        migrate(&mut book, &[FIRST], Some(&names), now).expect("the first format");
        book.execute("INSERT INTO one VALUES (7)", []).expect("a row");

        migrate(&mut book, &[FIRST, LAME], Some(&names), now).expect_err("it is lame");
        assert_eq!(tables(&book), ["migrations", "one"]);
        refuse_newer(&book, &[FIRST]).expect("still the first format");

        migrate(&mut book, &[FIRST, SECOND], Some(&names), now).expect("mended");
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
        let names = Names::of(folder.path());
        let mut book = Connection::open(&path).expect("a file");
        let now = DateTime::UNIX_EPOCH;
        migrate(&mut book, &[FIRST], Some(&names), now).expect("the first format");
        let backups = || Book::backups(folder.path()).expect("a folder");
        assert_eq!(backups(), [], "a new book is not backed up");
        migrate(&mut book, &[FIRST, SECOND], Some(&names), now).expect("the second format");
        let made = backups();
        let kinds: Vec<BackupKind> = made.iter().map(|file| file.kind).collect();
        assert_eq!(kinds, [BackupKind::BeforeUpgrade(2)]);
        let copy = Connection::open(&made[0].path).expect("there");
        assert_eq!(tables(&copy), ["migrations", "one"]);
        migrate(&mut book, &[FIRST, SECOND], Some(&names), now).expect("nothing to do");
        assert_eq!(backups(), made);
    }

    /// A book of an older format with something in it.
    fn recorded(steps: usize) -> (tempfile::TempDir, Connection) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("book.sqlite");
        let names = Names::of(folder.path());
        let mut book = Connection::open(&path).expect("a file");
        migrate(&mut book, &MIGRATIONS[..steps], Some(&names), DateTime::UNIX_EPOCH)
            .expect("a format");
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
        let names = Names::of(folder.path());
        migrate(&mut book, MIGRATIONS, Some(&names), DateTime::UNIX_EPOCH).expect("this format");
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
    fn a_backup_of_an_older_format_is_restored_in_this_one() {
        let (folder, book) = recorded(7);
        drop(book);
        let backup = folder.path().join("book.sqlite");
        let before = std::fs::read(&backup).expect("a backup");
        let home = tempfile::tempdir().expect("a folder");
        Book::restore(home.path(), &backup, None, DateTime::UNIX_EPOCH).expect("restored");
        assert_eq!(std::fs::read(&backup).expect("a backup"), before, "it is left as it was");
        let book = Book::open(home.path(), DateTime::UNIX_EPOCH).expect("a book");
        assert!(book.restored().expect("read").is_some());
        assert_eq!(book.transaction_count().expect("a count"), 2);
        let broken = book.check().expect("the check runs").into_iter();
        let broken: Vec<_> = broken.filter(|finding| !finding.broken.is_empty()).collect();
        let sealed = broken.iter().all(|one| one.invariant != "everything is as it was written");
        assert!(sealed, "{broken:?}");
    }

    #[test]
    fn a_book_upgraded_without_a_backup_says_so_until_one_is_made() {
        let (folder, book) = recorded(7);
        drop(book);
        let in_the_way = folder.path().join("backups");
        std::fs::write(&in_the_way, "no folder").expect("a file");
        let now = DateTime::UNIX_EPOCH;
        let book = Book::open(folder.path(), now).expect("nobody is held up");
        assert_eq!(book.warnings().len(), 1);
        drop(book);
        // Whoever opens it later learns of it too.
        let book = Book::open(folder.path(), now).expect("a book");
        assert_eq!(book.warnings().len(), 0);
        let said = book.upgraded_without_backup().expect("read").expect("told");
        assert!(said.contains("no backup was made"), "{said}");
        assert_eq!(altered(&Connection::open(book.path()).expect("a file")), None);
        std::fs::remove_file(&in_the_way).expect("removed");
        book.back_up_daily(now.date_naive()).expect("made").expect("the first");
        assert_eq!(book.upgraded_without_backup().expect("read"), None);
    }

    #[test]
    fn a_later_step_does_not_seal_over_damage() {
        let (folder, mut book) = recorded(7);
        let names = Names::of(folder.path());
        migrate(&mut book, MIGRATIONS, Some(&names), DateTime::UNIX_EPOCH).expect("this format");
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
        migrate(&mut book, &steps, Some(&names), DateTime::UNIX_EPOCH).expect("the next format");
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
