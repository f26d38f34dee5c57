//! The kinds of documents, a file each: how one is sent, looked up, read and taken back.
//!
//! Whatever the kind, what Xero has of a document is told in the same words ([`Seen`]), so that
//! the outbox's protocol is written once and compares once.

mod allocation;
mod bank_transaction;
mod changed;
mod credit_note;
mod invoice;
mod journal;
mod lines;
mod payment;

use chrono::NaiveDate;
use ledger::{Amount, Currency, DocumentKind, Entry};
use rust_decimal::Decimal;
use store::{Document, Tracked};
use xero::{Client, Uuid};

pub(crate) use allocation::open_on_both;
pub(crate) use changed::{Named, changed};
#[cfg(test)]
pub(crate) use {
    bank_transaction::seen as seen_bank_transaction, invoice::seen as seen_invoice,
    journal::seen as seen_journal, payment::seen as seen_payment,
};

/// What Xero has of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Xero's id.
    pub(crate) id: Uuid,
    /// Its narration or Reference; none where it has none.
    pub(crate) reference: Option<String>,
    /// Xero's own number, where it gives one.
    pub(crate) number: Option<String>,
    /// How it stands.
    pub(crate) standing: Standing,
    /// Xero's word for that.
    pub(crate) status: String,
    /// Its date; none where Xero does not say (an allocation).
    pub(crate) date: Option<NaiveDate>,
    /// Its lines.
    pub(crate) lines: Vec<SeenLine>,
    /// What it is about, by Xero's ids: the invoice or credit note of a payment, the invoice of an
    /// allocation.
    pub(crate) about: Option<Uuid>,
    /// The contact.
    pub(crate) contact: Option<Uuid>,
    /// The bank account of a bank transaction.
    pub(crate) bank: Option<Uuid>,
    /// What an allocation moves.
    pub(crate) allocated: Decimal,
    /// Its currency, ISO 4217, where Xero says so: not of a journal or a payment.
    pub(crate) currency: Option<String>,
    /// Units of its own currency for one of the base currency, where Xero says so.
    pub(crate) rate: Option<Decimal>,
    /// Whether a line of a bank statement is matched with it.
    pub(crate) reconciled: bool,
    /// The payments and credits on it, by Xero's ids.
    pub(crate) uses: Vec<Uuid>,
    /// Xero's remarks: any of them means that it is not what was asked for (facts §6.6).
    pub(crate) remarks: Vec<String>,
}

/// How a document stands in Xero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// In the ledger.
    Live,
    /// A draft: it does nothing until somebody approves it.
    Draft,
    /// Voided or deleted.
    Gone,
    /// In a way this version does not know.
    Other,
}

/// One line as Xero has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SeenLine {
    pub(crate) account_id: Option<Uuid>,
    pub(crate) account_code: Option<String>,
    pub(crate) description: Option<String>,
    /// Major units, debit positive, with its tax where it was sent so.
    pub(crate) amount: Decimal,
    /// The tax Xero worked out, debit positive.
    pub(crate) tax: Decimal,
    pub(crate) tax_type: Option<String>,
    /// How it is tracked, in an order of its own; none where a line has no tracking in Xero.
    pub(crate) tracking: Option<Vec<Tracked>>,
}

/// What Xero has of the documents that one is about, once they are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Refs {
    /// The invoice or credit note that a payment pays, the credit note of an allocation.
    pub(crate) about: Option<(DocumentKind, Uuid)>,
    /// The invoice that an allocation goes to.
    pub(crate) allocates_to: Option<Uuid>,
    /// The rate of what it takes back: at another one something would be left over.
    pub(crate) rate: Option<Decimal>,
}

