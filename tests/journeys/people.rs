//! Several people at one window.

use serde_json::json;

use super::first_start::ACCOUNT;
use super::ready;
use crate::harness::test_id;
use crate::pages::{self, cashout, mapping, people};

#[tokio::test]
async fn the_front_desk_signs_in_with_a_pin_and_may_not_edit_the_mapping() {
    let (_desk, window) = ready::practising("people").await;
    pages::go(&window, "settings").await;
    people::add(&window, "Ana", "2580").await;
    window.see_words(&test_id("signed-in"), "Ana").await;
    people::add(&window, "Sam", "1379").await;

    people::sign_out(&window).await;
    // Nothing of the book is told meanwhile, also where no page asks.
    let day = json!({ "location": null, "from": "2026-01-01", "to": "2026-01-01" });
    let refused = window.try_to_ask("cashout", day).await.expect_err("nobody is signed in");
    assert_eq!(refused["code"], "person_needed", "{refused:#}");
    people::choose(&window, "Sam").await;
    people::enter(&window, "2580").await;
    window.see(&test_id("fault")).await;
    people::enter(&window, "1379").await;
    window.see_words(&test_id("signed-in"), "Sam").await;

    // The till's day is theirs, the mapping is not.
    pages::go(&window, "cashout").await;
    cashout::see_review(&window).await;
    window.click(&format!("{} {}", test_id("blocker"), test_id("action-map"))).await;
    mapping::pick(&window, ACCOUNT).await;
    window.click(&test_id("map-save")).await;
    let fault = format!("{} {}", test_id("map-dialog"), test_id("fault"));
    window.see_words(&fault, "Only a bookkeeper or an administrator may").await;
    pages::dismiss(&window, "map-dialog").await;
    window.see(&test_id("blocker")).await;

    // What was tried is in the log, which is the administrator's to read.
    people::sign_out(&window).await;
    people::choose(&window, "Ana").await;
    people::enter(&window, "2580").await;
    pages::go(&window, "audit").await;
    window.see_words(&test_id("page-audit"), "Sam").await;
}
