//! What depended on a withdrawn transaction follows: the accounts are what they would be had it
//! never been recorded.

use ledger::{Amount, Kind};
use rust_decimal::Decimal;
use store::{NewTransaction, NotWithdrawn, TransactionId, Withdrawal, keys};

use crate::desk::{Desk, later, november};
use crate::following::{
    RULES, accounts, event, in_booking, of_a_booking, of_a_customer, of_a_deposit, record_each,
    under,
};

/// Withdraws what stands under an outside id.
fn withdraw(desk: &Desk, outside_id: &str) -> Result<TransactionId, NotWithdrawn> {
    let file = desk.file();
    let id = file.query_row(
        "SELECT max(id) FROM transactions WHERE outside_id = ?",
        [outside_id],
        |row| row.get(0),
    );
    let id = TransactionId(id.expect("it is recorded"));
    drop(file);
    let (who, why) = ("Ana".to_owned(), "typed twice".to_owned());
    let because = Withdrawal { who, why, leaves_xero_alone: false };
    let withdrawn = desk.book.withdraw(id, &because, later(60)).expect("written");
    desk.assert_sound();
    withdrawn
}

fn without(events: &[NewTransaction], outside_id: &str) -> Vec<NewTransaction> {
    let is_other = |one: &&NewTransaction| one.transaction.source.id != outside_id;
    events.iter().filter(is_other).cloned().collect()
}

/// Records what can be; gives whether all of it was.
fn record_all(desk: &Desk, events: &[NewTransaction]) -> bool {
    let mut refused = 0;
    for event in events {
        let (_, not) = desk.book.record(std::slice::from_ref(event), later(1)).expect("written");
        refused += not.len();
    }
    refused == 0
}

#[test]
fn a_check_in_draws_only_what_was_there_when_a_deposit_is_withdrawn_after_another_was_paid() {
    let desk = under(&[]);
    record_each(
        &desk,
        &[
            event(Kind::BookingPayment, "D-0", 2_000),
            event(Kind::BookingPayment, "D-1", 10_000),
            event(Kind::CheckIn, "C-1", 30_000),
            event(Kind::BookingPayment, "D-2", 20_000),
        ],
    );
    let before = accounts(&desk);
    withdraw(&desk, "D-0").expect("withdrawn");
    let after = accounts(&desk);
    assert_eq!(after["role deferred-revenue"], before["role deferred-revenue"]);
    assert_eq!(after["role ar-control"], before["role ar-control"] + 2_000);
}

#[test]
fn every_account_is_what_it_would_be_had_it_never_been_recorded() {
    let cases = [of_a_deposit(), of_a_booking(), of_a_customer()].concat();
    let (mut withdrawn, mut refused) = (0, 0);
    for rules in RULES {
        for (case, events, _) in &cases {
            // A deposit with its tax split out is not moved.
            if case.ends_with("moved") && rules.iter().any(|(key, _)| *key == keys::DEPOSIT_TAX) {
                continue;
            }
            for event in events {
                let id = &event.transaction.source.id;
                let (late, right) = (under(rules), under(rules));
                record_each(&late, events);
                let is_possible = record_all(&right, &without(events, id));
                match withdraw(&late, id) {
                    Ok(_) => {
                        assert!(is_possible, "{case} without {id}, {rules:?}");
                        assert_eq!(
                            accounts(&late),
                            accounts(&right),
                            "{case} without {id}, {rules:?}"
                        );
                        withdrawn += 1;
                    }
                    Err(why) => {
                        assert!(!is_possible, "{case} without {id}, {rules:?}: {why}");
                        refused += 1;
                    }
                }
            }
        }
    }
    assert!(withdrawn > 100 && refused > 0, "{withdrawn} withdrawn, {refused} refused");
}

#[test]
fn a_rule_that_changes_draws_nothing_in_that_was_paid_ahead_later() {
    let desk = under(&[]);
    record_each(
        &desk,
        &[
            event(Kind::BookingPayment, "D-1", 10_000),
            event(Kind::CheckIn, "C-1", 30_000),
            event(Kind::BookingPayment, "D-2", 20_000),
        ],
    );
    let before = accounts(&desk);
    desk.book.set_setting(keys::CHECK_INS, Some("with-cashout")).expect("set");
    desk.book.follow_rules(desk.dock, november(1), later(5)).expect("followed");
    assert_eq!(accounts(&desk), before);
    desk.assert_sound();
}

#[test]
fn a_credit_takes_the_invoice_that_a_payment_leaves_open_once_it_is_withdrawn_or_corrected() {
    let of_customer = |kind, id, cents| in_booking(None, event(kind, id, cents));
    let charge = of_customer(Kind::AccountCharge, "A-1", 10_000);
    let billed = charge.transaction.billed().minor();
    let mut credit = of_customer(Kind::AccountCharge, "R-1", 3_000);
    credit.transaction.kind = Kind::AccountRefund;
    let paid = |cents| of_customer(Kind::AccountPayment, "Y-1", cents);
    for is_withdrawn in [true, false] {
        let desk = under(&[]);
        record_each(&desk, &[charge.clone(), paid(billed), credit.clone()]);
        match is_withdrawn {
            true => drop(withdraw(&desk, "Y-1").expect("withdrawn")),
            false => record_each(&desk, &[paid(5_000)]),
        }
        let sum = "SELECT sum(allocated) FROM parts WHERE retired = 0";
        let allocated: i64 = desk.file().query_row(sum, [], |row| row.get(0)).expect("a sum");
        assert!(allocated > 0, "the credit is set off against it");
        desk.assert_sound();
    }
}

