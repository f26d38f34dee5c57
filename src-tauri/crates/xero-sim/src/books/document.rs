//! Documents with lines: invoices, credit notes and bank transactions (facts §7, §8, §9).
//!
//! One shape for all of them, because Xero has one: what differs is which side of the books a
//! kind is on, and whether it is against the receivables or against a bank account.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::LineAmountTypes;

/// A document. Amounts are of its currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Document {
    pub(crate) id: Uuid,
    pub(crate) kind: DocumentKind,
    /// Of an invoice or a credit note: `INV-0001`. Bank transactions have none.
    pub(crate) number: String,
    pub(crate) reference: String,
    /// Only transfers have none.
    pub(crate) contact: Option<Uuid>,
    pub(crate) date: NaiveDate,
    pub(crate) due: Option<NaiveDate>,
    pub(crate) types: LineAmountTypes,
    pub(crate) currency: String,
    /// Units of its currency for one of the base currency; one where they are the same.
    pub(crate) rate: Decimal,
    pub(crate) status: DocumentStatus,
    pub(crate) lines: Vec<Line>,
    pub(crate) url: Option<String>,
    pub(crate) branding: Option<Uuid>,
    pub(crate) sent: bool,
    /// The bank account of a bank transaction.
    pub(crate) bank: Option<Uuid>,
    /// Whether a bank transaction was matched with a line of the bank's statement.
    pub(crate) reconciled: bool,
    /// The OverpaymentID or PrepaymentID, which is not the BankTransactionID.
    pub(crate) credit: Option<Uuid>,
    /// When it first reached the ledger.
    pub(crate) approved: Option<DateTime<Utc>>,
    /// Whether the app made it, and not a person in Xero.
    pub(crate) by_app: bool,
    pub(crate) updated: DateTime<Utc>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) id: Uuid,
    pub(crate) description: String,
    /// Up to four decimals.
    pub(crate) quantity: Decimal,
    /// Two decimals, or four where asked for (facts §7.2).
    pub(crate) unit: Decimal,
    pub(crate) discount: Option<Discount>,
    pub(crate) item: Option<String>,
    /// None only on drafts.
    pub(crate) account: Option<Uuid>,
    pub(crate) tax_type: String,
    pub(crate) tax: Decimal,
    /// Discounted; with tax where the document is inclusive.
    pub(crate) amount: Decimal,
    /// Category and option.
    pub(crate) tracking: Vec<(Uuid, Uuid)>,
}

/// What a line is reduced by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Discount {
    /// In percent.
    Rate(Decimal),
    /// In the document's currency.
    Amount(Decimal),
}

words! {
    /// Kinds of document; the bills of suppliers are not modelled.
    DocumentKind {
        Invoice = "ACCREC",
        CreditNote = "ACCRECCREDIT",
        Receive = "RECEIVE",
        ReceiveOverpayment = "RECEIVE-OVERPAYMENT",
        ReceivePrepayment = "RECEIVE-PREPAYMENT",
        ReceiveTransfer = "RECEIVE-TRANSFER",
        Spend = "SPEND",
        SpendOverpayment = "SPEND-OVERPAYMENT",
        SpendPrepayment = "SPEND-PREPAYMENT",
        SpendTransfer = "SPEND-TRANSFER",
    }
}

words! {
    /// Statuses as they are kept. `PAID` is what an authorised one is called when nothing of it
    /// is open any more.
    DocumentStatus {
        Draft = "DRAFT",
        Submitted = "SUBMITTED",
        Authorised = "AUTHORISED",
        Deleted = "DELETED",
        Voided = "VOIDED",
    }
}

impl DocumentKind {
    /// Whether it is money, or a claim to money, that comes in.
    pub(crate) fn comes_in(self) -> bool {
        match self {
            Self::Invoice
            | Self::Receive
            | Self::ReceiveOverpayment
            | Self::ReceivePrepayment
            | Self::ReceiveTransfer => true,
            Self::CreditNote
            | Self::Spend
            | Self::SpendOverpayment
            | Self::SpendPrepayment
            | Self::SpendTransfer => false,
        }
    }

    pub(crate) fn is_overpayment(self) -> bool {
        matches!(self, Self::ReceiveOverpayment | Self::SpendOverpayment)
    }

    pub(crate) fn is_prepayment(self) -> bool {
        matches!(self, Self::ReceivePrepayment | Self::SpendPrepayment)
    }

