//! Contacts: whom documents are made out to (facts §7.2).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Texts that Xero stores and gives back, by the names it has for them.
pub(crate) type Texts = BTreeMap<String, String>;

/// A contact. Names are unique among those that are not archived, in any case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Contact {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    /// What another system knows it by; only the API sets it.
    pub(crate) number: Option<String>,
    pub(crate) email: String,
    pub(crate) archived: bool,
    /// The contact that took over its documents.
    pub(crate) merged_into: Option<Uuid>,
    pub(crate) texts: Texts,
    pub(crate) addresses: Vec<Texts>,
    pub(crate) phones: Vec<Texts>,
    pub(crate) persons: Vec<Texts>,
    /// Whether a sales document was ever made out to it.
    pub(crate) customer: bool,
    pub(crate) updated: DateTime<Utc>,
}

impl Contact {
    pub(crate) fn new(id: Uuid, name: impl Into<String>, updated: DateTime<Utc>) -> Self {
        Self {
            id,
            name: name.into(),
            number: None,
            email: String::new(),
            archived: false,
            merged_into: None,
            texts: Texts::new(),
            addresses: Vec::new(),
            phones: Vec::new(),
            persons: Vec::new(),
            customer: false,
            updated,
        }
    }

    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.name.trim().to_lowercase() == name.trim().to_lowercase()
    }

    /// By name or id, as a person at the simulator says which one they mean.
    pub(crate) fn is_named(&self, name_or_id: &str) -> bool {
        self.is_called(name_or_id) || self.id.to_string() == name_or_id.to_ascii_lowercase()
    }
}
