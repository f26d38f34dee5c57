//! The worker of a window.

use std::sync::Arc;
use std::time::Duration;

use sync::{Progress, RunReport, Step, Until, work};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

use crate::desk::Desk;
use crate::till::sale;
use crate::wire::Crash;

/// Far more than anything here takes.
const PATIENCE: Duration = Duration::from_secs(60);

async fn until_posted(told: &mut UnboundedReceiver<Progress>) {
    while let Some(progress) = told.recv().await {
        if matches!(progress, Progress::Posted(_)) {
            return;
        }
    }
    panic!("the worker ended without posting");
}

#[tokio::test]
async fn it_posts_what_is_queued_when_woken_and_ends_when_stopped() {
    let desk = Desk::open().await;
    let office = desk.office();
    let (tell, mut told) = unbounded_channel();
    let worker = tokio::spawn(work(office.outbox.clone(), move |progress| {
        tell.send(progress).unwrap_or_default();
    }));
    office.record(&[sale("s1", 20, "Boats", 10_000)]);
    office.close(20);
    office.outbox.waker().wake();
    until_posted(&mut told).await;
    office.outbox.waker().stop();
    worker.await.unwrap();
    assert_eq!(desk.journals("POSTED").await.len(), 1);
}

#[tokio::test]
async fn what_was_closed_offline_goes_by_itself_when_the_network_is_back() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 20, "Boats", 10_000)]);
    office.close(20);
    desk.wire.unplug(true);
    let (tell, mut told) = unbounded_channel();
    let worker = tokio::spawn(work(office.outbox.clone(), move |progress| {
        tell.send(progress).unwrap_or_default();
    }));
    // It has tried, and failed, at least twice.
    for _ in 0..2 {
        assert_eq!(told.recv().await, Some(Progress::ReadingChart));
    }
    desk.wire.unplug(false);
    until_posted(&mut told).await;
    office.outbox.waker().stop();
    worker.await.unwrap();
}

#[tokio::test]
async fn idle_it_asks_xero_nothing() {
    let desk = Desk::open().await;
    let office = desk.office();
    let before = desk.wire.calls().len();
    for _ in 0..3 {
        office.run(Until::Blocked).await;
    }
    assert_eq!(desk.wire.calls().len(), before);
}

#[tokio::test]
async fn what_a_click_left_unknown_is_looked_up_by_the_worker() {
    let desk = Desk::open().await;
    let office = desk.office();
    let (tell, mut told) = unbounded_channel();
    let worker = tokio::spawn(work(office.outbox.clone(), move |progress| {
        tell.send(progress).unwrap_or_default();
    }));
    // The worker has had its first look, found nothing, and sleeps until it is woken.
    office.run(Until::Blocked).await;
    office.record(&[sale("s1", 20, "Boats", 10_000)]);
    office.close(20);
    desk.fault(&serde_json::json!({ "kind": "loss_after_commit", "method": "PUT", "times": 1 }));
    assert_eq!(office.run(Until::Blocked).await.posted, []);
    until_posted(&mut told).await;
    office.outbox.waker().stop();
    worker.await.unwrap();
    assert_eq!(desk.journals("POSTED").await.len(), 1);
}

#[tokio::test]
async fn who_waits_for_the_worker_hears_what_it_sends_meanwhile() {
    let desk = Desk::open().await;
    let sleeper = Arc::new(Crash::asleep_at(Step::AttemptCommitted));
    let office = desk.office_that(sleeper.clone());
    office.record(&[sale("s1", 20, "Boats", 10_000)]);
    let [day] = office.close(20)[..] else { panic!("one day") };
    let worker = tokio::spawn(work(office.outbox.clone(), |_| {}));
    sleeper.happens().await;

    let (tell, mut told) = unbounded_channel();
    let mut tell = move |progress| tell.send(progress).unwrap_or_default();
    let hears = async {
        assert_eq!(told.recv().await, Some(Progress::Checking(day)), "what was said before");
        sleeper.wake();
        until_posted(&mut told).await;
    };
    let both = async { tokio::join!(office.outbox.run(Until::Blocked, &mut tell), hears) };
    let (report, ()) = timeout(PATIENCE, both).await.expect("it is heard");
    // The document was the worker's; this run found nothing left to do.
    assert_eq!(report.unwrap(), RunReport::default());
    office.outbox.waker().stop();
    worker.await.unwrap();
    assert_eq!(desk.journals("POSTED").await.len(), 1);
}
