//! Which rows belong to which seal: the tables of the book as they are, and who owns their rows.

use std::sync::Arc;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, named_params};
use sha2::{Digest, Sha256};

use super::Group;
use crate::error::Error;
use crate::sql;

/// The tables whose rows belong to a transaction or a document, with the column that says to
/// which. Every other table is sealed as a whole.
const OWNED: [(&str, Owner, &str); 10] = [
    ("transactions", Owner::Transaction, "id"),
    ("raw_rows", Owner::Transaction, "transaction_id"),
    ("parts", Owner::Transaction, "transaction_id"),
    ("legs", Owner::Transaction, "transaction_id"),
    ("documents", Owner::Document, "id"),
    ("document_lines", Owner::Document, "document_id"),
    ("claims", Owner::Document, "document_id"),
    ("claimed_totals", Owner::Document, "document_id"),
    ("attempts", Owner::Document, "document_id"),
    ("read_backs", Owner::Document, "document_id"),
];

/// The table that also belongs to a business date, and the column that says to which.
const DATED: (&str, &str) = ("transactions", "business_day");

/// Whose seal a table's rows go into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Transaction,
    Document,
    Table,
}

/// A table as its rows are hashed.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: Arc<str>,
    pub(super) owner: Owner,
    /// The column its rows are found by from their owner.
    pub(super) key: &'static str,
    key_place: usize,
    day_place: Option<usize>,
    columns: Vec<String>,
}

/// The tables of a book that are sealed.
#[derive(Debug)]
pub(crate) struct Tables(Vec<Table>);

/// A row's hash, and the seals it goes into.
#[derive(Debug)]
pub(super) struct Hashed {
    pub(super) hash: i64,
    pub(super) group: Group,
    pub(super) day: Option<Group>,
}

impl Tables {
    /// The tables as the book's format has them now; those of the seals themselves left out.
    pub(crate) fn of(book: &Connection) -> Result<Self, Error> {
        let names = sql::all(
            book,
            "SELECT name FROM sqlite_schema
             WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                 AND name NOT IN ('seals', 'transaction_seals')",
            [],
            |row| Ok(row.get::<_, String>("name")?),
        )?;
        names.into_iter().map(|name| Table::of(book, name)).collect::<Result<_, _>>().map(Self)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Table> {
        self.0.iter()
    }

    /// The table of a place that [`Self::all`] gave.
    pub(super) fn at(&self, place: usize) -> &Table {
        &self.0[place]
    }

    pub(super) fn get(&self, name: &str) -> Option<&Table> {
        self.all().find(|table| *table.name == *name)
    }

    pub(super) fn owned_by(&self, owner: Owner) -> impl Iterator<Item = &Table> {
        self.all().filter(move |table| table.owner == owner)
    }
}

impl Table {
    /// Whether its rows go into the seal of a business date too.
    pub(super) const fn is_dated(&self) -> bool {
        self.day_place.is_some()
    }

    fn of(book: &Connection, name: String) -> Result<Self, Error> {
        let columns = sql::all(
            book,
            "SELECT name FROM pragma_table_info(:table) ORDER BY cid",
            named_params! { ":table": name },
            |row| Ok(row.get::<_, String>("name")?),
        )?;
        let place = |wanted: &str| columns.iter().position(|column| column == wanted);
        let owned = OWNED.iter().find(|(table, _, _)| *table == name);
        let (owner, key) = owned.map_or((Owner::Table, ""), |(_, owner, key)| (*owner, *key));
        Ok(Self {
            owner,
            key,
            key_place: place(key).unwrap_or_default(),
            day_place: place(DATED.1).filter(|_| name == DATED.0),
            columns,
            name: name.into(),
        })
    }

    /// The names of its columns, in the order in which they are hashed.
    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(String::as_str)
    }

    /// Hashes a row whose values `at` gives by the places of its columns; `bytes` is room to do
    /// it in.
    pub(super) fn hash<'row>(
        &self,
        bytes: &mut Vec<u8>,
        at: impl Fn(usize) -> ValueRef<'row>,
    ) -> rusqlite::Result<Hashed> {
        bytes.clear();
        bytes.extend_from_slice(self.name.as_bytes());
        for place in 0..self.columns.len() {
            append(bytes, at(place));
        }
        let digest = Sha256::digest(&*bytes);
        let first = digest.first_chunk().expect("a SHA-256 has 32 bytes");
        let number = |place: usize| Ok::<_, rusqlite::Error>(at(place).as_i64()?);
        let group = match self.owner {
            Owner::Transaction => Group::Transaction(number(self.key_place)?),
            Owner::Document => Group::Document(number(self.key_place)?),
            Owner::Table => Group::Table(Arc::clone(&self.name)),
        };
        let day = self.day_place.map(number).transpose()?.map(Group::Day);
        Ok(Hashed { hash: i64::from_le_bytes(*first), group, day })
    }
}

/// Appends a value so that no two rows give the same bytes: its type, its length where that
/// varies, and itself.
fn append(bytes: &mut Vec<u8>, value: ValueRef<'_>) {
    match value {
        ValueRef::Null => bytes.push(0),
        ValueRef::Integer(number) => {
            bytes.push(1);
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        // No column of ours is of this type; a damaged one may be.
        ValueRef::Real(number) => {
            bytes.push(2);
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        ValueRef::Text(text) => append_long(bytes, 3, text),
        ValueRef::Blob(blob) => append_long(bytes, 4, blob),
    }
}

fn append_long(bytes: &mut Vec<u8>, tag: u8, value: &[u8]) {
    bytes.push(tag);
    bytes.extend_from_slice(&value.len().to_le_bytes());
    bytes.extend_from_slice(value);
}
