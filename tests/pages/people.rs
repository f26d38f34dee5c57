//! Who works with the book: the card in the settings, and the question who is here.

use fantoccini::key::Key;
use serde_json::json;

use crate::harness::{Window, test_id};

/// Adds a person in the settings, which are in sight: an administrator where there is nobody yet,
/// else somebody of the front desk.
pub(crate) async fn add(window: &Window, name: &str, pin: &str) {
    window.click(&test_id("add-person")).await;
    window.fill(&test_id("person-name"), name).await;
    window.fill(&test_id("person-pin"), pin).await;
    window.click(&test_id("person-save")).await;
    window.see_no(&test_id("person-dialog")).await;
}

/// Leaves the window to whoever comes next.
pub(crate) async fn sign_out(window: &Window) {
    window.click(&test_id("sign-out")).await;
    window.see(&test_id("page-sign-in")).await;
}

/// Says who is here.
pub(crate) async fn choose(window: &Window, name: &str) {
    let place = "return [...document.querySelectorAll('[data-testid=who]')]\
        .findIndex((who) => who.textContent.includes(arguments[0])) + 1";
    let place = window
        .until(&format!("{name} to be offered"), async || {
            window.run(place, vec![json!(name)]).await.as_u64().filter(|place| *place > 0)
        })
        .await;
    window.click(&format!("li:nth-child({place}) {}", test_id("who"))).await;
    window.see(&test_id("sign-in-pin")).await;
}

/// Types a PIN, and presses Enter.
pub(crate) async fn enter(window: &Window, pin: &str) {
    window.fill(&test_id("sign-in-pin"), pin).await;
    window.press(Key::Enter).await;
}
