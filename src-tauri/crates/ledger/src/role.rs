//! Roles: the jobs accounts do for us, and the account types Xero and accounting allow for each.

use std::fmt;
use std::str::FromStr;

/// A job an account of the chart does for us (accounting §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The bank account that deposits and payouts arrive in. Never in a manual journal.
    Bank,
    /// Where all money taken waits, unless its tender has a clearing account of its own.
    RevenueClearing,
    /// Cash in the drawers, the float included.
    CashClearing,
    /// Card takings that the processor has not paid out yet.
    CardClearing,
    /// Booking payments for rentals that have not begun: a liability.
    DeferredRevenue,
    /// Balances owed at check-in. Our own current asset, never Xero's Accounts Receivable.
    ArControl,
    /// Tips owed to staff.
    TipsPayable,
    /// Gift cards sold and not used.
    GiftCards,
    /// Damage bonds taken and not returned.
    DamageBonds,
    /// Discounts shown apart from the sale.
    Discounts,
    /// Card surcharges.
    Surcharges,
    /// What a cash count is over or short.
    OverShort,
    /// What processors keep of a payout.
    ProcessorFees,
    /// Differences between the rate of a sale and the rate of its settlement.
    ExchangeDifferences,
    /// Cents of rounding: the system account ROUNDING.
    Rounding,
    /// Fees kept of cancelled bookings.
    CancellationIncome,
    /// Balances given up.
    BadDebts,
    /// Payments taken back by card holders.
    Chargebacks,
}

impl Role {
    /// Every role, in the order people see them.
    pub const ALL: [Self; 18] = [
        Self::Bank,
        Self::RevenueClearing,
        Self::CashClearing,
        Self::CardClearing,
        Self::DeferredRevenue,
        Self::ArControl,
        Self::TipsPayable,
        Self::GiftCards,
        Self::DamageBonds,
        Self::Discounts,
        Self::Surcharges,
        Self::OverShort,
        Self::ProcessorFees,
        Self::ExchangeDifferences,
        Self::Rounding,
        Self::CancellationIncome,
        Self::BadDebts,
        Self::Chargebacks,
    ];

    /// The word used on the command line and in the book.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Bank => "bank",
            Self::RevenueClearing => "revenue-clearing",
            Self::CashClearing => "cash-clearing",
            Self::CardClearing => "card-clearing",
            Self::DeferredRevenue => "deferred-revenue",
            Self::ArControl => "ar-control",
            Self::TipsPayable => "tips-payable",
            Self::GiftCards => "gift-cards",
            Self::DamageBonds => "damage-bonds",
            Self::Discounts => "discounts",
            Self::Surcharges => "surcharges",
            Self::OverShort => "over-short",
            Self::ProcessorFees => "processor-fees",
            Self::ExchangeDifferences => "exchange-differences",
            Self::Rounding => "rounding",
            Self::CancellationIncome => "cancellation-income",
            Self::BadDebts => "bad-debts",
            Self::Chargebacks => "chargebacks",
        }
    }

    /// The words people see.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Bank => "Bank",
            Self::RevenueClearing => "Revenue clearing",
            Self::CashClearing => "Cash clearing",
            Self::CardClearing => "Card clearing",
            Self::DeferredRevenue => "Deferred revenue",
            Self::ArControl => "A/R control",
            Self::TipsPayable => "Tips payable",
            Self::GiftCards => "Gift cards",
            Self::DamageBonds => "Damage bonds",
            Self::Discounts => "Discounts",
            Self::Surcharges => "Surcharges",
            Self::OverShort => "Cash over/short",
            Self::ProcessorFees => "Processor fees",
            Self::ExchangeDifferences => "Exchange differences",
            Self::Rounding => "Rounding",
            Self::CancellationIncome => "Cancellation income",
            Self::BadDebts => "Bad debts",
            Self::Chargebacks => "Chargebacks",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        let wanted = text.trim().to_ascii_lowercase().replace([' ', '_'], "-");
        Self::ALL
            .into_iter()
            .find(|role| role.key() == wanted)
            .ok_or_else(|| UnknownRole { text: text.to_owned() })
    }
}

/// The word names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not a role")]
pub struct UnknownRole {
    /// The word as given.
    pub text: String,
}
