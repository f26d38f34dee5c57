//! What a person took back: it goes again when a person closes its day, whatever is decided or
//! recorded meanwhile.

use ledger::{Amount, Foreign, Kind, Lane};
use rust_decimal::Decimal;
use store::{DocumentId, NewTransaction, OpenPart, Rate, TransactionId, Withdrawal, keys};

use crate::desk::{Desk, desk, later, november, sale};
use crate::seals::{open, paid_ahead, queue_own};

pub(crate) fn undo(desk: &Desk, document: DocumentId) {
    desk.book.request_undo(document).expect("asked for");
    desk.book.begin_attempt(document, "void", "{}", later(3)).expect("begun");
    desk.book.record_undone(document, later(4)).expect("undone");
}

/// What waits, each with whether it waits for a person.
fn waits(desk: &Desk) -> Vec<(i64, Lane, bool)> {
    let told = |one: OpenPart| (one.part.transaction, one.lane, one.taken_back);
    open(desk).into_iter().map(told).collect()
}

/// A deposit of 50.00 whose journal was posted and taken back.
fn taken_back() -> Desk {
    let desk = desk();
    desk.record(&[paid_ahead("P-1", 5_000)]);
    let document = queue_own(&desk, "AAAAAA", &open(&desk)[0].part);
    desk.post(document);
    undo(&desk, document);
    assert_eq!(waits(&desk), [(1, Lane::Journal, true)]);
    desk
}

fn check_in(id: &str, cents: i64) -> NewTransaction {
    let mut new = paid_ahead(id, cents);
    new.transaction.kind = Kind::CheckIn;
    new.transaction.tenders.clear();
    new.transaction.lines = sale(id, november(20), cents).transaction.lines;
    new
}

fn decide(desk: &Desk, key: &str, value: &str) {
    desk.book.set_location_setting(desk.dock, key, Some(value)).expect("set");
    desk.book.follow_rules(desk.dock, november(1), later(5)).expect("followed");
}

#[test]
fn a_rule_that_changes_it_does_not_send_it() {
    let desk = taken_back();
    let before = open(&desk)[0].part.clone();
    decide(&desk, keys::DEPOSIT_TAX, "GST=5");
    assert_ne!(open(&desk)[0].part, before, "it follows the rule");
    assert_eq!(waits(&desk), [(1, Lane::Journal, true)]);
    decide(&desk, keys::DEPOSIT_TAX, "GST=7");
    assert_eq!(waits(&desk), [(1, Lane::Journal, true)], "nor does the next one");
    desk.assert_sound();
}

#[test]
fn a_rule_that_changes_what_was_never_taken_back_keeps_it_going() {
    let desk = desk();
    desk.record(&[paid_ahead("P-1", 5_000)]);
    decide(&desk, keys::DEPOSIT_TAX, "GST=5");
    assert_eq!(waits(&desk), [(1, Lane::Journal, false)]);
    desk.assert_sound();
}

#[test]
fn a_correction_of_it_does_not_send_it() {
    let desk = taken_back();
    desk.record(&[paid_ahead("P-1", 6_000)]);
    assert_eq!(waits(&desk), [(3, Lane::Journal, true)]);
    desk.record(&[paid_ahead("P-1", 7_000)]);
    assert_eq!(waits(&desk), [(5, Lane::Journal, true)]);
    desk.assert_sound();
}

/// The same paid in another currency, and nobody said at which rate.
fn abroad_without_a_rate() -> NewTransaction {
    let mut abroad = paid_ahead("P-1", 0);
    abroad.transaction.tenders[0].foreign = Some(Foreign {
        amount: Amount::from_minor(4_000),
        currency: "USD".parse().expect("a currency"),
        rate: Decimal::ZERO,
    });
    abroad
}

