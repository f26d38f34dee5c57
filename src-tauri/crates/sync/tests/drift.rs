//! Drift: what somebody did in Xero to what was posted is noticed, and a person says what is right.

use ledger::Kind;
use serde_json::{Value, json};
use store::{Drift, DriftKind, DriftSettled, State};
use sync::{Error, OwnScope, UndoOutcome, Until, queue_own};

use crate::desk::{Circumstances, Desk, Office, november};
use crate::scenes::scenes;
use crate::till::event;

/// A desk with a posted deposit, an invoice with its payment, and money banked.
async fn posted() -> (Desk, Office) {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    office.record(&[
        event(Kind::BookingPayment, "D", 20, "pay Card 50.00; booking B-17"),
        event(Kind::AccountCharge, "C", 20, "Boats 100.00; customer Bo_Chen"),
        event(Kind::AccountPayment, "P", 20, "pay Card 100.00; customer Bo_Chen"),
        event(Kind::BankDeposit, "B", 20, "pay Cash 500.00"),
    ]);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 4);
    (desk, office)
}

/// Looks, and gives what is open.
async fn look(office: &Office) -> Vec<Drift> {
    office.outbox.check_drift().await.unwrap();
    office.book.drifts(false, 99).unwrap()
}

fn in_xero(office: &Office, kind: &str) -> Value {
    let live = office.live();
    let one = live.iter().find(|one| one.kind.key() == kind && one.state == State::Posted);
    json!(one.unwrap().xero_id)
}

async fn repost(office: &Office, id: i64) -> Result<Vec<store::DocumentId>, Error> {
    office.outbox.repost_drift(id, "Bea", &mut |_| {}).await
}

#[tokio::test]
async fn what_is_as_it_was_posted_has_no_drift_whatever_its_kind() {
    for scene in scenes() {
        let desk = scene.desk().await;
        let office = desk.office();
        scene.post(&office).await;
        assert!(office.outbox.drift_is_due().await.unwrap(), "{}", scene.name);
        assert_eq!(look(&office).await, [], "{}", scene.name);
        assert!(!office.outbox.drift_is_due().await.unwrap(), "{}", scene.name);
        desk.advance(6 * 3_600 + 1);
        assert!(office.outbox.drift_is_due().await.unwrap(), "{}", scene.name);
        assert_eq!(look(&office).await, [], "{}", scene.name);
    }
}

#[tokio::test]
async fn an_edit_is_told_once_three_ways_and_accepted() {
    let (desk, office) = posted().await;
    assert_eq!(look(&office).await, []);
    desk.advance(3_600);
    let journal = in_xero(&office, "manual_journal");
    desk.control(json!({ "edit_journal": {
        "id": journal, "date": "2026-11-19", "first_line_account": "Boats"
    } }));
    let drifts = look(&office).await;
    let [drift] = &drifts[..] else { panic!("{drifts:#?}") };
    assert_eq!(drift.drift.kind, DriftKind::Edited);
    let said = &drift.drift.message;
    assert!(said.contains("dated 2026-11-19 now; it was 2026-11-20"), "{said}");
    assert!(said.contains("is gone") && said.contains("there is a line of"), "{said}");
    let document = office.document(drift.drift.document);
    assert_eq!(document.entry.date.to_string(), "2026-11-20", "what was sent");
    assert_eq!(document.read_back.unwrap().date.to_string(), "2026-11-20", "what Xero answered");
    assert_eq!(drift.drift.now.date.to_string(), "2026-11-19", "what is there now");
    assert_eq!(look(&office).await.len(), 1, "once");

    office.outbox.accept_drift(drift.id, "Bea").await.unwrap();
    assert_eq!(look(&office).await, [], "what was accepted is what is compared with");
    let settled = office.book.drift(drift.id).unwrap().settled.unwrap();
    assert_eq!((settled.0, settled.1.as_str()), (DriftSettled::Accepted, "Bea"));
    assert!(office.outbox.accept_drift(drift.id, "Bea").await.is_err(), "once");
    desk.control(json!({ "edit_journal": { "id": journal, "date": "2026-11-18" } }));
    assert_eq!(look(&office).await.len(), 1, "and another edit is another drift");
    office.assert_sound();
}

