//! Rate limits (facts §4).

use serde_json::json;
use xero_sim::{Options, Scenario};

use crate::desk::{Desk, journal, options, read};

#[tokio::test]
async fn every_answer_says_what_is_left() {
    let desk = Desk::new().await;
    let answer = desk.get("Organisation").await;
    assert_eq!(answer.header("x-minlimit-remaining"), Some("59"));
    assert_eq!(answer.header("x-daylimit-remaining"), Some("999"));
    assert_eq!(answer.header("x-appminlimit-remaining"), Some("9999"));
    let refused = desk.put("ManualJournals", &json!({})).await;
    assert_eq!(refused.header("x-minlimit-remaining"), Some("58"));
    desk.control(json!({ "expire_tokens": true }));
    let expired = desk.get("Organisation").await;
    assert_eq!((expired.status, expired.header("x-minlimit-remaining")), (401, Some("58")));
}

#[tokio::test]
async fn the_sixty_first_call_of_a_minute_is_refused_until_the_window_ends() {
    let desk = Desk::new().await;
    for _ in 0..60 {
        assert_eq!(desk.get("Organisation").await.status, 200);
    }
    let answer = desk.get("Organisation").await;
    assert_eq!(answer.status, 429);
    assert_eq!(answer.header("x-rate-limit-problem"), Some("minute"));
    let wait: i64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait));

    desk.advance(wait - 1);
    assert_eq!(desk.get("Organisation").await.status, 429, "fixed, not rolling");
    desk.advance(1);
    assert_eq!(desk.get("Organisation").await.status, 200);
}

#[tokio::test]
async fn the_day_s_limit_says_how_many_seconds_are_left_of_it() {
    let scenario = Scenario { calls_a_day: 2, ..Scenario::default() };
    let desk = Desk::with(Options { scenario, ..options() }).await;
    desk.get("Organisation").await;
    desk.get("Organisation").await;
    let answer = desk.get("Organisation").await;
    assert_eq!(answer.header("x-rate-limit-problem"), Some("day"));
    let wait: i64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=86_400).contains(&wait));
    desk.advance(60);
    assert_eq!(desk.get("Organisation").await.status, 429);
}

#[tokio::test]
async fn a_sixth_call_in_flight_is_refused_without_a_retry_after() {
    let desk = Desk::new().await;
    desk.fault(json!({ "kind": "delay", "ms": 3_000, "times": 5 }));
    let slow = async {
        tokio::join!(
            desk.get("Organisation"),
            desk.get("Organisation"),
            desk.get("Organisation"),
            desk.get("Organisation"),
            desk.get("Organisation"),
        )
    };
    let sixth = async {
        // The five are in flight once all their delays have been taken.
        while armed_faults(&desk).await > 0 {}
        desk.get("Organisation").await
    };
    let (slow, sixth) = tokio::join!(slow, sixth);
    assert_eq!(sixth.status, 429);
    assert_eq!(sixth.header("x-rate-limit-problem"), Some("concurrent"));
    assert_eq!(sixth.header("retry-after"), None);
    assert_eq!([slow.0, slow.1, slow.2, slow.3, slow.4].map(|a| a.status), [200; 5]);
}

async fn armed_faults(desk: &Desk) -> usize {
    let url = format!("{}/sim/control", desk.running.url());
    read(desk.http.get(url)).await.json()["faults"].as_array().unwrap().len()
}

#[tokio::test]
async fn limits_come_before_idempotency_so_that_replays_cost_too() {
    let desk = Desk::new().await;
    let body = journal("Cashout");
    desk.put_once("k", &body).await;
    let replay = desk.put_once("k", &body).await;
    assert_eq!(replay.header("x-minlimit-remaining"), Some("58"));

    desk.control(json!({ "limits": { "minute": 2 } }));
    assert_eq!(desk.put_once("k", &body).await.status, 429);
}
