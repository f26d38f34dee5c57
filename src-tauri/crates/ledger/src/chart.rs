//! The organisation as Xero describes it: chart of accounts, tax rates, tracking, lock dates.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::money::Currency;

/// Everything about an organisation that posting depends on, as last read from Xero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// The organisation itself.
    pub organisation: Organisation,
    /// Every account, archived ones too.
    pub accounts: Vec<Account>,
    /// Every tax rate.
    pub tax_rates: Vec<TaxRate>,
    /// The tracking categories, at most two of them active (facts §10.3).
    pub tracking: Vec<TrackingCategory>,
}

/// The organisation's own facts (facts §10.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Xero's tenant id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// ISO 3166 country code ("CA", "AU").
    pub country: String,
    /// The currency its journals are in.
    pub base_currency: Currency,
    /// Its short code in links ("!23eYt"), where known.
    pub short_code: Option<String>,
    /// Nothing dated on or before this can be posted by a normal user (facts §11).
    pub period_lock: Option<NaiveDate>,
    /// Nothing dated on or before this can be posted by anyone.
    pub year_lock: Option<NaiveDate>,
    /// The last day of the financial year, as (month, day).
    pub year_end: Option<(u32, u32)>,
    /// The IANA time zone its own dates are in ("America/Vancouver"), where Xero's name is known.
    pub time_zone: Option<String>,
}

impl Organisation {
    /// The last date that is locked, by whichever lock reaches further.
    #[must_use]
    pub fn locked_until(&self) -> Option<NaiveDate> {
        self.period_lock.max(self.year_lock)
    }
}

/// One account of the chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Xero's id; bank accounts may have no code (facts §10.1).
    pub id: String,
    /// The code; empty where it has none.
    pub code: String,
    /// The name, unique in the organisation.
    pub name: String,
    /// Its type.
    pub kind: AccountType,
    /// Its class, which tax rates ask for.
    pub class: AccountClass,
    /// Whether it is active; archived accounts take nothing.
    pub active: bool,
    /// The system job Xero itself gave it ("DEBTORS", "GST"), where it has one.
    pub system: Option<String>,
    /// The tax type lines get when they say none.
    pub tax_type: Option<String>,
    /// Whether payments may be made to it although it is not a bank account.
    pub takes_payments: bool,
    /// A bank account's own currency, where Xero says one; else it has the base currency.
    pub currency: Option<Currency>,
}

/// Xero's account types (facts §10.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are Xero's own, spelled out in `title`")]
pub enum AccountType {
    Bank,
    Current,
    CurrLiab,
    Depreciatn,
    DirectCosts,
    Equity,
    Expense,
    Fixed,
    Inventory,
    Liability,
    NonCurrent,
    OtherIncome,
    Overheads,
    Prepayment,
    Revenue,
    Sales,
    TermLiab,
    Payg,
    /// A type this version does not know: allowed for nothing.
    Unknown,
}

/// Xero's account classes: tax rates say which they apply to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the five classes of double entry")]
pub enum AccountClass {
    Asset,
    Equity,
    Expense,
    Liability,
    Revenue,
}

impl AccountType {
    const NAMES: [(Self, &'static str, &'static str, AccountClass); 18] = [
        (Self::Bank, "BANK", "Bank", AccountClass::Asset),
        (Self::Current, "CURRENT", "Current asset", AccountClass::Asset),
        (Self::CurrLiab, "CURRLIAB", "Current liability", AccountClass::Liability),
        (Self::Depreciatn, "DEPRECIATN", "Depreciation", AccountClass::Expense),
        (Self::DirectCosts, "DIRECTCOSTS", "Direct costs", AccountClass::Expense),
        (Self::Equity, "EQUITY", "Equity", AccountClass::Equity),
        (Self::Expense, "EXPENSE", "Expense", AccountClass::Expense),
        (Self::Fixed, "FIXED", "Fixed asset", AccountClass::Asset),
        (Self::Inventory, "INVENTORY", "Inventory", AccountClass::Asset),
        (Self::Liability, "LIABILITY", "Liability", AccountClass::Liability),
        (Self::NonCurrent, "NONCURRENT", "Non-current asset", AccountClass::Asset),
        (Self::OtherIncome, "OTHERINCOME", "Other income", AccountClass::Revenue),
        (Self::Overheads, "OVERHEADS", "Overheads", AccountClass::Expense),
        (Self::Prepayment, "PREPAYMENT", "Prepayment", AccountClass::Asset),
        (Self::Revenue, "REVENUE", "Revenue", AccountClass::Revenue),
        (Self::Sales, "SALES", "Sales", AccountClass::Revenue),
        (Self::TermLiab, "TERMLIAB", "Non-current liability", AccountClass::Liability),
        (Self::Payg, "PAYG", "PAYG liability", AccountClass::Liability),
    ];

    /// Reads Xero's word; an unknown word is [`AccountType::Unknown`].
    #[must_use]
    pub fn from_xero(word: &str) -> Self {
        Self::NAMES.iter().find(|row| row.1 == word).map_or(Self::Unknown, |row| row.0)
    }

    /// Xero's word.
    #[must_use]
    pub fn xero(self) -> &'static str {
        Self::NAMES.iter().find(|row| row.0 == self).map_or("UNKNOWN", |row| row.1)
    }

    /// The words people see.
    #[must_use]
    pub fn title(self) -> &'static str {
        Self::NAMES.iter().find(|row| row.0 == self).map_or("Unknown type", |row| row.2)
    }

    /// The class Xero gives this type, where the type is known.
    #[must_use]
    pub fn class(self) -> Option<AccountClass> {
        Self::NAMES.iter().find(|row| row.0 == self).map(|row| row.3)
    }
}

/// One tax rate of the organisation. Never hard-coded: each organisation has its own (facts §10.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxRate {
    /// Xero's code for it ("OUTPUT2", "TAX001").
    pub tax_type: String,
    /// Its name.
    pub name: String,
    /// The rate in per cent, as Xero computes with it.
    pub rate: Decimal,
    /// Whether lines may use it.
    pub active: bool,
    /// The classes of account it may be used with.
    pub applies_to: Vec<AccountClass>,
}

/// One tracking category with its options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackingCategory {
    /// Xero's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether lines may use it.
    pub active: bool,
    /// Its options.
    pub options: Vec<TrackingOption>,
}

/// One option of a tracking category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackingOption {
    /// Xero's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether lines may use it.
    pub active: bool,
}
