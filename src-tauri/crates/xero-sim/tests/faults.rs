//! Faults: what a client sees, and what Xero did meanwhile (DESIGN §5).

use std::time::Duration;

use serde_json::{Value, json};

use crate::desk::{Desk, journal, read, redeem};

/// Sends a journal whose answer gets lost on the way.
async fn send(desk: &Desk) -> reqwest::Result<reqwest::Response> {
    desk.request("PUT", "ManualJournals").json(&journal("Cashout")).send().await
}

async fn journals(desk: &Desk) -> usize {
    desk.books().await["ManualJournals"].as_array().unwrap().len()
}

async fn wait_for_a_journal(desk: &Desk) {
    let wait = async { while journals(desk).await == 0 {} };
    tokio::time::timeout(Duration::from_secs(20), wait).await.unwrap();
}

#[tokio::test]
async fn a_request_lost_on_its_way_leaves_nothing() {
    let desk = Desk::new().await;
    desk.fault(json!({ "kind": "loss_before", "times": 1 }));
    assert!(send(&desk).await.unwrap_err().is_request());
    assert_eq!(journals(&desk).await, 0);
    assert_eq!(send(&desk).await.unwrap().status(), 200, "one shot");
}

#[tokio::test]
async fn an_answer_lost_after_the_commit_leaves_the_journal() {
    let desk = Desk::new().await;
    desk.fault(json!({ "kind": "loss_after_commit", "times": 1, "method": "PUT" }));
    assert!(send(&desk).await.unwrap_err().is_request());
    assert_eq!(journals(&desk).await, 1);
    assert_eq!(desk.balance("Boats").await, "-100.00");
}

#[tokio::test]
async fn a_late_commit_happens_after_the_client_was_cut_off() {
    let desk = Desk::new().await;
    desk.fault(json!({ "kind": "late_commit", "ms": 2_000, "times": 1 }));
    assert!(send(&desk).await.is_err());
    assert_eq!(journals(&desk).await, 0);
    wait_for_a_journal(&desk).await;
    assert_eq!(desk.balance("Boats").await, "-100.00");
}

#[tokio::test]
async fn a_client_that_hangs_up_does_not_undo_its_request() {
    let desk = Desk::new().await;
    desk.fault(json!({ "kind": "delay", "ms": 2_000, "times": 1 }));
    let impatient = desk
        .request("PUT", "ManualJournals")
        .json(&journal("Cashout"))
        .timeout(Duration::from_millis(500));
    assert!(impatient.send().await.unwrap_err().is_timeout());
    wait_for_a_journal(&desk).await;
}

#[tokio::test]
async fn half_a_body_arrives_and_the_journal_is_there() {
    let desk = Desk::new().await;
    desk.fault(json!({ "kind": "torn_body", "times": 1 }));
    let response = send(&desk).await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.text().await.is_err());
    assert_eq!(journals(&desk).await, 1);
}

#[tokio::test]
async fn a_duplicate_delivery_doubles_unless_a_key_guards_it() {
    let desk = Desk::new().await;
    desk.fault(json!({ "kind": "duplicate_delivery", "times": 2 }));
    desk.put_once("key-1", &journal("Guarded")).await;
    assert_eq!(journals(&desk).await, 1);
    desk.put("ManualJournals", &journal("Bare")).await;
    assert_eq!(journals(&desk).await, 3);
}

#[tokio::test]
async fn a_server_error_may_or_may_not_have_committed_and_its_key_remembers_it() {
    let desk = Desk::new().await;
    desk.fault(json!({ "kind": "server_error", "status": 503, "times": 1 }));
    assert_eq!(desk.put_once("key-1", &journal("Cashout")).await.status, 503);
    assert_eq!(journals(&desk).await, 0);

    desk.fault(json!({ "kind": "server_error", "status": 504, "committed": true, "times": 1 }));
    assert_eq!(desk.put_once("key-2", &journal("Cashout")).await.status, 504);
    assert_eq!(journals(&desk).await, 1);
    assert_eq!(desk.put_once("key-2", &journal("Cashout")).await.status, 504, "remembered");
}

