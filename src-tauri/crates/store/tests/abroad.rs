//! Sales in another currency and what gives them back.

use ledger::{Currency, Kind};
use store::{NewTransaction, Rate};

use crate::desk::{Desk, later, november, sale};
use crate::following::{accounts, event};
use crate::organisation::chart;
use crate::withdrawing::withdraw;

/// A desk that is paid in Canadian dollars at home.
fn desk() -> Desk {
    let desk = crate::desk::desk();
    desk.book.save_chart(&chart("Harbour"), later(0)).expect("saved");
    desk
}

fn dollars() -> Currency {
    "USD".parse().expect("a currency")
}

fn rate(desk: &Desk, date: u32, rate: &str) {
    let rate = Rate {
        currency: dollars(),
        date: november(date),
        rate: rate.parse().expect("a rate"),
        who: "Bea".to_owned(),
        entered_at: later(1),
    };
    desk.book.set_rate(&rate).expect("entered");
}

fn in_dollars(new: NewTransaction) -> NewTransaction {
    let transaction = ledger::Transaction { currency: dollars(), ..new.transaction };
    NewTransaction { transaction, ..new }
}

/// Gives some of sale S-1 back: what was paid, and no lines.
fn gives_back(id: &str, date: u32, cents: i64) -> NewTransaction {
    let mut back = in_dollars(sale(id, november(date), cents));
    back.transaction.kind = Kind::Refund;
    back.transaction.refund_of = Some("S-1".to_owned());
    back.transaction.lines.clear();
    back
}

#[test]
fn a_refund_is_at_the_rate_of_its_sale_whatever_that_is_by_then() {
    for (first, second) in [("1.20", "1.45"), ("1.45", "1.20")] {
        let desk = desk();
        rate(&desk, 20, "1.30");
        rate(&desk, 21, first);
        rate(&desk, 22, second);
        desk.record(&[in_dollars(sale("S-1", november(20), 10_000))]);
        desk.record(&[gives_back("R-1", 21, 4_000)]);
        let card = accounts(&desk)["tender Cash"];
        assert_eq!(card, 13_650 - 5_460, "42.00 dollars at 1.30");
        desk.record(&[gives_back("R-2", 22, 6_000)]);
        assert_eq!(accounts(&desk), [].into(), "all was given back, and nothing is left of it");
        desk.assert_sound();
    }
}

#[test]
fn a_refund_asks_for_no_rate_of_its_own_day() {
    let desk = desk();
    rate(&desk, 20, "1.30");
    desk.record(&[in_dollars(sale("S-1", november(20), 10_000)), gives_back("R-1", 21, 10_000)]);
    assert_eq!(desk.book.waiting_for("rate").expect("a count"), 0);
    assert_eq!(accounts(&desk), [].into());
}

#[test]
fn a_check_in_waits_with_its_deposit_for_the_rate_and_uses_it_then() {
    let desk = desk();
    let mut deposit = in_dollars(event(Kind::BookingPayment, "D-1", 5_000));
    desk.record(&[deposit.clone()]);
    let mut check_in = event(Kind::CheckIn, "C-1", 6_800);
    check_in.transaction.tenders = sale("x", november(20), 320).transaction.tenders;
    desk.record(&[check_in]);
    assert_eq!(desk.book.waiting_for("rate").expect("a count"), 2, "neither is known");
    // What is corrected meanwhile has a later number than what waits with it.
    deposit.transaction.note = Some("corrected".to_owned());
    desk.record(&[deposit]);
    assert_eq!(accounts(&desk), [].into());
    rate(&desk, 20, "1.36");
    desk.book.post_waiting(later(6)).expect("posted");
    assert_eq!(desk.book.waiting_for("rate").expect("a count"), 0);
    let has = accounts(&desk);
    assert_eq!((has["tender Card"], has.get("role deferred-revenue")), (6_800, None), "{has:?}");
    desk.assert_sound();
}

#[test]
fn a_check_in_does_not_wait_for_a_deposit_that_was_withdrawn() {
    let desk = desk();
    let deposit = in_dollars(event(Kind::BookingPayment, "D-1", 5_000));
    desk.record(&[deposit]);
    desk.record(&[event(Kind::CheckIn, "C-1", 6_800)]);
    assert_eq!(desk.book.waiting_for("rate").expect("a count"), 2);
    withdraw(&desk, 1);
    assert_eq!(desk.book.waiting_for("rate").expect("a count"), 0);
    assert_eq!(accounts(&desk)["gl 4000"], -6_800);
}
