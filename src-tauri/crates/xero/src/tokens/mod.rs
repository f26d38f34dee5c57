//! Tokens: what a sign-in leaves behind, where it is kept, and who may renew it.
//!
//! A token is never shown: `Debug` of every type here hides it, no error holds one, and only
//! the vault's sealed file has it at rest.

mod keys;
mod lock;
mod sealed;
mod vault;

pub use lock::{FileRefreshLock, LockError, RefreshGuard, RefreshLock};
pub use oauth2::{AccessToken, RefreshToken};
pub use sealed::SealedVault;
pub use vault::{
    MemoryVault, TokenVault, VaultChoice, VaultError, VaultKind, VaultPlaces, open_vault,
};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::auth::SCOPES;

/// An access token is renewed when less than this is left of its thirty minutes, so that it does
/// not end on the way.
const RENEW_BEFORE: TimeDelta = TimeDelta::seconds(90);

/// The tokens of one sign-in. One set opens every organisation the user has connected.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TokenSet {
    /// The user's own Xero app, to which the tokens belong.
    pub client_id: String,
    /// Goes with every call; thirty minutes (facts §2.4).
    pub access: AccessToken,
    /// Buys the next set; sixty idle days, and a new one with each use.
    pub refresh: RefreshToken,
    /// The one before, good for thirty minutes more in case the newer one was lost.
    pub previous_refresh: Option<RefreshToken>,
    /// When the access token ends, in UTC.
    pub expires_at: DateTime<Utc>,
    /// When this set was given, in UTC. After sixty idle days the sign-in ends.
    pub refreshed_at: DateTime<Utc>,
    /// What the user has agreed to.
    pub scopes: Vec<String>,
}

impl TokenSet {
    /// Whether the access token still has enough time for a call.
    #[must_use]
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        now + RENEW_BEFORE < self.expires_at
    }

    /// What Daybook asks for now and this sign-in was not given: calls that need it fail with
    /// [`Error::MissingScope`](crate::Error::MissingScope) until somebody signs in again. A refresh
    /// adds nothing (facts §2.6).
    #[must_use]
    pub fn missing_scopes(&self) -> Vec<&'static str> {
        let given = |scope: &str| self.scopes.iter().any(|given| given == scope);
        SCOPES.iter().copied().filter(|scope| !given(scope)).collect()
    }
}
