//! What is recorded later than it happened: the accounts are what they are in the right order.

use ledger::Kind;
use store::NewTransaction;

use crate::desk::{desk, november};
use crate::following::{accounts, event};

fn on(date: u32, new: NewTransaction) -> NewTransaction {
    let of_the_day = event(new.transaction.kind, "x", 1).transaction.at;
    let at = of_the_day + chrono::TimeDelta::days(i64::from(date) - 20);
    let transaction = ledger::Transaction { business_date: november(date), at, ..new.transaction };
    NewTransaction { transaction, ..new }
}

fn in_every_order(events: &[NewTransaction]) {
    let right = desk();
    right.record(events);
    let expected = accounts(&right);
    let count = events.len();
    for order in (0..count).flat_map(|first| [(first, false), (first, true)]) {
        let mut turned: Vec<_> = (0..count).map(|at| &events[(at + order.0) % count]).collect();
        if order.1 {
            turned.reverse();
        }
        let (at_once, one_by_one) = (desk(), desk());
        let turned: Vec<NewTransaction> = turned.into_iter().cloned().collect();
        at_once.record(&turned);
        assert_eq!(accounts(&at_once), expected, "{order:?}");
        for one in &turned {
            one_by_one.record(std::slice::from_ref(one));
        }
        assert_eq!(accounts(&one_by_one), expected, "{order:?}");
        // What is corrected then is told the same story.
        let mut corrected = events[0].clone();
        corrected.transaction.note = Some("corrected".to_owned());
        at_once.record(&[corrected]);
        assert_eq!(accounts(&at_once), expected, "{order:?}");
        at_once.assert_sound();
    }
}

#[test]
fn a_check_in_uses_the_deposits_that_were_paid_before_it_in_whatever_order_they_come() {
    let check_in = || {
        let mut new = event(Kind::CheckIn, "C-1", 10_000);
        new.transaction.tenders.clear();
        new
    };
    in_every_order(&[
        on(17, event(Kind::BookingPayment, "D-1", 5_000)),
        on(18, event(Kind::BookingPayment, "D-2", 3_000)),
        on(22, check_in()),
    ]);
}

#[test]
fn a_payment_goes_to_the_charge_that_was_there_in_whatever_order_they_come() {
    let of_no_booking = |date, kind, id, cents| {
        let mut new = on(date, event(kind, id, cents));
        new.transaction.booking = None;
        new
    };
    in_every_order(&[
        of_no_booking(17, Kind::AccountCharge, "A-1", 6_000),
        of_no_booking(19, Kind::AccountPayment, "P-1", 7_000),
    ]);
}

#[test]
fn what_was_paid_after_a_check_in_is_not_used_by_it() {
    let desk = desk();
    desk.record(&[on(20, event(Kind::CheckIn, "C-1", 10_000))]);
    let before = accounts(&desk)["role ar-control"];
    desk.record(&[on(21, event(Kind::BookingPayment, "D-1", 5_000))]);
    assert_eq!(accounts(&desk)["role ar-control"], before);
    assert_eq!(accounts(&desk)["role deferred-revenue"], -5_000);
}
