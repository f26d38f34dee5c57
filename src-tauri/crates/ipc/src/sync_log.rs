//! Every exchange with Xero, as it happened.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Cursor, Day, DocumentId, Instant};

/// Asks for exchanges, newest first. What is absent or empty does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SyncLogRequest {
    /// Words in operation, document or message; all must be found.
    pub search: Option<String>,
    /// The first day, in UTC.
    pub from: Option<Day>,
    /// The last day, in UTC.
    pub to: Option<Day>,
    /// Of this document only.
    pub document: Option<DocumentId>,
    /// These results only.
    pub results: Vec<ExchangeResult>,
    /// Where to go on; the start when absent.
    pub cursor: Option<Cursor>,
}

/// What came of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ExchangeResult {
    /// Xero did as asked.
    Done,
    /// Xero said no.
    Refused,
    /// Xero asked for patience.
    Busy,
    /// No answer came, or only half of one.
    NoAnswer,
}

/// A page of exchanges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncLogPage {
    /// The exchanges.
    pub entries: Vec<SyncLogEntry>,
    /// Where the next page starts, if there is one.
    pub next: Option<Cursor>,
    /// How many there are in all.
    pub total: u32,
}

/// One exchange with Xero. Secrets are never in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncLogEntry {
    /// Its number in the log, as a string.
    pub id: String,
    /// When it began.
    pub at: Instant,
    /// Who had it made: a person by name, or Daybook by itself.
    pub who: String,
    /// What was asked: "Create journal", "Read chart".
    pub operation: String,
    /// The document it was for.
    pub document: Option<DocumentId>,
    /// That document in a few words.
    pub document_title: Option<String>,
    /// What came of it.
    pub result: ExchangeResult,
    /// The HTTP status, if an answer came.
    pub status: Option<u16>,
    /// How long it took.
    pub duration_ms: u32,
    /// Which attempt of that document it was.
    pub attempt: Option<u32>,
    /// Xero's id of what was made.
    pub xero_id: Option<String>,
    /// Its page in Xero.
    pub link: Option<String>,
    /// What happened, in a sentence.
    pub message: Option<String>,
}
