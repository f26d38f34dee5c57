//! Effects: what a document of Xero does to the general ledger, the sides that Xero adds with it.

use rust_decimal::Decimal;

use crate::chart::Chart;
use crate::document::{Counter, DocumentKind, Entry, EntryLine};
use crate::money::{Amount, Currency};

/// The accounts that Xero itself posts to, and the currency of its ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemAccounts {
    /// Accounts Receivable.
    pub receivable: Option<String>,
    /// The account of the taxes that Xero works out.
    pub tax: Option<String>,
    /// The organisation's base currency.
    pub base: Currency,
}

impl SystemAccounts {
    /// Those of a chart.
    #[must_use]
    pub fn of(chart: &Chart) -> Self {
        let system = |name: &str| {
            let found = chart.accounts.iter().find(|one| one.system.as_deref() == Some(name));
            found.map(|account| account.id.clone())
        };
        Self {
            receivable: system("DEBTORS"),
            tax: system("GST"),
            base: chart.organisation.base_currency,
        }
    }
}

/// One amount on one account of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Xero's account id.
    pub account_id: String,
    /// What it is made of; empty on the sides that Xero adds.
    pub description: String,
    /// In base currency, debit positive.
    pub amount: Amount,
    /// Tracking as (category id, option id).
    pub tracking: Vec<(String, String)>,
}

/// Why it cannot be said what a document does to the ledger.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoEffect {
    /// The chart lacks the account that Xero adds by itself.
    #[error("the chart has no account that Xero itself posts {what} to")]
    NoSystemAccount {
        /// What: "taxes", "what customers owe".
        what: &'static str,
    },
    /// An amount of a foreign document has no value in base currency.
    #[error("the document is in {currency}, and Xero's rate of it is not known")]
    NoRate {
        /// The document's currency.
        currency: Currency,
    },
}

/// What a document does to the ledger; the amounts sum to zero. `rate` is units of the document's
/// currency for one of the base currency. Xero values each line by itself, half away from zero
/// (facts §7.3), and its own side takes what they come to.
///
/// # Errors
/// [`NoEffect`].
pub fn effects(
    entry: &Entry,
    rate: Option<Decimal>,
    system: &SystemAccounts,
) -> Result<Vec<Effect>, NoEffect> {
    if entry.kind == DocumentKind::Allocation {
        return Ok(Vec::new());
    }
    let value = |amount| in_base(amount, entry.currency, rate, system.base);
    let mut effects = Vec::with_capacity(entry.lines.len());
    let mut tax = Amount::ZERO;
    for line in &entry.lines {
        effects.push(of_line(line, value(line.amount - line.tax_expected)?));
        tax += line.tax_expected;
    }
    if !tax.is_zero() {
        let missing = NoEffect::NoSystemAccount { what: "taxes" };
        effects.push(added(system.tax.clone().ok_or(missing)?, value(tax)?));
    }
    let sum: Amount = effects.iter().map(|effect| effect.amount).sum();
    match &entry.counter {
        None => {}
        Some(Counter::Bank(bank)) => effects.push(added(bank.id.clone(), -sum)),
        Some(Counter::Receivable) => {
            let missing = NoEffect::NoSystemAccount { what: "what customers owe" };
            effects.push(added(system.receivable.clone().ok_or(missing)?, -sum));
        }
    }
    effects.retain(|effect| !effect.amount.is_zero());
    Ok(effects)
}

fn of_line(line: &EntryLine, amount: Amount) -> Effect {
    Effect {
        account_id: line.account_id.clone(),
        description: line.description.clone(),
        amount,
        tracking: line.tracking.clone(),
    }
}

const fn added(account_id: String, amount: Amount) -> Effect {
    Effect { account_id, description: String::new(), amount, tracking: Vec::new() }
}

fn in_base(
    amount: Amount,
    currency: Currency,
    rate: Option<Decimal>,
    base: Currency,
) -> Result<Amount, NoEffect> {
    if currency == base {
        return Ok(amount);
    }
    let value = rate.and_then(|rate| amount.to_decimal(currency).checked_div(rate));
    let value = value.and_then(|value| Amount::round_half_up(value, base).ok());
    value.ok_or(NoEffect::NoRate { currency })
}
