//! Credit notes and what they are used for (facts §8).

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::invoice::PaymentUse;
use super::line::{DocumentLine, NewLine};
use super::nested::{ContactUse, Missing, either, write_contact, write_invoice};
use super::words::{CreditNoteType, InvoiceStatus, LineAmountTypes};
use super::{Element, Sentence, lenient, messages};

/// A credit note to be created. It takes no discounts and has no link back to us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct NewCreditNote {
    /// Whose it is.
    #[serde(rename = "Type")]
    pub kind: CreditNoteType,
    /// `AUTHORISED` reaches the ledger; Xero's default would be `DRAFT`, which does not.
    pub status: InvoiceStatus,
    /// Who is owed it.
    #[serde(rename = "Contact", serialize_with = "write_contact")]
    pub contact_id: Uuid,
    /// The business date.
    #[serde(serialize_with = "lenient::write_date")]
    pub date: NaiveDate,
    /// Whether the line amounts hold tax; Xero's default is `Exclusive`.
    pub line_amount_types: LineAmountTypes,
    /// Xero numbers it by itself when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_note_number: Option<String>,
    /// Ours, unique, without quotation marks: what a lost answer is looked up by.
    pub reference: String,
    /// ISO 4217; the organisation's own when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_code: Option<String>,
    /// Up to six decimals; the day's rate when there is none (facts §10.4).
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "lenient::write_optional_number"
    )]
    pub currency_rate: Option<Decimal>,
    /// At least one; positive lines give back. The total may not be below zero.
    #[serde(rename = "LineItems")]
    pub lines: Vec<NewLine>,
}

/// A use of a credit note, to be made by a call of its own (facts §8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct NewAllocation {
    /// The invoice it pays.
    #[serde(rename = "Invoice", serialize_with = "write_invoice")]
    pub invoice_id: Uuid,
    /// Major units, at most what both documents have left.
    #[serde(serialize_with = "lenient::write_number")]
    pub amount: Decimal,
    /// Required, although Xero takes the later date of the two documents (facts §8).
    #[serde(serialize_with = "lenient::write_date")]
    pub date: NaiveDate,
}

/// A credit note as Xero keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "CreditNoteAnswer")]
pub struct CreditNote {
    /// The only identity that lasts.
    pub credit_note_id: Uuid,
    /// The number people see.
    pub credit_note_number: Option<String>,
    /// Ours, if it is.
    pub reference: Option<String>,
    /// Whose it is.
    pub kind: CreditNoteType,
    /// Whether it is in the ledger.
    pub status: InvoiceStatus,
    /// Who is owed it.
    pub contact_id: Option<Uuid>,
    /// By what name.
    pub contact_name: Option<String>,
    /// The business date.
    pub date: NaiveDate,
    /// Whether the line amounts hold tax.
    pub line_amount_types: Option<LineAmountTypes>,
    /// Empty in a list that was not paged; ours always are.
    pub lines: Vec<DocumentLine>,
    /// Before tax, in major units of its currency, as all amounts here.
    pub sub_total: Decimal,
    /// The tax.
    pub total_tax: Decimal,
    /// With tax.
    pub total: Decimal,
    /// What is neither allocated nor paid out; unknown in answers that leave it out.
    pub remaining_credit: Option<Decimal>,
    /// ISO 4217.
    pub currency_code: Option<String>,
    /// Units of its currency for one of the organisation's.
    pub currency_rate: Option<Decimal>,
    /// What it is used for.
    pub allocations: Vec<Allocation>,
    /// The refunds of it.
    pub payments: Vec<PaymentUse>,
    /// Last change, in UTC.
    pub updated_at: Option<DateTime<Utc>>,
    /// Xero's sentences about it: any of them means it is not what was meant (facts §6.6).
    pub warnings: Vec<String>,
}

impl Element for CreditNote {
    const COLLECTION: &'static str = "CreditNotes";
}

/// A use of a credit note for an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "AllocationAnswer")]
pub struct Allocation {
    /// What it is taken back by. The answer that makes it may leave it out; the credit note has it.
    pub allocation_id: Option<Uuid>,
    /// The invoice it pays.
    pub invoice_id: Option<Uuid>,
    /// Major units.
    pub amount: Decimal,
    /// The later date of the two documents.
    pub date: Option<NaiveDate>,
    /// Whether it was taken back.
    pub is_deleted: bool,
}

