//! A machine's clock that is wrong, or was: what the book then holds of other times keeps nothing
//! waiting for longer than Xero takes to say what time it is, and nothing goes twice.

use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Value, json};
use store::{Book, State};
use sync::{Block, Until};

use crate::desk::{Desk, Office};
use crate::till::sale;
use crate::wire::Crash;

/// So far a machine's clock ran ahead for ten minutes.
const A_YEAR: TimeDelta = TimeDelta::days(365);
/// More points than a sync has, so that a fault of the loop ends.
const POINTS_MAX: u32 = 200;

/// A desk and its office on a machine whose clock is so much ahead.
async fn ahead(by: TimeDelta) -> (Desk, Office) {
    let desk = Desk::open().await;
    let office = desk.office_ahead(by, Arc::default());
    (desk, office)
}

fn on_the_write(kind: &str) -> Value {
    json!({ "kind": kind, "method": "PUT", "path": "ManualJournals", "times": 1 })
}

/// Closes a day with one sale.
fn close(office: &Office, day: u32) {
    office.record(&[sale(&format!("s{day}"), day, "Boats", 10_000)]);
    office.close(day);
}

fn clock_says(report: &sync::RunReport) -> &str {
    let Some(Block::Clock { message }) = &report.blocked_by else { panic!("{report:?}") };
    message
}

/// What one attempt by a clock that is a year ahead leaves is sent once it is right, and once.
async fn goes_once_after(fault: &str, writes: usize) {
    let (desk, office) = ahead(A_YEAR).await;
    close(&office, 20);
    desk.fault(&on_the_write(fault));
    office.run(Until::Blocked).await;
    drop(office);
    let office = desk.office();
    close(&office, 21);
    let report = office.run(Until::Empty).await;
    assert_eq!((report.posted.len(), &report.blocked_by), (2, &None), "{report:?}");
    assert_eq!(desk.journals("POSTED").await.len(), 2);
    assert_eq!(desk.balance("Revenue Clearing").await, "224.00");
    assert_eq!(desk.wire.count("PUT ManualJournals"), writes);
    office.assert_sound();
}

#[tokio::test]
async fn after_a_clock_that_ran_ahead_a_lost_answer_is_looked_up_and_not_sent_again() {
    goes_once_after("loss_after_commit", 2).await;
}

#[tokio::test]
async fn after_a_clock_that_ran_ahead_what_never_arrived_is_looked_up_and_sent_again() {
    goes_once_after("loss_before", 3).await;
}

#[tokio::test]
async fn what_is_dated_ahead_is_not_looked_up_before_its_key_is_forgotten() {
    let (desk, office) = ahead(A_YEAR).await;
    close(&office, 20);
    desk.fault(&on_the_write("loss_after_commit"));
    office.run(Until::Blocked).await;
    drop(office);
    let office = desk.office();
    let report = office.run(Until::Blocked).await;
    let six_minutes = office.world.now() + TimeDelta::minutes(6);
    assert_eq!(report.blocked_by, Some(Block::Waiting { until: six_minutes }));
    // Another run finds the same: its time does not begin anew.
    desk.advance(60);
    let report = office.run(Until::Blocked).await;
    assert_eq!(report.blocked_by, Some(Block::Waiting { until: six_minutes }));
    desk.advance(300);
    assert_eq!(office.run(Until::Blocked).await.posted.len(), 1);
    assert_eq!(desk.wire.count("PUT ManualJournals"), 1);
}

#[tokio::test]
async fn what_a_person_held_meanwhile_is_looked_up_before_it_is_sent_again() {
    let (desk, office) = ahead(A_YEAR).await;
    close(&office, 20);
    desk.fault(&on_the_write("loss_after_commit"));
    let id = office.run(Until::Blocked).await.unknown[0];
    let reason = store::Reason { cause: "by_hand".to_owned(), message: "Wait.".to_owned() };
    office.book.hold(id, &reason, None).unwrap();
    drop(office);
    let office = desk.office();
    sync::retry(&office.book, id, office.world.now()).unwrap();
    let report = office.run(Until::Empty).await;
    assert_eq!((report.posted, report.blocked_by), (vec![id], None));
    assert_eq!(desk.wire.count("PUT ManualJournals"), 1);
}

#[tokio::test]
async fn what_is_held_and_dated_ahead_can_be_undone_or_left_out_once_its_key_is_forgotten() {
    for (fault, is_there) in [("loss_after_commit", true), ("loss_before", false)] {
        let (desk, office) = ahead(A_YEAR).await;
        close(&office, 20);
        desk.fault(&on_the_write(fault));
        let id = office.run(Until::Blocked).await.unknown[0];
        let reason = store::Reason { cause: "by_hand".to_owned(), message: "Wait.".to_owned() };
        office.book.hold(id, &reason, None).unwrap();
        drop(office);
        let office = desk.office();
        for minutes in 0..6 {
            office.run(Until::Blocked).await;
            let early = office.outbox.undo(id).await.unwrap_err();
            assert!(matches!(early, sync::Error::UndoTooEarly { .. }), "{minutes}: {early}");
            desk.advance(60);
        }
        match is_there {
            true => drop(office.outbox.undo(id).await.unwrap()),
            false => office.outbox.skip(id, reason).await.unwrap(),
        }
        office.run(Until::Empty).await;
        let state = if is_there { State::Undone } else { State::Skipped };
        assert_eq!(office.state(id), state);
        assert_eq!(desk.journals("POSTED").await.len(), 0);
        office.assert_sound();
    }
}

