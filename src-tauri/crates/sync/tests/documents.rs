//! Every kind of document, once into Xero and out of it again.

use std::collections::BTreeSet;

use ledger::DocumentKind;
use serde_json::json;
use store::{DocumentFilter, Operation, Outcome};
use sync::{Replanned, Until, retry};

use crate::desk::{Desk, Office};
use crate::scenes::scenes;

#[tokio::test]
async fn every_kind_is_posted_once_and_equal_on_read_back() {
    for scene in scenes() {
        let desk = scene.desk().await;
        let office = desk.office();
        scene.post(&office).await;
        scene.assert_posted(&desk, &office, "at once").await;
        for document in office.live() {
            let document = office.document(document.id);
            let read_back = document.read_back.unwrap();
            assert_eq!(read_back.lines.len(), document.entry.lines.len(), "{}", scene.name);
            assert_eq!(document.attempts.len(), 1, "{}", scene.name);
        }
        scene.post(&office).await;
        scene.assert_posted(&desk, &office, "again").await;
    }
}

#[tokio::test]
async fn every_kind_is_undone_completely() {
    for scene in scenes() {
        let desk = scene.desk().await;
        let office = desk.office();
        scene.post(&office).await;
        office.undo_everything().await;
        assert_eq!(office.run(Until::Empty).await.blocked_by, None, "{}", scene.name);
        scene.assert_undone(&desk, &office, "undone").await;
    }
}

/// What may happen to a write. Some of it is carried out all the same.
const LOSSES: [&str; 5] = [
    r#"{ "kind": "loss_before" }"#,
    r#"{ "kind": "server_error", "status": 500 }"#,
    r#"{ "kind": "loss_after_commit" }"#,
    r#"{ "kind": "server_error", "status": 503, "committed": true }"#,
    r#"{ "kind": "torn_body" }"#,
];
/// More runs than any scene needs.
const RUNS_MAX: usize = 24;

/// Runs until nothing is left, as a window left open would.
async fn persevere(name: &str, desk: &Desk, office: &Office) {
    for _ in 0..RUNS_MAX {
        let report = office.run(Until::Empty).await;
        if report.blocked_by.is_none() {
            return;
        }
        desk.advance(91);
    }
    panic!("{name} never ends: {:#?}", office.troubles());
}

/// The fault did happen to the first try of each document.
fn assert_each_was_unknown(office: &Office, operation: Operation, name: &str) {
    for summary in office.book.documents(&DocumentFilter::default(), 99).unwrap() {
        let attempts = office.document(summary.id).attempts;
        let first = attempts.iter().find(|one| one.operation == operation).unwrap();
        assert_eq!(first.outcome, Some(Outcome::Unknown), "{name}: {}", summary.reference);
    }
}

#[tokio::test]
async fn an_answer_lost_at_any_write_is_looked_up_and_each_is_there_once() {
    for loss in LOSSES {
        for scene in scenes() {
            let desk = scene.desk().await;
            desk.wire.fail_first_tries(loss);
            let office = desk.office();
            scene.close(&office);
            persevere(scene.name, &desk, &office).await;
            scene.assert_posted(&desk, &office, loss).await;
            assert_each_was_unknown(&office, Operation::Create, scene.name);
        }
    }
}

#[tokio::test]
async fn an_answer_lost_while_it_is_undone_is_looked_up_too() {
    for loss in LOSSES {
        for scene in scenes() {
            let desk = scene.desk().await;
            let office = desk.office();
            scene.post(&office).await;
            office.undo_everything().await;
            desk.wire.fail_first_tries(loss);
            persevere(scene.name, &desk, &office).await;
            scene.assert_undone(&desk, &office, loss).await;
            assert_each_was_unknown(&office, Operation::Void, scene.name);
        }
    }
}

/// The call that makes a document.
fn call(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::ManualJournal => "PUT ManualJournals",
        DocumentKind::Invoice => "PUT Invoices",
        DocumentKind::CreditNote | DocumentKind::Allocation => "PUT CreditNotes",
        DocumentKind::Payment => "PUT Payments",
        DocumentKind::BankTransaction => "PUT BankTransactions",
    }
}

#[tokio::test]
async fn every_kind_that_is_refused_goes_with_a_new_key_once_it_is_mended() {
    for scene in scenes() {
        let calls: BTreeSet<_> = scene.documents.iter().map(|kind| call(*kind)).collect();
        for call in calls {
            let (desk, name) = (scene.desk().await, scene.name);
            let office = desk.office();
            // Somebody locks the books in the moment before it arrives.
            desk.wire.just_before(call, json!({ "lock_date": "2026-11-20" }));
            scene.close(&office);
            let refused = office.run(Until::Empty).await.rejected;
            assert_ne!(refused, [], "{name}: {call}");
            for id in &refused {
                let message = office.document(*id).summary.reason.unwrap().message;
                assert!(message.contains("lock date"), "{name}: {message}");
            }
            let writes = desk.wire.count(call);
            office.run(Until::Empty).await;
            assert_eq!(desk.wire.count(call), writes, "{name}: a person must act");

            desk.control(json!({ "lock_date": "" }));
            sync::refresh_chart(&office.book, &office.client, &office.world).await.unwrap();
            for id in &refused {
                assert_eq!(
                    retry(&office.book, *id, office.world.now()).unwrap(),
                    Replanned::Ready,
                    "{name}"
                );
            }
            assert_eq!(office.run(Until::Empty).await.blocked_by, None, "{name}");
            scene.assert_posted(&desk, &office, call).await;
            for id in refused {
                let attempts = office.document(id).attempts;
                let outcomes: Vec<_> = attempts.iter().map(|one| one.outcome).collect();
                assert_eq!(outcomes, [Some(Outcome::Rejected), Some(Outcome::Done)], "{name}");
                assert_ne!(attempts[0].key, attempts[1].key, "its key remembers the refusal");
            }
        }
    }
}