impl Element for Allocation {
    const COLLECTION: &'static str = "Allocations";
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AllocationAnswer {
    // Xero's own file has both spellings.
    #[serde(
        rename = "AllocationID",
        alias = "AllocationId",
        default,
        deserialize_with = "lenient::optional_id"
    )]
    allocation_id: Option<Uuid>,
    #[serde(default)]
    invoice: Option<InvoiceUse>,
    #[serde(deserialize_with = "lenient::number")]
    amount: Decimal,
    #[serde(default, deserialize_with = "lenient::optional_date")]
    date: Option<NaiveDate>,
    #[serde(default, deserialize_with = "lenient::truth")]
    is_deleted: bool,
}

#[derive(Deserialize)]
struct InvoiceUse {
    #[serde(rename = "InvoiceID", default, deserialize_with = "lenient::optional_id")]
    invoice_id: Option<Uuid>,
}

impl From<AllocationAnswer> for Allocation {
    fn from(answer: AllocationAnswer) -> Self {
        Self {
            allocation_id: answer.allocation_id,
            invoice_id: answer.invoice.and_then(|invoice| invoice.invoice_id),
            amount: answer.amount,
            date: answer.date,
            is_deleted: answer.is_deleted,
        }
    }
}

/// What is on the wire; the two dates become one, and so do the two lists of sentences.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreditNoteAnswer {
    #[serde(rename = "CreditNoteID", deserialize_with = "lenient::id")]
    credit_note_id: Uuid,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    credit_note_number: Option<String>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    reference: Option<String>,
    #[serde(rename = "Type")]
    kind: CreditNoteType,
    status: InvoiceStatus,
    #[serde(default)]
    contact: Option<ContactUse>,
    #[serde(default, deserialize_with = "lenient::optional_date")]
    date: Option<NaiveDate>,
    #[serde(default, deserialize_with = "lenient::optional_date")]
    date_string: Option<NaiveDate>,
    #[serde(default, deserialize_with = "lenient::word")]
    line_amount_types: Option<LineAmountTypes>,
    #[serde(default, deserialize_with = "lenient::list")]
    line_items: Vec<DocumentLine>,
    #[serde(deserialize_with = "lenient::number")]
    sub_total: Decimal,
    #[serde(deserialize_with = "lenient::number")]
    total_tax: Decimal,
    #[serde(deserialize_with = "lenient::number")]
    total: Decimal,
    #[serde(default, deserialize_with = "lenient::optional_number")]
    remaining_credit: Option<Decimal>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    currency_code: Option<String>,
    #[serde(default, deserialize_with = "lenient::optional_number")]
    currency_rate: Option<Decimal>,
    #[serde(default, deserialize_with = "lenient::list")]
    allocations: Vec<Allocation>,
    #[serde(default, deserialize_with = "lenient::list")]
    payments: Vec<PaymentUse>,
    #[serde(rename = "UpdatedDateUTC", default, deserialize_with = "lenient::optional_moment")]
    updated_at: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "lenient::list")]
    warnings: Vec<Sentence>,
    #[serde(default, deserialize_with = "lenient::list")]
    validation_errors: Vec<Sentence>,
}

impl TryFrom<CreditNoteAnswer> for CreditNote {
    type Error = Missing;

    fn try_from(answer: CreditNoteAnswer) -> Result<Self, Missing> {
        let contact = answer.contact.unwrap_or_default();
        let mut warnings = messages(answer.warnings);
        warnings.extend(messages(answer.validation_errors));
        Ok(Self {
            credit_note_id: answer.credit_note_id,
            credit_note_number: answer.credit_note_number,
            reference: answer.reference,
            kind: answer.kind,
            status: answer.status,
            contact_id: contact.contact_id,
            contact_name: contact.name,
            date: either(answer.date, answer.date_string)?,
            line_amount_types: answer.line_amount_types,
            lines: answer.line_items,
            sub_total: answer.sub_total,
            total_tax: answer.total_tax,
            total: answer.total,
            remaining_credit: answer.remaining_credit,
            currency_code: answer.currency_code,
            currency_rate: answer.currency_rate,
            allocations: answer.allocations,
            payments: answer.payments,
            updated_at: answer.updated_at,
            warnings,
        })
    }
}