#[tokio::test]
async fn what_was_found_of_a_clock_says_nothing_of_what_was_sent_since() {
    let (desk, office) = ahead(A_YEAR).await;
    close(&office, 19);
    office.run(Until::Empty).await;
    drop(office);
    let office = desk.office();
    office.run(Until::Empty).await;
    drop(office);
    desk.advance(3_600);
    // A little ahead, as a right clock may be.
    let office = desk.office_ahead(TimeDelta::minutes(4), Arc::default());
    close(&office, 20);
    desk.fault(&on_the_write("loss_before"));
    let id = office.run(Until::Blocked).await.unknown[0];
    let reason = store::Reason { cause: "by_hand".to_owned(), message: "Wait.".to_owned() };
    office.book.hold(id, &reason, None).unwrap();
    drop(office);
    let office = desk.office();
    let early = office.outbox.skip(id, reason.clone()).await.unwrap_err();
    assert!(matches!(early, sync::Error::UndoTooEarly { .. }), "{early}");
    desk.advance(6 * 60);
    office.outbox.skip(id, reason).await.unwrap();
}

#[tokio::test]
async fn a_crash_anywhere_while_the_clock_ran_ahead_posts_once_when_it_is_right() {
    for at in 1..=POINTS_MAX {
        let desk = Desk::open().await;
        let crash = Arc::new(Crash::at(at));
        let office = desk.office_ahead(A_YEAR, crash.clone());
        close(&office, 20);
        let crashed = tokio::select! {
            _ = office.run(Until::Empty) => false,
            () = crash.happens() => true,
        };
        drop(office);
        let office = desk.office();
        let report = office.run(Until::Empty).await;
        let states: Vec<State> = office.live().iter().map(|one| one.state).collect();
        assert_eq!(states, [State::Posted], "crashed at point {at}: {report:?}");
        assert_eq!(desk.journals("POSTED").await.len(), 1, "crashed at point {at}");
        if !crashed {
            return;
        }
    }
    panic!("a sync has fewer than {POINTS_MAX} points");
}

#[tokio::test]
async fn a_book_restored_by_a_clock_that_ran_ahead_asks_for_all_that_it_may_have_sent() {
    let (desk, office) = ahead(A_YEAR).await;
    close(&office, 19);
    office.run(Until::Empty).await;
    let kept = desk.path().join("kept.sqlite");
    office.book.backup(&kept).unwrap();
    close(&office, 20);
    office.run(Until::Empty).await;
    let now = office.world.now();
    drop(office);
    Book::restore(desk.path(), &kept, None, now).unwrap();
    let office = desk.office();
    let report = office.run(Until::Blocked).await;
    let settled = office.world.now() + TimeDelta::seconds(90);
    assert_eq!(report.blocked_by, Some(Block::Settling { until: settled }));
    desk.advance(60);
    let report = office.run(Until::Blocked).await;
    assert_eq!(report.blocked_by, Some(Block::Settling { until: settled }), "it ends");
    desk.advance(30);
    close(&office, 20);
    office.run(Until::Empty).await;
    assert_eq!(desk.journals("POSTED").await.len(), 2);
    assert_eq!(desk.wire.count("PUT ManualJournals"), 2, "it was taken over");
    office.assert_sound();
}

#[tokio::test]
async fn a_clock_that_is_behind_keeps_everything_waiting_and_says_by_how_much() {
    let desk = Desk::open().await;
    let office = desk.office();
    close(&office, 20);
    office.run(Until::Empty).await;
    drop(office);
    let behind = desk.office_ahead(TimeDelta::days(-2), Arc::default());
    close(&behind, 19);
    let report = behind.run(Until::Blocked).await;
    assert!(clock_says(&report).contains("2 days behind Xero's"), "{report:?}");
    assert_eq!(desk.wire.count("PUT ManualJournals"), 1);
    drop(behind);
    assert_eq!(desk.office().run(Until::Empty).await.posted.len(), 1);
}

#[tokio::test]
async fn without_an_answer_of_xeros_nothing_is_sent_and_nobody_is_told_that_the_clock_is_wrong() {
    let (desk, office) = ahead(A_YEAR).await;
    close(&office, 20);
    drop(office);
    let office = desk.office();
    desk.wire.unplug(true);
    let report = office.run(Until::Blocked).await;
    let said = clock_says(&report);
    assert!(said.contains("could not be asked") && said.contains("if it is wrong"), "{said}");
    desk.wire.unplug(false);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 1);
}

#[tokio::test]
async fn a_run_asks_what_time_it_is_once_in_a_while_and_no_more() {
    let (desk, office) = ahead(A_YEAR).await;
    close(&office, 20);
    office.run(Until::Empty).await;
    drop(office);
    let office = desk.office();
    desk.wire.forget_calls();
    for _ in 0..5 {
        office.run(Until::Blocked).await;
    }
    assert_eq!(desk.wire.calls(), ["GET Organisation"]);
}
