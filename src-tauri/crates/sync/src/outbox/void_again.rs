//! A void that waits or was refused, asked for once more: it is tried again, or where its period
//! was locked meanwhile the opposite comes in its place. Until that is in the book the void stays,
//! so that what a person asked for is not lost where this is cut off.

use chrono::NaiveDate;
use ledger::DocumentKind;
use store::{Book, Document, DocumentId, NewDocument, State};
use world::World;

use super::undo::{ChartRead, UndoOutcome, opposite, was_a_draft};
use super::{Outbox, on_book};
use crate::cause::Cause;
use crate::error::Error;
use crate::kinds;
use crate::plan::refs_of;

impl Outbox {
    /// A void that waits or was refused is tried again; where its period was locked meanwhile, its
    /// opposite is posted instead.
    pub(super) async fn void_again(
        &self,
        document: Document,
        state: State,
        depth: u32,
        chart: &mut ChartRead,
    ) -> Result<UndoOutcome, Error> {
        let id = document.summary.id;
        if self.is_gone(&document).await? {
            let now = self.parts.world.now();
            on_book(self.book(), move |book| book.record_undone(id, now)).await?;
            return Ok(UndoOutcome::Undone);
        }
        self.read_chart(chart).await?;
        let locked = self.locked_over(&document).await?.filter(|_| !was_a_draft(&document));
        if let Some(until) = locked {
            return self.oppose(document, until, depth, chart).await;
        }
        // What stopped an earlier try may be one of these.
        self.undo_dependents(id, depth, chart).await?;
        if matches!(state, State::Held | State::Rejected) {
            on_book(self.book(), move |book| book.release(id)).await?;
        }
        Ok(UndoOutcome::VoidQueued)
    }

    /// Whether a void found nothing to take back, and there is nothing still.
    async fn is_gone(&self, document: &Document) -> Result<bool, Error> {
        let reason = document.summary.reason.as_ref();
        if reason.is_none_or(|reason| reason.cause != Cause::Gone.key()) {
            return Ok(false);
        }
        let about = document.summary.about;
        let refs = on_book(self.book(), move |book| refs_of(book, about)).await?;
        match kinds::read(&self.parts.client, document, refs).await {
            Err(xero::Error::NotFound) => Ok(true),
            Ok(_) => Ok(false),
            Err(failure) => Err(failure.into()),
        }
    }

    /// Puts the opposite in the place of a void, after what pays it or is set off against it. An
    /// allocation has none: it is given back to its documents, with which it leaves.
    async fn oppose(
        &self,
        document: Document,
        until: NaiveDate,
        depth: u32,
        chart: &mut ChartRead,
    ) -> Result<UndoOutcome, Error> {
        let (id, date) = (document.summary.id, document.entry.date);
        self.refuse_unsettled(&document).await?;
        if document.summary.kind == DocumentKind::Allocation {
            on_book(self.book(), move |book| book.withdraw_undo(id)).await?;
            return Ok(UndoOutcome::Undone);
        }
        let (world, voided) = (self.parts.world.clone(), document.clone());
        if on_book(self.book(), move |book| opposite(book, &voided, &world)).await?.is_none() {
            return Err(Error::UndoLocked { document: id, date, until });
        }
        if let Some(reversal) = self.opposed_by(id).await? {
            return Ok(UndoOutcome::ReversalQueued(reversal));
        }
        self.undo_dependents(id, depth, chart).await?;
        let world = self.parts.world.clone();
        on_book(self.book(), move |book| match opposite(book, &document, &world)? {
            Some(new) => Ok(UndoOutcome::ReversalQueued(put_opposite(book, id, &new, &world)?)),
            None => Err(Error::UndoLocked { document: id, date, until }),
        })
        .await
    }

    /// Takes a document back by its opposite whose void was asked for and would be refused for
    /// ever, since what was taken back so itself is still on it in Xero. Says whether it has an
    /// opposite.
    pub(super) async fn reverse_instead(&self, document: Document) -> Result<bool, Error> {
        let world = self.parts.world.clone();
        on_book(self.book(), move |book| {
            let Some(new) = opposite(book, &document, &world)? else {
                return Ok::<_, Error>(false);
            };
            book.oppose(document.summary.id, &new, world.now())?;
            Ok(true)
        })
        .await
    }
}

/// Puts the opposite of a document in the place of its void, or finds the one that another window
/// has just put there.
fn put_opposite(
    book: &Book,
    original: DocumentId,
    new: &NewDocument,
    world: &World,
) -> Result<DocumentId, store::Error> {
    let put = book.oppose(original, new, world.now());
    match (put, book.reversal_of(original)?) {
        (Err(_), Some((faster, _))) => Ok(faster),
        (put, _) => put,
    }
}
