//! What is corrected after its document was made: the old one goes out of Xero, the new one in.

use ledger::Kind;
use serde_json::json;
use store::{NewTransaction, State};
use sync::{LOCKED_SETTING, Until};

use crate::books::balances;
use crate::desk::{Circumstances, Desk, Office, november};
use crate::till::{cad, event, payout};

async fn mapped() -> (Desk, Office) {
    under(Circumstances::default()).await
}

async fn under(circumstances: Circumstances) -> (Desk, Office) {
    let desk = Desk::under(Circumstances { mapped: true, ..circumstances }).await;
    let office = desk.office();
    (desk, office)
}

fn charge(amount: &str) -> NewTransaction {
    event(Kind::AccountCharge, "C-1", 20, &format!("Boats {amount}; customer Anneke_Larsen"))
}

fn payment(amount: &str) -> NewTransaction {
    event(Kind::AccountPayment, "P-1", 20, &format!("pay Card {amount}; customer Anneke_Larsen"))
}

fn refund(amount: &str) -> NewTransaction {
    let text = format!("Boats {amount}; customer Anneke_Larsen; invoice C-1");
    event(Kind::AccountRefund, "R-1", 20, &text)
}

fn deposit(amount: &str) -> NewTransaction {
    event(Kind::BookingPayment, "D-1", 20, &format!("pay Card {amount}; booking B-17"))
}

fn banking(amount: &str) -> NewTransaction {
    event(Kind::BankDeposit, "B-1", 20, &format!("pay Cash {amount}"))
}

/// Balances as written by hand.
type Expected = &'static [(&'static str, &'static str)];

/// Everything is sent and nothing is left to do, and Xero's books hold this.
async fn assert_books(desk: &Desk, office: &Office, expected: &[(&str, &str)], count: usize) {
    let report = office.run(Until::Empty).await;
    assert_eq!(report.blocked_by, None, "{:?}", office.troubles());
    assert_eq!(desk.trial_balance().await, balances(expected), "{:?}", office.troubles());
    assert_eq!(desk.in_force().await, count, "{:?}", office.troubles());
    let states: Vec<State> = office.live().iter().map(|document| document.state).collect();
    assert!(states.iter().all(|state| *state == State::Posted), "{:?}", office.troubles());
    office.assert_sound();
}

#[tokio::test]
async fn a_document_of_each_kind_is_replaced_when_its_transaction_is_corrected() {
    let cases: [(NewTransaction, NewTransaction, Expected); 3] = [
        (
            deposit("50.00"),
            deposit("60.00"),
            &[("Card Clearing", "60.00"), ("Deferred Revenue", "-60.00")],
        ),
        (
            charge("100.00"),
            charge("90.00"),
            &[("Accounts Receivable", "90.00"), ("Boats", "-90.00")],
        ),
        (
            banking("500.00"),
            banking("480.00"),
            &[("Business Bank Account", "480.00"), ("Cash Clearing", "-480.00")],
        ),
    ];
    for (first, corrected, expected) in cases {
        let (desk, office) = mapped().await;
        office.record(&[first]);
        let old = office.run(Until::Empty).await.posted;
        office.record(&[corrected]);
        assert_books(&desk, &office, expected, 1).await;
        assert_eq!(office.state(old[0]), State::Undone);
    }
}

#[tokio::test]
async fn what_is_corrected_before_it_is_sent_is_sent_once() {
    let (desk, office) = mapped().await;
    office.record(&[charge("100.00"), deposit("50.00")]);
    desk.wire.unplug(true);
    office.run(Until::Empty).await;
    assert_eq!(office.live().len(), 2, "queued");
    office.record(&[charge("90.00"), deposit("60.00")]);
    desk.wire.unplug(false);
    let expected = [
        ("Accounts Receivable", "90.00"),
        ("Boats", "-90.00"),
        ("Card Clearing", "60.00"),
        ("Deferred Revenue", "-60.00"),
    ];
    assert_books(&desk, &office, &expected, 2).await;
    let calls = (desk.wire.count("PUT Invoices"), desk.wire.count("PUT ManualJournals"));
    assert_eq!(calls, (1, 1), "what was wrong was never sent");
}

