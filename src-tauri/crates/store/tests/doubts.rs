//! What may be a mistake is told with the balance it comes to, and nothing else is.

use ledger::{Amount, Count, Customer, Kind, Line, LineAccount, Role, Tender, Transaction};
use store::{Doubt, NewTransaction};

use crate::desk::{Desk, bare, desk, november, sale};

fn minor(amount: i64) -> Amount {
    Amount::from_minor(amount)
}

/// A transaction of a day of November, paid by card where `paid` is not zero.
fn made(kind: Kind, id: &str, day: u32, paid: i64) -> Transaction {
    let tender = Tender { name: "Card".to_owned(), amount: minor(paid), foreign: None };
    let tenders = if paid == 0 { Vec::new() } else { vec![tender] };
    bare(kind, id, november(day), Vec::new(), tenders)
}

fn booked(kind: Kind, id: &str, booking: &str, day: u32, paid: i64) -> Transaction {
    Transaction { booking: Some(booking.to_owned()), ..made(kind, id, day, paid) }
}

fn owed_to(role: Role, net: i64) -> Vec<Line> {
    let mut line = sale("any", november(20), net).transaction.lines.remove(0);
    line.account = LineAccount::Role(role);
    line.taxes.clear();
    vec![line]
}

fn record(desk: &Desk, made: impl IntoIterator<Item = Transaction>) {
    let new = made.into_iter().map(|transaction| NewTransaction { transaction, raw: None });
    desk.record(&new.collect::<Vec<_>>());
}

fn doubts(desk: &Desk, day: u32) -> Vec<Doubt> {
    desk.book.doubts(desk.dock, november(day), november(day)).expect("the doubts")
}

fn cancelled(id: &str, booking: &str, day: u32, kept: i64, paid: i64) -> Transaction {
    let mut one = booked(Kind::Cancellation, id, booking, day, paid);
    one.extras.kept = Some(minor(kept));
    one
}

fn booking(name: &str, balance: i64) -> Doubt {
    Doubt::Booking { booking: name.to_owned(), balance: minor(balance) }
}

#[test]
fn a_deposit_below_zero_is_told_on_the_day_that_drew_from_it() {
    let desk = desk();
    record(
        &desk,
        [
            booked(Kind::BookingPayment, "P1", "B-1", 19, 5_000),
            booked(Kind::BookingPayment, "P2", "B-2", 19, 5_000),
            cancelled("C1", "B-1", 20, 2_000, 9_000),
            cancelled("C2", "B-2", 20, 2_000, 3_000),
            booked(Kind::BookingRefund, "R3", "B-3", 20, 1_000),
        ],
    );
    assert_eq!(doubts(&desk, 19), []);
    assert_eq!(doubts(&desk, 20), [booking("B-1", -6_000), booking("B-3", -1_000)]);
    // Corrected, nothing is left to doubt.
    record(
        &desk,
        [
            cancelled("C1", "B-1", 20, 2_000, 3_000),
            booked(Kind::BookingPayment, "P3", "B-3", 18, 1_000),
        ],
    );
    assert_eq!(doubts(&desk, 20), []);
}

#[test]
fn a_move_that_was_corrected_moves_once() {
    let desk = desk();
    let moved = |amount: i64| {
        let mut one = booked(Kind::DepositMove, "M1", "B-1", 20, 0);
        one.extras.amount = Some(minor(amount));
        one.extras.to_booking = Some("B-2".to_owned());
        one
    };
    record(&desk, [booked(Kind::BookingPayment, "P1", "B-1", 19, 5_000), moved(4_000)]);
    record(&desk, [moved(3_000)]);
    record(&desk, [booked(Kind::BookingRefund, "R1", "B-1", 20, 2_000)]);
    assert_eq!(doubts(&desk, 20), []);
    record(&desk, [booked(Kind::BookingRefund, "R2", "B-2", 20, 3_100)]);
    assert_eq!(doubts(&desk, 20), [booking("B-2", -100)]);
}

#[test]
fn what_a_customer_paid_ahead_is_told_by_name() {
    let desk = desk();
    let ada = Customer { name: "Ada".to_owned(), ..Customer::default() };
    let refund = made(Kind::BookingRefund, "R1", 20, 1_800);
    record(&desk, [Transaction { customer: Some(ada), ..refund }]);
    let wanted = Doubt::Customer { customer: "Ada".to_owned(), balance: minor(-1_800) };
    assert_eq!(doubts(&desk, 20), [wanted]);
}

