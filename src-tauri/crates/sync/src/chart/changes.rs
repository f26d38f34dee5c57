//! What changed in the organisation since the chart was last read, and what that breaks.
//!
//! Bookkeepers archive, rename and retype accounts at any time (facts §10.1). Pure: two charts and
//! the mapping in, a list out, in the order of the newer chart.

use std::fmt;

use chrono::NaiveDate;
use ledger::{Account, AccountType, Chart, Mapping, Role, TaxRate, TaxSet, TrackingCategory};
use rust_decimal::Decimal;

/// One difference, with what the bookkeeper had mapped to the thing that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartChange {
    /// What changed.
    pub change: Change,
    /// What is mapped to it.
    pub mapped: Vec<Mapped>,
}

/// A difference between two readings of the chart. Accounts are named by their names.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the sentence of each, in `Display`, is its documentation")]
pub enum Change {
    AccountAdded { account: String },
    AccountDeleted { account: String },
    AccountArchived { account: String },
    AccountRestored { account: String },
    AccountRetyped { account: String, from: AccountType, to: AccountType },
    AccountRenamed { from: String, to: String },
    AccountRecoded { account: String, from: String, to: String },
    TaxRateAdded { rate: String },
    TaxRateEnded { rate: String },
    TaxRateChanged { rate: String, from: Decimal, to: Decimal },
    TrackingAdded { category: String, option: Option<String> },
    TrackingEnded { category: String, option: Option<String> },
    LockMoved { from: Option<NaiveDate>, to: Option<NaiveDate> },
    OrganisationRenamed { from: String, to: String },
}

/// An entry of the mapping.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mapped {
    /// A role.
    Role(Role),
    /// A GL code, normalised.
    GlCode(String),
    /// A tax code to its account (way B).
    TaxAccount(String),
    /// A set of taxes to its tax type (way A).
    TaxType(TaxSet),
    /// A tender, normalised.
    Tender(String),
    /// The tax type of lines without tax.
    NoTaxType,
}

impl ChartChange {
    /// Whether something mapped can no longer be posted to, or has to be looked at again.
    #[must_use]
    pub fn breaks_mapping(&self) -> bool {
        let grave = match self.change {
            Change::AccountDeleted { .. }
            | Change::AccountArchived { .. }
            | Change::AccountRetyped { .. }
            | Change::TaxRateEnded { .. }
            | Change::TrackingEnded { .. } => true,
            Change::AccountAdded { .. }
            | Change::AccountRestored { .. }
            | Change::AccountRenamed { .. }
            | Change::AccountRecoded { .. }
            | Change::TaxRateAdded { .. }
            | Change::TaxRateChanged { .. }
            | Change::TrackingAdded { .. }
            | Change::LockMoved { .. }
            | Change::OrganisationRenamed { .. } => false,
        };
        grave && !self.mapped.is_empty()
    }
}

/// Compares two readings of one organisation's chart.
#[must_use]
pub fn chart_changes(before: &Chart, after: &Chart, mapping: &Mapping) -> Vec<ChartChange> {
    let mut changes = Vec::new();
    let (old, new) = (&before.organisation, &after.organisation);
    if old.name != new.name {
        let change = Change::OrganisationRenamed { from: old.name.clone(), to: new.name.clone() };
        changes.push(ChartChange { change, mapped: Vec::new() });
    }
    if old.locked_until() != new.locked_until() {
        let change = Change::LockMoved { from: old.locked_until(), to: new.locked_until() };
        changes.push(ChartChange { change, mapped: Vec::new() });
    }
    accounts(&before.accounts, &after.accounts, mapping, &mut changes);
    tax_rates(&before.tax_rates, &after.tax_rates, mapping, &mut changes);
    tracking(&before.tracking, &after.tracking, mapping, &mut changes);
    changes
}