#[tokio::test]
async fn what_is_corrected_while_it_is_sent_is_taken_back() {
    let (desk, office) = mapped().await;
    office.record(&[charge("100.00")]);
    let mut once = true;
    office
        .outbox
        .run(Until::Empty, &mut |progress| {
            if matches!(progress, sync::Progress::Sending(..)) && std::mem::take(&mut once) {
                office.record(&[charge("90.00")]);
            }
        })
        .await
        .unwrap();
    let expected = [("Accounts Receivable", "90.00"), ("Boats", "-90.00")];
    assert_eq!(desk.trial_balance().await, balances(&expected), "by the same run");
    assert_books(&desk, &office, &expected, 1).await;
}

#[tokio::test]
async fn what_is_corrected_while_nobody_knows_whether_it_arrived_is_there_once() {
    for fault in ["loss_before", "loss_after_commit"] {
        let (desk, office) = mapped().await;
        desk.fault(&json!({ "kind": fault, "method": "PUT", "path": "Invoices", "times": 1 }));
        office.record(&[charge("100.00")]);
        office.run(Until::Blocked).await;
        assert_eq!(office.live()[0].state, State::Unknown);
        office.record(&[charge("90.00")]);
        let expected = [("Accounts Receivable", "90.00"), ("Boats", "-90.00")];
        assert_books(&desk, &office, &expected, 1).await;
    }
}

#[tokio::test]
async fn what_is_corrected_again_and_again_is_there_once() {
    let (desk, office) = mapped().await;
    for amount in ["100.00", "90.00", "80.00", "110.00"] {
        office.record(&[charge(amount)]);
        let boats = format!("-{amount}");
        let expected = [("Accounts Receivable", amount), ("Boats", &*boats)];
        assert_books(&desk, &office, &expected, 1).await;
    }
    assert_eq!(desk.wire.count("PUT Invoices"), 4);
}

#[tokio::test]
async fn a_payment_follows_the_invoice_that_was_corrected() {
    let cases: [(&str, Expected, usize); 3] = [
        (
            "120.00",
            &[("Accounts Receivable", "20.00"), ("Boats", "-120.00"), ("Card Clearing", "100.00")],
            2,
        ),
        (
            "100.01",
            &[("Accounts Receivable", "0.01"), ("Boats", "-100.01"), ("Card Clearing", "100.00")],
            2,
        ),
        // What is above the new bill is kept as the customer's deposit.
        (
            "80.00",
            &[("Boats", "-80.00"), ("Card Clearing", "100.00"), ("Deferred Revenue", "-20.00")],
            3,
        ),
    ];
    for (corrected, expected, count) in cases {
        let (desk, office) = mapped().await;
        office.record(&[charge("100.00"), payment("100.00")]);
        office.run(Until::Empty).await;
        office.record(&[charge(corrected)]);
        assert_books(&desk, &office, expected, count).await;
    }
}

#[tokio::test]
async fn a_payment_that_is_corrected_is_deleted_and_made_anew() {
    let (desk, office) = mapped().await;
    office.record(&[charge("100.00"), payment("100.00")]);
    office.run(Until::Empty).await;
    office.record(&[payment("70.00")]);
    let expected =
        [("Accounts Receivable", "30.00"), ("Boats", "-100.00"), ("Card Clearing", "70.00")];
    assert_books(&desk, &office, &expected, 2).await;
    assert_eq!(desk.wire.count("PUT Invoices"), 1, "the invoice stays");
}

#[tokio::test]
async fn a_credit_follows_the_invoice_that_was_corrected() {
    let (desk, office) = mapped().await;
    office.record(&[charge("100.00"), refund("40.00")]);
    office.run(Until::Empty).await;
    office.record(&[charge("120.00")]);
    let expected = [("Accounts Receivable", "80.00"), ("Boats", "-80.00")];
    assert_books(&desk, &office, &expected, 3).await;
}

