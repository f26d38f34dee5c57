//! Xero's own shapes: what is read from it and what is sent.
//!
//! Reading is lenient where Xero is known to vary (facts §12): a number may come as text, a
//! truth value too, a date in several notations, and a word may be newer than this program.
//! Sending is strict: one notation, one order of fields, so that the bytes kept in the outbox are
//! the bytes sent.
//!
//! Amounts are `Decimal`s in major units (12.30 is twelve dollars thirty), and are read from and
//! written to the digits on the wire: see [`lenient`].

mod attachment;
mod bank_transaction;
mod chart;
mod connection;
mod contact;
mod credit_note;
mod history;
mod invoice;
mod journal;
mod lenient;
mod line;
mod nested;
mod organisation;
mod payment;
mod words;

pub use attachment::Attachment;
pub use bank_transaction::{BankTransaction, NewBankTransaction};
pub use chart::{
    Account, NewAccount, NewTrackingOption, TaxComponent, TaxRate, TrackingCategory, TrackingOption,
};
pub use connection::Connection;
pub use contact::{Contact, NewContact};
pub use credit_note::{Allocation, CreditNote, NewAllocation, NewCreditNote};
pub use history::HistoryNote;
pub use invoice::{CreditNoteUse, Invoice, NewInvoice, PaymentUse};
pub use journal::{
    JournalLine, ManualJournal, NewJournalLine, NewManualJournal, NewTracking, TrackingUse,
};
pub use line::{AccountKey, DocumentLine, NewLine};
pub use organisation::{Action, Currency, Organisation};
pub use payment::{NewPayment, Payment, PaymentTarget};
pub use words::{
    AccountClass, AccountStatus, AccountType, BankTransactionStatus, BankTransactionType,
    ContactStatus, CreditNoteType, InvoiceStatus, InvoiceType, JournalStatus, LineAmountTypes,
    PaymentStatus, PaymentType, SystemAccount, TaxRateStatus, TrackingStatus,
};

pub(crate) use journal::VoidedManualJournal;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// A kind of element that Xero answers with, inside its envelope (facts §12).
pub(crate) trait Element: DeserializeOwned {
    /// The envelope's field that holds the list.
    const COLLECTION: &'static str;
}

/// What the envelope says of a paged list.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(crate) struct Pagination {
    #[serde(rename = "pageCount", default)]
    pub(crate) page_count: u32,
}

/// One answer's elements, and its page count when it was paged.
pub(crate) struct Envelope<T> {
    pub(crate) elements: Vec<T>,
    pub(crate) page_count: Option<u32>,
}

/// A sentence of Xero's, as it appears in `Warnings` and `ValidationErrors`.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Sentence {
    #[serde(rename = "Message", default, deserialize_with = "lenient::text")]
    message: String,
}

pub(crate) fn messages(sentences: Vec<Sentence>) -> Vec<String> {
    sentences.into_iter().map(|sentence| sentence.message).collect()
}

/// Reads an envelope; `None` when the body is not one or lacks the list.
pub(crate) fn envelope<T: Element>(body: &[u8]) -> Option<Envelope<T>> {
    let mut fields: BTreeMap<String, &RawValue> = serde_json::from_slice(body).ok()?;
    let elements = read(fields.remove(T::COLLECTION)?)?;
    let pagination: Option<Pagination> = fields.remove("pagination").and_then(read);
    Some(Envelope { elements, page_count: pagination.map(|pagination| pagination.page_count) })
}

fn read<T: DeserializeOwned>(raw: &RawValue) -> Option<T> {
    match serde_json::from_str(raw.get()) {
        Ok(value) => Some(value),
        Err(error) => {
            // The error names a place and an expectation, and repeats no more than one value.
            tracing::warn!(%error, "Xero's answer has an unexpected shape");
            None
        }
    }
}