fn accounts(old: &[Account], new: &[Account], mapping: &Mapping, changes: &mut Vec<ChartChange>) {
    for account in new {
        let mapped = uses_of_account(mapping, &account.id);
        let found = old.iter().find(|was| was.id == account.id);
        for change in found.map_or_else(
            || vec![Change::AccountAdded { account: account.name.clone() }],
            |was| account_changes(was, account),
        ) {
            changes.push(ChartChange { change, mapped: mapped.clone() });
        }
    }
    for gone in old.iter().filter(|was| new.iter().all(|account| account.id != was.id)) {
        changes.push(ChartChange {
            change: Change::AccountDeleted { account: gone.name.clone() },
            mapped: uses_of_account(mapping, &gone.id),
        });
    }
}

fn account_changes(was: &Account, is: &Account) -> Vec<Change> {
    let account = || is.name.clone();
    let mut changes = Vec::new();
    if was.active && !is.active {
        changes.push(Change::AccountArchived { account: account() });
    }
    if !was.active && is.active {
        changes.push(Change::AccountRestored { account: account() });
    }
    if was.kind != is.kind {
        changes.push(Change::AccountRetyped { account: account(), from: was.kind, to: is.kind });
    }
    if was.name != is.name {
        changes.push(Change::AccountRenamed { from: was.name.clone(), to: account() });
    }
    if was.code != is.code {
        let (from, to) = (was.code.clone(), is.code.clone());
        changes.push(Change::AccountRecoded { account: account(), from, to });
    }
    changes
}

fn tax_rates(old: &[TaxRate], new: &[TaxRate], mapping: &Mapping, changes: &mut Vec<ChartChange>) {
    let find = |rates: &[TaxRate], wanted: &TaxRate| {
        rates.iter().find(|rate| rate.tax_type == wanted.tax_type && rate.active).cloned()
    };
    for rate in new.iter().filter(|rate| rate.active) {
        let name = rate.name.clone();
        let change = match find(old, rate) {
            None => Change::TaxRateAdded { rate: name },
            Some(was) if was.rate != rate.rate => {
                Change::TaxRateChanged { rate: name, from: was.rate, to: rate.rate }
            }
            Some(_) => continue,
        };
        changes.push(ChartChange { change, mapped: uses_of_tax_type(mapping, &rate.tax_type) });
    }
    for rate in old.iter().filter(|rate| rate.active && find(new, rate).is_none()) {
        changes.push(ChartChange {
            change: Change::TaxRateEnded { rate: rate.name.clone() },
            mapped: uses_of_tax_type(mapping, &rate.tax_type),
        });
    }
}

fn tracking(
    old: &[TrackingCategory],
    new: &[TrackingCategory],
    mapping: &Mapping,
    changes: &mut Vec<ChartChange>,
) {
    let (old, new) = (tracking_uses(old), tracking_uses(new));
    for added in new.iter().filter(|use_| old.iter().all(|was| was.key != use_.key)) {
        let (category, option) = (added.category.clone(), added.option.clone());
        let change = Change::TrackingAdded { category, option };
        changes.push(ChartChange { change, mapped: Vec::new() });
    }
    for ended in old.iter().filter(|use_| new.iter().all(|is| is.key != use_.key)) {
        let (category, option) = (ended.category.clone(), ended.option.clone());
        changes.push(ChartChange {
            change: Change::TrackingEnded { category, option },
            mapped: uses_of_tracking(mapping, &ended.key),
        });
    }
}

/// An active category, or an active option of one.
struct TrackingUse {
    key: (String, Option<String>),
    category: String,
    option: Option<String>,
}

fn tracking_uses(categories: &[TrackingCategory]) -> Vec<TrackingUse> {
    let mut uses = Vec::new();
    for category in categories.iter().filter(|category| category.active) {
        uses.push(TrackingUse {
            key: (category.id.clone(), None),
            category: category.name.clone(),
            option: None,
        });
        uses.extend(category.options.iter().filter(|option| option.active).map(|option| {
            TrackingUse {
                key: (category.id.clone(), Some(option.id.clone())),
                category: category.name.clone(),
                option: Some(option.name.clone()),
            }
        }));
    }
    uses
}