#[tokio::test]
async fn a_credit_that_is_corrected_is_taken_off_and_made_anew() {
    let (desk, office) = mapped().await;
    office.record(&[charge("100.00"), refund("40.00")]);
    office.run(Until::Empty).await;
    office.record(&[refund("30.00")]);
    let expected = [("Accounts Receivable", "70.00"), ("Boats", "-70.00")];
    assert_books(&desk, &office, &expected, 3).await;
    assert_eq!(desk.wire.count("PUT Invoices"), 1, "the invoice stays");
}

#[tokio::test]
async fn a_payout_abroad_that_is_corrected_takes_its_difference_along() {
    let abroad = |gross: &str, net: &str, carried: &str| {
        payout("P-9", 20, (gross, "4.00", net), |payout| {
            payout.currency = Some("USD".parse().unwrap());
            payout.settles[0].carried = Some(cad(carried));
        })
    };
    let (desk, office) =
        under(Circumstances { foreign_bank: true, ..Circumstances::default() }).await;
    office.map_role(ledger::Role::Bank, "USD Account");
    office.record(&[abroad("100.00", "96.00", "137.00")]);
    office.run(Until::Empty).await;
    office.record(&[abroad("200.00", "196.00", "275.00")]);
    // 200.00, 4.00 and 196.00 American dollars at 1.36; 3.00 more were carried.
    let expected = [
        ("Card Clearing", "-275.00"),
        ("Exchange Differences", "3.00"),
        ("Processor Fees", "5.44"),
        ("USD Account", "266.56"),
    ];
    assert_books(&desk, &office, &expected, 2).await;
}

#[tokio::test]
async fn what_arrives_or_changes_after_the_cashout_is_in_a_supplementary_one() {
    let (desk, office) = mapped().await;
    let sale = |id: &str, amount: &str| {
        event(Kind::Sale, id, 20, &format!("Boats {amount}; pay Card {amount}"))
    };
    office.record(&[sale("S-1", "100.00")]);
    office.close(20);
    office.run(Until::Empty).await;
    office.record(&[sale("S-1", "90.00"), sale("S-2", "5.00")]);
    let made = office.close(20);
    assert!(office.document(made[0]).summary.reference.ends_with(" · 2"));
    let expected = [("Boats", "-95.00"), ("Card Clearing", "95.00")];
    assert_books(&desk, &office, &expected, 2).await;
    assert_eq!(office.close(20), [], "and that is all");
}

#[tokio::test]
async fn what_was_posted_in_a_locked_period_is_reversed_and_its_successor_follows_the_setting() {
    let (desk, office) = mapped().await;
    office.record(&[deposit("50.00")]);
    office.run(Until::Empty).await;
    desk.control(json!({ "lock_date": "2026-11-20" }));
    office.record(&[deposit("60.00")]);
    office.run(Until::Empty).await;
    assert_eq!(desk.trial_balance().await, [], "reversed, and the new one is held");
    let held: Vec<_> = office.live().into_iter().filter(|one| one.state == State::Held).collect();
    assert_eq!(office.cause(held[0].id), "period_locked:period:");

    office.book.set_setting(LOCKED_SETTING, Some("next-open-day")).unwrap();
    let expected = [("Card Clearing", "60.00"), ("Deferred Revenue", "-60.00")];
    assert_books(&desk, &office, &expected, 3).await;
    assert_eq!(office.document(held[0].id).summary.date, november(21));
}

#[tokio::test]
async fn a_correction_waits_for_what_cannot_be_taken_back() {
    let (desk, office) = mapped().await;
    office.record(&[banking("500.00")]);
    let old = office.run(Until::Empty).await.posted[0];
    let in_xero = json!(office.document(old).summary.xero_id);
    desk.control(json!({ "reconcile": in_xero }));
    office.record(&[banking("480.00")]);
    office.run(Until::Empty).await;
    office.run(Until::Empty).await;
    let expected = [("Business Bank Account", "500.00"), ("Cash Clearing", "-500.00")];
    assert_eq!(desk.trial_balance().await, balances(&expected), "never both");
    assert_eq!(office.state(old), State::Held);
    let message = office.document(old).summary.reason.unwrap().message;
    assert!(message.contains("Unreconcile it there"), "{message}");

    desk.control(json!({ "unreconcile": in_xero }));
    sync::retry(&office.book, old, office.world.now()).unwrap();
    let expected = [("Business Bank Account", "480.00"), ("Cash Clearing", "-480.00")];
    assert_books(&desk, &office, &expected, 1).await;
}

