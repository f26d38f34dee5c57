//! Time: the real clock, and a virtual one for tests.
//!
//! Waiting belongs to the clock, not to the runtime, so that a test of a sixty second time-out
//! takes no time and a look at the clock after a sleep agrees with the sleep.

use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

/// What time it is, and how to wait.
pub trait Clock: Send + Sync + Debug {
    /// The current time in UTC.
    fn now(&self) -> DateTime<Utc>;

    /// Waits until `duration` has passed on this clock.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock the others are sent to")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// A virtual clock. It moves only when told to, or when somebody sleeps.
///
/// Clones share the same time: a test keeps one to move it while the code under test waits.
#[derive(Clone, Debug)]
pub struct TestClock {
    now: watch::Sender<DateTime<Utc>>,
    sleeping_advances: bool,
}

impl TestClock {
    /// A clock on which every sleep ends at once and moves the time on by its length.
    #[must_use]
    pub fn advancing(start: DateTime<Utc>) -> Self {
        Self { now: watch::Sender::new(start), sleeping_advances: true }
    }

    /// A clock that stands still: sleepers wait until [`TestClock::advance`] passes their time.
    #[must_use]
    pub fn held(start: DateTime<Utc>) -> Self {
        Self { now: watch::Sender::new(start), sleeping_advances: false }
    }

    /// Moves the time on and wakes whoever waited for it.
    pub fn advance(&self, duration: Duration) {
        self.now.send_modify(|now| *now = later(*now, duration));
    }

    /// Waits until somebody is asleep on this clock, so that a test need not guess when the code
    /// under test has reached its wait.
    pub async fn somebody_sleeps(&self) {
        while self.now.receiver_count() == 0 {
            tokio::task::yield_now().await;
        }
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *self.now.borrow()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let clock = self.now.clone();
        let until = later(self.now(), duration);
        if self.sleeping_advances {
            return Box::pin(async move {
                // Others get their turn first, as they would during a real sleep.
                tokio::task::yield_now().await;
                clock.send_modify(|now| *now = until.max(*now));
            });
        }
        let mut receiver = clock.subscribe();
        Box::pin(async move {
            // The clock cannot close: this future holds a sender of it.
            receiver.wait_for(|now| *now >= until).await.map(drop).unwrap_or_default();
            drop(clock);
        })
    }
}

/// Adds a span to a time; a span too long to add ends at the last moment there is.
fn later(now: DateTime<Utc>, span: Duration) -> DateTime<Utc> {
    TimeDelta::from_std(span)
        .ok()
        .and_then(|delta| now.checked_add_signed(delta))
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}
