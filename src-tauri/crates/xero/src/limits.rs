//! Xero's limits of calls, kept on our side of the wire (facts §4).
//!
//! Per organisation: five calls at a time, sixty a minute, 1,000 or 5,000 a day. The windows are
//! fixed but begin nobody knows when, so what is left is learnt from each answer's headers.
//! Interactive work goes first: background work leaves it a seat and a part of each budget.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use http::HeaderMap;
use tokio::sync::{Semaphore, SemaphorePermit};
use world::Clock;

use crate::error::{Error, RateLimit};

/// Calls in flight at once: one below Xero's five, for a straggler of a time-out.
const IN_FLIGHT_MAX: usize = 4;
/// Of these, background work may hold so many.
const BACKGROUND_IN_FLIGHT_MAX: usize = 3;
/// Of a minute's calls, so many are left to interactive work.
const MINUTE_RESERVE: u32 = 10;
/// Of a day's calls, so many are left to interactive work.
const DAY_RESERVE: u32 = 50;
/// The short window; after it, an older count of what is left says nothing.
const MINUTE: TimeDelta = TimeDelta::seconds(60);
/// How long a low day budget is believed before background work looks again: the day's window
/// ends at a time Xero does not tell.
const DAY_RECHECK: TimeDelta = TimeDelta::minutes(15);

/// Who waits for a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// A person looks at the screen.
    Interactive,
    /// Nobody waits: the outbox, a chart refresh.
    Background,
}

/// What is known to be left of an organisation's limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// Calls left this minute, as of the last answer.
    pub minute_remaining: Option<u32>,
    /// Calls left today, as of the last answer.
    pub day_remaining: Option<u32>,
    /// Calls the whole app has left this minute, over all organisations.
    pub app_minute_remaining: Option<u32>,
    /// When the last answer came, in UTC.
    pub learnt_at: Option<DateTime<Utc>>,
    /// By a 429: which limit was reached, and the time in UTC before which nothing is sent.
    pub blocked: Option<(RateLimit, DateTime<Utc>)>,
}

/// One organisation's limits, shared by everything that calls it.
#[derive(Debug)]
pub struct Limits {
    seats: Semaphore,
    background_seats: Semaphore,
    budget: Mutex<Budget>,
}

/// A seat among the calls in flight; given back when dropped.
#[derive(Debug)]
pub(crate) struct Seat<'a> {
    _seat: SemaphorePermit<'a>,
    _background: Option<SemaphorePermit<'a>>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            seats: Semaphore::new(IN_FLIGHT_MAX),
            background_seats: Semaphore::new(BACKGROUND_IN_FLIGHT_MAX),
            budget: Mutex::default(),
        }
    }
}

impl Limits {
    /// What is left, as far as it is known.
    #[must_use]
    pub fn snapshot(&self) -> Budget {
        *self.locked()
    }

    /// Waits for a seat and for the short window.
    ///
    /// # Errors
    /// [`Error::RateLimited`] when the wait would be longer than the short window, or end after
    /// `latest`.
    pub(crate) async fn enter(
        &self,
        priority: Priority,
        latest: Option<DateTime<Utc>>,
        clock: &dyn Clock,
    ) -> Result<Seat<'_>, Error> {
        let background = match priority {
            Priority::Interactive => None,
            Priority::Background => Some(seat(&self.background_seats).await),
        };
        let seat = seat(&self.seats).await;
        // One wait is enough: it ends after the window that made it necessary.
        if let Some((limit, wait)) = self.snapshot().wait(priority, clock.now()) {
            let retry_after = wait.to_std().unwrap_or_default();
            let ends_late = latest.is_some_and(|latest| clock.now() + wait > latest);
            if wait > MINUTE || ends_late {
                return Err(Error::RateLimited { limit, retry_after });
            }
            clock.sleep(retry_after).await;
        }
        self.count_one();
        Ok(Seat { _seat: seat, _background: background })
    }

    /// Takes over what an answer's headers say is left.
    pub(crate) fn learn(&self, headers: &HeaderMap, now: DateTime<Utc>) {
        let left = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse().ok();
        let mut budget = self.locked();
        budget.minute_remaining = left("x-minlimit-remaining").or(budget.minute_remaining);
        budget.day_remaining = left("x-daylimit-remaining").or(budget.day_remaining);
        budget.app_minute_remaining =
            left("x-appminlimit-remaining").or(budget.app_minute_remaining);
        budget.learnt_at = Some(now);
    }

    /// Holds everything back after a 429.
    pub(crate) fn block(&self, limit: RateLimit, pause: Duration, now: DateTime<Utc>) {
        let pause = TimeDelta::from_std(pause).unwrap_or(MINUTE);
        let until = now.checked_add_signed(pause).unwrap_or(now);
        let mut budget = self.locked();
        if budget.blocked.is_none_or(|(_, known)| known < until) {
            budget.blocked = Some((limit, until));
        }
    }

    fn count_one(&self) {
        let one_less = |left: u32| left.saturating_sub(1);
        let mut budget = self.locked();
        budget.minute_remaining = budget.minute_remaining.map(one_less);
        budget.day_remaining = budget.day_remaining.map(one_less);
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Budget> {
        // Numbers only: a panic elsewhere cannot leave them half-written.
        self.budget.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn seat(seats: &Semaphore) -> SemaphorePermit<'_> {
    seats.acquire().await.expect("the semaphore is never closed")
}

impl Budget {
    /// How long a call must wait, and for which limit.
    pub(crate) fn wait(
        &self,
        priority: Priority,
        now: DateTime<Utc>,
    ) -> Option<(RateLimit, TimeDelta)> {
        if let Some((limit, until)) = self.blocked.filter(|(_, until)| *until > now) {
            return Some((limit, until - now));
        }
        let (minute_reserve, day_reserve) = match priority {
            Priority::Interactive => (0, 0),
            Priority::Background => (MINUTE_RESERVE, DAY_RESERVE),
        };
        let age = now - self.learnt_at?;
        if self.day_remaining.is_some_and(|left| left <= day_reserve) && age < DAY_RECHECK {
            return Some((RateLimit::Day, DAY_RECHECK - age));
        }
        if self.minute_remaining.is_some_and(|left| left <= minute_reserve) && age < MINUTE {
            return Some((RateLimit::Minute, MINUTE - age));
        }
        None
    }
}
