//! Signing in: consent pages, codes, tokens and connections (facts §2, §16 "Auth server").
//!
//! One user, one registered app. Knows nothing of the books.

mod authorize;
mod connections;
mod page;
mod scopes;
mod token;

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(crate) use authorize::{authorize, consent};
pub(crate) use connections::{delete as delete_connection, expired, list as list_connections};
pub(crate) use token::{revoke, token};

const CODE_LIFE: TimeDelta = TimeDelta::minutes(5);
const ACCESS_LIFE: TimeDelta = TimeDelta::minutes(30);
const REFRESH_IDLE_LIFE: TimeDelta = TimeDelta::days(60);
/// A refresh token that was replaced still works this long, for a client that never got the
/// answer (facts §2.4).
const REFRESH_GRACE: TimeDelta = TimeDelta::minutes(30);

/// What the identity server remembers.
#[derive(Serialize, Deserialize)]
pub(crate) struct SignIn {
    user: Uuid,
    /// Scopes of every consent so far: they only ever add up (facts §2.6).
    granted: BTreeSet<String>,
    codes: Vec<Code>,
    access: Vec<Access>,
    refresh: Vec<Refresh>,
    pub(crate) connections: Vec<Connection>,
}

/// One consent of the user.
#[derive(Clone, Serialize, Deserialize)]
struct Grant {
    event: Uuid,
    scopes: BTreeSet<String>,
    /// Whether this consent asked for `offline_access`.
    offline: bool,
}

#[derive(Clone, Serialize, Deserialize)]
struct Code {
    code: String,
    redirect_uri: String,
    challenge: String,
    issued: DateTime<Utc>,
    grant: Grant,
}

#[derive(Serialize, Deserialize)]
struct Access {
    token: String,
    expires: DateTime<Utc>,
    grant: Grant,
}

#[derive(Serialize, Deserialize)]
struct Refresh {
    token: String,
    issued: DateTime<Utc>,
    replaced: Option<DateTime<Utc>>,
    grant: Grant,
}

/// An organisation the user connected to the app.
#[derive(Serialize, Deserialize)]
pub(crate) struct Connection {
    id: Uuid,
    pub(crate) tenant: Uuid,
    event: Uuid,
    created: DateTime<Utc>,
    updated: DateTime<Utc>,
}

/// What a bearer token is worth.
pub(crate) enum Bearer<'a> {
    Valid { scopes: &'a BTreeSet<String> },
    Expired { at: DateTime<Utc> },
    Unknown,
}

impl SignIn {
    pub(crate) fn new(user: Uuid) -> Self {
        Self {
            user,
            granted: BTreeSet::new(),
            codes: Vec::new(),
            access: Vec::new(),
            refresh: Vec::new(),
            connections: Vec::new(),
        }
    }

    /// Judges an `Authorization` header.
    pub(crate) fn bearer(&self, header: Option<&str>, now: DateTime<Utc>) -> Bearer<'_> {
        let token = header.and_then(|text| text.strip_prefix("Bearer "));
        match token.and_then(|token| self.access.iter().find(|access| access.token == token)) {
            None => Bearer::Unknown,
            Some(access) if access.expires <= now => Bearer::Expired { at: access.expires },
            Some(access) => Bearer::Valid { scopes: &access.grant.scopes },
        }
    }

    pub(crate) fn is_connected(&self, tenant: Uuid) -> bool {
        self.connections.iter().any(|connection| connection.tenant == tenant)
    }

    /// The user removes the app from an organisation inside Xero.
    pub(crate) fn disconnect(&mut self, tenant: Uuid) {
        self.connections.retain(|connection| connection.tenant != tenant);
    }

    /// Every access token ends now, as if its half hour were over.
    pub(crate) fn expire_access_tokens(&mut self, now: DateTime<Utc>) {
        for access in &mut self.access {
            access.expires = access.expires.min(now);
        }
    }

    /// The user withdraws consent: connections and tokens are gone.
    pub(crate) fn withdraw(&mut self) {
        *self = Self::new(self.user);
    }
}
