//! Desks at which there is something to post, for journeys about posting.

use fantoccini::key::Key;
use serde_json::json;

use crate::harness::{Desk, Window, Xero, test_id};
use crate::pages::{cashout, connection, imports};

/// The organisation of a desk made here.
pub(super) const ORGANISATION: &str = "ca";

/// A desk at the practice company with today's cashout in sight. One code of its day is unmapped.
pub(super) async fn practising(journey: &'static str) -> (Desk, Window) {
    let mut desk = Desk::new(journey);
    let window = desk.start_practice().await;
    cashout::see_review(&window).await;
    (desk, window)
}

/// Where the practice company's simulator listens.
pub(super) async fn simulator(window: &Window) -> String {
    let status = window.ask("status", json!({})).await;
    status["simulatorUrl"].as_str().expect("the practice company has a simulator").to_owned()
}

/// A desk signed in to the first organisation of `xero`, in a browser.
pub(super) async fn signed_in(journey: &'static str, xero: &Xero) -> (Desk, Window) {
    let mut desk = Desk::of(journey, xero);
    let window = desk.start().await;
    let page = connection::begin(&desk, &window).await;
    let browser = desk.browse(&page).await;
    let organisation = &xero.organisations()[0];
    connection::allow(&browser, organisation).await;
    desk.close_browser();
    window.see_words(&test_id("connect-dialog"), &format!("Connected to {organisation}")).await;
    window.press(Key::Escape).await;
    window.see_no(&test_id("connect-dialog")).await;
    (desk, window)
}

/// The same with a day of sales recorded, mapped as suggested, and its cashout in sight.
pub(super) async fn connected(journey: &'static str, xero: &Xero) -> (Desk, Window) {
    let (desk, window) = signed_in(journey, xero).await;
    record_a_day(&desk, &window).await;
    (desk, window)
}

/// Records a day of sales, and maps what it needs as suggested.
async fn record_a_day(desk: &Desk, window: &Window) {
    let day = today(window).await;
    let file = desk.file("square.csv", &imports::export(&day));
    imports::record(window, file.to_str().expect("the path of the file is UTF-8")).await;
    window.ask("accept_suggestions", json!({ "targets": [] })).await;
    cashout::open(window, &day).await;
    let blockers = cashout::review(window, &day).await["blockers"].take();
    assert_eq!(blockers, json!([]), "nothing stands in the way");
}

/// The desk's business date.
pub(super) async fn today(window: &Window) -> String {
    let status = window.ask("status", json!({})).await;
    status["today"].as_str().expect("a desk has a day").to_owned()
}
