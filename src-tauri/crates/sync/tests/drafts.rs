//! Drafts for approval: in Xero, and in its books only once somebody there approves them.

use ledger::Kind;
use serde_json::{Value, json};
use store::{DocumentId, NewTransaction, State};
use sync::{DRAFTS_SETTING, UndoOutcome, Until};

use crate::desk::{Circumstances, Desk, Office};
use crate::till::event;

async fn drafting() -> (Desk, Office) {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    office.book.set_setting(DRAFTS_SETTING, Some("all")).unwrap();
    (desk, office)
}

fn deposit() -> NewTransaction {
    event(Kind::BookingPayment, "D", 20, "pay Card 50.00; booking B-17")
}

fn charge() -> NewTransaction {
    event(Kind::AccountCharge, "C-1", 20, "Boats 100.00; customer Anneke_Larsen")
}

fn payment() -> NewTransaction {
    event(Kind::AccountPayment, "P", 20, "pay Card 100.00; customer Anneke_Larsen")
}

fn credit() -> NewTransaction {
    event(Kind::AccountRefund, "R", 20, "Boats 40.00; customer Anneke_Larsen; invoice C-1")
}

fn xero_id(office: &Office, id: DocumentId) -> Value {
    json!(office.document(id).summary.xero_id.unwrap())
}

fn ids(office: &Office) -> Vec<DocumentId> {
    office.live().iter().map(|document| document.id).collect()
}

#[tokio::test]
async fn a_draft_is_in_xero_and_not_in_its_books_until_it_is_approved() {
    for events in [vec![deposit()], vec![charge()]] {
        let (desk, office) = drafting().await;
        office.record(&events);
        let report = office.run(Until::Empty).await;
        let [id] = ids(&office)[..] else { panic!("one document") };
        assert_eq!((report.drafted, report.posted), (vec![id], vec![]));
        assert_eq!(office.state(id), State::AwaitingApproval);
        assert_eq!(desk.trial_balance().await, []);

        desk.control(json!({ "approve": xero_id(&office, id) }));
        assert_eq!(office.run(Until::Empty).await.posted, [id]);
        assert_eq!(office.state(id), State::Posted);
        assert_ne!(desk.trial_balance().await, []);
        assert_eq!(desk.in_force().await, 1);
    }
}

#[tokio::test]
async fn what_pays_a_draft_waits_for_its_approval() {
    let (desk, office) = drafting().await;
    office.record(&[charge(), payment()]);
    office.run(Until::Empty).await;
    let [invoice, paid] = ids(&office)[..] else { panic!("two documents") };
    assert_eq!(office.state(paid), State::Queued);
    assert_eq!(desk.wire.count("PUT Payments"), 0);
    desk.control(json!({ "approve": xero_id(&office, invoice) }));
    assert_eq!(office.run(Until::Empty).await.posted, [invoice, paid]);
    assert_eq!(desk.balance("Accounts Receivable").await, "0.00");
}

#[tokio::test]
async fn a_credit_note_waits_as_a_draft_and_is_set_off_once_it_is_approved() {
    let (desk, office) = drafting().await;
    office.record(&[charge(), credit()]);
    office.run(Until::Empty).await;
    let [invoice, note, allocation] = ids(&office)[..] else { panic!("three documents") };
    desk.control(json!({ "approve": xero_id(&office, invoice) }));
    assert_eq!(office.run(Until::Empty).await.posted, [invoice]);
    assert_eq!(office.state(allocation), State::Queued, "the note is still a draft");
    desk.control(json!({ "approve": xero_id(&office, note) }));
    assert_eq!(office.run(Until::Empty).await.posted, [note, allocation]);
    assert_eq!(desk.balance("Accounts Receivable").await, "60.00");
}

#[tokio::test]
async fn what_was_changed_before_its_approval_is_kept_as_it_is_there() {
    let (desk, office) = drafting().await;
    office.record(&[charge()]);
    office.run(Until::Empty).await;
    let id = ids(&office)[0];
    let invoice = xero_id(&office, id);
    desk.control(json!({
        "edit_invoice": { "id": invoice, "first_line_amount": "90.00" }, "approve": invoice,
    }));
    assert_eq!(office.run(Until::Empty).await.posted, [id]);
    let read_back = office.document(id).read_back.unwrap();
    assert_eq!(read_back.lines[0].amount.minor(), -9_000);
    drop(office);
    let office = desk.office();
    let log = store::LogFilter { document: Some(id), ..store::LogFilter::default() };
    let log = office.book.sync_log(&log, None, 9).unwrap();
    let told = &log[0].entry.message;
    assert!(told.starts_with("Approved in Xero with changes."), "{told}");
}

