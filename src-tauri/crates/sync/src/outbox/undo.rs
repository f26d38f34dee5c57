//! Undo: what was posted is taken out of Xero, what was not is given up; either way the
//! transactions are open again.

use store::{DocumentId, Reason, State};
use xero::{JournalStatus, ManualJournal};

use super::send::settles_at;
use super::{Outbox, on_book};
use crate::cause::Cause;
use crate::chart::refresh_chart;
use crate::compare::read_back;
use crate::error::Error;

/// What undoing a document came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoOutcome {
    /// It was not in Xero: its transactions are open again.
    Undone,
    /// It is in Xero: its void is queued, and the next run takes it out.
    VoidQueued,
}

impl Outbox {
    /// Undoes a document.
    ///
    /// A posted one whose date is locked in Xero is refused: voiding it there is (facts §11). One
    /// that was tried before is looked up first, so that nothing stays in Xero unseen.
    ///
    /// # Errors
    /// [`Error::UndoLocked`], [`Error::UndoTooEarly`], [`Error::Xero`] when it has to be looked up
    /// and cannot be. It stays what it was.
    pub async fn undo(&self, id: DocumentId) -> Result<UndoOutcome, Error> {
        let document = on_book(self.book(), move |book| book.document(id)).await?;
        match document.summary.state {
            State::Undone => Ok(UndoOutcome::Undone),
            State::Posted => self.queue_void(id).await,
            state @ (State::Sending | State::Unknown) => {
                Err(Error::UndoTooEarly { document: id, state })
            }
            // The void itself waits or was refused: it is tried again.
            State::Draft | State::Queued | State::Held | State::Rejected | State::Skipped
                if document.summary.xero_id.is_some() =>
            {
                self.queue_void_again(id, document.summary.state).await
            }
            State::Draft | State::Queued | State::Held | State::Rejected | State::Skipped => {
                self.give_up(&document).await
            }
        }
    }

    async fn queue_void(&self, id: DocumentId) -> Result<UndoOutcome, Error> {
        let parts = &self.parts;
        // Offline the chart kept decides, and the void is checked again before it is sent.
        match refresh_chart(&parts.book, &parts.client, &parts.world).await {
            Ok(_) | Err(Error::Xero(_)) => {}
            Err(error) => return Err(error),
        }
        on_book(self.book(), move |book| {
            let date = book.document(id)?.journal.date;
            let locked = book.chart()?.and_then(|kept| kept.chart.organisation.locked_until());
            if let Some(until) = locked.filter(|until| date <= *until) {
                return Err(Error::UndoLocked { document: id, date, until });
            }
            Ok(book.request_undo(id)?)
        })
        .await?;
        Ok(UndoOutcome::VoidQueued)
    }

    async fn queue_void_again(&self, id: DocumentId, state: State) -> Result<UndoOutcome, Error> {
        if matches!(state, State::Held | State::Rejected) {
            on_book(self.book(), move |book| book.release(id)).await?;
        }
        Ok(UndoOutcome::VoidQueued)
    }

    /// Gives up a document that was never posted, as far as the book knows.
    async fn give_up(&self, document: &store::Document) -> Result<UndoOutcome, Error> {
        let (id, now) = (document.summary.id, self.parts.world.now());
        if !document.attempts.is_empty() {
            let settles_at = settles_at(document, self.parts.timing.settle);
            if settles_at.is_some_and(|at| now < at) {
                // A person may have held it while its request was on its way.
                return Err(Error::UndoTooEarly { document: id, state: document.summary.state });
            }
            let narration = &document.summary.narration;
            let found = self.parts.client.find_manual_journals_by_narration(narration).await?;
            let is_posted = |one: &&ManualJournal| one.status == JournalStatus::Posted;
            match found.iter().filter(is_posted).collect::<Vec<_>>().as_slice() {
                [] => {}
                [journal] => return self.adopt(document, journal).await,
                [_, _, ..] => return Err(Error::Xero(xero::Error::TooManyFound)),
            }
        }
        on_book(self.book(), move |book| book.record_undone(id, now)).await?;
        Ok(UndoOutcome::Undone)
    }

    /// It is in Xero after all: the book takes it as posted, so that it can be voided.
    async fn adopt(
        &self,
        document: &store::Document,
        journal: &ManualJournal,
    ) -> Result<UndoOutcome, Error> {
        let (id, now) = (document.summary.id, self.parts.world.now());
        let read_back = read_back(&document.journal, journal).map_err(Error::BaseCurrency)?;
        let xero_id = journal.manual_journal_id.to_string();
        let reason = Reason {
            cause: Cause::FoundDifferent.key(),
            message: "It was found in Xero while it was being undone.".to_owned(),
        };
        on_book(self.book(), move |book| {
            if book.document(id)?.summary.state == State::Queued {
                book.hold(id, &reason, None)?;
            }
            book.record_posted(id, &xero_id, &read_back, now)
        })
        .await?;
        self.queue_void(id).await
    }
}
