//! One journal for a day, whatever happens to its answers.

use std::sync::Arc;

use ledger::Kind;
use serde_json::{Value, json};
use store::{Outcome, State};
use sync::{Block, Step, Until};

use crate::desk::Desk;
use crate::till::{event, refund, sale};
use crate::wire::Crash;

/// A desk with a day of a sale and a refund, closed.
async fn closed_day() -> Desk {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 20, "Boats", 10_000), refund("r1", 20, "Boats", 2_000)]);
    assert_eq!(office.close(20).len(), 1);
    desk
}

/// The day's one journal is in Xero, to the cent.
async fn assert_posted_once(desk: &Desk) {
    let journals = desk.journals("POSTED").await;
    assert_eq!(journals.len(), 1, "{journals:#?}");
    assert_eq!(desk.balance("Revenue Clearing").await, "89.60");
    assert_eq!(desk.balance("Boats").await, "-80.00");
    assert_eq!(desk.balance("GST").await, "-4.00");
    assert_eq!(desk.balance("PST").await, "-5.60");
}

#[tokio::test]
async fn a_day_is_posted_as_one_balanced_journal() {
    let desk = closed_day().await;
    let office = desk.office();
    let report = office.run(Until::Empty).await;
    assert_eq!((report.posted.len(), report.blocked_by), (1, None));
    assert_posted_once(&desk).await;
    let document = office.document(report.posted[0]);
    assert_eq!(document.summary.state, State::Posted);
    let journals = desk.journals("POSTED").await;
    assert_eq!(document.summary.xero_id.as_deref(), journals[0]["ManualJournalID"].as_str());
    assert_eq!(document.read_back.unwrap().lines.len(), document.entry.lines.len());
    assert!(document.summary.reference.starts_with("Cashout 2026-11-20 · Main Dock · "));
    assert_eq!(desk.wire.count("PUT ManualJournals"), 1);
    assert_eq!(desk.wire.count("GET ManualJournals"), 0, "the answer itself is the read-back");
}

#[tokio::test]
async fn a_second_sync_posts_nothing() {
    let desk = closed_day().await;
    let office = desk.office();
    office.run(Until::Empty).await;
    assert_eq!(office.close(20), []);
    let again = office.run(Until::Empty).await;
    assert_eq!(again.posted, []);
    assert_posted_once(&desk).await;
}

#[tokio::test]
async fn xero_works_out_the_tax_in_way_a_and_the_read_back_is_equal() {
    let desk = Desk::of("nz", ledger::TaxWay::XeroComputes).await;
    let office = desk.office();
    let set = ledger::TaxSet::of(["GST", "PST"]);
    office.map(&[store::MapEntry::TaxType(set, Some("OUTPUT2".to_owned()))]);
    let mut sold = sale("s1", 20, "Boats", 10_000);
    sold.transaction.currency = "NZD".parse().unwrap();
    office.record(&[sold]);
    office.close(20);
    let report = office.run(Until::Empty).await;
    assert_eq!((report.posted.len(), report.blocked_by), (1, None));
    // 112.00 with 15 % inside: Xero's own account takes the tax.
    assert_eq!(desk.balance("Revenue Clearing").await, "112.00");
    assert_eq!(desk.balance("Boats").await, "-97.39");
    assert_eq!(desk.balance("GST").await, "-14.61");
}

/// Posts a day while a fault happens to its first write, and waits everything out.
async fn posts_once_through(kind: Value) -> usize {
    let desk = closed_day().await;
    let mut fault = json!({ "method": "PUT", "path": "ManualJournals", "times": 1 });
    fault.as_object_mut().unwrap().extend(kind.as_object().unwrap().clone());
    desk.fault(&fault);
    let report = desk.office().run(Until::Empty).await;
    assert_eq!((report.posted.len(), report.unknown.len()), (1, 0), "{report:?}");
    assert_posted_once(&desk).await;
    desk.wire.count("PUT ManualJournals")
}

