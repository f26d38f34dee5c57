//! What a bookkeeper has matched with the bank's statement stays until they take the match back.

use ledger::Kind;
use serde_json::json;
use store::{DocumentId, State};
use sync::{Cause, Error, UndoOutcome, Until, keep};

use crate::desk::{Circumstances, Desk, Office};
use crate::till::event;

async fn mapped() -> (Desk, Office) {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    (desk, office)
}

fn message(office: &Office, id: DocumentId) -> String {
    office.document(id).summary.reason.unwrap().message
}

#[tokio::test]
async fn a_reconciled_bank_transaction_cannot_be_undone_and_says_so() {
    let (desk, office) = mapped().await;
    office.record(&[event(Kind::BankDeposit, "B", 20, "pay Cash 500.00")]);
    let id = office.run(Until::Empty).await.posted[0];
    let in_xero = json!(office.document(id).summary.xero_id);
    desk.control(json!({ "reconcile": in_xero }));
    assert_eq!(office.outbox.undo(id).await.unwrap(), UndoOutcome::VoidQueued);
    assert_eq!(office.run(Until::Empty).await.held, [id]);
    assert_eq!(office.cause(id), Cause::Refused.key());
    let message = message(&office, id);
    assert!(message.contains("reconciled with the bank statement in Xero"), "{message}");
    assert!(message.contains("Unreconcile it there"), "{message}");
    assert_eq!(desk.balance("Business Bank Account").await, "500.00");
    assert_eq!(desk.wire.count("POST BankTransactions"), 0, "nothing was even tried");

    desk.control(json!({ "unreconcile": in_xero }));
    office.outbox.undo(id).await.unwrap();
    assert_eq!(office.run(Until::Empty).await.undone, [id]);
    assert_eq!(desk.trial_balance().await, []);
}

#[tokio::test]
async fn a_reconciled_payment_keeps_its_invoice_too() {
    let (desk, office) = mapped().await;
    office.record(&[
        event(Kind::AccountCharge, "C-1", 20, "Boats 100.00; customer Anneke_Larsen"),
        event(Kind::AccountPayment, "P", 20, "pay Card 100.00; customer Anneke_Larsen"),
    ]);
    let posted = office.run(Until::Empty).await.posted;
    let [invoice, payment] = posted[..] else { panic!("{posted:?}") };
    let in_xero = json!(office.document(payment).summary.xero_id);
    desk.control(json!({ "reconcile": in_xero }));
    let refused = office.outbox.undo(invoice).await.unwrap_err();
    assert!(matches!(refused, Error::UndoReconciled { document } if document == payment));
    assert_eq!(office.run(Until::Empty).await.undone, []);
    assert_eq!((office.state(invoice), office.state(payment)), (State::Posted, State::Posted));
    assert_eq!(desk.balance("Boats").await, "-100.00");

    desk.control(json!({ "unreconcile": in_xero }));
    office.outbox.undo(invoice).await.unwrap();
    assert_eq!(office.run(Until::Empty).await.undone, [payment, invoice]);
    assert_eq!(desk.trial_balance().await, []);
}

#[tokio::test]
async fn an_undo_that_meets_a_match_can_be_withdrawn() {
    let (desk, office) = mapped().await;
    office.record(&[event(Kind::BankDeposit, "B", 20, "pay Cash 500.00")]);
    let id = office.run(Until::Empty).await.posted[0];
    desk.control(json!({ "reconcile": office.document(id).summary.xero_id }));
    office.outbox.undo(id).await.unwrap();
    office.run(Until::Empty).await;
    office.book.withdraw_undo(id).unwrap();
    assert_eq!(office.state(id), State::Posted);
    office.run(Until::Empty).await;
    assert_eq!(office.state(id), State::Posted);
    office.assert_sound();
}

#[tokio::test]
async fn a_payment_that_is_not_from_here_keeps_an_invoice_and_says_so() {
    let (desk, office) = mapped().await;
    office.record(&[event(Kind::AccountCharge, "C-1", 20, "Boats 100.00; customer Anneke_Larsen")]);
    let id = office.run(Until::Empty).await.posted[0];
    let invoice = json!(office.document(id).summary.xero_id);
    desk.control(json!({
        "pay_invoice": { "id": invoice, "account": "Business Bank Account", "amount": "40.00" },
    }));
    office.outbox.undo(id).await.unwrap();
    assert_eq!(office.run(Until::Empty).await.held, [id]);
    let message = message(&office, id);
    assert!(
        message.contains("a payment or credit in Xero that is not taken back from here"),
        "{message}"
    );
    let payment = desk.books().await["Payments"][0]["PaymentID"].clone();
    desk.control(json!({ "delete_payment": payment }));
    office.outbox.undo(id).await.unwrap();
    assert_eq!(office.run(Until::Empty).await.undone, [id]);
    assert_eq!(desk.trial_balance().await, []);
}

