//! From nothing to a journal in Xero.

use super::ready;
use crate::harness::{Books, Desk, test_id};
use crate::pages::{self, cashout, mapping};

/// The account the unmapped code is given in these journeys: equipment sales.
pub(super) const ACCOUNT: &str = "203";

#[tokio::test]
async fn a_first_cashout_becomes_one_posted_balanced_journal() {
    let mut desk = Desk::new("first-start");
    let window = desk.start().await;
    window.click(&test_id("start-practice")).await;
    cashout::see_review(&window).await;
    window.picture_for_the_readme().await;

    // The exact journal, each line open down to its transactions.
    let (debits, credits) = cashout::totals(&window).await;
    assert_eq!(debits, credits);
    window.click(&format!("{} button", test_id("journal-line"))).await;
    window.click(&format!("{} li button", test_id("line-transactions"))).await;
    window.see(&test_id("transaction-dialog")).await;
    pages::dismiss(&window, "transaction-dialog").await;
    window.click(&format!("{} button", test_id("journal-line"))).await;

    // The one blocker, and the button that mends it.
    let blocker = test_id("blocker");
    window.see_words(&blocker, "6545").await;
    window.click(&format!("{blocker} {}", test_id("action-map"))).await;
    mapping::choose(&window, ACCOUNT).await;
    window.see_no(&blocker).await;
    let (shown, _) = cashout::totals(&window).await;

    cashout::sync(&window).await;
    cashout::see_posted(&window).await;
    let url = ready::simulator(&window).await;
    let books = Books::of(&url).await;
    let journal = books.the_one_journal();
    let debits: i64 = Books::amounts(journal).iter().filter(|amount| **amount > 0).sum();
    assert_eq!(figure(&shown), debits, "what was shown is what was posted");

    // Its link leads to it, in a browser.
    window.click(&format!("{} {}", test_id("sync-outcome"), test_id("action-viewInXero"))).await;
    let link = desk.opened_with("Journal/View.aspx").await;
    assert!(link.contains(journal["ManualJournalID"].as_str().expect("a journal has an id")));
    let browser = desk.browse(&link).await;
    browser.see_words("article", journal["Narration"].as_str().expect("it has a narration")).await;
    browser.see_words("article .status", "POSTED").await;
}

/// A figure on the screen, in cents.
fn figure(shown: &str) -> i64 {
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|error| panic!("{shown} is no figure: {error}"))
}
