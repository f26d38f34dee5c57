//! Allocations in a locked period: Xero keeps them, and so the invoice and the credit note that one
//! ties together leave together.

use ledger::{DocumentKind, Kind};
use serde_json::json;
use store::{DocumentId, NewTransaction, State};
use sync::{Error, OwnScope, UndoOutcome, Until, queue_own};

use crate::desk::{Circumstances, Desk, Office, november};
use crate::till::event;
use crate::wire::cut_off;

/// How often an undo is polled until it is done, at most.
const POLLS_MAX: u32 = 200;

fn charge(total: &str) -> NewTransaction {
    let text = format!("Boats {total}; customer Anneke_Larsen");
    event(Kind::AccountCharge, "C", 19, &text)
}

fn refund(total: &str) -> NewTransaction {
    let text = format!("Boats {total}; customer Anneke_Larsen; invoice C");
    event(Kind::AccountRefund, "R", 19, &text)
}

/// An invoice of 100.00, a credit note of 30.00 and its allocation, in a period that is locked.
async fn allocated() -> (Desk, Office, [DocumentId; 3]) {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    office.record(&[charge("100.00"), refund("30.00")]);
    office.run(Until::Empty).await;
    let of = |kind| office.live().iter().find(|one| one.kind == kind).unwrap().id;
    let kinds = [DocumentKind::Invoice, DocumentKind::CreditNote, DocumentKind::Allocation];
    let ids = kinds.map(of);
    lock(&desk, "2026-11-20");
    (desk, office, ids)
}

fn lock(desk: &Desk, until: &str) {
    desk.control(json!({ "lock_date": until }));
}

fn states(office: &Office, ids: &[DocumentId]) -> Vec<State> {
    ids.iter().map(|id| office.state(*id)).collect()
}

/// Closes the day again, and sends what it makes.
async fn post_anew(office: &Office) -> usize {
    office.book.set_setting(sync::LOCKED_SETTING, Some("next-open-day")).unwrap();
    let days = OwnScope::Days { location: office.dock, from: november(19), to: november(19) };
    let made = queue_own(&office.book, days, "Ana", &office.world).unwrap().made;
    let report = office.run(Until::Empty).await;
    assert_eq!((report.rejected, report.held), (vec![], vec![]), "{:?}", office.troubles());
    assert_eq!(report.posted, made);
    made.len()
}

#[tokio::test]
async fn a_locked_allocation_is_not_undone_alone_and_stays_what_it_is() {
    let (desk, office, ids) = allocated().await;
    let refused = office.outbox.undo(ids[2]).await.unwrap_err();
    assert!(matches!(refused, Error::UndoAllocationLocked { document, .. } if document == ids[2]));
    let said = refused.to_string();
    assert!(said.contains("locked up to 2026-11-20, and moves nothing in the ledger"), "{said}");
    assert!(said.contains("undo the invoice or the credit note"), "{said}");
    office.run(Until::Empty).await;
    assert_eq!(states(&office, &ids), [State::Posted; 3], "{:?}", office.troubles());

    lock(&desk, "");
    office.outbox.undo(ids[2]).await.unwrap();
    office.run(Until::Empty).await;
    assert_eq!(states(&office, &ids), [State::Posted, State::Posted, State::Undone]);
    assert_eq!(post_anew(&office).await, 1);
    office.assert_sound();
}

#[tokio::test]
async fn an_invoice_and_the_credit_note_that_a_locked_allocation_ties_to_it_leave_together() {
    for first in [0, 1] {
        let (desk, office, ids) = allocated().await;
        let before = desk.trial_balance().await;
        let told = office.outbox.undo_telling(ids[first]).await.unwrap();
        assert!(matches!(told.outcome, UndoOutcome::ReversalQueued(_)), "{told:?}");
        let mut documents = told.documents;
        documents.sort_unstable();
        assert_eq!(documents, ids, "and it says so");
        // Asked for once more, before anything of it is done.
        for id in ids {
            let outcome = office.outbox.undo(id).await.unwrap();
            assert!(matches!(outcome, UndoOutcome::ReversalQueued(_)), "{outcome:?}");
        }
        // The opposites, and what sets them off against what they took back.
        assert_eq!(office.run(Until::Empty).await.posted.len(), 4, "{:?}", office.troubles());
        assert_eq!(states(&office, &ids), [State::Undone; 3]);
        assert_eq!(desk.trial_balance().await, []);
        office.assert_sound();

        assert_eq!(post_anew(&office).await, 3);
        assert_eq!(desk.trial_balance().await, before);
        office.assert_sound();
    }
}

#[tokio::test]
async fn an_undo_of_two_that_is_cut_off_anywhere_goes_on_when_it_is_asked_for_again() {
    let mut half_done = 0;
    for polls in (1..POLLS_MAX).step_by(2) {
        let (desk, office, ids) = allocated().await;
        let whole = cut_off(office.outbox.undo(ids[0]), polls).await;
        // The window comes up again and sends what waits; then a person asks again.
        office.run(Until::Empty).await;
        half_done += u32::from(office.state(ids[0]) != office.state(ids[1]));
        office.outbox.undo(ids[0]).await.unwrap();
        office.run(Until::Empty).await;
        assert_eq!(states(&office, &ids), [State::Undone; 3], "{polls}: {:?}", office.troubles());
        assert_eq!(desk.trial_balance().await, []);
        office.assert_sound();
        if whole.is_some() {
            assert_ne!(half_done, 0, "none of the cuts fell between the two");
            return;
        }
    }
    panic!("it did not come to an end");
}