#[tokio::test]
async fn a_match_made_between_the_look_and_the_deletion_is_refused_and_explained() {
    let (desk, office) = mapped().await;
    office.record(&[event(Kind::BankDeposit, "B", 20, "pay Cash 500.00")]);
    let id = office.run(Until::Empty).await.posted[0];
    let in_xero = json!(office.document(id).summary.xero_id);
    office.outbox.undo(id).await.unwrap();
    desk.wire.just_before("POST BankTransactions", json!({ "reconcile": in_xero }));
    assert_eq!(office.run(Until::Empty).await.rejected, [id]);
    let message = message(&office, id);
    assert!(message.contains("Unreconcile it"), "{message}");
    desk.control(json!({ "unreconcile": in_xero }));
    office.outbox.undo(id).await.unwrap();
    assert_eq!(office.run(Until::Empty).await.undone, [id]);
}

#[tokio::test]
async fn what_cannot_leave_may_be_kept_and_no_later_sync_asks_for_it_again() {
    let (desk, office) = mapped().await;
    office.record(&[event(Kind::BankDeposit, "B", 20, "pay Cash 500.00")]);
    let id = office.run(Until::Empty).await.posted[0];
    let in_xero = json!(office.document(id).summary.xero_id);
    office.outbox.undo(id).await.unwrap();
    desk.control(json!({ "reconcile": in_xero }));
    assert_eq!(office.run(Until::Empty).await.held, [id]);
    assert_eq!(keep(&office.book, id, office.world.now()).unwrap(), [id]);
    assert_eq!(office.state(id), State::Posted);
    let report = office.run(Until::Empty).await;
    assert_eq!((report.held, report.undone, report.rejected), (vec![], vec![], vec![]));
    assert!(office.book.attention().unwrap().is_empty(), "{:?}", office.troubles());
    assert!(keep(&office.book, id, office.world.now()).is_err(), "it is kept already");
    // It can still be undone, once Xero lets go of it.
    desk.control(json!({ "unreconcile": in_xero }));
    office.outbox.undo(id).await.unwrap();
    assert_eq!(office.run(Until::Empty).await.undone, [id]);
    office.assert_sound();
}

#[tokio::test]
async fn what_waits_for_what_is_kept_is_kept_with_it() {
    let (desk, office) = mapped().await;
    office.record(&[
        event(Kind::AccountCharge, "C-1", 20, "Boats 100.00; customer Anneke_Larsen"),
        event(Kind::AccountPayment, "P", 20, "pay Card 40.00; customer Anneke_Larsen"),
        event(Kind::AccountPayment, "Q", 20, "pay Card 60.00; customer Anneke_Larsen"),
    ]);
    let ids = office.run(Until::Empty).await.posted;
    let in_xero = json!(office.document(ids[2]).summary.xero_id);
    office.outbox.undo(ids[0]).await.unwrap();
    // Somebody matches the second payment while the first is being deleted.
    desk.wire.just_before("POST Payments", json!({ "reconcile": in_xero }));
    office.run(Until::Empty).await;
    assert_eq!(office.state(ids[2]), State::Held);
    let mut kept = keep(&office.book, ids[2], office.world.now()).unwrap();
    kept.sort_unstable();
    assert_eq!(kept, [ids[0], ids[2]]);
    office.run(Until::Empty).await;
    assert_eq!((office.state(ids[0]), office.state(ids[1])), (State::Posted, State::Undone));
    assert_eq!(desk.balance("Card Clearing").await, "60.00");
    office.assert_sound();
}

#[tokio::test]
async fn what_was_corrected_is_not_kept_and_says_so() {
    let (desk, office) = mapped().await;
    office.record(&[event(Kind::BankDeposit, "B", 20, "pay Cash 500.00")]);
    let id = office.run(Until::Empty).await.posted[0];
    desk.control(json!({ "reconcile": office.document(id).summary.xero_id }));
    office.record(&[event(Kind::BankDeposit, "B", 20, "pay Cash 400.00")]);
    office.run(Until::Empty).await;
    let refused = keep(&office.book, id, office.world.now()).unwrap_err();
    assert!(matches!(refused, Error::KeepCorrected { document } if document == id), "{refused}");
    assert_eq!(office.state(id), State::Held);
}
