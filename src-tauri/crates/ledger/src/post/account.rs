//! A customer's account: charged by invoice, paid, credited.
//!
//! Invoices, payments and credit notes are the only way into Xero's Accounts Receivable; the side
//! they have there is added by Xero itself (facts §1, §8). A payment is shared over invoices, the
//! oldest first unless a person chose; what is left of it is kept as the customer's deposit.

use super::legs::Legs;
use super::{Rejection, checks, recognition};
use crate::extras::Chosen;
use crate::leg::{Against, Lane, Part, PartKey, Target};
use crate::money::Amount;
use crate::role::Role;
use crate::story::{OpenInvoice, Story};
use crate::transaction::Transaction;

/// A sale on the customer's account.
pub(super) fn charge(transaction: &Transaction, story: &Story) -> Result<Vec<Part>, Rejection> {
    checks::anything(transaction)?;
    checks::lines(transaction)?;
    let (billed, currency) = (transaction.billed(), transaction.currency);
    if transaction.customer.is_none() {
        return Err(Rejection::NoCustomer);
    }
    if billed <= Amount::ZERO {
        return Err(Rejection::BelowZero { what: "an account charge", currency });
    }
    let mut legs = Legs::separate();
    legs.add(Target::Receivable, billed);
    let later = recognition::add_lines(&mut legs, transaction, story);
    super::legs::add_extras(&mut legs, transaction.tip, transaction.surcharge);
    let invoice = Part::new(PartKey::invoice(), Lane::Invoice, legs.finish());
    Ok(std::iter::once(invoice).chain(later).collect())
}

/// Money that a payment can be made with: a tender, or the customer's deposit.
struct Purse {
    target: Target,
    left: Amount,
}

/// A payment of the customer's account.
pub(super) fn payment(transaction: &Transaction, story: &Story) -> Result<Vec<Part>, Rejection> {
    let deposit = transaction.extras.deposit_used.unwrap_or_default();
    if deposit.is_zero() || !transaction.tenders.is_empty() {
        checks::is_paid(transaction)?;
    }
    let mut purses: Vec<Purse> = Vec::new();
    if deposit > Amount::ZERO {
        purses.push(Purse { target: Target::Role(Role::DeferredRevenue), left: deposit });
    }
    purses.extend(
        transaction.tenders.iter().map(|tender| Purse {
            target: Target::Tender(tender.name.clone()),
            left: tender.amount,
        }),
    );
    let paid = transaction.tendered() + deposit;
    let bills = bills(transaction, story, paid)?;
    let mut parts = pay(&bills, &mut purses);
    parts.extend(excess(&purses, story));
    Ok(parts)
}

/// What a payment is shared over: the chosen invoices, else the open ones from the oldest on.
fn bills<'a>(
    transaction: &Transaction,
    story: &'a Story,
    paid: Amount,
) -> Result<Vec<(&'a OpenInvoice, Amount)>, Rejection> {
    let chosen = match &transaction.invoice {
        Some(invoice) if transaction.extras.invoices.is_empty() => {
            let open = named(story, invoice)?;
            return Ok(vec![(open, open.outstanding.min(paid))]);
        }
        Some(_) | None => &transaction.extras.invoices,
    };
    if chosen.is_empty() {
        let mut left = paid;
        let share = |invoice: &'a OpenInvoice| {
            let takes = invoice.outstanding.min(left);
            left -= takes;
            (invoice, takes)
        };
        return Ok(story
            .invoices
            .iter()
            .map(share)
            .filter(|(_, takes)| !takes.is_zero())
            .collect());
    }
    chosen.iter().map(|one| bill_of(transaction, story, one)).collect()
}

fn bill_of<'a>(
    transaction: &Transaction,
    story: &'a Story,
    chosen: &Chosen,
) -> Result<(&'a OpenInvoice, Amount), Rejection> {
    let open = named(story, &chosen.invoice)?;
    if chosen.amount > open.outstanding {
        return Err(Rejection::AboveOutstanding {
            invoice: chosen.invoice.clone(),
            outstanding: open.outstanding,
            amount: chosen.amount,
            currency: transaction.currency,
        });
    }
    Ok((open, chosen.amount))
}

pub(super) fn named<'a>(story: &'a Story, name: &str) -> Result<&'a OpenInvoice, Rejection> {
    let wanted = name.trim();
    let is_it = |open: &&OpenInvoice| open.names.iter().any(|own| own == wanted);
    let found = story.invoices.iter().find(is_it);
    found.ok_or_else(|| Rejection::NoOpenInvoice { invoice: name.to_owned() })
}

/// A payment part for each invoice and each purse it is paid from.
fn pay(bills: &[(&OpenInvoice, Amount)], purses: &mut [Purse]) -> Vec<Part> {
    let mut parts = Vec::new();
    for (invoice, amount) in bills {
        let mut open = *amount;
        for purse in purses.iter_mut().filter(|purse| !purse.left.is_zero()) {
            let takes = purse.left.min(open);
            if takes.is_zero() {
                break;
            }
            purse.left -= takes;
            open -= takes;
            let place = parts.len().saturating_add(1);
            parts.push(payment_part(place, purse.target.clone(), takes, invoice));
        }
    }
    parts
}

