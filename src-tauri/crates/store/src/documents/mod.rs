//! Documents and the outbox: what is put into Xero, and how far each has come.
//!
//! A document is written with its lines and claims in one transaction before anything is sent; an
//! attempt is durable before its request leaves; an outcome is durable before anything follows
//! from it (DESIGN §4). What to send and what an answer means is not known here.

mod attempt;
mod claim;
mod due;
mod lines;
mod open_part;
mod own_part;
mod posted;
mod read;
pub(crate) mod read_back;
mod set_off;
mod state;
mod step;
mod take_over;
mod together;
mod undo;

use chrono::{DateTime, NaiveDate, Utc};
use ledger::{Amount, Currency, DocumentKind, Entry, Kind, Lane, LegTotal, PartRef};
use rust_decimal::Decimal;

use crate::ids::{DocumentId, LocationId, TransactionId};

pub use open_part::{OpenPart, PartFilter, PartPlace};
pub use own_part::PartDetail;
pub use posted::{PostedCursor, PostedEntry, PostedPage};
pub use set_off::SetOff;
pub use state::{Operation, Outcome, State};
pub use step::Evidence;
pub use together::Together;
pub use undo::Kept;

/// A document to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDocument {
    /// Its short unique code, the last word of its reference ("4K7Q2M").
    pub code: String,
    /// Whose day it holds.
    pub location: LocationId,
    /// Which parts it takes.
    pub lane: Lane,
    /// First business date.
    pub from: NaiveDate,
    /// Last business date.
    pub to: NaiveDate,
    /// What is to be posted; its reference is unique in the book for ever. Without lines where
    /// something (an unmapped code) stands in the way of working them out; then `hold` says what.
    pub entry: Entry,
    /// The request's body; empty while there are no lines.
    pub body: String,
    /// What it takes.
    pub claims: Claims,
    /// The documents it is about.
    pub about: About,
    /// Whether a sheet of it is attached to it in Xero.
    pub evidence: bool,
    /// Who made it.
    pub created_by: String,
    /// Why it is not to be sent yet.
    pub hold: Option<Reason>,
}

/// What a document takes of what was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claims {
    /// Every open part of its location, lane and business dates.
    Days {
        /// The open totals it was worked out from, as [`crate::Book::open_totals`] gave them.
        expected: Vec<LegTotal>,
    },
    /// One part that has a document of its own.
    Part(PartRef),
    /// Nothing: it takes another document back.
    Nothing,
}

/// The other documents that a document is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct About {
    /// The invoice or credit note that a payment pays, the credit note of an allocation.
    pub document: Option<DocumentId>,
    /// The invoice that an allocation goes to.
    pub allocates_to: Option<DocumentId>,
    /// The document it takes back by its opposite, where that is locked in Xero.
    pub reverses: Option<DocumentId>,
}

/// Why a document waits, was refused or left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    /// A code that groups what is mended together ("unmapped:6545", "locked").
    pub cause: String,
    /// The sentence people read.
    pub message: String,
}

/// A document in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSummary {
    /// Its id.
    pub id: DocumentId,
    /// What it is in Xero.
    pub kind: DocumentKind,
    /// Where it is on its way.
    pub state: State,
    /// What is being done with it.
    pub operation: Operation,
    /// The text it is looked up by in Xero: a journal's narration, another document's Reference.
    pub reference: String,
    /// Its short code.
    pub code: String,
    /// Whose day it holds.
    pub location: LocationId,
    /// Which parts it takes.
    pub lane: Lane,
    /// Its date in Xero.
    pub date: NaiveDate,
    /// First business date.
    pub from: NaiveDate,
    /// Last business date.
    pub to: NaiveDate,
    /// What it is worth: a journal's debits, what every other document comes to.
    pub total: Amount,
    /// The currency of that.
    pub currency: Currency,
    /// The documents it is about.
    pub about: About,
    /// How many transactions it claimed.
    pub transactions: u32,
    /// The one transaction it is of, where it is the document of a part; of a reversal the one
    /// whose document it takes back.
    pub subject: Option<Subject>,
    /// How often something was tried with it in Xero.
    pub attempts: u32,
    /// Why it waits, was refused or left out.
    pub reason: Option<Reason>,
    /// Before when nothing is to be done with it: the look-up of an unknown one, the next try.
    pub not_before: Option<DateTime<Utc>>,
    /// Xero's id, once it is in Xero.
    pub xero_id: Option<String>,
    /// Xero's own number of an invoice or a credit note.
    pub number: Option<String>,
    /// Who closed the day.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it was found in Xero.
    pub posted_at: Option<DateTime<Utc>>,
}

