//! A clock that ran ahead: the times it left in the book, and what waits for them.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::named_params;

use crate::book::Book;
use crate::changes::{self, Topic};
use crate::documents::Reason;
use crate::error::Error;
use crate::sql::{self, ms};

/// The longest that anything but a look-up is put off on purpose, unless a limit of a day says so,
/// and then Xero says it again.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(1);

impl Book {
    /// Nothing waits any longer for a time that only a clock that ran ahead can have set. Ask it
    /// only where `now` is known to be right. A look-up comes at `look_up_at` at the latest, for
    /// `reason`: when its request left is not known, but it was before now. Gives how many
    /// documents this is about.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn forget_future(
        &self,
        now: DateTime<Utc>,
        look_up_at: DateTime<Utc>,
        reason: &Reason,
    ) -> Result<usize, Error> {
        let longest = (now + LONGEST_WAIT).max(look_up_at);
        self.write(|book| {
            let look_ups = sql::run(
                book,
                "UPDATE documents
                 SET not_before_ms = :look_up_ms, cause = :cause, message = :message
                 WHERE state = 'unknown' AND not_before_ms > :look_up_ms",
                named_params! {
                    ":look_up_ms": ms(look_up_at),
                    ":cause": reason.cause,
                    ":message": reason.message,
                },
            )?;
            let others = sql::run(
                book,
                "UPDATE documents SET not_before_ms = :now_ms
                 WHERE state IN ('queued', 'held', 'awaiting_approval', 'posted')
                     AND not_before_ms > :longest_ms",
                named_params! { ":now_ms": ms(now), ":longest_ms": ms(longest) },
            )?;
            if look_ups + others > 0 {
                changes::note(book, Topic::Documents, None)?;
            }
            Ok(look_ups + others)
        })
    }
}
