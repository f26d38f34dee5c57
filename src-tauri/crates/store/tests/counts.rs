//! What counts of drawers book: in all, for a drawer and a day, what was last counted less what
//! should be in it; whatever was counted before, at the same instant, late or corrected.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use ledger::{Amount, Count, Kind, Target, Transaction};
use proptest::prelude::*;
use store::{NewTransaction, TransactionFilter, TransactionRow};

use crate::desk::{Desk, bare, desk, november, sale};

/// How many histories a run tries; each writes a book of its own to the disk.
const HISTORIES: u32 = 48;

fn minute(day: u32, minute: i64) -> DateTime<Utc> {
    november(day).and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(20 * 60 + minute)
}

fn cash(id: &str, day: u32, at: i64, net: i64) -> NewTransaction {
    let mut new = sale(id, november(day), net);
    new.transaction.at = minute(day, at);
    new
}

fn count(id: &str, day: u32, at: i64, counted: i64, expected: Option<i64>) -> NewTransaction {
    let mut transaction = bare(Kind::CashCount, id, november(day), Vec::new(), Vec::new());
    transaction.at = minute(day, at);
    transaction.extras.count = Some(Count {
        counted: Amount::from_minor(counted),
        expected: expected.map(Amount::from_minor),
        float_to_leave: None,
        pieces: Vec::new(),
        reason: None,
    });
    NewTransaction { transaction, raw: None }
}

fn at_till(till: &str, mut new: NewTransaction) -> NewTransaction {
    new.transaction.till = Some(till.to_owned());
    new
}

/// What all counts of the book came to, corrections and reversals with them.
fn over(desk: &Desk) -> i64 {
    all(desk)
        .iter()
        .filter(|row| row.transaction.kind == Kind::CashCount)
        .map(|row| booked(desk, row))
        .sum()
}

fn all(desk: &Desk) -> Vec<TransactionRow> {
    desk.book.transactions(&TransactionFilter::default(), None, 1_000).expect("a list").rows
}

fn booked(desk: &Desk, row: &TransactionRow) -> i64 {
    let parts = desk.book.transaction(row.id).expect("a transaction").parts;
    let legs = parts.iter().flat_map(|part| &part.legs);
    let sum: Amount = legs.filter(|leg| leg.target == Target::cash()).map(|leg| leg.amount).sum();
    sum.minor()
}

/// A day with 105.00 of cash sales that is closed and sent before the next thing happens.
fn sold_and_counted(first: NewTransaction) -> Desk {
    let desk = desk();
    desk.record(&[cash("S-1", 20, -60, 10_000)]);
    desk.record(&[first]);
    desk.post(desk.close("C1", november(20)));
    desk
}

#[test]
fn a_second_count_at_the_same_instant_knows_the_first() {
    let desk = sold_and_counted(count("C-1", 20, 0, 10_400, None));
    assert_eq!(over(&desk), -100);
    desk.record(&[count("C-2", 20, 0, 10_300, None)]);
    assert_eq!(over(&desk), -200);
    desk.record(&[count("C-3", 20, 0, 10_500, None)]);
    assert_eq!(over(&desk), 0);
    desk.assert_sound();
}

#[test]
fn a_corrected_count_keeps_its_place_among_those_of_its_instant() {
    let desk = sold_and_counted(count("C-1", 20, 0, 10_400, None));
    desk.record(&[count("C-1", 20, 0, 10_300, None)]);
    assert_eq!(over(&desk), -200);
    desk.record(&[count("C-2", 20, 0, 10_200, None)]);
    assert_eq!(over(&desk), -300);
    desk.record(&[count("C-1", 20, 0, 10_450, None)]);
    assert_eq!(over(&desk), -300);
    desk.assert_sound();
}

#[test]
fn what_the_till_expects_is_not_booked_twice() {
    for at in [0, 5] {
        let desk = sold_and_counted(count("C-1", 20, 0, 10_400, None));
        desk.record(&[count("C-2", 20, at, 10_300, Some(10_500))]);
        assert_eq!(over(&desk), -200);
        desk.record(&[count("C-3", 20, at, 10_350, Some(10_500))]);
        assert_eq!(over(&desk), -150);
        // A new day's reckoning begins with what was last counted.
        desk.record(&[count("C-4", 21, 0, 10_340, Some(10_350))]);
        assert_eq!(over(&desk), -160);
        desk.assert_sound();
    }
}

