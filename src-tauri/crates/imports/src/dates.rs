//! Dates and times of day as exports write them, and in which order a file's dates are.

use std::fmt;
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, NaiveTime};

use crate::error::{Cell, ImportError};

/// The order of a date's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateOrder {
    /// 2026-08-14
    YearFirst,
    /// 08/14/2026
    MonthFirst,
    /// 14/08/2026
    DayFirst,
}

impl fmt::Display for DateOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::YearFirst => "year first",
            Self::MonthFirst => "month first",
            Self::DayFirst => "day first",
        })
    }
}

/// How a file's dates were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateReading {
    /// The order.
    pub order: DateOrder,
    /// Why this one.
    pub reason: DateReason,
}

/// Why dates were read in that order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateReason {
    /// A person said so.
    Chosen,
    /// A date can be read in this order only.
    Shown(Cell),
    /// No date in the file shows it; this order is the usual one here. To be confirmed.
    Usual {
        /// What "here" was taken from: a country code or a time zone's name.
        from: String,
    },
}

impl DateReading {
    /// Whether another order would have been equally possible.
    #[must_use]
    pub const fn is_guess(&self) -> bool {
        matches!(self.reason, DateReason::Usual { .. })
    }
}

impl fmt::Display for DateReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let order = self.order;
        match &self.reason {
            DateReason::Chosen => write!(f, "Dates are read {order}, as chosen."),
            DateReason::Shown(cell) => {
                write!(f, "Dates are read {order}: \"{}\" on line {}.", cell.text, cell.line)
            }
            DateReason::Usual { from } => write!(
                f,
                "Dates are read {order}, as is usual for {from}: no date in the file shows it."
            ),
        }
    }
}

/// Three numbers of a date, in the order they stand, and whether the first is a year.
fn numbers(text: &str) -> Option<([u32; 3], bool)> {
    let text = text.trim();
    let parts = || text.split(['-', '/', '.']).map(str::trim);
    if parts().count() != 3 || !parts().all(|part| (1..=4).contains(&part.len())) {
        return None;
    }
    let mut found = [0; 3];
    for (slot, part) in found.iter_mut().zip(parts()) {
        *slot = part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())??;
    }
    let year_first = parts().next().is_some_and(|part| part.len() == 4);
    Some((found, year_first))
}

/// Reads a date in a known order. A year of two digits is of this century.
///
/// A date that begins with four digits has its year first whatever the file's order.
pub(crate) fn parse_date(text: &str, order: DateOrder) -> Option<NaiveDate> {
    let Some(([a, b, c], year_first)) = numbers(text) else { return parse_named(text) };
    let (year, month, day) = match order {
        _ if year_first => (a, b, c),
        DateOrder::YearFirst => return None,
        DateOrder::MonthFirst => (c, a, b),
        DateOrder::DayFirst => (c, b, a),
    };
    let year = if year < 100 && !year_first { year + 2000 } else { year };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).filter(is_plausible)
}

/// The years that anything recorded can be in. Arithmetic near the ends of the calendar fails, and
/// what is far from now is a slip.
const YEARS: RangeInclusive<i32> = 1900..=2199;

/// Whether anything can have been recorded on a date.
pub(crate) fn is_plausible(date: &NaiveDate) -> bool {
    YEARS.contains(&date.year())
}

/// Dates whose month is a word: "Aug 14, 2026", "14 August 2026".
fn parse_named(text: &str) -> Option<NaiveDate> {
    ["%b %d, %Y", "%d %b %Y", "%d-%b-%Y", "%B %d, %Y", "%d %B %Y"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(text.trim(), format).ok())
        .filter(is_plausible)
}

