//! Words and targets, kept once each and named by number everywhere else.

use std::collections::HashMap;

use ledger::{Currency, DocumentKind, Kind, Lane, Role, Target, TaxSet};
use rusqlite::{Connection, named_params};
use rust_decimal::Decimal;

use crate::error::Error;
use crate::sql;

/// The numbers found so far during one recording.
#[derive(Debug, Default)]
pub(crate) struct Words {
    words: HashMap<String, i64>,
    targets: HashMap<Target, i64>,
    locations: HashMap<String, i64>,
}

impl Words {
    /// The number of a word, new or known.
    pub(crate) fn word(&mut self, connection: &Connection, text: &str) -> Result<i64, Error> {
        if let Some(id) = self.words.get(text) {
            return Ok(*id);
        }
        let id = match find_word(connection, text)? {
            Some(id) => id,
            None => add_word(connection, text)?,
        };
        self.words.insert(text.to_owned(), id);
        Ok(id)
    }

    /// The number of a word that may be missing.
    pub(crate) fn optional(
        &mut self,
        connection: &Connection,
        text: Option<&str>,
    ) -> Result<Option<i64>, Error> {
        text.map(|text| self.word(connection, text)).transpose()
    }

    /// The number of a target, new or known.
    pub(crate) fn target(
        &mut self,
        connection: &Connection,
        target: &Target,
    ) -> Result<i64, Error> {
        if let Some(id) = self.targets.get(target) {
            return Ok(*id);
        }
        let id = match find_target(connection, target)? {
            Some(id) => id,
            None => add_target(connection, target)?,
        };
        self.targets.insert(target.clone(), id);
        Ok(id)
    }

    /// The id of the location of this name.
    pub(crate) fn location(&mut self, connection: &Connection, name: &str) -> Result<i64, Error> {
        if let Some(id) = self.locations.get(name) {
            return Ok(*id);
        }
        let id = sql::first(
            connection,
            "SELECT id FROM locations WHERE name = :name",
            named_params! { ":name": name },
            |row| Ok(row.get(0)?),
        )?
        .ok_or_else(|| Error::UnknownLocation { name: name.to_owned() })?;
        self.locations.insert(name.to_owned(), id);
        Ok(id)
    }
}

/// The number of a word the book knows.
pub(crate) fn find_word(connection: &Connection, text: &str) -> Result<Option<i64>, Error> {
    sql::first(
        connection,
        "SELECT id FROM words WHERE text = :text",
        named_params! { ":text": text },
        |row| Ok(row.get(0)?),
    )
}

fn add_word(connection: &Connection, text: &str) -> Result<i64, Error> {
    sql::run(
        connection,
        "INSERT INTO words (text) VALUES (:text)",
        named_params! { ":text": text },
    )?;
    Ok(connection.last_insert_rowid())
}

/// The number of a target the book knows.
pub(crate) fn find_target(connection: &Connection, target: &Target) -> Result<Option<i64>, Error> {
    let (sort, name) = stored_target(target);
    sql::first(
        connection,
        "SELECT id FROM targets WHERE sort = :sort AND name = :name",
        named_params! { ":sort": sort, ":name": name },
        |row| Ok(row.get(0)?),
    )
}

fn add_target(connection: &Connection, target: &Target) -> Result<i64, Error> {
    let (sort, name) = stored_target(target);
    sql::run(
        connection,
        "INSERT INTO targets (sort, name) VALUES (:sort, :name)",
        named_params! { ":sort": sort, ":name": name },
    )?;
    Ok(connection.last_insert_rowid())
}

fn stored_target(target: &Target) -> (&'static str, &str) {
    match target {
        Target::Gl(code) => ("gl", code),
        Target::Role(role) => ("role", role.key()),
        Target::Tender(name) => ("tender", name),
        Target::Tax(code) => ("tax", code),
        Target::PaidOut(code) => ("paid_out", code),
        Target::PaidIn(code) => ("paid_in", code),
        Target::Receivable => ("receivable", ""),
        Target::Bank(name) => ("bank", name),
        Target::BilledAhead => ("billed_ahead", ""),
    }
}

/// The target of a row of `targets`.
pub(crate) fn target(sort: &str, name: String) -> Result<Target, Error> {
    match sort {
        "gl" => Ok(Target::Gl(name)),
        "role" => role(&name).map(Target::Role),
        "tender" => Ok(Target::Tender(name)),
        "tax" => Ok(Target::Tax(name)),
        "paid_out" => Ok(Target::PaidOut(name)),
        "paid_in" => Ok(Target::PaidIn(name)),
        "receivable" => Ok(Target::Receivable),
        "bank" => Ok(Target::Bank(name)),
        "billed_ahead" => Ok(Target::BilledAhead),
        _ => Err(unreadable("target", sort)),
    }
}

/// The set of taxes of a word.
pub(crate) fn tax_set(key: &str) -> TaxSet {
    TaxSet::of([key])
}

/// The role of a word.
pub(crate) fn role(key: &str) -> Result<Role, Error> {
    key.parse().map_err(|_| unreadable("role", key))
}

/// The kind of transaction of a word.
pub(crate) fn kind(key: &str) -> Result<Kind, Error> {
    key.parse().map_err(|_| unreadable("kind of transaction", key))
}

/// The currency of a word.
pub(crate) fn currency(code: &str) -> Result<Currency, Error> {
    code.parse().map_err(|_| unreadable("currency", code))
}

/// The lane of a word.
pub(crate) fn lane(key: &str) -> Result<Lane, Error> {
    Lane::ALL.into_iter().find(|lane| lane.key() == key).ok_or_else(|| unreadable("lane", key))
}

/// The kind of document of a word.
pub(crate) fn document_kind(key: &str) -> Result<DocumentKind, Error> {
    DocumentKind::ALL
        .into_iter()
        .find(|kind| kind.key() == key)
        .ok_or_else(|| unreadable("kind of document", key))
}

/// A decimal as the database has it: 1.50 and 1.5 are one text.
pub(crate) fn stored_decimal(value: Decimal) -> String {
    value.normalize().to_string()
}

/// The decimal of a text.
pub(crate) fn decimal(text: &str) -> Result<Decimal, Error> {
    text.parse().map_err(|_| unreadable("number", text))
}

fn unreadable(what: &'static str, text: &str) -> Error {
    Error::Unreadable { what, text: text.to_owned() }
}
