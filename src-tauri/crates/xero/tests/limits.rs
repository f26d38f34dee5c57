//! Xero's limits: never more at once, never sooner, and people first (facts §4).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::Semaphore;
use world::World;
use xero::{
    BoxFuture, Client, Error, FileRefreshLock, MemoryVault, NoObserver, Origins, Priority,
    RateLimit, Request, Response, Session, SessionParts, Transport, TransportError,
};

use crate::amounts::journal;
use crate::support::{Scripted, TENANT, answer, signed_in, start, tokens, with_header};

fn limited(problem: &str, retry_after: Option<&str>) -> Response {
    let response = with_header(answer(429, "?"), "x-rate-limit-problem", problem);
    match retry_after {
        Some(seconds) => with_header(response, "retry-after", seconds),
        None => response,
    }
}

fn organisation() -> Response {
    answer(200, include_bytes!("fixtures/organisation.json"))
}

/// A client whose first answer is this one, and then success; with its clock.
fn first_then_success(first: Response) -> (Client, Arc<Scripted>, World) {
    let count = AtomicUsize::new(0);
    let xero = Scripted::new(move |_| {
        let is_first = count.fetch_add(1, Ordering::Relaxed) == 0;
        Ok(if is_first { first.clone() } else { organisation() })
    });
    client_of(xero)
}

fn client_of(xero: Arc<Scripted>) -> (Client, Arc<Scripted>, World) {
    let world = World::seeded(1, start());
    let session = Session::new(SessionParts {
        transport: xero.clone(),
        origins: Origins::default(),
        vault: Arc::new(MemoryVault::holding(tokens("access-1", "refresh-1", 2 * 24 * 60))),
        refresh_lock: Arc::new(FileRefreshLock::new("unused".into())),
        observer: Arc::new(NoObserver),
        world: world.clone(),
    });
    (Client::new(session, TENANT), xero, world)
}

#[tokio::test]
async fn a_limit_of_the_minute_is_waited_out() {
    let (client, xero, world) = first_then_success(limited("minute", Some("17")));
    client.organisation().await.expect("the second try succeeds");
    assert_eq!(world.now(), start() + TimeDelta::seconds(17));
    assert_eq!(xero.seen("/").len(), 2);
}

#[tokio::test]
async fn a_limit_of_concurrency_has_no_time_and_is_waited_out_shortly() {
    let (client, _xero, world) = first_then_success(limited("concurrent", None));
    client.organisation().await.expect("the second try succeeds");
    assert_eq!(world.now(), start() + TimeDelta::seconds(1));
}

#[tokio::test]
async fn after_the_limit_of_the_day_nothing_more_is_sent() {
    let (client, xero, _world) = first_then_success(limited("day", Some("66975")));
    for _ in 0..3 {
        let error = client.organisation().await.expect_err("the day is spent");
        assert!(matches!(error, Error::RateLimited { limit: RateLimit::Day, .. }), "{error:?}");
    }
    assert_eq!(xero.seen("/").len(), 1);
}

#[tokio::test]
async fn a_storm_of_limits_ends() {
    let xero = Scripted::new(|_| Ok(limited("minute", Some("1"))));
    let client = Client::new(signed_in(xero.clone()), TENANT);
    let error = client.organisation().await.expect_err("never accepted");
    assert!(matches!(error, Error::RateLimited { limit: RateLimit::Minute, .. }), "{error:?}");
    assert!(xero.seen("/").len() <= 4);
}

#[tokio::test]
async fn what_is_left_is_learnt_from_every_answer() {
    let response = with_header(organisation(), "x-minlimit-remaining", "41");
    let response = with_header(response, "x-daylimit-remaining", "987");
    let response = with_header(response, "x-appminlimit-remaining", "9876");
    let (client, _xero, _world) = first_then_success(response);
    client.organisation().await.expect("success");
    let budget = client.limits().snapshot();
    assert_eq!(budget.minute_remaining, Some(41));
    assert_eq!(budget.day_remaining, Some(987));
    assert_eq!(budget.app_minute_remaining, Some(9_876));
}

#[tokio::test]
async fn background_work_leaves_the_last_calls_of_a_minute_to_people() {
    let nearly_spent = with_header(organisation(), "x-minlimit-remaining", "3");
    let (client, _xero, world) = first_then_success(nearly_spent);
    client.organisation().await.expect("success");
    client.at(Priority::Interactive).organisation().await.expect("at once");
    assert_eq!(world.now(), start());
    client.at(Priority::Background).organisation().await.expect("after the window");
    assert_eq!(world.now(), start() + TimeDelta::seconds(60));
}

/// A client to whom Xero says these counts of calls left, minute and day, one after the other; the
/// last for ever.
fn told(counts: &'static [(u32, u32)]) -> (Client, Arc<Scripted>, World) {
    let place = AtomicUsize::new(0);
    let xero = Scripted::new(move |_| {
        let place = place.fetch_add(1, Ordering::Relaxed).min(counts.len() - 1);
        let (minute, day) = counts[place];
        let answer = with_header(organisation(), "x-minlimit-remaining", &minute.to_string());
        Ok(with_header(answer, "x-daylimit-remaining", &day.to_string()))
    });
    client_of(xero)
}

