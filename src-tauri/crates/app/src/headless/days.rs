//! Which days a command is about, when it says them, and when it says nothing.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, TimeDelta};
use ipc::Fault;
use ledger::Lane;
use store::{Book, Location, PartFilter};
use sync::{Policy, RangeMode};

use crate::App;
use crate::fault::{invalid, of_book};
use crate::open_book::OpenBook;
use crate::people::Command;
use crate::{locations, settings};

/// How many parts that wait for a document of their own are looked at.
const PARTS_MAX: u32 = 10_000;

/// The days and the place a command names, as it names them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DaysAsked {
    /// A location's name or number; every location when absent.
    pub location: Option<String>,
    /// The first business date: `2026-11-21`, `today`, `yesterday`.
    pub from: Option<String>,
    /// The last one.
    pub to: Option<String>,
}

impl DaysAsked {
    /// As they were asked for: "Main Dock, from 2026-11-19, to today".
    pub(crate) fn words(&self) -> String {
        let from = self.from.as_ref().map(|day| format!("from {day}"));
        let to = self.to.as_ref().map(|day| format!("to {day}"));
        let said: Vec<String> = [self.location.clone(), from, to].into_iter().flatten().collect();
        if said.is_empty() { "all that are open".to_owned() } else { said.join(", ") }
    }
}

/// Days of one location.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub(super) location: Location,
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
    /// The days in it with something no document has claimed.
    pub(super) open_days: Vec<NaiveDate>,
    /// Whether the days were asked for by date.
    pub(super) by_date: bool,
    /// The days after it with something that waits for them to come; where none was asked for.
    to_come: Vec<NaiveDate>,
}

impl Span {
    /// The days as they are looked at: together where they were asked for by date, else each open
    /// day as the cashout of its own that it becomes.
    pub(super) fn looked_at(&self) -> Vec<(NaiveDate, NaiveDate)> {
        match self.by_date || self.open_days.is_empty() {
            true => vec![(self.from, self.to)],
            false => self.open_days.iter().map(|date| (*date, *date)).collect(),
        }
    }

    /// The days as they are closed, and how: without dates each open day is a cashout of its own.
    /// Nothing where none is open.
    pub(super) fn as_closed(&self, own: Policy) -> Option<(NaiveDate, NaiveDate, Policy)> {
        match (self.by_date, self.open_days.last()) {
            (true, _) => Some((self.from, self.to, own)),
            (false, None) => None,
            (false, Some(last)) => {
                Some((self.from, *last, Policy { range: RangeMode::Daily, ..own }))
            }
        }
    }
}

/// The last minute of a business date, which is when it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastMinute {
    /// The location's name.
    pub location: String,
    /// The instant, RFC 3339; now while the day goes on.
    pub at: String,
}

/// That days have something recorded and have not come yet: they are left for then.
pub(super) fn to_come(spans: &[Span]) -> Option<String> {
    let days: BTreeSet<NaiveDate> = spans.iter().flat_map(|span| span.to_come.clone()).collect();
    let (first, today) = (days.first()?, spans.first()?.to);
    Some(match days.len() {
        1 => format!("{first} has something recorded and has not come yet: today is {today}."),
        many => format!(
            "{many} days from {first} on have something recorded and have not come yet: today is \
             {today}."
        ),
    })
}

impl App {
    /// The last minute of a business date at a location; of today when none is named.
    ///
    /// # Errors
    /// When a location or a date is wrong.
    pub async fn last_minute(
        &self,
        location: Option<&str>,
        date: Option<&str>,
    ) -> Result<LastMinute, Fault> {
        self.refuse_unless_allowed(Command::cashout).await?;
        let (location, date) = (location.map(str::to_owned), date.map(str::to_owned));
        self.on_book(move |open| {
            let place = match &location {
                Some(name) => locations::named(&open.book, name)?,
                None => locations::default_location(&open.book)?,
            };
            let today = locations::today(&place, open.now());
            let date = date.as_deref().map(|text| read_date(text, today, "date")).transpose()?;
            let end = locations::end_of(&place, date.unwrap_or(today));
            let at = (end - TimeDelta::minutes(1)).min(open.now());
            Ok(LastMinute { location: place.location.name, at: at.to_rfc3339() })
        })
        .await
    }

    pub(super) async fn spans(&self, asked: &DaysAsked) -> Result<Vec<Span>, Fault> {
        let asked = asked.clone();
        self.on_book(move |open| {
            let places = match &asked.location {
                Some(name) => vec![locations::named(&open.book, name)?],
                None => locations::ordered(&open.book)?,
            };
            places.into_iter().map(|place| span(open, place, &asked)).collect()
        })
        .await
    }
}

/// Without dates: from the earliest day with something open through today, so that a day that
/// was forgotten is not, and one recorded ahead waits for its time.
fn span(open: &OpenBook, location: Location, asked: &DaysAsked) -> Result<Span, Fault> {
    let today = locations::today(&location, open.now());
    let read = |text: &Option<String>, field| {
        text.as_deref().map(|text| read_date(text, today, field)).transpose()
    };
    let (from, to) = (read(&asked.from, "from")?, read(&asked.to, "to")?);
    let last = to.unwrap_or_else(|| from.map_or(today, |from| from.max(today)));
    let days_open = |from, last| open_days(&open.book, &location, from, last);
    let within = days_open(from, last)?;
    let first = from.or(within.first().copied()).unwrap_or(last);
    if first > last {
        let message = format!("The range ends on {last}, before it begins on {first}.");
        return Err(invalid("to", message));
    }
    let by_date = from.is_some() || to.is_some();
    let to_come = match (by_date, last.succ_opt()) {
        (false, Some(next)) => days_open(Some(next), NaiveDate::MAX)?,
        (true, _) | (false, None) => Vec::new(),
    };
    Ok(Span { location, from: first, to: last, open_days: within, by_date, to_come })
}

/// The open days through `last`, from `from` or else from where posting starts.
fn open_days(
    book: &Book,
    location: &Location,
    from: Option<NaiveDate>,
    last: NaiveDate,
) -> Result<Vec<NaiveDate>, Fault> {
    let earliest = match from {
        Some(from) => from,
        None => settings::posting_starts(book)?.unwrap_or(NaiveDate::MIN),
    };
    let mut days = book.open_days(location.id, Lane::Cashout, last).map_err(of_book)?;
    days.retain(|day| *day >= earliest);
    // What a person took back goes again when a person says so.
    let waiting = PartFilter::at(location.id, earliest, last);
    let own = book.open_parts(&waiting, PARTS_MAX).map_err(of_book)?;
    days.extend(own.iter().map(|one| one.date));
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

/// Reads a date as a person writes it.
pub(crate) fn read_date(text: &str, today: NaiveDate, field: &str) -> Result<NaiveDate, Fault> {
    let read = match text.trim().to_lowercase().as_str() {
        "today" => Some(today),
        "yesterday" => today.checked_sub_days(Days::new(1)),
        other => NaiveDate::parse_from_str(other, "%Y-%m-%d").ok(),
    };
    read.ok_or_else(|| {
        let message = format!("\"{text}\" is not a date. Write 2026-11-21, today or yesterday.");
        invalid(field, message)
    })
}
