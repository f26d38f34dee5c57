//! Rate limits (facts §4): fixed windows that begin at another moment for each organisation, and
//! a count of what is in flight. Not part of the state: a restart forgives.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::fault::RateLimit;
use crate::reply::Reply;

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;

/// The limits in force.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) minute: u32,
    pub(crate) day: u32,
    pub(crate) concurrent: u32,
    pub(crate) app_minute: u32,
}

impl Limits {
    pub(crate) fn new(calls_a_day: u32) -> Self {
        Self { minute: 60, day: calls_a_day, concurrent: 5, app_minute: 10_000 }
    }
}

/// What has been used of them.
pub(crate) struct Usage {
    pub(crate) limits: Limits,
    tenants: HashMap<Uuid, [Window; 2]>,
    app: Window,
    in_flight: HashMap<Uuid, u32>,
}

#[derive(Clone, Copy, Default)]
struct Window {
    number: i64,
    used: u32,
}

impl Window {
    /// Moves to the window of `length` seconds that holds `now`; gives what is left of it.
    fn turn(&mut self, now: i64, length: i64) -> i64 {
        let number = now.div_euclid(length);
        if number != self.number {
            *self = Self { number, used: 0 };
        }
        length - now.rem_euclid(length)
    }
}

impl Usage {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, tenants: HashMap::new(), app: Window::default(), in_flight: HashMap::new() }
    }

    /// A call enters; it must [`Usage::leave`] again. `false` when too many are in flight.
    pub(crate) fn enter(&mut self, tenant: Uuid) -> bool {
        let count = self.in_flight.entry(tenant).or_insert(0);
        *count += 1;
        *count <= self.limits.concurrent
    }

    pub(crate) fn leave(&mut self, tenant: Uuid) {
        if let Some(count) = self.in_flight.get_mut(&tenant) {
            *count = count.saturating_sub(1);
        }
    }

    /// Counts one call, or says which limit it breaks and when that window ends.
    pub(crate) fn spend(&mut self, tenant: Uuid, now: DateTime<Utc>) -> Result<(), Reply> {
        let limits = self.limits;
        let (seconds, shift) = (now.timestamp(), shift(tenant));
        let [minute, day] = self.tenants.entry(tenant).or_default();
        let minute_left = minute.turn(seconds + shift, MINUTE);
        let day_left = day.turn(seconds + shift, DAY);
        self.app.turn(seconds, MINUTE);
        if day.used >= limits.day {
            return Err(too_many(RateLimit::Day, day_left));
        }
        if minute.used >= limits.minute {
            return Err(too_many(RateLimit::Minute, minute_left));
        }
        if self.app.used >= limits.app_minute {
            return Err(too_many(RateLimit::AppMinute, minute_left));
        }
        for window in [minute, day, &mut self.app] {
            window.used += 1;
        }
        Ok(())
    }

    /// The three headers that every answer of the API carries.
    pub(crate) fn headers(&self, tenant: Uuid, reply: Reply) -> Reply {
        let [minute, day] = self.tenants.get(&tenant).copied().unwrap_or_default();
        let left = |limit: u32, window: Window| limit.saturating_sub(window.used).to_string();
        reply
            .with("x-daylimit-remaining", left(self.limits.day, day))
            .with("x-minlimit-remaining", left(self.limits.minute, minute))
            .with("x-appminlimit-remaining", left(self.limits.app_minute, self.app))
    }
}

/// Windows reset at a different time for each organisation.
fn shift(tenant: Uuid) -> i64 {
    let bytes = tenant.as_bytes();
    i64::from(bytes[0]) * 256 + i64::from(bytes[1])
}

/// 429 as each limit has it: only the minute and the day say when to come back.
pub(crate) fn too_many(limit: RateLimit, seconds_left: i64) -> Reply {
    let name = match limit {
        RateLimit::Minute => "minute",
        RateLimit::Day => "day",
        RateLimit::Concurrent => "concurrent",
        RateLimit::AppMinute => "appminute",
    };
    let reply = Reply::empty(429).with("x-rate-limit-problem", name);
    match limit {
        RateLimit::Minute | RateLimit::Day => reply.with("retry-after", seconds_left.to_string()),
        RateLimit::Concurrent | RateLimit::AppMinute => reply,
    }
}
