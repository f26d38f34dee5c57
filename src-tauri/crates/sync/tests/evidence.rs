//! The sheet of a cashout, attached to its journal in Xero once, and never in its way.

use std::sync::Arc;

use serde_json::{Value, json};
use store::{Book, DocumentId, LogFilter, State};
use sync::{EVIDENCE_SETTING, Evidence, Sheet, Until};

use crate::desk::{Desk, Office};
use crate::till::sale;
use crate::wire::Crash;

/// More points than a run has.
const POINTS_MAX: u32 = 60;

/// Makes a sheet that says which document it is of, or cannot.
#[derive(Debug)]
struct Sheets {
    works: bool,
}

impl Evidence for Sheets {
    fn sheet(&self, book: &Book, document: DocumentId) -> Result<Option<Sheet>, String> {
        if !self.works {
            return Err("The sheet could not be made: no font.".to_owned());
        }
        let code = book.document(document).map_err(|error| error.to_string())?.summary.code;
        Ok(Some(Sheet {
            file_name: format!("Cashout {code}.pdf"),
            content_type: "application/pdf",
            bytes: b"%PDF-1.7".to_vec(),
        }))
    }
}

async fn desk() -> Desk {
    let desk = Desk::open().await;
    let office = desk.office();
    office.book.set_setting(EVIDENCE_SETTING, Some("attach")).unwrap();
    office.record(&[sale("s1", 20, "Boats", 10_000)]);
    desk
}

fn office(desk: &Desk, works: bool, crash: &Arc<Crash>) -> Office {
    desk.office_with(crash.clone(), Arc::new(Sheets { works }))
}

async fn attachments(desk: &Desk) -> Vec<Value> {
    desk.books().await["Attachments"].as_array().unwrap().clone()
}

async fn assert_attached_once(desk: &Desk, id: DocumentId, when: &str) {
    let document = desk.office().document(id).summary;
    let files = attachments(desk).await;
    assert_eq!(files.len(), 1, "{when}: {files:#?}");
    assert_eq!(files[0]["DocumentID"].as_str(), document.xero_id.as_deref(), "{when}");
    assert_eq!(files[0]["FileName"], format!("Cashout {}.pdf", document.code), "{when}");
    assert_eq!(files[0]["ContentLength"], 8, "{when}");
}

#[tokio::test]
async fn the_sheet_is_attached_to_the_journal_that_was_posted() {
    let desk = desk().await;
    let office = office(&desk, true, &Arc::default());
    let id = office.close(20)[0];
    assert_eq!(office.run(Until::Empty).await.posted, [id]);
    assert_attached_once(&desk, id, "at once").await;
    office.run(Until::Empty).await;
    assert_attached_once(&desk, id, "again").await;
}

#[tokio::test]
async fn without_the_setting_nothing_is_attached() {
    let desk = desk().await;
    let office = office(&desk, true, &Arc::default());
    office.book.set_setting(EVIDENCE_SETTING, None).unwrap();
    office.close(20);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 1);
    assert_eq!(attachments(&desk).await.len(), 0);
}

#[tokio::test]
async fn a_sheet_that_cannot_be_made_is_said_and_the_day_is_posted() {
    let desk = desk().await;
    let id = {
        let office = office(&desk, false, &Arc::default());
        office.close(20);
        let report = office.run(Until::Empty).await;
        assert_eq!(report.blocked_by, None);
        report.posted[0]
    };
    let office = desk.office();
    assert_eq!((office.state(id), attachments(&desk).await.len()), (State::Posted, 0));
    let filter = LogFilter { document: Some(id), ..LogFilter::default() };
    let log = office.book.sync_log(&filter, None, 9).unwrap();
    let said = log.iter().find(|line| line.entry.operation == "attachment").unwrap();
    assert!(!said.entry.ok);
    assert_eq!(said.entry.message, "The sheet could not be made: no font.");
}

#[tokio::test]
async fn an_answer_that_is_lost_is_looked_up_and_the_sheet_is_there_once() {
    for fault in ["loss_before", "loss_after_commit", "torn_body"] {
        let desk = desk().await;
        let office = office(&desk, true, &Arc::default());
        let id = office.close(20)[0];
        desk.fault(&json!({ "kind": fault, "path": "/Attachments", "method": "PUT", "times": 1 }));
        assert_eq!(office.run(Until::Empty).await.posted, [id], "{fault}");
        desk.advance(600);
        office.run(Until::Empty).await;
        assert_attached_once(&desk, id, fault).await;
    }
}

#[tokio::test]
async fn a_crash_anywhere_leaves_one_sheet() {
    for at in 1..POINTS_MAX {
        let desk = desk().await;
        let crash = Arc::new(Crash::at(at));
        let crashed = {
            let office = office(&desk, true, &crash);
            office.close(20);
            tokio::select! {
                _ = office.run(Until::Empty) => false,
                () = crash.happens() => true,
            }
        };
        let office = office(&desk, true, &Arc::default());
        office.close(20);
        office.run(Until::Empty).await;
        let id = office.live()[0].id;
        assert_attached_once(&desk, id, &format!("crashed at {at}")).await;
        if !crashed {
            return;
        }
    }
    panic!("a run has fewer than {POINTS_MAX} points");
}

#[tokio::test]
async fn what_is_undone_before_its_sheet_was_attached_needs_none() {
    let desk = desk().await;
    let office = office(&desk, true, &Arc::default());
    let id = office.close(20)[0];
    desk.fault(&json!({ "kind": "server_error", "status": 503, "path": "/Attachments" }));
    office.run(Until::Blocked).await;
    assert_eq!(office.state(id), State::Posted);
    office.outbox.undo(id).await.unwrap();
    desk.heal();
    desk.advance(3_600);
    assert_eq!(office.run(Until::Empty).await.undone, [id]);
    assert_eq!(attachments(&desk).await.len(), 0);
}