#[tokio::test]
async fn an_amount_that_is_none_of_the_currency_hides_no_other_drift() {
    let (desk, office) = posted().await;
    assert_eq!(look(&office).await, []);
    desk.advance(3_600);
    let (journal, banking) =
        (in_xero(&office, "manual_journal"), in_xero(&office, "bank_transaction"));
    desk.control(json!({ "edit_journal": { "id": journal, "first_line_account": "Boats" } }));
    let edit = json!({ "id": banking, "date": "2026-11-19" });
    desk.control(json!({ "edit_bank_transaction": edit }));
    desk.wire.rewrite("50.00", "50.005");
    let mut said: Vec<String> =
        look(&office).await.into_iter().map(|one| one.drift.message).collect();
    said.sort();
    let [banked, unread] = &said[..] else { panic!("{said:#?}") };
    assert!(banked.contains("dated 2026-11-19 now"), "{banked}");
    assert!(unread.contains("this journal") && unread.contains("Look at it there"), "{unread}");
    assert_eq!(look(&office).await.len(), 2, "once");
    office.assert_sound();
}

#[tokio::test]
async fn an_edit_is_posted_again_as_the_book_says_it() {
    let (desk, office) = posted().await;
    let before = desk.trial_balance().await;
    let journal = in_xero(&office, "manual_journal");
    desk.control(json!({ "edit_journal": { "id": journal, "first_line_account": "Boats" } }));
    assert_ne!(desk.trial_balance().await, before);
    let drifts = look(&office).await;
    let made = repost(&office, drifts[0].id).await.unwrap();
    assert_eq!((made.len(), office.state(made[0])), (1, State::Posted), "{:?}", office.troubles());
    assert_eq!(desk.trial_balance().await, before);
    assert_eq!(desk.in_force().await, 4);
    assert_eq!(office.book.drift(drifts[0].id).unwrap().settled.unwrap().0, DriftSettled::Reposted);
    assert_eq!(look(&office).await, []);
    assert!(matches!(repost(&office, drifts[0].id).await, Err(Error::NothingToRepost { .. })));
    office.assert_sound();
}

#[tokio::test]
async fn what_is_put_right_in_xero_is_mended_by_itself() {
    let (desk, office) = posted().await;
    let journal = in_xero(&office, "manual_journal");
    desk.control(json!({ "edit_journal": { "id": journal, "date": "2026-11-19" } }));
    let drifts = look(&office).await;
    desk.control(json!({ "edit_journal": { "id": journal, "date": "2026-11-20" } }));
    assert_eq!(look(&office).await, []);
    assert_eq!(office.book.drift(drifts[0].id).unwrap().settled.unwrap().0, DriftSettled::Mended);
}

#[tokio::test]
async fn what_was_voided_is_open_again_when_that_is_accepted() {
    let (desk, office) = posted().await;
    desk.control(json!({ "void_journal": in_xero(&office, "manual_journal") }));
    let drifts = look(&office).await;
    let [drift] = &drifts[..] else { panic!("{drifts:#?}") };
    assert_eq!(drift.drift.kind, DriftKind::Voided);
    assert!(drift.drift.message.contains("it is VOIDED now"), "{}", drift.drift.message);
    office.outbox.accept_drift(drift.id, "Bea").await.unwrap();
    assert_eq!(office.state(drift.drift.document), State::Undone);
    assert_eq!(office.run(Until::Empty).await.posted, [], "not by itself");
    assert_eq!(look(&office).await, []);
    office.assert_sound();
}

#[tokio::test]
async fn a_payment_and_its_invoice_that_are_gone_are_posted_again_together() {
    let (desk, office) = posted().await;
    let before = desk.trial_balance().await;
    desk.control(json!({ "delete_payment": in_xero(&office, "payment") }));
    desk.control(json!({ "void_invoice": in_xero(&office, "invoice") }));
    let drifts = look(&office).await;
    assert_eq!(drifts.len(), 2, "{drifts:#?}");
    let invoice = office.live().iter().find(|one| one.kind.key() == "invoice").unwrap().id;
    let of_invoice = drifts.iter().find(|one| one.drift.document == invoice).unwrap();
    let made = repost(&office, of_invoice.id).await.unwrap();
    assert_eq!(made.len(), 2, "with what pays it");
    assert_eq!(desk.trial_balance().await, before, "{:?}", office.troubles());
    assert_eq!(look(&office).await, []);
    office.assert_sound();
}

