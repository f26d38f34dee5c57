//! What is wrong around a book is told beside everything else, and shuts nothing.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use world::{TestClock, World};

use crate::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn backups_that_cannot_be_listed_are_a_trouble_and_shut_nothing() {
    let desk = Desk::ready(false).await;
    let before = desk.ask("status", json!({})).await["attention"].as_u64().expect("a count");
    let backups = desk.book_folder().join("backups");
    fs::write(&backups, "no folder").expect("written");

    let status = desk.ask("status", json!({})).await;
    assert_eq!(status["attention"], before + 1, "{status:#}");
    let attention = desk.ask("attention", json!({})).await;
    assert_eq!(attention["groups"][0]["title"], "The backups cannot be listed", "{attention:#}");
    let told = desk.app.troubles().await;
    assert!(told[0].starts_with("The backups cannot be listed, and none is made"), "{told:?}");
    let listed = desk.ask("backups", json!({})).await;
    assert_eq!(listed["problem"], told[0].as_str(), "{listed:#}");
    let synced = desk.sync("2026-11-19", "2026-11-19").await;
    assert_eq!(synced["settled"], true, "{synced:#}");

    // Mended, it is over with the next sync, also where nothing waits, and the window is told.
    fs::remove_file(&backups).expect("removed");
    desk.ask("attention", json!({})).await;
    desk.host.topics.lock().expect("heard").clear();
    desk.ask("sync_now", json!({"run": "empty"})).await;
    let heard = desk.host.topics.lock().expect("heard").clone();
    let documents = heard.iter().filter(|topic| **topic == ipc::Topic::Documents).count();
    assert_eq!(documents, 1, "{heard:?}");
    assert_eq!(desk.app.troubles().await, Vec::<String>::new());
    desk.sync("2026-11-20", "2026-11-20").await;
    assert_eq!(desk.ask("status", json!({})).await["attention"], before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_is_made_is_told_once_whoever_had_trouble_with_the_one_before() {
    let desk = Desk::connected("ca", false).await;
    for made in [1, 0] {
        desk.host.topics.lock().expect("heard").clear();
        desk.ask("sync_now", json!({"run": "empty"})).await;
        let heard = desk.host.topics.lock().expect("heard").clone();
        let documents = heard.iter().filter(|topic| **topic == ipc::Topic::Documents).count();
        assert_eq!(documents, made, "{heard:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_was_put_back_is_said_to_be_whatever_can_be_listed_after_it() {
    let desk = Desk::ready(false).await;
    let copy = desk.book_folder().with_file_name("copy.sqlite");
    desk.app.back_up(copy.clone()).await.expect("a copy");
    fs::write(desk.book_folder().join("backups"), "no folder").expect("written");
    let restored = desk.ask("restore_backup", json!({"file": copy})).await;
    assert!(restored["restored"].is_object(), "{restored:#}");
    assert!(restored["problem"].is_string(), "{restored:#}");
    let deeds = desk.ask("audit_log", json!({"search": "restore_backup"})).await;
    let outcomes: Vec<&Value> =
        deeds["entries"].as_array().expect("entries").iter().map(|one| &one["outcome"]).collect();
    assert!(!outcomes.is_empty() && outcomes.iter().all(|one| *one == "done"), "{deeds:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_xero_is_not_skipped_and_is_said_to_be_there() {
    let clock = TestClock::held(World::system().now());
    let world = World { clock: Arc::new(clock.clone()), ..World::system() };
    let desk = Desk::connected_in(world, "ca").await;
    desk.import(&crate::till::export()).await;
    desk.map_all().await;
    for method in ["PUT", "POST"] {
        let fault =
            json!({"kind": "loss_after_commit", "path": "ManualJournals", "method": method});
        desk.control(json!({ "faults": fault }));
    }
    let sent = desk.sync("2026-11-19", "2026-11-19").await;
    let id = sent["documents"][0]["id"].as_str().expect("an id").to_owned();
    desk.control(json!({"heal": true}));
    desk.app.hold_named(&id).await.expect("held");

    let early = desk.app.skip_named(&id, "by hand".to_owned()).await.expect_err("on its way");
    assert!(early.message.ends_with("whether Xero has it. Nothing was skipped."), "{early:?}");
    assert!(early.hint.is_some(), "{early:?}");
    desk.control(json!({"advance_seconds": 120}));
    clock.advance(Duration::from_secs(120));
    let there = desk.app.skip_named(&id, "by hand".to_owned()).await.expect_err("it is there");
    assert!(there.message.starts_with(&format!("Xero has document {id} after all")), "{there:?}");
    let hint = there.hint.expect("what to do");
    assert!(hint.contains(&format!("daybook outbox undo {id}")), "{hint}");
    let skip = json!({"document": id, "why": "by hand"});
    let at_window = desk.refused("skip_document", skip).await;
    assert_eq!((at_window.message, at_window.hint), (there.message, None), "no commands there");
}
