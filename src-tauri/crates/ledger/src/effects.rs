//! Effects: what a document does to the accounts once it is in Xero, and what many come to.
//!
//! In way A Xero takes the tax out of each line and puts it on its own tax account; the side that
//! Xero adds itself takes what is left; foreign money is converted line by line (facts §7.3, §9).
//! The sum over all documents in Xero is a trial balance of our own, to compare Xero's with.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::chart::Chart;
use crate::document::{BankAccount, Counter, DocumentKind, Entry, EntryLine};
use crate::money::{Amount, Currency};

/// What is posted to one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Xero's account id.
    pub account_id: String,
    /// The account's code; may be empty for accounts without one.
    pub account_code: String,
    /// The account's name.
    pub account_name: String,
    /// What it is made of; empty on the sides that Xero adds.
    pub description: String,
    /// Tracking as (category id, option id), at most two.
    pub tracking: Vec<(String, String)>,
    /// Debit positive, in minor units of the base currency; never zero.
    pub amount: Amount,
}

/// Why the effects of a document cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoEffects {
    /// The chart has no Accounts Receivable.
    #[error("the chart of accounts has no Accounts Receivable; read it from Xero again")]
    NoReceivable,
    /// The chart has no account that Xero puts taxes on.
    #[error("the chart of accounts has no tax account of Xero's own; read it from Xero again")]
    NoTaxAccount,
    /// A document in foreign money without the rate Xero had.
    #[error("\"{reference}\" is in {currency}, and the rate that Xero had is not known")]
    NoRate {
        /// The document.
        reference: String,
        /// Its currency.
        currency: Currency,
    },
}

impl Entry {
    /// What this document does to the accounts once it is in Xero: they sum to zero. Its lines come
    /// first, then the tax that Xero takes out of them, then the side that Xero adds. `rate` is
    /// units of the document's currency for one of the base currency.
    ///
    /// # Errors
    /// [`NoEffects`] when the chart lacks an account of Xero's own, or the rate is not known.
    pub fn effects(&self, rate: Option<Decimal>, chart: &Chart) -> Result<Vec<Effect>, NoEffects> {
        // It moves what is owed between documents, not between accounts.
        if self.kind == DocumentKind::Allocation {
            return Ok(Vec::new());
        }
        let base = chart.organisation.base_currency;
        let convert = |amount: Amount| self.in_base(amount, rate, base);
        let mut effects = Vec::new();
        for line in &self.lines {
            effects.push(of_line(line, convert(line.amount - line.tax_expected)?));
        }
        let tax = convert(self.lines.iter().map(|line| line.tax_expected).sum())?;
        if !tax.is_zero() {
            effects.push(of_system(chart, "GST", tax).ok_or(NoEffects::NoTaxAccount)?);
        }
        let rest: Amount = effects.iter().map(|effect| effect.amount).sum();
        match &self.counter {
            None => {}
            Some(Counter::Bank(bank)) => effects.push(of_bank(bank, -rest)),
            Some(Counter::Receivable) if rest.is_zero() => {}
            Some(Counter::Receivable) => {
                effects.push(of_system(chart, "DEBTORS", -rest).ok_or(NoEffects::NoReceivable)?);
            }
        }
        effects.retain(|effect| !effect.amount.is_zero());
        Ok(effects)
    }

    /// An amount of the document in base currency, rounded half away from zero.
    fn in_base(
        &self,
        amount: Amount,
        rate: Option<Decimal>,
        base: Currency,
    ) -> Result<Amount, NoEffects> {
        if self.currency == base {
            return Ok(amount);
        }
        let value = rate.and_then(|rate| amount.to_decimal(self.currency).checked_div(rate));
        value.and_then(|value| Amount::round_half_up(value, base).ok()).ok_or_else(|| {
            NoEffects::NoRate { reference: self.reference.clone(), currency: self.currency }
        })
    }
}

/// Sums effects by account, in the order of their codes and names; accounts that come to nothing
/// are left out. Over all documents in Xero it is a trial balance.
pub fn sum_effects(effects: impl IntoIterator<Item = Effect>) -> Vec<Effect> {
    let mut by_account: BTreeMap<String, Effect> = BTreeMap::new();
    for effect in effects {
        match by_account.get_mut(&effect.account_id) {
            Some(sum) => sum.amount += effect.amount,
            None => {
                let sum = Effect { description: String::new(), tracking: Vec::new(), ..effect };
                by_account.insert(sum.account_id.clone(), sum);
            }
        }
    }
    let mut sums: Vec<Effect> = by_account.into_values().collect();
    sums.retain(|sum| !sum.amount.is_zero());
    sums.sort_by(|one, other| {
        let key = |effect: &Effect| (effect.account_code.clone(), effect.account_name.clone());
        key(one).cmp(&key(other))
    });
    sums
}

fn of_line(line: &EntryLine, amount: Amount) -> Effect {
    Effect {
        account_id: line.account_id.clone(),
        account_code: line.account_code.clone(),
        account_name: line.account_name.clone(),
        description: line.description.clone(),
        tracking: line.tracking.clone(),
        amount,
    }
}

fn of_bank(bank: &BankAccount, amount: Amount) -> Effect {
    Effect {
        account_id: bank.id.clone(),
        account_code: bank.code.clone(),
        account_name: bank.name.clone(),
        description: String::new(),
        tracking: Vec::new(),
        amount,
    }
}

/// An effect on the account that has a job of Xero's own.
fn of_system(chart: &Chart, system: &str, amount: Amount) -> Option<Effect> {
    let account = chart.accounts.iter().find(|one| one.system.as_deref() == Some(system))?;
    Some(Effect {
        account_id: account.id.clone(),
        account_code: account.code.clone(),
        account_name: account.name.clone(),
        description: String::new(),
        tracking: Vec::new(),
        amount,
    })
}
