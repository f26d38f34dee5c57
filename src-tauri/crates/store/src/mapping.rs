//! The mapping: what the bookkeeper said, and every change of it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use ledger::{Field, GlTarget, Mapping, Role, TaxSet, TrackingField, normalise};
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::sql::{self, ms};
use crate::words;

/// One thing to map; `None` unmaps it. GL codes and tender names are normalised here; taxes keep
/// the spelling they were first mapped with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MapEntry {
    /// A role to an account id.
    Role(Role, Option<String>),
    /// A GL code to where it goes.
    Gl(String, Option<GlTarget>),
    /// A tax code to an account id (way B).
    TaxAccount(String, Option<String>),
    /// A set of taxes to a Xero tax type (way A).
    TaxType(TaxSet, Option<String>),
    /// A tender to the account id of its clearing account.
    Tender(String, Option<String>),
    /// The tax type of lines without tax.
    NoTaxType(Option<String>),
    /// The tax type of a role's lines that carry one.
    RoleTaxType(Role, Option<String>),
    /// A tender paid straight into a bank account, to that account's id.
    DirectTender(String, Option<String>),
    /// A bank account by the desk's name for it, to its account id.
    Bank(String, Option<String>),
    /// A field of transactions to the tracking category it decides.
    Tracking(Field, Option<TrackingField>),
}

/// A change of the mapping, as it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapChange {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub who: String,
    /// What was mapped before.
    pub before: MapEntry,
    /// What is mapped since.
    pub after: MapEntry,
}

/// Where something is mapped to, as JSON.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    /// An account id or a tax type.
    Word(String),
    Gl {
        account_id: String,
        tax_type: Option<String>,
        tracking: Vec<(String, String)>,
    },
    Field {
        category_id: String,
        options: BTreeMap<String, String>,
    },
}

impl MapEntry {
    /// What sort of thing it maps, and the thing's key.
    fn key(&self) -> (&'static str, String) {
        match self {
            Self::Role(role, _) => ("role", role.key().to_owned()),
            Self::Gl(code, _) => ("gl", normalise(code)),
            Self::TaxAccount(code, _) => ("tax_account", code.clone()),
            Self::TaxType(set, _) => ("tax_type", set.key().to_owned()),
            Self::Tender(name, _) => ("tender", normalise(name)),
            Self::NoTaxType(_) => ("no_tax_type", String::new()),
            Self::RoleTaxType(role, _) => ("role_tax", role.key().to_owned()),
            Self::DirectTender(name, _) => ("direct_tender", normalise(name)),
            Self::Bank(name, _) => ("bank", normalise(name)),
            Self::Tracking(field, _) => ("tracking", field.key().to_owned()),
        }
    }

    fn value(&self) -> Option<String> {
        let stored = match self {
            Self::Gl(_, target) => target.clone().map(|target| Stored::Gl {
                account_id: target.account_id,
                tax_type: target.tax_type,
                tracking: target.tracking,
            }),
            Self::Tracking(_, field) => field.clone().map(|field| Stored::Field {
                category_id: field.category_id,
                options: field.options,
            }),
            Self::Role(_, word)
            | Self::TaxAccount(_, word)
            | Self::TaxType(_, word)
            | Self::Tender(_, word)
            | Self::NoTaxType(word)
            | Self::RoleTaxType(_, word)
            | Self::DirectTender(_, word)
            | Self::Bank(_, word) => word.clone().map(Stored::Word),
        };
        stored.map(|stored| serde_json::to_string(&stored).expect("strings are always JSON"))
    }

    fn read(sort: &str, key: String, value: Option<&str>) -> Result<Self, Error> {
        let stored = value
            .map(|value| serde_json::from_str(value).map_err(|_| unreadable(value)))
            .transpose()?;
        let (word, gl, field) = match stored {
            None => (None, None, None),
            Some(Stored::Word(word)) => (Some(word), None, None),
            Some(Stored::Gl { account_id, tax_type, tracking }) => {
                (None, Some(GlTarget { account_id, tax_type, tracking }), None)
            }
            Some(Stored::Field { category_id, options }) => {
                (None, None, Some(TrackingField { category_id, options }))
            }
        };
        match sort {
            "role" => Ok(Self::Role(words::role(&key)?, word)),
            "gl" => Ok(Self::Gl(key, gl)),
            "tax_account" => Ok(Self::TaxAccount(key, word)),
            "tax_type" => Ok(Self::TaxType(words::tax_set(&key), word)),
            "tender" => Ok(Self::Tender(key, word)),
            "no_tax_type" => Ok(Self::NoTaxType(word)),
            "role_tax" => Ok(Self::RoleTaxType(words::role(&key)?, word)),
            "direct_tender" => Ok(Self::DirectTender(key, word)),
            "bank" => Ok(Self::Bank(key, word)),
            "tracking" => {
                let known = key.parse().map_err(|_| unreadable(&key))?;
                Ok(Self::Tracking(known, field))
            }
            _ => Err(unreadable(sort)),
        }
    }

