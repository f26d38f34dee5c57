//! Invoices (facts §7).

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::line::{DocumentLine, NewLine};
use super::nested::{ContactUse, Missing, either, write_contact};
use super::words::{InvoiceStatus, InvoiceType, LineAmountTypes};
use super::{Element, Sentence, lenient, messages};

/// An invoice to be created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct NewInvoice {
    /// Whose it is.
    #[serde(rename = "Type")]
    pub kind: InvoiceType,
    /// `AUTHORISED` reaches the ledger; Xero's default would be `DRAFT`, which does not.
    pub status: InvoiceStatus,
    /// Who owes it.
    #[serde(rename = "Contact", serialize_with = "write_contact")]
    pub contact_id: Uuid,
    /// The business date.
    #[serde(serialize_with = "lenient::write_date")]
    pub date: NaiveDate,
    /// An authorised invoice must have one (facts §13).
    #[serde(serialize_with = "lenient::write_date")]
    pub due_date: NaiveDate,
    /// Whether the line amounts hold tax; Xero's default for invoices is `Exclusive`.
    pub line_amount_types: LineAmountTypes,
    /// Xero numbers it by itself when there is none; unique, voided ones included (facts §7.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_number: Option<String>,
    /// Ours, unique, without quotation marks: what a lost answer is looked up by (facts §7.2).
    pub reference: String,
    /// “Go to Daybook” in Xero; may not contain “xero”.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// ISO 4217; the organisation's own when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_code: Option<String>,
    /// Up to six decimals; the day's rate when there is none (facts §10.4).
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "lenient::write_optional_number"
    )]
    pub currency_rate: Option<Decimal>,
    /// At least one; the total may not be below zero (facts §7.2).
    #[serde(rename = "LineItems")]
    pub lines: Vec<NewLine>,
}

/// An invoice as Xero keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "InvoiceAnswer")]
pub struct Invoice {
    /// The only identity that lasts.
    pub invoice_id: Uuid,
    /// The number people see; they can change it.
    pub invoice_number: Option<String>,
    /// Ours, if it is.
    pub reference: Option<String>,
    /// Whose it is.
    pub kind: InvoiceType,
    /// Whether it is in the ledger.
    pub status: InvoiceStatus,
    /// Who owes it.
    pub contact_id: Option<Uuid>,
    /// By what name.
    pub contact_name: Option<String>,
    /// The business date.
    pub date: NaiveDate,
    /// When it is to be paid.
    pub due_date: Option<NaiveDate>,
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
    /// What is still to be paid.
    pub amount_due: Decimal,
    /// What payments have paid.
    pub amount_paid: Decimal,
    /// What credit notes, overpayments and prepayments have paid.
    pub amount_credited: Decimal,
    /// ISO 4217.
    pub currency_code: Option<String>,
    /// Units of its currency for one of the organisation's.
    pub currency_rate: Option<Decimal>,
    /// The payments on it.
    pub payments: Vec<PaymentUse>,
    /// The credit notes on it.
    pub credit_notes: Vec<CreditNoteUse>,
    /// The link back to us.
    pub url: Option<String>,
    /// Last change, in UTC.
    pub updated_at: Option<DateTime<Utc>>,
    /// Xero's sentences about this invoice: any of them means it is not what was meant (§6.6).
    pub warnings: Vec<String>,
}

impl Element for Invoice {
    const COLLECTION: &'static str = "Invoices";
}

/// A payment as an invoice or a credit note shows it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct PaymentUse {
    /// Xero's id.
    #[serde(rename = "PaymentID", deserialize_with = "lenient::id")]
    pub payment_id: Uuid,
    /// The business date.
    #[serde(default, deserialize_with = "lenient::optional_date")]
    pub date: Option<NaiveDate>,
    /// Major units of the document's currency.
    #[serde(deserialize_with = "lenient::number")]
    pub amount: Decimal,
    /// Ours, if it is.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub reference: Option<String>,
}

/// A credit note as an invoice shows it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreditNoteUse {
    /// Xero's id.
    #[serde(rename = "CreditNoteID", deserialize_with = "lenient::id")]
    pub credit_note_id: Uuid,
    /// The number people see.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub credit_note_number: Option<String>,
    /// How much of it is used here, in major units of the invoice's currency.
    #[serde(default, deserialize_with = "lenient::optional_number")]
    pub applied_amount: Option<Decimal>,
    /// Since when.
    #[serde(default, deserialize_with = "lenient::optional_date")]
    pub date: Option<NaiveDate>,
}

/// What is on the wire; the two dates become one, and so do the two lists of sentences.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct InvoiceAnswer {
    #[serde(rename = "InvoiceID", deserialize_with = "lenient::id")]
    invoice_id: Uuid,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    invoice_number: Option<String>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    reference: Option<String>,
    #[serde(rename = "Type")]
    kind: InvoiceType,
    status: InvoiceStatus,
    #[serde(default)]
    contact: Option<ContactUse>,
    #[serde(default, deserialize_with = "lenient::optional_date")]
    date: Option<NaiveDate>,
    #[serde(default, deserialize_with = "lenient::optional_date")]
    date_string: Option<NaiveDate>,
    #[serde(default, deserialize_with = "lenient::optional_date")]
    due_date: Option<NaiveDate>,
    #[serde(default, deserialize_with = "lenient::optional_date")]
    due_date_string: Option<NaiveDate>,
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
    #[serde(deserialize_with = "lenient::number")]
    amount_due: Decimal,
    #[serde(deserialize_with = "lenient::number")]
    amount_paid: Decimal,
    // Answers to writes leave it out where there is none.
    #[serde(default, deserialize_with = "lenient::optional_number")]
    amount_credited: Option<Decimal>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    currency_code: Option<String>,
    #[serde(default, deserialize_with = "lenient::optional_number")]
    currency_rate: Option<Decimal>,
    #[serde(default, deserialize_with = "lenient::list")]
    payments: Vec<PaymentUse>,
    #[serde(default, deserialize_with = "lenient::list")]
    credit_notes: Vec<CreditNoteUse>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    url: Option<String>,
    #[serde(rename = "UpdatedDateUTC", default, deserialize_with = "lenient::optional_moment")]
    updated_at: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "lenient::list")]
    warnings: Vec<Sentence>,
    #[serde(default, deserialize_with = "lenient::list")]
    validation_errors: Vec<Sentence>,
}

impl TryFrom<InvoiceAnswer> for Invoice {
    type Error = Missing;

    fn try_from(answer: InvoiceAnswer) -> Result<Self, Missing> {
        let contact = answer.contact.unwrap_or_default();
        let mut warnings = messages(answer.warnings);
        warnings.extend(messages(answer.validation_errors));
        Ok(Self {
            invoice_id: answer.invoice_id,
            invoice_number: answer.invoice_number,
            reference: answer.reference,
            kind: answer.kind,
            status: answer.status,
            contact_id: contact.contact_id,
            contact_name: contact.name,
            date: either(answer.date, answer.date_string)?,
            due_date: answer.due_date.or(answer.due_date_string),
            line_amount_types: answer.line_amount_types,
            lines: answer.line_items,
            sub_total: answer.sub_total,
            total_tax: answer.total_tax,
            total: answer.total,
            amount_due: answer.amount_due,
            amount_paid: answer.amount_paid,
            amount_credited: answer.amount_credited.unwrap_or_default(),
            currency_code: answer.currency_code,
            currency_rate: answer.currency_rate,
            payments: answer.payments,
            credit_notes: answer.credit_notes,
            url: answer.url,
            updated_at: answer.updated_at,
            warnings,
        })
    }
}
