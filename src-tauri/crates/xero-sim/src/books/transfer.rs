//! Money moved between two bank accounts of the organisation (facts §9).

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A transfer. Only ever created and deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BankTransfer {
    pub(crate) id: Uuid,
    pub(crate) from: Uuid,
    pub(crate) to: Uuid,
    /// The bank transactions that are its halves.
    pub(crate) halves: [Uuid; 2],
    /// In the currency of both accounts.
    pub(crate) amount: Decimal,
    /// In the base currency.
    pub(crate) base: Decimal,
    pub(crate) rate: Decimal,
    pub(crate) date: NaiveDate,
    pub(crate) reference: String,
    /// Tracking of the source and of the destination: category and option.
    pub(crate) tracking: [Vec<(Uuid, Uuid)>; 2],
    pub(crate) deleted: bool,
    pub(crate) created: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
}
