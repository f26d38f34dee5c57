//! A request leaves at once after its attempt was committed, or not at all: the settle time and the
//! key's life count from then, and would be over before a late one arrives.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use store::{DocumentId, Reason};

use super::on_book;
use super::run::{Flow, Run};
use crate::cause::Cause;
use crate::error::Error;

/// A request leaves within this after its attempt was committed.
pub(super) const AT_ONCE: Duration = Duration::from_secs(4);
/// So many attempts in a row that came too late, and a document waits a while: the machine does not
/// sleep, its disk is slow.
const LATE_MAX: u32 = 3;
/// How long it waits then; the others are tried meanwhile.
const PAUSE: TimeDelta = TimeDelta::minutes(5);

impl Run<'_> {
    /// Whether the machine slept, or its clock was set, since an attempt was committed.
    pub(super) fn slept_since(&self, committed_at: DateTime<Utc>) -> bool {
        (self.now() - committed_at).abs().to_std().is_ok_and(|passed| passed > AT_ONCE)
    }

    /// Nothing of an attempt has left: it goes another time, looked up where it has to be.
    pub(super) async fn not_begun(&mut self, id: DocumentId) -> Result<Flow, Error> {
        self.late = self.late.saturating_add(1);
        let now = self.now();
        let (reason, retry_at) = match self.late < LATE_MAX {
            true => (slept(), now),
            false => (too_slow(), now + PAUSE),
        };
        let not_sent = move |book: &store::Book| book.record_not_sent(id, &reason, retry_at, now);
        on_book(self.outbox.book(), not_sent).await?;
        Ok(Flow::Next)
    }
}

fn slept() -> Reason {
    Reason {
        cause: Cause::NoAnswer.key(),
        message:
            "More than four seconds passed before this could leave: the machine slept, or its \
                  disk is slow. Nothing of it left; it goes now."
                .to_owned(),
    }
}

fn too_slow() -> Reason {
    Reason {
        cause: Cause::NoAnswer.key(),
        message:
            "This machine took more than four seconds to save that this is being sent, several \
                  times: its disk is slow, or something reads along. Nothing of it left; it is \
                  tried again in five minutes."
                .to_owned(),
    }
}