    fn put_into(self, mapping: &mut Mapping) {
        match self {
            Self::Role(role, to) => drop(to.map(|to| mapping.roles.insert(role, to))),
            Self::Gl(code, to) => drop(to.map(|to| mapping.gl_codes.insert(code, to))),
            Self::TaxAccount(code, to) => drop(to.map(|to| mapping.tax_accounts.insert(code, to))),
            Self::TaxType(set, to) => drop(to.map(|to| mapping.tax_types.insert(set, to))),
            Self::Tender(name, to) => drop(to.map(|to| mapping.tenders.insert(name, to))),
            Self::NoTaxType(to) => mapping.no_tax_type = to,
            Self::RoleTaxType(role, to) => {
                drop(to.map(|to| mapping.role_tax_types.insert(role, to)));
            }
            Self::DirectTender(name, to) => {
                drop(to.map(|to| mapping.direct_tenders.insert(name, to)));
            }
            Self::Bank(name, to) => drop(to.map(|to| mapping.banks.insert(name, to))),
            Self::Tracking(field, to) => drop(to.map(|to| mapping.tracking.insert(field, to))),
        }
    }
}

fn unreadable(text: &str) -> Error {
    Error::Unreadable { what: "mapping", text: text.to_owned() }
}

impl Book {
    /// The whole mapping.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn mapping(&self) -> Result<Mapping, Error> {
        let entries = self.read(|view| {
            sql::all(view, "SELECT sort, key, value FROM mapping", [], |row| {
                let value: String = row.get("value")?;
                MapEntry::read(&row.get::<_, String>("sort")?, row.get("key")?, Some(&value))
            })
        })?;
        let mut mapping = Mapping::default();
        for entry in entries {
            entry.put_into(&mut mapping);
        }
        Ok(mapping)
    }

    /// Maps some things, all or none; what is mapped so already is no change.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn map(&self, entries: &[MapEntry], who: &str, now: DateTime<Utc>) -> Result<(), Error> {
        self.write(|book| {
            for entry in entries {
                let (sort, key) = entry.key();
                let key = spelling(book, sort, key)?;
                let before = value(book, sort, &key)?;
                let after = entry.value();
                if before == after {
                    continue;
                }
                match &after {
                    Some(after) => put(book, sort, &key, after)?,
                    None => remove(book, sort, &key)?,
                }
                log_change(book, (sort, &key), (before, after), who, now)?;
            }
            changes::note(book, Topic::Mapping, None)
        })
    }

    /// The latest changes of the mapping, newest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn mapping_changes(&self, limit: u32) -> Result<Vec<MapChange>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "SELECT changed_at_ms, who, sort, key, before, after
                 FROM mapping_changes ORDER BY id DESC LIMIT :limit",
                named_params! { ":limit": limit },
                change,
            )
        })
    }
}

/// The spelling under which a key is mapped already, else the one given: what compares equal must
/// not be mapped twice, to two accounts.
fn spelling(book: &Connection, sort: &str, key: String) -> Result<String, Error> {
    let keys = sql::all(
        book,
        "SELECT key FROM mapping WHERE sort = :sort",
        named_params! { ":sort": sort },
        |row| Ok(row.get::<_, String>("key")?),
    )?;
    let wanted = normalise(&key);
    Ok(keys.into_iter().find(|known| normalise(known) == wanted).unwrap_or(key))
}

fn value(book: &Connection, sort: &str, key: &str) -> Result<Option<String>, Error> {
    sql::first(
        book,
        "SELECT value FROM mapping WHERE sort = :sort AND key = :key",
        named_params! { ":sort": sort, ":key": key },
        |row| Ok(row.get(0)?),
    )
}

fn put(book: &Connection, sort: &str, key: &str, value: &str) -> Result<(), Error> {
    sql::run(
        book,
        "INSERT INTO mapping (sort, key, value) VALUES (:sort, :key, :value)
         ON CONFLICT (sort, key) DO UPDATE SET value = excluded.value",
        named_params! { ":sort": sort, ":key": key, ":value": value },
    )
    .map(drop)
}

fn remove(book: &Connection, sort: &str, key: &str) -> Result<(), Error> {
    sql::run(
        book,
        "DELETE FROM mapping WHERE sort = :sort AND key = :key",
        named_params! { ":sort": sort, ":key": key },
    )
    .map(drop)
}

fn log_change(
    book: &Connection,
    (sort, key): (&str, &str),
    (before, after): (Option<String>, Option<String>),
    who: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sql::run(
        book,
        "INSERT INTO mapping_changes (changed_at_ms, who, sort, key, before, after)
         VALUES (:changed_at_ms, :who, :sort, :key, :before, :after)",
        named_params! {
            ":changed_at_ms": ms(now),
            ":who": who,
            ":sort": sort,
            ":key": key,
            ":before": before,
            ":after": after,
        },
    )
    .map(drop)
}

fn change(row: &Row<'_>) -> Result<MapChange, Error> {
    let sort: String = row.get("sort")?;
    let key: String = row.get("key")?;
    let before: Option<String> = row.get("before")?;
    let after: Option<String> = row.get("after")?;
    Ok(MapChange {
        at: sql::instant(row.get("changed_at_ms")?)?,
        who: row.get("who")?,
        before: MapEntry::read(&sort, key.clone(), before.as_deref())?,
        after: MapEntry::read(&sort, key, after.as_deref())?,
    })
}