/// Reads a time of day: `12:59:30`, `14:05`, `2:30:00 PM`.
pub(crate) fn parse_time(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    let (clock, afternoon) = match text.char_indices().find(|(_, c)| c.is_ascii_alphabetic()) {
        None => (text, None),
        Some((at, _)) => {
            let half = text[at..].replace('.', "").to_ascii_uppercase();
            (text[..at].trim_end(), Some(["AM", "PM"].iter().position(|word| *word == half)? == 1))
        }
    };
    let mut parts = clock.split(':').map(|part| {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse::<u32>().ok()).flatten()
    });
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() {
        return None;
    }
    let hour = match afternoon {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
    };
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// Whether a text can be a date in any order, a time of day, or begins with such a date.
pub(crate) fn is_date_or_time(text: &str) -> bool {
    let is_date = |text: &str| {
        let orders = [DateOrder::YearFirst, DateOrder::MonthFirst, DateOrder::DayFirst];
        orders.into_iter().any(|order| parse_date(text, order).is_some())
    };
    let day = text.split([' ', 'T', 't']).next().unwrap_or("");
    is_date(text) || is_date(day) || parse_time(text).is_some()
}

/// What dates have shown of their order, over a file.
#[derive(Debug, Default)]
pub(crate) struct OrderEvidence {
    year_first: Option<Cell>,
    month_first: Option<Cell>,
    day_first: Option<Cell>,
    numeric: bool,
    zone: Option<String>,
}

impl OrderEvidence {
    /// Takes in one date, with the name of its time zone.
    pub(crate) fn see(&mut self, line: u64, text: &str, zone: &str) {
        let Some(([a, b, _], year_first)) = numbers(text) else { return };
        if self.zone.is_none() && !zone.is_empty() {
            self.zone = Some(zone.to_owned());
        }
        let shown = match () {
            () if year_first => &mut self.year_first,
            () if a > 12 && b <= 12 => &mut self.day_first,
            () if b > 12 && a <= 12 => &mut self.month_first,
            () => {
                self.numeric = true;
                return;
            }
        };
        shown.get_or_insert_with(|| Cell { line, text: text.trim().to_owned() });
    }

    /// The order of the file.
    pub(crate) fn decide(
        self,
        chosen: Option<DateOrder>,
        country: Option<&str>,
        location_zone: &str,
    ) -> Result<DateReading, ImportError> {
        if let Some(order) = chosen {
            return Ok(DateReading { order, reason: DateReason::Chosen });
        }
        let shown = |order, cell| Ok(DateReading { order, reason: DateReason::Shown(cell) });
        match (self.month_first, self.day_first, self.year_first) {
            (Some(first), Some(second), _) => {
                Err(ImportError::ContradictoryDates { first, second })
            }
            (Some(cell), None, _) => shown(DateOrder::MonthFirst, cell),
            (None, Some(cell), _) => shown(DateOrder::DayFirst, cell),
            (None, None, Some(cell)) if !self.numeric => shown(DateOrder::YearFirst, cell),
            (None, None, _) => {
                let zone = self.zone.as_deref().unwrap_or(location_zone);
                let (order, from) = usual(country, zone);
                Ok(DateReading { order, reason: DateReason::Usual { from } })
            }
        }
    }
}

/// The usual order where the file was made: North America writes the month first. A till's zone
/// says more of the file than the organisation's country does.
fn usual(country: Option<&str>, zone: &str) -> (DateOrder, String) {
    const NORTH_AMERICAN: [&str; 8] = [
        "(us & canada)",
        "(canada)",
        "arizona",
        "alaska",
        "hawaii",
        "indiana (east)",
        "newfoundland",
        "saskatchewan",
    ];
    let lower = zone.to_lowercase();
    if NORTH_AMERICAN.iter().any(|name| lower.contains(name)) {
        return (DateOrder::MonthFirst, zone.to_owned());
    }
    let month_first = match country {
        Some(code) => matches!(code, "US" | "CA" | "PH"),
        None => zone.starts_with("America/"),
    };
    let order = if month_first { DateOrder::MonthFirst } else { DateOrder::DayFirst };
    (order, country.unwrap_or(zone).to_owned())
}
