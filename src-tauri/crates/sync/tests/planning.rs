//! Which journals a range of days gives.

use chrono::NaiveDate;
use ledger::GlTarget;
use store::{MapEntry, State};
use sync::{CashoutRequest, Error, Policy, RANGE_SETTING, RangeMode, plan_cashout};

use crate::desk::{Desk, november};
use crate::till::{refund, sale};

#[tokio::test]
async fn a_range_is_one_journal_of_its_last_day() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 18, "Boats", 10_000), sale("s2", 20, "Boats", 5_000)]);
    let made = office.close_range(18, 20);
    assert_eq!(made.len(), 1);
    let document = office.document(made[0]);
    assert_eq!(document.summary.date, november(20));
    assert!(document.summary.reference.starts_with("Cashout 2026-11-18 to 2026-11-20 · "));
    assert_eq!(document.summary.total.minor(), 16_800);
}

#[tokio::test]
async fn a_range_is_a_journal_a_day_where_that_is_the_setting() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.book.set_setting(RANGE_SETTING, Some("daily")).unwrap();
    office.record(&[sale("s1", 18, "Boats", 10_000), sale("s2", 20, "Boats", 5_000)]);
    let dates: Vec<NaiveDate> =
        office.close_range(18, 20).iter().map(|id| office.document(*id).summary.date).collect();
    assert_eq!(dates, [november(18), november(20)]);
    let days = office.book.days(office.dock, november(19), november(19)).unwrap();
    assert!(days[0].nothing_to_post, "the calendar has no hole");
}

#[tokio::test]
async fn a_range_is_split_where_the_month_ends() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 1, "Boats", 10_000)]);
    let chart = office.book.chart().unwrap().unwrap().chart;
    let mapping = office.book.mapping().unwrap();
    let request = CashoutRequest {
        location: office.dock,
        from: NaiveDate::from_ymd_opt(2026, 10, 25).unwrap(),
        to: november(3),
        policy: Policy::default(),
    };
    let plan = plan_cashout(&office.book, &chart, &mapping, &request).unwrap();
    let spans: Vec<_> = plan.journals.iter().map(|one| (one.from, one.to)).collect();
    assert_eq!(spans, [(november(1), november(3))]);
    assert_eq!(plan.empty_days.len(), 7, "the days of October have nothing to post");
    assert!(plan.journals[0].is_ready());
}

#[tokio::test]
async fn a_day_that_nets_out_is_covered_and_never_sent() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 20, "Boats", 10_000), refund("r1", 20, "Boats", 10_000)]);
    let made = office.close(20);
    assert_eq!(office.state(made[0]), State::Skipped);
    assert_eq!(office.run(sync::Until::Empty).await.posted, []);
    assert_eq!(office.close(20), [], "its transactions are taken");
}

#[tokio::test]
async fn a_held_day_that_turns_out_to_net_out_waits_for_nobody() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 20, "6545", 10_000), refund("r1", 20, "6545", 10_000)]);
    let id = office.close(20)[0];
    assert_eq!(office.state(id), State::Held, "nobody has said what 6545 is");
    let account_id = office.account("Boats");
    let target = GlTarget { account_id, tax_type: None, tracking: Vec::new() };
    office.map(&[MapEntry::Gl("6545".to_owned(), Some(target))]);
    office.run(sync::Until::Empty).await;
    assert_eq!(office.state(id), State::Skipped);
}

#[tokio::test]
async fn a_day_without_anything_is_recorded_as_such() {
    let desk = Desk::open().await;
    let office = desk.office();
    assert_eq!(office.close(20), []);
    let days = office.book.days(office.dock, november(20), november(20)).unwrap();
    assert!(days[0].nothing_to_post);
}

#[tokio::test]
async fn looking_at_a_plan_changes_nothing() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 20, "Boats", 10_000)]);
    let chart = office.book.chart().unwrap().unwrap().chart;
    let mapping = office.book.mapping().unwrap();
    let before = office.book.latest_change().unwrap();
    let request = office.request(20, 20);
    let first = plan_cashout(&office.book, &chart, &mapping, &request).unwrap();
    let second = plan_cashout(&office.book, &chart, &mapping, &request).unwrap();
    assert_eq!(first.journals[0].review, second.journals[0].review);
    assert_eq!(office.book.latest_change().unwrap(), before);
}

#[tokio::test]
async fn a_range_that_ends_before_it_begins_is_refused() {
    let desk = Desk::open().await;
    let office = desk.office();
    let chart = office.book.chart().unwrap().unwrap().chart;
    let mapping = office.book.mapping().unwrap();
    let request = CashoutRequest {
        policy: Policy { range: RangeMode::Daily, ..Policy::default() },
        ..office.request(20, 19)
    };
    let refused = plan_cashout(&office.book, &chart, &mapping, &request).unwrap_err();
    assert!(matches!(refused, Error::Range { .. }), "{refused}");
}
