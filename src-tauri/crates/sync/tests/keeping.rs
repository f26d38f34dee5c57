//! Keeping what was to leave Xero where nobody knows what became of its void: Xero is asked first.

use ledger::Kind;
use serde_json::json;
use store::{DocumentId, Reason, State};
use sync::{Error, Until, keep};

use crate::desk::{Circumstances, Desk, Office};
use crate::restored::{backup, put_back};
use crate::till::event;

/// How long a request may take effect after it was sent, in seconds.
const SETTLE: u64 = 90;

/// A bank deposit in Xero.
async fn banked() -> (Desk, Office, DocumentId) {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    office.record(&[event(Kind::BankDeposit, "B", 20, "pay Cash 500.00")]);
    let id = office.run(Until::Empty).await.posted[0];
    (desk, office, id)
}

/// The same, with a void that nobody answered and that has not arrived.
async fn unanswered() -> (Desk, Office, DocumentId) {
    let (desk, office, id) = banked().await;
    office.outbox.undo(id).await.unwrap();
    desk.wire.hold_back("POST BankTransactions");
    assert_eq!(office.run(Until::Blocked).await.unknown, [id]);
    (desk, office, id)
}

fn reconcile(desk: &Desk, office: &Office, id: DocumentId) {
    desk.control(json!({ "reconcile": office.document(id).summary.xero_id }));
}

/// Kept, and no later sync asks for it again.
async fn is_kept(office: &Office, id: DocumentId) {
    assert_eq!(office.outbox.keep(id).await.unwrap(), [id]);
    assert_eq!(office.state(id), State::Posted);
    let report = office.run(Until::Empty).await;
    assert_eq!((report.held, report.undone, report.rejected), (vec![], vec![], vec![]));
    assert!(office.book.attention().unwrap().is_empty(), "{:?}", office.troubles());
    office.assert_sound();
}

#[tokio::test]
async fn what_a_lost_void_left_in_xero_can_be_kept() {
    let (desk, office, id) = unanswered().await;
    reconcile(&desk, &office, id);
    desk.advance(SETTLE);
    assert_eq!(office.run(Until::Empty).await.held, [id]);
    let blind = keep(&office.book, id, office.world.now()).unwrap_err();
    assert!(matches!(blind, Error::UndoTooEarly { .. }), "the book alone does not know: {blind}");
    is_kept(&office, id).await;
    // It can still be undone, once Xero lets go of it.
    desk.control(json!({ "unreconcile": office.document(id).summary.xero_id }));
    office.outbox.undo(id).await.unwrap();
    assert_eq!(office.run(Until::Empty).await.undone, [id]);
    office.assert_sound();
}

#[tokio::test]
async fn what_a_lost_void_may_still_take_out_is_not_kept_before_and_not_after_it_did() {
    let (desk, office, id) = unanswered().await;
    let reason = Reason { cause: "by_hand".to_owned(), message: "Wait.".to_owned() };
    office.book.hold(id, &reason, None).unwrap();
    let early = office.outbox.keep(id).await.unwrap_err();
    assert!(matches!(early, Error::UndoTooEarly { .. }), "{early}");
    desk.wire.let_go().await;
    desk.advance(SETTLE);
    desk.wire.unplug(true);
    let offline = office.outbox.keep(id).await.unwrap_err();
    assert!(matches!(offline, Error::Xero(_)), "{offline}");
    desk.wire.unplug(false);
    let gone = office.outbox.keep(id).await.unwrap_err();
    assert!(matches!(gone, Error::KeepGone { document } if document == id), "{gone}");
    assert_eq!(office.state(id), State::Held);
    office.outbox.undo(id).await.unwrap();
    office.run(Until::Empty).await;
    assert_eq!((office.state(id), desk.trial_balance().await), (State::Undone, vec![]));
    office.assert_sound();
}

#[tokio::test]
async fn what_cannot_leave_may_be_kept_in_a_book_that_was_put_back() {
    let (desk, office, id) = banked().await;
    office.outbox.undo(id).await.unwrap();
    reconcile(&desk, &office, id);
    assert_eq!(office.run(Until::Empty).await.held, [id]);
    let kept = backup(&desk, &office);
    let office = put_back(&desk, office, &kept);
    desk.advance(SETTLE);
    office.run(Until::Empty).await;
    assert_eq!(office.state(id), State::Held);
    is_kept(&office, id).await;
}
