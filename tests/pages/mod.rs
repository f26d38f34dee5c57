//! The pages and dialogs as people know them: where things are, so that a journey only says what
//! is done.

pub(crate) mod cashout;
pub(crate) mod connection;
pub(crate) mod documents;
pub(crate) mod imports;
pub(crate) mod mapping;
pub(crate) mod people;
pub(crate) mod till;

use fantoccini::key::Key;
use serde_json::json;

use crate::harness::{Window, test_id};

/// Every page the rail leads to.
pub(crate) const PAGES: [&str; 9] = [
    "start",
    "cashout",
    "transactions",
    "documents",
    "attention",
    "drift",
    "mappings",
    "log",
    "settings",
];

/// Every view of the mappings besides the first.
pub(crate) const MAPPING_TABS: [&str; 7] =
    ["codes", "taxes", "tenders", "banks", "tracking", "contacts", "rates"];

/// Goes to a page by the rail.
pub(crate) async fn go(window: &Window, page: &str) {
    let shown = test_id(&format!("page-{page}"));
    window.click_until(&test_id(&format!("nav-{page}")), &shown).await;
    window.see(&shown).await;
    settled(window).await;
}

/// Waits until nothing on the page is still being fetched.
pub(crate) async fn settled(window: &Window) {
    window.see_no("main [role=status][class*=loading]").await;
}

/// Opens the first row in sight with these words, of the list called `list`.
pub(crate) async fn open_row(window: &Window, list: &str, words: &str) {
    let row = test_id(&format!("{list}-row"));
    let find = "return [...document.querySelectorAll(arguments[0])]\
        .find((row) => row.textContent.includes(arguments[1]))?.getAttribute('aria-rowindex')";
    let place = window
        .until(&format!("a row with {words}"), async || {
            let found = window.run(find, vec![json!(row), json!(words)]).await;
            found.as_str().map(str::to_owned)
        })
        .await;
    window.click(&format!("{row}[aria-rowindex=\"{place}\"]")).await;
}

/// Closes a dialog by Escape; a list that is open in it takes the first one.
pub(crate) async fn dismiss(window: &Window, dialog: &str) {
    window
        .until(&format!("{dialog} to close"), async || {
            if window.count(&test_id(dialog)).await == 0 {
                return Some(());
            }
            window.press(Key::Escape).await;
            None
        })
        .await;
}
