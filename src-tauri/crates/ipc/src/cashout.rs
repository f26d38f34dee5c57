//! The review of a location's day or days: totals, the exact journals, what stands in the way.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    AccountRef, Action, AmountsAre, Cursor, Day, DocumentId, DocumentKind, DocumentState,
    DocumentSummary, LineKey, LocationId, Money, Notice, TaxType, TenderName, TrackingChoice,
    TransactionId, TransactionKind,
};

/// Asks for the review of a day or a range.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CashoutRequest {
    /// Where; the first location when absent.
    pub location: Option<LocationId>,
    /// The first business date.
    pub from: Day,
    /// The last business date, not before `from`.
    pub to: Day,
}

/// The review: a pure sum of what is recorded, and what would be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Cashout {
    /// The location reviewed.
    pub location: LocationId,
    /// Its name.
    pub location_name: String,
    /// The first business date.
    pub from: Day,
    /// The last business date.
    pub to: Day,
    /// ISO 4217 code of every amount here.
    pub currency: String,
    /// Where these days stand.
    pub state: DayState,
    /// Transactions of these days, in both halves.
    pub transactions: u32,
    /// What the till took in these days: both halves together, less what went to the bank.
    pub taken: Money,
    /// The half that goes into the journals below.
    pub in_cashout: Money,
    /// The half that is posted by documents of its own.
    pub separately: Money,
    /// What was counted and what should have been there, where the drawer was counted.
    pub over_short: Option<Money>,
    /// Totals by way of paying, both halves.
    pub by_tender: Vec<TenderTotal>,
    /// Totals by account of this cashout's half.
    pub by_account: Vec<AccountTotal>,
    /// Totals by kind of amount of this cashout's half.
    pub by_category: Vec<CategoryTotal>,
    /// The exact journals to be made: one, or several where the range must be split.
    pub journals: Vec<JournalPreview>,
    /// What leaves this cashout out, each with its own state.
    pub posted_separately: Vec<SeparateDocument>,
    /// The same summed by what happened and what it becomes in Xero.
    pub separate_groups: Vec<SeparateGroup>,
    /// What keeps it from being sent now. It can be closed and queued all the same.
    pub blockers: Vec<Notice>,
    /// What a person should know but may pass over.
    pub warnings: Vec<Notice>,
    /// Cashout documents made for these days before, newest first.
    pub documents: Vec<DocumentSummary>,
    /// Days before `from` that were never closed, oldest first.
    pub earlier_open_days: Vec<OpenDay>,
    /// What sending this costs of Xero's limits, with all that waits already; absent where there
    /// is nothing to send.
    pub calls: Option<CallPlan>,
}

/// What sending costs of Xero's limits of calls, about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallPlan {
    /// Documents to be sent.
    pub documents: u32,
    /// Calls to Xero, with those that read the chart and find contacts.
    pub calls: u32,
    /// Calls left of this minute, as Xero last said; absent where it said nothing.
    pub minute_left: Option<u32>,
    /// Calls left of this day, as Xero last said; absent where it said nothing.
    pub day_left: Option<u32>,
    /// How many of the documents the rest of the day has calls for.
    pub today: u32,
    /// How long those of today take, in seconds.
    pub takes_seconds: u32,
    /// All that in a sentence, where it is worth a person's while.
    pub message: Option<String>,
}

/// Where the reviewed days stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DayState {
    /// Nothing was recorded, so nothing can be posted.
    NothingToPost,
    /// There are transactions no document has claimed.
    Open,
    /// Closed here; its documents wait or are on their way.
    Queued,
    /// Closed here; a document needs a person.
    NeedsAttention,
    /// Everything is in Xero.
    Posted,
    /// Posted, and transactions came after: they make a supplementary cashout.
    Supplement,
}

/// What was paid in one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenderTotal {
    /// The way of paying, as the desk names it.
    pub tender: TenderName,
    /// The clearing account it goes to, when it has one.
    pub account: Option<AccountRef>,
    /// Paid to us.
    pub taken: Money,
    /// Paid back by us, as a negative amount.
    pub refunded: Money,
    /// What the till should hold of it.
    pub net: Money,
    /// Transactions paid so, whole or in part.
    pub transactions: u32,
}

