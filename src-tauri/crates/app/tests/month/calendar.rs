//! A clock that runs as the machine's does, on another date.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use world::{Clock, SystemClock};

/// Time-outs take as long as they do; only the date is another one.
#[derive(Debug, Default)]
pub(crate) struct Calendar {
    ahead_ms: AtomicI64,
}

impl Calendar {
    /// Turns to an instant, forwards or back.
    pub(crate) fn turn_to(&self, instant: DateTime<Utc>) {
        let ahead = instant.signed_duration_since(SystemClock.now()).num_milliseconds();
        self.ahead_ms.store(ahead, Ordering::SeqCst);
    }
}

impl Clock for Calendar {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now() + TimeDelta::milliseconds(self.ahead_ms.load(Ordering::SeqCst))
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        SystemClock.sleep(duration)
    }
}
