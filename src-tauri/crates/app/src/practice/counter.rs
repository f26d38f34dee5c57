//! What else happens over the counter: gift cards, damage bonds, refunds in parts, cheques and
//! foreign notes.

use chrono::{Datelike, NaiveDate};
use ledger::{Amount, Currency, Foreign, Kind, Line, Role, Tender, Transaction};
use rand::RngExt;
use rust_decimal::Decimal;

use super::Season;
use super::bill::{billed, dollars, of_role, sold, tender};
use super::catalogue::{CARD, CASH, CHEQUE, DAMAGE, GIFT_CARD, ITEMS, ONLINE, US_DOLLARS};
use super::story::Story;

/// What a gift card is sold for.
const GIFT: Amount = Amount::from_minor(10_000);
/// What of it is used at first.
const USED: Amount = Amount::from_minor(6_000);
/// The bond of a boat.
const BOND: Amount = Amount::from_minor(20_000);
/// Canadian cents for a US dollar, as the desk said.
const CENTS_A_DOLLAR: i64 = 136;

/// One of them begins each day, in turn.
const STORIES: [fn(&mut Story<'_>); 6] = [
    gift_card_used,
    bond_returned,
    given_back_in_parts,
    gift_card_given_back,
    bond_kept,
    paid_by_cheque,
];

/// What begins on a day, with all that comes of it.
pub(super) fn begun_on(season: &Season, date: NaiveDate) -> Vec<Transaction> {
    let turn = usize::try_from(date.num_days_from_ce().unsigned_abs()).unwrap_or(0);
    let mut story = Story::begin(season, format!("D{}", date.format("%m%d")), date).of_somebody();
    STORIES[turn % STORIES.len()](&mut story);
    story.end()
}

/// US dollars at the rate the desk said, and the sale given back at the same rate.
pub(super) fn foreign_notes(season: &Season, date: NaiveDate) -> Vec<Transaction> {
    let mut story = Story::begin(season, format!("D{}-US", date.format("%m%d")), date);
    let notes = Amount::from_minor(5_000);
    let worth = Amount::from_minor(notes.minor() * CENTS_A_DOLLAR / 100);
    let lines = story.bill_above(worth);
    let rest = billed(&lines) - worth;
    let dollars = |rate| Foreign { currency: us_dollar(), amount: notes, rate };
    let sale = story.tell(0, Kind::Sale, |one| {
        let foreign = Some(dollars(Decimal::new(CENTS_A_DOLLAR, 2)));
        let notes = Tender { foreign, ..tender(US_DOLLARS, worth) };
        one.lines = lines;
        one.tenders = vec![notes, tender(CASH, rest)];
    });
    story.tell(2, Kind::Refund, |one| {
        one.refund_of = Some(sale);
        // What it settles is known from the sale's rate.
        let notes =
            Tender { foreign: Some(dollars(Decimal::ZERO)), ..tender(US_DOLLARS, Amount::ZERO) };
        one.tenders = vec![notes];
        one.note = Some("Thunderstorm: half of the afternoon".to_owned());
    });
    story.end()
}

/// A tour group billed in US dollars, for a day whose rate nobody has entered.
pub(super) fn without_a_rate(season: &Season, date: NaiveDate) -> Vec<Transaction> {
    let mut story = Story::begin(season, format!("D{}-NR", date.format("%m%d")), date);
    let lines = vec![sold(&ITEMS[KAYAKS], 4, 0)];
    let paid = billed(&lines);
    story.tell(0, Kind::Sale, |one| {
        one.currency = us_dollar();
        one.till = Some(ONLINE.to_owned());
        one.tenders = vec![tender(US_DOLLARS, paid)];
        one.lines = lines;
        one.note = Some("Seattle walking club".to_owned());
    });
    story.end()
}

/// Where double kayaks are on the price list.
const KAYAKS: usize = 6;

fn us_dollar() -> Currency {
    "USD".parse().expect("USD is a currency")
}

/// Sold, used beside a card, and the rest paid out.
fn gift_card_used(story: &mut Story<'_>) {
    let number = sell_gift_card(story, CARD);
    let lines = story.bill_above(USED);
    let rest = billed(&lines) - USED;
    let card = number.clone();
    story.tell(3, Kind::Sale, |one| {
        one.lines = lines;
        one.tenders = vec![tender(GIFT_CARD, USED), tender(CARD, rest)];
        one.extras.gift_card = Some(card);
    });
    give_back_gift_card(story, 5, number, GIFT - USED);
}

/// Sold for cash, and given back unused.
fn gift_card_given_back(story: &mut Story<'_>) {
    let number = sell_gift_card(story, CASH);
    give_back_gift_card(story, 2, number, GIFT);
}

fn sell_gift_card(story: &mut Story<'_>, with: &str) -> String {
    let number = format!("GC-{:05}", story.rng.random_range(0..100_000));
    let sold = number.clone();
    story.tell(0, Kind::GiftCardSale, |one| {
        one.lines = vec![of_role(Role::GiftCards, "Gift card", GIFT)];
        one.tenders = vec![tender(with, GIFT)];
        one.extras.gift_card = Some(sold);
    });
    number
}

fn give_back_gift_card(story: &mut Story<'_>, days: u64, number: String, amount: Amount) {
    story.tell(days, Kind::GiftCardRefund, |one| {
        one.lines = vec![of_role(Role::GiftCards, "Gift card given back", amount)];
        one.tenders = vec![tender(CARD, amount)];
        one.extras.gift_card = Some(number);
    });
}

/// Taken with the boat, returned with it.
fn bond_returned(story: &mut Story<'_>) {
    let bond = take_bond(story, CARD);
    bond_money(story, 1, Kind::BondReturned, bond, CARD, BOND);
}

/// A paddle is lost: its price with tax is kept of the bond, the rest returned.
fn bond_kept(story: &mut Story<'_>) {
    let bond = take_bond(story, CASH);
    let kept = vec![sold(&DAMAGE, 1, 0)];
    let rest = BOND - billed(&kept);
    let number = bond.clone();
    story.tell(1, Kind::BondKept, |one| {
        one.lines = kept;
        one.extras.bond = Some(number);
    });
    bond_money(story, 1, Kind::BondReturned, bond, CASH, rest);
}

fn take_bond(story: &mut Story<'_>, with: &str) -> String {
    let bond = format!("BOND-{}", story.name);
    bond_money(story, 0, Kind::BondTaken, bond.clone(), with, BOND);
    bond
}

fn bond_money(
    story: &mut Story<'_>,
    days: u64,
    kind: Kind,
    bond: String,
    with: &str,
    amount: Amount,
) {
    story.tell(days, kind, |one| {
        one.lines = vec![of_role(Role::DamageBonds, "Damage bond", amount)];
        one.tenders = vec![tender(with, amount)];
        one.extras.bond = Some(bond);
    });
}

/// A sale given back in three parts that come to it to the cent, the tip with the last.
fn given_back_in_parts(story: &mut Story<'_>) {
    let lines: Vec<Line> = story.bill();
    let (bill, tip) = (billed(&lines), dollars(billed(&lines), 15));
    let sale = story.tell(0, Kind::Sale, |one| {
        one.lines = lines;
        one.tip = tip;
        one.tenders = vec![tender(CARD, bill + tip)];
    });
    let third = Amount::from_minor(bill.minor() / 3);
    for (days, part, tip) in
        [(1, third, Amount::ZERO), (2, third, Amount::ZERO), (3, bill - third - third, tip)]
    {
        let sale = sale.clone();
        story.tell(days, Kind::Refund, |one| {
            one.refund_of = Some(sale);
            one.tip = tip;
            one.tenders = vec![tender(CARD, part + tip)];
        });
    }
}

fn paid_by_cheque(story: &mut Story<'_>) {
    let lines = story.bill();
    let bill = billed(&lines);
    story.tell(0, Kind::Sale, |one| {
        one.lines = lines;
        one.tenders = vec![tender(CHEQUE, bill)];
    });
}
