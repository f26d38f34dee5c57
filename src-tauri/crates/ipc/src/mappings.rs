//! Which account does what: roles, GL codes, taxes and tenders over the chart.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    AccountId, AccountRef, GlCode, Money, Notice, RoleName, TaxCode, TaxType, TenderName,
    TrackingChoice,
};

/// Every mapping, and what is in use without one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Mappings {
    /// The roles, needed ones first.
    pub roles: Vec<RoleMapping>,
    /// The GL codes, what needs a person first.
    pub gl_codes: Vec<GlMapping>,
    /// The taxes the desk and the files name.
    pub taxes: Vec<TaxMapping>,
    /// The ways of paying the desk and the files name.
    pub tenders: Vec<TenderMapping>,
    /// The bank accounts the desk and the files call by a name.
    pub banks: Vec<BankMapping>,
    /// The fields that decide how lines are tracked.
    pub tracking: Vec<TrackingMapping>,
    /// The tax type of lines without tax.
    pub no_tax_type: NoTaxMapping,
    /// What is wrong as a whole, as `daybook map check` prints it.
    pub problems: Vec<Notice>,
}

/// How a thing stands to its account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum MappingState {
    /// Its name or code is that of an account.
    Direct,
    /// A person said which account.
    Mapped,
    /// Falls back on another: a tender on Revenue clearing.
    Fallback,
    /// Not mapped, and not needed yet.
    Unused,
    /// In use without an account.
    Unmapped,
    /// Its account can't be used any more, or more than one fits.
    Broken,
}

/// A role and its account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoleMapping {
    /// The role.
    pub role: RoleName,
    /// Its name in words: "Revenue clearing".
    pub label: String,
    /// What it is for, in a sentence.
    pub purpose: String,
    /// Whether anything can be posted without it.
    pub needed: bool,
    /// How it stands.
    pub state: MappingState,
    /// Its account.
    pub account: Option<AccountRef>,
    /// The tax type its lines carry in way A, when it may have one.
    pub tax_type: Option<TaxType>,
    /// What is wrong with it, in a sentence.
    pub problem: Option<String>,
    /// The best account for it.
    pub suggestion: Option<Suggestion>,
}

/// A GL code and its account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GlMapping {
    /// The code.
    pub code: GlCode,
    /// Where it is used: "Kayak tour, Paddle".
    pub used_by: String,
    /// Transactions with it that no document has claimed.
    pub transactions: u32,
    /// What waits on it.
    pub waiting: Money,
    /// How it stands.
    pub state: MappingState,
    /// Its account.
    pub account: Option<AccountRef>,
    /// The tax type its lines carry; the account's own when absent.
    pub tax_type: Option<TaxType>,
    /// The tracking options its lines carry.
    pub tracking: Vec<TrackingChoice>,
    /// What is wrong with it, in a sentence.
    pub problem: Option<String>,
    /// The nearest accounts, the best first.
    pub suggestions: Vec<Suggestion>,
}

/// A tax and where it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TaxMapping {
    /// The tax as the desk names it, or a set of them (`GST+PST`).
    pub tax: TaxCode,
    /// Per cent as a decimal string, when known.
    pub rate: Option<String>,
    /// Transactions with it that no document has claimed.
    pub transactions: u32,
    /// What waits on it.
    pub waiting: Money,
    /// How it stands.
    pub state: MappingState,
    /// Where it goes.
    pub target: Option<TaxTarget>,
    /// What is wrong with it, in a sentence.
    pub problem: Option<String>,
    /// The best account or tax type for it.
    pub suggestion: Option<Suggestion>,
}

/// Where a tax goes: a tax type (way A) or an account (way B).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum TaxTarget {
    /// Its own journal line to an account.
    Account {
        /// Which one.
        account: AccountId,
        /// The account in words: "820 · GST".
        #[serde(default)]
        label: String,
    },
    /// A tax type of Xero's on the revenue lines.
    TaxType {
        /// Which one.
        tax_type: TaxType,
        /// The tax rate's name in Xero.
        #[serde(default)]
        label: String,
    },
}

/// A bank account by the name the desk gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BankMapping {
    /// The name.
    pub bank: String,
    /// How it stands.
    pub state: MappingState,
    /// Its account.
    pub account: Option<AccountRef>,
    /// What is wrong with it, in a sentence.
    pub problem: Option<String>,
}

/// A field of transactions and the tracking category its values are options of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrackingMapping {
    /// The field: `location`, `department`.
    pub field: String,
    /// Its name in words.
    pub label: String,
    /// The category, where one follows it.
    pub category: Option<String>,
    /// What is wrong with it, in a sentence.
    pub problem: Option<String>,
    /// The values in use and their options.
    pub values: Vec<TrackingValue>,
}

/// A value of a field and the option it becomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrackingValue {
    /// The value.
    pub value: String,
    /// The option; absent while the category has none of that name.
    pub option: Option<String>,
}

/// The tax type of lines without tax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoTaxMapping {
    /// The tax type in use.
    pub tax_type: TaxType,
    /// Whether a person chose it; else it is the country's usual one.
    pub chosen: bool,
    /// What is wrong with it, in a sentence.
    pub problem: Option<String>,
}

/// A way of paying and its clearing account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenderMapping {
    /// The way of paying.
    pub tender: TenderName,
    /// Transactions with it that no document has claimed.
    pub transactions: u32,
    /// What waits on it.
    pub waiting: Money,
    /// How it stands; `Fallback` is Revenue clearing.
    pub state: MappingState,
    /// Its own account, or the one it falls back on.
    pub account: Option<AccountRef>,
    /// Whether it is paid straight into its account, a bank account.
    pub direct: bool,
    /// What is wrong with it, in a sentence.
    pub problem: Option<String>,
}

/// An account that would fit, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Suggestion {
    /// The account.
    pub account: AccountRef,
    /// Why: "The name is nearly the same".
    pub why: String,
}

/// Something that can be mapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum MappingTarget {
    /// A role.
    Role {
        /// Which one.
        role: RoleName,
    },
    /// A GL code.
    GlCode {
        /// Which one.
        code: GlCode,
    },
    /// A tax.
    Tax {
        /// Which one.
        tax: TaxCode,
    },
    /// A way of paying.
    Tender {
        /// Which one.
        tender: TenderName,
    },
    /// A bank account by the name the desk gives it.
    Bank {
        /// Which one.
        bank: String,
    },
    /// A field that decides how lines are tracked.
    Tracking {
        /// Which one.
        field: String,
    },
    /// The tax type of lines without tax.
    NoTaxType,
}
