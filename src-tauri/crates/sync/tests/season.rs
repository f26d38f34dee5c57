//! A season of back-posting under Xero's own limits: two hundred days queued at once go in, each
//! once, and no call is refused for a limit that we could have known.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use ledger::{DocumentKind, Kind};
use serde_json::json;
use store::{NewTransaction, State};
use sync::{
    Block, CallPlan, CashoutRequest, Load, OwnScope, Policy, RangeMode, Until, last_heard,
    plan_calls, queue_cashout, queue_own,
};

use crate::desk::{Circumstances, Desk, Office};
use crate::till::event;
use crate::wire::Crash;

/// Business days with sales.
const DAYS: u64 = 200;
/// Every so many days a booking is paid ahead, and somebody buys on account and pays.
const EVERY: u64 = 8;
/// Those who buy on account.
const CUSTOMERS: [&str; 3] = ["Harbour_Hotel", "North_Shore_Tours", "Bo_Chen"];
/// More runs than any season needs.
const RUNS_MAX: u32 = 60;
/// No more than so many calls a document, in hundredths (design: speed and safety).
const CALLS_A_HUNDRED: usize = 105;

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 5, 1).unwrap()
}

fn last_day() -> NaiveDate {
    first_day() + Days::new(DAYS - 1)
}

/// A transaction of the tests' November, on another day.
fn on(date: NaiveDate, mut new: NewTransaction) -> NewTransaction {
    new.transaction.business_date = date;
    new.transaction.at = date.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(18);
    new
}

/// A season: sales each day; with `beside`, a deposit, a charge and its payment every eighth.
fn season(beside: bool) -> Vec<NewTransaction> {
    let mut all = Vec::new();
    for number in 0..DAYS {
        let date = first_day() + Days::new(number);
        let mut happens = |kind, id: String, text: &str| {
            all.push(on(date, event(kind, &id, 1, text)));
        };
        for sale in 0..3 {
            let text = format!("Boats {}.00; pay Card {}.00", 40 + sale, 40 + sale);
            happens(Kind::Sale, format!("S-{number}-{sale}"), &text);
        }
        if beside && number.is_multiple_of(EVERY) {
            let customer = CUSTOMERS[usize::try_from(number / EVERY).unwrap() % CUSTOMERS.len()];
            let paid = format!("pay Card 50.00; booking B-{number}");
            happens(Kind::BookingPayment, format!("D-{number}"), &paid);
            let charge = format!("Boats 75.00; customer {customer}");
            happens(Kind::AccountCharge, format!("C-{number}"), &charge);
            let payment = format!("pay Card 75.00; customer {customer}; invoice C-{number}");
            happens(Kind::AccountPayment, format!("P-{number}"), &payment);
        }
    }
    all
}

/// A desk whose Xero has these calls a day, with a season recorded and closed day by day.
async fn closed_season(calls_a_day: u32, beside: bool) -> Desk {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    desk.control(json!({ "limits": { "minute": 60, "day": calls_a_day, "concurrent": 5 } }));
    let office = desk.office();
    office.record(&season(beside));
    let policy = Policy { range: RangeMode::Daily, ..Policy::of(&office.book).unwrap() };
    let (location, from, to) = (office.dock, first_day(), last_day());
    let request = CashoutRequest { location, from, to, policy };
    queue_cashout(&office.book, &request, "Ana", &office.world).unwrap();
    let days = OwnScope::Days { location, from, to };
    queue_own(&office.book, days, "Ana", &office.world).unwrap().all().unwrap();
    // What opening the desk asked for is not of the season.
    desk.wire.forget_calls();
    desk
}

fn planned(desk: &Desk, office: &Office) -> CallPlan {
    let now = office.world.now();
    let heard = last_heard(&office.book, desk.tenant, now).unwrap();
    plan_calls(&Load::waiting(&office.book).unwrap(), &heard, now)
}

/// Runs until nothing is left, sleeping over what a run does not wait for; counts the runs.
async fn send_all(desk: &Desk, office: &Office) -> u32 {
    for run in 1..=RUNS_MAX {
        match office.run(Until::Empty).await.blocked_by {
            None => return run,
            Some(Block::Limit { until } | Block::Waiting { until }) => {
                let pause = (until - office.world.now()).to_std().unwrap_or_default();
                desk.advance(pause.as_secs() + 1);
            }
            Some(other) => panic!("{other}"),
        }
    }
    panic!("the season does not end");
}

