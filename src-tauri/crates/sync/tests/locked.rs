//! Locked periods: what is posted there is taken back by its opposite, and what cannot be says so.

use ledger::{DocumentKind, Kind};
use serde_json::json;
use store::{DocumentFilter, DocumentId, DocumentSummary, MapEntry, State};
use sync::{Error, OwnScope, UndoOutcome, Until, queue_own};

use crate::desk::{Circumstances, Desk, Office, november};
use crate::scenes::scenes;
use crate::till::event;

/// Documents that take another back.
fn reversals(office: &Office) -> Vec<DocumentSummary> {
    let mut all = office.book.documents(&DocumentFilter::default(), 99).unwrap();
    all.retain(|document| document.about.reverses.is_some());
    all
}

#[tokio::test]
async fn every_kind_is_taken_back_by_its_opposite_on_the_first_open_day() {
    for scene in scenes() {
        let (desk, name) = (scene.desk().await, scene.name);
        let office = desk.office();
        scene.post(&office).await;
        desk.control(json!({ "lock_date": "2026-11-20" }));
        office.undo_everything().await;
        assert_eq!(office.run(Until::Empty).await.blocked_by, None, "{name}");
        assert_eq!(desk.trial_balance().await, [], "{name}: {:#?}", office.troubles());
        let reversals = reversals(&office);
        for reversal in &reversals {
            assert_eq!((reversal.state, reversal.date), (State::Posted, november(21)), "{name}");
        }
        let allocations = scene.documents.iter().filter(|kind| **kind == DocumentKind::Allocation);
        assert_eq!(reversals.len(), scene.documents.len() - allocations.count(), "{name}");
        let mut live = office.live();
        live.retain(|one| one.kind != DocumentKind::Allocation || one.transactions > 0);
        assert_eq!(live.len(), reversals.len(), "{name}: all others are undone");
        office.assert_sound();
    }
}

/// A desk with a posted deposit, and the books locked over it.
async fn locked_deposit() -> (Desk, Office, DocumentId) {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    office.record(&[event(Kind::BookingPayment, "D", 20, "pay Card 50.00; booking B-17")]);
    let id = office.run(Until::Empty).await.posted[0];
    desk.control(json!({ "lock_date": "2026-11-20" }));
    (desk, office, id)
}

fn reversal_of(outcome: &UndoOutcome) -> DocumentId {
    let UndoOutcome::ReversalQueued(reversal) = outcome else { panic!("{outcome:?}") };
    *reversal
}

#[tokio::test]
async fn what_was_undone_while_locked_and_again_when_open_is_taken_back_once() {
    let (desk, office, id) = locked_deposit().await;
    reversal_of(&office.outbox.undo(id).await.unwrap());
    desk.control(json!({ "lock_date": "" }));
    office.outbox.undo(id).await.unwrap();
    office.run(Until::Empty).await;
    assert_eq!(office.state(id), State::Undone);
    assert_eq!(desk.trial_balance().await, []);
}

#[tokio::test]
async fn what_two_windows_undo_at_once_while_locked_gets_one_opposite() {
    let (desk, office, id) = locked_deposit().await;
    let other = desk.office();
    let (one, two) = tokio::join!(office.outbox.undo(id), other.outbox.undo(id));
    assert_eq!(reversal_of(&one.unwrap()), reversal_of(&two.unwrap()));
    office.run(Until::Empty).await;
    assert_eq!(reversals(&office).len(), 1);
    assert_eq!(desk.trial_balance().await, []);
}

#[tokio::test]
async fn what_was_undone_when_open_and_again_while_locked_is_taken_back_once() {
    let (desk, office, id) = locked_deposit().await;
    desk.control(json!({ "lock_date": "" }));
    office.outbox.undo(id).await.unwrap();
    desk.control(json!({ "lock_date": "2026-11-20" }));
    assert_eq!(office.run(Until::Empty).await.held, [id]);
    assert_eq!(office.cause(id), "period_locked:period:");
    let reversal = reversal_of(&office.outbox.undo(id).await.unwrap());
    assert_eq!(office.run(Until::Empty).await.posted, [reversal]);
    assert_eq!((office.state(id), desk.trial_balance().await), (State::Undone, vec![]));
}

