//! Lines of invoices, credit notes and bank transactions, and how an account is named.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::journal::{NewTracking, TrackingUse};
use super::lenient;

/// An account as something sent names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AccountKey {
    /// By its code.
    Code(String),
    /// By its id, for one without a code: bank accounts often have none (facts §10.1).
    Id(Uuid),
}

/// A line to be posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct NewLine {
    /// At least one character and at most 4,000 (facts §7.2).
    pub description: String,
    /// Above zero, up to four decimals. What is given back has a negative unit amount (§7.2).
    #[serde(serialize_with = "lenient::write_number")]
    pub quantity: Decimal,
    /// Major units, up to four decimals; negative for what is given back.
    #[serde(serialize_with = "lenient::write_number")]
    pub unit_amount: Decimal,
    /// Where it goes.
    #[serde(flatten, serialize_with = "write_account_of_line")]
    pub account: AccountKey,
    /// Overrides the account's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_type: Option<String>,
    /// At most two.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tracking: Vec<NewTracking>,
}

/// A line as Xero keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DocumentLine {
    /// Absent from some answers.
    #[serde(rename = "LineItemID", default, deserialize_with = "lenient::optional_id")]
    pub line_id: Option<Uuid>,
    /// As sent.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub description: Option<String>,
    /// A line that is only a description has none.
    #[serde(default, deserialize_with = "lenient::optional_number")]
    pub quantity: Option<Decimal>,
    /// Major units, to four decimals when asked for them, as this client does.
    #[serde(default, deserialize_with = "lenient::optional_number")]
    pub unit_amount: Option<Decimal>,
    /// Quantity times unit amount less discount, in major units; holds tax when the document is
    /// `Inclusive`.
    #[serde(default, deserialize_with = "lenient::optional_number")]
    pub line_amount: Option<Decimal>,
    /// The account's code.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub account_code: Option<String>,
    /// The account's id.
    #[serde(rename = "AccountID", default, deserialize_with = "lenient::optional_id")]
    pub account_id: Option<Uuid>,
    /// The tax type in force.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub tax_type: Option<String>,
    /// Computed by Xero, in major units.
    #[serde(default, deserialize_with = "lenient::optional_number")]
    pub tax_amount: Option<Decimal>,
    /// The item it was made from, for documents made by people.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub item_code: Option<String>,
    /// How it is tracked.
    #[serde(default, deserialize_with = "lenient::list")]
    pub tracking: Vec<TrackingUse>,
}

/// `AccountCode` or `AccountID`, among a line's own fields.
fn write_account_of_line<S: serde::Serializer>(
    account: &AccountKey,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match account {
        AccountKey::Code(code) => serializer.collect_map([("AccountCode", code)]),
        AccountKey::Id(id) => serializer.collect_map([("AccountID", id)]),
    }
}

/// `{"Code": …}` or `{"AccountID": …}`, as an object of its own.
impl Serialize for AccountKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Code(code) => serializer.collect_map([("Code", code)]),
            Self::Id(id) => serializer.collect_map([("AccountID", id)]),
        }
    }
}
