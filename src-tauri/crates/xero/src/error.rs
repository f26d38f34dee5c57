//! Everything that can go wrong with a call, and what that means for the books.
//!
//! The variants are what a caller treats differently, in facts §12's order; the raw body is not
//! kept, only Xero's own sentences. No variant can hold a token: they hold messages and numbers.

use std::time::Duration;

use thiserror::Error;

use crate::refusal::Refusal;
use crate::tokens::{LockError, VaultError};
use crate::transport::{Sent, TransportError};

/// A call that did not end in success.
#[derive(Debug, Error)]
pub enum Error {
    /// The request never left this machine, or never got past the first handshake, or the token
    /// it needed could not be renewed.
    #[error("Xero could not be reached. Nothing was sent.")]
    NotReached(#[source] TransportError),
    /// It left, or may have, and no whole answer came.
    #[error("Xero did not answer. Whether it has acted is not known until it is looked up.")]
    NoAnswer(#[source] TransportError),
    /// Success by its status, but the body is not what Xero documents.
    #[error("Xero answered {status}, but its answer could not be read ({what}).")]
    Unreadable {
        /// The answer's status.
        status: u16,
        /// What was expected and not found.
        what: &'static str,
    },
    /// 400 ValidationException, or an element of a 200 marked as an error.
    #[error("Xero refused it: {}", joined(messages))]
    Invalid {
        /// Xero's sentences, from the element and everything below it, in its order.
        messages: Vec<String>,
    },
    /// 400 before any business rule: a value, date or filter Xero could not read.
    #[error("Xero could not read the request: {message}")]
    Malformed {
        /// Xero's number, for example 14 (`PostDataInvalidException`).
        number: Option<i64>,
        /// Xero's sentence.
        message: String,
    },
    /// 400: this idempotency key was used with another request in the last six minutes.
    #[error("Xero knows this request's key from another request. Nothing was done.")]
    KeyUsedDifferently,
    /// 401 although the token was fresh: refreshed once and refused again.
    #[error("Xero does not accept this sign-in. Nothing was done. Sign in to Xero again.")]
    TokenRejected,
    /// 401 `AuthorizationUnsuccessful`: the sign-in lacks a scope; refreshing adds none.
    #[error("Daybook was not given permission for this in Xero. Sign in to Xero again.")]
    MissingScope,
    /// 403 for a good token: wrong tenant, or disconnected inside Xero.
    #[error("This organisation is no longer connected to Daybook. Connect it again.")]
    Disconnected,
    /// The signed-in person lacks a permission inside Xero (facts §2.7: reporting).
    #[error("Xero does not let this user do that: {message}")]
    NotPermitted {
        /// Xero's sentence.
        message: String,
    },
    /// 404.
    #[error("Xero has nothing at this place.")]
    NotFound,
    /// 412: the conditional headers, or TLS too old.
    #[error("Xero refused the request's conditions. Nothing was done.")]
    Precondition,
    /// 429, or this organisation's budget is known to be spent. Nothing was done: the limit is
    /// checked before everything but the token (facts §4, §16).
    #[error("Xero's limit of calls ({limit}) is reached. Nothing was done; it can go later.")]
    RateLimited {
        /// Which limit.
        limit: RateLimit,
        /// How long until a try can succeed.
        retry_after: Duration,
    },
    /// 501.
    #[error("Xero does not offer this call.")]
    NotOffered,
    /// 503: maintenance, overload, or the organisation is offline. It may have acted first.
    #[error("Xero is not available at the moment: {message}")]
    Unavailable {
        /// Xero's text.
        message: String,
    },
    /// 500, 502, 504 and their like, and redirects. It may have acted first.
    #[error("Xero had a fault of its own ({status}). Whether it has acted is not known yet.")]
    ServerFault {
        /// The answer's status.
        status: u16,
    },
    /// Another 4xx.
    #[error("Xero refused the request ({status}): {message}")]
    Refused {
        /// The answer's status.
        status: u16,
        /// Xero's sentence, as far as there was one.
        message: String,
    },
    /// There are no tokens: nobody has signed in yet, or somebody has signed out.
    #[error("Daybook is not signed in to Xero.")]
    NotSignedIn,
    /// Neither the refresh token nor the one before it is accepted any more (60 idle days,
    /// revoked, facts §2.4). The tokens have been dropped.
    #[error("The sign-in to Xero has ended. What waits stays here. Sign in to Xero again.")]
    SignInExpired,
    /// The identity server refused for another reason than an ended sign-in.
    #[error("Xero refused to renew the sign-in ({code}). Nothing was sent. Sign in again.")]
    RefreshRefused {
        /// OAuth2's error code, for example `invalid_client`.
        code: String,
    },
    /// The place of the tokens failed.
    #[error("The sign-in could not be read or kept. Nothing was sent. Connect to Xero again.")]
    Vault(#[from] VaultError),
    /// Another process holds the refresh and does not let go.
    #[error("Another Daybook is renewing the sign-in. Nothing was sent.")]
    RefreshLock(#[from] LockError),
    /// A narration or reference with quotes cannot be searched for (facts §12), so it may not be
    /// posted.
    #[error("A narration or reference may not contain quotation marks or backslashes.")]
    Unsearchable,
    /// More of one narration or reference than can be meant, or more pages than are read.
    #[error("Xero has too many of these to look through.")]
    TooManyFound,
}

/// Xero ends some of its sentences and not others.
fn joined(sentences: &[String]) -> String {
    let ended: Vec<_> =
        sentences.iter().map(|sentence| format!("{}.", sentence.trim_end_matches('.'))).collect();
    ended.join(" ")
}

/// Which limit of Xero's was reached (facts §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateLimit {
    /// 60 calls a minute and organisation.
    Minute,
    /// 1,000 or 5,000 calls a day and organisation.
    Day,
    /// 10,000 calls a minute over all organisations of the app.
    AppMinute,
    /// Five calls at the same time.
    Concurrent,
    /// One this version does not know.
    Other,
}

impl std::fmt::Display for RateLimit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Minute => "per minute",
            Self::Day => "per day",
            Self::AppMinute => "of the app",
            Self::Concurrent => "at the same time",
            Self::Other => "of another kind",
        })
    }
}

