//! The story: what the book knows beside a transaction that its posting depends on.
//!
//! Posting rules are pure; what they have to know of the location's choices and of what happened
//! before (the deposit of a booking, the open invoices of a customer, the drawer) comes in here.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::leg::PartRef;
use crate::mapping::normalise;
use crate::money::{Amount, Currency};
use crate::transaction::{Line, Tax};

/// What was decided for a location, as far as postings depend on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// The organisation's base currency.
    pub base: Currency,
    /// How sales reach Xero.
    pub mode: PostingMode,
    /// Which document takes booking payments, their refunds and cancellations.
    pub deposits: DeferralPolicy,
    /// Which document takes check-ins.
    pub check_ins: DeferralPolicy,
    /// The taxes split out of a deposit when it is paid; none where the law taxes at check-in.
    pub deposit_taxes: Vec<TaxShare>,
    /// The taxes inside a kept cancellation fee; none where it is not taxable.
    pub cancellation_taxes: Vec<TaxShare>,
    /// When the revenue of a rental over several months is recognised.
    pub recognition: Recognition,
    /// Whether a balance owed at check-in is invoiced to the customer.
    pub invoices_balances: bool,
    /// Where a chargeback goes.
    pub chargebacks: ChargebackPolicy,
    /// Tenders that are paid straight into a bank account, by their normalised names.
    pub direct_tenders: Vec<String>,
}

impl Rules {
    /// The usual rules of a location.
    #[must_use]
    pub const fn usual(base: Currency) -> Self {
        Self {
            base,
            mode: PostingMode::DailyJournal,
            deposits: DeferralPolicy::Automatic,
            check_ins: DeferralPolicy::Automatic,
            deposit_taxes: Vec::new(),
            cancellation_taxes: Vec::new(),
            recognition: Recognition::AtCheckIn,
            invoices_balances: false,
            chargebacks: ChargebackPolicy::Expense,
            direct_tenders: Vec::new(),
        }
    }

    /// Whether a tender is paid straight into a bank account.
    #[must_use]
    pub fn is_direct(&self, tender: &str) -> bool {
        self.direct_tenders.contains(&normalise(tender))
    }
}

/// How sales reach Xero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum PostingMode {
    /// One manual journal for the day.
    #[default]
    DailyJournal,
    /// A paid invoice for each transaction.
    Invoices,
}

impl PostingMode {
    /// The word used in settings.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::DailyJournal => "daily-journal",
            Self::Invoices => "invoices",
        }
    }
}

/// Which document takes a deposit or a check-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum DeferralPolicy {
    /// A journal of its own, when it is recorded.
    #[default]
    Automatic,
    /// The cashout of its day.
    WithCashout,
}

/// When the revenue of a rental over several months is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Recognition {
    /// All of it at check-in.
    #[default]
    AtCheckIn,
    /// Each month's share in that month, by the days rented.
    ByDay,
}

/// Where a chargeback goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ChargebackPolicy {
    /// To the expense of the role Chargebacks.
    #[default]
    Expense,
    /// To A/R control: the customer owes it again.
    Owed,
}

/// A tax inside an amount, by its rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxShare {
    /// The rate's code at the till.
    pub code: String,
    /// Per cent of the amount without tax; above zero.
    pub percent: Decimal,
}

/// What happened before, as far as a transaction's posting depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// The location's rules.
    pub rules: Rules,
    /// Base currency for one unit of a foreign currency: the sale's for a refund, else what was
    /// entered for the day.
    pub rates: Vec<(Currency, Decimal)>,
    /// The sale that a refund gives back, where the book has it.
    pub sale: Option<SaleStory>,
    /// The deposit of the booking; of the customer where there is no booking.
    pub deposit: Deposit,
    /// The balance of the booking that is owed on A/R control.
    pub owed: Amount,
    /// The invoices a payment or credit may be for, with something outstanding, oldest first.
    pub invoices: Vec<OpenInvoice>,
    /// What should be in the drawer.
    pub drawer: Amount,
    /// What earlier counts of the drawer found over on the same business date, below zero for
    /// short: it is booked already.
    pub over_before: Amount,
}

impl Story {
    /// A story in which nothing happened before.
    #[must_use]
    pub const fn new(rules: Rules) -> Self {
        Self {
            rules,
            rates: Vec::new(),
            sale: None,
            deposit: Deposit::NONE,
            owed: Amount::ZERO,
            invoices: Vec::new(),
            drawer: Amount::ZERO,
            over_before: Amount::ZERO,
        }
    }

    /// The rate of a currency, where there is one above zero.
    #[must_use]
    pub fn rate(&self, currency: Currency) -> Option<Decimal> {
        let found = self.rates.iter().find(|(known, _)| *known == currency);
        found.map(|(_, rate)| *rate).filter(|rate| *rate > Decimal::ZERO)
    }
}

/// A sale with what was given back of it already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleStory {
    /// Its lines, in base currency.
    pub lines: Vec<Line>,
    /// What earlier refunds gave back of what the lines come to, tips and surcharges apart.
    pub refunded: Amount,
}

/// What was paid ahead for a booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deposit {
    /// What was paid, without tax.
    pub net: Amount,
    /// The taxes split out of it when it was paid.
    pub taxes: Vec<Tax>,
    /// How much of it, with tax, was used, given back or moved already.
    pub used: Amount,
}

impl Deposit {
    /// Nothing was paid.
    pub const NONE: Self = Self { net: Amount::ZERO, taxes: Vec::new(), used: Amount::ZERO };

    /// What is left of it, with tax.
    #[must_use]
    pub fn available(&self) -> Amount {
        let taxes: Amount = self.taxes.iter().map(|tax| tax.amount).sum();
        self.net + taxes - self.used
    }
}

/// An invoice with something outstanding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenInvoice {
    /// The part that is the invoice.
    pub part: PartRef,
    /// The names a person may call it by: the charge's own id, Xero's number.
    pub names: Vec<String>,
    /// Its business date.
    pub date: NaiveDate,
    /// What is left to be paid.
    pub outstanding: Amount,
}
