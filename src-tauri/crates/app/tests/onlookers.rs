//! A window and the command line on one book.

use serde_json::json;

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
