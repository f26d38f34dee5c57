//! An undo of several documents is done as one, or not begun: an invoice goes with what pays it.

use ledger::{DocumentKind, Kind};
use serde_json::json;
use store::{DocumentId, MapEntry, NewTransaction, State, keys};
use sync::{Error, Until};

use crate::desk::{Circumstances, Desk, Office};
use crate::scenes::BANK;
use crate::till::event;

/// A desk whose sales are invoices, with a tender that is paid straight into the bank.
async fn invoicing() -> (Desk, Office) {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    office.book.set_location_setting(office.dock, keys::MODE, Some("invoices")).unwrap();
    let bank = office.account(BANK);
    office.map(&[MapEntry::DirectTender("Transfer".to_owned(), Some(bank))]);
    (desk, office)
}

fn sale(card: &str, transfer: &str, total: &str) -> NewTransaction {
    let text = format!("Boats {total}; pay Card {card}; pay Transfer {transfer}");
    event(Kind::Sale, "S", 20, &format!("{text}; customer Anneke_Larsen"))
}

/// The invoice of a sale of 100.00, and its two payments: by card, and into the bank.
async fn sold() -> (Desk, Office, [DocumentId; 3]) {
    let (desk, office) = invoicing().await;
    office.record(&[sale("60.00", "40.00", "100.00")]);
    office.run(Until::Empty).await;
    let live = office.live();
    let kinds: Vec<_> = live.iter().map(|one| (one.kind, one.state)).collect();
    let posted = |kind| (kind, State::Posted);
    let expected = [DocumentKind::Invoice, DocumentKind::Payment, DocumentKind::Payment];
    assert_eq!(kinds, expected.map(posted), "{:?}", office.troubles());
    (desk, office, [live[0].id, live[1].id, live[2].id])
}

fn lock(desk: &Desk, until: &str) {
    desk.control(json!({ "lock_date": until }));
}

fn states(office: &Office, ids: &[DocumentId]) -> Vec<State> {
    ids.iter().map(|id| office.state(*id)).collect()
}

#[tokio::test]
async fn an_undo_that_a_lock_would_stop_midway_is_not_begun_and_is_done_once_it_opens() {
    let (desk, office, ids) = sold().await;
    lock(&desk, "2026-11-20");
    let refused = office.outbox.undo(ids[0]).await.unwrap_err();
    assert!(matches!(refused, Error::UndoLocked { document, .. } if document == ids[2]));
    office.run(Until::Empty).await;
    assert_eq!(states(&office, &ids), [State::Posted; 3], "nothing of it was done");
    assert_eq!((office.live().len(), desk.in_force().await), (3, 3));

    lock(&desk, "");
    office.outbox.undo(ids[0]).await.unwrap();
    office.run(Until::Empty).await;
    assert_eq!(states(&office, &ids), [State::Undone; 3], "{:?}", office.troubles());
    assert_eq!((desk.trial_balance().await, desk.in_force().await), (vec![], 0));
    office.assert_sound();
}

#[tokio::test]
async fn an_invoice_whose_payment_was_taken_back_by_its_opposite_goes_by_its_own() {
    let (desk, office, ids) = sold().await;
    lock(&desk, "2026-11-20");
    office.outbox.undo(ids[1]).await.unwrap();
    office.run(Until::Empty).await;
    assert_eq!(office.state(ids[1]), State::Undone);
    lock(&desk, "");
    office.outbox.undo(ids[0]).await.unwrap();
    office.run(Until::Empty).await;
    assert_eq!(states(&office, &ids), [State::Undone; 3], "{:?}", office.troubles());
    assert_eq!(desk.trial_balance().await, []);
    let mut live = office.live();
    assert!(live.iter().all(|one| one.state == State::Posted));
    live.retain(|one| one.kind != DocumentKind::Allocation);
    assert!(live.iter().all(|one| one.about.reverses.is_some()));
    assert_eq!(live.len(), 2, "the opposites of the card payment and of the invoice");
    office.assert_sound();
}

#[tokio::test]
async fn a_void_that_was_held_over_such_a_payment_goes_on_by_the_opposite() {
    let (desk, office, ids) = sold().await;
    lock(&desk, "2026-11-20");
    office.outbox.undo(ids[1]).await.unwrap();
    office.run(Until::Empty).await;
    lock(&desk, "");
    office.outbox.undo(ids[0]).await.unwrap();
    // An earlier version left it held.
    let reason = store::Reason { cause: "refused".to_owned(), message: "It is paid.".to_owned() };
    office.book.hold(ids[0], &reason, None).unwrap();
    office.run(Until::Empty).await;
    assert_eq!(office.state(ids[0]), State::Held);
    office.outbox.undo(ids[0]).await.unwrap();
    office.run(Until::Empty).await;
    assert_eq!(states(&office, &ids), [State::Undone; 3], "{:?}", office.troubles());
    assert_eq!(desk.trial_balance().await, []);
}

