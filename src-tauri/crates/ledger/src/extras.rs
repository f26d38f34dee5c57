//! What a kind of transaction has beyond the fields every transaction has.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::money::{Amount, Currency};

/// What only some kinds have; empty for a sale. Amounts are magnitudes in the transaction's
/// currency unless said otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extras {
    /// How much a float rose (below zero: fell), a balance given up, a deposit moved.
    pub amount: Option<Amount>,
    /// The bank account's name, where the organisation has several.
    pub bank: Option<String>,
    /// The damage bond's number.
    pub bond: Option<String>,
    /// The gift card's number.
    pub gift_card: Option<String>,
    /// How much of the deposit pays a bill; worked out where not said.
    pub deposit_used: Option<Amount>,
    /// How much of a cancelled booking's payments is kept.
    pub kept: Option<Amount>,
    /// When an invoice is to be paid.
    pub due_date: Option<NaiveDate>,
    /// Where tips were paid from.
    pub paid_from: PaidFrom,
    /// The days rented, for revenue recognised by the day.
    pub rental: Option<Rental>,
    /// The invoices an account payment pays, where a person chose them.
    pub invoices: Vec<Chosen>,
    /// The drawer as counted.
    pub count: Option<Count>,
    /// What a processor paid out.
    pub payout: Option<Payout>,
    /// The booking a deposit is moved to.
    pub to_booking: Option<String>,
}

/// Where money was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PaidFrom {
    /// The drawer.
    #[default]
    Drawer,
    /// The bank account.
    Bank,
}

impl PaidFrom {
    /// The word used in files and in the book.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Drawer => "drawer",
            Self::Bank => "bank",
        }
    }
}

/// The days of a rental, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rental {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

/// An invoice that a payment is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The account charge's own id, or Xero's invoice number.
    pub invoice: String,
    /// How much of the payment it takes.
    pub amount: Amount,
}

/// A drawer as it was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// What was in it.
    pub counted: Amount,
    /// What the till says should be in it, where the till knows; else the book works it out. It
    /// is reckoned as if nothing had been counted before on that business date.
    pub expected: Option<Amount>,
    /// What stays in it for the next day.
    pub float_to_leave: Option<Amount>,
    /// What was counted, by piece.
    pub pieces: Vec<Piece>,
    /// Why it is over or short, where a person said.
    pub reason: Option<String>,
}

/// Coins or notes of one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What one is worth.
    pub value: Amount,
    /// How many there are.
    pub count: u64,
}

/// A processor's payout (accounting §5, §7). Gross less fees less chargebacks is net; what it
/// settles plus the exchange difference is gross.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payout {
    /// Who paid.
    pub processor: String,
    /// The processor's own id of it.
    pub id: Option<String>,
    /// The day it arrived.
    pub date: NaiveDate,
    /// What it settles, before what the processor kept.
    pub gross: Amount,
    /// What the processor kept.
    pub fees: Amount,
    /// What arrived. Below zero where the processor took money.
    pub net: Amount,
    /// What it settles by tender, in the amounts the takings were carried at.
    pub settles: Vec<Settled>,
    /// What card holders took back.
    pub chargebacks: Vec<Chargeback>,
    /// What the settlement came to above what the takings were carried at, below zero where it
    /// came to less.
    pub exchange: Amount,
    /// The currency of the bank account it went to, where that is not the base currency: then
    /// every amount here is in it, and `settles` also says what was carried.
    pub currency: Option<Currency>,
}

/// Takings that a payout settles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The tender.
    pub tender: String,
    /// How much, in the payout's currency.
    pub amount: Amount,
    /// What that was carried at in base currency, where the payout's currency is another.
    pub carried: Option<Amount>,
}

/// A payment a card holder took back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chargeback {
    /// The payment.
    pub amount: Amount,
    /// What the processor charged for it.
    pub fee: Amount,
    /// The sale it was for, where known.
    pub sale: Option<String>,
}

impl Payout {
    /// What chargebacks and their fees took.
    #[must_use]
    pub fn taken_back(&self) -> Amount {
        self.chargebacks.iter().map(|one| one.amount + one.fee).sum()
    }
}

impl Rental {
    /// How many days it has.
    #[must_use]
    pub fn days(&self) -> Decimal {
        let days = self.to.signed_duration_since(self.from).num_days();
        Decimal::from(days.max(0)).saturating_add(Decimal::ONE)
    }
}
