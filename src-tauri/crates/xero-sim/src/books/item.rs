//! Items: what an organisation sells, as far as lines of documents use them.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An item whose stock Xero does not track.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) id: Uuid,
    /// Up to 30 characters, unique.
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) purchase_description: String,
    pub(crate) sold: bool,
    pub(crate) purchased: bool,
    pub(crate) sale: Terms,
    pub(crate) purchase: Terms,
    pub(crate) updated: DateTime<Utc>,
}

/// What a line takes over from an item where it says nothing itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Terms {
    pub(crate) unit_price: Option<Decimal>,
    pub(crate) account_code: Option<String>,
    pub(crate) tax_type: Option<String>,
}