#[tokio::test]
async fn a_payment_that_is_gone_leaves_its_invoice_standing() {
    let (desk, office) = posted().await;
    let payment = in_xero(&office, "payment");
    desk.control(json!({ "delete_payment": payment }));
    let drifts = look(&office).await;
    let [drift] = &drifts[..] else { panic!("{drifts:#?}") };
    office.outbox.accept_drift(drift.id, "Bea").await.unwrap();
    assert_eq!(office.state(drift.drift.document), State::Undone);
    let posted = office.live().iter().filter(|one| one.state == State::Posted).count();
    assert_eq!(posted, 3, "the invoice stands");
}

#[tokio::test]
async fn a_deleted_bank_transaction_and_an_edited_invoice_are_noticed() {
    let (desk, office) = posted().await;
    desk.control(json!({ "delete_bank_transaction": in_xero(&office, "bank_transaction") }));
    let drifts = look(&office).await;
    let kinds: Vec<_> = drifts.iter().map(|one| one.drift.kind).collect();
    assert_eq!(kinds, [DriftKind::Voided], "{drifts:#?}");
    let invoice = in_xero(&office, "invoice");
    desk.control(json!({ "edit_invoice": { "id": invoice, "date": "2026-11-19" } }));
    let drifts = look(&office).await;
    let kinds: Vec<_> = drifts.iter().map(|one| one.drift.kind).collect();
    assert_eq!(kinds, [DriftKind::Edited, DriftKind::Voided], "{drifts:#?}");
    desk.control(json!({ "edit_invoice": { "id": invoice, "reference": "something else" } }));
    let said = &look(&office).await[0].drift.message;
    assert!(said.contains("called \"something else\" now"), "{said}");
}

#[tokio::test]
async fn what_was_matched_with_the_statement_is_noted_and_needs_nobody() {
    let (desk, office) = posted().await;
    desk.control(json!({ "reconcile": in_xero(&office, "bank_transaction") }));
    assert_eq!(look(&office).await, []);
    let all = office.book.drifts(true, 9).unwrap();
    let [drift] = &all[..] else { panic!("{all:#?}") };
    assert_eq!(drift.drift.kind, DriftKind::Reconciled);
    assert_eq!(drift.settled.as_ref().unwrap().0, DriftSettled::Noted);
    look(&office).await;
    assert_eq!(office.book.drifts(true, 9).unwrap().len(), 1, "once");
    assert!(matches!(repost(&office, drift.id).await, Err(Error::NothingToRepost { .. })));
}

#[tokio::test]
async fn the_same_entered_by_hand_is_pointed_out_and_what_differs_is_not() {
    let (_desk, office) = posted().await;
    let journal = office.live().into_iter().find(|one| one.kind.key() == "manual_journal").unwrap();
    let body = office.document(journal.id).body;
    let by_hand = body.replace(&journal.reference, "Deposit of the Chens, by Ana");
    office.client.send_manual_journal(by_hand.as_bytes(), "by-hand").await.unwrap();
    let other_day = by_hand.replace("2026-11-20", "2026-11-18");
    office.client.send_manual_journal(other_day.as_bytes(), "another-day").await.unwrap();
    let drifts = look(&office).await;
    let [drift] = &drifts[..] else { panic!("{drifts:#?}") };
    assert_eq!((drift.drift.kind, drift.drift.document), (DriftKind::Duplicate, journal.id));
    assert!(drift.drift.message.contains("Deposit of the Chens, by Ana"));
    office.outbox.accept_drift(drift.id, "Bea").await.unwrap();
    assert_eq!(look(&office).await, [], "both are right");
    assert_eq!(office.state(journal.id), State::Posted);
}

#[tokio::test]
async fn an_opposite_that_was_voided_is_posted_again_by_nobody_and_accepted_only_with_its_original()
{
    let (desk, office) = posted().await;
    let original = in_xero(&office, "manual_journal");
    let id = office.live().into_iter().find(|one| one.kind.key() == "manual_journal").unwrap().id;
    desk.control(json!({ "lock_date": "2026-11-20" }));
    let UndoOutcome::ReversalQueued(reversal) = office.outbox.undo(id).await.unwrap() else {
        panic!("the period is locked");
    };
    office.run(Until::Empty).await;
    look(&office).await;
    let opposite = office.document(reversal).summary.xero_id.unwrap();
    desk.control(json!({ "void_journal": opposite }));
    let drifts = look(&office).await;
    let [drift] = &drifts[..] else { panic!("{drifts:#?}") };
    assert!(matches!(repost(&office, drift.id).await, Err(Error::DriftOfReversal { .. })));
    let refused = office.outbox.accept_drift(drift.id, "Bea").await;
    assert!(matches!(refused, Err(Error::DriftOfReversal { .. })), "{refused:?}");
    // The original stands in Xero again: with it voided too, both are right.
    desk.control(json!({ "lock_date": "" }));
    desk.control(json!({ "void_journal": original }));
    office.outbox.accept_drift(drift.id, "Bea").await.unwrap();
    assert_eq!((office.state(id), office.state(reversal)), (State::Undone, State::Undone));
    assert_eq!(look(&office).await, []);
    office.assert_sound();
}

