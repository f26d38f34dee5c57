//! Accounts, tax rates and tracking categories (facts §10).

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::words::{
    AccountClass, AccountStatus, AccountType, SystemAccount, TaxRateStatus, TrackingStatus,
};
use super::{Element, lenient};

/// An account of the chart.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Account {
    /// Its only sure identity: codes change, and a bank account may have none.
    #[serde(rename = "AccountID")]
    pub account_id: Uuid,
    /// Up to ten characters.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub code: Option<String>,
    /// Unique among the active ones.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// What it is.
    #[serde(rename = "Type")]
    pub account_type: AccountType,
    /// The side of the books it is on.
    #[serde(default, deserialize_with = "lenient::word")]
    pub class: Option<AccountClass>,
    /// Whether it may be used; absent means active.
    #[serde(default, deserialize_with = "lenient::word")]
    pub status: Option<AccountStatus>,
    /// Set on the accounts Xero itself posts to.
    #[serde(default, deserialize_with = "lenient::word")]
    pub system_account: Option<SystemAccount>,
    /// The tax type of a line that names none.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub tax_type: Option<String>,
    /// Whether invoices can be paid into it although it is no bank account (facts §8).
    #[serde(default, deserialize_with = "lenient::truth")]
    pub enable_payments_to_account: bool,
    /// The currency of a bank account, ISO 4217.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub currency_code: Option<String>,
    /// Free text.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub description: Option<String>,
    /// Last change, in UTC.
    #[serde(rename = "UpdatedDateUTC", default, deserialize_with = "lenient::optional_moment")]
    pub updated_at: Option<DateTime<Utc>>,
}

impl Element for Account {
    const COLLECTION: &'static str = "Accounts";
}

/// An account to be created; one per request (facts §10.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct NewAccount {
    /// Up to ten letters and digits, unique.
    pub code: String,
    /// Up to 150 characters, unique.
    pub name: String,
    /// What it is. A bank account cannot be made this way: it needs its number.
    #[serde(rename = "Type")]
    pub account_type: AccountType,
    /// Free text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The tax type of a line that names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_type: Option<String>,
    /// Whether invoices can be paid into it: a clearing account needs it (facts §8).
    pub enable_payments_to_account: bool,
}

/// A tax rate. Its `tax_type` is what lines name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct TaxRate {
    /// Shown to people.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// `OUTPUT2`, `TAX001`, …; specific to the organisation (facts §10.2).
    #[serde(deserialize_with = "lenient::text")]
    pub tax_type: String,
    /// Only an active rate can be used.
    #[serde(default, deserialize_with = "lenient::word")]
    pub status: Option<TaxRateStatus>,
    /// Where it appears on the tax return.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub report_tax_type: Option<String>,
    /// Whether accounts of class asset take it.
    #[serde(default, deserialize_with = "lenient::truth")]
    pub can_apply_to_assets: bool,
    /// Whether accounts of class equity take it.
    #[serde(default, deserialize_with = "lenient::truth")]
    pub can_apply_to_equity: bool,
    /// Whether accounts of class expense take it.
    #[serde(default, deserialize_with = "lenient::truth")]
    pub can_apply_to_expenses: bool,
    /// Whether accounts of class liability take it.
    #[serde(default, deserialize_with = "lenient::truth")]
    pub can_apply_to_liabilities: bool,
    /// Whether accounts of class revenue take it.
    #[serde(default, deserialize_with = "lenient::truth")]
    pub can_apply_to_revenue: bool,
    /// Percent, as shown: 12.5 is twelve and a half.
    #[serde(default, deserialize_with = "lenient::optional_number")]
    pub display_tax_rate: Option<Decimal>,
    /// Percent of the net, compound components included.
    #[serde(default, deserialize_with = "lenient::optional_number")]
    pub effective_rate: Option<Decimal>,
    /// The rates it is made of.
    #[serde(default)]
    pub tax_components: Vec<TaxComponent>,
}

impl Element for TaxRate {
    const COLLECTION: &'static str = "TaxRates";
}

/// A part of a tax rate: GST, PST, …
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct TaxComponent {
    /// Shown on the tax return.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// Percent, up to four decimals.
    #[serde(deserialize_with = "lenient::number")]
    pub rate: Decimal,
    /// Whether it is computed on the net plus the other components.
    #[serde(default, deserialize_with = "lenient::truth")]
    pub is_compound: bool,
    /// Whether it cannot be reclaimed; Canada only.
    #[serde(default, deserialize_with = "lenient::truth")]
    pub is_non_recoverable: bool,
}

/// One of at most two active ways to split the books: by place, by fleet, … (facts §10.3).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct TrackingCategory {
    /// Xero's id.
    #[serde(rename = "TrackingCategoryID")]
    pub tracking_category_id: Uuid,
    /// Shown to people.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// Whether it may be used.
    #[serde(default, deserialize_with = "lenient::word")]
    pub status: Option<TrackingStatus>,
    /// What a line can be tracked as.
    #[serde(default)]
    pub options: Vec<TrackingOption>,
}

impl Element for TrackingCategory {
    const COLLECTION: &'static str = "TrackingCategories";
}

/// One value of a tracking category.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct TrackingOption {
    /// Xero's id.
    #[serde(rename = "TrackingOptionID")]
    pub tracking_option_id: Uuid,
    /// Shown to people.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// Whether it may be used.
    #[serde(default, deserialize_with = "lenient::word")]
    pub status: Option<TrackingStatus>,
}

impl Element for TrackingOption {
    const COLLECTION: &'static str = "Options";
}

/// An option to be added to a tracking category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct NewTrackingOption {
    /// Up to 100 characters, unique in its category.
    pub name: String,
}
