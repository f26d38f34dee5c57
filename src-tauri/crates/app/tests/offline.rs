//! With Xero out of reach the day still closes, and goes by itself when it is back.

use serde_json::json;

use crate::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn a_day_closed_offline_goes_by_itself_when_xero_is_back() {
    let desk = Desk::ready(true).await;
    desk.control(json!({"faults": {"kind": "loss_before"}}));
    let outcome = desk.sync("2026-11-19", "2026-11-19").await;
    assert_eq!(outcome["settled"], false);
    let said = outcome["message"].as_str().unwrap_or_default();
    assert!(said.starts_with("The day is closed"), "{said}");
    let status = desk.ask("status", json!({})).await;
    assert_eq!(status["connection"]["kind"], "offline", "{status:#}");
    assert_eq!(status["sync"]["kind"], "waiting", "{status:#}");
    assert_eq!(status["waiting"], 1);

    desk.control(json!({"heal": true}));
    let status = desk.until("status", |status| status["sync"]["kind"] == "idle").await;
    assert_eq!(status["waiting"], 0);
    assert_eq!(status["connection"]["kind"], "connected", "the worker's calls count too");
    let journals = desk.books().await["ManualJournals"].as_array().map(Vec::len);
    assert_eq!(journals, Some(1));
    desk.app.shut_down().await;
}
