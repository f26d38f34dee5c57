//! The day's close.

use std::time::Duration;

use serde_json::Value;

use crate::harness::{Window, test_id};

/// The outbox looks for a journal nobody answered for when one and a half minutes are over.
const OUTBOX_PATIENCE: Duration = Duration::from_secs(240);

/// Waits for the review of a day on which something was taken.
pub(crate) async fn see_review(window: &Window) {
    window.see(&test_id("cashout-taken")).await;
}

/// Presses Sync to Xero, and returns what came of it, in words.
pub(crate) async fn sync(window: &Window) -> String {
    window.click(&test_id("sync")).await;
    window.text(&test_id("sync-outcome")).await
}

/// Waits until the day is in this state, by its name in `ipc`.
pub(crate) async fn see_state(window: &Window, state: &str) {
    window.see(&state_is(state)).await;
}

/// Waits until the day is in Xero, also where the outbox has to look there first.
pub(crate) async fn see_posted(window: &Window) {
    window.see_within(OUTBOX_PATIENCE, &state_is("posted")).await;
}

fn state_is(state: &str) -> String {
    format!("{}[data-state={state}]", test_id("cashout-state"))
}

/// Waits until the sync has come to this step, as it is written.
pub(crate) async fn see_step(window: &Window, step: &str) {
    window.see_words("[aria-current=step]", step).await;
}

/// The two sums below the journal, as shown.
pub(crate) async fn totals(window: &Window) -> (String, String) {
    let debits = window.text(&test_id("journal-debits")).await;
    (debits, window.text(&test_id("journal-credits")).await)
}

/// What the program knows of the review of `day`, for what a page only draws.
pub(crate) async fn review(window: &Window, day: &str) -> Value {
    let request = serde_json::json!({ "location": null, "from": day, "to": day });
    window.ask("cashout", request).await
}

/// Goes to the review of `day`.
pub(crate) async fn open(window: &Window, day: &str) {
    let address = format!("#/cashout?from={day}&to={day}");
    window.run("window.location.hash = arguments[0]", vec![address.into()]).await;
    see_review(window).await;
}
