//! Xero's limits of calls, kept on our side of the wire (facts §4).
//!
//! Per organisation: five calls at a time, sixty a minute, 1,000 or 5,000 a day. The windows are
//! fixed but begin nobody knows when, so what is left is learnt from each answer's headers. What
//! is left only falls within a window: where it rises, a window has begun, and it ends its length
//! after the first answer in it at the latest.
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
/// Calls a minute and organisation (facts §4).
pub const CALLS_A_MINUTE: u32 = 60;
/// Of a minute's calls, so many are left to interactive work and to a process that does not know
/// yet what is left.
pub const MINUTE_RESERVE: u32 = 3;
/// Of a day's calls, so many are left to interactive work.
pub const DAY_RESERVE: u32 = 50;
/// The short window.
const MINUTE: TimeDelta = TimeDelta::seconds(60);
/// The long window.
const DAY: TimeDelta = TimeDelta::days(1);
/// How long a low day budget is believed before background work looks again: the day's window
/// ends at a time Xero does not tell. A look is one call, and a day's looks fit its reserve.
const DAY_RECHECK: TimeDelta = TimeDelta::hours(1);

const _: () = assert!(
    DAY.num_seconds() / DAY_RECHECK.num_seconds() < DAY_RESERVE as i64,
    "looking whether the day has ended does not use the day up"
);

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
    /// Calls left this minute, as of the last answer and what was sent since.
    pub minute_remaining: Option<u32>,
    /// When the first answer in this minute's window came, in UTC.
    pub minute_since: Option<DateTime<Utc>>,
    /// Calls left today, as of the last answer and what was sent since.
    pub day_remaining: Option<u32>,
    /// When the first answer in this day's window came, in UTC.
    pub day_since: Option<DateTime<Utc>>,
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

    /// Takes over what another process heard of the same organisation, where that is newer.
    pub fn take_over(&self, heard: Budget) {
        let mut budget = self.locked();
        let blocks = [budget.blocked, heard.blocked].into_iter().flatten();
        let blocked = blocks.max_by_key(|(_, until)| *until);
        if heard.learnt_at > budget.learnt_at {
            *budget = heard;
        }
        budget.blocked = blocked;
    }

    /// Takes over what an answer's headers say is left.
    pub(crate) fn learn(&self, headers: &HeaderMap, now: DateTime<Utc>) {
        let left = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse().ok();
        // Those may be counted already or not.
        let flying = IN_FLIGHT_MAX.saturating_sub(self.seats.available_permits());
        let flying = u32::try_from(flying).unwrap_or(u32::MAX);
        let mut budget = self.locked();
        let Budget { minute_remaining, minute_since, day_remaining, day_since, .. } = &mut *budget;
        if let Some(left) = left("x-minlimit-remaining") {
            hear(left, flying, (minute_remaining, minute_since), (now, MINUTE));
        }
        if let Some(left) = left("x-daylimit-remaining") {
            hear(left, flying, (day_remaining, day_since), (now, DAY));
        }
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

/// Takes over what is left of a window, while `flying` other calls are on their way. Within the
/// window they are counted here already, and answers may come out of order: the least is true.
fn hear(
    left: u32,
    flying: u32,
    (known, since): (&mut Option<u32>, &mut Option<DateTime<Utc>>),
    (now, length): (DateTime<Utc>, TimeDelta),
) {
    let has_risen = known.is_none_or(|known| left > known.saturating_add(flying));
    if has_risen || is_over(*since, now, length) {
        (*known, *since) = (Some(left.saturating_sub(flying)), Some(now));
    } else {
        *known = known.map(|known| known.min(left));
    }
}

/// Whether a window whose first answer came at `since` has ended. One that is said to have begun
/// later than now, by a clock that was set back since, says nothing.
fn is_over(since: Option<DateTime<Utc>>, now: DateTime<Utc>, length: TimeDelta) -> bool {
    since.is_none_or(|since| !(TimeDelta::zero()..length).contains(&(now - since)))
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
        // No limit lasts longer than a day: beyond that, the clock was set back since.
        let lasts = |until: DateTime<Utc>| until > now && until - now <= DAY;
        if let Some((limit, until)) = self.blocked.filter(|(_, until)| lasts(*until)) {
            return Some((limit, until - now));
        }
        let (minute_reserve, day_reserve) = match priority {
            Priority::Interactive => (0, 0),
            Priority::Background => (MINUTE_RESERVE, DAY_RESERVE),
        };
        let ends = |since: Option<DateTime<Utc>>, length| {
            since.filter(|_| !is_over(since, now, length)).map(|since| since + length)
        };
        if self.day_remaining.is_some_and(|left| left <= day_reserve)
            && let Some(day_ends) = ends(self.day_since, DAY)
            && let Some(look_again) = ends(self.learnt_at, DAY_RECHECK)
        {
            return Some((RateLimit::Day, day_ends.min(look_again) - now));
        }
        if self.minute_remaining.is_some_and(|left| left <= minute_reserve)
            && let Some(minute_ends) = ends(self.minute_since, MINUTE)
        {
            return Some((RateLimit::Minute, minute_ends - now));
        }
        None
    }

    /// What is left of the minute to background work at `now`; none where nothing is known.
    #[must_use]
    pub fn minute_left(&self, now: DateTime<Utc>) -> Option<u32> {
        let is_known = !is_over(self.minute_since, now, MINUTE);
        self.minute_remaining.filter(|_| is_known)
    }

    /// What is left of the day at `now`, as last heard; none where nothing is known.
    #[must_use]
    pub fn day_left(&self, now: DateTime<Utc>) -> Option<u32> {
        self.day_remaining.filter(|_| !is_over(self.day_since, now, DAY))
    }
}
