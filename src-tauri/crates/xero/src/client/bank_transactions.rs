//! Money received into and spent from bank accounts: create, find, read, delete (facts §9).

use chrono::{DateTime, Utc};
use http::Method;
use uuid::Uuid;

use super::body::{of_one, of_status};
use super::find::Page;
use super::{Answer, Call, Client, FOUR_DECIMALS, SUMMARIZE};
use crate::error::Error;
use crate::wire::{BankTransaction, BankTransactionStatus, NewBankTransaction};

const PATH: &str = "/BankTransactions";
const COLLECTION: &str = "BankTransactions";

/// The bytes of a bank transaction's creation. Equal transactions give equal bytes.
#[must_use]
pub fn bank_transaction_body(transaction: &NewBankTransaction) -> Vec<u8> {
    of_one(COLLECTION, transaction)
}

/// The bytes that delete a bank transaction: its id and status. Xero's file asks for type, account
/// and lines as well, which are needed to create one.
#[must_use]
pub fn bank_transaction_deletion_body(transaction: Uuid) -> Vec<u8> {
    let status = BankTransactionStatus::Deleted;
    of_status(COLLECTION, "BankTransactionID", transaction, status.as_str())
}

impl Client {
    /// Creates a bank transaction from bytes of [`bank_transaction_body`], kept or fresh.
    ///
    /// # Errors
    /// Any [`Error`] of a write; ask [`Error::outcome`] before anything else.
    pub async fn send_bank_transaction(
        &self,
        body: &[u8],
        key: &str,
    ) -> Result<Answer<BankTransaction>, Error> {
        let call = Call::write(Method::PUT, PATH, body, key);
        self.written(&call.query(&[SUMMARIZE, FOUR_DECIMALS])).await
    }

    /// Deletes a bank transaction with bytes of [`bank_transaction_deletion_body`], kept or fresh.
    ///
    /// # Errors
    /// Any [`Error`] of a write; done when the transaction read by its id is `DELETED`.
    pub async fn send_bank_transaction_deletion(
        &self,
        id: Uuid,
        body: &[u8],
        key: &str,
    ) -> Result<Answer<BankTransaction>, Error> {
        let call = Call::write(Method::POST, format!("{PATH}/{id}"), body, key);
        self.written(&call.query(&[FOUR_DECIMALS])).await
    }

    /// The bank transaction by its id, with its lines.
    ///
    /// # Errors
    /// [`Error::NotFound`], and any other of a read.
    pub async fn bank_transaction(&self, id: Uuid) -> Result<BankTransaction, Error> {
        self.element(&Call::get(format!("{PATH}/{id}")).query(&[FOUR_DECIMALS])).await
    }

    /// Every bank transaction with this reference, deleted ones too, with its lines, unfiltered:
    /// how a lost answer is looked up. Xero's fast filters do not have it (they are type, status,
    /// date and contact), and a narrower one could overlook a transaction that people changed.
    ///
    /// # Errors
    /// [`Error::Unsearchable`], [`Error::TooManyFound`], and any other of a read.
    pub async fn find_bank_transactions_by_reference(
        &self,
        reference: &str,
    ) -> Result<Vec<BankTransaction>, Error> {
        self.find(PATH, "Reference", reference, &[FOUR_DECIMALS]).await
    }

    /// One page of the bank transactions made or changed since, with their lines; pages count
    /// from 1.
    ///
    /// # Errors
    /// [`Error::TooManyFound`] beyond [`super::CHANGED_PAGES_MAX`], and any other of a read.
    pub async fn bank_transactions_modified_since(
        &self,
        page: u32,
        since: DateTime<Utc>,
    ) -> Result<Page<BankTransaction>, Error> {
        self.changed(PATH, "BankTransactionID", page, since, &[FOUR_DECIMALS]).await
    }
}