#[tokio::test]
async fn each_refusal_has_its_status_and_headers_and_changes_nothing() {
    let desk = Desk::new().await;
    let cases: [(Value, u16, &str); 9] = [
        (json!({ "kind": "rate_limit", "limit": "minute" }), 429, ""),
        (json!({ "kind": "rate_limit", "limit": "day" }), 429, ""),
        (json!({ "kind": "rate_limit", "limit": "concurrent" }), 429, ""),
        (json!({ "kind": "rate_limit", "limit": "app_minute" }), 429, ""),
        (json!({ "kind": "unauthorised", "why": "expired" }), 401, "TokenExpired"),
        (json!({ "kind": "unauthorised", "why": "bad_token" }), 401, "AuthenticationUnsuccessful"),
        (json!({ "kind": "unauthorised", "why": "missing_scope" }), 401, "Authorization"),
        (json!({ "kind": "organisation_offline" }), 503, "The Organisation is offline"),
        (json!({ "kind": "tenant_disconnected" }), 403, "Forbidden"),
    ];
    for (mut fault, status, text) in cases {
        fault["times"] = json!(1);
        desk.fault(fault.clone());
        let answer = desk.put("ManualJournals", &journal("Cashout")).await;
        assert_eq!(answer.status, status, "{fault}");
        assert!(answer.text.contains(text), "{fault}: {}", answer.text);
        assert!(answer.header("x-minlimit-remaining").is_some());
        let retry = matches!(fault["limit"].as_str(), Some("minute" | "day"));
        assert_eq!(answer.header("retry-after").is_some(), retry, "{fault}");
    }
    assert_eq!(journals(&desk).await, 0);
}

#[tokio::test]
async fn a_lost_refresh_has_rotated_the_token_and_the_old_one_still_works() {
    let desk = Desk::new().await;
    desk.fault(json!({ "kind": "refresh_response_lost", "times": 1 }));
    let form = json!({
        "grant_type": "refresh_token", "client_id": desk.running.client_id(),
        "refresh_token": desk.refresh,
    });
    let url = format!("{}/connect/token", desk.running.url());
    assert!(desk.http.post(url).form(&form).send().await.is_err());
    assert_eq!(redeem(&desk.http, &desk.running, &form).await.status, 200);
}

#[tokio::test]
async fn a_fault_without_a_count_lasts_until_healed_and_only_where_it_matches() {
    let desk = Desk::new().await;
    let fault = json!({ "kind": "organisation_offline", "path": "/manualjournals", "skip": 1 });
    desk.fault(fault);
    assert_eq!(desk.get("ManualJournals").await.status, 200, "skipped");
    assert_eq!(desk.get("Accounts").await.status, 200, "another path");
    for _ in 0..3 {
        assert_eq!(desk.get("ManualJournals").await.status, 503);
    }
    desk.control(json!({ "heal": true }));
    assert_eq!(desk.get("ManualJournals").await.status, 200);
}

#[tokio::test]
async fn the_control_endpoint_takes_one_fault_or_many_and_refuses_what_it_does_not_know() {
    let desk = Desk::new().await;
    let url = format!("{}/sim/control", desk.running.url());
    let send = |body: Value| read(desk.http.post(&url).json(&body));
    let one = send(json!({ "faults": { "kind": "loss_before" } })).await;
    assert_eq!(one.json()["faults"].as_array().unwrap().len(), 1);
    let many = json!([{ "kind": "torn_body" }, { "kind": "delay", "ms": 1 }]);
    assert_eq!(send(json!({ "faults": many })).await.json()["faults"].as_array().unwrap().len(), 3);
    let healed = send(json!({ "heal": true, "advance_seconds": 60 })).await.json();
    assert_eq!(healed["faults"], json!([]));
    assert_eq!(healed["now"], "2026-10-05T20:01:00+00:00");

    assert_eq!(send(json!({ "archive_acount": "Boats" })).await.status, 400);
    let mistyped = send(json!({ "faults": { "kind": "loss_before", "time": 1 } })).await;
    assert!(mistyped.text.contains("a fault has no member time"), "{}", mistyped.text);
    let unknown = send(json!({ "lock_date": "2026-01-01", "archive_account": "Nope" })).await;
    assert_eq!(unknown.json()["error"], "there is no account \"Nope\"");
    let organisation = desk.get("Organisation").await.json()["Organisations"][0].clone();
    assert_eq!(organisation["PeriodLockDate"], Value::Null, "all or nothing");
}

#[tokio::test]
async fn a_bookkeeper_s_changes_are_seen_at_the_next_look() {
    let desk = Desk::new().await;
    let posted = desk.posted("Cashout").await;
    let id = posted["ManualJournalID"].clone();
    let edit = json!({ "id": id, "narration": "Moved", "first_line_account": "Cash Clearing" });
    desk.control(json!({ "edit_journal": edit }));
    let path = format!("ManualJournals/{}", id.as_str().unwrap());
    assert_eq!(desk.get(&path).await.journal()["Narration"], "Moved");
    assert_eq!(desk.balance("Cash Clearing").await, "100.00");
    let retype = json!({ "account": "Boats", "to": "BANK" });
    desk.control(json!({ "retype_account": retype }));
    let text = "Account code '201' is not a valid code for this document.";
    assert_eq!(desk.put("ManualJournals", &journal("n")).await.refusals(), [text]);
}
