//! The organisations a sign-in opens (facts §2.5). Unlike the rest of Xero, in camelCase.

use serde::Deserialize;
use uuid::Uuid;

/// One organisation (or practice) connected to this app by this user.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    /// The connection's own id, by which it is ended.
    pub id: Uuid,
    /// The sign-in during which it was last confirmed.
    #[serde(default)]
    pub auth_event_id: Option<Uuid>,
    /// Goes with every call as `xero-tenant-id`.
    pub tenant_id: Uuid,
    /// `ORGANISATION`, `PRACTICE`, …: only an organisation has books.
    #[serde(default)]
    pub tenant_type: Option<String>,
    /// The organisation's name.
    #[serde(default)]
    pub tenant_name: Option<String>,
}

impl Connection {
    /// Whether this is an organisation, with books of its own.
    #[must_use]
    pub fn is_organisation(&self) -> bool {
        self.tenant_type.as_deref() == Some("ORGANISATION")
    }
}
