//! A book that was put back to an older backup: whatever it sent since is in Xero once, and all of
//! it is accounted for.

use std::path::PathBuf;

use ledger::{Kind, Lane};
use serde_json::json;
use store::{Book, DocumentId, NewTransaction, State, keys};
use sync::{Block, Cause, Error, OwnScope, Until, queue_own, retry};

use crate::books::balances;
use crate::desk::{Circumstances, Desk, Office};
use crate::scenes::scenes;
use crate::till::event;

pub(crate) fn backup(desk: &Desk, office: &Office) -> PathBuf {
    let to = desk.path().join("kept.sqlite");
    office.book.backup(&to).unwrap();
    to
}

/// Puts the backup in the place of the book, which nobody may have open, and opens it.
pub(crate) fn put_back(desk: &Desk, office: Office, from: &std::path::Path) -> Office {
    let now = office.world.now();
    drop(office);
    Book::restore(desk.path(), from, None, now).unwrap();
    desk.office()
}

#[tokio::test]
async fn every_kind_that_was_posted_after_the_backup_is_taken_over_and_not_posted_again() {
    for scene in scenes() {
        let desk = scene.desk().await;
        let office = desk.office();
        let kept = backup(&desk, &office);
        scene.post(&office).await;
        scene.assert_posted(&desk, &office, "posted").await;
        let office = put_back(&desk, office, &kept);
        let puts = writes(&desk);
        scene.post(&office).await;
        assert_eq!(writes(&desk), puts, "{}: nothing is sent", scene.name);
        // What follows from what was taken over is made after it: the order may be another.
        let live = office.live();
        assert!(live.iter().all(|one| one.state == State::Posted), "{:#?}", office.troubles());
        assert_eq!(live.len(), scene.documents.len(), "{}", scene.name);
        assert_eq!(desk.in_force().await, scene.documents.len(), "{}", scene.name);
        assert_eq!(desk.trial_balance().await, balances(scene.balances), "{}", scene.name);
        office.assert_sound();
        assert_eq!(office.book.found_in_xero().unwrap(), [], "{}", scene.name);
        // What was taken over can be undone like anything else.
        office.undo_everything().await;
        office.run(Until::Empty).await;
        scene.assert_undone(&desk, &office, "undone").await;
    }
}

/// How many documents anybody asked Xero to make.
fn writes(desk: &Desk) -> usize {
    let makes = |call: &&String| call.starts_with("PUT ") && call.as_str() != "PUT Contacts";
    desk.wire.calls().iter().filter(makes).count()
}

async fn mapped() -> (Desk, Office) {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    (desk, office)
}

fn deposit(id: &str, booking: &str) -> NewTransaction {
    event(Kind::BookingPayment, id, 20, &format!("pay Card 50.00; booking {booking}"))
}

fn sale(id: &str) -> NewTransaction {
    event(Kind::Sale, id, 20, "Boats 100.00; pay Card 100.00")
}

#[tokio::test]
async fn what_was_posted_before_and_what_was_queued_and_what_came_later_are_each_there_once() {
    let (desk, office) = mapped().await;
    office.record(&[deposit("D-1", "B-1")]);
    office.run(Until::Empty).await;
    office.record(&[deposit("D-2", "B-2"), sale("S")]);
    queue_own(&office.book, OwnScope::Automatic, "Ana", &office.world).unwrap().all().unwrap();
    let kept = backup(&desk, &office);
    office.close(20);
    office.record(&[deposit("D-3", "B-3")]);
    office.run(Until::Empty).await;
    let before = desk.trial_balance().await;
    assert_eq!(desk.in_force().await, 4);

    let office = put_back(&desk, office, &kept);
    office.close(20);
    office.run(Until::Empty).await;
    // The third deposit is not in the book: it is told of, and kept in the way of its like.
    let found = office.book.found_in_xero().unwrap();
    assert_eq!(found.len(), 1);
    assert!(found[0].reference.contains("B-3"), "{found:?}");
    assert_eq!((desk.in_force().await, desk.trial_balance().await), (4, before.clone()));

    office.record(&[deposit("D-3", "B-3")]);
    office.run(Until::Empty).await;
    assert_eq!(office.book.found_in_xero().unwrap(), []);
    assert_eq!((desk.in_force().await, desk.trial_balance().await), (4, before));
    assert!(office.live().iter().all(|one| one.state == State::Posted), "{:?}", office.troubles());
    office.assert_sound();
}

#[tokio::test]
async fn what_was_voided_in_xero_since_is_posted_again_and_once() {
    let (desk, office) = mapped().await;
    office.record(&[deposit("D", "B-1")]);
    let kept = backup(&desk, &office);
    office.run(Until::Empty).await;
    let journal = desk.journals("POSTED").await[0]["ManualJournalID"].clone();
    desk.control(json!({ "void_journal": journal }));
    let office = put_back(&desk, office, &kept);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 1);
    assert_eq!(desk.journals("POSTED").await.len(), 1);
    assert_eq!(desk.balance("Card Clearing").await, "50.00");
}

