//! The people of the book that makes room for a backup: they go on in the restored one, or a backup
//! from before somebody got a PIN would let everybody in.

use rusqlite::{Connection, Row, named_params};

use crate::changes::{self, Topic};
use crate::error::Error;
use crate::sql;

/// Everybody, with their PINs, as rows.
#[derive(Debug)]
pub(super) struct People {
    people: Vec<PersonRow>,
    pins: Vec<PinRow>,
}

#[derive(Debug)]
struct PersonRow {
    id: i64,
    name: String,
    folded: String,
    role: String,
    active: bool,
    created_at_ms: i64,
    changed_at_ms: i64,
}

struct PinRow {
    person_id: i64,
    hash: String,
    wrong: i64,
    next_try_ms: i64,
    set_at_ms: i64,
}

impl std::fmt::Debug for PinRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PinRow").field("person_id", &self.person_id).finish_non_exhaustive()
    }
}

impl People {
    /// The tables they are in.
    pub(super) const TABLES: [&str; 2] = ["people", "pins"];

    /// The people of a book; none where it has none.
    pub(super) fn of(view: &Connection) -> Result<Option<Self>, Error> {
        let people = sql::all(view, "SELECT * FROM people ORDER BY id", [], person)?;
        let pins = sql::all(view, "SELECT * FROM pins ORDER BY person_id", [], pin)?;
        Ok((!people.is_empty()).then_some(Self { people, pins }))
    }

    /// Puts them in the place of those of an earlier state of the same book, which are the same
    /// ones under the same ids.
    pub(super) fn go_on_in(&self, book: &Connection) -> Result<(), Error> {
        if !self.people.iter().any(|one| one.active) {
            // An administrator is the last to go, or nobody could say who may do what.
            let others = "UPDATE people SET active = 0 WHERE role <> 'administrator'";
            sql::run(book, others, [])?;
            sql::run(book, "UPDATE people SET active = 0", [])?;
        }
        // Names may have gone from one to another meanwhile.
        sql::run(book, "UPDATE people SET folded = char(1) || id", [])?;
        let (first, then): (Vec<&PersonRow>, Vec<&PersonRow>) =
            self.people.iter().partition(|one| one.active && one.role == "administrator");
        first.into_iter().chain(then).try_for_each(|one| put_person(book, one))?;
        self.pins.iter().try_for_each(|pin| put_pin(book, pin))?;
        changes::note(book, Topic::People, None)
    }
}

fn put_person(book: &Connection, one: &PersonRow) -> Result<(), Error> {
    sql::run(
        book,
        "INSERT INTO people (id, name, folded, role, active, created_at_ms, changed_at_ms)
         VALUES (:id, :name, :folded, :role, :active, :created_at_ms, :changed_at_ms)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, folded = excluded.folded,
             role = excluded.role, active = excluded.active,
             changed_at_ms = excluded.changed_at_ms",
        named_params! {
            ":id": one.id,
            ":name": one.name,
            ":folded": one.folded,
            ":role": one.role,
            ":active": one.active,
            ":created_at_ms": one.created_at_ms,
            ":changed_at_ms": one.changed_at_ms,
        },
    )
    .map(drop)
}

fn put_pin(book: &Connection, pin: &PinRow) -> Result<(), Error> {
    sql::run(
        book,
        "INSERT INTO pins (person_id, hash, wrong, next_try_ms, set_at_ms)
         VALUES (:person, :hash, :wrong, :next_try_ms, :set_at_ms)
         ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, wrong = excluded.wrong,
             next_try_ms = excluded.next_try_ms, set_at_ms = excluded.set_at_ms",
        named_params! {
            ":person": pin.person_id,
            ":hash": pin.hash,
            ":wrong": pin.wrong,
            ":next_try_ms": pin.next_try_ms,
            ":set_at_ms": pin.set_at_ms,
        },
    )
    .map(drop)
}

fn person(row: &Row<'_>) -> Result<PersonRow, Error> {
    Ok(PersonRow {
        id: row.get("id")?,
        name: row.get("name")?,
        folded: row.get("folded")?,
        role: row.get("role")?,
        active: row.get("active")?,
        created_at_ms: row.get("created_at_ms")?,
        changed_at_ms: row.get("changed_at_ms")?,
    })
}

fn pin(row: &Row<'_>) -> Result<PinRow, Error> {
    Ok(PinRow {
        person_id: row.get("person_id")?,
        hash: row.get("hash")?,
        wrong: row.get("wrong")?,
        next_try_ms: row.get("next_try_ms")?,
        set_at_ms: row.get("set_at_ms")?,
    })
}
