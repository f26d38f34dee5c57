//! Whose clock is wrong: this machine's, or the one by which something in the book was dated.
//!
//! A clock that is behind would date attempts before what the book has seen, and a look-up could
//! come too early: nothing is sent by it. A clock that once ran ahead leaves times in the book that
//! are not over for as long as it was ahead; by the right clock after it everything would wait for
//! them. Which of both it is only Xero can tell.

use chrono::{DateTime, TimeDelta, Utc};
use store::{Attempt, Book, Document, Reason};

use super::report::Block;
use super::run::Run;
use super::{on_book, verdict};
use crate::cause::Cause;
use crate::error::Error;

/// How long Xero remembers an idempotency key, counted from its first use (facts §5).
pub(super) const KEY_LIFE: TimeDelta = TimeDelta::minutes(6);
/// So far two clocks may differ and both be right: the `Date` of an answer is to the second, and
/// the answer may have taken its time.
const AGREES_WITHIN: TimeDelta = TimeDelta::minutes(5);
/// The setting's name of when a restore was found to be dated by a clock that ran ahead.
const RESTORED_AHEAD_SETTING: &str = "restored-ahead";

impl Run<'_> {
    /// What keeps a run from beginning by this clock: it is behind what the book has seen, and
    /// Xero does not say that it is right all the same. Where it is right, nothing waits any longer
    /// for what the wrong one said.
    pub(super) async fn clock_is_wrong(&self) -> Result<Option<Block>, Error> {
        let now = self.now();
        if self.outbox.parts.timing.clock_may_go_back {
            return Ok(None);
        }
        let latest = match on_book(self.outbox.book(), move |book| book.check_clock(now)).await {
            Ok(()) => return Ok(None),
            Err(Error::Book(store::Error::ClockBehind { latest, .. })) => latest,
            Err(error) => return Err(error),
        };
        match self.outbox.parts.client.clock_ahead().await {
            Ok(Some(ahead)) if ahead.abs() <= AGREES_WITHIN => {}
            Ok(Some(ahead)) => return Ok(Some(is_off(ahead))),
            Ok(None) => return Ok(Some(not_known(now, latest))),
            Err(failure) => {
                let block = verdict::block(&failure, now);
                let is_silence = matches!(block, Block::Offline | Block::XeroDown);
                return Ok(Some(if is_silence { not_known(now, latest) } else { block }));
            }
        }
        let moved = on_book(self.outbox.book(), move |book| {
            book.forget_future(now, now + KEY_LIFE, &ran_ahead())
        });
        let moved = moved.await?;
        tracing::warn!(%latest, moved, "the book has times of a clock that ran ahead");
        Ok(None)
    }
}

/// Whether an attempt is dated by a clock that ran ahead: when it began is not known, but it was
/// before `now`.
pub(super) fn is_ahead(attempt: &Attempt, now: DateTime<Utc>) -> bool {
    attempt.started_at > now
}

/// From when on Xero has surely forgotten the key of an attempt that is dated ahead: a whole life
/// of a key after this was noted with the document, which is what it waits for from then on.
pub(super) fn forgotten_at(document: &Document, now: DateTime<Utc>) -> DateTime<Utc> {
    let summary = &document.summary;
    let is_noted = summary.reason.as_ref().is_some_and(|reason| reason.cause == ran_ahead().cause);
    match summary.not_before {
        Some(until) if is_noted => until,
        Some(_) | None => now + KEY_LIFE,
    }
}

/// When a restore that is dated ahead was found to be: it was before that.
pub(super) fn restored_before(
    book: &Book,
    restored_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, store::Error> {
    let (restored_ms, now_ms) = (restored_at.timestamp_millis(), now.timestamp_millis());
    let kept = book.setting(RESTORED_AHEAD_SETTING)?;
    let noted = kept.as_deref().and_then(|kept| kept.split_once(' '));
    if let Some((restored, found)) = noted
        && restored.parse() == Ok(restored_ms)
        && let Some(found) = found.parse().ok().and_then(DateTime::from_timestamp_millis)
        && found <= now
    {
        return Ok(found);
    }
    book.set_setting(RESTORED_AHEAD_SETTING, Some(&format!("{restored_ms} {now_ms}")))?;
    Ok(now)
}

/// Why a document is looked up whose attempt is dated ahead.
pub(super) fn ran_ahead() -> Reason {
    Reason {
        cause: Cause::ClockRanAhead.key(),
        message: "This machine's clock ran ahead when this was last sent. It is looked up in Xero \
                  before anything is sent again."
            .to_owned(),
    }
}

fn is_off(ahead: TimeDelta) -> Block {
    let side = if ahead > TimeDelta::zero() { "ahead of" } else { "behind" };
    Block::Clock {
        message: format!(
            "The sync was not begun: this machine's clock is {} {side} Xero's. Nothing is lost; \
             set the clock.",
            span(ahead.abs())
        ),
    }
}

fn not_known(now: DateTime<Utc>, latest: DateTime<Utc>) -> Block {
    let minutes = |at: DateTime<Utc>| at.format("%Y-%m-%d %H:%M UTC").to_string();
    Block::Clock {
        message: format!(
            "The sync was not begun: this machine's clock says {}, something in the book was done \
             at {}, and Xero could not be asked which is right. Nothing is lost; set the clock if \
             it is wrong, and connect to Xero.",
            minutes(now),
            minutes(latest)
        ),
    }
}

/// A span of time as people say it.
fn span(span: TimeDelta) -> String {
    let units = [(span.num_days(), "days"), (span.num_hours(), "hours")];
    let told = units.into_iter().find(|(count, _)| *count > 1);
    let (count, unit) = told.unwrap_or((span.num_minutes(), "minutes"));
    format!("{count} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_the_largest_unit_of_which_there_are_several() {
        for (minutes, told) in [(6, "6 minutes"), (119, "119 minutes"), (120, "2 hours")] {
            assert_eq!(span(TimeDelta::minutes(minutes)), told);
        }
        assert_eq!(span(TimeDelta::hours(47)), "47 hours");
        assert_eq!(span(TimeDelta::days(365)), "365 days");
    }
}
