//! The list of documents, and the dialog each opens to.

use fantoccini::key::Key;
use serde_json::json;

use crate::harness::{Window, test_id};

/// The open document.
pub(crate) const DIALOG: &str = "document-dialog";

/// Opens the document with these words in its title from the list, which is in sight.
pub(crate) async fn open(window: &Window, title: &str) {
    super::open_row(window, "documents", title).await;
    window.see_words(&format!("{} h2", test_id(DIALOG)), title).await;
}

/// What the open dialog says under `label`, if it says it.
pub(crate) async fn fact(window: &Window, label: &str) -> Option<String> {
    let script = "return [...document.querySelectorAll('[data-testid=document-dialog] dl > div')]\
        .find((fact) => fact.querySelector('dt').textContent === arguments[0])\
        ?.querySelector('dd').textContent ?? null";
    window.run(script, vec![json!(label)]).await.as_str().map(str::to_owned)
}

/// Closes the open dialog.
pub(crate) async fn close(window: &Window) {
    window.press(Key::Escape).await;
    window.see_no(&test_id(DIALOG)).await;
}

/// Takes the open document back out of Xero.
pub(crate) async fn undo(window: &Window) {
    window.click(&format!("{} {}", test_id(DIALOG), test_id("action-undo"))).await;
    window.click(&test_id("undo-confirm")).await;
    window.see_no(&test_id("undo-dialog")).await;
}
