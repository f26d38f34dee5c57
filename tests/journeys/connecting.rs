//! Signing in to one's own books.

use serde_json::json;

use crate::harness::{Desk, Xero, test_id};
use crate::pages::{self, connection};

#[tokio::test]
async fn signing_in_happens_in_a_browser_and_opens_the_allowed_organisation() {
    let xero = Xero::start(&["ca", "us"]).await;
    let mut desk = Desk::of("connecting", &xero);
    let window = desk.start().await;
    let page = connection::begin(&desk, &window).await;
    assert!(page.starts_with(&xero.url()), "{page}");
    assert!(page.contains("code_challenge_method=S256"), "{page}");

    let names = xero.organisations();
    let allowed = &names[1];
    let browser = desk.browse(&page).await;
    connection::allow(&browser, allowed).await;
    // The page the browser ends on is the program's own.
    browser.see_words("body", "Daybook").await;

    window.see_words(&test_id("rail-foot"), allowed).await;
    let status = window.ask("status", json!({})).await;
    assert_eq!(status["connection"]["kind"], "connected", "{status:#}");
    pages::dismiss(&window, "connect-dialog").await;
    pages::go(&window, "settings").await;
    window.see_words(&test_id("page-settings"), allowed).await;
}

#[tokio::test]
async fn a_refused_sign_in_says_so_and_leaves_the_book_without_an_organisation() {
    let xero = Xero::start(&["ca"]).await;
    let mut desk = Desk::of("refusing", &xero);
    let window = desk.start().await;
    let page = connection::begin(&desk, &window).await;
    let browser = desk.browse(&page).await;
    connection::refuse(&browser).await;

    window.see(&format!("{} {}", test_id("connect-dialog"), test_id("fault"))).await;
    let status = window.ask("status", json!({})).await;
    assert_eq!(status["organisation"], json!(null), "{status:#}");
}
