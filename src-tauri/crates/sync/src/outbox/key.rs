//! Under which key a document is sent, and when what was sent before it is surely seen.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use store::{Attempt, Book, Document, Operation, Outcome};
use world::{Bug, Entropy, idempotency_key, planted};

use super::clock::{KEY_LIFE, forgotten_at, is_ahead, is_far_ahead};
use super::send::Sending;
use super::{Outbox, on_book};
use crate::error::Error;
use crate::kinds::Seen;

impl Outbox {
    /// From when on a look-up tells what became of the last attempt; none where that is known.
    ///
    /// # Errors
    /// [`Error::Book`].
    pub(super) async fn settles_at(
        &self,
        document: &Document,
        settle: Duration,
    ) -> Result<Option<DateTime<Utc>>, Error> {
        let Some(last) = last_heard(document).filter(|attempt| is_open(attempt)) else {
            return Ok(None);
        };
        let (now, started_at) = (self.now(), last.started_at);
        Ok(Some(match is_ahead(last, now) {
            true => {
                let asked = move |book: &Book| forgotten_at(book, started_at, now);
                on_book(self.book(), asked).await?
            }
            false => started_at + settle,
        }))
    }

    /// Refuses while a request that nobody answered may still take effect: what is done about its
    /// document meanwhile would be done to something else.
    ///
    /// # Errors
    /// [`Error::UndoTooEarly`], [`Error::Book`].
    pub(super) async fn refuse_unsettled(&self, document: &Document) -> Result<(), Error> {
        match self.settles_at(document, self.parts.timing.settle).await? {
            Some(at) if self.now() < at => Err(Error::UndoTooEarly {
                document: document.summary.id,
                state: document.summary.state,
            }),
            Some(_) | None => Ok(()),
        }
    }
}

/// From when on Xero has to be asked once more before this leaves; none where it may leave now.
///
/// The same bytes go under the same key while Xero remembers it, and whatever arrives of them is
/// one document. A new key keeps nothing apart from what was sent under the old one: the look-up
/// alone has to be sure, and it is only when all that was still on its way could be seen by it. A
/// machine may have slept since it looked.
pub(super) fn look_again_at(sending: &Sending, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let last = last_heard(&sending.document).filter(|last| is_open(last))?;
    if last.operation != sending.operation || (last.body == sending.body && is_kept(last, now)) {
        return None;
    }
    // What is dated far ahead was forgotten before it was looked up: it was waited for.
    if is_far_ahead(last.started_at, now) {
        return None;
    }
    let forgotten_at = last.started_at + KEY_LIFE;
    let is_seen = match sending.operation {
        Operation::Create => sending.looked_up_at.is_some_and(|at| at >= forgotten_at),
        // Two voids are as good as one.
        Operation::Void => now >= forgotten_at,
    };
    (!is_seen).then(|| forgotten_at.max(now))
}

/// Whether Xero remembers the key of an attempt, so that the same bytes may go under it again.
fn is_kept(last: &Attempt, now: DateTime<Utc>) -> bool {
    (TimeDelta::zero()..KEY_LIFE).contains(&(now - last.started_at))
}

/// The key to send with. The same bytes that nobody answered keep theirs while the last of them may
/// be on its way or remembered: where an earlier one was remembered, for six minutes from its first
/// use, Xero has forgotten it and the key is as good as a new one. Everything else gets a new one:
/// errors are remembered too (facts §5).
pub(super) fn key_for(sending: &Sending, now: DateTime<Utc>, entropy: &dyn Entropy) -> String {
    if planted(Bug::NewKeyOnRetry) {
        return idempotency_key(entropy);
    }
    let kept = last_heard(&sending.document).filter(|last| {
        is_open(last)
            && last.operation == sending.operation
            && last.body == sending.body
            && is_kept(last, now)
    });
    kept.map_or_else(|| idempotency_key(entropy), |last| last.key.clone())
}

/// The last attempt that Xero may have heard of. One that surely did not get there says nothing
/// about those before it, which may be on their way still.
pub(super) fn last_heard(document: &Document) -> Option<&Attempt> {
    let is_heard = |attempt: &&Attempt| attempt.outcome != Some(Outcome::NotSent);
    document.attempts.iter().rev().find(is_heard)
}

/// Whether an answer is about what was sent, and not about another document that is equal.
pub(super) fn is_about(sending: &Sending, seen: &Seen) -> bool {
    let summary = &sending.document.summary;
    match sending.operation {
        Operation::Create => seen.reference.as_ref().is_none_or(|name| *name == summary.reference),
        Operation::Void => summary.xero_id.as_ref().is_none_or(|id| *id == seen.id.to_string()),
    }
}

/// Whether nobody knows what came of an attempt.
pub(super) fn is_open(attempt: &Attempt) -> bool {
    match attempt.outcome {
        None | Some(Outcome::Unknown) => true,
        Some(Outcome::Done | Outcome::Rejected | Outcome::NotSent) => false,
    }
}
