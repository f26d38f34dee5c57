//! What depended on a withdrawn transaction follows: the accounts are what they would be had it
//! never been recorded.

use ledger::Kind;
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