/// Ada pays the invoice that her check-in `C-1` left, chosen by name and without a booking.
fn pays_the_check_in(cents: i64) -> NewTransaction {
    let mut paid = in_booking(None, event(Kind::AccountPayment, "Y-1", cents));
    paid.transaction.extras.invoices =
        vec![ledger::Chosen { invoice: "C-1".to_owned(), amount: Amount::from_minor(cents) }];
    paid
}

/// A deposit of 100.00 of which 50.00 was given back by mistake, and a check-in that it pays in
/// part: its invoice is of 50.00 more than it would be.
fn given_back_by_mistake() -> Vec<NewTransaction> {
    vec![
        event(Kind::BookingPayment, "P-1", 10_000),
        event(Kind::BookingRefund, "R-1", 5_000),
        event(Kind::CheckIn, "C-1", 10_500),
    ]
}

#[test]
fn a_payment_of_more_than_would_be_owed_keeps_what_it_pays_from_being_withdrawn() {
    let desk = under(&[(keys::INVOICE_BALANCES, "yes")]);
    record_each(&desk, &given_back_by_mistake());
    let owed = accounts(&desk)["receivable "];
    record_each(&desk, &[pays_the_check_in(owed)]);
    let before = accounts(&desk);
    let why = withdraw(&desk, "R-1").expect_err("it would be paid too much");
    assert!(matches!(why, NotWithdrawn::Needed { other: TransactionId(4), .. }), "{why}");
    assert_eq!(accounts(&desk), before);
}

#[test]
fn what_pays_a_corrected_invoice_too_much_waits_for_its_own_correction() {
    let desk = under(&[(keys::INVOICE_BALANCES, "yes")]);
    record_each(&desk, &given_back_by_mistake());
    let owed = accounts(&desk)["receivable "];
    record_each(&desk, &[pays_the_check_in(owed)]);
    let recorded = desk.record(&[event(Kind::BookingRefund, "R-1", 1_000)]);
    assert_eq!(recorded.first_left, Some(TransactionId(4)));
    assert_eq!(desk.book.waiting_for(store::CONTRADICTS).expect("read"), 1, "and says why");
    desk.assert_sound();
    record_each(&desk, &[pays_the_check_in(owed - 4_000)]);
    assert_eq!(desk.book.waiting_for(store::CONTRADICTS).expect("read"), 0);
    assert_eq!(accounts(&desk).get("receivable "), None, "paid in full");
    desk.assert_sound();
}

#[test]
fn what_a_closed_day_took_keeps_what_it_pays_from_being_withdrawn() {
    let desk = under(&[(keys::INVOICE_BALANCES, "yes"), (keys::DEPOSITS, "with-cashout")]);
    record_each(&desk, &given_back_by_mistake());
    let owed = accounts(&desk)["receivable "];
    record_each(&desk, &[event(Kind::BalancePayment, "L-1", owed + 1_500)]);
    desk.post(desk.close("AAAAAA", november(20)));
    let before = accounts(&desk);
    let why = withdraw(&desk, "R-1").expect_err("its day is closed");
    assert!(matches!(why, NotWithdrawn::Closed { .. }), "{why}");
    assert_eq!(accounts(&desk), before);
}

#[test]
fn what_waited_for_a_rate_draws_nothing_in_that_was_paid_ahead_later() {
    let dollars: ledger::Currency = "USD".parse().expect("a currency");
    let mut check_in = event(Kind::CheckIn, "C-1", 30_000);
    check_in.transaction.tenders = event(Kind::BookingPayment, "", 0).transaction.tenders;
    check_in.transaction.tenders[0].foreign = Some(ledger::Foreign {
        amount: Amount::from_minor(4_000),
        currency: dollars,
        rate: Decimal::ZERO,
    });
    let paid = |id, cents| event(Kind::BookingPayment, id, cents);
    let rate = store::Rate {
        currency: dollars,
        date: november(20),
        rate: "1.25".parse().expect("a rate"),
        who: "Bea".to_owned(),
        entered_at: later(1),
    };
    let (late, right) = (under(&[]), under(&[]));
    right.book.set_rate(&rate).expect("entered");
    record_each(&right, &[paid("D-1", 10_000), check_in.clone(), paid("D-2", 20_000)]);
    record_each(&late, &[paid("D-1", 10_000), check_in, paid("D-2", 20_000)]);
    assert_eq!(late.book.waiting_for("rate").expect("a count"), 1);
    late.book.set_rate(&rate).expect("entered");
    late.book.post_waiting(later(6)).expect("posted");
    assert_eq!(accounts(&late), accounts(&right));
    late.assert_sound();
}

#[test]
fn a_payment_chosen_for_an_invoice_that_is_corrected_to_less_waits_and_goes_on_what_is_right() {
    let charge = |cents| in_booking(None, event(Kind::AccountCharge, "C-1", cents));
    let desk = under(&[]);
    record_each(&desk, &[charge(10_000)]);
    let owed = accounts(&desk)["receivable "];
    record_each(&desk, &[pays_the_check_in(owed)]);
    let recorded = desk.record(&[charge(8_000)]);
    assert_eq!(recorded.left, 1);
    assert_eq!(desk.book.waiting_for(store::CONTRADICTS).expect("read"), 1, "and says why");
    // Again: what contradicted before waits all the same.
    desk.record(&[charge(7_000)]);
    assert_eq!(desk.book.waiting_for(store::CONTRADICTS).expect("read"), 1);
    let owed_now = accounts(&desk)["receivable "];
    assert!(owed_now > 0 && owed_now < owed, "nothing pays it: {owed_now}");
    desk.record(&[charge(12_000)]);
    assert_eq!(desk.book.waiting_for(store::CONTRADICTS).expect("read"), 0, "it is right again");
    assert_eq!(accounts(&desk)["receivable "], owed / 5, "and paid but for that");
    desk.assert_sound();
}
