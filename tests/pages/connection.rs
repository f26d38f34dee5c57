//! Signing in, on both sides: our dialog, and the pages of the simulated Xero.

use serde_json::json;

use crate::harness::{Desk, Window, test_id};

/// Begins a sign-in, and returns the address the browser is sent to.
pub(crate) async fn begin(desk: &Desk, window: &Window) -> String {
    window.click(&test_id("start-connect")).await;
    window.click(&test_id("connect-begin")).await;
    desk.opened_with("/identity/connect/authorize").await
}

/// In the browser: allows the organisation called `name`.
pub(crate) async fn allow(browser: &Window, name: &str) {
    let pick = "const label = [...document.querySelectorAll('label')]\
        .find((label) => label.textContent.includes(arguments[0])); label.click(); \
        return label.querySelector('input').checked";
    browser.see("form").await;
    assert_eq!(browser.run(pick, vec![json!(name)]).await, json!(true), "{name} is offered");
    browser.click("button[value=allow]").await;
    browser.see_no("button[value=allow]").await;
}

/// In the browser: changes one's mind.
pub(crate) async fn refuse(browser: &Window) {
    browser.click("button[value=cancel]").await;
    browser.see_no("button[value=cancel]").await;
}
