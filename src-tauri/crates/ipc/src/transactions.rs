//! What happened at the desk, as recorded or imported.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Action, Cursor, Day, DocumentSummary, GlCode, Instant, JournalLine, LocationId, Money,
    PartName, TenderName, TransactionId,
};

/// The kinds of transaction; `accounting.md` §5 says what each does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is a word of the glossary")]
pub enum TransactionKind {
    Sale,
    Refund,
    BookingPayment,
    BookingRefund,
    CheckIn,
    Cancellation,
    AccountCharge,
    AccountPayment,
    AccountRefund,
    BalancePayment,
    BalanceWriteOff,
    TipPayout,
    PaidOut,
    PaidIn,
    FloatChange,
    CashCount,
    BankDeposit,
    ProcessorPayout,
    GiftCardSale,
    GiftCardRefund,
    BondTaken,
    BondReturned,
    BondKept,
    DepositMove,
}

/// Whether a transaction is in Xero yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Posting {
    /// No document has claimed it.
    Open,
    /// A document has claimed it and is not in Xero yet.
    Claimed,
    /// Its document is in Xero.
    Posted,
    /// It can't be posted until a person acts.
    Blocked,
    /// Its document was given up, with a reason.
    Skipped,
    /// Nothing of it is ever posted: a deposit moved from one booking to another.
    Nothing,
    /// It waits for something that is not known yet: a rate.
    Waiting,
}

/// Which transactions. What is absent or empty does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TransactionFilter {
    /// Words in id, customer, booking, item, note or amount; all must be found.
    pub search: Option<String>,
    /// The first business date.
    pub from: Option<Day>,
    /// The last business date.
    pub to: Option<Day>,
    /// Where.
    pub location: Option<LocationId>,
    /// These kinds.
    pub kinds: Vec<TransactionKind>,
    /// Paid so, whole or in part.
    pub tender: Option<TenderName>,
    /// With a line of this GL code.
    pub gl_code: Option<GlCode>,
    /// In these states.
    pub postings: Vec<Posting>,
}

/// Asks for transactions, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TransactionsRequest {
    /// Which ones.
    pub filter: TransactionFilter,
    /// Where to go on; the start when absent.
    pub cursor: Option<Cursor>,
}

/// Names a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TransactionRef {
    /// Which one.
    pub transaction: TransactionId,
}

/// Withdraws a transaction that was recorded by mistake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WithdrawTransaction {
    /// Which one.
    pub transaction: TransactionId,
    /// Why, in the person's words; not empty.
    pub why: String,
}

/// A page of transactions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TransactionPage {
    /// The transactions.
    pub transactions: Vec<TransactionSummary>,
    /// Where the next page starts, if there is one.
    pub next: Option<Cursor>,
    /// How many there are in all.
    pub total: u32,
}

/// A transaction in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TransactionSummary {
    /// Its id.
    pub id: TransactionId,
    /// Its kind.
    pub kind: TransactionKind,
    /// When it happened.
    pub at: Instant,
    /// Its business date.
    pub day: Day,
    /// Its time of day at the location, `HH:MM`.
    pub time: String,
    /// The source's own id.
    pub source_id: String,
    /// What it was about: "Kayak tour × 2, Paddle".
    pub title: String,
    /// The customer's name.
    pub customer: Option<String>,
    /// How it was paid: "Cash, Visa".
    pub tenders: String,
    /// What the till took with it; negative when it gave.
    pub amount: Money,
    /// The part of it that is in the line asked about; absent elsewhere.
    pub share: Option<Money>,
    /// ISO 4217 code of its amounts.
    pub currency: String,
    /// Whether it is in Xero yet.
    pub posting: Posting,
}

/// A transaction with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Transaction {
    /// What the list shows.
    pub summary: TransactionSummary,
    /// Where it happened.
    pub location_name: String,
    /// The till.
    pub till: Option<String>,
    /// Who was at the desk.
    pub staff: Option<String>,
    /// The booking it belongs to.
    pub booking: Option<String>,
    /// The department.
    pub department: Option<String>,
    /// The class.
    pub class: Option<String>,
    /// What its kind has beyond these, in words: "Kept: 20.00".
    pub particulars: Vec<Particular>,
    /// What will be posted of it and by which documents, part by part.
    pub parts: Vec<TransactionPart>,
    /// A remark.
    pub note: Option<String>,
    /// What was sold or given back.
    pub lines: Vec<TransactionLine>,
    /// How it was paid.
    pub tenders: Vec<TransactionTender>,
    /// The tip in it.
    pub tip: Option<Money>,
    /// The surcharge in it.
    pub surcharge: Option<Money>,
    /// Why it is not posted yet, or why an account of it is missing.
    pub waits_for: Option<String>,
    /// What mends that.
    pub actions: Vec<Action>,
    /// The documents that have claimed it or its parts.
    pub documents: Vec<DocumentSummary>,
    /// Whether whoever asks can withdraw it: it stands, is no reversal, and takes nothing out of
    /// Xero that they may not.
    pub can_withdraw: bool,
    /// Why others have to withdraw it, where it is so: what of it is in Xero would leave.
    pub withdrawn_by_others: Option<String>,
    /// What happened to it, oldest first.
    pub history: Vec<HistoryEntry>,
}

/// What a kind of transaction has beyond lines and tenders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Particular {
    /// What it is: "Kept", "Due".
    pub label: String,
    /// Its value in words.
    pub value: String,
}

/// A share of a transaction's posting that one document takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TransactionPart {
    /// Its name within the transaction.
    pub part: PartName,
    /// What takes it, in words: "Cashout", "Invoice", "Payment".
    pub goes_into: String,
    /// Its date.
    pub day: Day,
    /// What it comes to.
    pub amount: Money,
    /// The document that has it, where there is one.
    pub document: Option<DocumentSummary>,
    /// What it does to the books, in account lines that sum to zero.
    pub effect: Vec<JournalLine>,
    /// What can be done with it now.
    pub actions: Vec<Action>,
}

/// Something sold or given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TransactionLine {
    /// What it is.
    pub description: String,
    /// Its GL code.
    pub gl_code: GlCode,
    /// How many, as a decimal string.
    pub quantity: String,
    /// Before discount and tax.
    pub gross: Money,
    /// The discount, negative when it lowers.
    pub discount: Option<Money>,
    /// After discount, before tax.
    pub net: Money,
    /// Its taxes in words: "GST 5.00, PST 7.00".
    pub taxes: String,
}

/// A payment within a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TransactionTender {
    /// The way of paying.
    pub tender: TenderName,
    /// What it comes to; negative when given back.
    pub amount: Money,
    /// Cash handed over, when more than the amount.
    pub tendered: Option<Money>,
    /// Change given.
    pub change: Option<Money>,
    /// What it was in another currency and at which rate: "USD 20.00 at 1.36".
    pub foreign: Option<String>,
}

/// Something that happened to a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    /// When.
    pub at: Instant,
    /// What, in a sentence.
    pub message: String,
}