/// Each document in the book is posted, and in Xero once; gives how many there are.
async fn everything_is_in_once(desk: &Desk, office: &Office) -> usize {
    let live = office.live();
    assert!(live.iter().all(|one| one.state == State::Posted), "all of it is in Xero");
    assert_eq!(desk.in_force().await, live.len(), "and nothing else is");
    let mut narrations: BTreeMap<String, usize> = BTreeMap::new();
    for journal in desk.journals("POSTED").await {
        *narrations.entry(journal["Narration"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    let journals = live.iter().filter(|one| one.kind == DocumentKind::ManualJournal).count();
    assert_eq!(narrations.len(), journals, "each under a name of its own");
    live.len()
}

fn figures(what: &str, desk: &Desk, documents: usize) -> usize {
    let calls = desk.wire.calls().len();
    println!(
        "{what}: {documents} documents, {calls} calls, {} answers of 429",
        desk.wire.refused_for_limits()
    );
    calls
}

#[tokio::test]
async fn two_hundred_days_go_at_the_speed_xero_allows_and_no_call_is_refused() {
    for calls_a_day in [5_000, 1_000] {
        let desk = closed_season(calls_a_day, false).await;
        let office = desk.office();
        let (plan, begun) = (planned(&desk, &office), office.world.now());
        send_all(&desk, &office).await;
        let documents = everything_is_in_once(&desk, &office).await;
        let calls = figures("days alone", &desk, documents);
        assert_eq!(u64::try_from(documents).unwrap(), DAYS);
        assert_eq!(desk.wire.refused_for_limits(), 0);
        assert!(calls * 100 <= documents * CALLS_A_HUNDRED, "{calls} calls with the chart's");
        is_close(plan, calls);
        let took = office.world.now() - begun;
        assert!(took <= TimeDelta::minutes(4), "95 % of sixty a minute: {took}");
    }
}

#[tokio::test]
async fn what_has_a_document_of_its_own_costs_one_call_too_and_a_customer_some_once() {
    let desk = closed_season(5_000, true).await;
    let office = desk.office();
    let plan = planned(&desk, &office);
    send_all(&desk, &office).await;
    let documents = everything_is_in_once(&desk, &office).await;
    let calls = figures("with what is beside", &desk, documents);
    let contacts = desk.wire.count("GET Contacts") + desk.wire.count("PUT Contacts");
    println!("of these {contacts} calls for {} customers", CUSTOMERS.len());
    assert_eq!(documents, 200 + 3 * 25);
    assert_eq!(desk.wire.refused_for_limits(), 0);
    assert!((calls - contacts) * 100 <= documents * CALLS_A_HUNDRED, "{calls}, {contacts}");
    is_close(plan, calls);
}

#[tokio::test]
async fn a_program_that_is_killed_again_and_again_provokes_no_refusal_and_posts_nothing_twice() {
    let desk = closed_season(5_000, true).await;
    for at in [200, 333, 471] {
        let crash = Arc::new(Crash::at(at));
        let office = desk.office_that(crash.clone());
        tokio::select! {
            _ = office.run(Until::Empty) => panic!("it ends before it is killed"),
            () = crash.happens() => {}
        }
    }
    let office = desk.office();
    send_all(&desk, &office).await;
    let documents = everything_is_in_once(&desk, &office).await;
    figures("killed three times", &desk, documents);
    assert_eq!(desk.wire.refused_for_limits(), 0);
}

#[tokio::test]
async fn what_the_day_has_no_calls_for_goes_the_next_day_by_itself() {
    let desk = closed_season(1_000, false).await;
    let other = desk.office();
    use_up(&desk, &other, 1_000, 150).await;
    desk.wire.forget_calls();
    // A process that was never told anything is told by the book.
    let office = desk.office();
    let (plan, begun) = (planned(&desk, &office), office.world.now());
    assert_eq!(plan.day_left, Some(150));
    assert!(plan.is_beyond_today());
    let first = office.run(Until::Empty).await;
    assert!(matches!(first.blocked_by, Some(Block::Limit { .. })), "{:?}", first.blocked_by);
    let today = first.posted.len();
    assert!(today.abs_diff(plan.today as usize) * 20 <= today, "{today} of {}", plan.today);
    // Windows and command lines are opened and closed meanwhile.
    let runs = send_all(&desk, &desk.office()).await;
    let documents = everything_is_in_once(&desk, &office).await;
    figures("over two days", &desk, documents);
    println!("{today} the first day, {runs} runs, {}", office.world.now() - begun);
    assert_eq!(desk.wire.refused_for_limits(), 0);
    assert!(office.world.now() - begun <= TimeDelta::hours(26));
}

#[tokio::test]
async fn another_that_uses_the_same_limits_may_provoke_a_refusal_and_nothing_is_lost() {
    let desk = closed_season(5_000, false).await;
    let office = desk.office();
    // In the middle of some minutes somebody takes what is left of them.
    for after in [30, 90, 150] {
        desk.wire.others_take_after(after, 60);
    }
    send_all(&desk, &office).await;
    let documents = everything_is_in_once(&desk, &office).await;
    let calls = figures("beside another", &desk, documents);
    assert!((1..=3).contains(&desk.wire.refused_for_limits()), "each time once at most");
    assert!(calls * 100 <= documents * (CALLS_A_HUNDRED + 5), "{calls}");
}

/// Somebody else of the organisation makes calls until so many of the day are left, politely.
async fn use_up(desk: &Desk, other: &Office, of: u32, left: u32) {
    for _ in left..of {
        // The chart, read last, is what the book hears from.
        if other.client.limits().snapshot().day_remaining == Some(left + 4) {
            break;
        }
        other.client.organisation().await.unwrap();
    }
    sync::refresh_chart(&other.book, &other.client, &other.world).await.unwrap();
    desk.advance(61);
}

/// The estimate is within 5 % of what was counted.
fn is_close(plan: CallPlan, calls: usize) {
    let estimate = usize::try_from(plan.calls).unwrap();
    println!("planned {estimate} calls for {} documents, {:?}", plan.documents, plan.takes);
    assert!(estimate.abs_diff(calls) * 20 <= calls, "planned {estimate}, counted {calls}");
}