#[tokio::test]
async fn a_look_that_is_cut_off_is_begun_again() {
    let (desk, office) = posted().await;
    desk.control(json!({ "void_journal": in_xero(&office, "manual_journal") }));
    desk.wire.unplug(true);
    assert!(matches!(office.outbox.check_drift().await, Err(Error::Xero(_))));
    desk.wire.unplug(false);
    assert_eq!(look(&office).await.len(), 1);
}

#[tokio::test]
async fn after_a_backup_was_put_back_everything_is_looked_at_again() {
    let (desk, office) = posted().await;
    look(&office).await;
    let kept = desk.path().join("kept.sqlite");
    office.book.backup(&kept).unwrap();
    desk.control(json!({ "void_journal": in_xero(&office, "manual_journal") }));
    assert_eq!(look(&office).await.len(), 1);
    let now = office.world.now();
    drop(office);
    store::Book::restore(desk.path(), &kept, None, now).unwrap();
    let office = desk.office();
    assert_eq!(office.run(Until::Empty).await.blocked_by, None);
    assert!(office.outbox.drift_is_due().await.unwrap());
    let drifts = look(&office).await;
    assert_eq!(drifts.len(), 1, "what was voided since: {drifts:#?}");
}

#[tokio::test]
async fn what_was_accepted_as_gone_is_not_made_again_by_itself_and_goes_when_a_person_asks() {
    let (desk, office) = posted().await;
    desk.control(json!({ "delete_payment": in_xero(&office, "payment") }));
    let drifts = look(&office).await;
    let [drift] = &drifts[..] else { panic!("{drifts:#?}") };
    office.outbox.accept_drift(drift.id, "Bea").await.unwrap();
    assert_eq!(office.run(Until::Empty).await.posted, [], "not by itself");
    assert_eq!(desk.in_force().await, 3);

    let days = OwnScope::Days { location: office.dock, from: november(20), to: november(20) };
    assert_eq!(queue_own(&office.book, days, "Bea", &office.world).unwrap().made.len(), 1);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 1, "a person asked for its day");
    assert_eq!(desk.in_force().await, 4);
    office.assert_sound();
}

#[tokio::test]
async fn what_was_accepted_as_gone_stays_out_when_another_of_its_day_is_posted_again() {
    let (desk, office) = posted().await;
    desk.control(json!({ "delete_payment": in_xero(&office, "payment") }));
    let accepted = look(&office).await[0].clone();
    office.outbox.accept_drift(accepted.id, "Bea").await.unwrap();
    let journal = in_xero(&office, "manual_journal");
    desk.control(json!({ "edit_journal": { "id": journal, "first_line_account": "Boats" } }));
    let edited = look(&office).await[0].clone();
    let made = repost(&office, edited.id).await.unwrap();
    assert_eq!((made.len(), office.state(made[0])), (1, State::Posted), "{:?}", office.troubles());
    assert_eq!(desk.in_force().await, 3, "the payment stays out");
    assert_eq!(office.state(accepted.drift.document), State::Undone);
    office.assert_sound();
}

#[tokio::test]
async fn an_invoice_posted_again_takes_its_payment_along_unless_that_was_accepted_as_gone() {
    for payment_is_gone in [false, true] {
        let (desk, office) = posted().await;
        if payment_is_gone {
            desk.control(json!({ "delete_payment": in_xero(&office, "payment") }));
            let gone = look(&office).await[0].id;
            office.outbox.accept_drift(gone, "Bea").await.unwrap();
        }
        let before = desk.trial_balance().await;
        let invoice = in_xero(&office, "invoice");
        desk.control(json!({ "edit_invoice": { "id": invoice, "date": "2026-11-19" } }));
        let edited = look(&office).await[0].id;
        let made = repost(&office, edited).await.unwrap();
        assert_eq!(made.len(), if payment_is_gone { 1 } else { 2 }, "{:?}", office.troubles());
        assert_eq!(desk.trial_balance().await, before);
        office.assert_sound();
    }
}
