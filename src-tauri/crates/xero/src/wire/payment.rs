//! Payments of invoices, and refunds of credit notes (facts §8).

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize, Serializer};
use uuid::Uuid;

use super::line::AccountKey;
use super::nested::AccountUse;
use super::words::{PaymentStatus, PaymentType};
use super::{Element, Sentence, lenient, messages};

/// What a payment is to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaymentTarget {
    /// An invoice: money comes in.
    Invoice(Uuid),
    /// A credit note: what is left of it is paid out.
    CreditNote(Uuid),
}

/// A payment to be made. It cannot be edited afterwards, only deleted (facts §8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct NewPayment {
    /// What it pays; an authorised document.
    #[serde(flatten, serialize_with = "write_target")]
    pub target: PaymentTarget,
    /// A bank account, or one that takes payments (`EnablePaymentsToAccount`).
    pub account: AccountKey,
    /// The business date.
    #[serde(serialize_with = "lenient::write_date")]
    pub date: NaiveDate,
    /// Major units of the document's currency, at most what it has outstanding.
    #[serde(serialize_with = "lenient::write_number")]
    pub amount: Decimal,
    /// Ours, unique, without quotation marks: what a lost answer is looked up by.
    pub reference: String,
    /// Up to six decimals, for a document in another currency than the organisation's.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "lenient::write_optional_number"
    )]
    pub currency_rate: Option<Decimal>,
}

/// A payment as Xero keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "PaymentAnswer")]
pub struct Payment {
    /// Xero's id.
    pub payment_id: Uuid,
    /// The business date.
    pub date: NaiveDate,
    /// Major units of the document's currency.
    pub amount: Decimal,
    /// Major units of the account's currency, where it is told.
    pub bank_amount: Option<Decimal>,
    /// Ours, if it is.
    pub reference: Option<String>,
    /// Where the money went.
    pub account_id: Option<Uuid>,
    /// That account's code.
    pub account_code: Option<String>,
    /// The invoice it pays.
    pub invoice_id: Option<Uuid>,
    /// The credit note it refunds.
    pub credit_note_id: Option<Uuid>,
    /// The number people see on that document.
    pub document_number: Option<String>,
    /// Whether it is in the ledger.
    pub status: Option<PaymentStatus>,
    /// Whether it is matched to a line of the bank's statement.
    pub is_reconciled: bool,
    /// What kind of document it pays.
    pub payment_type: Option<PaymentType>,
    /// Units of the document's currency for one of the organisation's.
    pub currency_rate: Option<Decimal>,
    /// The batch it is part of: such a payment cannot be deleted by its id (facts §8).
    pub batch_payment_id: Option<Uuid>,
    /// Last change, in UTC.
    pub updated_at: Option<DateTime<Utc>>,
    /// Xero's sentences about it: any of them means it is not what was meant (facts §6.6).
    pub warnings: Vec<String>,
}

impl Element for Payment {
    const COLLECTION: &'static str = "Payments";
}

/// `"Invoice": {"InvoiceID": …}` or `"CreditNote": {"CreditNoteID": …}`, among the other fields.
fn write_target<S: Serializer>(target: &PaymentTarget, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    enum Id<'a> {
        #[serde(rename = "InvoiceID")]
        Invoice(&'a Uuid),
        #[serde(rename = "CreditNoteID")]
        CreditNote(&'a Uuid),
    }
    let (name, id) = match target {
        PaymentTarget::Invoice(id) => ("Invoice", Id::Invoice(id)),
        PaymentTarget::CreditNote(id) => ("CreditNote", Id::CreditNote(id)),
    };
    serializer.collect_map([(name, id)])
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PaymentAnswer {
    #[serde(rename = "PaymentID", deserialize_with = "lenient::id")]
    payment_id: Uuid,
    #[serde(deserialize_with = "lenient::date")]
    date: NaiveDate,
    #[serde(deserialize_with = "lenient::number")]
    amount: Decimal,
    #[serde(default, deserialize_with = "lenient::optional_number")]
    bank_amount: Option<Decimal>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    reference: Option<String>,
    #[serde(default)]
    account: Option<AccountUse>,
    #[serde(default)]
    invoice: Option<InvoiceUse>,
    #[serde(default)]
    credit_note: Option<CreditNoteUse>,
    #[serde(default, deserialize_with = "lenient::word")]
    status: Option<PaymentStatus>,
    #[serde(default, deserialize_with = "lenient::truth")]
    is_reconciled: bool,
    #[serde(default, deserialize_with = "lenient::word")]
    payment_type: Option<PaymentType>,
    #[serde(default, deserialize_with = "lenient::optional_number")]
    currency_rate: Option<Decimal>,
    #[serde(rename = "BatchPaymentID", default, deserialize_with = "lenient::optional_id")]
    batch_payment_id: Option<Uuid>,
    #[serde(rename = "UpdatedDateUTC", default, deserialize_with = "lenient::optional_moment")]
    updated_at: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "lenient::list")]
    warnings: Vec<Sentence>,
    #[serde(default, deserialize_with = "lenient::list")]
    validation_errors: Vec<Sentence>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct InvoiceUse {
    #[serde(rename = "InvoiceID", default, deserialize_with = "lenient::optional_id")]
    invoice_id: Option<Uuid>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    invoice_number: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreditNoteUse {
    #[serde(rename = "CreditNoteID", default, deserialize_with = "lenient::optional_id")]
    credit_note_id: Option<Uuid>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    credit_note_number: Option<String>,
}

impl From<PaymentAnswer> for Payment {
    fn from(answer: PaymentAnswer) -> Self {
        let account = answer.account.unwrap_or_default();
        let invoice = answer.invoice.unwrap_or_default();
        let credit_note = answer.credit_note.unwrap_or_default();
        let refunds_a_credit_note = matches!(
            answer.payment_type,
            Some(PaymentType::OfCreditNote | PaymentType::OfSupplierCredit)
        );
        // Xero shows a refunded credit note as an invoice of type ACCRECCREDIT.
        let (invoice_id, credit_note_id) = if refunds_a_credit_note {
            (None, credit_note.credit_note_id.or(invoice.invoice_id))
        } else {
            (invoice.invoice_id, credit_note.credit_note_id)
        };
        let mut warnings = messages(answer.warnings);
        warnings.extend(messages(answer.validation_errors));
        Self {
            payment_id: answer.payment_id,
            date: answer.date,
            amount: answer.amount,
            bank_amount: answer.bank_amount,
            reference: answer.reference,
            account_id: account.account_id,
            account_code: account.code,
            invoice_id,
            credit_note_id,
            document_number: invoice.invoice_number.or(credit_note.credit_note_number),
            status: answer.status,
            is_reconciled: answer.is_reconciled,
            payment_type: answer.payment_type,
            currency_rate: answer.currency_rate,
            batch_payment_id: answer.batch_payment_id,
            updated_at: answer.updated_at,
            warnings,
        }
    }
}
