//! However often it is pressed or started: once.

use serde_json::json;
use xero_sim::{Control, Fault, FaultKind};

use super::ready::{self, ORGANISATION};
use crate::harness::{Books, Xero, posts, test_id};
use crate::pages::cashout;

/// Long enough for a second click to come while the first is under way.
const SLOW_MS: u64 = 1_500;

#[tokio::test]
async fn a_double_click_on_sync_posts_once() {
    let xero = Xero::start(&[ORGANISATION]).await;
    let (_desk, window) = ready::connected("double-click", &xero).await;
    let slow = Fault {
        kind: FaultKind::Delay { ms: SLOW_MS },
        times: Some(1),
        skip: 0,
        method: None,
        path: Some("ManualJournals".to_owned()),
        tenant: None,
    };
    xero.control(Control { faults: vec![slow], ..Control::default() });
    window.double_click(&test_id("sync")).await;
    cashout::see_posted(&window).await;
    Books::of(&xero.url()).await.the_one_journal();
    assert_eq!(posts(&xero.url()).await, 1);
}

#[tokio::test]
async fn a_second_start_and_a_start_anew_post_nothing_again() {
    let xero = Xero::start(&[ORGANISATION]).await;
    let (mut desk, window) = ready::connected("second-start", &xero).await;
    let day = ready::today(&window).await;
    cashout::sync(&window).await;
    cashout::see_posted(&window).await;

    desk.start_beside().await;
    cashout::see_posted(&window).await;

    desk.close().await;
    let window = desk.start().await;
    cashout::open(&window, &day).await;
    cashout::see_posted(&window).await;
    window.see(&format!("{}[disabled]", test_id("sync"))).await;
    // Also where the button is not what holds it back.
    let again = json!({ "run": "again", "location": null, "from": day, "to": day });
    let outcome = window.try_to_ask("sync_cashout", again).await;
    assert_eq!(posts(&xero.url()).await, 1, "{outcome:#?}");
    Books::of(&xero.url()).await.the_one_journal();
}