/// The body of the request that makes a document. Equal documents give equal bytes, which are kept
/// with each attempt and sent again unchanged where the protocol says so (DESIGN §4). Empty while
/// what it is about is not in Xero.
pub(crate) fn body(entry: &Entry, refs: Refs) -> String {
    let bytes = match entry.kind {
        DocumentKind::ManualJournal => journal::body(entry),
        DocumentKind::Invoice => invoice::body(entry),
        DocumentKind::CreditNote => credit_note::body(entry),
        DocumentKind::Payment => payment::body(entry, refs),
        DocumentKind::Allocation => allocation::body(entry, refs),
        DocumentKind::BankTransaction => bank_transaction::body(entry, refs),
    };
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

/// Sends the request that makes a document.
pub(crate) async fn send(
    client: &Client,
    document: &Document,
    refs: Refs,
    body: &[u8],
    key: &str,
) -> Result<Seen, xero::Error> {
    match document.summary.kind {
        DocumentKind::ManualJournal => {
            client.send_manual_journal(body, key).await.map(journal::of_answer)
        }
        DocumentKind::Invoice => client.send_invoice(body, key).await.map(invoice::of_answer),
        DocumentKind::CreditNote => {
            client.send_credit_note(body, key).await.map(credit_note::of_answer)
        }
        DocumentKind::Payment => client.send_payment(body, key).await.map(payment::of_answer),
        DocumentKind::Allocation => allocation::send(client, refs, body, key).await,
        DocumentKind::BankTransaction => {
            client.send_bank_transaction(body, key).await.map(bank_transaction::of_answer)
        }
    }
}

/// Finds what may be in Xero already, by the only name a document has there (DESIGN §4).
pub(crate) async fn find(
    client: &Client,
    document: &Document,
    refs: Refs,
) -> Result<Vec<Seen>, xero::Error> {
    let reference = &document.summary.reference;
    match document.summary.kind {
        DocumentKind::ManualJournal => {
            let found = client.find_manual_journals_by_narration(reference).await?;
            Ok(found.into_iter().map(journal::seen).collect())
        }
        DocumentKind::Invoice => {
            let found = client.find_invoices_by_reference(reference).await?;
            Ok(found.into_iter().map(invoice::seen).collect())
        }
        DocumentKind::CreditNote => {
            let found = client.find_credit_notes_by_reference(reference).await?;
            Ok(found.into_iter().map(credit_note::seen).collect())
        }
        DocumentKind::Payment => {
            let found = client.find_payments_by_reference(reference).await?;
            Ok(found.into_iter().map(payment::seen).collect())
        }
        DocumentKind::Allocation => allocation::find(client, document, refs).await,
        DocumentKind::BankTransaction => {
            let found = client.find_bank_transactions_by_reference(reference).await?;
            Ok(found.into_iter().map(bank_transaction::seen).collect())
        }
    }
}

/// Reads a document that is in Xero.
pub(crate) async fn read(
    client: &Client,
    document: &Document,
    refs: Refs,
) -> Result<Seen, xero::Error> {
    let id = xero_id(document)?;
    match document.summary.kind {
        DocumentKind::ManualJournal => client.manual_journal(id).await.map(journal::seen),
        DocumentKind::Invoice => client.invoice(id).await.map(invoice::seen),
        DocumentKind::CreditNote => client.credit_note(id).await.map(credit_note::seen),
        DocumentKind::Payment => client.payment(id).await.map(payment::seen),
        DocumentKind::Allocation => allocation::read(client, document, refs, id).await,
        DocumentKind::BankTransaction => {
            client.bank_transaction(id).await.map(bank_transaction::seen)
        }
    }
}

/// Makes the bytes that take a document back, from what Xero has of it now: voiding what is in the
/// ledger, deleting a draft. A journal is read for that once more: all of it has to be sent again
/// (facts §6.3).
pub(crate) async fn take_back_body(
    client: &Client,
    document: &Document,
    seen: &Seen,
) -> Result<String, xero::Error> {
    let draft = seen.standing == Standing::Draft;
    let bytes = match document.summary.kind {
        DocumentKind::ManualJournal => journal::take_back_body(client, seen.id).await?,
        DocumentKind::Invoice => invoice::take_back_body(seen.id, draft),
        DocumentKind::CreditNote => credit_note::take_back_body(seen.id, draft),
        DocumentKind::Payment => xero::payment_deletion_body(),
        DocumentKind::Allocation => Vec::new(),
        DocumentKind::BankTransaction => xero::bank_transaction_deletion_body(seen.id),
    };
    Ok(String::from_utf8(bytes).expect("JSON is UTF-8"))
}

/// Sends the request that takes a document back.
pub(crate) async fn take_back(
    client: &Client,
    document: &Document,
    refs: Refs,
    body: &[u8],
    key: &str,
) -> Result<Seen, xero::Error> {
    let id = xero_id(document)?;
    match document.summary.kind {
        DocumentKind::ManualJournal => {
            client.send_void_manual_journal(id, body, key).await.map(journal::of_answer)
        }
        DocumentKind::Invoice => {
            client.send_invoice_status(id, body, key).await.map(invoice::of_answer)
        }
        DocumentKind::CreditNote => {
            client.send_credit_note_status(id, body, key).await.map(credit_note::of_answer)
        }
        DocumentKind::Payment => {
            client.send_payment_deletion(id, body, key).await.map(payment::of_answer)
        }
        DocumentKind::Allocation => allocation::take_back(client, refs, id).await,
        DocumentKind::BankTransaction => client
            .send_bank_transaction_deletion(id, body, key)
            .await
            .map(bank_transaction::of_answer),
    }
}

fn xero_id(document: &Document) -> Result<Uuid, xero::Error> {
    let id = document.summary.xero_id.as_deref().unwrap_or_default();
    Uuid::parse_str(id).map_err(|_| xero::Error::NotFound)
}

/// A document that Xero does not have any more, in the words of one that it has.
pub(crate) fn absent(document: &Document) -> Result<Seen, xero::Error> {
    xero_id(document).map(gone)
}

/// A document that is certainly not there, in the words of one that is: what a deletion leaves.
fn gone(id: Uuid) -> Seen {
    Seen {
        id,
        reference: None,
        number: None,
        standing: Standing::Gone,
        status: "DELETED".to_owned(),
        date: None,
        lines: Vec::new(),
        about: None,
        contact: None,
        bank: None,
        allocated: Decimal::ZERO,
        currency: None,
        rate: None,
        reconciled: false,
        uses: Vec::new(),
        remarks: Vec::new(),
    }
}

/// An amount in major units, as it is sent.
fn major(amount: Amount, currency: Currency) -> Decimal {
    amount.to_decimal(currency)
}
