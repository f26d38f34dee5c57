//! Keeping the seals: every change of a row, made by whatever statement of the book's writer,
//! goes into the seals within the same transaction.
//!
//! Triggers of the writer's own connection (they are not in the file) hand each changed row to a
//! function of ours, which sums up in memory; the seals are written once, before the commit. Only
//! the rows of new transactions come here on their own, by [`Keeper::note`]: a season has millions
//! of them, and a trigger costs more than the row.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{Null, ValueRef};
use rusqlite::{Connection, named_params};

use super::Group;
use super::tables::{Hashed, Table, Tables};
use crate::error::Error;
use crate::sql;

/// How many changed seals are held in memory before they are written.
const CHANGES_HELD: usize = 8_192;

/// Follows the changes of one connection.
#[derive(Debug)]
pub(crate) struct Keeper {
    changes: Arc<Mutex<Changes>>,
    tables: Arc<Tables>,
}

/// What changed since the seals were last written.
#[derive(Debug, Default)]
struct Changes {
    by_group: HashMap<Group, i64>,
    /// The transaction whose rows came last, not among the others yet: most rows come in a row.
    latest: Option<(i64, i64)>,
    /// Room to put a row's bytes together in.
    bytes: Vec<u8>,
}

/// The tables whose new rows are noted by who inserts them.
const NOTED: [&str; 4] = ["transactions", "raw_rows", "parts", "legs"];

/// What the triggers call with a table's place and a row's values.
const FUNCTION: &str = "take_into_seal";

impl Keeper {
    /// Follows every change that `writer` makes from now on.
    pub(crate) fn follow(writer: &Connection, tables: &Arc<Tables>) -> Result<Self, Error> {
        let changes = Arc::new(Mutex::new(Changes::default()));
        let (followed, known) = (Arc::clone(&changes), Arc::clone(tables));
        writer.create_scalar_function(
            FUNCTION,
            -1,
            FunctionFlags::SQLITE_UTF8,
            move |row: &Context<'_>| {
                let table = known.at(usize::from(row.get::<u16>(0)?));
                lock(&followed).add(table, |place| row.get_raw(place + 1)).map(|()| Null)
            },
        )?;
        let triggers: String =
            tables.all().enumerate().map(|(place, table)| triggers(place, table)).collect();
        writer.execute_batch(&triggers)?;
        Ok(Self { changes, tables: Arc::clone(tables) })
    }

    /// Notes a new row of one of the tables that ask for it, with its values in the order of the
    /// columns.
    pub(crate) fn note(&self, table: &str, values: &[ValueRef<'_>]) -> Result<(), Error> {
        let table = self.tables.get(table).expect("a table of the book");
        assert_eq!(values.len(), table.columns().count(), "every column of {}", table.name);
        Ok(lock(&self.changes).add(table, |place| values[place])?)
    }

    /// Notes the rows of a new transaction that a statement made of another one's.
    pub(crate) fn note_transaction(&self, writer: &Connection, id: i64) -> Result<(), Error> {
        for table in NOTED.iter().filter_map(|name| self.tables.get(name)) {
            let statement = format!("SELECT * FROM {} WHERE {} = :id", table.name, table.key);
            let mut statement = writer.prepare_cached(&statement)?;
            let mut rows = statement.query(named_params! { ":id": id })?;
            while let Some(row) = rows.next()? {
                lock(&self.changes).add(table, |place| row.get_ref_unwrap(place))?;
            }
        }
        Ok(())
    }

    /// Forgets what a transaction that was rolled back had changed.
    pub(crate) fn forget(&self) {
        let mut changes = lock(&self.changes);
        changes.latest = None;
        changes.by_group.clear();
    }

    /// Writes the changed seals, in the transaction of the changes, where there are many of them.
    pub(crate) fn seal_many(&self, writer: &Connection) -> Result<(), Error> {
        let many = lock(&self.changes).by_group.len() >= CHANGES_HELD;
        if many { self.seal(writer) } else { Ok(()) }
    }

    /// Writes the changed seals, in the transaction of the changes.
    pub(crate) fn seal(&self, writer: &Connection) -> Result<(), Error> {
        let changed = lock(&self.changes).take();
        let mut changed: Vec<_> = changed.into_iter().filter(|(_, change)| *change != 0).collect();
        changed.sort_unstable();
        changed.iter().try_for_each(|(group, change)| add(writer, group, *change))
    }
}

fn lock(changes: &Mutex<Changes>) -> MutexGuard<'_, Changes> {
    changes.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Changes {
    /// Takes a row that came or went into the seals it belongs to; `at` gives its values.
    fn add<'row>(
        &mut self,
        table: &Table,
        at: impl Fn(usize) -> ValueRef<'row>,
    ) -> rusqlite::Result<()> {
        let Hashed { hash, group, day } = table.hash(&mut self.bytes, at)?;
        if let Some(day) = day {
            self.put(day, hash);
        }
        match (group, &mut self.latest) {
            (Group::Transaction(id), Some((latest, change))) if *latest == id => *change ^= hash,
            (Group::Transaction(id), latest) => {
                let before = latest.replace((id, hash));
                before
                    .into_iter()
                    .for_each(|(id, change)| self.put(Group::Transaction(id), change));
            }
            (group @ (Group::Day(_) | Group::Document(_) | Group::Table(_)), _) => {
                self.put(group, hash);
            }
        }
        Ok(())
    }

    fn put(&mut self, group: Group, change: i64) {
        *self.by_group.entry(group).or_default() ^= change;
    }

    /// Everything since it was last asked for.
    fn take(&mut self) -> HashMap<Group, i64> {
        if let Some((id, change)) = self.latest.take() {
            self.put(Group::Transaction(id), change);
        }
        std::mem::take(&mut self.by_group)
    }
}

/// The triggers that follow the rows of a table.
fn triggers(place: usize, table: &Table) -> String {
    let name = &table.name;
    let call = |row: &str| {
        let columns: String = table.columns().map(|column| format!(", {row}.{column}")).collect();
        format!("{FUNCTION}({place}{columns})")
    };
    let (old, new) = (call("OLD"), call("NEW"));
    let following = format!(
        "CREATE TEMP TRIGGER seal_{name}_out AFTER DELETE ON main.{name}
             BEGIN SELECT {old}; END;
         CREATE TEMP TRIGGER seal_{name}_on AFTER UPDATE ON main.{name}
             BEGIN SELECT {old}, {new}; END;"
    );
    if NOTED.contains(&&**name) {
        return following;
    }
    format!(
        "{following}
         CREATE TEMP TRIGGER seal_{name}_in AFTER INSERT ON main.{name}
             BEGIN SELECT {new}; END;"
    )
}

/// Takes a change into a seal. `(a | b) - (a & b)` is the XOR that SQLite has no sign for.
pub(super) fn add(writer: &Connection, group: &Group, change: i64) -> Result<(), Error> {
    if let Group::Transaction(id) = group {
        return sql::run(
            writer,
            "INSERT INTO transaction_seals (transaction_id, seal) VALUES (:id, :change)
             ON CONFLICT DO UPDATE SET seal = (seal | :change) - (seal & :change)",
            named_params! { ":id": id, ":change": change },
        )
        .map(drop);
    }
    let (sort, id) = group.stored();
    sql::run(
        writer,
        "INSERT INTO seals (sort, id, seal) VALUES (:sort, :id, :change)
         ON CONFLICT DO UPDATE SET seal = (seal | :change) - (seal & :change)",
        named_params! { ":sort": sort, ":id": id, ":change": change },
    )
    .map(drop)
}