#[test]
fn bonds_and_gift_cards_are_told_by_their_own_numbers() {
    let desk = desk();
    let bond = |kind, id: &str, number: &str, net| {
        let mut one = made(kind, id, 20, net);
        one.extras.bond = Some(number.to_owned());
        Transaction { lines: owed_to(Role::DamageBonds, net), ..one }
    };
    let card = |kind, id: &str, net| {
        let mut one = made(kind, id, 20, net);
        one.extras.gift_card = Some("G-7".to_owned());
        Transaction { lines: owed_to(Role::GiftCards, net), ..one }
    };
    record(
        &desk,
        [
            bond(Kind::BondTaken, "K1", "D-7", 20_000),
            bond(Kind::BondReturned, "K2", "D-7", 20_000),
            bond(Kind::BondReturned, "K3", "D-8", 8_800),
            card(Kind::GiftCardSale, "G1", 5_000),
            card(Kind::GiftCardRefund, "G2", 7_000),
        ],
    );
    let unknown = Doubt::Bond { bond: "D-8".to_owned(), balance: minor(-8_800) };
    let below = Doubt::GiftCard { gift_card: "G-7".to_owned(), balance: minor(-2_000) };
    assert_eq!(doubts(&desk, 20), [unknown, below]);
}

#[test]
fn a_refund_of_an_invoice_that_is_not_there_is_told() {
    let desk = desk();
    let account = |kind, id: &str, invoice: Option<&str>| {
        let mut one = sale(id, november(20), 1_000).transaction;
        one.kind = kind;
        one.tenders.clear();
        one.customer = Some(Customer { name: "Ada".to_owned(), ..Customer::default() });
        one.invoice = invoice.map(str::to_owned);
        one
    };
    record(
        &desk,
        [
            account(Kind::AccountCharge, "A1", None),
            account(Kind::AccountRefund, "A2", Some("A1")),
            account(Kind::AccountRefund, "A3", Some("INV-7")),
        ],
    );
    let wanted = Doubt::Invoice { invoice: "INV-7".to_owned(), customer: "Ada".to_owned() };
    assert_eq!(doubts(&desk, 20), [wanted]);
}

#[test]
fn a_count_where_nothing_was_sold_is_told_until_it_is_taken() {
    let desk = desk();
    let count = |till: Option<&str>, counted: i64| {
        let mut one = made(Kind::CashCount, "C1", 20, 0);
        one.till = till.map(str::to_owned);
        one.extras.count = Some(Count {
            counted: minor(counted),
            expected: None,
            float_to_leave: None,
            pieces: Vec::new(),
            reason: None,
        });
        one
    };
    record(&desk, [sale("S-1", november(20), 10_000).transaction, count(Some("Till 1"), 10_500)]);
    let wanted =
        Doubt::Count { till: Some("Till 1".to_owned()), over: minor(10_500), tills: Vec::new() };
    assert_eq!(doubts(&desk, 20), [wanted]);
    // The same count of the whole desk is another one, and found right.
    record(&desk, [count(None, 10_500)]);
    assert_eq!(doubts(&desk, 20), []);
    record(&desk, [count(Some("Till 1"), 10_400)]);
    assert_eq!(doubts(&desk, 20).len(), 1);
    desk.close("C1", november(20));
    assert_eq!(doubts(&desk, 20), []);
    desk.assert_sound();
}

#[test]
fn a_till_counted_after_all_of_them_that_finds_the_same_is_told() {
    let desk = desk();
    let count = |id: &str, till: Option<&str>, hour: i64, counted: i64| {
        let mut one = made(Kind::CashCount, id, 20, 0);
        one.at += chrono::TimeDelta::hours(hour);
        one.till = till.map(str::to_owned);
        one.extras.count = Some(Count {
            counted: minor(counted),
            expected: Some(minor(54_000)),
            float_to_leave: None,
            pieces: Vec::new(),
            reason: None,
        });
        one
    };
    let twice = |over: i64| Doubt::CountedTwice {
        till: "Front".to_owned(),
        over: minor(over),
        together: minor(-500),
    };
    record(&desk, [count("C-1", None, 1, 53_500), count("C-2", Some("Front"), 2, 53_500)]);
    assert_eq!(doubts(&desk, 20), [twice(-500)]);
    // Found right, or found over where all of it was short, it is not the same.
    for other in [54_000, 54_100] {
        record(&desk, [count("C-2", Some("Front"), 2, other)]);
        assert_eq!(doubts(&desk, 20), []);
    }
    // Before all of them it is known to the count of all.
    record(&desk, [count("C-2", Some("Front"), 0, 53_500)]);
    assert_eq!(doubts(&desk, 20), []);
    // Sent again without its till it is a recount, and books nothing more.
    record(&desk, [count("C-2", Some("Front"), 3, 53_400)]);
    assert_eq!(doubts(&desk, 20), [twice(-600)]);
    record(&desk, [count("C-2", None, 3, 53_500)]);
    assert_eq!(doubts(&desk, 20), []);
    desk.assert_sound();
}
