//! Foreign money in base currency, to the last minor unit (accounting §7).
//!
//! A rate is what the desk or the processor said, the sale's for a refund, or what was entered for
//! the day. None is ever guessed: without one the transaction waits.

use rust_decimal::Decimal;

use crate::allocate::allocate;
use crate::discount::apart;
use crate::money::{Amount, Currency};
use crate::story::{Rules, Story};
use crate::transaction::{Foreign, Line, Tender, Transaction};

/// Why foreign money has no value in base currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoRate {
    /// What is in it: a tender, or the transaction itself.
    pub(crate) what: String,
    /// The currency.
    pub(crate) currency: Currency,
}

/// The transaction with every amount in base currency; none where it is so already.
pub(crate) fn in_base(
    transaction: &Transaction,
    story: &Story,
) -> Result<Option<Transaction>, NoRate> {
    let base = story.rules.base;
    let mut changed = false;
    let mut converted = transaction.clone();
    for tender in &mut converted.tenders {
        changed |= fill(tender, story, transaction.currency)?;
    }
    if transaction.currency == base {
        return Ok(changed.then_some(converted));
    }
    let missing = || NoRate {
        what: format!("this {}", transaction.kind.noun()),
        currency: transaction.currency,
    };
    let rate = story.rate(transaction.currency).or_else(|| own_rate(transaction));
    let rate = rate.ok_or_else(missing)?;
    whole(&converted, rate, base).map(Some).ok_or_else(missing)
}

/// The lines of a sale in base currency, as it was posted; none where its rate is not known.
#[must_use]
pub fn base_lines(
    sale: &Transaction,
    base: Currency,
    rates: &[(Currency, Decimal)],
) -> Option<Vec<Line>> {
    let mut story = Story::new(Rules::usual(base));
    story.rates = rates.to_vec();
    let converted = in_base(sale, &story).ok()?;
    Some(converted.map_or_else(|| sale.lines.clone(), |converted| converted.lines))
}

/// Gives a tender of foreign money its rate and what it settled; says whether it lacked them.
fn fill(tender: &mut Tender, story: &Story, into: Currency) -> Result<bool, NoRate> {
    let Some(foreign) = tender.foreign.as_mut().filter(|foreign| foreign.rate <= Decimal::ZERO)
    else {
        return Ok(false);
    };
    let missing = || NoRate { what: tender.name.clone(), currency: foreign.currency };
    // The rates known lead into the base currency only.
    let known = story.rate(foreign.currency).filter(|_| into == story.rules.base);
    let rate = known.ok_or_else(missing)?;
    let value = foreign.amount.to_decimal(foreign.currency).checked_mul(rate);
    let handed = value.and_then(|value| Amount::round_half_up(value, into).ok());
    let handed = handed.ok_or_else(missing)?;
    foreign.rate = rate;
    // What stands there so far is the change given back, below zero.
    tender.amount += handed;
    Ok(true)
}

/// The rate a transaction of foreign prices says itself, with what it was paid.
fn own_rate(transaction: &Transaction) -> Option<Decimal> {
    let foreign = transaction.tenders.iter().filter_map(|tender| tender.foreign.as_ref());
    let own = foreign.filter(|foreign| foreign.currency == transaction.currency);
    own.map(|foreign| foreign.rate).find(|rate| *rate > Decimal::ZERO)
}

/// What a transaction of foreign prices comes to is converted and rounded once, half away from
/// zero; its lines, taxes, tip and surcharge share that, and so do its tenders, so that it still
/// adds up. Nothing where an amount does not fit.
fn whole(transaction: &Transaction, rate: Decimal, base: Currency) -> Option<Transaction> {
    let own = transaction.currency;
    let convert = |amount: Amount| {
        let value = amount.to_decimal(own).checked_mul(rate)?;
        Amount::round_half_up(value, base).ok()
    };
    let mut converted = transaction.clone();
    converted.currency = base;
    converted.lines = transaction.lines.iter().flat_map(apart).collect();
    let mut amounts: Vec<&mut Amount> = vec![&mut converted.tip, &mut converted.surcharge];
    for line in &mut converted.lines {
        line.unit_price = None;
        amounts.push(&mut line.net);
        amounts.extend(line.taxes.iter_mut().map(|tax| &mut tax.amount));
    }
    share(convert(transaction.billed())?, amounts, &convert)?;
    let amounts = converted.tenders.iter_mut().map(|tender| &mut tender.amount).collect();
    share(convert(transaction.tendered())?, amounts, &convert)?;
    for (tender, before) in converted.tenders.iter_mut().zip(&transaction.tenders) {
        tender.foreign = Some(Foreign { currency: own, amount: before.amount, rate });
    }
    let extras = &mut converted.extras;
    let given = [&mut extras.amount, &mut extras.deposit_used, &mut extras.kept];
    for amount in given.into_iter().flatten() {
        *amount = convert(*amount)?;
    }
    for chosen in &mut extras.invoices {
        chosen.amount = convert(chosen.amount)?;
    }
    Some(converted)
}

/// Gives each amount its share of `total`; where they cancel out, each its own value.
fn share(
    total: Amount,
    amounts: Vec<&mut Amount>,
    convert: &impl Fn(Amount) -> Option<Amount>,
) -> Option<()> {
    let weights: Vec<Amount> = amounts.iter().map(|amount| **amount).collect();
    let whole: Amount = weights.iter().sum();
    let shares = match allocate(total, &weights).filter(|_| !whole.is_zero()) {
        Some(shares) => shares,
        None => weights.iter().map(|weight| convert(*weight)).collect::<Option<_>>()?,
    };
    amounts.into_iter().zip(shares).for_each(|(amount, share)| *amount = share);
    Some(())
}