fn uses_of_account(mapping: &Mapping, id: &str) -> Vec<Mapped> {
    let roles = mapping.roles.iter().filter(|(_, to)| *to == id).map(|(r, _)| Mapped::Role(*r));
    let codes = mapping.gl_codes.iter().filter(|(_, to)| to.account_id == id);
    let taxes = mapping.tax_accounts.iter().filter(|(_, to)| *to == id);
    let tenders = mapping.tenders.iter().filter(|(_, to)| *to == id);
    roles
        .chain(codes.map(|(code, _)| Mapped::GlCode(code.clone())))
        .chain(taxes.map(|(code, _)| Mapped::TaxAccount(code.clone())))
        .chain(tenders.map(|(name, _)| Mapped::Tender(name.clone())))
        .collect()
}

fn uses_of_tax_type(mapping: &Mapping, tax_type: &str) -> Vec<Mapped> {
    let sets = mapping.tax_types.iter().filter(|(_, to)| *to == tax_type);
    let codes = mapping.gl_codes.iter().filter(|(_, to)| to.tax_type.as_deref() == Some(tax_type));
    let none = mapping.no_tax_type.as_deref() == Some(tax_type);
    sets.map(|(set, _)| Mapped::TaxType(set.clone()))
        .chain(codes.map(|(code, _)| Mapped::GlCode(code.clone())))
        .chain(none.then_some(Mapped::NoTaxType))
        .collect()
}

fn uses_of_tracking(mapping: &Mapping, key: &(String, Option<String>)) -> Vec<Mapped> {
    let (category, option) = key;
    mapping
        .gl_codes
        .iter()
        .filter(|(_, to)| {
            to.tracking
                .iter()
                .any(|(of, is)| of == category && option.as_ref().is_none_or(|option| option == is))
        })
        .map(|(code, _)| Mapped::GlCode(code.clone()))
        .collect()
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AccountAdded { account } => write!(f, "{account} is new in the chart."),
            Self::AccountDeleted { account } => write!(f, "{account} was deleted in Xero."),
            Self::AccountArchived { account } => write!(f, "{account} was archived in Xero."),
            Self::AccountRestored { account } => write!(f, "{account} is active again."),
            Self::AccountRetyped { account, from, to } => {
                write!(f, "{account} was {} and is now {}.", from.title(), to.title())
            }
            Self::AccountRenamed { from, to } => write!(f, "{from} is now called {to}."),
            Self::AccountRecoded { account, from, to } => {
                write!(f, "The code of {account} was {from} and is now {to}.")
            }
            Self::TaxRateAdded { rate } => write!(f, "The tax rate {rate} is new."),
            Self::TaxRateEnded { rate } => write!(f, "The tax rate {rate} can no longer be used."),
            Self::TaxRateChanged { rate, from, to } => {
                write!(f, "The tax rate {rate} was {from} % and is now {to} %.")
            }
            Self::TrackingAdded { category, option } => {
                write!(f, "Tracking {} is new.", tracked(category, option.as_deref()))
            }
            Self::TrackingEnded { category, option } => {
                let name = tracked(category, option.as_deref());
                write!(f, "Tracking {name} can no longer be used.")
            }
            Self::LockMoved { from: _, to: Some(to) } => {
                write!(f, "The books are now locked up to and including {to}.")
            }
            Self::LockMoved { from: _, to: None } => f.write_str("The books are no longer locked."),
            Self::OrganisationRenamed { from, to } => write!(f, "{from} is now called {to}."),
        }
    }
}

fn tracked(category: &str, option: Option<&str>) -> String {
    option.map_or_else(|| category.to_owned(), |option| format!("{category}: {option}"))
}