#[tokio::test]
async fn a_sale_corrected_in_a_locked_period_is_replaced_as_a_whole_once_it_opens() {
    let (desk, office, ids) = sold().await;
    let before = desk.trial_balance().await;
    lock(&desk, "2026-11-20");
    office.record(&[sale("50.00", "30.00", "80.00")]);
    office.run(Until::Empty).await;
    assert_eq!(desk.trial_balance().await, before, "{:?}", office.troubles());
    assert_eq!(office.cause(ids[2]), "period_locked:period:", "and it says why");
    lock(&desk, "");
    for _ in 0..2 {
        drop(office.outbox.undo(ids[2]).await);
        office.run(Until::Empty).await;
    }
    assert_eq!(states(&office, &ids), [State::Undone; 3], "{:?}", office.troubles());
    assert_eq!(desk.balance("Card Clearing").await, "50.00");
    assert_eq!(desk.balance(BANK).await, "30.00");
    assert_eq!(desk.balance("Boats").await, "-80.00");
    assert_eq!(desk.in_force().await, 3);
    office.assert_sound();
}

#[tokio::test]
async fn an_undo_that_a_reconciled_payment_would_stop_midway_is_not_begun() {
    let (desk, office, ids) = sold().await;
    let in_xero = json!(office.document(ids[1]).summary.xero_id);
    desk.control(json!({ "reconcile": in_xero }));
    let refused = office.outbox.undo(ids[0]).await.unwrap_err();
    assert!(matches!(refused, Error::UndoReconciled { document, .. } if document == ids[1]));
    let said = refused.to_string();
    assert!(said.contains("reconciled with the bank statement in Xero"), "{said}");
    assert!(said.contains("nothing was taken back"), "{said}");
    office.run(Until::Empty).await;
    assert_eq!(states(&office, &ids), [State::Posted; 3]);
    assert_eq!(desk.in_force().await, 3);

    desk.control(json!({ "unreconcile": in_xero }));
    office.outbox.undo(ids[0]).await.unwrap();
    office.run(Until::Empty).await;
    assert_eq!(desk.trial_balance().await, []);
}

#[tokio::test]
async fn an_undo_that_a_payment_made_in_xero_would_stop_midway_is_not_begun() {
    let (desk, office) = invoicing().await;
    office.record(&[
        event(Kind::AccountCharge, "C", 20, "Boats 100.00; customer Anneke_Larsen"),
        event(Kind::AccountPayment, "P", 20, "pay Card 30.00; customer Anneke_Larsen"),
    ]);
    let ids = office.run(Until::Empty).await.posted;
    let invoice = json!(office.document(ids[0]).summary.xero_id);
    desk.control(json!({
        "pay_invoice": { "id": invoice, "account": BANK, "amount": "40.00" },
    }));
    let refused = office.outbox.undo(ids[0]).await.unwrap_err();
    assert!(matches!(refused, Error::UndoUsed { document, .. } if document == ids[0]), "{refused}");
    office.run(Until::Empty).await;
    assert_eq!(states(&office, &ids), [State::Posted; 2]);
}

#[tokio::test]
async fn an_undo_refused_midway_all_the_same_says_what_is_done_and_goes_on_from_there() {
    let (desk, office, ids) = sold().await;
    let in_xero = json!(office.document(ids[2]).summary.xero_id);
    office.outbox.undo(ids[0]).await.unwrap();
    // Somebody matches the second payment while the first is being deleted.
    desk.wire.just_before("POST Payments", json!({ "reconcile": in_xero }));
    office.run(Until::Empty).await;
    assert_eq!(states(&office, &ids), [State::Queued, State::Undone, State::Held]);
    let said = office.document(ids[2]).summary.reason.unwrap().message;
    let card = office.document(ids[1]).summary.reference;
    let invoice = office.document(ids[0]).summary.reference;
    assert!(said.contains(&format!("Taken back already: payment \"{card}\".")), "{said}");
    assert!(said.contains(&format!("Still in Xero: invoice \"{invoice}\".")), "{said}");
    assert!(said.contains("The next try goes on from there"), "{said}");

    desk.control(json!({ "unreconcile": in_xero }));
    office.outbox.undo(ids[0]).await.unwrap();
    office.run(Until::Empty).await;
    assert_eq!(states(&office, &ids), [State::Undone; 3], "{:?}", office.troubles());
    assert_eq!((desk.trial_balance().await, desk.in_force().await), (vec![], 0));
    assert_eq!(desk.wire.count("POST Payments"), 2, "what was done is not done again");
}
