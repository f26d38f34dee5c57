//! Xero away, answers lost, the program killed: nothing is lost and nothing is posted twice.

use xero_sim::{Control, Fault, FaultKind};

use super::ready::{self, ORGANISATION};
use crate::harness::{Books, Xero, posts, test_id, until};
use crate::pages::cashout;

/// Longer than any journey: the answer never comes.
const NEVER_MS: u64 = 600_000;

#[tokio::test]
async fn a_day_closed_while_xero_is_away_goes_by_itself_when_it_is_back() {
    let mut xero = Xero::start(&[ORGANISATION]).await;
    let (_desk, window) = ready::connected("offline", &xero).await;
    xero.go_away().await;
    cashout::sync(&window).await;
    cashout::see_state(&window, "queued").await;

    xero.come_back().await;
    cashout::see_state(&window, "posted").await;
    Books::of(&xero.url()).await.the_one_journal();
}

#[tokio::test]
async fn a_journal_whose_answer_was_lost_is_found_and_not_sent_again() {
    let xero = Xero::start(&[ORGANISATION]).await;
    let (_desk, window) = ready::connected("lost-answer", &xero).await;
    xero.control(on_the_next_journal(FaultKind::LossAfterCommit));
    cashout::sync(&window).await;
    cashout::see_state(&window, "posted").await;
    Books::of(&xero.url()).await.the_one_journal();
}

#[tokio::test]
async fn a_program_killed_while_sending_leaves_exactly_one_journal() {
    let xero = Xero::start(&[ORGANISATION]).await;
    let (mut desk, window) = ready::connected("killed", &xero).await;
    let day = ready::today(&window).await;
    xero.control(on_the_next_journal(FaultKind::LateCommit { ms: NEVER_MS }));
    window.click(&test_id("sync")).await;
    until("the journal to be under way", async || (posts(&xero.url()).await > 0).then_some(()))
        .await;
    desk.kill();

    let window = desk.start().await;
    cashout::open(&window, &day).await;
    cashout::see_state(&window, "posted").await;
    Books::of(&xero.url()).await.the_one_journal();
}

fn on_the_next_journal(kind: FaultKind) -> Control {
    let fault = Fault {
        kind,
        times: Some(1),
        skip: 0,
        method: None,
        path: Some("ManualJournals".to_owned()),
        tenant: None,
    };
    Control { faults: vec![fault], ..Control::default() }
}
