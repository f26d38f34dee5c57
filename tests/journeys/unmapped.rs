//! A code nobody has mapped.

use super::first_start::ACCOUNT;
use super::ready;
use crate::harness::{Books, test_id, until};
use crate::pages::{cashout, go, mapping};

#[tokio::test]
async fn a_day_with_an_unmapped_code_is_closed_and_held_and_posts_once_it_is_mapped() {
    let (_desk, window) = ready::practising("unmapped").await;
    cashout::sync(&window).await;
    cashout::see_state(&window, "needsAttention").await;
    let url = ready::simulator(&window).await;
    assert!(Books::of(&url).await.cashouts().is_empty(), "what is held is not sent");

    go(&window, "attention").await;
    let group = test_id("attention-group");
    window.see_words(&group, "6545").await;
    let map_it = format!("{group} {}", test_id("action-map"));
    window.click(&map_it).await;
    mapping::choose(&window, ACCOUNT).await;
    // What else the month has waits for a rate.
    window.see_no(&map_it).await;

    until("the journal to be posted by itself", async || {
        (Books::of(&url).await.cashouts().len() == 1).then_some(())
    })
    .await;
    go(&window, "cashout").await;
    cashout::see_posted(&window).await;
    Books::of(&url).await.the_one_journal();
}
