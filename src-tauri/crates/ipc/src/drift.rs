//! Drift: what is in Xero now and is not what was posted.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Day, DocumentSummary, Instant, Money, TrackingChoice};

/// Which drifts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DriftRequest {
    /// Those that were settled, too.
    pub all: bool,
}

/// Names a drift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DriftRef {
    /// Its number.
    pub drift: String,
}

/// What in Xero is not as it was posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Drifts {
    /// When Xero was last looked at; never where absent.
    pub checked_at: Option<Instant>,
    /// How many are open.
    pub open: u32,
    /// Newest first.
    pub drifts: Vec<Drift>,
}

/// How what is in Xero differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DriftKind {
    /// It says something else.
    Edited,
    /// It is voided or deleted.
    Voided,
    /// It was matched with the bank's statement: nothing is wrong.
    Reconciled,
    /// Another one of the same day and amount is there.
    Duplicate,
}

/// One drift, three ways.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Drift {
    /// Its number.
    pub id: String,
    /// How it differs.
    pub kind: DriftKind,
    /// The document of this book.
    pub document: DocumentSummary,
    /// What is different, in sentences.
    pub message: String,
    /// The name in Xero of what was looked at.
    pub reference: String,
    /// When it was noticed.
    pub found_at: Instant,
    /// What was sent.
    pub sent: DriftSide,
    /// What Xero answered then.
    pub answered: Option<DriftSide>,
    /// What is there now; of a duplicate, the other one.
    pub now: DriftSide,
    /// How it ended, in a few words: "accepted by Bea"; open where absent.
    pub settled: Option<String>,
    /// Whether it can be posted again.
    pub can_repost: bool,
}

/// A document as one of the three has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DriftSide {
    /// Xero's word for how it stands; none of what was sent.
    pub status: Option<String>,
    /// Its date.
    pub day: Day,
    /// The currency of its amounts, ISO 4217.
    pub currency: String,
    /// Units of that currency for one of the organisation's, where that is another; absent where it
    /// was left to Xero, too.
    pub rate: Option<String>,
    /// Its lines.
    pub lines: Vec<DriftLine>,
}

/// A line of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DriftLine {
    /// The account, by its code or name.
    pub account: String,
    /// The amount, debit positive.
    pub amount: Money,
    /// Its tax type.
    pub tax_type: String,
    /// How it is tracked, in the order of the categories' names; absent where a line has no
    /// tracking, or it was read before tracking was kept.
    pub tracking: Option<Vec<TrackingChoice>>,
}
