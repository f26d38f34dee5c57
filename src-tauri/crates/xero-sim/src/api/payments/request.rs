//! A payment as it was sent. Conversions only.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::api::lines::{AccountRequest, filled};
use crate::books::{Books, Document};
use crate::wire::{Field, Malformed};

pub(super) struct PaymentRequest {
    pub(super) id: Option<Uuid>,
    pub(super) target: Option<Target>,
    pub(super) account: AccountRequest,
    pub(super) date: Option<NaiveDate>,
    pub(super) amount: Option<Decimal>,
    pub(super) bank_amount: Option<Decimal>,
    pub(super) rate: Option<Decimal>,
    pub(super) reference: Option<String>,
    pub(super) reconciled: Option<bool>,
    pub(super) status: Option<String>,
}

/// What is paid.
pub(super) enum Target {
    Invoice(Option<Uuid>, Option<String>),
    CreditNote(Option<Uuid>, Option<String>),
    /// By its OverpaymentID or PrepaymentID.
    Credit(Option<Uuid>),
}

impl PaymentRequest {
    pub(super) fn read(field: &Field<'_>) -> Result<Self, Malformed> {
        let code = filled(field.text("Code")?);
        let account = AccountRequest::member(field, "Account")?;
        Ok(Self {
            id: field.guid("PaymentID")?,
            target: Target::read(field)?,
            account: account.unwrap_or(AccountRequest { code, id: None }),
            date: field.date("Date")?,
            amount: field.decimal("Amount")?,
            bank_amount: field.decimal("BankAmount")?,
            rate: field.decimal("CurrencyRate")?,
            reference: field.text("Reference")?,
            reconciled: field.boolean("IsReconciled")?,
            status: field.text("Status")?,
        })
    }
}

impl Target {
    fn read(field: &Field<'_>) -> Result<Option<Self>, Malformed> {
        if let Some(invoice) = field.get("Invoice") {
            let number = filled(invoice.text("InvoiceNumber")?);
            return Ok(Some(Self::Invoice(invoice.guid("InvoiceID")?, number)));
        }
        if let Some(note) = field.get("CreditNote") {
            let number = filled(note.text("CreditNoteNumber")?);
            return Ok(Some(Self::CreditNote(note.guid("CreditNoteID")?, number)));
        }
        for (name, id) in [("Prepayment", "PrepaymentID"), ("Overpayment", "OverpaymentID")] {
            if let Some(credit) = field.get(name) {
                return Ok(Some(Self::Credit(credit.guid(id)?)));
            }
        }
        let number = |name: &str| Ok::<_, Malformed>(filled(field.text(name)?));
        if let Some(number) = number("InvoiceNumber")? {
            return Ok(Some(Self::Invoice(None, Some(number))));
        }
        Ok(number("CreditNoteNumber")?.map(|number| Self::CreditNote(None, Some(number))))
    }

    pub(super) fn find<'a>(&self, books: &'a Books) -> Option<&'a Document> {
        let is_it = |document: &&Document, id: Option<Uuid>, number: &Option<String>| match id {
            Some(id) => document.id == id,
            None => number.as_ref().is_some_and(|n| n.eq_ignore_ascii_case(&document.number)),
        };
        match self {
            Self::Invoice(id, number) => books.invoices.iter().find(|i| is_it(i, *id, number)),
            Self::CreditNote(id, number) => {
                books.credit_notes.iter().find(|note| is_it(note, *id, number))
            }
            Self::Credit(id) => {
                let mut all = books.bank_transactions.iter();
                all.find(|document| id.is_some() && document.credit == *id)
            }
        }
    }
}
