//! Manual journals: create, find, read, void, annotate (facts §6).
//!
//! The bytes of a write are made by free functions, so that the outbox can keep them and send
//! the very same ones again: with the same key, Xero refuses any others (facts §5).

use http::Method;
use serde::Serialize;
use uuid::Uuid;

use super::{Answer, Call, Client};
use crate::error::Error;
use crate::wire::{HistoryNote, ManualJournal, NewManualJournal, VoidedManualJournal};

/// Longest history note, in characters (facts §6.8).
pub const HISTORY_NOTE_MAX: usize = 2_500;
/// Most pages looked through for one narration. One journal is meant, so more is a fault.
pub const JOURNAL_PAGES_MAX: u32 = 5;

/// All or nothing, with the reasons in a 400: the documented default contradicts itself (§12).
const SUMMARIZE: &[(&str, &str)] = &[("summarizeErrors", "true")];

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ManualJournals<T> {
    manual_journals: [T; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct HistoryRecords<'a> {
    history_records: [Details<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Details<'a> {
    details: &'a str,
}

/// The bytes of a journal's creation. Equal journals give equal bytes.
#[must_use]
pub fn manual_journal_body(journal: &NewManualJournal) -> Vec<u8> {
    to_bytes(&ManualJournals { manual_journals: [journal] })
}

/// The bytes that void a journal: all of it again, as it was read, with the status `VOIDED`.
#[must_use]
pub fn void_manual_journal_body(journal: &ManualJournal) -> Vec<u8> {
    to_bytes(&ManualJournals { manual_journals: [VoidedManualJournal::from(journal)] })
}

/// The bytes of a history note, cut to [`HISTORY_NOTE_MAX`] characters.
#[must_use]
pub fn history_note_body(text: &str) -> Vec<u8> {
    let end = text.char_indices().nth(HISTORY_NOTE_MAX).map_or(text.len(), |(at, _)| at);
    to_bytes(&HistoryRecords { history_records: [Details { details: &text[..end] }] })
}

fn to_bytes(body: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(body).expect("what is sent is plain JSON")
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
        let call = Call::write(Method::PUT, "/ManualJournals", body, key).query(SUMMARIZE);
        self.journal(&call).await
    }

    /// The journal by its id, with its lines.
    ///
    /// # Errors
    /// [`Error::NotFound`], and any other of a read.
    pub async fn manual_journal(&self, id: Uuid) -> Result<ManualJournal, Error> {
        Ok(self.element(&Call::get(format!("/ManualJournals/{id}"))).await?.value)
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
        if !is_searchable(narration) {
            return Err(Error::Unsearchable);
        }
        let filter = format!("Narration==\"{narration}\"");
        let mut found = Vec::new();
        for page in 1..=JOURNAL_PAGES_MAX {
            // Without a page the lines are left out (facts §6.7).
            let page_text = page.to_string();
            let query = [("where", filter.as_str()), ("page", &page_text)];
            let call = Call::get("/ManualJournals").query(&query);
            let envelope = self.elements::<ManualJournal>(&call).await?;
            let is_last = match envelope.page_count {
                Some(count) => page >= count,
                None => envelope.elements.is_empty(),
            };
            found.extend(envelope.elements);
            if is_last {
                return Ok(found);
            }
        }
        Err(Error::TooManyFound)
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
        let path = format!("/ManualJournals/{id}");
        self.journal(&Call::write(Method::POST, path, body, key)).await
    }

    /// The journal's history, newest as Xero orders it.
    ///
    /// # Errors
    /// [`Error::NotFound`], and any other of a read.
    pub async fn history_notes(&self, journal: Uuid) -> Result<Vec<HistoryNote>, Error> {
        let call = Call::get(format!("/ManualJournals/{journal}/History"));
        Ok(self.elements(&call).await?.elements)
    }

    /// Adds a note to the journal's history, from bytes of [`history_note_body`].
    ///
    /// # Errors
    /// Any [`Error`] of a write; done when [`Client::history_notes`] has the text.
    pub async fn add_history_note(
        &self,
        journal: Uuid,
        body: &[u8],
        key: &str,
    ) -> Result<Answer<HistoryNote>, Error> {
        let path = format!("/ManualJournals/{journal}/History");
        self.element(&Call::write(Method::PUT, path, body, key)).await
    }

    async fn journal(&self, call: &Call<'_>) -> Result<Answer<ManualJournal>, Error> {
        let mut answer = self.element::<ManualJournal>(call).await?;
        answer.warnings.extend(answer.value.warnings.iter().cloned());
        Ok(answer)
    }
}

/// Nobody has documented how to write a quotation mark inside a filter (facts §12, §17).
fn is_searchable(narration: &str) -> bool {
    !narration.is_empty() && !narration.contains(['"', '\\'])
}
