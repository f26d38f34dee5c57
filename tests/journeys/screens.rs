//! Every screen, for everybody: axe finds nothing, in light and in dark, small and large.

use crate::harness::{Desk, LARGE, SMALL, Window, test_id};
use crate::pages::{self, MAPPING_TABS, PAGES, cashout};

#[tokio::test]
async fn every_screen_is_accessible_in_light() {
    is_accessible_in("light", "accessibility-light").await;
}

#[tokio::test]
async fn every_screen_is_accessible_in_dark() {
    is_accessible_in("dark", "accessibility-dark").await;
}

/// Looks at every screen in one theme.
async fn is_accessible_in(theme: &str, journey: &'static str) {
    let mut desk = Desk::new(journey);
    let window = desk.start().await;
    let mut barriers = Vec::new();
    show_in(&window, theme).await;
    look(&window, "welcome", theme, &mut barriers).await;
    desk.close().await;

    let window = desk.start_practice().await;
    cashout::see_review(&window).await;
    show_in(&window, theme).await;
    look_at_every_page(&window, theme, &mut barriers).await;
    look_at_dialogs(&window, theme, &mut barriers).await;
    // After a sync that held the day there is something that needs attention.
    pages::go(&window, "cashout").await;
    cashout::sync(&window).await;
    for page in ["cashout", "documents", "attention", "log"] {
        pages::go(&window, page).await;
        look(&window, &format!("{page}-held"), theme, &mut barriers).await;
    }
    assert!(barriers.is_empty(), "{}", barriers.join("\n"));
}

async fn look_at_every_page(window: &Window, theme: &str, barriers: &mut Vec<String>) {
    for page in PAGES {
        pages::go(window, page).await;
        look(window, page, theme, barriers).await;
    }
    for tab in MAPPING_TABS {
        pages::go(window, "mappings").await;
        window.click(&test_id(&format!("tab-{tab}"))).await;
        look(window, &format!("mappings-{tab}"), theme, barriers).await;
    }
}

async fn look_at_dialogs(window: &Window, theme: &str, barriers: &mut Vec<String>) {
    pages::go(window, "cashout").await;
    window.click(&format!("{} {}", test_id("blocker"), test_id("action-map"))).await;
    window.see(&test_id("map-save")).await;
    look(window, "dialog-map", theme, barriers).await;
    pages::dismiss(window, "map-dialog").await;

    pages::go(window, "transactions").await;
    // A count of the drawer, which comes first, has no lines to look at.
    pages::open_row(window, "transactions", "Sale").await;
    window.see(&format!("{} table", test_id("transaction-dialog"))).await;
    look(window, "dialog-transaction", theme, barriers).await;
    pages::dismiss(window, "transaction-dialog").await;

    window.click(&test_id("import")).await;
    window.see(&test_id("pick-file")).await;
    look(window, "dialog-import", theme, barriers).await;
    pages::dismiss(window, "import-dialog").await;
}

/// Pictures of both sizes, and what axe finds in each.
async fn look(window: &Window, screen: &str, theme: &str, barriers: &mut Vec<String>) {
    for size in [SMALL, LARGE] {
        window.resize(size).await;
        let (width, height) = size;
        window.picture(&format!("{screen}-{theme}-{width}x{height}")).await;
        let found = window.barriers().await;
        barriers.extend(found.into_iter().map(|one| format!("{screen}, {theme}, {width}: {one}")));
    }
}

/// Shows the window in light or dark, as the person's choice in the settings keeps it.
async fn show_in(window: &Window, theme: &str) {
    let script = "localStorage.setItem('theme', arguments[0]); \
        document.documentElement.dataset.old = ''; location.reload()";
    window.run(script, vec![theme.into()]).await;
    window.see(&format!("[data-theme={theme}]:not([data-old]) main h1")).await;
    pages::settled(window).await;
}
