//! The lines of a document of its own, one for each leg.

use rust_decimal::Decimal;

use super::{PartInput, bank_side, concern};
use crate::cashout::describe;
use crate::chart::{Account, AccountType};
use crate::checks::account_label;
use crate::document::{Counter, EntryLine};
use crate::leg::{Lane, Leg, Target};
use crate::mapping::TaxWay;
use crate::money::{Amount, Currency};
use crate::problem::Problem;
use crate::resolve::{Resolved, Resolver};

/// The most decimals of a unit price (`unitdp=4`, facts §7.2).
const UNIT_DECIMALS: u32 = 4;

/// How a document's tax is sent. A bank transaction has none but on a line whose role carries a
/// tax type, and then says so in either way (accounting §5).
pub(super) fn way(input: &PartInput<'_>, resolver: &Resolver<'_>) -> TaxWay {
    if input.lane != Lane::Bank {
        return resolver.way();
    }
    let types = &resolver.mapping().role_tax_types;
    let taxed = |leg: &Leg| leg.target.role().is_some_and(|role| types.contains_key(&role));
    if input.legs.iter().any(taxed) { TaxWay::XeroComputes } else { TaxWay::TaxLines }
}

/// What is sent of a leg: with its tax in way A, which has no lines of taxes (facts §6.5).
pub(super) fn sent(leg: &Leg, way: TaxWay) -> Amount {
    match (way, &leg.target) {
        (TaxWay::TaxLines, _) => leg.amount,
        (TaxWay::XeroComputes, Target::Tax(_)) => Amount::ZERO,
        (TaxWay::XeroComputes, _) => leg.gross(),
    }
}

/// The legs that become lines: what was sold first, its taxes last, none of them in way A.
pub(super) fn in_order<'l>(legs: &[&'l Leg], way: TaxWay) -> Vec<&'l Leg> {
    let (taxes, others): (Vec<&Leg>, Vec<&Leg>) =
        legs.iter().partition(|leg| matches!(leg.target, Target::Tax(_)));
    let taxes = taxes.into_iter().filter(|_| way == TaxWay::TaxLines);
    others.into_iter().chain(taxes).collect()
}

/// The side that Xero adds.
pub(super) fn counter(
    input: &PartInput<'_>,
    side: Option<&Leg>,
    resolver: &Resolver<'_>,
) -> Result<Option<Counter>, Problem> {
    match side.map(|leg| &leg.target) {
        Some(bank @ Target::Bank(_)) => bank_side(input, bank, resolver).map(Some),
        Some(_) => Ok(Some(Counter::Receivable)),
        None => Ok(None),
    }
}

/// The line of a leg, with what a bookkeeper may want to change about its account.
pub(super) fn line(
    input: &PartInput<'_>,
    leg: &Leg,
    resolver: &Resolver<'_>,
) -> Result<(EntryLine, Option<String>), Problem> {
    let resolved = if input.lane == Lane::Payment {
        payment_account(leg, resolver)?
    } else {
        resolver.account_for(&leg.target, &leg.tax_set, &input.tags)?
    };
    let amount = sent(leg, resolver.way());
    let account: &Account = resolved.account;
    let (tax_collected, tax_expected) = match resolver.way() {
        TaxWay::XeroComputes => (leg.tax, amount.tax_inside(resolved.rate)),
        TaxWay::TaxLines => (Amount::ZERO, Amount::ZERO),
    };
    let words = leg.words.as_ref().map(|words| words.description.trim());
    let description = match words.filter(|words| !words.is_empty()) {
        Some(words) => words.to_owned(),
        None => describe::line(&account.name, &[super::total(input, leg)]),
    };
    let line = EntryLine {
        account_id: account.id.clone(),
        account_code: account.code.clone(),
        account_name: account.name.clone(),
        description,
        quantity: quantity(leg, amount, input.currency),
        amount,
        tax_type: resolved.tax_type,
        tracking: resolved.tracking,
        tax_collected,
        tax_expected,
    };
    Ok((line, resolved.warning))
}

/// The account of a payment: a bank account, or one that takes payments (facts §8).
fn payment_account<'a>(leg: &Leg, resolver: &Resolver<'a>) -> Result<Resolved<'a>, Problem> {
    let direct = leg.target.tender().filter(|name| resolver.is_direct(name));
    let direct = direct.map(|name| Target::Bank(name.to_owned()));
    let target = direct.as_ref().unwrap_or(&leg.target);
    let resolved = resolver.account_for(target, &leg.tax_set, &crate::tags::Tags::none())?;
    let account = resolved.account;
    if account.kind == AccountType::Bank || account.takes_payments {
        return Ok(resolved);
    }
    Err(Problem::PaymentsNotEnabled {
        concern: concern(&leg.target),
        account_id: account.id.clone(),
        account: account_label(account),
    })
}

/// How many of it, where a unit price of at most four decimals gives exactly the amount; else one.
fn quantity(leg: &Leg, amount: Amount, currency: Currency) -> Decimal {
    let Some(words) = &leg.words else { return Decimal::ONE };
    let quantity = words.quantity.normalize();
    if quantity <= Decimal::ZERO || quantity.scale() > UNIT_DECIMALS {
        return Decimal::ONE;
    }
    let amount = amount.to_decimal(currency);
    let unit = amount.checked_div(quantity).map(|unit| unit.normalize());
    let exact = unit
        .filter(|unit| unit.scale() <= UNIT_DECIMALS && unit.checked_mul(quantity) == Some(amount));
    if exact.is_some() { quantity } else { Decimal::ONE }
}
