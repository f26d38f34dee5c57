//! Accounts of the chart (facts §10.1) and the system accounts among them (facts §1.1).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) id: Uuid,
    /// Up to 10 characters; bank accounts may have none.
    pub(crate) code: Option<String>,
    pub(crate) name: String,
    pub(crate) kind: AccountType,
    pub(crate) status: AccountStatus,
    pub(crate) tax_type: String,
    pub(crate) description: String,
    pub(crate) system: Option<SystemAccount>,
    pub(crate) enable_payments: bool,
    pub(crate) bank_account_number: Option<String>,
    /// Of a bank account whose currency is not the base currency.
    #[serde(default)]
    pub(crate) currency: Option<String>,
    pub(crate) updated: DateTime<Utc>,
}

impl Account {
    pub(crate) fn is_named(&self, code_or_name: &str) -> bool {
        self.code.as_deref() == Some(code_or_name)
            || self.name.eq_ignore_ascii_case(code_or_name)
            || self.id.to_string() == code_or_name.to_ascii_lowercase()
    }

    /// Whether a payment may be made to or from it, its status aside (facts §8).
    pub(crate) fn takes_payments(&self) -> bool {
        self.kind == AccountType::Bank || self.enable_payments
    }

    /// Whether a manual journal or a document may have a line on it, its status aside (facts
    /// §1.1). Of documents Xero says no more than that some are not valid for them (facts §13):
    /// the same ones are refused.
    pub(crate) fn takes_lines(&self) -> bool {
        self.kind != AccountType::Bank
            && self.kind != AccountType::Inventory
            && self.system.is_none_or(SystemAccount::takes_lines)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum AccountStatus {
    Active,
    Archived,
}

impl AccountStatus {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Archived => "ARCHIVED",
        }
    }
}

/// What an account's balance is, for tax rates' CanApplyTo flags and reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Asset,
    Equity,
    Expense,
    Liability,
    Revenue,
}

impl Class {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Asset => "ASSET",
            Self::Equity => "EQUITY",
            Self::Expense => "EXPENSE",
            Self::Liability => "LIABILITY",
            Self::Revenue => "REVENUE",
        }
    }
}

words! {
    /// Account types of facts §10.1.
    AccountType {
        Bank = "BANK",
        Current = "CURRENT",
        CurrLiab = "CURRLIAB",
        Depreciatn = "DEPRECIATN",
        DirectCosts = "DIRECTCOSTS",
        Equity = "EQUITY",
        Expense = "EXPENSE",
        Fixed = "FIXED",
        Inventory = "INVENTORY",
        Liability = "LIABILITY",
        NonCurrent = "NONCURRENT",
        OtherIncome = "OTHERINCOME",
        Overheads = "OVERHEADS",
        Prepayment = "PREPAYMENT",
        Revenue = "REVENUE",
        Sales = "SALES",
        TermLiab = "TERMLIAB",
        Payg = "PAYG",
    }
}

impl AccountType {
    pub(crate) fn class(self) -> Class {
        match self {
            Self::Bank
            | Self::Current
            | Self::Fixed
            | Self::Inventory
            | Self::NonCurrent
            | Self::Prepayment => Class::Asset,
            Self::Equity => Class::Equity,
            Self::Depreciatn | Self::DirectCosts | Self::Expense | Self::Overheads => {
                Class::Expense
            }
            Self::CurrLiab | Self::Liability | Self::TermLiab | Self::Payg => Class::Liability,
            Self::OtherIncome | Self::Revenue | Self::Sales => Class::Revenue,
        }
    }
}

words! {
    /// Accounts Xero itself keeps (facts §1.1).
    SystemAccount {
        Debtors = "DEBTORS",
        Creditors = "CREDITORS",
        Gst = "GST",
        Rounding = "ROUNDING",
        RetainedEarnings = "RETAINEDEARNINGS",
        Historical = "HISTORICAL",
        RealisedCurrencyGain = "REALISEDCURRENCYGAIN",
        UnrealisedCurrencyGain = "UNREALISEDCURRENCYGAIN",
        BankCurrencyGain = "BANKCURRENCYGAIN",
        TrackingTransfers = "TRACKINGTRANSFERS",
        UnpaidExpenseClaims = "UNPAIDEXPCLM",
        WagePayables = "WAGEPAYABLES",
    }
}

impl SystemAccount {
    fn takes_lines(self) -> bool {
        match self {
            Self::Gst | Self::Rounding | Self::Historical | Self::RealisedCurrencyGain => true,
            Self::Debtors
            | Self::Creditors
            | Self::RetainedEarnings
            | Self::UnrealisedCurrencyGain
            | Self::BankCurrencyGain
            | Self::TrackingTransfers
            | Self::UnpaidExpenseClaims
            | Self::WagePayables => false,
        }
    }
}