#[tokio::test]
async fn a_request_that_never_arrived_is_looked_up_and_sent_again() {
    assert_eq!(posts_once_through(json!({ "kind": "loss_before" })).await, 2);
}

#[tokio::test]
async fn a_lost_answer_is_found_and_not_sent_again() {
    assert_eq!(posts_once_through(json!({ "kind": "loss_after_commit" })).await, 1);
}

#[tokio::test]
async fn half_an_answer_is_no_answer() {
    assert_eq!(posts_once_through(json!({ "kind": "torn_body" })).await, 1);
}

#[tokio::test]
async fn a_fault_of_xeros_that_did_commit_is_found() {
    let fault = json!({ "kind": "server_error", "status": 503, "committed": true });
    assert_eq!(posts_once_through(fault).await, 1);
}

#[tokio::test]
async fn a_fault_of_xeros_that_did_nothing_is_sent_again() {
    let fault = json!({ "kind": "server_error", "status": 500 });
    assert_eq!(posts_once_through(fault).await, 2);
}

#[tokio::test]
async fn a_request_delivered_twice_posts_once() {
    assert_eq!(posts_once_through(json!({ "kind": "duplicate_delivery" })).await, 1);
}

#[tokio::test]
async fn a_short_limit_is_waited_out() {
    let limit = json!({ "kind": "rate_limit", "limit": "minute" });
    assert_eq!(posts_once_through(limit).await, 2);
}

#[tokio::test]
async fn an_expired_token_is_renewed_on_the_way() {
    let expired = json!({ "kind": "unauthorised", "why": "expired" });
    assert_eq!(posts_once_through(expired).await, 2);
}

#[tokio::test]
async fn an_unknown_document_waits_for_its_settle_time_before_it_is_looked_up() {
    let desk = closed_day().await;
    desk.fault(&json!({ "kind": "loss_after_commit", "method": "PUT", "times": 1 }));
    let office = desk.office();
    let report = office.run(Until::Blocked).await;
    assert_eq!(report.unknown.len(), 1);
    assert!(matches!(report.blocked_by, Some(Block::Waiting { .. })), "{report:?}");
    desk.advance(80);
    office.run(Until::Blocked).await;
    assert_eq!(desk.wire.count("GET ManualJournals"), 0, "too early to look");
    desk.advance(10);
    assert_eq!(office.run(Until::Blocked).await.posted.len(), 1);
    assert_posted_once(&desk).await;
}

#[tokio::test]
async fn within_six_minutes_the_same_bytes_go_with_the_same_key() {
    let desk = closed_day().await;
    desk.fault(&json!({ "kind": "loss_before", "method": "PUT", "times": 2 }));
    let office = desk.office();
    let id = office.run(Until::Empty).await.posted[0];
    let attempts = office.document(id).attempts;
    assert_eq!(attempts.len(), 3);
    assert!(attempts.iter().all(|one| one.key == attempts[0].key && one.body == attempts[0].body));
}

#[tokio::test]
async fn a_try_that_did_not_get_there_leaves_the_key_of_the_one_that_may_have() {
    let desk = closed_day().await;
    desk.fault(&json!({ "kind": "loss_before", "method": "PUT", "times": 1 }));
    desk.fault(&json!({ "kind": "rate_limit", "limit": "minute", "method": "PUT", "times": 1 }));
    let office = desk.office();
    let id = office.run(Until::Empty).await.posted[0];
    let attempts = office.document(id).attempts;
    let outcomes: Vec<_> = attempts.iter().map(|one| one.outcome).collect();
    let expected = [Outcome::Unknown, Outcome::NotSent, Outcome::Done].map(Some);
    assert_eq!(outcomes, expected);
    assert!(attempts.iter().all(|one| one.key == attempts[0].key), "the first may still arrive");
}

