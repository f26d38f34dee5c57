//! Documents after they were made: taken back, held, skipped, retried, opened.

use ipc::Code;
use serde_json::{Value, json};

use crate::Desk;

const DAY: &str = "2026-11-19";

async fn posted(desk: &Desk) -> Value {
    let outcome = desk.sync(DAY, DAY).await;
    assert_eq!(outcome["settled"], true, "{outcome:#}");
    json!({"document": outcome["documents"][0]["id"]})
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undone_day_is_open_again_and_can_be_posted_again() {
    let desk = Desk::ready(false).await;
    let first = posted(&desk).await;
    let undone = desk.ask("undo_document", first.clone()).await;
    assert_eq!(undone["documents"][0]["state"], "undone", "{undone:#}");
    assert_eq!(desk.review(DAY).await["state"]["kind"], "open");
    let second = posted(&desk).await;
    assert_ne!(first, second, "a new document of its own");
    let journals = desk.books().await["ManualJournals"].as_array().cloned().unwrap_or_default();
    let states: Vec<_> = journals.iter().map(|one| one["Status"].clone()).collect();
    assert_eq!(states.iter().filter(|state| **state == "POSTED").count(), 1, "{states:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_a_posted_journal_opens_to_its_transactions() {
    let desk = Desk::ready(false).await;
    let document = desk.ask("document", posted(&desk).await).await;
    let lines = document["lines"].as_array().expect("a list");
    let boats = lines.iter().find(|line| line["accountName"] == "Boats").expect("a line");
    let request = json!({"line": boats["key"], "cursor": null});
    let page = desk.ask("cashout_line_transactions", request).await;
    let mut shares: Vec<_> = page["transactions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["share"].as_str().unwrap_or_default().to_owned())
        .collect();
    shares.sort();
    assert_eq!(shares, ["-100.00", "-1149.00", "30.02"], "{page:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queued_day_can_be_held_retried_and_skipped_and_what_is_over_is_refused() {
    let desk = Desk::ready(false).await;
    desk.control(json!({"faults": {"kind": "loss_before"}}));
    let queued = desk.sync(DAY, DAY).await;
    let document = json!({"document": queued["documents"][0]["id"]});
    assert_eq!(queued["documents"][0]["state"], "queued", "{queued:#}");
    let held = desk.ask("hold_document", document.clone()).await;
    assert_eq!(held["summary"]["state"], "held");
    desk.control(json!({"heal": true}));
    let idle = desk.ask("sync_now", json!({"run": "now"})).await;
    assert_eq!(idle["documents"], json!([]), "what a person holds does not go");
    let retried = desk.ask("retry_document", document.clone()).await;
    assert_eq!(retried["settled"], true, "{retried:#}");
    for (command, request) in [
        ("retry_document", document.clone()),
        ("hold_document", document.clone()),
        ("skip_document", json!({"document": document["document"], "why": "twice"})),
    ] {
        let fault = desk.refused(command, request).await;
        assert_eq!(fault.code, Code::AlreadyDone, "{command}: {fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_skipped_day_counts_as_done_and_undoing_it_opens_it_again() {
    let desk = Desk::connected("ca", false).await;
    desk.import(&crate::till::export()).await;
    let held = desk.sync(DAY, DAY).await;
    let id = &held["documents"][0]["id"];
    let blank = desk.refused("skip_document", json!({"document": id, "why": " "})).await;
    assert_eq!(blank.field.as_deref(), Some("why"));
    let skipped =
        desk.ask("skip_document", json!({"document": id, "why": "entered by hand"})).await;
    assert_eq!(skipped["summary"]["state"], "skipped");
    assert_eq!(desk.review(DAY).await["state"]["kind"], "posted");
    desk.ask("undo_document", json!({"document": id})).await;
    assert_eq!(desk.review(DAY).await["state"]["kind"], "open");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_arrives_after_the_cashout_is_a_supplement() {
    let desk = Desk::ready(false).await;
    posted(&desk).await;
    let late = crate::till::export().replace("T2,P2", "T8,P8");
    desk.import(&late).await;
    let review = desk.review(DAY).await;
    assert_eq!(review["state"]["kind"], "supplement", "{review:#}");
    let outcome = desk.sync(DAY, DAY).await;
    assert_eq!(outcome["settled"], true, "{outcome:#}");
    assert_eq!(desk.review(DAY).await["documents"].as_array().map(Vec::len), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_posted_with_others_in_one_journal_shows_as_posted_by_itself() {
    let desk = Desk::ready(false).await;
    let outcome = desk.sync(DAY, "2026-11-20").await;
    assert_eq!(outcome["documents"].as_array().map(Vec::len), Some(1), "{outcome:#}");
    let review = desk.review(DAY).await;
    assert_eq!(review["state"]["kind"], "posted");
    assert_eq!(review["documents"][0]["id"], outcome["documents"][0]["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn earlier_open_days_are_named_from_where_posting_starts() {
    let desk = Desk::ready(false).await;
    let review = desk.review("2026-11-20").await;
    assert_eq!(review["earlierOpenDays"][0]["day"], DAY);
    desk.app.set_setting("posting-starts", "2026-11-20").await.expect("a setting");
    assert_eq!(desk.review("2026-11-20").await["earlierOpenDays"], json!([]));
}
