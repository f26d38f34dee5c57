//! Balances owed since check-in: paid later, or given up.
//!
//! A balance that was invoiced is paid and credited on its invoice; one that was not stands on
//! A/R control. What is paid above it is a deposit for the booking (accounting §5).

use super::account::{allocations, pay_with_tenders};
use super::booking::lane;
use super::legs::Legs;
use super::{Rejection, checks};
use crate::leg::{Lane, Part, PartKey, Target};
use crate::money::Amount;
use crate::role::Role;
use crate::story::{OpenInvoice, Story};
use crate::transaction::Transaction;

/// A balance paid.
pub(super) fn payment(transaction: &Transaction, story: &Story) -> Result<Vec<Part>, Rejection> {
    checks::is_paid(transaction)?;
    let mut left = transaction.tendered();
    let share = |invoice| {
        let invoice: &OpenInvoice = invoice;
        let takes = invoice.outstanding.min(left);
        left -= takes;
        (invoice, takes)
    };
    let bills: Vec<_> = story.invoices.iter().map(share).collect();
    let (mut parts, rest) = pay_with_tenders(transaction, &bills);
    let paid: Amount = rest.iter().map(|(_, amount)| *amount).sum();
    let owed = story.owed.max(Amount::ZERO).min(paid);
    if !owed.is_zero() || (parts.is_empty() && story.owed.is_zero() && paid.is_zero()) {
        parts.push(Part::of_cashout(against(&rest, owed, Role::ArControl)));
    }
    let rest = without(rest, owed);
    if !rest.is_empty() {
        let above = paid - owed;
        let legs = against(&rest, above, Role::DeferredRevenue);
        parts.push(Part::new(PartKey::excess(), lane(story.rules.deposits), legs));
    }
    Ok(parts)
}

/// Debits `amount` of some tenders, in order, against a role.
fn against(tenders: &[(Target, Amount)], amount: Amount, role: Role) -> Vec<crate::leg::Leg> {
    let mut legs = Legs::merged();
    let mut open = amount;
    for (target, available) in tenders {
        let takes = (*available).min(open);
        open -= takes;
        legs.add(target.clone(), takes);
    }
    legs.add(Target::Role(role), -amount);
    legs.finish()
}

/// What is left of some tenders once `amount` was taken of them, in order.
fn without(tenders: Vec<(Target, Amount)>, amount: Amount) -> Vec<(Target, Amount)> {
    let mut open = amount;
    let rest = tenders.into_iter().map(|(target, available)| {
        let takes = available.min(open);
        open -= takes;
        (target, available - takes)
    });
    rest.filter(|(_, left)| !left.is_zero()).collect()
}

/// A balance given up: an expense, and no longer owed.
pub(super) fn write_off(transaction: &Transaction, story: &Story) -> Result<Vec<Part>, Rejection> {
    let amount = transaction.extras.amount.unwrap_or_default();
    if amount <= Amount::ZERO {
        let currency = transaction.currency;
        return Err(Rejection::BelowZero { what: "a balance given up", currency });
    }
    let invoiced: Amount = story.invoices.iter().map(|invoice| invoice.outstanding).sum();
    let credited = invoiced.min(amount);
    let mut parts = Vec::new();
    if !credited.is_zero() {
        let mut legs = Legs::separate();
        let words = "Balance given up".to_owned();
        legs.add_named(Target::Role(Role::BadDebts), credited, words);
        legs.add(Target::Receivable, -credited);
        parts.push(Part::new(PartKey::credit_note(), Lane::CreditNote, legs.finish()));
        parts.extend(allocations(transaction, story, credited)?);
    }
    if amount > credited {
        let mut legs = Legs::merged();
        legs.add(Target::Role(Role::BadDebts), amount - credited);
        legs.add(Target::Role(Role::ArControl), credited - amount);
        parts.push(Part::of_cashout(legs.finish()));
    }
    Ok(parts)
}