#[tokio::test]
async fn an_opposite_given_up_meanwhile_leaves_nothing_that_the_next_sync_is_refused_over() {
    for kept in [0, 1] {
        let (desk, office, ids) = allocated().await;
        office.outbox.undo(ids[0]).await.unwrap();
        let (reversal, _) = office.book.reversal_of(ids[kept]).unwrap().unwrap();
        office.outbox.undo(reversal).await.unwrap();
        office.run(Until::Empty).await;
        assert_eq!(states(&office, &[ids[kept], ids[2]]), [State::Posted; 2]);
        assert_eq!(office.state(ids[1 - kept]), State::Undone);
        post_anew(&office).await;
        assert_eq!(desk.balance("Accounts Receivable").await, "70.00");
        // And the other one as well: nothing keeps the allocation any more.
        office.outbox.undo(ids[kept]).await.unwrap();
        office.run(Until::Empty).await;
        assert_eq!(states(&office, &ids), [State::Undone; 3], "{:?}", office.troubles());
        post_anew(&office).await;
        assert_eq!(desk.balance("Accounts Receivable").await, "70.00");
        office.assert_sound();
    }
}

#[tokio::test]
async fn voids_that_met_the_lock_go_by_the_opposites_of_both() {
    let (desk, office, ids) = allocated().await;
    lock(&desk, "");
    office.outbox.undo(ids[0]).await.unwrap();
    lock(&desk, "2026-11-20");
    office.run(Until::Empty).await;
    assert_eq!(states(&office, &ids), [State::Queued, State::Posted, State::Held]);
    office.outbox.undo(ids[0]).await.unwrap();
    office.run(Until::Empty).await;
    assert_eq!(states(&office, &ids), [State::Undone; 3], "{:?}", office.troubles());
    assert_eq!(desk.trial_balance().await, []);
    post_anew(&office).await;
    office.assert_sound();
}

#[tokio::test]
async fn a_correction_takes_along_nothing_that_was_not_corrected_and_goes_once_it_opens() {
    let (desk, office, ids) = allocated().await;
    let before = desk.trial_balance().await;
    office.book.set_setting(sync::LOCKED_SETTING, Some("next-open-day")).unwrap();
    office.record(&[refund("40.00")]);
    for _ in 0..2 {
        let report = office.run(Until::Empty).await;
        assert_eq!(report.rejected, [], "{:?}", office.troubles());
        assert_eq!(desk.trial_balance().await, before);
        assert_eq!(office.state(ids[0]), State::Posted, "nobody corrected it");
    }
    assert_eq!(office.cause(ids[2]), "period_locked:period:", "and it says why");
    lock(&desk, "");
    office.run(Until::Empty).await;
    assert_eq!(office.state(ids[1]), State::Undone, "{:?}", office.troubles());
    assert_eq!(desk.balance("Accounts Receivable").await, "60.00");
    office.assert_sound();
}

#[tokio::test]
async fn a_credit_note_refunded_in_part_leaves_with_its_refund() {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    office.record(&[
        charge("100.00"),
        event(Kind::AccountPayment, "P", 19, "pay Card 80.00; customer Anneke_Larsen"),
        event(
            Kind::AccountRefund,
            "R",
            19,
            "Boats 30.00; pay Card 10.00; customer Anneke_Larsen; invoice C",
        ),
    ]);
    office.run(Until::Empty).await;
    let before = desk.trial_balance().await;
    let all: Vec<DocumentId> = office.live().iter().map(|one| one.id).collect();
    lock(&desk, "2026-11-20");
    let told = office.outbox.undo_telling(all[0]).await.unwrap();
    assert_eq!(told.documents.len(), all.len(), "{:?}", office.live());
    office.run(Until::Empty).await;
    assert_eq!(desk.trial_balance().await, [], "{:?}", office.troubles());
    assert!(all.iter().all(|id| office.state(*id) == State::Undone));
    post_anew(&office).await;
    assert_eq!(desk.trial_balance().await, before);
    office.assert_sound();
}

#[tokio::test]
async fn opposites_that_wait_while_all_is_voided_in_xero_are_not_needed() {
    let (desk, office, ids) = allocated().await;
    office.outbox.undo(ids[0]).await.unwrap();
    let there = |id: DocumentId| office.document(id).summary.xero_id.unwrap();
    lock(&desk, "");
    desk.control(json!({ "remove_allocation": there(ids[2]) }));
    desk.control(json!({ "void_invoice": there(ids[0]) }));
    desk.control(json!({ "void_credit_note": there(ids[1]) }));
    let report = office.run(Until::Empty).await;
    assert_eq!(report.blocked_by, None);
    assert_eq!(states(&office, &ids), [State::Undone; 3], "{:?}", office.troubles());
    assert_eq!(desk.in_force().await, 0);
    office.assert_sound();
}
