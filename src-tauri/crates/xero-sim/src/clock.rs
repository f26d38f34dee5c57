//! The virtual clock: the only place that asks the machine for the time.

use axum::http::HeaderValue;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// Time as the simulator sees it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Clock {
    /// The machine's time plus what it was advanced by.
    Running {
        /// Seconds ahead of the machine.
        ahead: i64,
    },
    /// Stands still until advanced.
    Frozen {
        /// The instant it stands at.
        at: DateTime<Utc>,
    },
}

impl Clock {
    pub(crate) fn new(frozen_at: Option<DateTime<Utc>>) -> Self {
        frozen_at.map_or(Self::Running { ahead: 0 }, |at| Self::Frozen { at })
    }

    #[expect(clippy::disallowed_methods, reason = "the simulator knows none of our crates")]
    pub(crate) fn now(self) -> DateTime<Utc> {
        match self {
            Self::Running { ahead } => Utc::now() + TimeDelta::seconds(ahead),
            Self::Frozen { at } => at,
        }
    }

    /// The time as every answer's `Date` says it.
    pub(crate) fn date(self) -> HeaderValue {
        let text = self.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
    }

    pub(crate) fn advance(&mut self, seconds: i64) {
        match self {
            Self::Running { ahead } => *ahead += seconds,
            Self::Frozen { at } => *at += TimeDelta::seconds(seconds),
        }
    }
}