#[tokio::test]
async fn a_reversal_given_up_before_it_is_sent_leaves_what_was_posted() {
    let (desk, office, id) = locked_deposit().await;
    let reversal = reversal_of(&office.outbox.undo(id).await.unwrap());
    assert_eq!(office.outbox.undo(reversal).await.unwrap(), UndoOutcome::Undone);
    office.run(Until::Empty).await;
    assert_eq!((office.state(id), office.state(reversal)), (State::Posted, State::Undone));
    assert_eq!(desk.balance("Deferred Revenue").await, "-50.00");
    let again = reversal_of(&office.outbox.undo(id).await.unwrap());
    assert_eq!(office.run(Until::Empty).await.posted, [again]);
    assert_eq!(desk.trial_balance().await, []);
}

#[tokio::test]
async fn a_posted_reversal_cannot_be_undone_since_what_it_took_back_is_open_again() {
    let (desk, office, id) = locked_deposit().await;
    let reversal = reversal_of(&office.outbox.undo(id).await.unwrap());
    office.run(Until::Empty).await;
    let refused = office.outbox.undo(reversal).await.unwrap_err();
    assert!(matches!(refused, Error::UndoReversal { .. }), "{refused}");
    assert_eq!(office.state(reversal), State::Posted);
    assert_eq!(desk.trial_balance().await, []);
}

#[tokio::test]
async fn what_was_voided_in_xero_before_the_lock_gets_no_opposite() {
    for xero_is_silent_first in [false, true] {
        let (desk, office, id) = locked_deposit().await;
        desk.control(json!({ "lock_date": "" }));
        let journal = office.document(id).summary.xero_id.unwrap();
        desk.control(json!({ "void_journal": journal }));
        desk.control(json!({ "lock_date": "2026-11-20" }));
        let reversal = reversal_of(&office.outbox.undo(id).await.unwrap());
        if xero_is_silent_first {
            desk.control(json!({ "faults": { "kind": "loss_before" } }));
            office.run(Until::Blocked).await;
            desk.control(json!({ "heal": true }));
            office.run(Until::Empty).await;
        } else {
            assert_eq!(office.run(Until::Empty).await.posted, []);
        }
        assert_eq!((office.state(id), office.state(reversal)), (State::Undone, State::Undone));
        assert_eq!(desk.trial_balance().await, []);
        office.assert_sound();
    }
}

#[tokio::test]
async fn what_was_edited_in_xero_is_not_taken_back_by_the_opposite_of_something_else() {
    let (desk, office, id) = locked_deposit().await;
    desk.control(json!({ "lock_date": "" }));
    let journal = office.document(id).summary.xero_id.unwrap();
    desk.control(json!({ "edit_journal": { "id": journal, "first_line_account": "Boats" } }));
    desk.control(json!({ "lock_date": "2026-11-20" }));
    let reversal = reversal_of(&office.outbox.undo(id).await.unwrap());
    assert_eq!(office.run(Until::Empty).await.held, [reversal]);
    let said = office.document(reversal).summary.reason.unwrap().message;
    assert!(said.contains("is not as it was posted"), "{said}");
    assert_eq!(office.state(id), State::Posted);
}

#[tokio::test]
async fn a_void_that_met_a_lock_goes_by_itself_once_the_period_is_open() {
    let (desk, office, id) = locked_deposit().await;
    desk.control(json!({ "lock_date": "" }));
    office.outbox.undo(id).await.unwrap();
    desk.control(json!({ "lock_date": "2026-11-20" }));
    assert_eq!(office.run(Until::Empty).await.held, [id]);
    desk.control(json!({ "lock_date": "" }));
    office.run(Until::Empty).await;
    assert_eq!((office.state(id), desk.trial_balance().await), (State::Undone, vec![]));
}