#[test]
fn a_count_recorded_late_or_moved_is_known_to_the_later_ones() {
    let desk = sold_and_counted(count("C-2", 20, 10, 10_300, None));
    assert_eq!(over(&desk), -200);
    desk.record(&[count("C-1", 20, 5, 10_400, None)]);
    assert_eq!(over(&desk), -200);
    desk.record(&[count("C-1", 20, 15, 10_400, None)]);
    assert_eq!(over(&desk), -100);
    desk.assert_sound();
}

#[test]
fn cash_that_is_corrected_away_is_not_expected_any_more() {
    let desk = sold_and_counted(count("C-1", 20, 0, 10_400, None));
    let mut by_card = cash("S-1", 20, -60, 10_000);
    by_card.transaction.tenders[0].name = "Card".to_owned();
    desk.record(&[by_card]);
    assert_eq!(over(&desk), 10_400);
    desk.record(&[cash("S-1", 20, 30, 10_000)]);
    assert_eq!(over(&desk), 10_400);
    desk.record(&[cash("S-1", 20, -60, 10_000)]);
    desk.assert_sound();
}

#[test]
fn what_a_till_booked_all_tills_together_know() {
    let desk = desk();
    desk.record(&[at_till("Till 1", cash("S-1", 20, -60, 10_000))]);
    desk.record(&[at_till("Till 1", count("C-1", 20, 0, 10_400, None))]);
    desk.record(&[count("C-2", 20, 0, 10_300, None), count("C-3", 20, 1, 10_300, Some(10_500))]);
    assert_eq!(over(&desk), -200);
    desk.assert_sound();
}

#[test]
fn a_count_that_names_no_till_any_more_is_another_count() {
    let desk = sold_and_counted(at_till("Till 1", count("C-1", 20, 0, 10_500, None)));
    assert_eq!(over(&desk), 10_500);
    let recorded = desk.record(&[count("C-1", 20, 0, 10_500, None)]);
    assert_eq!((recorded.corrected, recorded.already_known), (1, 0));
    assert_eq!(over(&desk), 0);
    desk.assert_sound();
}

#[test]
fn the_check_names_a_count_that_booked_a_shortage_twice() {
    let desk = sold_and_counted(count("C-1", 20, 0, 10_400, None));
    desk.record(&[count("C-2", 20, 1, 10_300, None)]);
    desk.assert_sound();
    // As if both counts had been of one instant and neither had known the other.
    desk.tamper(
        "UPDATE legs SET amount = amount * 2
                 WHERE transaction_id = (SELECT max(id) FROM transactions)",
    );
    let broken = desk.broken();
    let found = broken.iter().find(|(invariant, _)| invariant.contains("counts of a drawer"));
    assert_eq!(
        found.map(|(_, lines)| lines.as_slice()),
        Some(&["the count C-2 of 2026-11-20 is out by -100".to_owned()][..])
    );
}

/// One thing that happens at the desk.
#[derive(Debug, Clone)]
enum Event {
    Sale { id: u8, till: Option<u8>, day: u32, at: i64, net: i64, by_card: bool },
    Count { id: u8, till: Option<u8>, day: u32, at: i64, counted: i64, expected: Option<i64> },
    Close { day: u32 },
}

fn event(tills: bool) -> impl Strategy<Value = Event> {
    let till = if tills {
        prop_oneof![Just(Some(1)), Just(Some(2)), Just(None)].boxed()
    } else {
        Just(None).boxed()
    };
    let place = (0..5_u8, till, 20..23_u32, 0..4_i64);
    let money = (0..200_i64).prop_map(|money| money * 20);
    let expected = prop::option::of(money.clone());
    prop_oneof![
        4 => (place.clone(), money.clone(), prop::bool::weighted(0.2)).prop_map(
            |((id, till, day, at), net, by_card)| {
                Event::Sale { id, till, day, at, net, by_card }
            }
        ),
        4 => (place, money, expected).prop_map(|((id, till, day, at), counted, expected)| {
            Event::Count { id, till, day, at, counted, expected }
        }),
        1 => (20..23_u32).prop_map(|day| Event::Close { day }),
    ]
}