/// The payment parts of one transaction over invoices that its tenders cover, in order.
pub(super) fn pay_with_tenders(
    transaction: &Transaction,
    bills: &[(&OpenInvoice, Amount)],
) -> (Vec<Part>, Vec<(Target, Amount)>) {
    let purse = |tender: &crate::transaction::Tender| Purse {
        target: Target::Tender(tender.name.clone()),
        left: tender.amount,
    };
    let mut purses: Vec<Purse> = transaction.tenders.iter().map(purse).collect();
    let parts = pay(bills, &mut purses);
    let left = purses.into_iter().filter(|purse| !purse.left.is_zero());
    (parts, left.map(|purse| (purse.target, purse.left)).collect())
}

fn payment_part(place: usize, from: Target, amount: Amount, invoice: &OpenInvoice) -> Part {
    let mut legs = Legs::merged();
    legs.add(from, amount);
    legs.add(Target::Receivable, -amount);
    Part {
        against: Some(Against::Other(invoice.part.clone())),
        ..Part::new(PartKey::payment(place), Lane::Payment, legs.finish())
    }
}

/// What no invoice takes is kept as the customer's deposit. Money that went straight into the
/// bank can be in no journal (facts §1): it is a bank transaction then.
fn excess(purses: &[Purse], story: &Story) -> Option<Part> {
    let left: Vec<&Purse> = purses
        .iter()
        .filter(|purse| !purse.left.is_zero() && matches!(purse.target, Target::Tender(_)))
        .collect();
    if left.is_empty() {
        return None;
    }
    let direct =
        |purse: &&Purse| purse.target.tender().is_some_and(|name| story.rules.is_direct(name));
    let mut legs = Legs::merged();
    let lane = if left.iter().all(direct) { Lane::Bank } else { Lane::Journal };
    for purse in left {
        let target = match (&purse.target, lane) {
            (Target::Tender(name), Lane::Bank) => Target::Bank(name.clone()),
            (target, _) => target.clone(),
        };
        legs.add(target, purse.left);
        legs.add(Target::Role(Role::DeferredRevenue), -purse.left);
    }
    Some(Part::new(PartKey::excess(), lane, legs.finish()))
}

/// An account charge taken back: a credit note, set off against what is open of the invoice, and
/// paid out for what is given back in money.
pub(super) fn credit(transaction: &Transaction, story: &Story) -> Result<Vec<Part>, Rejection> {
    checks::anything(transaction)?;
    checks::lines(transaction)?;
    if !transaction.tenders.is_empty() {
        checks::is_paid(transaction)?;
    }
    let currency = transaction.currency;
    let (credited, given_back) = (transaction.billed(), transaction.tendered());
    if credited <= Amount::ZERO {
        return Err(Rejection::BelowZero { what: "an account refund", currency });
    }
    if given_back > credited {
        return Err(Rejection::PaidAboveBill { paid: given_back, billed: credited, currency });
    }
    let mut legs = Legs::separate();
    legs.add(Target::Receivable, credited);
    super::sale::add_bill(&mut legs, transaction);
    let note = Part::new(PartKey::credit_note(), Lane::CreditNote, legs.finish_turned());
    let mut parts = vec![note];
    parts.extend(allocations(transaction, story, credited - given_back)?);
    for (place, tender) in (1..).zip(&transaction.tenders) {
        let mut legs = Legs::merged();
        legs.add(Target::Tender(tender.name.clone()), -tender.amount);
        legs.add(Target::Receivable, tender.amount);
        parts.push(Part {
            against: Some(Against::Own(PartKey::credit_note())),
            ..Part::new(PartKey::payment(place), Lane::Payment, legs.finish())
        });
    }
    Ok(parts)
}

/// Sets a credit off against the invoice it names, else against the open ones from the oldest on.
pub(super) fn allocations(
    transaction: &Transaction,
    story: &Story,
    credit: Amount,
) -> Result<Vec<Part>, Rejection> {
    let name = transaction.invoice.as_ref().or(transaction.refund_of.as_ref());
    let open: Vec<&OpenInvoice> = match name {
        // An invoice that is paid in full takes nothing: the credit stays the customer's.
        Some(name) => named(story, name).ok().into_iter().collect(),
        None => story.invoices.iter().collect(),
    };
    let mut left = credit;
    let mut parts = Vec::new();
    for invoice in open {
        let takes = invoice.outstanding.min(left);
        if takes <= Amount::ZERO {
            continue;
        }
        left -= takes;
        let place = parts.len().saturating_add(1);
        parts.push(Part {
            against: Some(Against::Other(invoice.part.clone())),
            allocated: takes,
            ..Part::new(PartKey::allocation(place), Lane::Allocation, Vec::new())
        });
    }
    Ok(parts)
}
