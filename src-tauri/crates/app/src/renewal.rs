//! The sign-in kept from ending: Xero forgets one that nobody used for sixty days, and a seasonal
//! business posts nothing all winter. So an open window renews it every week, posted or not; where
//! that keeps failing the desk is reminded two weeks before the end.

use chrono::{DateTime, TimeDelta, Utc};
use ipc::Topic;
use xero::TokenSet;

use crate::open_book::OpenBook;

/// A sign-in that is not renewed lapses after so long (facts §2.4).
const LAPSES_AFTER: TimeDelta = TimeDelta::days(60);
/// The desk is reminded so long before.
const REMINDED_BEFORE: TimeDelta = TimeDelta::days(14);
/// A window renews a sign-in that nothing else renewed for so long.
const RENEWED_AFTER: TimeDelta = TimeDelta::days(7);
/// How often a window looks whether it is time, and tries again where that failed.
pub(crate) const LOOK_EVERY: TimeDelta = TimeDelta::hours(1);

/// When a sign-in lapses unless it is renewed before.
pub(crate) fn lapses_at(tokens: &TokenSet) -> DateTime<Utc> {
    tokens.refreshed_at + LAPSES_AFTER
}

/// Whether that is so near that somebody should see to it.
pub(crate) fn lapses_soon(tokens: &TokenSet, now: DateTime<Utc>) -> bool {
    lapses_at(tokens) - now <= REMINDED_BEFORE
}

impl OpenBook {
    /// Renews the sign-in where it is time to. What goes wrong is for the log: it is tried again,
    /// and the status says when the sign-in would lapse.
    pub(crate) async fn renew_sign_in(&self) {
        let tokens = match self.session.tokens().await {
            Ok(Some(tokens)) => tokens,
            Ok(None) => return,
            Err(error) => {
                tracing::warn!(%error, "the sign-in could not be looked at");
                return;
            }
        };
        if self.now() - tokens.refreshed_at < RENEWED_AFTER {
            return;
        }
        match self.session.keep_alive().await {
            Ok(()) => self.changed(Topic::Connection),
            Err(error) => tracing::warn!(%error, "the sign-in could not be renewed"),
        }
    }
}
