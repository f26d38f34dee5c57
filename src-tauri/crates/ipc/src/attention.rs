//! Everything that needs a person, grouped by what would mend it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Action, CauseId, Day, DocumentId, DocumentState, Instant, Money, TransactionId};

/// All that needs a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Attention {
    /// One group a cause, the largest amount first.
    pub groups: Vec<AttentionGroup>,
    /// Documents and transactions in all groups.
    pub total: u32,
}

/// All that waits for the same mending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttentionGroup {
    /// The cause.
    pub cause: CauseId,
    /// The cause in a few words: "GL code 6545 has no account".
    pub title: String,
    /// What happened, whether anything is lost, what to do.
    pub sentence: String,
    /// How many wait for it; `items` may hold only the first of them.
    pub count: u32,
    /// What they come to.
    pub amount: Money,
    /// The buttons that mend it, the best first.
    pub actions: Vec<Action>,
    /// What waits, oldest first.
    pub items: Vec<AttentionItem>,
}

/// Something that needs a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttentionItem {
    /// What it is.
    pub subject: Subject,
    /// It in a few words: "Cashout, Main Dock" or "Sale 1042".
    pub title: String,
    /// Its date.
    pub date: Day,
    /// Its amount.
    pub amount: Money,
    /// ISO 4217 code of the amount.
    pub currency: String,
    /// Since when it waits.
    pub since: Instant,
    /// What is particular to it, if anything.
    pub detail: Option<String>,
    /// Xero's own words, if it said any.
    pub xero_said: Option<String>,
    /// What can be done with this one alone.
    pub actions: Vec<Action>,
}

/// A document or a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Subject {
    /// A document that did not reach Xero or did not come back equal.
    Document {
        /// Which one.
        document: DocumentId,
        /// How far it has come.
        state: DocumentState,
    },
    /// A transaction no document can take.
    Transaction {
        /// Which one.
        transaction: TransactionId,
    },
}

/// Names a cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CauseRef {
    /// Which one.
    pub cause: CauseId,
}
