//! Xero away, answers lost, the program killed: nothing is lost and nothing is posted twice.

use xero_sim::{Control, Fault, FaultKind};

use super::ready::{self, ORGANISATION};
use crate::harness::{Books, Desk, Window, Xero, posts, test_id, until};
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
    cashout::see_posted(&window).await;
    Books::of(&xero.url()).await.the_one_journal();
}

#[tokio::test]
async fn a_journal_whose_answer_was_lost_is_found_and_not_sent_again() {
    let xero = Xero::start(&[ORGANISATION]).await;
    let (_desk, window) = ready::connected("lost-answer", &xero).await;
    xero.control(once("PUT", "/ManualJournals", FaultKind::LossAfterCommit));
    cashout::sync(&window).await;
    cashout::see_posted(&window).await;
    Books::of(&xero.url()).await.the_one_journal();
    assert_eq!(posts(&xero.url()).await, 1);
}

#[tokio::test]
async fn a_program_killed_before_xero_has_the_journal_leaves_exactly_one() {
    let xero = Xero::start(&[ORGANISATION]).await;
    let (desk, window) = ready::connected("killed-before", &xero).await;
    xero.control(once("PUT", "/ManualJournals", FaultKind::Delay { ms: NEVER_MS }));
    window.click(&test_id("sync")).await;
    cashout::see_step(&window, "Sending").await;
    kill_and_start_again(desk, &window).await;
    Books::of(&xero.url()).await.the_one_journal();
}

#[tokio::test]
async fn a_program_killed_when_xero_has_the_journal_leaves_exactly_one() {
    let xero = Xero::start(&[ORGANISATION]).await;
    let (desk, window) = ready::connected("killed-after", &xero).await;
    xero.control(once("PUT", "/ManualJournals", FaultKind::LossAfterCommit));
    window.click(&test_id("sync")).await;
    until("Xero to have the journal", async || {
        (Books::of(&xero.url()).await.cashouts().len() == 1).then_some(())
    })
    .await;
    kill_and_start_again(desk, &window).await;
    Books::of(&xero.url()).await.the_one_journal();
    assert_eq!(posts(&xero.url()).await, 1);
}

/// `kill -9`, another start, and a wait until the day is in Xero.
async fn kill_and_start_again(mut desk: Desk, window: &Window) {
    let day = ready::today(window).await;
    desk.kill();
    let window = desk.start().await;
    cashout::open(&window, &day).await;
    cashout::see_posted(&window).await;
}

fn once(method: &str, path: &str, kind: FaultKind) -> Control {
    let (method, path) = (Some(method.to_owned()), Some(path.to_owned()));
    let fault = Fault { kind, times: Some(1), skip: 0, method, path, tenant: None };
    Control { faults: vec![fault], ..Control::default() }
}
