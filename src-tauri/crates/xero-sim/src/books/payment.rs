//! What settles documents: payments, and credits allocated to invoices (facts §8).

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a settlement took from each account that held the document open, in the base currency.
pub(crate) type Taken = Vec<(Uuid, Decimal)>;

/// Money for a document, either way. Only ever created and deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Payment {
    pub(crate) id: Uuid,
    /// The document it settles.
    pub(crate) document: Uuid,
    /// Where the money went to or came from.
    pub(crate) account: Uuid,
    pub(crate) date: NaiveDate,
    /// In the document's currency.
    pub(crate) amount: Decimal,
    /// In the account's currency.
    pub(crate) bank_amount: Decimal,
    /// In the base currency.
    pub(crate) base: Decimal,
    /// Units of the document's currency for one of the base currency.
    pub(crate) rate: Decimal,
    pub(crate) reference: String,
    pub(crate) reconciled: bool,
    pub(crate) deleted: bool,
    pub(crate) taken: Taken,
    pub(crate) updated: DateTime<Utc>,
}

/// A part of a credit used for an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Allocation {
    pub(crate) id: Uuid,
    /// A credit note, an overpayment or a prepayment.
    pub(crate) credit: Uuid,
    pub(crate) invoice: Uuid,
    pub(crate) amount: Decimal,
    pub(crate) date: NaiveDate,
    pub(crate) deleted: bool,
    pub(crate) from_credit: Taken,
    pub(crate) from_invoice: Taken,
}
