//! What the program tells the window without being asked.
//!
//! No state is pushed: an event says what changed and the window asks again, so that nothing is
//! told in two ways that could disagree.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::RunId;

/// The one list of events. Hands `name(Payload)` lines to the macro it is given.
#[macro_export]
macro_rules! with_events {
    ($then:ident) => {
        $then! {
            /// Something in the book changed: ask again.
            changed($crate::Changed),
            /// A piece of long work has come a step further.
            progress($crate::Progress),
        }
    };
}

macro_rules! declare_events {
    ($($(#[$doc:meta])* $name:ident($payload:ty),)*) => {
        /// The names of all events, in the order of the list.
        pub const EVENT_NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}
with_events!(declare_events);

/// Something in the book changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    /// What kind of thing.
    pub topic: Topic,
    /// Which one, when it is one.
    pub id: Option<String>,
}

/// The kinds of thing that change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Topic {
    /// The connection, the organisation or the sign-in under way.
    Connection,
    /// Accounts, tax rates or tracking.
    Chart,
    /// Transactions, and with them every total.
    Transactions,
    /// Documents and the outbox.
    Documents,
    /// Mappings.
    Mappings,
    /// Settings or locations.
    Settings,
    /// The sync log.
    SyncLog,
    /// Who works with the book, and who is at this window: what may be asked for may differ.
    People,
    /// The audit log.
    AuditLog,
}

impl Topic {
    /// All of them: another book is open.
    pub const ALL: [Self; 9] = [
        Self::Connection,
        Self::Chart,
        Self::Transactions,
        Self::Documents,
        Self::Mappings,
        Self::Settings,
        Self::SyncLog,
        Self::People,
        Self::AuditLog,
    ];
}

/// A piece of long work has come a step further.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// The piece of work.
    pub run: RunId,
    /// The step it is at.
    pub step: Step,
    /// How much of the step is done.
    pub done: u32,
    /// How much there is, when known.
    pub total: Option<u32>,
}

/// The steps of long work, in the order they are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Step {
    /// Practice: starting the simulator.
    StartingSimulator,
    /// Practice: signing in to it.
    SigningIn,
    /// Practice: making the season.
    MakingSeason,
    /// Reading the chart from Xero.
    ReadingChart,
    /// Import: reading the file.
    ReadingFile,
    /// Import: writing transactions.
    Recording,
    /// Sync: checking what Xero would refuse.
    Checking,
    /// Sync: writing the documents into the outbox. From here nothing can be lost.
    Queueing,
    /// Sync: looking for what an earlier attempt may have left.
    LookingUp,
    /// Sync: sending.
    Sending,
    /// Sync: waiting until Xero's limit of calls lets it go on by itself.
    Limited,
    /// Sync: comparing what Xero has with what was meant.
    Comparing,
    /// The end of any work.
    Finished,
}

/// Names a piece of work to start or to cancel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Run {
    /// Its name.
    pub run: RunId,
}