fn happen(desk: &Desk, event: &Event, number: usize) {
    let named = |till: &Option<u8>, new| match till {
        Some(till) => at_till(&format!("Till {till}"), new),
        None => new,
    };
    match event {
        Event::Sale { id, till, day, at, net, by_card } => {
            let mut new = cash(&format!("S-{id}"), *day, *at, *net);
            if *by_card {
                new.transaction.tenders[0].name = "Card".to_owned();
            }
            desk.record(&[named(till, new)]);
        }
        Event::Count { id, till, day, at, counted, expected } => {
            desk.record(&[named(till, count(&format!("C-{id}"), *day, *at, *counted, *expected))]);
        }
        Event::Close { day } => {
            let new = desk.document(&format!("D{number}"), november(*day), november(*day));
            if let Ok(id) = desk.book.enqueue(&new, crate::desk::later(0)) {
                desk.post(id);
            }
        }
    }
}

/// What stands in the book, in the order in which each was first recorded.
fn standing(desk: &Desk) -> Vec<(usize, Transaction)> {
    let mut rows = all(desk);
    rows.sort_by_key(|row| row.id);
    let mut known: Vec<String> = Vec::new();
    let mut latest: BTreeMap<usize, Transaction> = BTreeMap::new();
    for row in rows {
        let id = &row.transaction.source.id;
        let order = known.iter().position(|one| one == id).unwrap_or_else(|| {
            known.push(id.clone());
            known.len() - 1
        });
        latest.insert(order, row.transaction);
    }
    latest.into_iter().collect()
}

/// What should be in the one drawer at the end of a day, nothing having been found over or short
/// on that day; and what was counted last.
fn last_count_and_hold(standing: &[(usize, Transaction)], day: NaiveDate) -> Option<(i64, i64)> {
    let mut counts: Vec<_> =
        standing.iter().filter(|(_, one)| one.kind == Kind::CashCount).collect();
    counts.sort_by_key(|(order, one)| (one.at, *order));
    let of = |one: &Transaction| one.extras.count.clone().expect("a count");
    let (of_day, others): (Vec<_>, Vec<_>) =
        counts.into_iter().partition(|(_, one)| one.business_date == day);
    let (_, last) = of_day.last()?;
    let by_till = of_day.iter().rev().find(|(_, one)| of(one).expected.is_some());
    let before = others.iter().rev().find(|(_, one)| one.business_date < day);
    let (since, held) = match (by_till, before) {
        (Some((_, one)), _) => (Some(one.at), of(one).expected.expect("some")),
        (None, Some((_, one))) => (Some(one.at), of(one).counted),
        (None, None) => (None, Amount::ZERO),
    };
    let moved: Amount = standing
        .iter()
        .filter(|(_, one)| one.at <= last.at && since.is_none_or(|since| one.at > since))
        .flat_map(|(_, one)| &one.tenders)
        .filter(|tender| tender.name == "Cash")
        .map(|tender| tender.amount)
        .sum();
    Some((of(last).counted.minor(), (held + moved).minor()))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: HISTORIES,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Over and short of a day is the last count less what should be in the drawer, by a second
    /// reckoning that knows no legs of counts.
    #[test]
    fn a_day_is_over_by_its_last_count(events in prop::collection::vec(event(false), 1..16)) {
        let desk = desk();
        for (number, event) in events.iter().enumerate() {
            happen(&desk, event, number);
        }
        let standing = standing(&desk);
        for day in [20, 21, 22].map(november) {
            let rows = all(&desk).into_iter().filter(|row| {
                row.transaction.kind == Kind::CashCount && row.transaction.business_date == day
            });
            let over: i64 = rows.map(|row| booked(&desk, &row)).sum();
            let wanted = last_count_and_hold(&standing, day);
            prop_assert_eq!(over, wanted.map_or(0, |(counted, held)| counted - held));
        }
        desk.assert_sound();
    }

    /// The same for several tills and for all of them together, by the book's own check.
    #[test]
    fn several_tills_are_counted_soundly(events in prop::collection::vec(event(true), 1..16)) {
        let desk = desk();
        for (number, event) in events.iter().enumerate() {
            happen(&desk, event, number);
        }
        desk.assert_sound();
    }
}
