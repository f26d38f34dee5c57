//! What is wrong with one document stops no other one; what may be in Xero is looked up before it
//! is left out.

use ledger::Kind;
use rusqlite::Connection;
use serde_json::json;
use store::{DocumentId, Reason, State};
use sync::{Cause, Error, Until};

use crate::desk::{Circumstances, Desk, Office};
use crate::till::{event, sale};

async fn mapped() -> (Desk, Office) {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    (desk, office)
}

fn deposit(id: &str) -> store::NewTransaction {
    event(Kind::BookingPayment, id, 20, "pay Cash 50.00; booking B-1")
}

fn by_hand() -> Reason {
    Reason { cause: Cause::ByHand.key(), message: "Entered by hand.".to_owned() }
}

/// A journal of a deposit whose request was lost, or its answer.
async fn unanswered(fault: &str) -> (Desk, Office, DocumentId) {
    let (desk, office) = mapped().await;
    office.record(&[deposit("D")]);
    desk.fault(&json!({ "kind": fault, "method": "PUT", "times": 1 }));
    let id = office.run(Until::Blocked).await.unknown[0];
    (desk, office, id)
}

/// A fault of the disk in a row of a document, past what the book itself refuses.
fn rots(office: &Office, statement: &str, document: DocumentId) {
    let file = Connection::open(office.book.path()).unwrap();
    let past_triggers = rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER;
    file.set_db_config(past_triggers, false).unwrap();
    assert!(file.execute(statement, [document.0]).unwrap() > 0);
}

/// Whether a run ended with what was altered on the disk, after everything else was done.
fn was_altered(ended: &Result<sync::RunReport, Error>) -> bool {
    let Err(Error::LeftOut { error, .. }) = ended else { return false };
    matches!(**error, Error::Book(store::Error::Altered(_)))
}

#[tokio::test]
async fn nothing_leaves_xero_over_a_damaged_row() {
    for rot in [
        "UPDATE parts SET retired = 1 WHERE ?1 > 0",
        "UPDATE documents SET state = 'queued', operation = 'void' WHERE id = ?1",
        "UPDATE documents SET state = 'queued', xero_id = NULL, posted_at_ms = NULL WHERE id = ?1",
    ] {
        let (desk, office) = mapped().await;
        office.record(&[deposit("D1")]);
        let id = office.run(Until::Empty).await.posted[0];
        rots(&office, rot, id);
        office.record(&[deposit("D2")]);
        let calls = desk.wire.count("POST ManualJournals") + desk.wire.count("GET ManualJournals");
        let ended = office.outbox.run(Until::Empty, &mut |_| {}).await;
        assert!(was_altered(&ended), "{rot}: {ended:?}");
        assert_eq!(desk.in_force().await, 2, "the first stays, the second goes: {rot}");
        let after = desk.wire.count("POST ManualJournals") + desk.wire.count("GET ManualJournals");
        assert_eq!(after, calls, "{rot}");
    }
}

#[tokio::test]
async fn a_document_that_cannot_be_gone_on_with_is_in_nobodys_way() {
    let (desk, office) = mapped().await;
    office.record(&[deposit("D1"), deposit("D2")]);
    let days = sync::OwnScope::Automatic;
    let made = sync::queue_own(&office.book, days, "Ana", &office.world).unwrap().made;
    rots(&office, "UPDATE documents SET body = replace(body, '50', '51') WHERE id = ?1", made[0]);
    let ended = office.outbox.run(Until::Empty, &mut |_| {}).await;
    let states: Vec<State> = made.iter().map(|id| office.state(*id)).collect();
    assert_eq!(states[1], State::Posted, "{ended:?}");
    assert_eq!(states[0], State::Queued, "nothing is written over it");
    assert!(was_altered(&ended), "{ended:?}");
    assert_eq!(desk.journals("POSTED").await.len(), 1);
    let Err(Error::LeftOut { report, .. }) = ended else { panic!("{ended:?}") };
    assert_eq!(report.posted, [made[1]], "what was done besides is told");
}

#[tokio::test]
async fn what_rots_under_a_queued_document_is_not_believed_when_it_is_planned_again() {
    for rot in [
        "UPDATE legs SET amount = amount + 700 * sign(amount) WHERE ?1 > 0",
        "UPDATE legs SET amount = amount + 700 WHERE ?1 > 0",
        "UPDATE mapping SET value = '\"other\"' WHERE sort = 'role' AND ?1 > 0",
    ] {
        let (desk, office) = mapped().await;
        office.record(&[deposit("D1")]);
        office.run(Until::Empty).await;
        office.record(&[deposit("D2")]);
        let days = sync::OwnScope::Automatic;
        let made = sync::queue_own(&office.book, days, "Ana", &office.world).unwrap().made;
        let entry = office.document(made[0]).entry;
        rots(&office, rot, made[0]);
        let ended = office.outbox.run(Until::Empty, &mut |_| {}).await;
        assert!(was_altered(&ended), "{rot}: {ended:?}");
        assert_eq!(desk.in_force().await, 1, "{rot}");
        let document = office.document(made[0]);
        assert_eq!((document.summary.state, document.entry), (State::Queued, entry), "{rot}");
    }
}

