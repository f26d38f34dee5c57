//! Time, which is one for everybody, and the desk's clock, which may be set wrong.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use world::Clock;

use crate::gate::{Gate, Place, locked};

/// Time. It passes only when somebody says so.
#[derive(Debug)]
pub(crate) struct Nature {
    now: Mutex<DateTime<Utc>>,
    /// How far the desk's clock is ahead of the time.
    ahead: Mutex<TimeDelta>,
}

impl Nature {
    pub(crate) fn new(now: DateTime<Utc>) -> Self {
        Self { now: Mutex::new(now), ahead: Mutex::new(TimeDelta::zero()) }
    }

    /// The time, which is also Xero's.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        *locked(&self.now)
    }

    /// Time never goes back.
    pub(crate) fn pass_until(&self, time: DateTime<Utc>) {
        let mut now = locked(&self.now);
        *now = time.max(*now);
    }

    /// What the desk's clock says.
    pub(crate) fn at_the_desk(&self) -> DateTime<Utc> {
        self.now() + *locked(&self.ahead)
    }

    /// Sets the desk's clock so far ahead.
    pub(crate) fn set_clock(&self, ahead: TimeDelta) {
        *locked(&self.ahead) = ahead;
    }
}

/// The desk's clock as one process sees it.
#[derive(Clone, Debug)]
pub(crate) struct DeskClock {
    pub(crate) nature: Arc<Nature>,
    pub(crate) gate: Arc<Gate>,
}

impl Clock for DeskClock {
    fn now(&self) -> DateTime<Utc> {
        self.nature.at_the_desk()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        // A sleep is as long as it is, however the clock is set meanwhile.
        let span = TimeDelta::from_std(duration).unwrap_or(TimeDelta::days(365));
        let until = self.nature.now() + span;
        let gate = Arc::clone(&self.gate);
        Box::pin(async move { gate.stand(Place::Asleep, Some(until)).await })
    }
}
