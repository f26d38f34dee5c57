//! Undo: out of Xero, or never in it; the transactions are open again.

use serde_json::json;
use store::{DocumentId, State};
use sync::{Error, UndoOutcome, Until};

use crate::desk::{Desk, Office, november};
use crate::till::sale;

async fn posted() -> (Desk, Office, DocumentId) {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 20, "Boats", 10_000)]);
    office.close(20);
    let id = office.run(Until::Empty).await.posted[0];
    (desk, office, id)
}

#[tokio::test]
async fn an_undone_day_is_out_of_xero_and_posts_again() {
    let (desk, office, id) = posted().await;
    assert_eq!(office.outbox.undo(id).await.unwrap(), UndoOutcome::VoidQueued);
    assert_eq!(office.run(Until::Empty).await.undone, [id]);
    assert_eq!(office.state(id), State::Undone);
    assert_eq!(desk.balance("Boats").await, "0.00");

    let again = office.close(20);
    assert_eq!(office.run(Until::Empty).await.posted, again);
    assert_eq!(desk.journals("POSTED").await.len(), 1);
    assert_eq!(desk.balance("Boats").await, "-100.00");
}

#[tokio::test]
async fn a_void_whose_answer_is_lost_is_found_done() {
    let (desk, office, id) = posted().await;
    office.outbox.undo(id).await.unwrap();
    desk.fault(&json!({ "kind": "loss_after_commit", "method": "POST", "times": 1 }));
    assert_eq!(office.run(Until::Empty).await.undone, [id]);
    assert_eq!(desk.wire.count("POST ManualJournals"), 1);
}

#[tokio::test]
async fn a_void_that_never_arrived_is_sent_again() {
    let (desk, office, id) = posted().await;
    office.outbox.undo(id).await.unwrap();
    desk.fault(&json!({ "kind": "loss_before", "method": "POST", "times": 1 }));
    assert_eq!(office.run(Until::Empty).await.undone, [id]);
    assert_eq!(desk.journals("VOIDED").await.len(), 1);
}

#[tokio::test]
async fn a_journal_voided_in_xero_by_a_person_needs_no_void_of_ours() {
    let (desk, office, id) = posted().await;
    let journal = desk.journals("POSTED").await[0]["ManualJournalID"].clone();
    desk.control(json!({ "void_journal": journal }));
    office.outbox.undo(id).await.unwrap();
    assert_eq!(office.run(Until::Empty).await.undone, [id]);
    assert_eq!(desk.wire.count("POST ManualJournals"), 0);
}

#[tokio::test]
async fn a_locked_day_is_taken_back_by_its_opposite_on_the_first_open_day() {
    let (desk, office, id) = posted().await;
    desk.control(json!({ "lock_date": "2026-11-20" }));
    let outcome = office.outbox.undo(id).await.unwrap();
    let UndoOutcome::ReversalQueued(reversal) = outcome else { panic!("{outcome:?}") };
    assert_eq!(office.state(id), State::Posted, "until its opposite is there");
    assert_eq!(office.run(Until::Empty).await.posted, [reversal]);
    assert_eq!(office.state(id), State::Undone);
    assert_eq!(office.document(reversal).summary.date, november(21));
    assert_eq!(desk.journals("POSTED").await.len(), 2);
    assert_eq!(desk.trial_balance().await, []);
}

#[tokio::test]
async fn a_day_that_locks_before_its_void_is_sent_is_held() {
    let (desk, office, id) = posted().await;
    office.outbox.undo(id).await.unwrap();
    desk.control(json!({ "lock_date": "2026-11-20" }));
    assert_eq!(office.run(Until::Empty).await.held, [id]);
    assert_eq!(desk.journals("POSTED").await.len(), 1);
    desk.control(json!({ "lock_date": "" }));
    assert_eq!(office.outbox.undo(id).await.unwrap(), UndoOutcome::VoidQueued);
    assert_eq!(office.run(Until::Empty).await.undone, [id]);
}

#[tokio::test]
async fn a_queued_day_is_given_up_without_asking_xero() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 20, "Boats", 10_000)]);
    let id = office.close(20)[0];
    let before = desk.wire.calls().len();
    assert_eq!(office.outbox.undo(id).await.unwrap(), UndoOutcome::Undone);
    assert_eq!(desk.wire.calls().len(), before);
    assert_eq!(office.close(20).len(), 1, "its transactions are open again");
}

#[tokio::test]
async fn what_may_be_in_xero_cannot_be_given_up() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 20, "Boats", 10_000)]);
    let id = office.close(20)[0];
    desk.fault(&json!({ "kind": "loss_after_commit", "method": "PUT", "times": 1 }));
    office.run(Until::Blocked).await;
    let refused = office.outbox.undo(id).await.unwrap_err();
    assert!(matches!(refused, Error::UndoTooEarly { .. }), "{refused}");
}

#[tokio::test]
async fn what_was_held_while_on_its_way_cannot_be_given_up_before_it_has_settled() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 20, "Boats", 10_000)]);
    let id = office.close(20)[0];
    desk.fault(&json!({ "kind": "loss_before", "method": "PUT", "times": 1 }));
    office.run(Until::Blocked).await;
    let reason = store::Reason { cause: "by_hand".to_owned(), message: "Wait.".to_owned() };
    office.book.hold(id, &reason, None).unwrap();
    let refused = office.outbox.undo(id).await.unwrap_err();
    assert!(matches!(refused, Error::UndoTooEarly { .. }), "{refused}");
    desk.advance(90);
    assert_eq!(office.outbox.undo(id).await.unwrap(), UndoOutcome::Undone);
}

#[tokio::test]
async fn of_several_in_xero_none_is_taken_for_the_one() {
    let desk = Desk::open().await;
    let other = desk.office();
    other.record(&[sale("s2", 20, "Boats", 10_000)]);
    let copy = other.close(20)[0];
    desk.fault(&json!({ "kind": "loss_before", "method": "PUT", "times": 1 }));
    other.run(Until::Blocked).await;
    let narration = other.document(copy).summary.reference;
    let copied = other.document(copy).attempts[0].body.clone();
    for key in ["one", "two"] {
        other.client.send_manual_journal(copied.as_bytes(), key).await.unwrap();
    }
    other.run(Until::Empty).await;
    assert_eq!(other.cause(copy), "found_several");
    assert!(other.outbox.undo(copy).await.is_err(), "which of them is a person's to say");
    assert_eq!(other.state(copy), State::Held);
    let found = other.client.find_manual_journals_by_narration(&narration).await.unwrap();
    assert_eq!(found.len(), 2);
}

#[tokio::test]
async fn a_void_that_xero_answers_and_does_not_do_is_not_repeated() {
    let (desk, office, id) = posted().await;
    office.outbox.undo(id).await.unwrap();
    desk.wire.ignore_voids();
    assert_eq!(office.run(Until::Empty).await.rejected, [id]);
    assert_eq!(desk.journals("POSTED").await.len(), 1);
    assert!(desk.wire.count("POST ManualJournals") <= 1);
}
