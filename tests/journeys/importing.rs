//! A file from the till.

use super::ready::{self, ORGANISATION};
use crate::harness::{Xero, test_id};
use crate::pages::{cashout, imports};

#[tokio::test]
async fn a_dropped_file_is_previewed_and_recorded_and_a_second_time_adds_nothing() {
    let xero = Xero::start(&[ORGANISATION]).await;
    let (desk, window) = ready::signed_in("importing", &xero).await;
    let day = ready::today(&window).await;
    let file = desk.file("till.csv", &imports::export_with_a_bad_row(&day));
    desk.drop_file(file.clone()).await;
    window.see_words(&test_id("import-preview"), "Square").await;
    imports::answer_what_it_does_not_say(&window).await;
    // The unreadable row with its line and its words, and the totals against the file's own.
    window.see_words(&test_id("import-rejects"), "6").await;
    window.see_words(&test_id("import-rejects"), "the day after").await;
    window.see_words(&test_id("import-totals"), "Equal").await;
    window.click(&test_id("import-run")).await;
    window.see_words(&test_id("import-outcome"), "4").await;
    window.click(&test_id("import-review")).await;
    cashout::see_review(&window).await;
    window.see_words(&test_id("cashout-taken"), "1,438.46").await;

    desk.drop_file(file).await;
    window.see_words(&test_id("import-preview"), "Already known").await;
    window.see(&format!("{}[disabled]", test_id("import-run"))).await;
}
