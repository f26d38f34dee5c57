//! Choosing accounts, tax types and tracking: what may be chosen, and what was.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    AccountId, AccountRef, GlCode, MappingTarget, RoleName, TaxCode, TaxTarget, TaxType,
    TenderName, TrackingCategory, TrackingChoice, TrackingValue,
};

/// What could be chosen for something that can be mapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Candidates {
    /// Every account, those that may be chosen first, the suggested ones before them.
    pub accounts: Vec<Candidate>,
    /// Every tax type; empty where none can be chosen.
    pub tax_types: Vec<TaxTypeCandidate>,
    /// The tracking categories; empty where none can be chosen.
    pub tracking: Vec<TrackingCategory>,
}

/// An account in a combobox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// The account.
    pub account: AccountRef,
    /// Its type in words: "Current asset".
    pub type_name: String,
    /// Why it may not be chosen; absent when it may.
    pub refused: Option<String>,
    /// Why it may be chosen with care; absent when there is nothing to say.
    pub warning: Option<String>,
    /// Why it is suggested; absent when it is not.
    pub suggested: Option<String>,
}

/// A tax type in a combobox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TaxTypeCandidate {
    /// The tax type.
    pub tax_type: TaxType,
    /// Its name in Xero.
    pub name: String,
    /// Per cent as a decimal string.
    pub rate: String,
    /// Why it may not be chosen; absent when it may.
    pub refused: Option<String>,
}

/// Gives a role its account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetRole {
    /// The role.
    pub role: RoleName,
    /// Its account; absent to take it away.
    pub account: Option<AccountId>,
    /// The tax type its lines carry in way A, where the role may have one.
    pub tax_type: Option<TaxType>,
}

/// Gives a GL code its account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetGlCode {
    /// The code.
    pub code: GlCode,
    /// Its account; absent to take the mapping away.
    pub account: Option<AccountId>,
    /// The tax type its lines carry; the account's own when absent.
    pub tax_type: Option<TaxType>,
    /// The tracking options its lines carry.
    pub tracking: Vec<TrackingChoice>,
}

/// Says where a tax goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetTax {
    /// The tax.
    pub tax: TaxCode,
    /// Where it goes; absent to take the mapping away.
    pub target: Option<TaxTarget>,
}

/// Gives a way of paying its own clearing account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetTender {
    /// The way of paying.
    pub tender: TenderName,
    /// Its account; absent to fall back on Revenue clearing.
    pub account: Option<AccountId>,
    /// Whether it is paid straight into that account, which is a bank account then.
    #[serde(default)]
    pub direct: bool,
}

/// Gives a bank account that the desk calls by a name its account in Xero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetBank {
    /// The name.
    pub bank: String,
    /// Its account; absent to take the mapping away.
    pub account: Option<AccountId>,
}

/// Lets a field decide how lines are tracked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetTracking {
    /// The field.
    pub field: String,
    /// The category, by its name; absent when none follows the field.
    pub category: Option<String>,
    /// Values that are called otherwise in the category.
    pub options: Vec<TrackingValue>,
}

/// Chooses the tax type of lines without tax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetNoTaxType {
    /// The tax type; absent for the country's usual one.
    pub tax_type: Option<TaxType>,
}

/// Creates a tracking option in Xero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateTrackingOption {
    /// The category's name.
    pub category: String,
    /// The option's name.
    pub option: String,
}

/// Lets payments be made to an account, in Xero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EnablePayments {
    /// The account.
    pub account: AccountId,
}

/// Takes the first suggestion of each of these.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AcceptSuggestions {
    /// Which; everything that has a suggestion and no account when empty.
    pub targets: Vec<MappingTarget>,
}

/// What saving a mapping brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MappingsSaved {
    /// How many mappings were changed.
    pub changed: u32,
    /// What can go now, in a sentence: "3 transactions (120.00) can now be posted."
    pub message: String,
}
