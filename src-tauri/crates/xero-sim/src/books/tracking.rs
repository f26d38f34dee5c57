//! Tracking categories and their options (facts §10.3).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// At most two of them are active in an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TrackingCategory {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) active: bool,
    pub(crate) options: Vec<TrackingOption>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TrackingOption {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) active: bool,
}
