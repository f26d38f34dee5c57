//! The posting rules: a transaction into parts of legs (accounting §5).
//!
//! One file a family of kinds. Every rule keeps the same promise: the legs of a part sum to zero
//! in both ways of tax. No rule knows an account; targets keep the desk's own words.

mod account;
mod balance;
mod bank;
mod booking;
mod check_in;
mod checks;
mod legs;
mod recognition;
mod rejection;
mod sale;
mod till;

use crate::convert::in_base;
use crate::kind::Kind;
use crate::leg::Part;
use crate::money::Amount;
use crate::story::Story;
use crate::transaction::Transaction;

pub use bank::{exchange_part, foreign_legs};
pub use rejection::Rejection;

/// Works out the posting of a transaction.
///
/// A sale of nothing at all has a part without legs, so that a cashout takes it like any other. A
/// deposit moved to another booking has no part: nothing is posted for it.
///
/// # Errors
/// [`Rejection`] when the transaction contradicts itself, and nothing of it may be recorded; or,
/// where [`Rejection::waits`], when something it depends on is not known yet: then it is recorded
/// without parts and posted once that is known. Of several reasons the first in the order of the
/// enum is given.
pub fn post(transaction: &Transaction, story: &Story) -> Result<Vec<Part>, Rejection> {
    let converted = in_base(transaction, story)
        .map_err(|missing| Rejection::NoRate { what: missing.what, currency: missing.currency })?;
    let transaction = converted.as_ref().unwrap_or(transaction);
    match transaction.kind {
        Kind::Sale | Kind::GiftCardSale | Kind::BondTaken => {
            sale::post(transaction, story, sale::Direction::In)
        }
        Kind::Refund | Kind::GiftCardRefund | Kind::BondReturned => {
            sale::post(transaction, story, sale::Direction::Out)
        }
        Kind::BookingPayment => booking::payment(transaction, story),
        Kind::BookingRefund => booking::refund(transaction, story),
        Kind::Cancellation => booking::cancellation(transaction, story),
        Kind::DepositMove => deposit_move(transaction, story),
        Kind::CheckIn => check_in::post(transaction, story),
        Kind::AccountCharge => account::charge(transaction, story),
        Kind::AccountPayment => account::payment(transaction, story),
        Kind::AccountRefund => account::credit(transaction, story),
        Kind::BalancePayment => balance::payment(transaction, story),
        Kind::BalanceWriteOff => balance::write_off(transaction, story),
        Kind::TipPayout => till::tip_payout(transaction),
        Kind::PaidOut => till::paid_out(transaction),
        Kind::PaidIn => till::paid_in(transaction),
        Kind::CashCount => till::count(transaction, story),
        Kind::BondKept => till::bond_kept(transaction),
        Kind::FloatChange => bank::float_change(transaction),
        Kind::BankDeposit => bank::deposit(transaction),
        Kind::ProcessorPayout => bank::payout(transaction, story),
    }
}

/// Only the stories of the two bookings change. A deposit whose tax was split out when it was paid
/// belongs to its booking: it is given back and paid again.
fn deposit_move(transaction: &Transaction, story: &Story) -> Result<Vec<Part>, Rejection> {
    let currency = transaction.currency;
    let amount = transaction.extras.amount.unwrap_or_default();
    if amount <= Amount::ZERO {
        return Err(Rejection::BelowZero { what: "a deposit that is moved", currency });
    }
    if !story.deposit.taxes.is_empty() {
        return Err(Rejection::TaxedDeposit);
    }
    let available = story.deposit.available();
    match amount > available {
        true => Err(Rejection::DepositTooSmall { available, amount, currency }),
        false => Ok(Vec::new()),
    }
}
