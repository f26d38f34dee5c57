//! Backups of the book, putting one back, and what that leaves to be decided.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Day, DocumentId, DocumentKind, Instant, Money};

/// The backups of this book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Backups {
    /// Newest first.
    pub backups: Vec<Backup>,
    /// The folder they lie in.
    pub folder: String,
    /// Why today's could not be made, where it could not.
    pub problem: Option<String>,
    /// That the book was put back and Xero was not asked yet what was sent since.
    pub restored: Option<RestoredBook>,
    /// What Xero has of this book's making and the book does not know.
    pub found: Vec<FoundDocument>,
}

/// One backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Backup {
    /// The file, as `restore_backup` wants it.
    pub file: String,
    /// The day it was made.
    pub day: Day,
    /// Why it was made, in a few words: "daily", "before an upgrade".
    pub kind: String,
    /// That it is no backup, but a copy of a damaged book: what it holds is not what was recorded.
    pub damaged: bool,
}

/// A book that was put back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RestoredBook {
    /// When.
    pub at: Instant,
    /// Until when the book knows what it sent; nothing of it where absent.
    pub known_until: Option<Instant>,
    /// What happened, whether anything is lost, what to do.
    pub sentence: String,
}

/// A document in Xero that this book made and does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundDocument {
    /// Its narration or Reference in Xero.
    pub reference: String,
    /// What it is.
    pub kind: DocumentKind,
    /// Its date.
    pub day: Day,
    /// What it comes to.
    pub total: Money,
    /// The documents here that may be the same; none where nothing is.
    pub may_be: Vec<DocumentId>,
}

/// Puts a backup in the place of the book, which is kept aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RestoreBackup {
    /// The file: one of the list, or any other.
    pub file: String,
}

/// Says that what was found in Xero is another thing than a document that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DismissFound {
    /// The document that waits.
    pub document: DocumentId,
    /// The `reference` of what was found; may be absent where only one thing may be the document.
    pub reference: Option<String>,
    /// Why; kept.
    pub why: String,
}
