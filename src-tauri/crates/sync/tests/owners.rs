//! One owner of the outbox at a time.

use std::sync::Arc;
use std::time::Duration;

use sync::{Block, BookRefreshLock, Until};
use world::{TestClock, World};
use xero::RefreshLock;

use crate::desk::Desk;
use crate::till::sale;
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

#[tokio::test]
async fn one_refresher_of_tokens_waits_for_the_other() {
    let desk = Desk::open().await;
    let office = desk.office();
    let clock = TestClock::held(office.world.now());
    let world = World { clock: Arc::new(clock.clone()), ..office.world.clone() };
    let lock = BookRefreshLock::new(office.book.clone(), world);
    let guard = lock.acquire().await.unwrap();
    let other = lock.clone();
    let waiting = tokio::spawn(async move { other.acquire().await.map(drop) });
    clock.somebody_sleeps().await;
    assert!(!waiting.is_finished());
    drop(guard);
    clock.advance(Duration::from_secs(1));
    waiting.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_document_skipped_under_a_run_is_not_sent() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 20, "Boats", 10_000)]);
    let id = office.close(20)[0];
    let reason = store::Reason { cause: "by_hand".to_owned(), message: "Entered.".to_owned() };
    let report = office
        .outbox
        .run(Until::Empty, &mut |progress| {
            if progress == sync::Progress::Checking(id) {
                office.book.skip(id, &reason).unwrap();
            }
        })
        .await
        .unwrap();
    assert_eq!((report.posted, report.blocked_by), (vec![], None));
    assert_eq!(desk.wire.count("PUT ManualJournals"), 0);
}

#[tokio::test]
async fn another_machines_lease_is_respected_until_it_runs_out() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 20, "Boats", 10_000)]);
    let made = office.close(20);
    // On a network folder the other machine's lock on the file is not seen here.
    let five_minutes = Duration::from_secs(5 * 60);
    let taken = office.book.acquire_lease("outbox", "elsewhere", office.world.now(), five_minutes);
    assert!(taken.unwrap());
    assert_eq!(office.run(Until::Blocked).await.blocked_by, Some(Block::OtherOwner));
    desk.advance(5 * 60);
    assert_eq!(office.run(Until::Blocked).await.posted, made);
}

#[tokio::test]
async fn a_run_stops_when_its_lease_was_taken_over() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 19, "Boats", 10_000), sale("s2", 20, "Boats", 10_000)]);
    let first = [office.close(19), office.close(20)].concat()[0];
    let report = office
        .outbox
        .run(Until::Empty, &mut |progress| {
            if progress == sync::Progress::Posted(first) {
                // This machine slept for so long that another one went on.
                desk.advance(5 * 60);
                let (now, ttl) = (office.world.now(), Duration::from_secs(60));
                assert!(office.book.acquire_lease("outbox", "elsewhere", now, ttl).unwrap());
            }
        })
        .await
        .unwrap();
    assert_eq!((report.posted, report.blocked_by), (vec![first], Some(Block::OtherOwner)));
    assert_eq!(desk.wire.count("PUT ManualJournals"), 1);
}

#[tokio::test]
async fn a_process_killed_while_it_succeeded_a_dead_one_costs_no_wait_either() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 20, "Boats", 10_000)]);
    let made = office.close(20);
    let five_minutes = Duration::from_secs(5 * 60);
    assert!(
        office.book.acquire_lease("outbox", "first", office.world.now(), five_minutes).unwrap()
    );
    let lock = office.book.path().with_file_name("outbox.lock");
    std::fs::write(&lock, "first\nsecond\n").unwrap();
    assert_eq!(office.run(Until::Blocked).await.posted, made);
    assert_eq!(std::fs::read_to_string(&lock).unwrap(), "", "it ended well");
}

#[tokio::test]
async fn a_run_that_takes_longer_than_a_claim_goes_on_saying_that_its_machine_has_the_book() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 20, "Boats", 10_000)]);
    let made = office.close(20);
    // A day's limit of calls, ten minutes long.
    desk.fault(&serde_json::json!({
        "kind": "rate_limit", "limit": "day", "seconds": 600, "method": "PUT", "times": 1
    }));
    let began = office.world.now();
    let ttl = Duration::from_secs(180);
    office.book.claim_for_machine("front", began, ttl).unwrap();
    let another_comes = async {
        while office.book.claim_for_machine("back", office.world.now(), ttl).is_err() {
            tokio::task::yield_now().await;
        }
    };
    let report = tokio::select! {
        report = office.run(Until::Empty) => report,
        () = another_comes => panic!("another machine has the book"),
    };
    assert!(office.world.now() - began > chrono::TimeDelta::minutes(9), "it waited");
    assert_eq!(report.posted, made);
}

#[tokio::test]
async fn a_run_sends_nothing_more_once_another_machine_has_the_book() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 19, "Boats", 10_000), sale("s2", 20, "Boats", 10_000)]);
    let first = [office.close(19), office.close(20)].concat()[0];
    let report = office
        .outbox
        .run(Until::Empty, &mut |progress| {
            if progress == sync::Progress::Posted(first) {
                // This machine slept, and another took over.
                desk.advance(180);
                let (now, ttl) = (office.world.now(), Duration::from_secs(180));
                office.book.claim_for_machine("back", now, ttl).unwrap();
            }
        })
        .await
        .unwrap();
    let other = Block::OtherMachine { machine: "back".to_owned() };
    assert_eq!((report.posted, &report.blocked_by), (vec![first], &Some(other)));
    assert_eq!(desk.wire.count("PUT ManualJournals"), 1);
    // The other one is closed.
    desk.advance(180);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 1);
}