#[tokio::test]
async fn a_correction_of_what_has_no_opposite_is_held_and_said() {
    let (desk, office) = mapped().await;
    let bank = office.account("Business Bank Account");
    office.map(&[store::MapEntry::DirectTender("Transfer".to_owned(), Some(bank))]);
    let paid = |amount: &str| {
        let text = format!("pay Transfer {amount}; customer Anneke_Larsen");
        event(Kind::AccountPayment, "P-1", 20, &text)
    };
    office.record(&[charge("100.00"), paid("100.00")]);
    office.run(Until::Empty).await;
    let old = office.live()[1].id;
    office.book.set_setting(LOCKED_SETTING, Some("next-open-day")).unwrap();
    desk.control(json!({ "lock_date": "2026-11-20" }));
    office.record(&[paid("70.00")]);
    office.run(Until::Empty).await;
    office.run(Until::Empty).await;
    assert_eq!(desk.balance("Business Bank Account").await, "100.00", "never both");
    let held: Vec<_> = office.live().into_iter().filter(|one| one.state == State::Held).collect();
    assert_eq!(held.iter().map(|one| one.id).collect::<Vec<_>>(), [old]);
    assert_eq!(office.cause(old), "period_locked:period:");

    desk.control(json!({ "lock_date": "" }));
    sync::retry(&office.book, old, office.world.now()).unwrap();
    let expected = [
        ("Accounts Receivable", "30.00"),
        ("Boats", "-100.00"),
        ("Business Bank Account", "70.00"),
    ];
    assert_books(&desk, &office, &expected, 2).await;
}

#[tokio::test]
async fn a_payment_waits_until_the_one_that_was_corrected_is_out_of_xero() {
    for fault in ["loss_before", "loss_after_commit"] {
        let (desk, office) = mapped().await;
        office.record(&[charge("100.00"), payment("100.00")]);
        office.run(Until::Empty).await;
        desk.fault(&json!({ "kind": fault, "method": "POST", "times": 1 }));
        let rest = "pay Cash 40.00; customer Anneke_Larsen";
        office.record(&[payment("60.00"), event(Kind::AccountPayment, "P-2", 20, rest)]);
        let expected =
            [("Boats", "-100.00"), ("Card Clearing", "60.00"), ("Cash Clearing", "40.00")];
        assert_books(&desk, &office, &expected, 3).await;
    }
}

#[tokio::test]
async fn what_is_queued_for_an_invoice_that_was_undone_meanwhile_waits_for_its_successor() {
    let (desk, office) = mapped().await;
    office.record(&[charge("100.00")]);
    let invoice = office.run(Until::Empty).await.posted[0];
    office.outbox.undo(invoice).await.unwrap();
    // The void is queued; what pays the invoice is recorded before it has gone.
    office.record(&[payment("100.00")]);
    office.run(Until::Empty).await;
    assert_eq!(desk.trial_balance().await, []);
    let days = sync::OwnScope::Days { location: office.dock, from: november(20), to: november(20) };
    sync::queue_own(&office.book, days, "Ana", &office.world).unwrap().all().unwrap();
    let expected = [("Boats", "-100.00"), ("Card Clearing", "100.00")];
    assert_books(&desk, &office, &expected, 2).await;
}

#[tokio::test]
async fn a_check_in_follows_its_deposit_that_was_corrected() {
    let (desk, office) = mapped().await;
    office.record(&[deposit("50.00")]);
    office.record(&[event(Kind::CheckIn, "K-1", 20, "Boats 112.00; booking B-17")]);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 2);
    assert_eq!(desk.balance("Rental Receivables").await, "62.00");
    office.record(&[deposit("60.00")]);
    let expected =
        [("Card Clearing", "60.00"), ("Rental Receivables", "52.00"), ("Boats", "-112.00")];
    assert_books(&desk, &office, &expected, 2).await;
}
