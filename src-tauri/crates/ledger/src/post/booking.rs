//! Bookings before they begin: paid ahead, given back, called off.
//!
//! A booking payment is no revenue: it is owed to the customer as Deferred revenue until check-in.
//! Where the law taxes deposits when they are paid, the tax is split out then and taken back when
//! the deposit is used, so that it is never counted twice (accounting §5).

use super::legs::Legs;
use super::sale::add_tenders;
use super::{Rejection, checks};
use crate::allocate::allocate;
use crate::leg::{Lane, Part, PartKey, Target};
use crate::money::Amount;
use crate::refund::refund_share;
use crate::role::Role;
use crate::story::{DeferralPolicy, Deposit, Story, TaxShare};
use crate::transaction::{Line, LineAccount, Tax, Transaction};

/// Money taken for a booking that has not begun.
pub(super) fn payment(transaction: &Transaction, story: &Story) -> Result<Vec<Part>, Rejection> {
    checks::is_paid(transaction)?;
    let mut legs = Legs::merged();
    add_tenders(&mut legs, transaction);
    let paid =
        Deposit { used: Amount::ZERO, ..split(transaction.tendered(), &story.rules.deposit_taxes) };
    legs.add_line(&line(Role::DeferredRevenue, &paid));
    Ok(vec![Part::new(PartKey::all(), lane(story.rules.deposits), legs.finish())])
}

/// A booking payment given back.
pub(super) fn refund(transaction: &Transaction, story: &Story) -> Result<Vec<Part>, Rejection> {
    checks::is_paid(transaction)?;
    let mut legs = Legs::merged();
    add_tenders(&mut legs, transaction);
    legs.add_line(&used(story, transaction.tendered()));
    Ok(vec![Part::new(PartKey::all(), lane(story.rules.deposits), legs.finish_turned())])
}

/// A booking called off: what is not given back is kept as a fee.
pub(super) fn cancellation(
    transaction: &Transaction,
    story: &Story,
) -> Result<Vec<Part>, Rejection> {
    let kept = transaction.extras.kept.unwrap_or_default();
    if kept.is_negative() {
        return Err(Rejection::BelowZero { what: "what is kept", currency: transaction.currency });
    }
    if !transaction.tenders.is_empty() {
        checks::is_paid(transaction)?;
    }
    let mut legs = Legs::merged();
    add_tenders(&mut legs, transaction);
    let fee = split(kept, &story.rules.cancellation_taxes);
    legs.add_line_to(
        Target::Role(Role::CancellationIncome),
        &negative(&line(Role::CancellationIncome, &fee)),
    );
    legs.add_line(&used(story, kept + transaction.tendered()));
    Ok(vec![Part::new(PartKey::all(), lane(story.rules.deposits), legs.finish_turned())])
}

/// Adds the use of a deposit: a debit of Deferred revenue, with the tax it was paid with.
pub(super) fn add_used(legs: &mut Legs, story: &Story, amount: Amount) {
    if !amount.is_zero() {
        legs.add_line(&negative(&used(story, amount)));
    }
}

/// The share of a deposit that `amount` of it is, tax included. What is used above what the book
/// knows of (a deposit taken before the book began) is without tax.
fn used(story: &Story, amount: Amount) -> Line {
    let deposit = &story.deposit;
    let plain = |net| line(Role::DeferredRevenue, &Deposit { net, ..Deposit::NONE });
    if deposit.taxes.is_empty() {
        return plain(amount);
    }
    let known = amount.min(deposit.available()).max(Amount::ZERO);
    let whole = line(Role::DeferredRevenue, deposit);
    let share = refund_share(std::slice::from_ref(&whole), deposit.used, known);
    match share.ok().and_then(|mut lines| lines.pop()) {
        Some(share) => Line { net: share.net + amount - known, ..share },
        None => plain(amount),
    }
}

/// Splits the taxes out of an amount that includes them, to the cent (largest remainder).
fn split(gross: Amount, taxes: &[TaxShare]) -> Deposit {
    let mut weights = vec![Amount::from_minor(HUNDRED)];
    weights.extend(taxes.iter().map(|tax| scaled(tax.percent)));
    let shares = allocate(gross, &weights).expect("the net has a weight");
    let net = shares.first().copied().unwrap_or_default();
    let taxes = taxes.iter().zip(shares.into_iter().skip(1));
    let taxes = taxes.map(|(tax, amount)| Tax { code: tax.code.clone(), amount });
    Deposit { net, taxes: taxes.collect(), used: Amount::ZERO }
}

/// A hundred per cent in ten-thousandths of one.
const HUNDRED: i64 = 1_000_000;

/// A percentage in ten-thousandths of one per cent.
fn scaled(percent: rust_decimal::Decimal) -> Amount {
    let scaled = percent.checked_mul(rust_decimal::Decimal::from(HUNDRED / 100));
    let scaled = scaled.map(|scaled| scaled.round()).and_then(|scaled| i64::try_from(scaled).ok());
    Amount::from_minor(scaled.unwrap_or_default())
}

fn line(role: Role, amount: &Deposit) -> Line {
    Line {
        description: role.title().to_owned(),
        account: LineAccount::Role(role),
        quantity: rust_decimal::Decimal::ONE,
        unit_price: None,
        net: amount.net,
        discount: Amount::ZERO,
        taxes: amount.taxes.clone(),
    }
}

fn negative(line: &Line) -> Line {
    let taxes = line.taxes.iter().map(|tax| Tax { code: tax.code.clone(), amount: -tax.amount });
    Line { net: -line.net, taxes: taxes.collect(), ..line.clone() }
}

/// The document that takes what has a policy.
pub(super) const fn lane(policy: DeferralPolicy) -> Lane {
    match policy {
        DeferralPolicy::Automatic => Lane::Journal,
        DeferralPolicy::WithCashout => Lane::Cashout,
    }
}
