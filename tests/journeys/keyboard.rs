//! Everything without a mouse.

use fantoccini::key::Key;

use super::first_start::ACCOUNT;
use super::ready;
use crate::harness::{Books, Desk, test_id};
use crate::pages::cashout;

#[tokio::test]
async fn the_way_from_the_first_start_to_a_posted_journal_needs_no_mouse() {
    let mut desk = Desk::new("keyboard");
    let window = desk.start().await;
    window.tab_to(&test_id("start-practice")).await;
    window.press(Key::Enter).await;
    cashout::see_review(&window).await;

    window.tab_to(&format!("{} {}", test_id("blocker"), test_id("action-map"))).await;
    window.press(Key::Enter).await;
    // The dialog takes the focus to its field; the list opens as one types.
    window.see(&format!("{}:focus", test_id("map-account"))).await;
    window.select_all().await;
    window.keys(ACCOUNT).await;
    window.see_words(&test_id("map-account-option"), ACCOUNT).await;
    window.press(Key::Down).await;
    window.press(Key::Enter).await;
    window.tab_to(&test_id("map-save")).await;
    window.press(Key::Enter).await;
    window.see_no(&test_id("map-dialog")).await;
    window.see_no(&test_id("blocker")).await;

    window.tab_to(&test_id("sync")).await;
    window.press(' ').await;
    cashout::see_posted(&window).await;
    let url = ready::simulator(&window).await;
    Books::of(&url).await.the_one_journal();
}
