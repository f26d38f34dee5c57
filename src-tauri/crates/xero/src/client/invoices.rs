//! Invoices: create, find, read, void or delete (facts §7).

use chrono::{DateTime, Utc};
use http::Method;
use uuid::Uuid;

use super::body::{of_one, of_status};
use super::find::Page;
use super::{Answer, Call, Client, FOUR_DECIMALS, SUMMARIZE};
use crate::error::Error;
use crate::wire::{Invoice, InvoiceStatus, NewInvoice};

const PATH: &str = "/Invoices";
const COLLECTION: &str = "Invoices";

/// The bytes of an invoice's creation. Equal invoices give equal bytes.
#[must_use]
pub fn invoice_body(invoice: &NewInvoice) -> Vec<u8> {
    of_one(COLLECTION, invoice)
}

/// The bytes that give an invoice another status: `VOIDED` for an authorised one without payments
/// and credit notes, `DELETED` for a draft (facts §7.1). Id and status are enough.
#[must_use]
pub fn invoice_status_body(invoice: Uuid, status: &InvoiceStatus) -> Vec<u8> {
    of_status(COLLECTION, "InvoiceID", invoice, status.as_str())
}

impl Client {
    /// Creates an invoice from bytes of [`invoice_body`], kept or fresh. `PUT` creates; `POST`
    /// would overwrite the invoice of the same number (facts §7.2).
    ///
    /// # Errors
    /// Any [`Error`] of a write; ask [`Error::outcome`] before anything else.
    pub async fn send_invoice(&self, body: &[u8], key: &str) -> Result<Answer<Invoice>, Error> {
        let call = Call::write(Method::PUT, PATH, body, key);
        self.written(&call.query(&[SUMMARIZE, FOUR_DECIMALS])).await
    }

    /// Voids or deletes an invoice with bytes of [`invoice_status_body`], kept or fresh.
    ///
    /// # Errors
    /// Any [`Error`] of a write; done when the invoice read by its id has the status.
    pub async fn send_invoice_status(
        &self,
        id: Uuid,
        body: &[u8],
        key: &str,
    ) -> Result<Answer<Invoice>, Error> {
        let call = Call::write(Method::POST, format!("{PATH}/{id}"), body, key);
        self.written(&call.query(&[FOUR_DECIMALS])).await
    }

    /// The invoice by its id, with its lines, payments and credit notes.
    ///
    /// # Errors
    /// [`Error::NotFound`], and any other of a read.
    pub async fn invoice(&self, id: Uuid) -> Result<Invoice, Error> {
        self.element(&Call::get(format!("{PATH}/{id}")).query(&[FOUR_DECIMALS])).await
    }

    /// Every invoice with this reference, of any status, with its lines, unfiltered: how a lost
    /// answer is looked up.
    ///
    /// # Errors
    /// [`Error::Unsearchable`], [`Error::TooManyFound`], and any other of a read.
    pub async fn find_invoices_by_reference(&self, reference: &str) -> Result<Vec<Invoice>, Error> {
        self.find(PATH, "Reference", reference, &[FOUR_DECIMALS]).await
    }

    /// One page of the invoices and bills made or changed since, with their lines; pages count
    /// from 1.
    ///
    /// # Errors
    /// [`Error::TooManyFound`] beyond [`super::CHANGED_PAGES_MAX`], and any other of a read.
    pub async fn invoices_modified_since(
        &self,
        page: u32,
        since: DateTime<Utc>,
    ) -> Result<Page<Invoice>, Error> {
        self.changed(PATH, "InvoiceID", page, since, &[FOUR_DECIMALS]).await
    }
}