#[tokio::test]
async fn a_draft_deleted_in_xero_is_noticed_and_can_be_posted_again() {
    for events in [vec![deposit()], vec![charge(), payment()]] {
        let (desk, office) = drafting().await;
        office.record(&events);
        office.run(Until::Empty).await;
        let id = ids(&office)[0];
        desk.control(json!({ "delete_draft": xero_id(&office, id) }));
        assert_eq!(office.run(Until::Empty).await.held, [id]);
        assert_eq!(office.cause(id), "found_not_posted");
        let message = office.document(id).summary.reason.unwrap().message;
        assert!(message.contains("was deleted in Xero"), "{message}");

        assert_eq!(office.outbox.undo(id).await.unwrap(), UndoOutcome::Undone);
        office.run(Until::Empty).await;
        assert_eq!((office.live().len(), desk.in_force().await), (0, 0));
        office.assert_sound();
    }
}

#[tokio::test]
async fn a_draft_that_is_undone_is_deleted_in_xero() {
    for events in [vec![deposit()], vec![charge(), credit(), payment()]] {
        let (desk, office) = drafting().await;
        office.record(&events);
        office.run(Until::Empty).await;
        office.undo_everything().await;
        office.run(Until::Empty).await;
        assert_eq!((office.live().len(), desk.in_force().await), (0, 0));
        let books = desk.books().await;
        let drafts = [&books["ManualJournals"], &books["Invoices"], &books["CreditNotes"]];
        let drafts = drafts.iter().flat_map(|table| table.as_array().unwrap());
        assert!(drafts.into_iter().all(|one| one["Status"] == "DELETED"), "not voided");
    }
}

#[tokio::test]
async fn a_draft_in_a_period_that_was_locked_meanwhile_is_deleted_all_the_same() {
    let (desk, office) = drafting().await;
    office.record(&[charge()]);
    office.run(Until::Empty).await;
    let id = ids(&office)[0];
    desk.control(json!({ "lock_date": "2026-11-20" }));
    assert_eq!(office.outbox.undo(id).await.unwrap(), UndoOutcome::VoidQueued);
    assert_eq!(office.run(Until::Empty).await.undone, [id]);
    assert_eq!(desk.in_force().await, 0);
}

#[tokio::test]
async fn a_draft_approved_while_its_deletion_was_on_its_way_is_voided() {
    let (desk, office) = drafting().await;
    office.record(&[charge()]);
    office.run(Until::Empty).await;
    let id = ids(&office)[0];
    office.outbox.undo(id).await.unwrap();
    desk.control(json!({ "approve": xero_id(&office, id) }));
    assert_eq!(office.run(Until::Empty).await.undone, [id]);
    assert_eq!((desk.trial_balance().await, desk.in_force().await), (vec![], 0));
}

#[tokio::test]
async fn a_draft_whose_answer_was_lost_is_found_as_one() {
    let (desk, office) = drafting().await;
    desk.wire.fail_first_tries(r#"{ "kind": "loss_after_commit" }"#);
    office.record(&[deposit()]);
    let report = office.run(Until::Empty).await;
    assert_eq!(report.drafted.len(), 1, "{report:?}");
    assert_eq!(desk.wire.count("PUT ManualJournals"), 1);
    assert_eq!(desk.journals("DRAFT").await.len(), 1);
}

#[tokio::test]
async fn drafts_are_looked_at_now_and_then_and_keep_nothing_waiting() {
    let (desk, office) = drafting().await;
    office.record(&[charge()]);
    let report = office.run(Until::Empty).await;
    assert_eq!(report.blocked_by, None, "nobody waits for a person's approval");
    let asked = desk.wire.count("GET Invoices");
    office.run(Until::Blocked).await;
    assert_eq!(desk.wire.count("GET Invoices"), asked + 1, "a click looks at once");
}
