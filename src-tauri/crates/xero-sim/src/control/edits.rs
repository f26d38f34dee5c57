//! What a bookkeeper's change says, by the thing it is about.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;
use uuid::Uuid;

/// An account, by code, name or id, and its new value.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountChange {
    /// Code, name or id.
    pub account: String,
    /// The new name, code or type.
    pub to: String,
}

/// A bookkeeper's change to a journal.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JournalEdit {
    /// The journal.
    pub id: Uuid,
    /// Its new narration.
    #[serde(default)]
    pub narration: Option<String>,
    /// Its new date.
    #[serde(default)]
    pub date: Option<NaiveDate>,
    /// Moves the first line to this account, by code, name or id.
    #[serde(default)]
    pub first_line_account: Option<String>,
    /// Tracks every line by these options, each by name or id, in the first active category that
    /// has it; of an empty list they are not tracked.
    #[serde(default)]
    pub tracking: Option<Vec<String>>,
    /// The same for the first line alone.
    #[serde(default)]
    pub first_line_tracking: Option<Vec<String>>,
}

/// Limits to change; the others stay.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitsChange {
    /// Calls a minute and organisation.
    pub minute: Option<u32>,
    /// Calls a day and organisation.
    pub day: Option<u32>,
    /// Calls in flight of one organisation.
    pub concurrent: Option<u32>,
    /// Calls a minute of the whole app.
    pub app_minute: Option<u32>,
}

/// A contact, by name or id, and its new name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactChange {
    /// Name or id.
    pub contact: String,
    /// The new name; of a merge, the contact that stays.
    pub to: String,
}

/// A contact somebody adds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewContact {
    /// What it is called.
    pub name: String,
    /// Its address for mail.
    #[serde(default)]
    pub email: Option<String>,
}

/// An invoice of one untaxed line that somebody writes in Xero.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewInvoice {
    /// Name or id; a name nobody has makes a contact.
    pub contact: String,
    /// Of its line, by code, name or id.
    pub account: String,
    /// In the base currency, of two decimals.
    pub amount: Decimal,
    /// Its number; Xero's next when absent.
    #[serde(default)]
    pub number: Option<String>,
    /// Its reference.
    #[serde(default)]
    pub reference: String,
    /// Its date and due date; today when absent.
    #[serde(default)]
    pub date: Option<NaiveDate>,
    /// Left a draft instead of being approved.
    #[serde(default)]
    pub draft: bool,
}

/// A bookkeeper's change to an invoice, a credit note or a bank transaction.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentEdit {
    /// The document.
    pub id: Uuid,
    /// Its new reference.
    #[serde(default)]
    pub reference: Option<String>,
    /// Its new number.
    #[serde(default)]
    pub number: Option<String>,
    /// Its new date.
    #[serde(default)]
    pub date: Option<NaiveDate>,
    /// Its new due date.
    #[serde(default)]
    pub due_date: Option<NaiveDate>,
    /// Makes it out to this contact, by name or id.
    #[serde(default)]
    pub contact: Option<String>,
    /// Moves the first line to this account, by code, name or id.
    #[serde(default)]
    pub first_line_account: Option<String>,
    /// Makes the first line one of this amount and no tax. Refused once money was applied.
    #[serde(default)]
    pub first_line_amount: Option<Decimal>,
    /// Puts an invoice or a credit note into this currency, at the day's rate. Refused once money
    /// was applied.
    #[serde(default)]
    pub currency: Option<String>,
    /// Its new rate, in units of its currency for one of the base currency, which has none.
    /// Refused once money was applied.
    #[serde(default)]
    pub rate: Option<Decimal>,
    /// Tracks every line by these options, each by name or id, in the first active category that
    /// has it; of an empty list they are not tracked.
    #[serde(default)]
    pub tracking: Option<Vec<String>>,
    /// The same for the first line alone.
    #[serde(default)]
    pub first_line_tracking: Option<Vec<String>>,
}

/// A payment somebody else records.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPayment {
    /// The invoice, or the credit that is paid back, by its own id.
    pub id: Uuid,
    /// Where the money goes to or comes from, by code, name or id.
    pub account: String,
    /// In the document's currency, of two decimals.
    pub amount: Decimal,
    /// Its reference.
    #[serde(default)]
    pub reference: String,
    /// Its date; today when absent.
    #[serde(default)]
    pub date: Option<NaiveDate>,
}

/// Credit somebody else uses for an invoice.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAllocation {
    /// A credit note, an overpayment or a prepayment, by its own id.
    pub credit: Uuid,
    /// The invoice.
    pub invoice: Uuid,
    /// In their currency, of two decimals.
    pub amount: Decimal,
}
