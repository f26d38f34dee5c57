//! Faults as data: what may go wrong between a client and Xero, and which calls it happens to.

use serde::{Deserialize, Serialize};

/// A fault waiting for its call. The README shows the JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What happens.
    #[serde(flatten)]
    pub kind: FaultKind,
    /// How many calls it happens to; until healed when absent.
    #[serde(default)]
    pub times: Option<u32>,
    /// How many matching calls are let through first.
    #[serde(default)]
    pub skip: u32,
    /// Only calls of this HTTP method.
    #[serde(default)]
    pub method: Option<String>,
    /// Only calls whose path contains this, in any case.
    #[serde(default)]
    pub path: Option<String>,
    /// Only calls of this organisation, by tenant id.
    #[serde(default)]
    pub tenant: Option<String>,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaultKind {
    /// The connection closes before the request is looked at.
    LossBefore,
    /// The request is carried out, then the connection closes without a byte of answer.
    LossAfterCommit,
    /// The connection closes at once, and the request is carried out `ms` milliseconds later.
    LateCommit {
        /// Real milliseconds.
        ms: u64,
    },
    /// The request waits before it is carried out; its answer arrives.
    Delay {
        /// Real milliseconds.
        ms: u64,
    },
    /// 429 for the named limit, with the headers that limit has.
    RateLimit {
        /// Which limit.
        limit: RateLimit,
        /// The Retry-After, in seconds; as long as that limit usually has when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seconds: Option<u32>,
    },
    /// A 5xx answer; with `committed` the request was carried out all the same, and the error is
    /// what its Idempotency-Key remembers (facts §5).
    ServerError {
        /// 500 to 599.
        status: u16,
        /// Whether the request was carried out.
        #[serde(default)]
        committed: bool,
    },
    /// 401 of the named kind.
    Unauthorised {
        /// Which 401.
        why: Unauthorised,
    },
    /// The request is carried out and half of the answer's body arrives.
    TornBody,
    /// The request arrives twice; the answer is the first one's.
    DuplicateDelivery,
    /// The tokens are rotated and the answer with the new ones is lost. Matches refreshes only.
    RefreshResponseLost,
    /// 503 `The Organisation is offline`. Matches accounting calls only.
    OrganisationOffline,
    /// 403 as if the user had disconnected the app. Matches accounting calls only.
    TenantDisconnected,
}

/// The limits of facts §4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateLimit {
    /// 60 calls a minute and organisation.
    Minute,
    /// 1,000 or 5,000 calls a day and organisation.
    Day,
    /// 5 calls in flight; has no Retry-After.
    Concurrent,
    /// 10,000 calls a minute for the whole app; has no Retry-After.
    AppMinute,
}

/// The three 401 answers of facts §12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unauthorised {
    /// `TokenExpired`: a refresh mends it.
    Expired,
    /// `AuthenticationUnsuccessful`: the token is not one of ours.
    BadToken,
    /// `AuthorizationUnsuccessful`: a scope is missing, and no refresh mends it.
    MissingScope,
}

/// A call, as far as faults look at it.
pub(crate) struct Target<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) tenant: Option<&'a str>,
    /// A token call that refreshes.
    pub(crate) refreshes: bool,
}

impl Target<'_> {
    fn is_api(&self) -> bool {
        self.path.starts_with("/api.xro/")
    }
}

impl Fault {
    fn matches(&self, call: &Target<'_>) -> bool {
        let kind_fits = match self.kind {
            FaultKind::RefreshResponseLost => call.refreshes,
            FaultKind::OrganisationOffline | FaultKind::TenantDisconnected => call.is_api(),
            // Without a path, a fault is about the books and not about signing in.
            FaultKind::LossBefore
            | FaultKind::LossAfterCommit
            | FaultKind::LateCommit { .. }
            | FaultKind::Delay { .. }
            | FaultKind::RateLimit { .. }
            | FaultKind::ServerError { .. }
            | FaultKind::Unauthorised { .. }
            | FaultKind::TornBody
            | FaultKind::DuplicateDelivery => self.path.is_some() || call.is_api(),
        };
        let path = call.path.to_ascii_lowercase();
        kind_fits
            && self.method.as_ref().is_none_or(|m| m.eq_ignore_ascii_case(call.method))
            && self.path.as_ref().is_none_or(|part| path.contains(&part.to_ascii_lowercase()))
            && self.tenant.as_ref().is_none_or(|t| call.tenant == Some(t.as_str()))
    }
}

/// The fault that happens to this call, used up by one. The first armed one that matches wins.
pub(crate) fn strike(armed: &mut Vec<Fault>, call: &Target<'_>) -> Option<FaultKind> {
    let index = armed.iter().position(|fault| fault.matches(call))?;
    let fault = &mut armed[index];
    if fault.skip > 0 {
        fault.skip -= 1;
        return None;
    }
    let kind = fault.kind.clone();
    if let Some(times) = &mut fault.times {
        *times = times.saturating_sub(1);
        if *times == 0 {
            armed.remove(index);
        }
    }
    Some(kind)
}
