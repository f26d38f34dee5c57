//! Voids that wait or were refused, and are asked for once more.

use ledger::Kind;
use serde_json::json;
use store::{DocumentId, Operation, State};
use sync::{Error, UndoOutcome, Until};

use crate::desk::{Circumstances, Desk, Office};
use crate::till::{event, sale};
use crate::wire::cut_off;

/// How often an undo is polled until it is done, at most.
const POLLS_MAX: u32 = 200;

fn lock(desk: &Desk, until: &str) {
    desk.control(json!({ "lock_date": until }));
}

/// An invoice and its payment whose voids met a lock.
async fn held() -> (Desk, Office, [DocumentId; 2]) {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    office.record(&[
        event(Kind::AccountCharge, "C", 19, "Boats 100.00; customer Anneke_Larsen"),
        event(Kind::AccountPayment, "P", 19, "pay Card 100.00; customer Anneke_Larsen"),
    ]);
    let posted = office.run(Until::Empty).await.posted;
    let [invoice, payment] = posted[..] else { panic!("{posted:?}") };
    office.outbox.undo(invoice).await.unwrap();
    lock(&desk, "2026-11-20");
    office.run(Until::Empty).await;
    assert_eq!(office.state(payment), State::Held, "{:?}", office.troubles());
    (desk, office, [invoice, payment])
}

/// Whether what was to leave has left, is on its way, or waits where a person sees it.
fn leaves(office: &Office, id: DocumentId) -> bool {
    let summary = office.document(id).summary;
    summary.state == State::Undone
        || summary.operation == Operation::Void
        || office.book.reversal_of(id).unwrap().is_some()
}

#[tokio::test]
async fn an_undo_of_held_voids_that_is_cut_off_anywhere_loses_none_of_them() {
    let mut in_sight = 0;
    for polls in 1..POLLS_MAX {
        let (desk, office, ids) = held().await;
        let whole = cut_off(office.outbox.undo(ids[0]), polls).await;
        // The window comes up again and sends what waits.
        office.run(Until::Empty).await;
        for id in ids {
            assert!(leaves(&office, id), "{polls}: {:?}", office.document(id).summary);
        }
        in_sight += u32::from(office.state(ids[1]) == State::Held);
        office.assert_sound();
        // Then a person asks again.
        office.outbox.undo(ids[0]).await.unwrap();
        office.run(Until::Empty).await;
        assert_eq!(ids.map(|id| office.state(id)), [State::Undone; 2], "{polls}");
        assert_eq!(desk.trial_balance().await, [], "{polls}");
        office.assert_sound();
        if whole.is_some() {
            assert_ne!(in_sight, 0, "some of the cuts came before any of it was done");
            return;
        }
    }
    panic!("it did not come to an end");
}

#[tokio::test]
async fn a_void_that_may_still_arrive_is_not_opposed_and_is_once_it_settled() {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    office.record(&[sale("s1", 19, "Boats", 10_000)]);
    let [id] = office.close(19)[..] else { panic!("one journal") };
    office.run(Until::Empty).await;
    office.outbox.undo(id).await.unwrap();
    desk.wire.hold_back("POST ManualJournals");
    assert_eq!(office.run(Until::Blocked).await.unknown, [id]);
    let reason = store::Reason { cause: "by_hand".to_owned(), message: "Wait.".to_owned() };
    office.book.hold(id, &reason, None).unwrap();
    lock(&desk, "2026-11-20");
    let refused = office.outbox.undo(id).await.unwrap_err();
    assert!(matches!(refused, Error::UndoTooEarly { .. }), "{refused}");
    assert_eq!(office.state(id), State::Held);
    desk.advance(90);
    let outcome = office.outbox.undo(id).await.unwrap();
    assert!(matches!(outcome, UndoOutcome::ReversalQueued(_)), "{outcome:?}");
    office.run(Until::Empty).await;
    assert_eq!((office.state(id), desk.trial_balance().await), (State::Undone, vec![]));
    office.assert_sound();
}
