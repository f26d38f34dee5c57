//! What a transaction must not contradict, whatever its kind.

use rust_decimal::Decimal;

use super::Rejection;
use crate::money::Amount;
use crate::transaction::{Line, Tender, Transaction};

/// There is something in it.
pub(super) fn anything(transaction: &Transaction) -> Result<(), Rejection> {
    let extras = [transaction.tip, transaction.surcharge];
    match transaction.lines.is_empty() && extras.iter().all(|extra| extra.is_zero()) {
        true => Err(Rejection::NoLines),
        false => Ok(()),
    }
}

/// Every discount lies within its line, and foreign money has a rate.
pub(super) fn lines(transaction: &Transaction) -> Result<(), Rejection> {
    if let Some(line) = transaction.lines.iter().find(|line| !discount_fits(line)) {
        return Err(Rejection::DiscountExceedsLine {
            description: line.description.clone(),
            net: line.net,
            discount: line.discount,
            currency: transaction.currency,
        });
    }
    match transaction.tenders.iter().find_map(without_rate) {
        Some(rejection) => Err(rejection),
        None => Ok(()),
    }
}

/// What was paid is what was billed.
pub(super) fn adds_up(transaction: &Transaction) -> Result<(), Rejection> {
    let (billed, currency) = (transaction.billed(), transaction.currency);
    if transaction.tenders.is_empty() && !billed.is_zero() {
        return Err(Rejection::NoTenders { billed, currency });
    }
    let tenders = transaction.tendered();
    match tenders == billed {
        true => Ok(()),
        false => Err(Rejection::DoesNotAddUp { tenders, billed, currency }),
    }
}

/// Something was paid, and nothing of it backwards.
pub(super) fn is_paid(transaction: &Transaction) -> Result<(), Rejection> {
    if let Some(rejection) = transaction.tenders.iter().find_map(without_rate) {
        return Err(rejection);
    }
    let (paid, currency) = (transaction.tendered(), transaction.currency);
    let backwards = transaction.tenders.iter().any(|tender| tender.amount.is_negative());
    match backwards || paid <= Amount::ZERO {
        true => Err(Rejection::NothingPaid { paid, currency }),
        false => Ok(()),
    }
}

fn without_rate(tender: &Tender) -> Option<Rejection> {
    let foreign = tender.foreign.as_ref().filter(|foreign| foreign.rate <= Decimal::ZERO)?;
    Some(Rejection::NoRate { what: tender.name.clone(), currency: foreign.currency })
}

/// A discount lies between nothing and its line, whichever sign the line has.
fn discount_fits(line: &Line) -> bool {
    let (low, high) = (line.net.min(Amount::ZERO), line.net.max(Amount::ZERO));
    (low..=high).contains(&line.discount)
}
