//! Ranges: where a cashout of several days has to be split (accounting §6).

use chrono::{Datelike, Days, NaiveDate};

use crate::chart::Organisation;

/// Days that may share a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first business date.
    pub from: NaiveDate,
    /// The last business date, included.
    pub to: NaiveDate,
    /// What ends it before the range does; the last span has none.
    pub cut: Option<Cut>,
    /// Whether it is locked in Xero: nothing dated in it can be posted (facts §11).
    pub locked: bool,
}

/// Why a range is split after a day. The first that applies is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cut {
    /// The books are locked up to that day.
    LockDate,
    /// The financial year ends.
    YearEnd,
    /// The month ends.
    MonthEnd,
}

impl Cut {
    /// The words for the review: "the month ends on 2026-11-30".
    #[must_use]
    pub fn sentence(self, last: NaiveDate) -> String {
        match self {
            Self::LockDate => format!("the books are locked up to {last}"),
            Self::YearEnd => format!("the financial year ends on {last}"),
            Self::MonthEnd => format!("the month ends on {last}"),
        }
    }
}

/// Splits the days from `from` to `to`, both included, at month ends, lock dates and the end of
/// the financial year. Empty when `to` is before `from`.
#[must_use]
pub fn split_range(from: NaiveDate, to: NaiveDate, organisation: &Organisation) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = Some(from);
    while let Some(from) = start.filter(|start| *start <= to) {
        let (last, cut) = next_cut(from, organisation);
        let locked = |last| organisation.locked_until().is_some_and(|until| last <= until);
        if last >= to {
            spans.push(Span { from, to, cut: None, locked: locked(to) });
            break;
        }
        spans.push(Span { from, to: last, cut: Some(cut), locked: locked(last) });
        start = last.succ_opt();
    }
    spans
}

/// The first day on or after `start` after which the range is cut, and why.
fn next_cut(start: NaiveDate, organisation: &Organisation) -> (NaiveDate, Cut) {
    let month_end = end_of_month(start.year(), start.month()).unwrap_or(NaiveDate::MAX);
    let year_end = organisation.year_end.and_then(|(month, day)| {
        // 29 February stands for the month's last day in other years.
        let exact = NaiveDate::from_ymd_opt(start.year(), month, day);
        exact.or_else(|| end_of_month(start.year(), month))
    });
    let cuts = [
        organisation.period_lock.map(|date| (date, Cut::LockDate)),
        organisation.year_lock.map(|date| (date, Cut::LockDate)),
        year_end.map(|date| (date, Cut::YearEnd)),
    ];
    // A year end of next year lies beyond the end of this month.
    let ahead = cuts.into_iter().flatten().filter(|(date, _)| *date >= start);
    ahead.chain([(month_end, Cut::MonthEnd)]).min().unwrap_or((month_end, Cut::MonthEnd))
}

fn end_of_month(year: i32, month: u32) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    first.checked_add_days(Days::new(31))?.with_day(1)?.pred_opt()
}
