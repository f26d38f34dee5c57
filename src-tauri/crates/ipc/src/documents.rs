//! Documents and the outbox: what was made for Xero and how far it has come.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Action, AmountsAre, Cursor, Day, DocumentId, Instant, JournalLine, LocationId, Money, PartName,
    RunId, TransactionId,
};

/// Closes a range and sends it. Asking twice makes nothing twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SyncCashout {
    /// Names this piece of work for progress.
    pub run: RunId,
    /// Where; the first location when absent.
    pub location: Option<LocationId>,
    /// The first business date.
    pub from: Day,
    /// The last business date.
    pub to: Day,
}

/// What came of sending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncOutcome {
    /// The documents concerned, as they stand now.
    pub documents: Vec<DocumentSummary>,
    /// True when everything concerned is in Xero.
    pub settled: bool,
    /// What happened, and what waits and why: "The day is closed and queued; nothing is lost."
    pub message: String,
    /// What to do about what did not go.
    pub actions: Vec<Action>,
}

/// What undoing a document takes with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UndoPreview {
    /// The other documents that are taken back with it.
    pub documents: Vec<DocumentSummary>,
    /// Documents of the same transactions that stay in Xero.
    pub stays: Vec<DocumentSummary>,
}

/// Names a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DocumentRef {
    /// Which one.
    pub document: DocumentId,
}

/// Names a part of a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PartRef {
    /// The transaction.
    pub transaction: TransactionId,
    /// The part of it.
    pub part: PartName,
}

/// Gives a document up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SkipDocument {
    /// Which one.
    pub document: DocumentId,
    /// Why, in the person's words; not empty.
    pub why: String,
}

/// What a document is in Xero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// A manual journal.
    ManualJournal,
    /// A sales invoice.
    Invoice,
    /// A credit note.
    CreditNote,
    /// A payment of an invoice, or the refund of a credit note.
    Payment,
    /// A credit note's allocation to an invoice.
    Allocation,
    /// Money spent or received.
    BankTransaction,
}

/// How far a document has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DocumentState {
    /// Being prepared.
    Draft,
    /// Waits for its turn.
    Queued,
    /// On its way.
    Sending,
    /// In Xero, read back and equal.
    Posted,
    /// Xero said no.
    Rejected,
    /// No answer came; it will be looked up before anything is sent again.
    Unknown,
    /// Kept back: unmapped, locked, by choice.
    Held,
    /// Given up, with a reason.
    Skipped,
    /// Taken back out of Xero.
    Undone,
    /// In Xero as a draft, until somebody approves it there.
    AwaitingApproval,
}

/// A document in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DocumentSummary {
    /// Its id.
    pub id: DocumentId,
    /// What it is in Xero.
    pub kind: DocumentKind,
    /// How far it has come.
    pub state: DocumentState,
    /// What it is to a person: "Cashout, Main Dock".
    pub title: String,
    /// Its date in Xero.
    pub date: Day,
    /// Its total: the debit column of a journal.
    pub amount: Money,
    /// ISO 4217 code of the amount.
    pub currency: String,
    /// Xero's own number of an invoice or a credit note, once posted.
    pub number: Option<String>,
    /// How often it was sent.
    pub attempts: u32,
    /// Xero's id, once posted.
    pub xero_id: Option<String>,
    /// Its page in Xero or in the simulator, once posted.
    pub link: Option<String>,
    /// The narration or reference it is found by.
    pub narration: Option<String>,
    /// What happened, whether anything is lost, what is next. Absent when all is well.
    pub message: Option<String>,
    /// When its state last changed.
    pub changed_at: Instant,
}

/// A document with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// What the list shows.
    pub summary: DocumentSummary,
    /// Whether its amounts carry their tax.
    pub amounts_are: AmountsAre,
    /// The side that Xero adds itself, as a line: Accounts Receivable, a bank account. Both columns
    /// balance with it.
    pub counter: Option<JournalLine>,
    /// The contact it goes to, as its customer is called.
    pub contact: Option<String>,
    /// When an invoice is due.
    pub due: Option<Day>,
    /// Units of its currency for one of the organisation's, where that is another.
    pub rate: Option<String>,
    /// Where its sheet stands: "Attached in Xero."; absent where none is wanted.
    pub evidence: Option<String>,
    /// The document it pays, takes from or takes back.
    pub about: Option<DocumentSummary>,
    /// The documents that pay it, are set off against it or take it back.
    pub dependents: Vec<DocumentSummary>,
    /// Its lines as sent.
    pub lines: Vec<JournalLine>,
    /// Sum of the debit column.
    pub debits: Money,
    /// Sum of the credit column.
    pub credits: Money,
    /// Transactions it has claimed.
    pub transactions: u32,
    /// Who made it: a person by name, "desk" where nobody signs in, Daybook by itself.
    pub made_by: String,
    /// Every attempt to send it, oldest first.
    pub attempts: Vec<Attempt>,
    /// What can be done with it now.
    pub actions: Vec<Action>,
}

/// One attempt to send a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    /// When it was begun.
    pub at: Instant,
    /// What came of it, in a sentence.
    pub message: String,
    /// Xero's own words, if it said any.
    pub xero_said: Option<String>,
}

/// Asks for documents, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DocumentsRequest {
    /// Only these states; every state when empty.
    pub states: Vec<DocumentState>,
    /// Where to go on; the start when absent.
    pub cursor: Option<Cursor>,
}

/// A page of documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DocumentPage {
    /// The documents.
    pub documents: Vec<DocumentSummary>,
    /// Where the next page starts, if there is one.
    pub next: Option<Cursor>,
    /// How many there are in all.
    pub total: u32,
}