#[tokio::test]
async fn what_xero_says_about_another_document_that_is_equal_is_not_believed() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.map_everything();
    office.record(&["d1", "d2"].map(|id| event(Kind::BankDeposit, id, 20, "pay Cash 10.00")));
    desk.wire.mix_up("PUT BankTransactions");
    assert_eq!(office.run(Until::Empty).await.posted.len(), 2);
    let mut known: Vec<_> = office.live().into_iter().filter_map(|one| one.xero_id).collect();
    known.sort();
    known.dedup();
    assert_eq!(known.len(), 2, "each is known by its own id");
}

#[tokio::test]
async fn what_xero_says_about_another_void_is_not_believed() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 19, "Boats", 10_000), sale("s2", 20, "Boats", 10_000)]);
    office.close(19);
    office.close(20);
    office.run(Until::Empty).await;
    desk.wire.mix_up("POST ManualJournals");
    office.undo_everything().await;
    office.run(Until::Empty).await;
    assert_eq!(desk.journals("POSTED").await.len(), 0);
    assert_eq!(office.live().len(), 0);
}

#[tokio::test]
async fn a_key_lives_as_long_as_the_last_request_with_it_may_arrive() {
    let desk = closed_day().await;
    desk.fault(&json!({ "kind": "loss_before", "method": "PUT", "times": 2 }));
    let office = desk.office();
    office.run(Until::Blocked).await;
    desk.advance(210);
    office.run(Until::Blocked).await;
    desk.advance(180);
    let id = office.run(Until::Blocked).await.posted[0];
    let attempts = office.document(id).attempts;
    let age = attempts[2].started_at - attempts[0].started_at;
    assert!(attempts.len() == 3 && age > chrono::TimeDelta::minutes(6), "{age}");
    assert!(attempts.iter().all(|one| one.key == attempts[0].key), "the second may still arrive");
}

#[tokio::test]
async fn a_machine_that_slept_before_its_request_left_looks_again() {
    for step in [Step::PlannedAgain, Step::AttemptCommitted] {
        let desk = closed_day().await;
        desk.wire.hold_back("PUT ManualJournals");
        desk.office().run(Until::Blocked).await;
        // It is not there yet, and the key of the first try is forgotten before the second leaves.
        desk.advance(120);
        let sleeper = Arc::new(Crash::asleep_at(step));
        let office = desk.office_that(sleeper.clone());
        let night = async {
            sleeper.happens().await;
            desk.wire.let_go().await;
            desk.advance(20 * 3_600);
            sleeper.wake();
        };
        let (report, ()) = tokio::join!(office.run(Until::Blocked), night);
        assert_eq!(report.posted.len(), 1, "{step:?}: {report:?}");
        assert_posted_once(&desk).await;
    }
}

#[tokio::test]
async fn a_disk_that_is_always_slow_puts_each_document_off_and_says_so() {
    let desk = closed_day().await;
    let sleeper = Arc::new(Crash::asleep_each_time(Step::AttemptCommitted));
    let office = desk.office_that(sleeper.clone());
    let disk = async {
        loop {
            sleeper.happens().await;
            desk.advance(5);
            sleeper.wake();
        }
    };
    let report = tokio::select! {
        report = office.run(Until::Blocked) => report,
        () = disk => unreachable!("a disk is slow for ever"),
    };
    assert!(matches!(report.blocked_by, Some(Block::Waiting { .. })), "{report:?}");
    assert_eq!(desk.wire.count("PUT ManualJournals"), 0);
    let document = office.document(office.live()[0].id);
    assert_eq!(document.attempts.len(), 3);
    let said = document.summary.reason.unwrap().message;
    assert!(said.contains("its disk is slow") && said.contains("Nothing of it left"), "{said}");
    desk.advance(300);
    let quick = desk.office();
    drop(office);
    assert_eq!(quick.run(Until::Blocked).await.posted.len(), 1);
    assert_posted_once(&desk).await;
}

#[tokio::test]
async fn after_six_minutes_a_new_key_is_used() {
    let desk = closed_day().await;
    desk.fault(&json!({ "kind": "loss_before", "method": "PUT", "times": 1 }));
    let office = desk.office();
    office.run(Until::Blocked).await;
    desk.advance(6 * 60);
    let id = office.run(Until::Blocked).await.posted[0];
    let attempts = office.document(id).attempts;
    assert_ne!(attempts[0].key, attempts[1].key);
    assert_posted_once(&desk).await;
}

