//! What the rail shows, and how far the first start has come.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{AtWindow, Day, Instant, OrganisationRef};

/// A request that asks for nothing in particular.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct NoArguments {}

/// The answer of a command whose effect is all there is to say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(type = "Record<string, never>")]
pub struct Done {}

/// Where this book stands, at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// Daybook's version.
    pub version: String,
    /// The organisation this book is connected or bound to.
    pub organisation: Option<OrganisationRef>,
    /// Whether Xero can be spoken to.
    pub connection: ConnectionState,
    /// True in practice mode: the books are the simulator's, never real ones.
    pub practice: bool,
    /// Where the simulator shows its books, in practice mode.
    pub simulator_url: Option<String>,
    /// ISO 4217 code of the organisation's currency, once known.
    pub currency: Option<String>,
    /// BCP 47 locale for dates and amounts: `en-CA`.
    pub locale: String,
    /// Today's business date at the first location.
    pub today: Day,
    /// Documents queued or being sent.
    pub waiting: u32,
    /// Documents and transactions that need a person.
    pub attention: u32,
    /// What the outbox is doing.
    pub sync: SyncState,
    /// Where secrets are kept, in a sentence: "Your sign-in is kept in this computer's keychain."
    pub vault: String,
    /// Who is at this window, and what they may do.
    pub window: AtWindow,
    /// The steps of the first start, in order.
    pub checklist: Vec<ChecklistItem>,
}

/// Whether Xero can be spoken to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ConnectionState {
    /// Nobody has signed in yet, or the connection was ended.
    None,
    /// Signed in; the last exchange worked.
    Connected {
        /// When the sign-in lapses if Daybook is not used before.
        lapses_at: Option<Instant>,
        /// Whether that is so near that somebody should see to it: renewing it has failed for
        /// weeks.
        lapses_soon: bool,
    },
    /// Signed in; Xero could not be reached the last time.
    Offline {
        /// Since when.
        since: Instant,
        /// As of a connection that works.
        lapses_at: Option<Instant>,
        /// As of a connection that works.
        lapses_soon: bool,
    },
    /// The sign-in has lapsed or was revoked.
    Lapsed,
}

/// What the outbox is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SyncState {
    /// Nothing waits.
    Idle,
    /// Sending now.
    Sending,
    /// Something waits and will go by itself.
    Waiting {
        /// When it is tried again.
        next_at: Option<Instant>,
        /// Why it waits, in a sentence.
        reason: String,
    },
    /// Another window or process of this book does the sending.
    Elsewhere,
}

/// One step of the first start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChecklistItem {
    /// Which step.
    pub step: ChecklistStep,
    /// Whether it is done.
    pub done: bool,
    /// Where it stands, in a few words: "2 of 3 codes have an account".
    pub detail: Option<String>,
}

/// The steps of the first start, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ChecklistStep {
    /// Connect to Xero, or start the practice company.
    Connect,
    /// Give every needed role an account.
    Roles,
    /// Import the first file.
    FirstFile,
    /// Give every GL code in use an account.
    GlCodes,
    /// Sync the first cashout.
    FirstCashout,
}
