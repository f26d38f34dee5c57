//! Signing in to Xero and choosing an organisation.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Fault, Instant, TenantId};

/// Starts a sign-in in the system browser.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectStart {
    /// The client id of the user's own Xero app; the one in settings when absent.
    pub client_id: Option<String>,
}

/// Keeps the client id of the user's own Xero app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetClientId {
    /// As Xero shows it: 32 hexadecimal digits.
    pub client_id: String,
}

/// Names an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrganisationRef {
    /// Xero's tenant id.
    pub id: TenantId,
    /// Its name in Xero.
    pub name: String,
}

/// An organisation the sign-in has opened to us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Organisation {
    /// Xero's tenant id.
    pub id: TenantId,
    /// Its name in Xero.
    pub name: String,
    /// ISO 3166 code of its country, once read.
    pub country: Option<String>,
    /// ISO 4217 code of its currency, once read.
    pub currency: Option<String>,
    /// Whether this book is using it.
    pub in_use: bool,
    /// Why this book can't use it, if it can't: "This book belongs to Kayak Shack."
    pub refused: Option<String>,
}

/// How far a sign-in has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Connection {
    /// No sign-in is under way.
    Idle,
    /// The browser is open; we wait for its answer.
    Waiting {
        /// The page to open by hand if no browser came up. Holds no secret.
        authorize_url: String,
        /// When we stop waiting.
        expires_at: Instant,
    },
    /// Signed in, with more than one organisation to choose from.
    Choose {
        /// The choices.
        organisations: Vec<Organisation>,
    },
    /// Signed in and using an organisation.
    Connected {
        /// Which one.
        organisation: OrganisationRef,
    },
    /// It did not work.
    Failed {
        /// Why.
        fault: Fault,
    },
}
