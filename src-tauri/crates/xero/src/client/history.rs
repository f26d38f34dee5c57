//! Notes on the history of a document: how Daybook signs what it has made (facts §6.8).

use http::Method;
use serde_json::json;
use uuid::Uuid;

use super::body::of_one;
use super::{Answer, Call, Client};
use crate::error::Error;
use crate::wire::HistoryNote;

/// Longest history note, in characters (facts §6.8).
pub const HISTORY_NOTE_MAX: usize = 2_500;

/// A kind of document that has a history and, all but payments, attachments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// Manual journals.
    ManualJournals,
    /// Invoices.
    Invoices,
    /// Credit notes.
    CreditNotes,
    /// Payments; they take no attachments.
    Payments,
    /// Bank transactions.
    BankTransactions,
    /// Contacts.
    Contacts,
}

impl Endpoint {
    /// Its name in Xero's paths.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ManualJournals => "ManualJournals",
            Self::Invoices => "Invoices",
            Self::CreditNotes => "CreditNotes",
            Self::Payments => "Payments",
            Self::BankTransactions => "BankTransactions",
            Self::Contacts => "Contacts",
        }
    }
}

/// The bytes of a history note, cut to [`HISTORY_NOTE_MAX`] characters.
#[must_use]
pub fn history_note_body(text: &str) -> Vec<u8> {
    let end = text.char_indices().nth(HISTORY_NOTE_MAX).map_or(text.len(), |(at, _)| at);
    of_one("HistoryRecords", &json!({ "Details": &text[..end] }))
}

impl Client {
    /// The document's history, in Xero's order.
    ///
    /// # Errors
    /// [`Error::NotFound`], and any other of a read.
    pub async fn history_notes(
        &self,
        endpoint: Endpoint,
        id: Uuid,
    ) -> Result<Vec<HistoryNote>, Error> {
        Ok(self.elements(&Call::get(history_path(endpoint, id))).await?.elements)
    }

    /// Adds a note to the document's history, from bytes of [`history_note_body`].
    ///
    /// # Errors
    /// Any [`Error`] of a write; done when [`Client::history_notes`] has the text.
    pub async fn add_history_note(
        &self,
        endpoint: Endpoint,
        id: Uuid,
        body: &[u8],
        key: &str,
    ) -> Result<Answer<HistoryNote>, Error> {
        self.written(&Call::write(Method::PUT, history_path(endpoint, id), body, key)).await
    }
}

fn history_path(endpoint: Endpoint, id: Uuid) -> String {
    format!("/{}/{id}/History", endpoint.as_str())
}