/// What goes to one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountTotal {
    /// The account; absent while a GL code has none.
    pub account: Option<AccountRef>,
    /// The account's name, or the unmapped code in words.
    pub label: String,
    /// The debit, when debits are more.
    pub debit: Option<Money>,
    /// The credit, when credits are more.
    pub credit: Option<Money>,
    /// Transactions that touch it.
    pub transactions: u32,
}

/// A kind of amount that is shown apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Category {
    /// Sales before discounts and tax, refunds not taken off.
    Sales,
    /// Sales given back, before tax.
    Refunds,
    /// Discounts shown apart.
    Discounts,
    /// Card surcharges.
    Surcharges,
    /// Tax, sales less refunds.
    Tax,
    /// Tips taken.
    Tips,
    /// What goes to neither revenue nor tax, by name: gift cards, bonds, deposits.
    Other,
    /// Cash paid out of and into the drawer.
    Drawer,
}

/// What one kind of amount sums to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CategoryTotal {
    /// Which kind.
    pub category: Category,
    /// A part of it by name (`GST`), or absent for the kind as a whole.
    pub label: Option<String>,
    /// The sum; what lowers the takings is negative.
    pub amount: Money,
    /// Transactions that have it.
    pub transactions: u32,
}

/// A journal as it will be sent, to the cent and to the letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JournalPreview {
    /// The journal's date.
    pub date: Day,
    /// The first business date in it.
    pub from: Day,
    /// The last business date in it.
    pub to: Day,
    /// The narration without the mark that makes it unique, which is given when it is queued.
    pub narration: String,
    /// Why the range was split here, if it was.
    pub split_because: Option<String>,
    /// Whether its amounts carry their tax.
    pub amounts_are: AmountsAre,
    /// Its lines: debits first, then by account code.
    pub lines: Vec<JournalLine>,
    /// Sum of the debit column.
    pub debits: Money,
    /// Sum of the credit column; equals `debits`.
    pub credits: Money,
}

/// A line of a journal. Exactly one of `debit` and `credit` is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JournalLine {
    /// Asks for what is in it; absent on lines of a document already made.
    pub key: Option<LineKey>,
    /// The account's code; absent when unmapped or when the account has none.
    pub account_code: Option<String>,
    /// The account's name, or the unmapped code in words.
    pub account_name: String,
    /// True while a GL code, tax or tender behind it has no account.
    pub unmapped: bool,
    /// "Boats: 23 sales, 1 refund".
    pub description: String,
    /// The debit amount.
    pub debit: Option<Money>,
    /// The credit amount.
    pub credit: Option<Money>,
    /// The tax type sent.
    pub tax_type: Option<TaxType>,
    /// The tracking options sent.
    pub tracking: Vec<TrackingChoice>,
    /// Transactions summed in it.
    pub transactions: u32,
}

/// Asks for the transactions in a line of a reviewed journal. The answer is a `TransactionPage`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LineTransactionsRequest {
    /// The line.
    pub line: LineKey,
    /// Where to go on; the start when absent.
    pub cursor: Option<Cursor>,
}

/// Something of these days that is posted by a document of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SeparateDocument {
    /// The document, once there is one.
    pub document: Option<DocumentId>,
    /// The transaction it is of.
    pub transaction: TransactionId,
    /// What happened.
    pub transaction_kind: TransactionKind,
    /// Its kind.
    pub kind: DocumentKind,
    /// Its state; a draft of ours while it is not made.
    pub state: DocumentState,
    /// What it is: "Deposit, booking B-1042, A. Larsen".
    pub title: String,
    /// What it comes to.
    pub amount: Money,
    /// ISO 4217 code of the amount.
    pub currency: String,
    /// What the till took with it, negative when it gave; zero for an account charge.
    pub taken: Money,
    /// Why it waits, if it does.
    pub message: Option<String>,
    /// What can be done with it now.
    pub actions: Vec<Action>,
    /// Its link in Xero, once posted.
    pub link: Option<String>,
}

/// What is posted separately of one kind, summed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SeparateGroup {
    /// What happened.
    pub transaction_kind: TransactionKind,
    /// What it is in Xero.
    pub kind: DocumentKind,
    /// How many there are.
    pub count: u32,
    /// What they come to, in the organisation's currency; absent where some are in another.
    pub amount: Option<Money>,
    /// What the till took with them, negative when it gave.
    pub taken: Money,
}

/// A day that was never closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenDay {
    /// The business date.
    pub day: Day,
    /// Unclaimed transactions in it.
    pub transactions: u32,
    /// What the till took with them.
    pub taken: Money,
}