#[tokio::test]
async fn a_window_that_is_spent_is_waited_for_from_its_first_answer_on() {
    let (client, _xero, world) = told(&[(59, 900), (3, 899), (59, 898)]);
    client.organisation().await.expect("success");
    world.clock.sleep(Duration::from_secs(40)).await;
    client.organisation().await.expect("success");
    client.organisation().await.expect("after the window");
    assert_eq!(world.now(), start() + TimeDelta::seconds(60), "not a minute from the last answer");
}

#[tokio::test]
async fn a_count_that_rises_is_a_new_window() {
    let (client, _xero, world) = told(&[(20, 900), (59, 899), (2, 898), (59, 897)]);
    client.organisation().await.expect("success");
    world.clock.sleep(Duration::from_secs(30)).await;
    client.organisation().await.expect("success");
    client.organisation().await.expect("success");
    client.organisation().await.expect("after the window");
    assert_eq!(world.now(), start() + TimeDelta::seconds(90));
}

#[tokio::test]
async fn a_day_that_is_spent_is_looked_at_from_time_to_time_and_never_used_up() {
    let (client, xero, world) = told(&[(59, 50)]);
    let day_ends = start() + TimeDelta::days(1);
    while world.now() < day_ends {
        drop(client.organisation().await);
        world.clock.sleep(Duration::from_secs(60)).await;
    }
    assert!((20..=25).contains(&xero.seen("/").len()), "{} looks", xero.seen("/").len());
    let until = client.held_back_until().expect("still held back");
    assert!(until <= world.now() + TimeDelta::hours(1));
}

#[tokio::test]
async fn what_another_process_heard_is_kept_to_where_it_is_newer() {
    let (first, _xero, _world) = told(&[(3, 900)]);
    first.organisation().await.expect("success");
    let heard = first.limits().snapshot();
    let (second, xero, world) = told(&[(59, 899)]);
    second.limits().take_over(heard);
    second.organisation().await.expect("after the window");
    assert_eq!((world.now(), xero.seen("/").len()), (start() + TimeDelta::seconds(60), 1));
    second.limits().take_over(heard);
    assert_eq!(second.limits().snapshot().minute_remaining, Some(59), "older says nothing");
}

#[tokio::test]
async fn a_clock_that_was_set_back_leaves_no_wait_behind() {
    let (client, _xero, _world) = told(&[(3, 50)]);
    client.organisation().await.expect("success");
    let heard = client.limits().snapshot();
    let earlier = start() - TimeDelta::hours(5);
    assert_eq!((heard.minute_left(earlier), heard.day_left(earlier)), (None, None));
    assert_eq!((heard.minute_left(start()), heard.day_left(start())), (Some(3), Some(50)));
}

/// Holds every request until the test lets it go, and counts those held.
#[derive(Debug)]
struct Gate {
    held: AtomicUsize,
    most: AtomicUsize,
    open: Semaphore,
}

impl Transport for Gate {
    fn send(&self, _request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            let held = self.held.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(held, Ordering::SeqCst);
            self.open.acquire().await.expect("open").forget();
            self.held.fetch_sub(1, Ordering::SeqCst);
            Ok(organisation())
        })
    }
}

async fn until(condition: impl Fn() -> bool) {
    let patience = tokio::time::timeout(Duration::from_secs(10), async {
        while !condition() {
            tokio::task::yield_now().await;
        }
    });
    patience.await.expect("the condition comes true");
}

#[tokio::test]
async fn at_most_four_calls_fly_and_background_work_leaves_a_seat_free() {
    let gate = Arc::new(Gate {
        held: AtomicUsize::new(0),
        most: AtomicUsize::new(0),
        open: Semaphore::new(0),
    });
    let world = World::seeded(1, start());
    let session = Session::new(SessionParts {
        transport: gate.clone(),
        origins: Origins::default(),
        vault: Arc::new(MemoryVault::holding(tokens("access-1", "refresh-1", 30))),
        refresh_lock: Arc::new(FileRefreshLock::new("unused".into())),
        observer: Arc::new(NoObserver),
        world,
    });
    let client = Client::new(session, TENANT);
    let call = |priority| {
        let client = client.at(priority);
        tokio::spawn(async move { client.organisation().await.map(drop) })
    };
    let mut calls: Vec<_> = (0..10).map(|_| call(Priority::Background)).collect();
    until(|| gate.held.load(Ordering::SeqCst) == 3).await;
    calls.extend((0..10).map(|_| call(Priority::Interactive)));
    until(|| gate.held.load(Ordering::SeqCst) == 4).await;
    gate.open.add_permits(20);
    for call in calls {
        call.await.unwrap().expect("answered");
    }
    assert_eq!(gate.most.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn a_write_that_cannot_leave_at_once_does_not_leave_late() {
    let (client, xero, world) = first_then_success(limited("minute", Some("17")));
    let error = client.create_manual_journal(&journal(), "key").await.expect_err("held back");
    assert!(matches!(error, Error::RateLimited { .. }), "{error:?}");
    assert_eq!(client.held_back_until(), Some(start() + TimeDelta::seconds(17)));
    client.create_manual_journal(&journal(), "key").await.expect_err("still held back");
    assert_eq!((xero.seen("/").len(), world.now()), (1, start()));
}

#[tokio::test]
async fn a_retry_after_beyond_any_window_is_no_date_beyond_the_calendar() {
    let (client, _xero, _world) = first_then_success(limited("day", Some("99999999999999")));
    let error = client.organisation().await.expect_err("the day is spent");
    let day = Duration::from_secs(86_400);
    assert!(matches!(error, Error::RateLimited { retry_after, .. } if retry_after == day));
}
