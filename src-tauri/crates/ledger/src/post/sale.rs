//! Sales and what is given back of them, gift cards and bonds: lines against tenders.
//!
//! The tender's side is debited, the lines are credited; a refund turns every sign. Gift cards
//! sold and bonds taken are the same with lines that name a role (accounting §5). Where a location
//! posts a paid invoice for each transaction, a sale is an invoice with a payment for each tender,
//! and a refund a credit note with a refund for each.

use super::legs::{Legs, add_extras};
use super::{Rejection, checks};
use crate::kind::Kind;
use crate::leg::{Against, Lane, Leg, Part, PartKey, Target};
use crate::refund::refund_share;
use crate::story::{PostingMode, Story};
use crate::transaction::Transaction;

/// Which way the money goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// Taken from the customer.
    In,
    /// Given back.
    Out,
}

/// Posts a transaction of lines against tenders.
pub(super) fn post(
    transaction: &Transaction,
    story: &Story,
    direction: Direction,
) -> Result<Vec<Part>, Rejection> {
    let shared = with_shares(transaction, story)?;
    let transaction = shared.as_ref().unwrap_or(transaction);
    checks::anything(transaction)?;
    checks::lines(transaction)?;
    checks::adds_up(transaction)?;
    let billed = transaction.billed();
    if direction == Direction::Out && billed.is_negative() {
        return Err(Rejection::RefundBelowZero { billed, currency: transaction.currency });
    }
    if story.rules.mode == PostingMode::Invoices && fits_an_invoice(transaction) {
        return Ok(as_invoice(transaction, direction));
    }
    let mut legs = Legs::merged();
    add_tenders(&mut legs, transaction);
    add_bill(&mut legs, transaction);
    Ok(vec![Part::of_cashout(finish(legs, direction))])
}

/// A refund that says no lines gives back its share of the sale's (accounting §5).
fn with_shares(transaction: &Transaction, story: &Story) -> Result<Option<Transaction>, Rejection> {
    let is_part = transaction.kind == Kind::Refund && transaction.lines.is_empty();
    if !is_part || transaction.refund_of.is_none() {
        return Ok(None);
    }
    let (tip, surcharge) = (transaction.tip, transaction.surcharge);
    let this = transaction.tendered() - tip - surcharge;
    let Some(sale) = &story.sale else {
        let sale = transaction.refund_of.clone().unwrap_or_default();
        return Err(Rejection::SaleNotRecorded { sale });
    };
    let lines = refund_share(&sale.lines, sale.refunded, this).map_err(|too_large| {
        Rejection::RefundAboveSale {
            left: too_large.paid - too_large.already,
            this: too_large.this,
            currency: transaction.currency,
        }
    })?;
    Ok(Some(Transaction { lines, ..transaction.clone() }))
}

/// Whether an invoice can say it: something is billed, and nothing is paid backwards.
fn fits_an_invoice(transaction: &Transaction) -> bool {
    let is_sold = match transaction.kind {
        Kind::Sale | Kind::Refund | Kind::GiftCardSale | Kind::GiftCardRefund => true,
        Kind::BookingPayment
        | Kind::BookingRefund
        | Kind::CheckIn
        | Kind::DepositMove
        | Kind::Cancellation
        | Kind::AccountCharge
        | Kind::AccountPayment
        | Kind::AccountRefund
        | Kind::BalancePayment
        | Kind::BalanceWriteOff
        | Kind::TipPayout
        | Kind::PaidOut
        | Kind::PaidIn
        | Kind::FloatChange
        | Kind::CashCount
        | Kind::BankDeposit
        | Kind::ProcessorPayout
        | Kind::BondTaken
        | Kind::BondReturned
        | Kind::BondKept => false,
    };
    let backwards = transaction.tenders.iter().any(|tender| tender.amount.is_negative());
    is_sold && !backwards && transaction.billed() > crate::money::Amount::ZERO
}

fn as_invoice(transaction: &Transaction, direction: Direction) -> Vec<Part> {
    let (key, lane) = match direction {
        Direction::In => (PartKey::invoice(), Lane::Invoice),
        Direction::Out => (PartKey::credit_note(), Lane::CreditNote),
    };
    let mut legs = Legs::separate();
    legs.add(Target::Receivable, transaction.billed());
    add_bill(&mut legs, transaction);
    let document = Part::new(key.clone(), lane, finish(legs, direction));
    let paid = transaction.tenders.iter().filter(|tender| !tender.amount.is_zero());
    let payments = (1..).zip(paid).map(|(place, tender)| {
        let mut legs = Legs::merged();
        legs.add(Target::Tender(tender.name.clone()), tender.amount);
        legs.add(Target::Receivable, -tender.amount);
        Part {
            against: Some(Against::Own(key.clone())),
            ..Part::new(PartKey::payment(place), Lane::Payment, finish(legs, direction))
        }
    });
    std::iter::once(document).chain(payments).collect()
}

/// Adds what was paid.
pub(super) fn add_tenders(legs: &mut Legs, transaction: &Transaction) {
    for tender in &transaction.tenders {
        legs.add(Target::Tender(tender.name.clone()), tender.amount);
    }
}

/// Adds what was billed: lines, tip and surcharge.
pub(super) fn add_bill(legs: &mut Legs, transaction: &Transaction) {
    let lines = transaction.lines.iter().flat_map(crate::discount::apart);
    lines.for_each(|line| legs.add_line(&line));
    add_extras(legs, transaction.tip, transaction.surcharge);
}

fn finish(legs: Legs, direction: Direction) -> Vec<Leg> {
    match direction {
        Direction::In => legs.finish(),
        Direction::Out => legs.finish_turned(),
    }
}
