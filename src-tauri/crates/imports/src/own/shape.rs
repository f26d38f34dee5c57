//! What each kind of transaction must and may have (accounting §5).

use ledger::Kind;

/// Whether something must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Needed,
    Allowed,
    Refused,
}

use Presence::{Allowed, Needed, Refused};

/// What a kind has.
pub(super) struct Shape {
    pub(super) lines: Presence,
    pub(super) tenders: Presence,
    /// The common fields it cannot do without.
    pub(super) needs: &'static [&'static str],
    /// What it must have beyond the common fields.
    pub(super) must: &'static [&'static str],
    /// What it may have beyond them.
    pub(super) may: &'static [&'static str],
}

/// Every field that some kind has beyond the common ones.
pub(super) const EXTRAS: [&str; 12] = [
    "amount",
    "bank",
    "bond",
    "count",
    "deposit_used",
    "due_date",
    "gift_card",
    "invoices",
    "kept",
    "paid_from",
    "payout",
    "rental",
];

/// The fields every kind may have.
pub(super) const COMMON: [&str; 17] = [
    "id",
    "kind",
    "at",
    "location",
    "till",
    "staff",
    "customer",
    "booking",
    "currency",
    "lines",
    "tenders",
    "tip",
    "surcharge",
    "refund_of",
    "invoice",
    "note",
    "$schema",
];

const fn shape(lines: Presence, tenders: Presence) -> Shape {
    Shape { lines, tenders, needs: &[], must: &[], may: &[] }
}

/// What a kind has.
pub(super) const fn of(kind: Kind) -> Shape {
    match kind {
        Kind::Sale | Kind::Refund => shape(Allowed, Allowed),
        Kind::BookingPayment | Kind::BookingRefund | Kind::BalancePayment => {
            Shape { needs: &["booking"], ..shape(Refused, Needed) }
        }
        Kind::CheckIn => Shape {
            needs: &["booking"],
            may: &["deposit_used", "rental"],
            ..shape(Needed, Allowed)
        },
        Kind::Cancellation => {
            Shape { needs: &["booking"], must: &["kept"], ..shape(Refused, Allowed) }
        }
        Kind::AccountCharge => {
            Shape { needs: &["customer"], may: &["due_date", "rental"], ..shape(Needed, Refused) }
        }
        Kind::AccountPayment => {
            Shape { needs: &["customer"], may: &["invoices"], ..shape(Refused, Needed) }
        }
        Kind::AccountRefund => Shape { needs: &["customer"], ..shape(Needed, Allowed) },
        Kind::BalanceWriteOff => {
            Shape { needs: &["booking"], must: &["amount"], ..shape(Refused, Refused) }
        }
        Kind::TipPayout => Shape { may: &["paid_from"], ..shape(Refused, Needed) },
        Kind::PaidOut | Kind::PaidIn => shape(Needed, Needed),
        Kind::FloatChange => Shape { must: &["amount"], may: &["bank"], ..shape(Refused, Refused) },
        Kind::CashCount => Shape { must: &["count"], ..shape(Refused, Refused) },
        Kind::BankDeposit => Shape { may: &["bank"], ..shape(Refused, Needed) },
        Kind::ProcessorPayout => {
            Shape { must: &["payout"], may: &["bank"], ..shape(Refused, Refused) }
        }
        Kind::GiftCardSale | Kind::GiftCardRefund => {
            Shape { may: &["gift_card"], ..shape(Needed, Needed) }
        }
        Kind::BondTaken | Kind::BondReturned => Shape { may: &["bond"], ..shape(Allowed, Needed) },
        Kind::BondKept => Shape { may: &["bond"], ..shape(Needed, Refused) },
    }
}

/// Whether lines, tip and surcharge of this kind come to its tenders.
pub(super) const fn adds_up(kind: Kind) -> bool {
    match kind {
        Kind::Sale
        | Kind::Refund
        | Kind::PaidOut
        | Kind::PaidIn
        | Kind::GiftCardSale
        | Kind::GiftCardRefund
        | Kind::BondTaken
        | Kind::BondReturned => true,
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
        | Kind::FloatChange
        | Kind::CashCount
        | Kind::BankDeposit
        | Kind::ProcessorPayout
        | Kind::BondKept => false,
    }
}

/// Whether this kind gives back what another took: its amounts may all be below zero in a file.
pub(super) const fn is_refund(kind: Kind) -> bool {
    match kind {
        Kind::Refund
        | Kind::BookingRefund
        | Kind::AccountRefund
        | Kind::GiftCardRefund
        | Kind::BondReturned => true,
        Kind::Sale
        | Kind::BookingPayment
        | Kind::CheckIn
        | Kind::Cancellation
        | Kind::AccountCharge
        | Kind::AccountPayment
        | Kind::BalancePayment
        | Kind::BalanceWriteOff
        | Kind::TipPayout
        | Kind::PaidOut
        | Kind::PaidIn
        | Kind::FloatChange
        | Kind::CashCount
        | Kind::BankDeposit
        | Kind::ProcessorPayout
        | Kind::GiftCardSale
        | Kind::BondTaken
        | Kind::BondKept => false,
    }
}
