//! Idempotency-Key (facts §5).

use serde_json::json;

use crate::desk::{Desk, changed, journal, line, read};

async fn journals(desk: &Desk) -> usize {
    desk.books().await["ManualJournals"].as_array().unwrap().len()
}

#[tokio::test]
async fn the_same_request_under_the_same_key_is_answered_byte_for_byte_and_done_once() {
    let desk = Desk::new().await;
    let first = desk.put_once("key-1", &journal("Cashout")).await;
    desk.advance(359);
    let second = desk.put_once("key-1", &journal("Cashout")).await;
    assert_eq!(first.text, second.text);
    assert_eq!(journals(&desk).await, 1);
}

#[tokio::test]
async fn after_six_minutes_the_key_is_new_and_the_journal_doubles() {
    let desk = Desk::new().await;
    desk.put_once("key-1", &journal("Cashout")).await;
    desk.advance(360);
    desk.put_once("key-1", &journal("Cashout")).await;
    assert_eq!(journals(&desk).await, 2);
}

#[tokio::test]
async fn a_key_of_another_request_is_refused() {
    let desk = Desk::new().await;
    desk.put_once("key-1", &journal("Cashout")).await;
    let answer = desk.put_once("key-1", &journal("Another")).await;
    assert_eq!(answer.refusals(), ["Idempotency Key: key-1 is used with a different request."]);
    assert_eq!(journals(&desk).await, 1);
}

#[tokio::test]
async fn errors_are_remembered_even_after_their_cause_is_mended() {
    let desk = Desk::new().await;
    desk.control(json!({ "archive_account": "Boats" }));
    let refused = desk.put_once("key-1", &journal("Cashout")).await;
    assert_eq!(refused.status, 400);

    desk.control(json!({ "restore_account": "Boats" }));
    let again = desk.put_once("key-1", &journal("Cashout")).await;
    assert_eq!((again.status, again.text), (400, refused.text));
    assert_eq!(desk.put_once("key-2", &journal("Cashout")).await.status, 200);
}

#[tokio::test]
async fn a_key_has_at_most_128_characters() {
    let desk = Desk::new().await;
    assert_eq!(desk.put_once(&"k".repeat(128), &journal("Cashout")).await.status, 200);
    assert_eq!(desk.put_once(&"k".repeat(129), &journal("Cashout")).await.status, 400);
    assert_eq!(journals(&desk).await, 1);
}

#[tokio::test]
async fn reads_ignore_the_key() {
    let desk = Desk::new().await;
    let get = || read(desk.request("GET", "ManualJournals").header("Idempotency-Key", "key-1"));
    assert_eq!(get().await.json()["ManualJournals"].as_array().unwrap().len(), 0);
    desk.posted("Cashout").await;
    assert_eq!(get().await.json()["ManualJournals"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_did_not_convert_is_remembered_like_every_error() {
    let desk = Desk::new().await;
    let body = changed(|journal| journal["JournalLines"] = json!([line("x", "613")]));
    let first = desk.put_once("key-1", &body).await;
    assert_eq!(first.json()["ErrorNumber"], 14);
    assert_eq!(desk.put_once("key-1", &body).await.text, first.text);
}