#[tokio::test]
async fn what_is_held_and_cannot_be_read_is_in_nobodys_way() {
    let (desk, office) = mapped().await;
    office.run(Until::Empty).await;
    let charge = |id, sold| event(Kind::AccountCharge, id, 20, sold);
    office.record(&[charge("C1", "6545 10.00; customer Bo_Chen")]);
    office.run(Until::Empty).await;
    let held = office.live()[0].id;
    assert_eq!(office.cause(held), "unmapped_gl_code:gl_code:6545");
    let rot = "UPDATE parts SET lane = 'bnak' FROM claims
         WHERE claims.transaction_id = parts.transaction_id AND claims.document_id = ?1";
    rots(&office, rot, held);
    office.record(&[charge("C2", "Boats 20.00; customer Bo_Chen")]);
    let ended = office.outbox.run(Until::Empty, &mut |_| {}).await;
    assert_eq!(desk.wire.count("PUT Invoices"), 1, "{ended:?}");
    assert_eq!(office.state(held), State::Held);
    assert_eq!(office.cause(held), Cause::OwnFault.key(), "and it says so");
}

#[tokio::test]
async fn a_run_does_not_wait_for_what_it_left_aside() {
    let (desk, office, id) = unanswered("loss_before").await;
    rots(&office, "UPDATE documents SET body = replace(body, '50', '51') WHERE id = ?1", id);
    desk.advance(120);
    let before = office.world.now();
    let ended = office.outbox.run(Until::Empty, &mut |_| {}).await;
    assert!(was_altered(&ended), "{ended:?}");
    assert!(office.world.now() - before < chrono::TimeDelta::seconds(30));
}

#[tokio::test]
async fn what_was_left_out_and_is_there_can_be_taken_out_and_is_in_nobodys_way() {
    let (desk, office, id) = unanswered("loss_after_commit").await;
    let journal = desk.journals("POSTED").await[0]["ManualJournalID"].clone();
    desk.control(json!({ "edit_journal": { "id": journal, "date": "2026-11-19" } }));
    desk.advance(120);
    office.run(Until::Empty).await;
    assert_eq!(office.cause(id), Cause::FoundDifferent.key());
    office.outbox.skip(id, by_hand()).await.unwrap();
    // It is corrected: what is in Xero goes out, its successor in.
    office.record(&[event(Kind::BookingPayment, "D", 20, "pay Cash 60.00; booking B-1")]);
    office.record(&[sale("s1", 20, "Boats", 10_000)]);
    let closed = office.close(20);
    let report = office.run(Until::Empty).await;
    assert!(report.posted.contains(&closed[0]), "{report:?} {:?}", office.troubles());
    assert_eq!(office.state(id), State::Undone);
    assert_eq!(desk.in_force().await, 2, "the day and the corrected deposit");
}

#[tokio::test]
async fn nothing_is_left_out_while_it_may_be_on_its_way_or_is_there() {
    let (desk, office, id) = unanswered("loss_after_commit").await;
    office.book.hold(id, &by_hand(), None).unwrap();
    let early = office.outbox.skip(id, by_hand()).await.unwrap_err();
    assert!(matches!(early, Error::UndoTooEarly { .. }), "{early}");
    desk.advance(90);
    let there = office.outbox.skip(id, by_hand()).await.unwrap_err();
    assert!(matches!(there, Error::SkipThere { .. }), "{there}");
    assert_eq!(office.state(id), State::Held);
}

#[tokio::test]
async fn what_never_arrived_is_left_out_once_xero_said_so() {
    let (desk, office, id) = unanswered("loss_before").await;
    office.book.hold(id, &by_hand(), None).unwrap();
    desk.advance(90);
    office.outbox.skip(id, by_hand()).await.unwrap();
    assert_eq!(office.state(id), State::Skipped);
}

#[tokio::test]
async fn what_waits_for_the_network_alone_does_not_keep_the_worker_busy() {
    let (desk, office) = mapped().await;
    office.record(&[deposit("D")]);
    desk.fault(&json!({ "kind": "loss_before", "method": "PUT", "times": 1 }));
    office.run(Until::Blocked).await;
    desk.wire.unplug(true);
    office.record(&[event(Kind::BookingPayment, "D", 20, "pay Cash 60.00; booking B-1")]);
    let id = office.live()[0].id;
    office.book.hold(id, &by_hand(), None).unwrap();
    office.book.release(id).unwrap();
    desk.advance(300);
    let report = office.run(Until::Blocked).await;
    let is_waiting = matches!(report.blocked_by, Some(sync::Block::Waiting { .. }));
    assert!(report.blocked_by.is_some() && !is_waiting, "{report:?}");
    desk.wire.unplug(false);
    office.run(Until::Empty).await;
    assert_eq!(desk.in_force().await, 1, "{:?}", office.troubles());
    assert_eq!(office.book.documents(&store::DocumentFilter::default(), 9).unwrap().len(), 2);
}

#[tokio::test]
async fn a_part_that_rots_before_it_has_a_document_is_told_once_the_others_are_sent() {
    let (desk, office) = mapped().await;
    office.record(&[deposit("D1"), deposit("D2")]);
    let first = store::DocumentId(1);
    rots(&office, "UPDATE legs SET amount = amount + 7 WHERE transaction_id = ?1", first);
    let ended = office.outbox.run(Until::Empty, &mut |_| {}).await;
    assert!(was_altered(&ended), "{ended:?}");
    assert_eq!(desk.in_force().await, 1, "{ended:?}");
}
