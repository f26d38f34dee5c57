//! Credit notes and their allocations: create, find, read, void or delete (facts §8).

use chrono::{DateTime, Utc};
use http::Method;
use uuid::Uuid;

use super::body::{of_one, of_status};
use super::find::Page;
use super::{Answer, Call, Client, FOUR_DECIMALS, SUMMARIZE};
use crate::error::Error;
use crate::wire::{Allocation, CreditNote, InvoiceStatus, NewAllocation, NewCreditNote};

const PATH: &str = "/CreditNotes";
const COLLECTION: &str = "CreditNotes";

/// The bytes of a credit note's creation. Equal credit notes give equal bytes.
#[must_use]
pub fn credit_note_body(credit_note: &NewCreditNote) -> Vec<u8> {
    of_one(COLLECTION, credit_note)
}

/// The bytes that give a credit note another status, as [`super::invoice_status_body`].
#[must_use]
pub fn credit_note_status_body(credit_note: Uuid, status: &InvoiceStatus) -> Vec<u8> {
    of_status(COLLECTION, "CreditNoteID", credit_note, status.as_str())
}

/// The bytes of an allocation.
#[must_use]
pub fn allocation_body(allocation: &NewAllocation) -> Vec<u8> {
    of_one("Allocations", allocation)
}

impl Client {
    /// Creates a credit note from bytes of [`credit_note_body`], kept or fresh.
    ///
    /// # Errors
    /// Any [`Error`] of a write; ask [`Error::outcome`] before anything else.
    pub async fn send_credit_note(
        &self,
        body: &[u8],
        key: &str,
    ) -> Result<Answer<CreditNote>, Error> {
        let call = Call::write(Method::PUT, PATH, body, key);
        self.written(&call.query(&[SUMMARIZE, FOUR_DECIMALS])).await
    }

    /// Voids or deletes a credit note with bytes of [`credit_note_status_body`], kept or fresh.
    ///
    /// # Errors
    /// Any [`Error`] of a write; done when the credit note read by its id has the status.
    pub async fn send_credit_note_status(
        &self,
        id: Uuid,
        body: &[u8],
        key: &str,
    ) -> Result<Answer<CreditNote>, Error> {
        let call = Call::write(Method::POST, format!("{PATH}/{id}"), body, key);
        self.written(&call.query(&[FOUR_DECIMALS])).await
    }

    /// The credit note by its id, with its lines, allocations and refunds.
    ///
    /// # Errors
    /// [`Error::NotFound`], and any other of a read.
    pub async fn credit_note(&self, id: Uuid) -> Result<CreditNote, Error> {
        self.element(&Call::get(format!("{PATH}/{id}")).query(&[FOUR_DECIMALS])).await
    }

    /// Every credit note with this reference, of any status, with its lines, unfiltered: how a
    /// lost answer is looked up.
    ///
    /// # Errors
    /// [`Error::Unsearchable`], [`Error::TooManyFound`], and any other of a read.
    pub async fn find_credit_notes_by_reference(
        &self,
        reference: &str,
    ) -> Result<Vec<CreditNote>, Error> {
        self.find(PATH, "Reference", reference, &[FOUR_DECIMALS]).await
    }

    /// One page of the credit notes made or changed since, with their lines; pages count from 1.
    ///
    /// # Errors
    /// [`Error::TooManyFound`] beyond [`super::CHANGED_PAGES_MAX`], and any other of a read.
    pub async fn credit_notes_modified_since(
        &self,
        page: u32,
        since: DateTime<Utc>,
    ) -> Result<Page<CreditNote>, Error> {
        self.changed(PATH, "CreditNoteID", page, since, &[FOUR_DECIMALS]).await
    }

    /// Uses a credit note for an invoice, with bytes of [`allocation_body`], kept or fresh.
    ///
    /// # Errors
    /// Any [`Error`] of a write; done when [`Client::credit_note`] has the allocation.
    pub async fn send_allocation(
        &self,
        credit_note: Uuid,
        body: &[u8],
        key: &str,
    ) -> Result<Answer<Allocation>, Error> {
        let path = format!("{PATH}/{credit_note}/Allocations");
        self.written(&Call::write(Method::PUT, path, body, key).query(&[SUMMARIZE])).await
    }

    /// Takes an allocation back. It has no bytes and no key: done twice it is done once.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that is gone already, and any other of a write; done when
    /// [`Client::credit_note`] has it no more.
    pub async fn delete_allocation(
        &self,
        credit_note: Uuid,
        allocation: Uuid,
    ) -> Result<(), Error> {
        let path = format!("{PATH}/{credit_note}/Allocations/{allocation}");
        self.call(&Call::delete(path)).await.map(drop)
    }
}