/// What a failed *write* means for Xero's books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Xero has certainly not acted, and the same bytes with the same key may go again.
    NotDone,
    /// Xero said no and has not acted. Its key remembers the no: mend, then use a new key
    /// (facts §5).
    Refused,
    /// Xero may have acted. Look it up before anything else.
    Unknown,
}

/// What can be done about a failure, by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Try again by itself, soon.
    Soon,
    /// Try again by itself, not before this.
    After(Duration),
    /// Look up by itself whether it was done, then decide.
    AfterLookingUp,
    /// A person signs in or connects again; then it goes.
    AfterSigningIn,
    /// A person mends the cause.
    AfterMending,
}

impl Error {
    pub(crate) fn from_transport(error: TransportError) -> Self {
        match error.sent {
            Sent::No => Self::NotReached(error),
            Sent::Unknown => Self::NoAnswer(error),
        }
    }

    /// The sentences of a refusal that are known, in Xero's order; empty when none is, or when this
    /// is no refusal of Xero's rules.
    #[must_use]
    pub fn refusals(&self) -> Vec<Refusal> {
        match self {
            Self::Invalid { messages } => {
                messages.iter().filter_map(|message| Refusal::of(message)).collect()
            }
            Self::NotReached(_)
            | Self::NoAnswer(_)
            | Self::Unreadable { .. }
            | Self::Malformed { .. }
            | Self::KeyUsedDifferently
            | Self::TokenRejected
            | Self::MissingScope
            | Self::Disconnected
            | Self::NotPermitted { .. }
            | Self::NotFound
            | Self::Precondition
            | Self::RateLimited { .. }
            | Self::NotOffered
            | Self::Unavailable { .. }
            | Self::ServerFault { .. }
            | Self::Refused { .. }
            | Self::NotSignedIn
            | Self::SignInExpired
            | Self::RefreshRefused { .. }
            | Self::Vault(_)
            | Self::RefreshLock(_)
            | Self::Unsearchable
            | Self::TooManyFound => Vec::new(),
        }
    }

    /// Whether Xero may have acted on a write that failed so.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::NotReached(_)
            | Self::TokenRejected
            | Self::MissingScope
            | Self::Disconnected
            | Self::RateLimited { .. }
            | Self::NotSignedIn
            | Self::SignInExpired
            | Self::RefreshRefused { .. }
            | Self::Vault(_)
            | Self::RefreshLock(_)
            | Self::Unsearchable
            | Self::TooManyFound => Outcome::NotDone,
            Self::Invalid { .. }
            | Self::Malformed { .. }
            | Self::KeyUsedDifferently
            | Self::NotPermitted { .. }
            | Self::NotFound
            | Self::Precondition
            | Self::NotOffered
            | Self::Refused { .. } => Outcome::Refused,
            Self::NoAnswer(_)
            | Self::Unreadable { .. }
            | Self::Unavailable { .. }
            | Self::ServerFault { .. } => Outcome::Unknown,
        }
    }

    /// What is to be done next.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::NotReached(_) | Self::RefreshLock(_) => Retry::Soon,
            Self::RateLimited { retry_after, .. } => Retry::After(*retry_after),
            Self::NoAnswer(_)
            | Self::Unreadable { .. }
            | Self::Unavailable { .. }
            | Self::ServerFault { .. }
            | Self::KeyUsedDifferently => Retry::AfterLookingUp,
            Self::TokenRejected
            | Self::MissingScope
            | Self::Disconnected
            | Self::NotSignedIn
            | Self::SignInExpired
            | Self::RefreshRefused { .. }
            | Self::Vault(_) => Retry::AfterSigningIn,
            Self::Invalid { .. }
            | Self::Malformed { .. }
            | Self::NotPermitted { .. }
            | Self::NotFound
            | Self::Precondition
            | Self::NotOffered
            | Self::Refused { .. }
            | Self::Unsearchable
            | Self::TooManyFound => Retry::AfterMending,
        }
    }
}