    pub(crate) fn is_transfer(self) -> bool {
        matches!(self, Self::ReceiveTransfer | Self::SpendTransfer)
    }

    /// Whether it is kept as a bank transaction.
    pub(crate) fn is_of_a_bank(self) -> bool {
        !matches!(self, Self::Invoice | Self::CreditNote)
    }

    /// Whether it can be allocated to invoices, or paid back.
    pub(crate) fn is_credit(self) -> bool {
        self == Self::CreditNote || self.is_overpayment() || self.is_prepayment()
    }

    /// Whether paying what is open of it brings money in.
    pub(crate) fn is_settled_by_receiving(self) -> bool {
        if self.is_credit() { !self.comes_in() && self.is_of_a_bank() } else { self.comes_in() }
    }
}

impl DocumentStatus {
    /// Whether nothing can happen to a document of this status any more.
    pub(crate) fn ends(self) -> bool {
        match self {
            Self::Draft | Self::Submitted | Self::Authorised => false,
            Self::Deleted | Self::Voided => true,
        }
    }
}

impl Line {
    /// Without tax.
    pub(crate) fn net(&self, types: LineAmountTypes) -> Decimal {
        match types {
            LineAmountTypes::Inclusive => self.amount - self.tax,
            LineAmountTypes::Exclusive | LineAmountTypes::NoTax => self.amount,
        }
    }

    /// What the discount came to.
    pub(crate) fn discounted(&self) -> Decimal {
        match self.discount {
            Some(_) => cents(self.quantity * self.unit) - self.amount,
            None => Decimal::ZERO,
        }
    }
}

impl Document {
    pub(crate) fn subtotal(&self) -> Decimal {
        self.lines.iter().map(|line| line.net(self.types)).sum()
    }

    pub(crate) fn tax(&self) -> Decimal {
        self.lines.iter().map(|line| line.tax).sum()
    }

    pub(crate) fn total(&self) -> Decimal {
        self.subtotal() + self.tax()
    }

    /// Whether it may be saved with `next` (facts §7.1). Bank transactions post at once, and end
    /// by being deleted (facts §9).
    pub(crate) fn may_become(&self, next: DocumentStatus) -> bool {
        let end =
            if self.kind.is_of_a_bank() { DocumentStatus::Deleted } else { DocumentStatus::Voided };
        match self.status {
            DocumentStatus::Draft | DocumentStatus::Submitted => next != DocumentStatus::Voided,
            DocumentStatus::Authorised => next == DocumentStatus::Authorised || next == end,
            DocumentStatus::Deleted | DocumentStatus::Voided => false,
        }
    }

    /// Whether the ledger has it. A transfer is posted by the transfer it is a half of.
    pub(crate) fn is_posted(&self) -> bool {
        self.status == DocumentStatus::Authorised && !self.kind.is_transfer()
    }

    /// The side of its lines, in the base currency, debits positive; the tax on its account.
    pub(crate) fn parts(&self, tax_account: Uuid) -> Vec<(Uuid, Decimal)> {
        let side = if self.kind.comes_in() { Decimal::NEGATIVE_ONE } else { Decimal::ONE };
        let lines = self.lines.iter().filter_map(|line| {
            Some((line.account?, side * to_base(line.net(self.types), self.rate)))
        });
        let tax = (tax_account, side * to_base(self.tax(), self.rate));
        lines.chain([tax]).filter(|(_, amount)| !amount.is_zero()).collect()
    }
}

/// What numbers of invoices begin with where Xero makes them.
pub(crate) const INVOICE_PREFIX: &str = "INV-";

/// The number after the highest that has this form: `INV-0001`.
pub(crate) fn next_number(prefix: &str, all: &[Document]) -> String {
    let numbers = all.iter().filter_map(|document| {
        document.number.strip_prefix(prefix).and_then(|rest| rest.parse::<u64>().ok())
    });
    format!("{prefix}{:04}", numbers.max().unwrap_or(0).saturating_add(1))
}

/// Rounded to two decimals, half away from zero (facts §7.3).
pub(crate) fn cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// An amount in the base currency. `rate` is what one unit of that buys.
pub(crate) fn to_base(amount: Decimal, rate: Decimal) -> Decimal {
    if rate == Decimal::ONE { amount } else { cents(amount / rate) }
}
