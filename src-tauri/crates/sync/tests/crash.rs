//! The program dies between any two steps, and on the wire; then it is started again. In the end
//! the day is in Xero exactly once, and the book knows it.

use std::sync::Arc;

use serde_json::{Value, json};
use store::{DocumentFilter, State};
use sync::Until;

use crate::desk::Desk;
use crate::till::sale;
use crate::wire::Crash;

/// More points than a sync has, so that a fault of the loop ends.
const POINTS_MAX: u32 = 200;

/// Crashes a sync at its n-th point, restarts it and checks; for n = 1, 2 … until a sync ends
/// without reaching its point. Returns the number of points.
async fn crash_everywhere(fault: Option<Value>) -> u32 {
    for at in 1..=POINTS_MAX {
        let desk = Desk::open().await;
        desk.office().record(&[sale("s1", 20, "Boats", 10_000)]);
        if let Some(fault) = &fault {
            desk.fault(fault);
        }
        let crash = Arc::new(Crash::at(at));
        let crashed = {
            let office = desk.office_that(crash.clone());
            office.close(20);
            tokio::select! {
                _ = office.run(Until::Empty) => false,
                () = crash.happens() => true,
            }
        };
        recovers(&desk, at).await;
        if !crashed {
            return crash.points();
        }
    }
    panic!("a sync has fewer than {POINTS_MAX} points");
}

async fn recovers(desk: &Desk, at: u32) {
    // Whoever starts the program again clicks again, too.
    let office = desk.office();
    office.close(20);
    let report = office.run(Until::Empty).await;
    let documents = office.book.documents(&DocumentFilter::default(), 9).unwrap();
    let states: Vec<State> = documents.iter().map(|document| document.state).collect();
    assert_eq!(states, [State::Posted], "crashed at point {at}: {report:?}");
    assert_eq!(desk.journals("POSTED").await.len(), 1, "crashed at point {at}");
    assert_eq!(desk.balance("Revenue Clearing").await, "112.00", "crashed at point {at}");
}

fn on_the_write(mut fault: Value) -> Option<Value> {
    let call = json!({ "method": "PUT", "path": "ManualJournals", "times": 1 });
    fault.as_object_mut().unwrap().extend(call.as_object().unwrap().clone());
    Some(fault)
}

#[tokio::test]
async fn a_crash_anywhere_leaves_one_journal() {
    // Ownership, chart, plan, attempt, answer, outcome, and both ends of each call.
    assert!(crash_everywhere(None).await >= 18);
}

#[tokio::test]
async fn a_crash_anywhere_after_a_lost_request_leaves_one_journal() {
    crash_everywhere(on_the_write(json!({ "kind": "loss_before" }))).await;
}

#[tokio::test]
async fn a_crash_anywhere_after_a_lost_answer_leaves_one_journal() {
    crash_everywhere(on_the_write(json!({ "kind": "loss_after_commit" }))).await;
}

#[tokio::test]
async fn a_crash_anywhere_after_a_server_fault_leaves_one_journal() {
    crash_everywhere(on_the_write(json!({ "kind": "server_error", "status": 500 }))).await;
}

#[tokio::test]
async fn a_crash_anywhere_after_a_committed_server_fault_leaves_one_journal() {
    let fault = json!({ "kind": "server_error", "status": 502, "committed": true });
    crash_everywhere(on_the_write(fault)).await;
}

#[tokio::test]
async fn a_crash_anywhere_after_half_an_answer_leaves_one_journal() {
    crash_everywhere(on_the_write(json!({ "kind": "torn_body" }))).await;
}

#[tokio::test]
async fn a_crash_anywhere_around_a_limit_leaves_one_journal() {
    crash_everywhere(on_the_write(json!({ "kind": "rate_limit", "limit": "minute" }))).await;
}

#[tokio::test]
async fn a_crash_anywhere_around_an_expired_token_leaves_one_journal() {
    crash_everywhere(on_the_write(json!({ "kind": "unauthorised", "why": "expired" }))).await;
}

#[tokio::test]
async fn crash_after_crash_still_ends_with_one_journal() {
    for at in 1..=12 {
        let desk = Desk::open().await;
        desk.office().record(&[sale("s1", 20, "Boats", 10_000)]);
        // Every process dies at the same point; each start looks at what the last one left.
        for _ in 0..6 {
            let crash = Arc::new(Crash::at(at));
            let office = desk.office_that(crash.clone());
            office.close(20);
            tokio::select! {
                _ = office.run(Until::Empty) => {}
                () = crash.happens() => {}
            }
        }
        recovers(&desk, at).await;
    }
}

#[tokio::test]
async fn a_crash_anywhere_in_an_undo_leaves_nothing_in_xero_and_the_day_open() {
    let lost = json!({ "kind": "loss_after_commit", "method": "POST", "times": 1 });
    for fault in [None, Some(lost)] {
        for at in 1..=POINTS_MAX {
            let desk = Desk::open().await;
            let office = desk.office();
            office.record(&[sale("s1", 20, "Boats", 10_000)]);
            office.close(20);
            let id = office.run(Until::Empty).await.posted[0];
            office.outbox.undo(id).await.unwrap();
            drop(office);
            if let Some(fault) = &fault {
                desk.fault(fault);
            }
            let crash = Arc::new(Crash::at(at));
            let crashed = {
                let office = desk.office_that(crash.clone());
                tokio::select! {
                    _ = office.run(Until::Empty) => false,
                    () = crash.happens() => true,
                }
            };
            let office = desk.office();
            office.run(Until::Empty).await;
            assert_eq!(office.state(id), State::Undone, "crashed at point {at}");
            assert_eq!(desk.journals("POSTED").await.len(), 0, "crashed at point {at}");
            assert_eq!(office.close(20).len(), 1, "crashed at point {at}");
            if !crashed {
                break;
            }
        }
    }
}
