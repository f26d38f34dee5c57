//! Contacts: who documents are with.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::words::ContactStatus;
use super::{Element, lenient};

/// A contact as Xero keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Contact {
    /// What documents name it by.
    #[serde(rename = "ContactID", deserialize_with = "lenient::id")]
    pub contact_id: Uuid,
    /// Unique among the active ones (facts §13).
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
    /// Its id in an outside system; people cannot change it in Xero.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub contact_number: Option<String>,
    /// Its address for mail.
    #[serde(rename = "EmailAddress", default, deserialize_with = "lenient::optional_text")]
    pub email: Option<String>,
    /// Whether it may be used; absent means active.
    #[serde(rename = "ContactStatus", default, deserialize_with = "lenient::word")]
    pub status: Option<ContactStatus>,
    /// The contact that took its place when people merged the two.
    #[serde(rename = "MergedToContactID", default, deserialize_with = "lenient::optional_id")]
    pub merged_to: Option<Uuid>,
    /// Last change, in UTC.
    #[serde(rename = "UpdatedDateUTC", default, deserialize_with = "lenient::optional_moment")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl Contact {
    /// Whether a new document may be with it.
    #[must_use]
    pub fn is_active(&self) -> bool {
        match self.status {
            None | Some(ContactStatus::Active) => true,
            Some(
                ContactStatus::Archived | ContactStatus::ForgottenByLaw | ContactStatus::Other(_),
            ) => false,
        }
    }
}

impl Element for Contact {
    const COLLECTION: &'static str = "Contacts";
}

/// A contact to be created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct NewContact {
    /// Up to 255 characters, unique among the active ones.
    pub name: String,
    /// Our own id of it, up to 50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_number: Option<String>,
    /// Its address for mail; Xero refuses one that is none (facts §13).
    #[serde(rename = "EmailAddress", skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}