fn enter_the_rate(desk: &Desk) {
    let rate = Rate {
        currency: "USD".parse().expect("a currency"),
        date: november(20),
        rate: "1.25".parse().expect("a rate"),
        who: "Bea".to_owned(),
        entered_at: later(6),
    };
    desk.book.set_rate(&rate).expect("entered");
    desk.book.post_waiting(later(6)).expect("posted");
    assert_eq!(desk.book.waiting_for("rate").expect("a count"), 0);
}

#[test]
fn a_correction_that_waits_for_a_rate_does_not_send_it_once_the_rate_is_known() {
    let desk = taken_back();
    desk.record(&[abroad_without_a_rate()]);
    assert_eq!(waits(&desk), [], "nobody said at which rate");
    assert_eq!(desk.book.waiting_for("rate").expect("a count"), 1);
    enter_the_rate(&desk);
    assert_eq!(waits(&desk), [(3, Lane::Journal, true)]);
    desk.assert_sound();
}

#[test]
fn what_a_person_asked_for_while_it_waited_goes_by_itself() {
    let desk = taken_back();
    desk.record(&[abroad_without_a_rate()]);
    let elsewhere = desk.book.want_what_waits(desk.dock, november(21), november(22));
    elsewhere.expect("other days");
    desk.book.want_what_waits(desk.dock, november(20), november(20)).expect("its day");
    enter_the_rate(&desk);
    assert_eq!(waits(&desk), [(3, Lane::Journal, false)]);
    desk.assert_sound();
}

#[test]
fn a_correction_while_it_is_being_taken_back_does_not_send_it() {
    let desk = desk();
    desk.record(&[paid_ahead("P-1", 5_000)]);
    let document = queue_own(&desk, "AAAAAA", &open(&desk)[0].part);
    desk.post(document);
    desk.book.request_undo(document).expect("asked for");
    desk.record(&[paid_ahead("P-1", 6_000)]);
    assert_eq!(waits(&desk), [(3, Lane::Journal, true)]);
    desk.assert_sound();
}

#[test]
fn a_correction_of_what_is_posted_goes_by_itself() {
    let desk = desk();
    desk.record(&[paid_ahead("P-1", 5_000)]);
    desk.post(queue_own(&desk, "AAAAAA", &open(&desk)[0].part));
    desk.record(&[paid_ahead("P-1", 6_000)]);
    assert_eq!(waits(&desk), [(3, Lane::Journal, false)]);
    desk.assert_sound();
}

#[test]
fn what_is_posted_anew_because_something_was_withdrawn_does_not_go() {
    let desk = desk();
    desk.record(&[paid_ahead("P-1", 5_000)]);
    desk.record(&[check_in("C-1", 10_000)]);
    let document = queue_own(&desk, "AAAAAA", &open(&desk)[1].part);
    desk.post(document);
    undo(&desk, document);
    assert_eq!(waits(&desk), [(1, Lane::Journal, false), (2, Lane::Journal, true)]);
    let because = Withdrawal {
        who: "Ana".to_owned(),
        why: "typed twice".to_owned(),
        leaves_xero_alone: false,
    };
    let withdrawn = desk.book.withdraw(TransactionId(1), &because, later(60)).expect("written");
    withdrawn.expect("withdrawn");
    assert_eq!(waits(&desk), [(2, Lane::Journal, true)]);
    desk.assert_sound();
}

#[test]
fn sales_whose_cashout_was_taken_back_are_not_sent_as_invoices() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000), sale("S-2", november(21), 500)]);
    let document = desk.close("AAAAAA", november(20));
    desk.post(document);
    undo(&desk, document);
    decide(&desk, keys::MODE, "invoices");
    let (invoice, payment) = (Lane::Invoice, Lane::Payment);
    assert_eq!(
        waits(&desk),
        [(1, invoice, true), (1, payment, true), (2, invoice, false), (2, payment, false)]
    );
    let left = desk.book.open_totals(desk.dock, Lane::Cashout, november(1), november(30));
    assert!(left.expect("totals").iter().all(|total| total.amount == Amount::ZERO));
    desk.assert_sound();
}
