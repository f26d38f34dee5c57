//! The invariants of accounting §8 over random histories of some hundreds of mixed events, against
//! a model of the desk that shares no rule with the program: what every account should have, what
//! is deferred, what each clearing account is made of.
//!
//! `DAYBOOK_HISTORIES=10000 cargo test -p sync --release invariants` runs as many; each prints the
//! seed it failed with, and `DAYBOOK_SEED` begins with that one.

mod model;
mod money;
mod month;

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Amount, Kind};
use store::{DocumentFilter, PartFilter, keys};
use sync::{OwnScope, queue_own};

use self::month::a_month;
use crate::desk::{Circumstances, Desk, Office, november};

const SEED: u64 = 300_000;
/// In the gate; any number by the environment.
const HISTORIES: u64 = 9;
/// What happens in one, at least.
const EVENTS: u32 = 300;
/// The days they happen on, from the first of the month.
const DAYS: u32 = 20;

fn from_environment(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}
/// What every account comes to by the documents of the book, in cents, and what is wrong with one.
fn documented(office: &Office) -> BTreeMap<String, i64> {
    let chart = office.book.chart().unwrap().unwrap().chart;
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    let mut filter = DocumentFilter::default();
    let mut taken = BTreeSet::new();
    loop {
        let page = office.book.documents(&filter, 500).unwrap();
        for summary in &page {
            let document = office.book.document(summary.id).unwrap();
            assert!(document.entry.is_balanced(), "§8.2: {document:#?}");
            // What was sold and given back on one day may come to nothing: that is skipped.
            let in_the_way =
                summary.reason.as_ref().filter(|reason| reason.cause != "nothing_to_post");
            assert_eq!(in_the_way, None, "nothing stands in the way");
            let unclaimed = document.part.is_none_or(|part| taken.insert(part));
            assert!(unclaimed, "§8.5: a part has two documents");
            for effect in document.entry.effects(document.rate, &chart).unwrap() {
                *sums.entry(effect.account_name).or_default() += effect.amount.minor();
            }
        }
        filter.before = page.last().map(|last| last.id);
        if page.len() < 500 {
            break;
        }
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

/// §8.1: every transaction's parts sum to zero, each by itself.
fn every_part_is_balanced(office: &Office) {
    let mut cursor = None;
    loop {
        let page = office.book.transactions(&store::TransactionFilter::default(), cursor, 500);
        let page = page.unwrap();
        for row in &page.rows {
            for part in office.book.transaction(row.id).unwrap().parts {
                let sum: Amount = part.legs.iter().map(|leg| leg.amount).sum();
                assert!(sum.is_zero(), "§8.1: {part:#?} of {:#?}", row.transaction);
            }
        }
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
}

async fn holds(seed: u64) {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    let invoices = seed.is_multiple_of(3);
    let (model, events) = a_month(seed, !invoices);
    assert!(events.len() >= EVENTS as usize);
    if invoices {
        // The books come to the same, whichever documents they are made of.
        office.book.set_location_setting(office.dock, keys::MODE, Some("invoices")).unwrap();
    }
    for happened in &events {
        let refused = office.book.record(std::slice::from_ref(happened), office.world.now());
        assert_eq!(refused.unwrap().1, [], "the desk contradicts itself: {happened:?}");
    }
    every_part_is_balanced(&office);
    for day in 1..=DAYS {
        office.close(day);
        let (location, from, to) = (office.dock, november(day), november(day));
        let scope = OwnScope::Days { location, from, to };
        queue_own(&office.book, scope, "Ana", &office.world).unwrap().all().unwrap();
    }
    let findings = office.book.check().unwrap();
    assert!(findings.iter().all(|finding| finding.broken.is_empty()), "{findings:#?}");

    // §8.4: all refunds of a sale together are the sale, whatever its parts took.
    let mut expected: BTreeMap<String, i64> = BTreeMap::new();
    for (account, cents) in &model.accounts {
        *expected.entry((*account).to_owned()).or_default() += cents;
    }
    let given_back = expected.remove("(given back)").unwrap_or_default();
    for (account, share) in [("Boats", 100), ("GST", 5), ("PST", 7)] {
        *expected.entry(account.to_owned()).or_default() += given_back / 112 * share;
    }
    expected.retain(|_, cents| *cents != 0);
    // §8.6 and §8.7: what is deferred is what bookings and customers paid ahead, and each clearing
    // account is what the model has open on it.
    let deferred: i64 = model.deposits.values().chain(model.ahead.values()).sum();
    assert_eq!(expected.get("Deferred Revenue").copied().unwrap_or_default(), -deferred);
    let owed: i64 = model.owed.values().sum();
    assert_eq!(expected.get("Rental Receivables").copied().unwrap_or_default(), owed);
    let open: i64 = model.invoices.values().flatten().map(|(_, open)| open).sum();
    assert_eq!(expected.get("Accounts Receivable").copied().unwrap_or_default(), open);
    assert_eq!(expected.get("Card Clearing").copied().unwrap_or_default(), model.cards);
    assert_eq!(documented(&office), expected, "§8.3: the books are what happened");
}

#[tokio::test]
async fn the_books_are_what_happened_in_any_month_of_mixed_events() {
    let (seed, histories) =
        (from_environment("DAYBOOK_SEED", SEED), from_environment("DAYBOOK_HISTORIES", HISTORIES));
    println!("histories begin with seed {seed}");
    for number in 0..histories {
        let one = seed + number;
        let failed = tokio::spawn(holds(one)).await;
        assert!(failed.is_ok(), "the history of seed {one} failed; DAYBOOK_SEED={one} repeats it");
    }
}

#[tokio::test]
async fn so_they_are_where_check_ins_and_deposits_go_with_the_cashout() {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    for key in [keys::DEPOSITS, keys::CHECK_INS] {
        office.book.set_setting(key, Some("with-cashout")).unwrap();
    }
    let (model, events) = a_month(SEED, true);
    for happened in &events {
        let refused = office.book.record(std::slice::from_ref(happened), office.world.now());
        assert_eq!(refused.unwrap().1, []);
    }
    let lanes =
        office.book.open_parts(&PartFilter::everywhere(november(1), november(30)), 9_999).unwrap();
    assert!(lanes.iter().all(|open| open.lane != ledger::Lane::Journal || {
        let kind = office.book.part(&open.part).unwrap().row.transaction.kind;
        kind == Kind::AccountPayment
    }));
    for day in 1..=DAYS {
        office.close(day);
    }
    let scope = OwnScope::Days { location: office.dock, from: november(1), to: november(30) };
    queue_own(&office.book, scope, "Ana", &office.world).unwrap().all().unwrap();
    let deferred: i64 = model.deposits.values().chain(model.ahead.values()).sum();
    let there = documented(&office).get("Deferred Revenue").copied().unwrap_or_default();
    assert_eq!(there, -deferred);
}
