//! Payments: make, find, read, take back (facts §8).

use chrono::{DateTime, Utc};
use http::Method;
use serde_json::json;
use uuid::Uuid;

use super::body::{of_one, to_bytes};
use super::find::Page;
use super::{Answer, Call, Client, SUMMARIZE};
use crate::error::Error;
use crate::wire::{NewPayment, Payment, PaymentStatus};

const PATH: &str = "/Payments";

/// The bytes of a payment. Equal payments give equal bytes.
#[must_use]
pub fn payment_body(payment: &NewPayment) -> Vec<u8> {
    of_one("Payments", payment)
}

/// The bytes that take a payment back: its status and nothing else (facts §8). Which payment is in
/// the address.
#[must_use]
pub fn payment_deletion_body() -> Vec<u8> {
    to_bytes(&json!({ "Status": PaymentStatus::Deleted }))
}

impl Client {
    /// Pays an invoice, or refunds a credit note, with bytes of [`payment_body`], kept or fresh.
    ///
    /// # Errors
    /// Any [`Error`] of a write; ask [`Error::outcome`] before anything else.
    pub async fn send_payment(&self, body: &[u8], key: &str) -> Result<Answer<Payment>, Error> {
        self.written(&Call::write(Method::PUT, PATH, body, key).query(&[SUMMARIZE])).await
    }

    /// Takes a payment back with bytes of [`payment_deletion_body`]. One that is part of a batch
    /// cannot be (facts §8).
    ///
    /// # Errors
    /// Any [`Error`] of a write; done when the payment read by its id is `DELETED`.
    pub async fn send_payment_deletion(
        &self,
        id: Uuid,
        body: &[u8],
        key: &str,
    ) -> Result<Answer<Payment>, Error> {
        self.written(&Call::write(Method::POST, format!("{PATH}/{id}"), body, key)).await
    }

    /// The payment by its id.
    ///
    /// # Errors
    /// [`Error::NotFound`], and any other of a read.
    pub async fn payment(&self, id: Uuid) -> Result<Payment, Error> {
        self.element(&Call::get(format!("{PATH}/{id}"))).await
    }

    /// Every payment with this reference, deleted ones too, unfiltered: how a lost answer is looked
    /// up.
    ///
    /// # Errors
    /// [`Error::Unsearchable`], [`Error::TooManyFound`], and any other of a read.
    pub async fn find_payments_by_reference(&self, reference: &str) -> Result<Vec<Payment>, Error> {
        self.find(PATH, "Reference", reference, &[]).await
    }

    /// One page of the payments made or changed since; pages count from 1.
    ///
    /// # Errors
    /// [`Error::TooManyFound`] beyond [`super::CHANGED_PAGES_MAX`], and any other of a read.
    pub async fn payments_modified_since(
        &self,
        page: u32,
        since: DateTime<Utc>,
    ) -> Result<Page<Payment>, Error> {
        self.changed(PATH, "PaymentID", page, since, &[]).await
    }
}
