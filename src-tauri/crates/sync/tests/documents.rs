//! Every kind of document, once into Xero and out of it again.

use store::{DocumentFilter, Operation, Outcome};
use sync::Until;

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