#[tokio::test]
async fn nothing_is_sent_before_xero_could_be_asked() {
    let (desk, office) = mapped().await;
    office.record(&[deposit("D", "B-1")]);
    let kept = backup(&desk, &office);
    office.run(Until::Empty).await;
    let office = put_back(&desk, office, &kept);
    let puts = writes(&desk);
    desk.wire.unplug(true);
    assert_eq!(office.run(Until::Empty).await.blocked_by, Some(Block::Offline));
    assert!(office.book.restored().unwrap().is_some());
    desk.wire.unplug(false);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 1, "it is taken over");
    assert_eq!((writes(&desk), office.book.restored().unwrap()), (puts, None));
}

/// A desk whose posted deposit was edited in Xero and is not in the book that was put back.
async fn edited() -> (Desk, Office, DocumentId) {
    let (desk, office) = mapped().await;
    office.record(&[deposit("D", "B-1")]);
    let kept = backup(&desk, &office);
    office.run(Until::Empty).await;
    let journal = desk.journals("POSTED").await[0]["ManualJournalID"].clone();
    desk.control(json!({ "edit_journal": { "id": journal, "date": "2026-11-19" } }));
    let office = put_back(&desk, office, &kept);
    let held = office.run(Until::Empty).await.held;
    assert_eq!(held.len(), 1, "{:?}", office.troubles());
    assert_eq!(office.cause(held[0]), Cause::MaybeThere.key());
    let said = office.document(held[0]).summary.reason.unwrap().message;
    assert!(said.contains("Take over what is there, or say that it is another"), "{said}");
    (desk, office, held[0])
}

#[tokio::test]
async fn what_only_may_be_the_same_waits_and_a_retry_changes_nothing() {
    let (desk, office, held) = edited().await;
    retry(&office.book, held, office.world.now()).unwrap();
    assert_eq!(office.run(Until::Empty).await.held, [held]);
    assert_eq!(desk.journals("POSTED").await.len(), 1);
}

#[tokio::test]
async fn what_has_other_lines_in_xero_cannot_be_taken_over_as_the_same() {
    let (desk, office, held) = edited().await;
    let journal = desk.journals("POSTED").await[0]["ManualJournalID"].clone();
    let edit = json!({ "id": journal, "first_line_account": "Boats" });
    desk.control(json!({ "edit_journal": edit }));
    let refused = office.outbox.take_over(held).await.unwrap_err();
    assert!(matches!(refused, Error::FoundIsOther { .. }), "{refused}");
    assert_eq!(office.state(held), State::Held);
    office.run(Until::Empty).await;
    assert_eq!(desk.journals("POSTED").await.len(), 1);
}

#[tokio::test]
async fn what_only_may_be_the_same_is_taken_over_when_a_person_says_so() {
    let (desk, office, held) = edited().await;
    let taken = office.outbox.take_over(held).await.unwrap();
    assert_eq!((office.state(held), office.state(taken)), (State::Undone, State::Posted));
    let again = office.outbox.take_over(held).await.unwrap_err();
    assert!(matches!(again, Error::NothingFound { .. }), "{again}");
    office.run(Until::Empty).await;
    assert_eq!(desk.journals("POSTED").await.len(), 1);
    office.assert_sound();
}

#[tokio::test]
async fn what_a_person_calls_another_thing_is_posted() {
    let (desk, office, held) = edited().await;
    let found = office.book.found_in_xero().unwrap();
    let now = office.world.now();
    office.book.dismiss_found(held, &found[0].xero_id, "Bea", "not ours", now).unwrap();
    retry(&office.book, held, office.world.now()).unwrap();
    assert_eq!(office.run(Until::Empty).await.posted, [held]);
    assert_eq!(desk.journals("POSTED").await.len(), 2);
}

#[tokio::test]
async fn a_payment_follows_its_invoice_when_both_are_taken_over() {
    let (desk, office) = mapped().await;
    let charge = event(Kind::AccountCharge, "C", 20, "Boats 10.00; customer Bo_Chen");
    office.record(std::slice::from_ref(&charge));
    let kept = backup(&desk, &office);
    office.record(&[event(Kind::AccountPayment, "P", 20, "pay Card 10.00; customer Bo_Chen")]);
    office.run(Until::Empty).await;
    let office = put_back(&desk, office, &kept);
    office.record(&[event(Kind::AccountPayment, "P", 20, "pay Card 10.00; customer Bo_Chen")]);
    office.run(Until::Empty).await;
    assert_eq!(desk.in_force().await, 2);
    let states: Vec<_> = office.live().iter().map(|one| one.state).collect();
    assert_eq!(states, [State::Posted; 2], "{:?}", office.troubles());
    assert_eq!(desk.balance("Accounts Receivable").await, "0.00");
    office.assert_sound();
}

fn with_the_cashout(office: &Office) {
    office.book.set_setting(keys::DEPOSITS, Some("with-cashout")).unwrap();
}

