//! The season's last month: walk-in sales, stories that go over days, and what the desk does with
//! the money, put in the order it happened.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ledger::Transaction;

use super::Season;
use super::money::Money;
use super::season::MONTH_DAYS;
use super::story::later;
use super::{accounts, bookings, counter, walk_in};

/// The day of the month a boat is chartered on, counted from its first.
const CHARTERED: u64 = 3;
/// The day foreign notes are taken on.
const NOTES: u64 = 11;
/// The day whose rate is not known.
const NO_RATE: u64 = 26;

/// Makes the month.
pub(super) fn of(season: &Season) -> Vec<Transaction> {
    let first = season.month_begins();
    let mut days: BTreeMap<NaiveDate, Vec<Transaction>> = BTreeMap::new();
    for told in stories(season, first) {
        days.entry(told.business_date).or_default().push(told);
    }
    let mut money = Money::new(season, first);
    let mut month = Vec::new();
    for offset in 0..MONTH_DAYS {
        let date = later(first, offset);
        let mut day = walk_in::day(season, date);
        day.extend(days.remove(&date).unwrap_or_default());
        money.handle(offset, &mut day);
        day.sort_by_key(|one| one.at);
        month.extend(day);
    }
    month
}

/// Every story that begins in the month; some of what they tell is still to come.
fn stories(season: &Season, first: NaiveDate) -> Vec<Transaction> {
    let daily = (0..MONTH_DAYS).flat_map(|offset| {
        let date = later(first, offset);
        bookings::made_on(season, date).chain(counter::begun_on(season, date))
    });
    let mut told: Vec<Transaction> = daily.collect();
    told.extend(accounts::of_month(season, first));
    told.extend(bookings::charter(season, later(first, CHARTERED)));
    told.extend(counter::foreign_notes(season, later(first, NOTES)));
    told.extend(counter::without_a_rate(season, later(first, NO_RATE)));
    told
}
