//! Bookings, from the deposit to what came of them: each way one can end, in turn.

use chrono::{Datelike, NaiveDate};
use ledger::{Amount, Kind, Line, Rental, Tender, Transaction};
use rand::RngExt;

use super::Season;
use super::bill::{billed, dollars, sold, tender};
use super::catalogue::{CARD, CASH, CHARTER, ITEMS, ONLINE, ONLINE_CARD};
use super::story::{Story, later, rental};

/// How many bookings are made in a day.
const A_DAY: u64 = 2;
/// What is kept of a booking that is called off.
const FEE: Amount = Amount::from_minor(2_000);
/// How long the research station has its boat: over two ends of a month, whenever it begins.
const CHARTER_DAYS: u64 = 60;
/// So many of a month's last days have rentals that go on into the next.
const LAST_DAYS: u64 = 3;

/// Every way a booking can end.
const ENDINGS: [fn(&mut Story<'_>); 10] = [
    paid_at_check_in,
    owed_and_paid,
    owed_and_given_up,
    rest_given_back,
    rest_used,
    called_off,
    not_come,
    rained_off,
    moved,
    paid_ahead_twice,
];

/// The bookings made on a day, with all that comes of them.
pub(super) fn made_on(season: &Season, date: NaiveDate) -> impl Iterator<Item = Transaction> {
    let number = u64::from(date.num_days_from_ce().unsigned_abs());
    (0..A_DAY).flat_map(move |place| {
        let name = format!("B{}-{}", date.format("%m%d"), place + 1);
        let mut story = Story::begin(season, name, date).of_somebody();
        let turn = usize::try_from(number * A_DAY + place).unwrap_or(0);
        ENDINGS[turn % ENDINGS.len()](&mut story);
        story.end()
    })
}

/// A research station has a boat for two months: what it owes is paid in two parts.
pub(super) fn charter(season: &Season, date: NaiveDate) -> Vec<Transaction> {
    let name = format!("B{}-9", date.format("%m%d"));
    let mut story = Story::begin(season, name, date).of_somebody();
    let lines = vec![sold(&CHARTER, i64::try_from(CHARTER_DAYS).unwrap_or(1), 0)];
    let bill = billed(&lines);
    let deposit = dollars(bill, 20);
    pay_ahead(&mut story, 0, CARD, deposit);
    let owed = bill - deposit;
    check_in(&mut story, 2, lines, Vec::new());
    if let Some(last) = story.last() {
        last.extras.rental = rental(last.business_date, CHARTER_DAYS);
    }
    let half = dollars(owed, 50);
    pay_balance(&mut story, 8, CARD, half);
    pay_balance(&mut story, 15, CARD, owed - half);
    story.end()
}

/// A deposit by card; the rest by card at check-in.
fn paid_at_check_in(story: &mut Story<'_>) {
    let lines = story.bill();
    let bill = billed(&lines);
    let deposit = dollars(bill, 30);
    pay_ahead(story, 0, CARD, deposit);
    check_in(story, 2, lines, vec![tender(CARD, bill - deposit)]);
}

/// A deposit on the booking page; the rest is owed and paid some days later.
fn owed_and_paid(story: &mut Story<'_>) {
    let lines = story.bill();
    let bill = billed(&lines);
    let deposit = dollars(bill, 40);
    pay_ahead(story, 0, ONLINE_CARD, deposit);
    check_in(story, 1, lines, Vec::new());
    pay_balance(story, 4, CARD, bill - deposit);
}

/// A part of what is owed is paid in cash, and nobody asks for the rest again.
fn owed_and_given_up(story: &mut Story<'_>) {
    let lines = story.bill_above(Amount::from_minor(6_000));
    let bill = billed(&lines);
    let deposit = dollars(bill, 50);
    pay_ahead(story, 0, CASH, deposit);
    check_in(story, 1, lines, Vec::new());
    let paid = dollars(bill - deposit, 60);
    pay_balance(story, 3, CASH, paid);
    let booking = story.name.clone();
    story.tell(6, Kind::BalanceWriteOff, |one| {
        one.booking = Some(booking);
        one.extras.amount = Some(bill - deposit - paid);
        one.note = Some("Moved away, no answer to two letters".to_owned());
    });
}

/// More was paid ahead than the rental came to; the rest goes back.
fn rest_given_back(story: &mut Story<'_>) {
    let lines = story.bill();
    let rest = dollars(billed(&lines), 35) + Amount::from_minor(500);
    pay_ahead(story, 0, ONLINE_CARD, billed(&lines) + rest);
    check_in(story, 2, lines, Vec::new());
    give_back(story, 2, ONLINE_CARD, rest);
}

/// More was paid ahead than the rental came to; the rest pays an hour more the day after.
fn rest_used(story: &mut Story<'_>) {
    let lines = story.bill();
    let more = vec![sold(&ITEMS[4], 2, 0)];
    let rest = dollars(billed(&more), 70);
    pay_ahead(story, 0, CARD, billed(&lines) + rest);
    check_in(story, 1, lines, Vec::new());
    let open = billed(&more) - rest;
    check_in(story, 2, more, vec![tender(CASH, open)]);
}

/// Called off in time: a fee is kept.
fn called_off(story: &mut Story<'_>) {
    let paid = dollars(billed(&story.bill()), 50) + FEE;
    pay_ahead(story, 0, ONLINE_CARD, paid);
    cancel(story, 2, FEE, vec![tender(ONLINE_CARD, paid - FEE)]);
}

/// Nobody came: all of the deposit is kept.
fn not_come(story: &mut Story<'_>) {
    let paid = dollars(billed(&story.bill()), 20) + FEE;
    pay_ahead(story, 0, CARD, paid);
    cancel(story, 1, paid, Vec::new());
}

/// The weather: all of the deposit goes back.
fn rained_off(story: &mut Story<'_>) {
    let paid = dollars(billed(&story.bill()), 50) + FEE;
    pay_ahead(story, 0, CARD, paid);
    give_back(story, 1, CARD, paid);
}

/// The deposit is moved to another day's booking, and pays for that.
fn moved(story: &mut Story<'_>) {
    let lines = story.bill();
    let bill = billed(&lines);
    let deposit = dollars(bill, 30);
    pay_ahead(story, 0, CARD, deposit);
    let (from, to) = (story.name.clone(), format!("{}b", story.name));
    story.tell(1, Kind::DepositMove, |one| {
        one.booking = Some(from);
        one.extras.to_booking = Some(to.clone());
        one.extras.amount = Some(deposit);
    });
    check_in(story, 4, lines, vec![tender(CASH, bill - deposit)]);
    if let Some(last) = story.last() {
        last.booking = Some(to);
    }
}

/// Two payments ahead, and the rest with a tip.
fn paid_ahead_twice(story: &mut Story<'_>) {
    let lines = story.bill_above(Amount::from_minor(5_000));
    let bill = billed(&lines);
    let (first, second) = (dollars(bill, 25), dollars(bill, 30));
    pay_ahead(story, 0, ONLINE_CARD, first);
    pay_ahead(story, 1, CASH, second);
    let tip = dollars(bill, 10);
    check_in(story, 6, lines, vec![tender(CARD, bill - first - second + tip)]);
    if let Some(last) = story.last() {
        last.tip = tip;
    }
}

fn pay_ahead(story: &mut Story<'_>, days: u64, with: &str, amount: Amount) {
    money(story, days, Kind::BookingPayment, with, amount);
}

fn give_back(story: &mut Story<'_>, days: u64, with: &str, amount: Amount) {
    money(story, days, Kind::BookingRefund, with, amount);
}

fn pay_balance(story: &mut Story<'_>, days: u64, with: &str, amount: Amount) {
    money(story, days, Kind::BalancePayment, with, amount);
}

fn money(story: &mut Story<'_>, days: u64, kind: Kind, with: &str, amount: Amount) {
    let booking = story.name.clone();
    story.tell(days, kind, |one| {
        one.booking = Some(booking);
        one.tenders = vec![tender(with, amount)];
        if with == ONLINE_CARD {
            one.till = Some(ONLINE.to_owned());
            one.staff = None;
        }
    });
}

fn cancel(story: &mut Story<'_>, days: u64, kept: Amount, tenders: Vec<Tender>) {
    let booking = story.name.clone();
    story.tell(days, Kind::Cancellation, |one| {
        one.booking = Some(booking);
        one.extras.kept = Some(kept);
        one.tenders = tenders;
    });
}

/// A rental begins. Some go on for days, those at the end of a month into the next one.
fn check_in(story: &mut Story<'_>, days: u64, lines: Vec<Line>, tenders: Vec<Tender>) {
    let booking = story.name.clone();
    let date = later(story.began, days);
    let length = story.rng.random_range(1..=4);
    let over = into_the_next_month(date);
    story.tell(days, Kind::CheckIn, |one| {
        one.booking = Some(booking);
        one.lines = lines;
        one.tenders = tenders;
        one.extras.rental = over.or_else(|| rental(date, length).filter(|_| length > 1));
    });
}

/// A rental through the second of the next month, where the month is nearly over.
fn into_the_next_month(date: NaiveDate) -> Option<Rental> {
    let next = later(date, LAST_DAYS);
    let second = next.with_day(2).filter(|_| next.month() != date.month());
    second.map(|to| Rental { from: date, to })
}
