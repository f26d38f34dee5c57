//! What waits for a document of its own.

use chrono::NaiveDate;
use ledger::{Lane, PartKey, PartRef};
use rusqlite::{Row, named_params};

use crate::book::Book;
use crate::error::Error;
use crate::ids::LocationId;
use crate::sql::{self, day};
use crate::words;

/// A part that waits for its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPart {
    /// Which.
    pub part: PartRef,
    /// Which document takes it.
    pub lane: Lane,
    /// The location.
    pub location: LocationId,
    /// The date it belongs to.
    pub date: NaiveDate,
    /// Whether a person took its document back: it goes again when a person says so.
    pub taken_back: bool,
    /// Where it stands among its transaction's parts.
    position: i64,
}

impl OpenPart {
    /// Where the next page goes on.
    pub fn place(&self) -> PartPlace {
        PartPlace { date: self.date, transaction: self.part.transaction, position: self.position }
    }
}

/// Where a page of [`Book::open_parts`] ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartPlace {
    date: NaiveDate,
    transaction: i64,
    position: i64,
}

/// Which of the parts that wait to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartFilter {
    /// The first date.
    pub from: NaiveDate,
    /// The last date, included.
    pub through: NaiveDate,
    /// Of one location only.
    pub location: Option<LocationId>,
    /// Also those whose document a person took back.
    pub taken_back: bool,
    /// Only what comes after this place.
    pub after: Option<PartPlace>,
}

impl PartFilter {
    /// Everything that waits at a location on some days.
    pub fn at(location: LocationId, from: NaiveDate, through: NaiveDate) -> Self {
        let location = Some(location);
        Self { location, ..Self::everywhere(from, through) }
    }

    /// Everything that waits on some days.
    pub fn everywhere(from: NaiveDate, through: NaiveDate) -> Self {
        Self { from, through, location: None, taken_back: true, after: None }
    }
}

impl Book {
    /// The parts that wait for a document of their own, in the order of their dates and of what
    /// happened, at most `limit`: [`PartFilter::after`] reads on.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn open_parts(&self, filter: &PartFilter, limit: u32) -> Result<Vec<OpenPart>, Error> {
        let from = filter.after.map_or(filter.from, |after| after.date);
        let after = filter.after;
        self.read(|view| {
            sql::all(
                view,
                "SELECT o.transaction_id, w.text AS part, o.lane, o.location_id, o.business_day,
                     o.taken_back, p.position
                 FROM open_parts o
                     JOIN words w ON w.id = o.part_id
                     JOIN parts p ON p.transaction_id = o.transaction_id AND p.part_id = o.part_id
                 WHERE o.business_day BETWEEN :from AND :through
                     AND (:location IS NULL OR o.location_id = :location)
                     AND (:taken_back OR o.taken_back = 0)
                     AND (:transaction IS NULL OR (o.business_day, o.transaction_id, p.position)
                         > (:from, :transaction, :position))
                 ORDER BY o.business_day, o.transaction_id, p.position LIMIT :limit",
                named_params! {
                    ":from": day(from), ":through": day(filter.through),
                    ":location": filter.location.map(|location| location.0),
                    ":taken_back": filter.taken_back,
                    ":transaction": after.map(|after| after.transaction),
                    ":position": after.map(|after| after.position),
                    ":limit": limit,
                },
                open_part,
            )
        })
    }

    /// Notes that a person wants everything of some days of a location posted: what waits there for
    /// something else goes by itself once that is known, though it was taken back before.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn want_what_waits(
        &self,
        location: LocationId,
        from: NaiveDate,
        through: NaiveDate,
    ) -> Result<(), Error> {
        self.write(|book| {
            sql::run(
                book,
                "UPDATE waiting SET taken_back = 0
                 WHERE taken_back = 1 AND transaction_id IN (
                     SELECT id FROM transactions
                     WHERE location_id = :location
                         AND business_day BETWEEN :from AND :through)",
                named_params! {
                    ":location": location.0,
                    ":from": day(from),
                    ":through": day(through),
                },
            )
            .map(drop)
        })
    }
}

fn open_part(row: &Row<'_>) -> Result<OpenPart, Error> {
    Ok(OpenPart {
        part: PartRef { transaction: row.get("transaction_id")?, part: PartKey(row.get("part")?) },
        lane: words::lane(&row.get::<_, String>("lane")?)?,
        location: LocationId(row.get("location_id")?),
        date: sql::date(row.get("business_day")?)?,
        taken_back: row.get("taken_back")?,
        position: row.get("position")?,
    })
}