#[tokio::test]
async fn an_answer_that_commits_after_its_connection_broke_is_found() {
    let desk = closed_day().await;
    desk.fault(&json!({ "kind": "late_commit", "ms": 1, "method": "PUT", "times": 1 }));
    let office = desk.office();
    office.run(Until::Blocked).await;
    while desk.journals("POSTED").await.is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(office.run(Until::Empty).await.posted.len(), 1);
    assert_posted_once(&desk).await;
}

#[tokio::test]
async fn what_arrives_later_makes_a_supplementary_journal() {
    let desk = closed_day().await;
    let office = desk.office();
    office.run(Until::Empty).await;
    office.record(&[sale("late", 20, "Boats", 5_000)]);
    let made = office.close(20);
    assert!(office.document(made[0]).summary.reference.ends_with(" · 2"));
    assert_eq!(office.run(Until::Empty).await.posted, made);
    assert_eq!(desk.journals("POSTED").await.len(), 2);
    assert_eq!(desk.balance("Boats").await, "-130.00");
}

#[tokio::test]
async fn without_a_connection_the_day_closes_and_goes_by_itself_later() {
    let desk = closed_day().await;
    desk.wire.unplug(true);
    let office = desk.office();
    let report = office.run(Until::Empty).await;
    assert_eq!(report.blocked_by, Some(Block::Offline));
    let id = office.book.documents(&store::DocumentFilter::default(), 9).unwrap()[0].id;
    assert_eq!(office.state(id), State::Queued);
    desk.wire.unplug(false);
    assert_eq!(office.run(Until::Empty).await.posted, [id]);
    assert_posted_once(&desk).await;
}

#[tokio::test]
async fn a_season_of_days_takes_one_write_each() {
    let desk = Desk::open().await;
    let office = desk.office();
    for day in 1..=20 {
        office.record(&[sale(&format!("s{day}"), day, "Boats", 10_000)]);
        office.close(day);
    }
    let before = desk.wire.calls().len();
    assert_eq!(office.run(Until::Empty).await.posted.len(), 20);
    assert_eq!(desk.wire.count("PUT ManualJournals"), 20);
    assert_eq!(desk.wire.calls().len() - before, 20 + 4, "the chart is read once a run");
}

#[tokio::test]
async fn a_lost_answer_is_found_long_after_its_key_is_forgotten() {
    let desk = closed_day().await;
    desk.fault(&json!({ "kind": "loss_after_commit", "method": "PUT", "times": 1 }));
    desk.office().run(Until::Blocked).await;
    desk.advance(3600);
    assert_eq!(desk.office().run(Until::Empty).await.posted.len(), 1);
    assert_posted_once(&desk).await;
    assert_eq!(desk.wire.count("PUT ManualJournals"), 1);
}

#[tokio::test]
async fn a_xero_that_never_answers_a_write_is_posted_to_all_the_same() {
    let desk = closed_day().await;
    desk.fault(&json!({ "kind": "loss_after_commit", "method": "PUT" }));
    assert_eq!(desk.office().run(Until::Empty).await.posted.len(), 1);
    assert_posted_once(&desk).await;
}

#[tokio::test]
async fn a_look_up_that_fails_leaves_the_document_unknown_and_is_repeated() {
    let desk = closed_day().await;
    desk.fault(&json!({ "kind": "loss_after_commit", "method": "PUT", "times": 1 }));
    let unavailable = json!({
        "kind": "server_error", "status": 503, "method": "GET", "path": "ManualJournals", "times": 1
    });
    desk.fault(&unavailable);
    let office = desk.office();
    let report = office.run(Until::Empty).await;
    assert_eq!((report.unknown.len(), report.blocked_by), (1, Some(Block::XeroDown)));
    assert_eq!(office.run(Until::Empty).await.posted.len(), 1);
    assert_posted_once(&desk).await;
}
