//! What a failure means: for the document it happened to, and for the rest of the run.

use chrono::{DateTime, TimeDelta, Utc};
use store::Reason;
use world::{Bug, planted};
use xero::{Error as Failure, Outcome};

use super::explain::mends;
use super::report::Block;
use crate::cause::Cause;

/// What to write into the book after a write that failed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Xero has surely not acted: queued again, and the run cannot go on.
    NotSent(Reason, Block),
    /// Xero said no.
    Rejected(Reason),
    /// Xero may have acted.
    Unknown(Reason),
}

/// Judges a failed write.
pub(super) fn judge_write(failure: &Failure, now: DateTime<Utc>) -> Verdict {
    // A missing role is the same for every document: the run stops, and nothing is rejected.
    if let Failure::NotPermitted { .. } = failure {
        return Verdict::NotSent(reason(failure), block(failure, now));
    }
    if planted(Bug::LimitIsRefusal) && matches!(failure, Failure::RateLimited { .. }) {
        return Verdict::Rejected(reason(failure));
    }
    match failure.outcome() {
        Outcome::Unknown if planted(Bug::TimeoutNeverLeft) => {
            Verdict::NotSent(reason(failure), Block::Offline)
        }
        Outcome::Unknown => Verdict::Unknown(reason(failure)),
        Outcome::Refused => Verdict::Rejected(reason(failure)),
        // Ours to mend, not the network's: trying again would do the same.
        Outcome::NotDone if matches!(failure, Failure::Unsearchable) => {
            Verdict::Rejected(reason(failure))
        }
        Outcome::NotDone => Verdict::NotSent(reason(failure), block(failure, now)),
    }
}

/// Whether Xero refused this call and would refuse it again.
pub(super) fn is_refusal(failure: &Failure) -> bool {
    cause(failure) == Cause::Refused
}

/// Whether this call would come to the same again, whenever it is made.
pub(super) fn is_lasting(failure: &Failure) -> bool {
    matches!(cause(failure), Cause::Refused | Cause::FoundSeveral)
}

/// Why no call can succeed now.
pub(super) fn block(failure: &Failure, now: DateTime<Utc>) -> Block {
    match cause(failure) {
        Cause::Offline => Block::Offline,
        Cause::Limit => Block::Limit { until: now + pause(failure) },
        Cause::Reconnect => Block::Reconnect { message: failure.to_string() },
        Cause::Permission => Block::Permission { message: failure.to_string() },
        Cause::Problem { .. }
        | Cause::Refused
        | Cause::FoundDifferent
        | Cause::FoundSeveral
        | Cause::FoundNotPosted
        | Cause::MaybeThere
        | Cause::Gone
        | Cause::NoAnswer
        | Cause::ClockRanAhead
        | Cause::XeroDown
        | Cause::Approval
        | Cause::NothingToPost
        | Cause::OwnFault
        | Cause::ByHand => Block::XeroDown,
    }
}

/// The failure as a document's reason: what is wrong, and what to do about it where that is known.
pub(super) fn reason(failure: &Failure) -> Reason {
    let mut sentences = vec![failure.to_string()];
    sentences.extend(mends(failure).into_iter().map(str::to_owned));
    Reason { cause: cause(failure).key(), message: sentences.join(" ") }
}

fn cause(failure: &Failure) -> Cause {
    match failure {
        Failure::NotReached(_) | Failure::RefreshLock(_) | Failure::RefreshRefused { .. } => {
            Cause::Offline
        }
        Failure::NoAnswer(_) | Failure::Unreadable { .. } => Cause::NoAnswer,
        Failure::Unavailable { .. } | Failure::ServerFault { .. } => Cause::XeroDown,
        Failure::RateLimited { .. } => Cause::Limit,
        Failure::TokenRejected
        | Failure::MissingScope
        | Failure::Disconnected
        | Failure::NotSignedIn
        | Failure::SignInExpired
        | Failure::Vault(_) => Cause::Reconnect,
        Failure::NotPermitted { .. } => Cause::Permission,
        Failure::TooManyFound => Cause::FoundSeveral,
        Failure::Invalid { .. }
        | Failure::Malformed { .. }
        | Failure::KeyUsedDifferently
        | Failure::NotFound
        | Failure::Precondition
        | Failure::NotOffered
        | Failure::Refused { .. }
        | Failure::Unsearchable => Cause::Refused,
    }
}

/// How long a limit lasts; nothing for other failures.
fn pause(failure: &Failure) -> TimeDelta {
    match failure.retry() {
        xero::Retry::After(pause) => TimeDelta::from_std(pause).unwrap_or_default(),
        xero::Retry::Soon
        | xero::Retry::AfterLookingUp
        | xero::Retry::AfterSigningIn
        | xero::Retry::AfterMending => TimeDelta::zero(),
    }
}
