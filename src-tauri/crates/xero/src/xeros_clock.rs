//! What time it is at Xero, by the `Date` of its answers: a second opinion on this machine's clock.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use http::HeaderMap;
use http::header::DATE;

/// How long what was heard is believed: this machine's clock may be set at any time.
const KEPT: TimeDelta = TimeDelta::minutes(15);

/// The last answer that said a time.
#[derive(Debug, Default)]
pub(crate) struct XerosClock(Mutex<Option<Heard>>);

#[derive(Debug, Clone, Copy)]
struct Heard {
    /// What this machine's clock said when the answer came.
    ours: DateTime<Utc>,
    /// What Xero's said, to the second.
    theirs: DateTime<Utc>,
}

impl XerosClock {
    /// Takes over what an answer says.
    pub(crate) fn learn(&self, headers: &HeaderMap, now: DateTime<Utc>) {
        if let Some(theirs) = read(headers) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) =
                Some(Heard { ours: now, theirs });
        }
    }

    /// By how much this machine's clock is ahead, as of an answer that came not long ago.
    pub(crate) fn ahead(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        let heard = (*self.0.lock().unwrap_or_else(PoisonError::into_inner))?;
        let is_new = (TimeDelta::zero()..KEPT).contains(&(now - heard.ours));
        is_new.then_some(heard.ours - heard.theirs)
    }
}

/// The time in an answer's headers; none where there is none that can be read.
fn read(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    let text = headers.get(DATE)?.to_str().ok()?;
    DateTime::parse_from_rfc2822(text).ok().map(|at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    fn dated(text: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(DATE, http::HeaderValue::from_static(text))])
    }

    #[test]
    fn an_answer_tells_how_far_this_machines_clock_is_ahead() {
        let clock = XerosClock::default();
        let now = at("2027-11-21T20:00:30Z");
        assert_eq!(clock.ahead(now), None);
        clock.learn(&dated("Sat, 21 Nov 2026 20:00:00 GMT"), now);
        assert_eq!(clock.ahead(now), Some(TimeDelta::days(365) + TimeDelta::seconds(30)));
        clock.learn(&dated("yesterday"), now);
        assert!(clock.ahead(now).is_some(), "what cannot be read says nothing");
    }

    #[test]
    fn what_was_heard_before_the_clock_was_set_says_nothing() {
        let clock = XerosClock::default();
        let now = at("2026-11-21T20:00:00Z");
        clock.learn(&dated("Sat, 21 Nov 2026 20:00:00 GMT"), now);
        assert_eq!(clock.ahead(now - TimeDelta::seconds(1)), None);
        assert_eq!(clock.ahead(now + TimeDelta::minutes(15)), None);
    }
}