/// What a document of one part is about, in the desk's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The transaction.
    pub transaction: TransactionId,
    /// What happened.
    pub kind: Kind,
    /// The source's own id of it.
    pub outside_id: String,
    /// The booking it belongs to.
    pub booking: Option<String>,
    /// The customer's name.
    pub customer: Option<String>,
}

/// Everything about one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// As in the list.
    pub summary: DocumentSummary,
    /// What is posted.
    pub entry: Entry,
    /// The one part it took, where it is the document of a part.
    pub part: Option<PartRef>,
    /// Units of its own currency for one of the base currency, as Xero had it when it was posted.
    pub rate: Option<Decimal>,
    /// Where its sheet stands; none where none is wanted.
    pub evidence: Option<SheetState>,
    /// The body of the request that makes it.
    pub body: String,
    /// Every attempt, oldest first.
    pub attempts: Vec<Attempt>,
    /// What Xero had when it was posted.
    pub read_back: Option<ReadBack>,
}

/// Where the sheet of a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetState {
    /// It is attached once the document is posted.
    Wanted,
    /// It is attached in Xero.
    Attached,
    /// It could not be attached.
    Failed,
}

/// One attempt to do something to a document in Xero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// 1 for the first of a document.
    pub number: u32,
    /// What was tried.
    pub operation: Operation,
    /// The idempotency key it was sent with.
    pub key: String,
    /// The bytes that were sent.
    pub body: String,
    /// When it was committed, just before the request left.
    pub started_at: DateTime<Utc>,
    /// When its outcome was committed.
    pub finished_at: Option<DateTime<Utc>>,
    /// How it ended; none while it runs or when the program stopped.
    pub outcome: Option<Outcome>,
    /// What was said about it.
    pub message: Option<String>,
}

/// What Xero said of a document that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Xero's id.
    pub xero_id: String,
    /// Xero's own number, where it gives one.
    pub number: Option<String>,
    /// Units of its currency for one of the base currency, where that is another.
    pub rate: Option<Decimal>,
    /// What Xero has.
    pub read_back: ReadBack,
}

/// What Xero has, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadBack {
    /// Xero's status word ("POSTED").
    pub status: String,
    /// Its date there.
    pub date: NaiveDate,
    /// The currency of its amounts; none where Xero says none (a journal, a payment), and of what
    /// was read before currencies were kept.
    pub currency: Option<Currency>,
    /// Units of that currency for one of the base currency, of at most six decimals; none as above.
    pub rate: Option<Decimal>,
    /// Its lines there, in Xero's order.
    pub lines: Vec<ReadBackLine>,
}

/// One line as Xero has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadBackLine {
    /// Xero's account id, where it said one.
    pub account_id: Option<String>,
    /// The account's code.
    pub account_code: String,
    /// The description.
    pub description: String,
    /// The line's amount, debit positive, with or without tax as it was sent.
    pub amount: Amount,
    /// The tax Xero worked out, debit positive.
    pub tax: Amount,
    /// The tax type.
    pub tax_type: String,
    /// How it is tracked, at most twice; none of what has no tracking (a payment), and of what was
    /// read before tracking was kept.
    pub tracking: Option<Vec<Tracked>>,
}

/// A tracking category and the option a line has in it, as Xero said them. Their order is that of
/// the names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tracked {
    /// The category's name.
    pub category: String,
    /// The option's name.
    pub option: String,
    /// The category's id, where Xero said it.
    pub category_id: Option<String>,
    /// The option's id, where Xero said it.
    pub option_id: Option<String>,
}

/// Which documents to list. Every field that is set must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentFilter {
    /// Any of these states; of every state when empty.
    pub states: Vec<State>,
    /// The location.
    pub location: Option<LocationId>,
    /// Ends on or after this business date.
    pub from: Option<NaiveDate>,
    /// Begins on or before this business date.
    pub to: Option<NaiveDate>,
    /// Of single parts (true), or of whole days (false).
    pub own: Option<bool>,
    /// Only ids below this one: the cursor of the next page.
    pub before: Option<DocumentId>,
}

/// Documents that need a person or an answer, for one cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attention {
    /// The cause they share.
    pub cause: String,
    /// Held, rejected or unknown, oldest first.
    pub documents: Vec<DocumentSummary>,
}

/// The next thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The document.
    pub document: DocumentId,
    /// What is due.
    pub what: DueFor,
    /// How many attempts it had. Above zero, look it up before sending: it may be there.
    pub attempts: u32,
}

/// What is due for a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueFor {
    /// A request was on its way when the program stopped: make it unknown.
    Interrupted,
    /// Its settle time is over: look it up.
    LookUp,
    /// What it was held for may be over: check again.
    Reconsider,
    /// It waits in Xero for approval: look whether it has it.
    Approval,
    /// It is in Xero, and its sheet is not attached yet.
    Evidence,
    /// Send it.
    Send,
}
