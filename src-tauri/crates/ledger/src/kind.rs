//! The kinds of transactions, and which half of the day each belongs to.

use std::fmt;
use std::str::FromStr;

/// What happened at the desk (accounting §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Something sold and paid for at once.
    Sale,
    /// A sale given back, in full or in part.
    Refund,
    /// Money taken for a booking that has not begun.
    BookingPayment,
    /// A booking payment given back.
    BookingRefund,
    /// A rental that begins: its revenue is recognised.
    CheckIn,
    /// A deposit moved to another booking: nothing to post.
    DepositMove,
    /// A booking called off, with or without a fee kept.
    Cancellation,
    /// A sale on the customer's account.
    AccountCharge,
    /// A payment of the customer's account.
    AccountPayment,
    /// An account charge taken back.
    AccountRefund,
    /// A balance owed since check-in, paid later.
    BalancePayment,
    /// A balance owed since check-in, given up.
    BalanceWriteOff,
    /// Tips handed to staff.
    TipPayout,
    /// Cash taken from the drawer for an expense.
    PaidOut,
    /// Cash put into the drawer.
    PaidIn,
    /// The float raised or lowered.
    FloatChange,
    /// The drawer counted.
    CashCount,
    /// Cash taken to the bank.
    BankDeposit,
    /// What a processor paid out.
    ProcessorPayout,
    /// A gift card sold.
    GiftCardSale,
    /// A gift card given back.
    GiftCardRefund,
    /// A damage bond taken.
    BondTaken,
    /// A damage bond returned.
    BondReturned,
    /// A damage bond kept.
    BondKept,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 24] = [
        Self::Sale,
        Self::Refund,
        Self::BookingPayment,
        Self::BookingRefund,
        Self::CheckIn,
        Self::DepositMove,
        Self::Cancellation,
        Self::AccountCharge,
        Self::AccountPayment,
        Self::AccountRefund,
        Self::BalancePayment,
        Self::BalanceWriteOff,
        Self::TipPayout,
        Self::PaidOut,
        Self::PaidIn,
        Self::FloatChange,
        Self::CashCount,
        Self::BankDeposit,
        Self::ProcessorPayout,
        Self::GiftCardSale,
        Self::GiftCardRefund,
        Self::BondTaken,
        Self::BondReturned,
        Self::BondKept,
    ];

    /// Whether money leaves the till with it, so that its amounts are turned in the books.
    #[must_use]
    pub const fn gives_back(self) -> bool {
        match self {
            Self::Refund
            | Self::BookingRefund
            | Self::Cancellation
            | Self::AccountRefund
            | Self::TipPayout
            | Self::PaidOut
            | Self::BankDeposit
            | Self::GiftCardRefund
            | Self::BondReturned => true,
            Self::Sale
            | Self::BookingPayment
            | Self::CheckIn
            | Self::DepositMove
            | Self::AccountCharge
            | Self::AccountPayment
            | Self::BalancePayment
            | Self::BalanceWriteOff
            | Self::PaidIn
            | Self::FloatChange
            | Self::CashCount
            | Self::ProcessorPayout
            | Self::GiftCardSale
            | Self::BondTaken
            | Self::BondKept => false,
        }
    }

    /// One of them in the middle of a sentence; an "s" makes it several.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Refund => "refund",
            Self::BookingPayment => "booking payment",
            Self::BookingRefund => "booking refund",
            Self::CheckIn => "check-in",
            Self::DepositMove => "deposit move",
            Self::Cancellation => "cancellation",
            Self::AccountCharge => "account charge",
            Self::AccountPayment => "account payment",
            Self::AccountRefund => "account refund",
            Self::BalancePayment => "balance payment",
            Self::BalanceWriteOff => "balance write-off",
            Self::TipPayout => "tip payout",
            Self::PaidOut => "paid-out",
            Self::PaidIn => "paid-in",
            Self::FloatChange => "float change",
            Self::CashCount => "cash count",
            Self::BankDeposit => "bank deposit",
            Self::ProcessorPayout => "processor payout",
            Self::GiftCardSale => "gift card sale",
            Self::GiftCardRefund => "gift card refund",
            Self::BondTaken => "bond",
            Self::BondReturned => "bond return",
            Self::BondKept => "kept bond",
        }
    }

    /// The word used in files, in the book and on the command line.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Refund => "refund",
            Self::BookingPayment => "booking_payment",
            Self::BookingRefund => "booking_refund",
            Self::CheckIn => "check_in",
            Self::DepositMove => "deposit_move",
            Self::Cancellation => "cancellation",
            Self::AccountCharge => "account_charge",
            Self::AccountPayment => "account_payment",
            Self::AccountRefund => "account_refund",
            Self::BalancePayment => "balance_payment",
            Self::BalanceWriteOff => "balance_write_off",
            Self::TipPayout => "tip_payout",
            Self::PaidOut => "paid_out",
            Self::PaidIn => "paid_in",
            Self::FloatChange => "float_change",
            Self::CashCount => "cash_count",
            Self::BankDeposit => "bank_deposit",
            Self::ProcessorPayout => "processor_payout",
            Self::GiftCardSale => "gift_card_sale",
            Self::GiftCardRefund => "gift_card_refund",
            Self::BondTaken => "bond_taken",
            Self::BondReturned => "bond_returned",
            Self::BondKept => "bond_kept",
        }
    }

    /// The words people see.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Sale => "Sale",
            Self::Refund => "Refund",
            Self::BookingPayment => "Booking payment",
            Self::BookingRefund => "Booking refund",
            Self::CheckIn => "Check-in",
            Self::DepositMove => "Deposit moved",
            Self::Cancellation => "Cancellation",
            Self::AccountCharge => "Account charge",
            Self::AccountPayment => "Account payment",
            Self::AccountRefund => "Account refund",
            Self::BalancePayment => "Balance payment",
            Self::BalanceWriteOff => "Balance written off",
            Self::TipPayout => "Tip payout",
            Self::PaidOut => "Paid out",
            Self::PaidIn => "Paid in",
            Self::FloatChange => "Float change",
            Self::CashCount => "Cash count",
            Self::BankDeposit => "Bank deposit",
            Self::ProcessorPayout => "Processor payout",
            Self::GiftCardSale => "Gift card sale",
            Self::GiftCardRefund => "Gift card refund",
            Self::BondTaken => "Damage bond taken",
            Self::BondReturned => "Damage bond returned",
            Self::BondKept => "Damage bond kept",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        let wanted = text.trim().to_ascii_lowercase().replace([' ', '-'], "_");
        Self::ALL
            .into_iter()
            .find(|kind| kind.key() == wanted)
            .ok_or_else(|| UnknownKind { text: text.to_owned() })
    }
}

/// The word names no kind of transaction.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not a kind of transaction")]
pub struct UnknownKind {
    /// The word as given.
    pub text: String,
}
