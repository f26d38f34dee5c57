//! Days: what is open, what is covered, what has nothing to post.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use ledger::{Kind, Lane};
use rusqlite::{Connection, named_params};

use crate::book::Book;
use crate::changes::{self, Topic};
use crate::documents::State;
use crate::error::Error;
use crate::ids::{DocumentId, LocationId};
use crate::sql::{self, day, ms};

/// What the book knows of a location's business date. A date it knows nothing of is not listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The business date.
    pub date: NaiveDate,
    /// Whether something of it waits for a document.
    pub open: bool,
    /// The cashouts that cover it, undone ones left out, oldest first.
    pub documents: Vec<(DocumentId, State)>,
    /// Whether a person, or the program for them, said that it has nothing to post.
    pub nothing_to_post: bool,
}

impl Day {
    const fn unknown(date: NaiveDate) -> Self {
        Self { date, open: false, documents: Vec::new(), nothing_to_post: false }
    }
}

impl Book {
    /// The last business date of a location some sale or refund of which a document has taken.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn sales_taken_through(&self, location: LocationId) -> Result<Option<NaiveDate>, Error> {
        let last = self.read(|view| {
            sql::first(
                view,
                "SELECT max(p.business_day)
                 FROM parts p
                     JOIN claims c ON c.transaction_id = p.transaction_id
                         AND c.part_id = p.part_id AND c.released_at_ms IS NULL
                     JOIN transactions t ON t.id = p.transaction_id
                     JOIN words k ON k.id = t.kind_id
                 WHERE p.location_id = :location AND k.text IN (:sale, :refund)",
                named_params! {
                    ":location": location.0,
                    ":sale": Kind::Sale.key(),
                    ":refund": Kind::Refund.key(),
                },
                |row| row.get::<_, Option<i64>>(0)?.map(sql::date).transpose(),
            )
        })?;
        Ok(last.flatten())
    }

    /// The business dates up to `through` that have something open, oldest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn open_days(
        &self,
        location: LocationId,
        lane: Lane,
        through: NaiveDate,
    ) -> Result<Vec<NaiveDate>, Error> {
        self.read(|view| open_days(view, location, lane, NaiveDate::MIN, through))
    }

    /// Every business date of `from..=to` that the book knows anything of, oldest first. A
    /// document of several days is listed on each of them.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn days(
        &self,
        location: LocationId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Day>, Error> {
        let mut days: BTreeMap<NaiveDate, Day> = BTreeMap::new();
        let mut at = |date: NaiveDate, change: &mut dyn FnMut(&mut Day)| {
            change(days.entry(date).or_insert_with(|| Day::unknown(date)));
        };
        self.read(|view| {
            for date in open_days(view, location, Lane::Cashout, from, to)? {
                at(date, &mut |day| day.open = true);
            }
            for date in marked_days(view, location, from, to)? {
                at(date, &mut |day| day.nothing_to_post = true);
            }
            for (id, state, first, last) in covering(view, location, from, to)? {
                let covered = first.max(from).iter_days().take_while(|date| *date <= last.min(to));
                for date in covered {
                    at(date, &mut |day| day.documents.push((id, state)));
                }
            }
            Ok(())
        })?;
        Ok(days.into_values().collect())
    }

    /// Records that a business date has nothing to post, so that the calendar has no hole.
    ///
    /// # Errors
    /// [`Error::DayNotEmpty`] when something of it is open.
    pub fn mark_nothing_to_post(
        &self,
        location: LocationId,
        date: NaiveDate,
        who: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.write(|book| {
            if !open_days(book, location, Lane::Cashout, date, date)?.is_empty() {
                return Err(Error::DayNotEmpty { date });
            }
            sql::run(
                book,
                "INSERT INTO day_marks (location_id, business_day, who, marked_at_ms)
                 VALUES (:location, :day, :who, :marked_at_ms)
                 ON CONFLICT DO NOTHING",
                named_params! {
                    ":location": location.0,
                    ":day": day(date),
                    ":who": who,
                    ":marked_at_ms": ms(now),
                },
            )?;
            changes::note(book, Topic::Transactions, None)
        })
    }
}

fn open_days(
    book: &Connection,
    location: LocationId,
    lane: Lane,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<NaiveDate>, Error> {
    sql::all(
        book,
        "SELECT DISTINCT business_day FROM open_totals
         WHERE location_id = :location AND lane = :lane AND business_day BETWEEN :from AND :to
         ORDER BY business_day",
        named_params! {
            ":location": location.0,
            ":lane": lane.key(),
            ":from": day(from),
            ":to": day(to),
        },
        |row| sql::date(row.get("business_day")?),
    )
}

fn marked_days(
    book: &Connection,
    location: LocationId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<NaiveDate>, Error> {
    sql::all(
        book,
        "SELECT business_day FROM day_marks
         WHERE location_id = :location AND business_day BETWEEN :from AND :to",
        named_params! { ":location": location.0, ":from": day(from), ":to": day(to) },
        |row| sql::date(row.get("business_day")?),
    )
}

/// The documents that cover some of the dates, with their first and last.
fn covering(
    book: &Connection,
    location: LocationId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(DocumentId, State, NaiveDate, NaiveDate)>, Error> {
    sql::all(
        book,
        "SELECT id, state, first_day, last_day FROM documents
         WHERE location_id = :location AND last_day >= :from AND first_day <= :to
             AND lane = 'cashout' AND state <> 'undone'
         ORDER BY id",
        named_params! { ":location": location.0, ":from": day(from), ":to": day(to) },
        |row| {
            Ok((
                DocumentId(row.get("id")?),
                State::from_key(&row.get::<_, String>("state")?)?,
                sql::date(row.get("first_day")?)?,
                sql::date(row.get("last_day")?)?,
            ))
        },
    )
}
