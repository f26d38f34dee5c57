//! Whether Xero can be spoken to, as the exchanges themselves show it: the worker's and a
//! person's alike.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use ipc::{Changed, Topic};
use sync::BookLog;
use world::Clock;
use xero::{Exchange, Observer};

use crate::Host;

/// The path of calls that belong to an organisation.
const OF_AN_ORGANISATION: &str = "/api.xro/";
/// The call that every signed-in user of an organisation may make.
const ORGANISATION: &str = "/api.xro/2.0/Organisation";

/// What is known of the way to Xero. Listens beside the sync log, and tells the host when it
/// changes.
pub(crate) struct Contact {
    log: Arc<BookLog>,
    host: Arc<dyn Host>,
    clock: Arc<dyn Clock>,
    /// Since when Xero could not be reached; nothing while it can.
    offline_since: Mutex<Option<DateTime<Utc>>>,
    /// Xero did not accept the sign-in the last time.
    lapsed: AtomicBool,
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Contact")
            .field("offline_since", &self.offline_since)
            .field("lapsed", &self.lapsed)
            .finish_non_exhaustive()
    }
}

impl Contact {
    pub(crate) fn new(log: Arc<BookLog>, host: Arc<dyn Host>, clock: Arc<dyn Clock>) -> Self {
        Self { log, host, clock, offline_since: Mutex::default(), lapsed: AtomicBool::default() }
    }

    pub(crate) fn offline_since(&self) -> Option<DateTime<Utc>> {
        *self.offline()
    }

    pub(crate) fn has_lapsed(&self) -> bool {
        self.lapsed.load(Ordering::SeqCst)
    }

    /// Xero cannot be reached; the first time of several in a row counts.
    fn unreached(&self) {
        let now = self.clock.now();
        let before = {
            let mut offline = self.offline();
            let before = *offline;
            *offline = before.or(Some(now));
            before
        };
        if before.is_none() {
            self.changed();
        }
    }

    /// Xero does not accept the sign-in.
    pub(crate) fn lapse(&self) {
        if !self.lapsed.swap(true, Ordering::SeqCst) {
            self.changed();
        }
    }

    /// A new sign-in begins with a clean slate.
    pub(crate) fn signed_in(&self) {
        if self.lapsed.swap(false, Ordering::SeqCst) {
            self.changed();
        }
    }

    fn answered(&self) {
        if self.offline().take().is_some() {
            self.changed();
        }
    }

    fn changed(&self) {
        self.host.changed(&Changed { topic: Topic::Connection, id: None });
    }

    fn offline(&self) -> MutexGuard<'_, Option<DateTime<Utc>>> {
        self.offline_since.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Contact {
    fn exchanged(&self, exchange: &Exchange) {
        self.log.exchanged(exchange);
        let Some(status) = exchange.status else { return self.unreached() };
        self.answered();
        let of_organisation = exchange.path.starts_with(OF_AN_ORGANISATION);
        match status {
            200..=299 if of_organisation => self.signed_in(),
            // The first 401 of a call is answered by a refresh; a second means it was of no use.
            401 if exchange.attempt > 1 => self.lapse(),
            // Disconnected in Xero; a user who lacks a role is refused elsewhere (facts §12).
            403 if exchange.path.starts_with(ORGANISATION) => self.lapse(),
            _ => {}
        }
    }
}
