//! Money received into and spent from bank accounts (facts §9).

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::line::{AccountKey, DocumentLine, NewLine};
use super::nested::{AccountUse, ContactUse, Missing, either, write_contact};
use super::words::{BankTransactionStatus, BankTransactionType, LineAmountTypes};
use super::{Element, Sentence, lenient, messages};

/// A bank transaction to be created. It is in the ledger at once: there is no draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct NewBankTransaction {
    /// Which way the money goes.
    #[serde(rename = "Type")]
    pub kind: BankTransactionType,
    /// Required, whoever it is.
    #[serde(rename = "Contact", serialize_with = "write_contact")]
    pub contact_id: Uuid,
    /// An account of type `BANK`. Its currency is the transaction's.
    pub bank_account: AccountKey,
    /// The business date.
    #[serde(serialize_with = "lenient::write_date")]
    pub date: NaiveDate,
    /// Ours, unique, without quotation marks: what a lost answer is looked up by.
    pub reference: String,
    /// Whether the line amounts hold tax; Xero's default here is `Inclusive`.
    pub line_amount_types: LineAmountTypes,
    /// “Go to Daybook” in Xero; may not contain “xero”.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Up to six decimals, for an account in another currency than the organisation's.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "lenient::write_optional_number"
    )]
    pub currency_rate: Option<Decimal>,
    /// At least one, none of zero; the total must be above zero (facts §9).
    #[serde(rename = "LineItems")]
    pub lines: Vec<NewLine>,
}

/// A bank transaction as Xero keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "BankTransactionAnswer")]
pub struct BankTransaction {
    /// Xero's id.
    pub bank_transaction_id: Uuid,
    /// Which way the money went.
    pub kind: BankTransactionType,
    /// Whether it is in the ledger; absent means that it is.
    pub status: Option<BankTransactionStatus>,
    /// Who paid or was paid.
    pub contact_id: Option<Uuid>,
    /// By what name.
    pub contact_name: Option<String>,
    /// The bank account.
    pub bank_account_id: Option<Uuid>,
    /// That account's code, if it has one.
    pub bank_account_code: Option<String>,
    /// The business date.
    pub date: NaiveDate,
    /// Ours, if it is.
    pub reference: Option<String>,
    /// Whether the line amounts hold tax.
    pub line_amount_types: Option<LineAmountTypes>,
    /// Empty in a list that was not paged; ours always are.
    pub lines: Vec<DocumentLine>,
    /// Before tax, in major units of the account's currency, as all amounts here.
    pub sub_total: Decimal,
    /// The tax.
    pub total_tax: Decimal,
    /// With tax.
    pub total: Decimal,
    /// ISO 4217.
    pub currency_code: Option<String>,
    /// Units of its currency for one of the organisation's.
    pub currency_rate: Option<Decimal>,
    /// Whether it is matched to a line of the bank's statement.
    pub is_reconciled: bool,
    /// The link back to us.
    pub url: Option<String>,
    /// Last change, in UTC.
    pub updated_at: Option<DateTime<Utc>>,
    /// Xero's sentences about it: any of them means it is not what was meant (facts §6.6).
    pub warnings: Vec<String>,
}

impl Element for BankTransaction {
    const COLLECTION: &'static str = "BankTransactions";
}

/// What is on the wire; the two dates become one, and so do the two lists of sentences.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct BankTransactionAnswer {
    #[serde(rename = "BankTransactionID", deserialize_with = "lenient::id")]
    bank_transaction_id: Uuid,
    #[serde(rename = "Type")]
    kind: BankTransactionType,
    #[serde(default, deserialize_with = "lenient::word")]
    status: Option<BankTransactionStatus>,
    #[serde(default)]
    contact: Option<ContactUse>,
    #[serde(default)]
    bank_account: Option<AccountUse>,
    #[serde(default, deserialize_with = "lenient::optional_date")]
    date: Option<NaiveDate>,
    #[serde(default, deserialize_with = "lenient::optional_date")]
    date_string: Option<NaiveDate>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    reference: Option<String>,
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
    #[serde(default, deserialize_with = "lenient::optional_text")]
    currency_code: Option<String>,
    #[serde(default, deserialize_with = "lenient::optional_number")]
    currency_rate: Option<Decimal>,
    #[serde(default, deserialize_with = "lenient::truth")]
    is_reconciled: bool,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    url: Option<String>,
    #[serde(rename = "UpdatedDateUTC", default, deserialize_with = "lenient::optional_moment")]
    updated_at: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "lenient::list")]
    warnings: Vec<Sentence>,
    #[serde(default, deserialize_with = "lenient::list")]
    validation_errors: Vec<Sentence>,
}

impl TryFrom<BankTransactionAnswer> for BankTransaction {
    type Error = Missing;

    fn try_from(answer: BankTransactionAnswer) -> Result<Self, Missing> {
        let contact = answer.contact.unwrap_or_default();
        let bank_account = answer.bank_account.unwrap_or_default();
        let mut warnings = messages(answer.warnings);
        warnings.extend(messages(answer.validation_errors));
        Ok(Self {
            bank_transaction_id: answer.bank_transaction_id,
            kind: answer.kind,
            status: answer.status,
            contact_id: contact.contact_id,
            contact_name: contact.name,
            bank_account_id: bank_account.account_id,
            bank_account_code: bank_account.code,
            date: either(answer.date, answer.date_string)?,
            reference: answer.reference,
            line_amount_types: answer.line_amount_types,
            lines: answer.line_items,
            sub_total: answer.sub_total,
            total_tax: answer.total_tax,
            total: answer.total,
            currency_code: answer.currency_code,
            currency_rate: answer.currency_rate,
            is_reconciled: answer.is_reconciled,
            url: answer.url,
            updated_at: answer.updated_at,
            warnings,
        })
    }
}
