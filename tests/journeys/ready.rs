//! Desks at which there is something to post, for journeys about posting.

use serde_json::{Value, json};

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

/// A desk signed in to `xero` in a browser, with every role mapped as suggested and a day of
/// sales recorded, its cashout in sight.
pub(super) async fn connected(journey: &'static str, xero: &Xero) -> (Desk, Window) {
    let mut desk = Desk::of(journey, xero);
    let window = desk.start().await;
    let page = connection::begin(&desk, &window).await;
    let browser = desk.browse(&page).await;
    connection::allow(&browser, &xero.organisations()[0]).await;
    window.until("the organisation to be in use", async || {
        let status = window.ask("status", json!({})).await;
        (status["organisation"] != Value::Null).then_some(())
    })
    .await;
    window.run("window.location.hash = '#/cashout'; location.reload()", vec![]).await;
    window.see(&test_id("page-cashout")).await;
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
