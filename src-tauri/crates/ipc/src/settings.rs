//! What a person decides once: policies and locations.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Day, LocationId, TimeOfDay};

/// The policies of this book, read and written whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Settings {
    /// The client id of the user's own Xero app.
    pub client_id: Option<String>,
    /// When booking payments are posted.
    pub deposits: DeferralPolicy,
    /// When check-ins are posted.
    pub check_ins: DeferralPolicy,
    /// How many journals a range makes.
    pub range: RangePosting,
    /// What happens to days in a locked period.
    pub locked: LockedDays,
    /// Which documents wait in Xero as drafts for somebody's approval.
    pub drafts: Drafts,
    /// What happens for a customer without a contact in Xero.
    pub contacts: ContactPolicy,
    /// Whether the cashout's sheet is attached to its journal in Xero.
    pub evidence: bool,
    /// The first business date that is posted by itself.
    pub posting_starts: Option<Day>,
    /// The contact of cash taken to the bank; "Cash banking" when absent.
    pub cash_banking: Option<String>,
    /// The contact of tips paid from the bank; "Staff tips" when absent.
    pub staff_tips: Option<String>,
}

/// What happens to days in a locked period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LockedDays {
    /// Their documents wait until the lock moves or a person decides.
    Hold,
    /// Their documents are dated the first open day, and say what they are for.
    NextOpenDay,
}

/// Which documents wait in Xero as drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Drafts {
    /// None: everything is posted at once.
    None,
    /// Journals.
    Journals,
    /// Invoices and credit notes.
    Invoices,
    /// All of these.
    All,
}

/// What happens for a customer without a contact in Xero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ContactPolicy {
    /// One is created where none has that name or one like it.
    Create,
    /// A person says which, or has one created.
    Ask,
}

/// When deposits and check-ins are posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DeferralPolicy {
    /// By a journal of their own, as soon as recorded.
    Automatic,
    /// In the day's cashout.
    WithCashout,
}

/// How many journals a range makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RangePosting {
    /// One, dated the last day.
    One,
    /// One a day.
    Daily,
}

/// How tax gets into Xero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TaxWay {
    /// Way A: revenue is sent gross with its tax type, and Xero works out the tax.
    XeroWorksItOut,
    /// Way B: revenue is sent net, and each tax has a line of its own.
    TaxLines,
}

/// A place with its own day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Location {
    /// Its id.
    pub id: LocationId,
    /// Its name, part of every narration.
    pub name: String,
    /// IANA name of its time zone: `America/Vancouver`.
    pub zone: String,
    /// When its day ends; `03:00` makes 01:30 belong to the evening before.
    pub day_end: TimeOfDay,
    /// How its tax gets into Xero.
    pub tax_way: TaxWay,
    /// What is decided about its postings.
    pub rules: LocationRules,
    /// Its business date now. Ignored when saved.
    pub today: Day,
}

/// What is decided about a location's postings, but for how sales reach Xero: that is changed by
/// a command of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LocationRules {
    /// How sales reach Xero. Ignored when saved.
    pub posting_mode: PostingMode,
    /// The business date from which that holds, where it was changed. Ignored when saved.
    pub posting_mode_from: Option<Day>,
    /// The taxes inside a deposit, split out when it is paid: `GST=5,PST=7`; empty for none.
    pub deposit_tax: String,
    /// The taxes inside a kept cancellation fee; empty for none.
    pub cancellation_tax: String,
    /// When the revenue of rentals over several months is recognised.
    pub recognition: Recognition,
    /// Whether a balance owed at check-in is invoiced to the customer.
    pub invoice_balances: bool,
    /// Where chargebacks go.
    pub chargebacks: Chargebacks,
    /// The contact of invoices to customers nobody named; "Walk-in customer" when empty.
    pub walk_in_contact: String,
}

/// How sales reach Xero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PostingMode {
    /// One manual journal for the day.
    DailyJournal,
    /// A paid invoice for each transaction.
    Invoices,
}

/// When the revenue of rentals over several months is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Recognition {
    /// All of it at check-in.
    AtCheckIn,
    /// Each month's share in that month, by the days rented.
    ByDay,
}

/// Where chargebacks go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Chargebacks {
    /// To an expense.
    Expense,
    /// To what customers owe.
    Owed,
}

/// Changes how a location's sales reach Xero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetPostingMode {
    /// Which location.
    pub location: LocationId,
    /// How from then on.
    pub mode: PostingMode,
    /// The business date from which it holds; the first that is not closed yet when absent.
    pub from: Option<Day>,
    /// Whether the person has read the warnings.
    pub confirmed: bool,
}

/// What changing how sales reach Xero means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PostingModeChange {
    /// Whether it was changed: not while what is to be confirmed is not.
    pub changed: bool,
    /// The business date from which it holds.
    pub from: Day,
    /// What a person confirms before it is changed, where there is something.
    pub to_confirm: Option<String>,
    /// What to know, each a sentence.
    pub warnings: Vec<String>,
    /// The locations as they are now.
    pub locations: Locations,
}

/// A day's rate of a currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rate {
    /// ISO 4217 code of the foreign currency.
    pub currency: String,
    /// The business date it holds on.
    pub day: Day,
    /// The organisation's currency for one unit of it, as a decimal string.
    pub rate: String,
    /// Who entered it. Ignored when saved.
    #[serde(default)]
    pub who: String,
}

/// The rates entered, newest first, and what waits for one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Rates {
    /// The organisation's currency.
    pub base: String,
    /// The rates.
    pub rates: Vec<Rate>,
    /// Transactions that wait for a rate.
    pub waiting: u32,
    /// What saving brought, in a sentence.
    pub message: Option<String>,
}

/// Every location, the default first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Locations {
    /// The locations.
    pub locations: Vec<Location>,
}

/// Adds a location with the default's zone, day end and tax way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddLocation {
    /// Its name; not one that is taken.
    pub name: String,
}
