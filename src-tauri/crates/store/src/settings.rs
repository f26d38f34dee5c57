//! Settings, locations, and the organisation the book belongs to.

use chrono::{DateTime, NaiveTime, Timelike, Utc};
use ledger::TaxWay;
use rusqlite::{Connection, Row, named_params};

use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::ids::LocationId;
use crate::sql;

/// A desk with its own day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Its id in the book.
    pub id: LocationId,
    /// What it is.
    pub location: NewLocation,
}

/// What a location is, before the book gives it an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLocation {
    /// Its name, unique in the book; transactions name their location by it.
    pub name: String,
    /// IANA name of its time zone ("America/Vancouver").
    pub zone: String,
    /// When its business day ends, local time.
    pub day_end: NaiveTime,
    /// How its taxes reach Xero.
    pub tax_way: TaxWay,
}

impl Book {
    /// The value of a setting, where it was set.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn setting(&self, key: &str) -> Result<Option<String>, Error> {
        self.read(|view| setting(view, key))
    }

    /// Sets a setting; `None` takes it away.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn set_setting(&self, key: &str, value: Option<&str>) -> Result<(), Error> {
        self.write(|book| {
            match value {
                Some(value) => put_setting(book, key, value)?,
                None => remove_setting(book, key)?,
            }
            changes::note(book, Topic::Settings, None)
        })
    }

    /// Every location, by name.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn locations(&self) -> Result<Vec<Location>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "SELECT id, name, zone, day_end_minutes, tax_way FROM locations ORDER BY name",
                [],
                location,
            )
        })
    }

    /// One location.
    ///
    /// # Errors
    /// [`Error::UnknownLocation`].
    pub fn location(&self, id: LocationId) -> Result<Location, Error> {
        self.read(|view| {
            sql::first(
                view,
                "SELECT id, name, zone, day_end_minutes, tax_way FROM locations WHERE id = :id",
                named_params! { ":id": id.0 },
                location,
            )
        })?
        .ok_or_else(|| Error::UnknownLocation { name: id.to_string() })
    }

    /// Adds a location.
    ///
    /// # Errors
    /// [`Error::NameTaken`] when there is one of that name already.
    pub fn add_location(&self, location: &NewLocation) -> Result<LocationId, Error> {
        self.write(|book| {
            refuse_taken_name(book, &location.name, None)?;
            sql::run(
                book,
                "INSERT INTO locations (name, zone, day_end_minutes, tax_way)
                 VALUES (:name, :zone, :day_end_minutes, :tax_way)",
                named_params! {
                    ":name": location.name,
                    ":zone": location.zone,
                    ":day_end_minutes": minutes(location.day_end),
                    ":tax_way": location.tax_way.key(),
                },
            )?;
            let id = book.last_insert_rowid();
            changes::note(book, Topic::Settings, Some(id))?;
            Ok(LocationId(id))
        })
    }

    /// Changes a location. What was recorded keeps its business dates.
    ///
    /// # Errors
    /// [`Error::UnknownLocation`]; [`Error::NameTaken`] when the name is another location's.
    pub fn update_location(&self, location: &Location) -> Result<(), Error> {
        let Location { id, location } = location;
        self.write(|book| {
            refuse_taken_name(book, &location.name, Some(*id))?;
            let changed = sql::run(
                book,
                "UPDATE locations SET name = :name, zone = :zone,
                     day_end_minutes = :day_end_minutes, tax_way = :tax_way
                 WHERE id = :id",
                named_params! {
                    ":id": id.0,
                    ":name": location.name,
                    ":zone": location.zone,
                    ":day_end_minutes": minutes(location.day_end),
                    ":tax_way": location.tax_way.key(),
                },
            )?;
            if changed == 0 {
                return Err(Error::UnknownLocation { name: id.to_string() });
            }
            changes::note(book, Topic::Settings, Some(id.0))
        })
    }

    /// The tenant id of the one Xero organisation this book posts to, once it has posted.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn bound_to(&self) -> Result<Option<String>, Error> {
        self.read(|view| bound_to(view))
    }

    /// Binds the book to a Xero organisation for good; again to the same one does nothing.
    ///
    /// # Errors
    /// [`Error::OtherOrganisation`] when it is bound to another.
    pub fn bind(&self, tenant_id: &str, now: DateTime<Utc>) -> Result<(), Error> {
        self.write(|book| match bound_to(book)? {
            Some(bound_to) if bound_to == tenant_id => Ok(()),
            Some(bound_to) => Err(Error::OtherOrganisation { bound_to }),
            None => {
                sql::run(
                    book,
                    "INSERT INTO binding (one, tenant_id, bound_at_ms)
                     VALUES (1, :tenant_id, :bound_at_ms)",
                    named_params! { ":tenant_id": tenant_id, ":bound_at_ms": sql::ms(now) },
                )?;
                changes::note(book, Topic::Settings, None)
            }
        })
    }
}

/// The value of a setting, where it was set.
pub(crate) fn setting(view: &Connection, key: &str) -> Result<Option<String>, Error> {
    sql::first(
        view,
        "SELECT value FROM settings WHERE key = :key",
        named_params! { ":key": key },
        |row| Ok(row.get(0)?),
    )
}

pub(crate) fn put_setting(book: &Connection, key: &str, value: &str) -> Result<(), Error> {
    sql::run(
        book,
        "INSERT INTO settings (key, value) VALUES (:key, :value)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        named_params! { ":key": key, ":value": value },
    )
    .map(drop)
}

fn remove_setting(book: &Connection, key: &str) -> Result<(), Error> {
    sql::run(book, "DELETE FROM settings WHERE key = :key", named_params! { ":key": key }).map(drop)
}

fn refuse_taken_name(
    book: &Connection,
    name: &str,
    except: Option<LocationId>,
) -> Result<(), Error> {
    let taken = sql::first(
        book,
        "SELECT 1 FROM locations WHERE name = :name AND id IS NOT :except",
        named_params! { ":name": name, ":except": except.map(|id| id.0) },
        |_| Ok(()),
    )?;
    match taken {
        Some(()) => Err(Error::NameTaken { name: name.to_owned() }),
        None => Ok(()),
    }
}

pub(crate) fn bound_to(book: &Connection) -> Result<Option<String>, Error> {
    sql::first(book, "SELECT tenant_id FROM binding", [], |row| Ok(row.get(0)?))
}

fn minutes(time: NaiveTime) -> u32 {
    time.hour() * 60 + time.minute()
}

fn location(row: &Row<'_>) -> Result<Location, Error> {
    let minutes: u32 = row.get("day_end_minutes")?;
    Ok(Location {
        id: LocationId(row.get("id")?),
        location: NewLocation {
            name: row.get("name")?,
            zone: row.get("zone")?,
            day_end: NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)
                .ok_or_else(|| Error::Unreadable { what: "day end", text: minutes.to_string() })?,
            tax_way: tax_way(&row.get::<_, String>("tax_way")?)?,
        },
    })
}

/// The tax way of a word.
pub(crate) fn tax_way(key: &str) -> Result<TaxWay, Error> {
    [TaxWay::XeroComputes, TaxWay::TaxLines]
        .into_iter()
        .find(|way| way.key() == key)
        .ok_or_else(|| Error::Unreadable { what: "way of tax", text: key.to_owned() })
}