#[tokio::test]
async fn a_deposit_that_is_in_a_cashout_in_xero_is_not_posted_by_itself() {
    let (desk, office) = mapped().await;
    let kept = backup(&desk, &office);
    with_the_cashout(&office);
    let day = [deposit("D", "B-1"), sale("S")];
    office.record(&day);
    office.close(20);
    office.run(Until::Empty).await;
    let before = desk.trial_balance().await;
    assert_eq!(desk.in_force().await, 1);

    // The backup is from before deposits went with the cashout.
    let office = put_back(&desk, office, &kept);
    office.record(&day);
    office.close(20);
    let report = office.run(Until::Empty).await;
    assert_eq!(report.held.len(), 2, "{:?}", office.troubles());
    let causes: Vec<_> = report.held.iter().map(|id| office.cause(*id)).collect();
    assert_eq!(causes, [Cause::MaybeThere.key(), Cause::MaybeThere.key()]);
    assert_eq!((desk.in_force().await, desk.trial_balance().await), (1, before.clone()));

    // Once it is voided there and said to be another than either, both go, and by themselves.
    let journal = desk.journals("POSTED").await[0]["ManualJournalID"].clone();
    desk.control(json!({ "void_journal": journal }));
    let found = office.book.found_in_xero().unwrap();
    let now = office.world.now();
    for id in &report.held {
        office.book.dismiss_found(*id, &found[0].xero_id, "Bea", "voided there", now).unwrap();
    }
    assert_eq!(office.run(Until::Empty).await.posted.len(), 2, "{:?}", office.troubles());
    assert_eq!((desk.in_force().await, desk.trial_balance().await), (2, before));
    office.assert_sound();
}

#[tokio::test]
async fn an_answer_for_one_document_frees_no_other() {
    let (desk, office) = mapped().await;
    let kept = backup(&desk, &office);
    office.record(&[sale("S")]);
    office.close(20);
    office.run(Until::Empty).await;
    let office = put_back(&desk, office, &kept);
    // The day is recorded again, and not as it was; a deposit of it has a document of its own.
    office.record(&[
        event(Kind::Sale, "S", 20, "Boats 120.00; pay Card 120.00"),
        deposit("D", "B-1"),
    ]);
    office.close(20);
    office.run(Until::Empty).await;
    let (of_days, others): (Vec<_>, Vec<_>) =
        office.live().into_iter().partition(|one| one.lane == Lane::Cashout);
    let (day, deposit) = (of_days[0].id, others[0].id);
    let found = office.book.found_in_xero().unwrap();
    let is_another = |document| {
        let now = office.world.now();
        office.book.dismiss_found(document, &found[0].xero_id, "Bea", "another", now)
    };
    assert_eq!(office.book.doubtful_documents().unwrap().len(), 2, "both wait for it");

    // The deposit is another thing indeed; of the day nobody said so.
    is_another(deposit).unwrap();
    is_another(deposit).expect_err("that was said");
    assert_eq!(office.run(Until::Empty).await.posted, [deposit], "{:?}", office.troubles());
    retry(&office.book, day, office.world.now()).unwrap();
    assert_eq!(office.run(Until::Empty).await.held, [day]);
    assert_eq!(office.cause(day), Cause::MaybeThere.key());
    assert_eq!(desk.balance("Boats").await, "-100.00", "the day is there once");
    assert_eq!(office.book.found_in_xero().unwrap(), found, "the book has it as little as before");

    // Once somebody answers for the day itself, nobody is asked any more.
    is_another(day).unwrap();
    assert_eq!(office.run(Until::Empty).await.posted, [day], "{:?}", office.troubles());
    assert_eq!(office.book.doubtful_documents().unwrap(), []);
    assert_eq!(office.book.found_in_xero().unwrap(), found);
    assert_eq!(desk.in_force().await, 3);
    office.assert_sound();
}

#[tokio::test]
async fn a_deposit_that_is_in_xero_by_itself_is_not_posted_with_the_cashout() {
    let (desk, office) = mapped().await;
    let kept = backup(&desk, &office);
    office.record(&[deposit("D", "B-1")]);
    office.run(Until::Empty).await;
    let before = desk.trial_balance().await;
    let office = put_back(&desk, office, &kept);
    with_the_cashout(&office);
    office.record(&[deposit("D", "B-1")]);
    office.close(20);
    assert_eq!(office.run(Until::Empty).await.held.len(), 1, "{:?}", office.troubles());
    assert_eq!((desk.in_force().await, desk.trial_balance().await), (1, before));
}

#[tokio::test]
async fn what_waits_for_a_day_goes_by_itself_once_that_day_is_the_books_again() {
    let (desk, office) = mapped().await;
    let kept = backup(&desk, &office);
    office.record(&[deposit("D-1", "B-1")]);
    office.run(Until::Empty).await;
    let office = put_back(&desk, office, &kept);
    office.record(&[deposit("D-2", "B-2")]);
    let held = office.run(Until::Empty).await.held;
    assert_eq!(held.len(), 1, "{:?}", office.troubles());
    office.record(&[deposit("D-1", "B-1")]);
    office.run(Until::Empty).await;
    assert_eq!(office.state(held[0]), State::Posted, "{:?}", office.troubles());
    assert_eq!(office.book.found_in_xero().unwrap(), []);
    assert_eq!(desk.in_force().await, 2);
    office.assert_sound();
}
