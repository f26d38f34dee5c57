//! The posting rules: a transaction into parts of legs (accounting §5).
//!
//! One file a family of kinds. Every rule keeps the same promise: the legs of a part sum to zero
//! in both ways of tax. No rule knows an account; targets keep the desk's own words.

mod sale;

use crate::kind::Kind;
use crate::leg::Part;
use crate::money::{Amount, Currency};
use crate::transaction::Transaction;

/// Works out the posting of a transaction.
///
/// A kind whose posting this version does not do yet has no parts: it is recorded and shown, and
/// nothing is sent for it. A sale of nothing at all has a part without
/// legs, so that a cashout takes it like any other.
///
/// # Errors
/// [`Rejection`] when the transaction contradicts itself; nothing of it may be recorded. Of
/// several reasons the first in the order of the enum is given.
pub fn post(transaction: &Transaction) -> Result<Vec<Part>, Rejection> {
    match transaction.kind {
        Kind::Sale | Kind::GiftCardSale | Kind::BondTaken => {
            sale::post(transaction, sale::Direction::In).map(|part| vec![part])
        }
        Kind::Refund | Kind::GiftCardRefund | Kind::BondReturned => {
            sale::post(transaction, sale::Direction::Out).map(|part| vec![part])
        }
        Kind::BookingPayment
        | Kind::BookingRefund
        | Kind::CheckIn
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
        | Kind::BondKept => Ok(Vec::new()),
    }
}

/// Why a transaction cannot be recorded, as a sentence for the person who has to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Neither a line nor a tip nor a surcharge.
    #[error("there is nothing in it: no line, no tip and no surcharge")]
    NoLines,
    /// A discount that is larger than its line, or goes the other way.
    #[error("the discount of {} on \"{description}\" is more than the line's {}",
        discount.display(*currency), net.display(*currency))]
    DiscountExceedsLine {
        /// The line's words.
        description: String,
        /// The line before its discount.
        net: Amount,
        /// The discount.
        discount: Amount,
        /// The transaction's currency.
        currency: Currency,
    },
    /// Foreign money whose rate is not above zero: a rate is never guessed.
    #[error("{tender} was taken in {foreign} without an exchange rate; enter the day's rate")]
    ForeignWithoutRate {
        /// The tender's name.
        tender: String,
        /// The foreign currency.
        foreign: Currency,
    },
    /// There is something to pay and nothing says how it was paid.
    #[error("nothing says how the {} was paid", billed.display(*currency))]
    NoTenders {
        /// Lines less discounts, with taxes, tip and surcharge.
        billed: Amount,
        /// The transaction's currency.
        currency: Currency,
    },
    /// What was paid is not what was billed.
    #[error("the tenders come to {} but the lines, tip and surcharge come to {}",
        tenders.display(*currency), billed.display(*currency))]
    DoesNotAddUp {
        /// The sum of the tenders.
        tenders: Amount,
        /// Lines less discounts, with taxes, tip and surcharge.
        billed: Amount,
        /// The transaction's currency.
        currency: Currency,
    },
    /// A refund below zero: its signs were turned twice.
    #[error("a refund of {} would be a sale; give a refund's amounts without a minus sign",
        billed.display(*currency))]
    RefundBelowZero {
        /// Lines less discounts, with taxes, tip and surcharge.
        billed: Amount,
        /// The transaction's currency.
        currency: Currency,
    },
}
