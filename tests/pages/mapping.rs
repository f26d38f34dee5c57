//! The dialog that gives something its account.

use crate::harness::{Window, test_id};

/// Chooses an account by its code, in the open dialog, and saves.
pub(crate) async fn choose(window: &Window, code: &str) {
    pick(window, code).await;
    window.click(&test_id("map-save")).await;
    window.see_no(&test_id("map-dialog")).await;
}

/// Chooses an account by its code, in the open dialog.
pub(crate) async fn pick(window: &Window, code: &str) {
    let field = test_id("map-account");
    window.fill(&field, code).await;
    window.see_words(&test_id("map-account-option"), code).await;
    window.click(&test_id("map-account-option")).await;
}
