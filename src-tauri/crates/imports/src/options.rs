//! What a file leaves open, said by the person who imports it or remembered with the profile.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use ledger::{Currency, normalise};
use rust_decimal::Decimal;

use crate::dates::DateOrder;
use crate::format::Format;
use crate::reject::{Reject, quoted};
use crate::row::Warning;

/// The choices an import is made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Reads the file as this format; else it is recognised by its headers.
    pub format: Option<Format>,
    /// Which location the rows belong to.
    pub location: LocationRule,
    /// The organisation's base currency: that of every amount whose row does not say another.
    pub currency: Currency,
    /// The GL code of revenue lines that name none. Without it such rows wait
    /// ([`crate::Need::Revenue`]).
    pub revenue: Option<String>,
    /// What a file's one tax column is made of.
    pub tax: TaxRule,
    /// The order of day, month and year; else it is worked out over the whole file.
    pub date_order: Option<DateOrder>,
    /// The organisation's ISO 3166 country code ("CA"), which decides between readings that are
    /// equally possible.
    pub country: Option<String>,
}

/// A place of business, as far as dates need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Its name in the book.
    pub name: String,
    /// The zone its business dates are in, and its local times where a file names no zone.
    pub zone: Tz,
    /// When its day ends ([`ledger::business_date`]).
    pub day_end: NaiveTime,
}

/// Which location a row belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LocationRule {
    /// This one, whatever the file says.
    Fixed(Location),
    /// The one the row names.
    FromFile {
        /// The book's locations. Names compare without regard to case.
        known: Vec<Location>,
        /// Where rows go whose name is not known, or that name none; else they are rejected.
        fallback: Option<Location>,
    },
}

/// What a file's one tax column is made of. A till says how much tax it took, not which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaxRule {
    /// Nothing is known: rows with tax wait ([`crate::Need::Tax`]).
    None,
    /// The whole column is this tax.
    Whole(String),
    /// The column is split by these rates (code and per cent), largest remainder, so that the
    /// parts always come to the column.
    Split(Vec<(String, Decimal)>),
}

impl LocationRule {
    /// The location of a row that names `name` (blank for none), and the caveat with it.
    pub(crate) fn find(&self, name: &str) -> Result<(&Location, Option<Warning>), Reject> {
        let name = name.trim();
        match self {
            Self::Fixed(location) => Ok((location, None)),
            Self::FromFile { known, fallback } => {
                let key = normalise(name);
                if let Some(location) = known.iter().find(|known| normalise(&known.name) == key) {
                    return Ok((location, None));
                }
                let unknown = || Reject::UnknownLocation { name: quoted(name) };
                let location = fallback.as_ref().ok_or_else(unknown)?;
                let warning = Warning::UnknownLocation { name: quoted(name) };
                Ok((location, (!name.is_empty()).then_some(warning)))
            }
        }
    }

    /// A zone the file was likely made in, where it says nothing itself.
    pub(crate) fn likely_zone(&self) -> Tz {
        match self {
            Self::Fixed(location) => location.zone,
            Self::FromFile { known, fallback } => {
                fallback.as_ref().or(known.first()).map_or(Tz::UTC, |location| location.zone)
            }
        }
    }
}

impl Location {
    /// The business date of an instant here.
    pub(crate) fn business_date(&self, at: DateTime<Utc>) -> NaiveDate {
        ledger::business_date(at.with_timezone(&self.zone).naive_local(), self.day_end)
    }
}
