//! Whose clock is wrong: this machine's, or the one by which something in the book was dated.
//!
//! A clock that is behind would date attempts before what the book has seen, and a look-up could
//! come too early: nothing is sent by it. A clock that once ran ahead leaves times in the book that
//! are not over for as long as it was ahead; by the right clock after it everything would wait for
//! them. Which of both it is only Xero can tell.

use chrono::{DateTime, TimeDelta, Utc};
use store::{Attempt, Book, Reason};

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
/// The setting's name of how far the clock ran ahead, and when it was found to have.
const RAN_AHEAD_SETTING: &str = "ran-ahead";
/// The setting's name of when a restore was found to be dated by a clock that ran ahead.
const RESTORED_AHEAD_SETTING: &str = "restored-ahead";

impl Run<'_> {
    /// What keeps a run from beginning by this clock: it is behind what the book has seen, and
    /// Xero does not say that it is right all the same. Where it is right, nothing waits any longer
    /// for what the wrong one said.
    pub(super) async fn clock_is_wrong(&self) -> Result<Option<Block>, Error> {
        let now = self.now();
        let latest = match on_book(self.outbox.book(), move |book| book.check_clock(now)).await {
            Ok(()) => return Ok(None),
            Err(Error::Book(store::Error::ClockBehind { latest, .. })) => latest,
            Err(error) => return Err(error),
        };
        if self.outbox.parts.timing.clock_may_go_back {
            let noted = move |book: &Book| note_ran_ahead(book, latest, now);
            return on_book(self.outbox.book(), noted).await.map(|()| None);
        }
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
            note_ran_ahead(book, latest, now)?;
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

/// Whether it is dated further ahead than a clock may be that was right: it was made before a run
/// found that the clock had run ahead. What is a little ahead may have been sent since, and is no
/// longer ahead in a moment.
pub(super) fn is_far_ahead(started_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    started_at - now > AGREES_WITHIN
}

/// From when on Xero has surely forgotten the key of an attempt that is dated ahead: a whole life
/// of a key after a run found that the clock had run ahead. Before one did, it is not known.
pub(super) fn forgotten_at(
    book: &Book,
    started_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, store::Error> {
    let noted = noted(book, RAN_AHEAD_SETTING)?.filter(|_| is_far_ahead(started_at, now));
    let found = noted.filter(|noted| started_at <= noted.ahead && noted.found <= now);
    Ok(found.map_or(now, |noted| noted.found) + KEY_LIFE)
}

/// Notes that the clock ran ahead as far as `latest`, and was found to have at `now`; not again
/// where that is known.
fn note_ran_ahead(
    book: &Book,
    latest: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), store::Error> {
    match noted(book, RAN_AHEAD_SETTING)? {
        Some(Noted { ahead, found }) if latest <= ahead && found <= now => Ok(()),
        Some(_) | None => note(book, RAN_AHEAD_SETTING, latest, now),
    }
}

/// A time that is dated ahead, and when it was found to be.
struct Noted {
    ahead: DateTime<Utc>,
    found: DateTime<Utc>,
}

fn noted(book: &Book, setting: &str) -> Result<Option<Noted>, store::Error> {
    let at = |text: &str| text.parse().ok().and_then(DateTime::from_timestamp_millis);
    let kept = book.setting(setting)?;
    let both = kept.as_deref().and_then(|kept| kept.split_once(' '));
    let both = both.and_then(|(ahead, found)| at(ahead).zip(at(found)));
    Ok(both.map(|(ahead, found)| Noted { ahead, found }))
}

fn note(
    book: &Book,
    setting: &str,
    ahead: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), store::Error> {
    let both = format!("{} {}", ahead.timestamp_millis(), now.timestamp_millis());
    book.set_setting(setting, Some(&both))
}

/// When a restore that is dated ahead was found to be: it was before that.
pub(super) fn restored_before(
    book: &Book,
    restored_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, store::Error> {
    let restored_ms = restored_at.timestamp_millis();
    match noted(book, RESTORED_AHEAD_SETTING)? {
        Some(Noted { ahead, found }) if ahead.timestamp_millis() == restored_ms && found <= now => {
            Ok(found)
        }
        Some(_) | None => note(book, RESTORED_AHEAD_SETTING, restored_at, now).map(|()| now),
    }
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
