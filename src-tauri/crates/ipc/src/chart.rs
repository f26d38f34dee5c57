//! The chart of accounts, tax rates and tracking, as last read from Xero.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{AccountId, Action, Instant, OptionId, TaxType};

/// Names an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountRef {
    /// Xero's id.
    pub id: AccountId,
    /// Its code; bank accounts may have none.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
}

/// An account of the chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Xero's id.
    pub id: AccountId,
    /// Its code; bank accounts may have none.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
    /// Xero's type (`CURRLIAB`, `SALES`).
    pub account_type: String,
    /// The type in words: "Current liability".
    pub type_name: String,
    /// Its default tax type.
    pub tax_type: Option<TaxType>,
    /// Xero's name of its special job (`DEBTORS`, `GST`, `ROUNDING`), if any.
    pub system: Option<String>,
    /// Archived in Xero: it can't be posted to.
    pub archived: bool,
}

/// A tax rate of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TaxRate {
    /// What is sent to Xero.
    pub tax_type: TaxType,
    /// Its name in Xero: "GST on Income".
    pub name: String,
    /// Per cent as a decimal string: `"5"`, `"9.975"`.
    pub rate: String,
    /// Whether Xero still offers it.
    pub active: bool,
}

/// A tracking category with its options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrackingCategory {
    /// Its name: "Region".
    pub name: String,
    /// What can be chosen.
    pub options: Vec<TrackingOption>,
}

/// An option of a tracking category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrackingOption {
    /// Xero's id.
    pub id: OptionId,
    /// Its name: "North shore".
    pub name: String,
    /// Archived in Xero: it can't be used.
    pub archived: bool,
}

/// A tracking option chosen for something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrackingChoice {
    /// The category's name.
    pub category: String,
    /// The option's name.
    pub option: String,
}

/// Whether a journal's amounts carry their tax (Xero's `LineAmountTypes`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AmountsAre {
    /// Revenue is gross and Xero works out the tax.
    Inclusive,
    /// Tax has lines of its own.
    NoTax,
}

/// The chart as last read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Chart {
    /// Every account, by code.
    pub accounts: Vec<Account>,
    /// Every tax rate, by name.
    pub tax_rates: Vec<TaxRate>,
    /// The tracking categories; Xero allows two active ones.
    pub tracking: Vec<TrackingCategory>,
    /// When it was read; absent before the first time.
    pub refreshed_at: Option<Instant>,
}

/// One difference between the chart and the one read before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChartChange {
    /// What changed, in a sentence: "Account 260 Boats was archived."
    pub message: String,
    /// Whether a mapping is broken by it.
    pub breaks_mapping: bool,
    /// The buttons that mend what it broke.
    pub actions: Vec<Action>,
}

/// What reading the chart again brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChartRefresh {
    /// The chart as it is now.
    pub chart: Chart,
    /// What is different from before; empty the first time.
    pub changes: Vec<ChartChange>,
}
