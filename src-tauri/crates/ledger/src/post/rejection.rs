//! Why a transaction cannot be posted.

use crate::money::{Amount, Currency};

/// Why a transaction cannot be recorded, or not posted yet, as a sentence for the person who has
/// to mend it.
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
    /// Foreign money whose rate nobody said: none is ever guessed.
    #[error("there is no exchange rate for {what} in {currency}; enter the day's rate")]
    NoRate {
        /// The tender's name, or the transaction.
        what: String,
        /// The foreign currency.
        currency: Currency,
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
    /// A payment of nothing, or one that goes backwards.
    #[error("the tenders come to {}; a payment is above zero, and so is each tender",
        paid.display(*currency))]
    NothingPaid {
        /// The sum of the tenders.
        paid: Amount,
        /// The transaction's currency.
        currency: Currency,
    },
    /// An amount that has to be above zero is not.
    #[error("{what} cannot be nothing or below zero; give it without a minus sign")]
    BelowZero {
        /// What it is.
        what: &'static str,
        /// The transaction's currency.
        currency: Currency,
    },
    /// More was paid than was billed.
    #[error("{} was paid, but the bill is {}", paid.display(*currency), billed.display(*currency))]
    PaidAboveBill {
        /// Deposit and tenders together.
        paid: Amount,
        /// The bill.
        billed: Amount,
        /// The transaction's currency.
        currency: Currency,
    },
    /// A refund in part of a sale the book does not have.
    #[error(
        "the sale {sale} it gives back is not recorded yet; record the sale, or give the \
        refund's lines"
    )]
    SaleNotRecorded {
        /// The sale's id.
        sale: String,
    },
    /// More would be given back than is left of the sale.
    #[error("{} is left of the sale, and {} would be given back",
        left.display(*currency), this.display(*currency))]
    RefundAboveSale {
        /// What earlier refunds left of it.
        left: Amount,
        /// What this one gives back.
        this: Amount,
        /// The transaction's currency.
        currency: Currency,
    },
    /// A charge on nobody's account.
    #[error("nobody is named whose account is charged; give the customer")]
    NoCustomer,
    /// The invoice it pays is not known, or nothing of it is open.
    #[error("there is no open invoice {invoice} of this customer")]
    NoOpenInvoice {
        /// The invoice as named.
        invoice: String,
    },
    /// More is paid on an invoice than is outstanding.
    #[error("{} is outstanding on {invoice}, and {} would be paid on it",
        outstanding.display(*currency), amount.display(*currency))]
    AboveOutstanding {
        /// The invoice as named.
        invoice: String,
        /// What is left to be paid.
        outstanding: Amount,
        /// What would be paid.
        amount: Amount,
        /// The transaction's currency.
        currency: Currency,
    },
    /// A deposit moved whose tax is posted already.
    #[error(
        "tax was split out of this deposit when it was paid; give it back and take it again \
        for the other booking"
    )]
    TaxedDeposit,
    /// More of a deposit is moved than there is.
    #[error("{} is left of the deposit, and {} would be moved",
        available.display(*currency), amount.display(*currency))]
    DepositTooSmall {
        /// What is left of it.
        available: Amount,
        /// What would be moved.
        amount: Amount,
        /// The transaction's currency.
        currency: Currency,
    },
    /// A cash count that counts nothing.
    #[error("it does not say what was counted")]
    NotCounted,
    /// A payout that does not say what arrived.
    #[error("it does not say what was paid out")]
    NoPayout,
    /// A payout whose figures contradict each other.
    #[error("what it settles is not its gross of {}, or gross less fees and chargebacks is not \
        its net of {}", gross.display(*currency), net.display(*currency))]
    PayoutDoesNotAddUp {
        /// What it says it settles.
        gross: Amount,
        /// What it says arrived.
        net: Amount,
        /// The payout's currency.
        currency: Currency,
    },
    /// A foreign payout that does not say what its takings were carried at.
    #[error(
        "a payout in a foreign currency says for each tender what it was carried at in the \
        books"
    )]
    NotCarried,
}

impl Rejection {
    /// Whether it may be recorded all the same, to be posted once what is missing is known.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.waits_for().is_some()
    }

    /// A stable word for what it waits for; none for what contradicts itself.
    #[must_use]
    pub const fn waits_for(&self) -> Option<&'static str> {
        match self {
            Self::NoRate { .. } => Some("rate"),
            Self::SaleNotRecorded { .. } => Some("sale"),
            Self::NoOpenInvoice { .. } => Some("invoice"),
            Self::NoLines
            | Self::DiscountExceedsLine { .. }
            | Self::NoTenders { .. }
            | Self::DoesNotAddUp { .. }
            | Self::RefundBelowZero { .. }
            | Self::NothingPaid { .. }
            | Self::BelowZero { .. }
            | Self::PaidAboveBill { .. }
            | Self::RefundAboveSale { .. }
            | Self::NoCustomer
            | Self::AboveOutstanding { .. }
            | Self::TaxedDeposit
            | Self::DepositTooSmall { .. }
            | Self::NotCounted
            | Self::NoPayout
            | Self::PayoutDoesNotAddUp { .. }
            | Self::NotCarried => None,
        }
    }
}
