//! People: who works with the book and what each may do. Nobody is ever deleted: what they did
//! keeps their name.

use std::fmt;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row, named_params};

use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::ids::PersonId;
use crate::pins::{self, PinHash};
use crate::sql::{self, ms};

/// What a person may do. Each role may do what the one before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PersonRole {
    /// Records, counts, closes days.
    FrontDesk,
    /// Keeps mappings and documents right, too.
    Bookkeeper,
    /// Connects to Xero, and says who may do what, too.
    Administrator,
}

impl PersonRole {
    /// Every role, the least first.
    pub const ALL: [Self; 3] = [Self::FrontDesk, Self::Bookkeeper, Self::Administrator];

    const fn key(self) -> &'static str {
        match self {
            Self::FrontDesk => "front_desk",
            Self::Bookkeeper => "bookkeeper",
            Self::Administrator => "administrator",
        }
    }

    fn from_key(key: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|role| role.key() == key)
            .ok_or_else(|| Error::Unreadable { what: "person's role", text: key.to_owned() })
    }
}

impl fmt::Display for PersonRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FrontDesk => "front desk",
            Self::Bookkeeper => "bookkeeper",
            Self::Administrator => "administrator",
        })
    }
}

/// Somebody who works with the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their id in the book.
    pub id: PersonId,
    /// Their name, unlike anybody else's whatever its case.
    pub name: String,
    /// What they may do.
    pub role: PersonRole,
    /// Whether they may sign in.
    pub active: bool,
}

const COLUMNS: &str = "SELECT id, name, role, active FROM people";

impl Book {
    /// Everybody, by name.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn people(&self) -> Result<Vec<Person>, Error> {
        self.read(|view| sql::all(view, &format!("{COLUMNS} ORDER BY folded"), [], person))
    }

    /// One of them.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn person(&self, id: PersonId) -> Result<Person, Error> {
        self.read(|view| one(view, id))
    }

    /// Whether anybody may sign in, so that somebody has to.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn people_sign_in(&self) -> Result<bool, Error> {
        self.read(|view| {
            let found =
                sql::first(view, "SELECT 1 FROM people WHERE active = 1 LIMIT 1", [], |_| Ok(()));
            Ok(found?.is_some())
        })
    }

    /// Adds a person, with a PIN.
    ///
    /// # Errors
    /// [`Error::PersonNamed`] when somebody has that name; [`Error::NoAdministrator`] when this is
    /// the first and is not one.
    pub fn add_person(
        &self,
        name: &str,
        role: PersonRole,
        pin: &PinHash,
        now: DateTime<Utc>,
    ) -> Result<PersonId, Error> {
        self.write(|book| {
            refuse_taken_name(book, name, None)?;
            if role != PersonRole::Administrator && !has_another_administrator(book, None)? {
                return Err(Error::NoAdministrator);
            }
            sql::run(
                book,
                "INSERT INTO people (name, folded, role, active, created_at_ms, changed_at_ms)
                 VALUES (:name, :folded, :role, 1, :now_ms, :now_ms)",
                named_params! {
                    ":name": name,
                    ":folded": folded(name),
                    ":role": role.key(),
                    ":now_ms": ms(now),
                },
            )?;
            let id = PersonId(book.last_insert_rowid());
            pins::put(book, id, pin, now)?;
            changes::note(book, Topic::People, Some(id.0))?;
            Ok(id)
        })
    }

    /// Keeps a person's name and role, and whether they may sign in.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::PersonNamed`]; [`Error::NoAdministrator`] when others sign in
    /// and nobody would be left who may say who may do what.
    pub fn save_person(&self, person: &Person, now: DateTime<Utc>) -> Result<(), Error> {
        self.write(|book| {
            one(book, person.id)?;
            refuse_taken_name(book, &person.name, Some(person.id))?;
            let administers = person.active && person.role == PersonRole::Administrator;
            let signs_in = person.active || has_others(book, person.id)?;
            if signs_in && !administers && !has_another_administrator(book, Some(person.id))? {
                return Err(Error::NoAdministrator);
            }
            sql::run(
                book,
                "UPDATE people SET name = :name, folded = :folded, role = :role, active = :active,
                     changed_at_ms = :now_ms
                 WHERE id = :id",
                named_params! {
                    ":id": person.id.0,
                    ":name": person.name,
                    ":folded": folded(&person.name),
                    ":role": person.role.key(),
                    ":active": person.active,
                    ":now_ms": ms(now),
                },
            )?;
            changes::note(book, Topic::People, Some(person.id.0))
        })
    }
}

/// A person, within a transaction.
pub(crate) fn one(view: &Connection, id: PersonId) -> Result<Person, Error> {
    let found = sql::first(
        view,
        &format!("{COLUMNS} WHERE id = :id"),
        named_params! { ":id": id.0 },
        person,
    );
    found?.ok_or(Error::NotFound { what: "person", id: id.0 })
}

fn person(row: &Row<'_>) -> Result<Person, Error> {
    Ok(Person {
        id: PersonId(row.get("id")?),
        name: row.get("name")?,
        role: PersonRole::from_key(&row.get::<_, String>("role")?)?,
        active: row.get("active")?,
    })
}

/// A name without regard to case and spaces.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn refuse_taken_name(book: &Connection, name: &str, own: Option<PersonId>) -> Result<(), Error> {
    let taken = sql::first(
        book,
        "SELECT 1 FROM people WHERE folded = :folded AND id IS NOT :own",
        named_params! { ":folded": folded(name), ":own": own.map(|id| id.0) },
        |_| Ok(()),
    );
    match taken? {
        Some(()) => Err(Error::PersonNamed { name: name.to_owned() }),
        None => Ok(()),
    }
}

fn has_another_administrator(book: &Connection, than: Option<PersonId>) -> Result<bool, Error> {
    let found = sql::first(
        book,
        "SELECT 1 FROM people WHERE active = 1 AND role = 'administrator' AND id IS NOT :than",
        named_params! { ":than": than.map(|id| id.0) },
        |_| Ok(()),
    );
    Ok(found?.is_some())
}

fn has_others(book: &Connection, than: PersonId) -> Result<bool, Error> {
    let found = sql::first(
        book,
        "SELECT 1 FROM people WHERE active = 1 AND id <> :than",
        named_params! { ":than": than.0 },
        |_| Ok(()),
    );
    Ok(found?.is_some())
}
