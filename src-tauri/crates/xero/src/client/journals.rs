//! Manual journals: create, find, read, void (facts §6).
//!
//! The bytes of a write are made by free functions, so that the outbox can keep them and send
//! the very same ones again: with the same key, Xero refuses any others (facts §5).

use chrono::{DateTime, Utc};
use http::Method;
use uuid::Uuid;

use super::body::of_one;
use super::find::{Page, is_searchable};
use super::{Answer, Call, Client, SUMMARIZE};
use crate::error::Error;
use crate::wire::{ManualJournal, NewManualJournal, VoidedManualJournal};

const PATH: &str = "/ManualJournals";
const COLLECTION: &str = "ManualJournals";

/// The bytes of a journal's creation. Equal journals give equal bytes.
#[must_use]
pub fn manual_journal_body(journal: &NewManualJournal) -> Vec<u8> {
    of_one(COLLECTION, journal)
}

/// The bytes that end a journal: all of it again, as it was read, with the status `VOIDED`, or
/// `DELETED` where it is a draft (facts §6.3).
#[must_use]
pub fn void_manual_journal_body(journal: &ManualJournal) -> Vec<u8> {
    of_one(COLLECTION, &VoidedManualJournal::from(journal))
}

impl Client {
    /// Creates a journal. `PUT` creates and never overwrites.
    ///
    /// # Errors
    /// Any [`Error`] of a write; ask [`Error::outcome`] before anything else.
    pub async fn create_manual_journal(
        &self,
        journal: &NewManualJournal,
        key: &str,
    ) -> Result<Answer<ManualJournal>, Error> {
        if !is_searchable(&journal.narration) {
            return Err(Error::Unsearchable);
        }
        self.send_manual_journal(&manual_journal_body(journal), key).await
    }

    /// Creates a journal from bytes of [`manual_journal_body`], kept or fresh.
    ///
    /// # Errors
    /// As [`Client::create_manual_journal`].
    pub async fn send_manual_journal(
        &self,
        body: &[u8],
        key: &str,
    ) -> Result<Answer<ManualJournal>, Error> {
        let call = Call::write(Method::PUT, PATH, body, key).query(&[SUMMARIZE]);
        self.written(&call).await
    }

    /// The journal by its id, with its lines.
    ///
    /// # Errors
    /// [`Error::NotFound`], and any other of a read.
    pub async fn manual_journal(&self, id: Uuid) -> Result<ManualJournal, Error> {
        self.element(&Call::get(format!("{PATH}/{id}"))).await
    }

    /// Every journal with this narration, of any status, with its lines. Being the only fast
    /// search Xero offers (facts §6.7), it is how a lost answer is looked up. What Xero takes for
    /// equal is handed on unfiltered: overlooking one would mean posting twice.
    ///
    /// # Errors
    /// [`Error::Unsearchable`], [`Error::TooManyFound`], and any other of a read.
    pub async fn find_manual_journals_by_narration(
        &self,
        narration: &str,
    ) -> Result<Vec<ManualJournal>, Error> {
        self.find(PATH, "Narration", narration, &[]).await
    }

    /// One page of the journals made or changed since, with their lines; pages count from 1.
    ///
    /// # Errors
    /// [`Error::TooManyFound`] beyond [`super::CHANGED_PAGES_MAX`], and any other of a read.
    pub async fn manual_journals_modified_since(
        &self,
        page: u32,
        since: DateTime<Utc>,
    ) -> Result<Page<ManualJournal>, Error> {
        self.changed(PATH, "ManualJournalID", page, since, &[]).await
    }

    /// Voids a posted journal, given as it was read a moment ago.
    ///
    /// # Errors
    /// Any [`Error`] of a write; done when the journal read by its id is `VOIDED`.
    pub async fn void_manual_journal(
        &self,
        journal: &ManualJournal,
        key: &str,
    ) -> Result<Answer<ManualJournal>, Error> {
        let body = void_manual_journal_body(journal);
        self.send_void_manual_journal(journal.manual_journal_id, &body, key).await
    }

    /// Voids a journal with bytes of [`void_manual_journal_body`], kept or fresh.
    ///
    /// # Errors
    /// As [`Client::void_manual_journal`].
    pub async fn send_void_manual_journal(
        &self,
        id: Uuid,
        body: &[u8],
        key: &str,
    ) -> Result<Answer<ManualJournal>, Error> {
        self.written(&Call::write(Method::POST, format!("{PATH}/{id}"), body, key)).await
    }
}
