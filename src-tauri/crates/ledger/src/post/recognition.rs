//! Recognition by the day: the revenue of a rental over several months, in the month it is earned.
//!
//! What belongs to later months waits on the account of Deferred revenue and moves to revenue on
//! the first of each. The taxes are owed at check-in; in way A the tax moves with each part,
//! because Xero takes it from the revenue line (accounting §5).

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::legs::{Legs, line_target};
use crate::allocate::allocate;
use crate::discount::apart;
use crate::extras::Rental;
use crate::leg::{Lane, Leg, LegWords, Part, PartKey, Target, TaxSet};
use crate::money::Amount;
use crate::role::Role;
use crate::story::{Recognition, Story};
use crate::transaction::{Line, LineAccount, Transaction};

/// A month, by its first day, with how many of the rental's days are in it. The first stands for
/// everything up to the day of the bill.
type Schedule = Vec<(Option<NaiveDate>, Amount)>;

/// Adds the lines of a bill and gives the parts that are recognised later.
pub(super) fn add_lines(legs: &mut Legs, transaction: &Transaction, story: &Story) -> Vec<Part> {
    let schedule = schedule(transaction, story);
    let mut later: BTreeMap<NaiveDate, Vec<Leg>> = BTreeMap::new();
    for line in transaction.lines.iter().flat_map(apart) {
        match schedule.as_slice() {
            [_, _, ..] if is_earned_by_day(&line) => {
                add_spread(legs, &line, &schedule, &mut later);
            }
            _ => legs.add_line(&line),
        }
    }
    later.into_iter().map(|(month, legs)| recognised(month, legs)).collect()
}

/// How the days of a rental fall on months; one entry where nothing is recognised later.
fn schedule(transaction: &Transaction, story: &Story) -> Schedule {
    let whole = vec![(None, Amount::from_minor(1))];
    let rental = match (story.rules.recognition, transaction.extras.rental) {
        (Recognition::ByDay, Some(rental)) if rental.from <= rental.to => rental,
        (Recognition::ByDay | Recognition::AtCheckIn, _) => return whole,
    };
    let billed = first_of_month(transaction.business_date);
    let mut days: BTreeMap<Option<NaiveDate>, Amount> = BTreeMap::new();
    for date in days_of(rental) {
        let month = Some(first_of_month(date)).filter(|month| *month > billed);
        *days.entry(month).or_default() += Amount::from_minor(1);
    }
    days.entry(None).or_default();
    days.into_iter().collect()
}

/// The longest rental that is spread: some years.
const DAYS_MAX: usize = 3_660;

fn days_of(rental: Rental) -> impl Iterator<Item = NaiveDate> {
    rental.from.iter_days().take_while(move |date| *date <= rental.to).take(DAYS_MAX)
}

/// Revenue is earned by the day, and a discount lowers it by the day; a gift card is not.
fn is_earned_by_day(line: &Line) -> bool {
    match &line.account {
        LineAccount::Gl(_) => true,
        LineAccount::Role(role) => *role == Role::Discounts,
    }
}

/// Adds what is earned now, all the taxes, and what is billed ahead.
fn add_spread(
    legs: &mut Legs,
    line: &Line,
    schedule: &Schedule,
    later: &mut BTreeMap<NaiveDate, Vec<Leg>>,
) {
    let days: Vec<Amount> = schedule.iter().map(|(_, days)| *days).collect();
    let share = |amount: Amount| allocate(amount, &days).expect("a rental has a day");
    let taxes: Amount = line.taxes.iter().map(|tax| tax.amount).sum();
    let tax_set = TaxSet::of(line.taxes.iter().map(|tax| tax.code.as_str()));
    let target = line_target(&line.account);
    let words = |what: &str| {
        let description = format!("{}{what}", line.description);
        Some(LegWords { description, quantity: rust_decimal::Decimal::ONE })
    };
    let shares = share(line.net).into_iter().zip(share(taxes));
    for ((month, _), (net, tax)) in schedule.iter().zip(shares) {
        let earned = Leg {
            target: target.clone(),
            tax_set: tax_set.clone(),
            amount: -net,
            tax: -tax,
            words: words(""),
        };
        let Some(month) = month else {
            legs.push(earned);
            continue;
        };
        let ahead = Leg {
            target: Target::BilledAhead,
            tax_set: TaxSet::none(),
            amount: -net,
            tax: -tax,
            words: words(&format!(", billed ahead for {}", month.format("%Y-%m"))),
        };
        legs.push(ahead.clone());
        later.entry(*month).or_default().extend([ahead.turned(), earned]);
    }
    for tax in &line.taxes {
        legs.push(Leg::plain(Target::Tax(tax.code.clone()), -tax.amount));
    }
}

/// A month's part: what was billed ahead becomes revenue.
fn recognised(month: NaiveDate, legs: Vec<Leg>) -> Part {
    let mut merged = Legs::merged();
    legs.into_iter().for_each(|leg| merged.push(leg));
    Part { date: Some(month), ..Part::new(PartKey::month(month), Lane::Journal, merged.finish()) }
}

fn first_of_month(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}