#[tokio::test]
async fn a_reversal_follows_the_lock_date() {
    let (desk, office, id) = locked_deposit().await;
    let reversal = reversal_of(&office.outbox.undo(id).await.unwrap());
    desk.control(json!({ "lock_date": "2026-11-30" }));
    assert_eq!(office.run(Until::Empty).await.posted, [reversal]);
    assert_eq!(office.document(reversal).summary.date.to_string(), "2026-12-01");
}

#[tokio::test]
async fn a_lost_answer_of_a_reversal_is_looked_up() {
    let (desk, office, id) = locked_deposit().await;
    let reversal = reversal_of(&office.outbox.undo(id).await.unwrap());
    desk.wire.fail_first_tries(r#"{ "kind": "loss_after_commit" }"#);
    assert_eq!(office.run(Until::Empty).await.posted, [reversal]);
    assert_eq!((office.state(id), desk.trial_balance().await), (State::Undone, vec![]));
    assert_eq!(desk.journals("POSTED").await.len(), 2);
}

#[tokio::test]
async fn what_was_taken_back_in_a_locked_period_goes_again_when_a_person_says_so() {
    let (desk, office, id) = locked_deposit().await;
    office.outbox.undo(id).await.unwrap();
    office.run(Until::Empty).await;
    assert_eq!(office.run(Until::Empty).await.posted, [], "not by itself");
    office.book.set_setting(sync::LOCKED_SETTING, Some("next-open-day")).unwrap();
    let days = OwnScope::Days { location: office.dock, from: november(20), to: november(20) };
    let made = queue_own(&office.book, days, "Ana", &office.world).unwrap().made;
    assert_eq!(office.run(Until::Empty).await.posted, made);
    assert_eq!(office.document(made[0]).summary.date, november(21));
    assert_eq!(desk.balance("Deferred Revenue").await, "-50.00");
}

#[tokio::test]
async fn money_that_went_straight_into_the_bank_has_no_opposite_and_says_so() {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    let bank = office.account("Business Bank Account");
    office.map(&[MapEntry::DirectTender("Transfer".to_owned(), Some(bank))]);
    office.record(&[
        event(Kind::AccountCharge, "C", 20, "Boats 100.00; customer Anneke_Larsen"),
        event(Kind::AccountPayment, "P", 20, "pay Transfer 100.00; customer Anneke_Larsen"),
    ]);
    let posted = office.run(Until::Empty).await.posted;
    assert_eq!(desk.balance("Business Bank Account").await, "100.00");
    desk.control(json!({ "lock_date": "2026-11-20" }));
    for id in posted {
        let refused = office.outbox.undo(id).await.unwrap_err();
        assert!(matches!(refused, Error::UndoLocked { .. }), "{refused}");
        assert!(refused.to_string().contains("locked up to 2026-11-20"), "{refused}");
        assert_eq!(office.state(id), State::Posted);
    }
    assert_eq!(reversals(&office), [], "the invoice is not taken back without its payment");
}

#[tokio::test]
async fn a_void_that_meets_a_lock_and_has_no_opposite_stays_asked_for() {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    let bank = office.account("Business Bank Account");
    office.map(&[MapEntry::DirectTender("Transfer".to_owned(), Some(bank))]);
    office.record(&[
        event(Kind::AccountCharge, "C", 20, "Boats 100.00; customer Anneke_Larsen"),
        event(Kind::AccountPayment, "P", 20, "pay Transfer 100.00; customer Anneke_Larsen"),
    ]);
    let posted = office.run(Until::Empty).await.posted;
    office.outbox.undo(posted[1]).await.unwrap();
    desk.control(json!({ "lock_date": "2026-11-20" }));
    assert_eq!(office.run(Until::Empty).await.held, [posted[1]]);
    let refused = office.outbox.undo(posted[1]).await.unwrap_err();
    assert!(matches!(refused, Error::UndoLocked { .. }), "{refused}");
    assert_eq!(office.state(posted[1]), State::Held, "and it still says why");
    desk.control(json!({ "lock_date": "" }));
    office.outbox.undo(posted[1]).await.unwrap();
    assert_eq!(office.run(Until::Empty).await.undone, [posted[1]]);
}

#[tokio::test]
async fn a_payment_taken_back_in_a_locked_period_is_made_anew_on_what_is_owed_again() {
    for (given_back, paid) in [(false, "60.00"), (false, "100.00"), (true, "60.00")] {
        let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
        let office = desk.office();
        let of_payment = |amount: &str| match given_back {
            false => {
                let text = format!("pay Card {amount}; customer Anneke_Larsen");
                event(Kind::AccountPayment, "P", 20, &text)
            }
            true => {
                let text = format!("Boats 60.00; pay Card {amount}; customer Anneke_Larsen");
                event(Kind::AccountRefund, "P", 20, &text)
            }
        };
        let charge = event(Kind::AccountCharge, "C", 20, "Boats 100.00; customer Anneke_Larsen");
        office.record(&[charge, of_payment(paid)]);
        office.run(Until::Empty).await;
        let before = desk.trial_balance().await;
        let payment = office.live().into_iter().find(|one| one.kind == DocumentKind::Payment);
        desk.control(json!({ "lock_date": "2026-11-20" }));
        office.book.set_setting(sync::LOCKED_SETTING, Some("next-open-day")).unwrap();
        office.outbox.undo(payment.unwrap().id).await.unwrap();
        office.run(Until::Empty).await;
        assert_ne!(desk.trial_balance().await, before);

        let days = OwnScope::Days { location: office.dock, from: november(20), to: november(20) };
        queue_own(&office.book, days, "Ana", &office.world).unwrap().all().unwrap();
        let report = office.run(Until::Empty).await;
        assert_eq!((report.posted.len(), report.rejected), (1, vec![]), "{:?}", office.troubles());
        assert_eq!(desk.trial_balance().await, before);
        office.assert_sound();
    }
}

#[tokio::test]
async fn a_payment_corrected_in_a_locked_period_pays_what_is_owed_again() {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    let pay = |amount: &str| {
        let text = format!("pay Card {amount}; customer Anneke_Larsen");
        event(Kind::AccountPayment, "P", 20, &text)
    };
    let charge = event(Kind::AccountCharge, "C", 20, "Boats 100.00; customer Anneke_Larsen");
    office.record(&[charge, pay("100.00")]);
    office.run(Until::Empty).await;
    desk.control(json!({ "lock_date": "2026-11-20" }));
    office.book.set_setting(sync::LOCKED_SETTING, Some("next-open-day")).unwrap();
    office.record(&[pay("70.00")]);
    let report = office.run(Until::Empty).await;
    assert_eq!((report.rejected, report.held), (vec![], vec![]), "{:?}", office.troubles());
    assert_eq!(desk.balance("Accounts Receivable").await, "30.00");
    assert_eq!(desk.balance("Card Clearing").await, "70.00");
    // And again, with the day it went to locked as well.
    desk.control(json!({ "lock_date": "2026-11-21" }));
    office.record(&[pay("50.00")]);
    let report = office.run(Until::Empty).await;
    assert_eq!((report.rejected, report.held), (vec![], vec![]), "{:?}", office.troubles());
    assert_eq!(desk.balance("Accounts Receivable").await, "50.00");
    assert_eq!(desk.balance("Card Clearing").await, "50.00");
    office.assert_sound();
}

#[tokio::test]
async fn a_payout_abroad_is_taken_back_at_the_rate_it_was_received_at() {
    let abroad = scenes().into_iter().find(|scene| scene.name == "a payout abroad").unwrap();
    let desk = abroad.desk().await;
    let office = desk.office();
    abroad.post(&office).await;
    let received = office.document(office.live()[0].id);
    assert_eq!(received.rate.unwrap().to_string(), "0.735294");
    assert!(!received.body.contains("CurrencyRate"), "Xero has the rate of the day");
    desk.control(json!({ "lock_date": "2026-11-20" }));
    let reversal = reversal_of(&office.outbox.undo(received.summary.id).await.unwrap());
    office.run(Until::Empty).await;
    let body = office.document(reversal).body;
    assert!(body.contains("\"CurrencyRate\":0.735294"), "{body}");
    assert_eq!(desk.trial_balance().await, [], "{:?}", office.troubles());
}
