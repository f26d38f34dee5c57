//! A window and the command line on one book.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use world::{TestClock, World};

use crate::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn a_window_sends_what_the_command_line_has_closed() {
    let window = Desk::ready(true).await;
    let terminal = window.another().await;
    window.control(json!({"faults": {"kind": "loss_before"}}));
    let queued = terminal.sync("2026-11-19", "2026-11-19").await;
    assert_eq!(queued["settled"], false, "{queued:#}");
    window.control(json!({"heal": true}));
    // The terminal sends nothing by itself; the window looks on.
    window.until("status", |status| status["sync"]["kind"] == "idle").await;
    let journals = window.books().await["ManualJournals"].as_array().map(Vec::len);
    assert_eq!(journals, Some(1));
    window.app.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_windows_that_sync_at_once_post_one_journal() {
    let one = Desk::ready(true).await;
    let other = one.another().await;
    let (first, second) =
        tokio::join!(one.sync("2026-11-19", "2026-11-19"), other.sync("2026-11-19", "2026-11-19"));
    assert_eq!(first["documents"][0]["id"], second["documents"][0]["id"]);
    one.until("status", |status| status["sync"]["kind"] == "idle").await;
    let journals = one.books().await["ManualJournals"].as_array().map(Vec::len);
    assert_eq!(journals, Some(1));
    one.app.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_lost_the_book_to_another_sends_nothing_and_says_so() {
    let clock = TestClock::held(World::system().now());
    let world = World { clock: Arc::new(clock.clone()), ..World::system() };
    let now = || world.now();
    let desk = Desk::connected_in(world.clone(), "ca").await;
    // It slept for longer than a claim holds, and another machine came.
    clock.advance(Duration::from_secs(240));
    let there = store::Book::open(&desk.book_folder(), now()).expect("the book opens");
    there.claim_for_machine("back-office", now(), Duration::from_secs(180)).expect("it is free");
    let refused = desk.refused("sync_now", json!({ "run": "r" })).await;
    assert!(refused.message.contains("back-office"), "{refused:?}");
    let attention = desk.ask("attention", json!({})).await;
    assert_eq!(attention["groups"][0]["cause"], "machine", "{attention:#}");
    assert_eq!(desk.ask("status", json!({})).await["attention"], 1);
    // Once Daybook is closed there it goes on.
    there.leave_machine("back-office").expect("left");
    desk.ask("sync_now", json!({ "run": "r" })).await;
    assert_eq!(desk.ask("attention", json!({})).await["total"], 0);
    desk.app.shut_down().await;
}
