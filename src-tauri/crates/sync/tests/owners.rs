//! One owner of the outbox at a time.

use std::sync::Arc;

use sync::{Block, Until};

use crate::desk::{Desk, sale};
use crate::wire::Crash;

#[tokio::test]
async fn two_processes_at_once_post_once() {
    let desk = Desk::open().await;
    let (one, other) = (desk.office(), desk.office());
    one.record(&[sale("s1", 20, "Boats", 10_000)]);
    let made = one.close(20);
    assert_eq!(other.close(20), []);
    let (first, second) = tokio::join!(one.run(Until::Empty), other.run(Until::Empty));
    let posted: Vec<_> = [first.posted, second.posted].concat();
    assert_eq!(posted, made);
    assert_eq!(desk.journals("POSTED").await.len(), 1);
}

#[tokio::test]
async fn two_clicks_in_one_process_post_once() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 20, "Boats", 10_000)]);
    office.close(20);
    office.close(20);
    let (first, second) = tokio::join!(office.run(Until::Blocked), office.run(Until::Blocked));
    assert_eq!(first.posted.len() + second.posted.len(), 1);
    assert_eq!(desk.wire.count("PUT ManualJournals"), 1);
}

#[tokio::test]
async fn a_second_owner_is_told_who_is_in_the_way() {
    let desk = Desk::open().await;
    // This one stops for ever after it has taken the ownership.
    let crash = Arc::new(Crash::at(1));
    let stuck = desk.office_that(crash.clone());
    stuck.record(&[sale("s1", 20, "Boats", 10_000)]);
    stuck.close(20);
    let running = stuck.run(Until::Empty);
    tokio::pin!(running);
    tokio::select! {
        _ = &mut running => panic!("it is stuck"),
        () = crash.happens() => {}
    }
    let report = desk.office().run(Until::Blocked).await;
    assert_eq!(report.blocked_by, Some(Block::OtherOwner));
    assert_eq!(desk.wire.count("PUT ManualJournals"), 0);
}

#[tokio::test]
async fn a_dead_owner_is_succeeded_at_once() {
    let desk = Desk::open().await;
    {
        let crash = Arc::new(Crash::at(1));
        let dying = desk.office_that(crash.clone());
        dying.record(&[sale("s1", 20, "Boats", 10_000)]);
        dying.close(20);
        tokio::select! {
            _ = dying.run(Until::Empty) => panic!("it dies"),
            () = crash.happens() => {}
        }
    }
    let before = desk.office().world.now();
    let next = desk.office();
    assert_eq!(next.run(Until::Blocked).await.posted.len(), 1);
    assert_eq!(next.world.now(), before, "no lease was waited for");
}
