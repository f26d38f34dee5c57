//! What a run does before it sends: it makes the documents of what was recorded since, takes back
//! what was corrected, and plans again what is held.

use store::DocumentId;

use super::report::Block;
use super::run::{Asker, Flow, Run};
use super::undo_check::outdated;
use super::{on_book, verdict};
use crate::error::Error;
use crate::plan::{OwnScope, mendable, queue_own, queue_set_offs, replan_one};
use crate::steps::Step;

/// Who is named for documents that nobody closed a day for.
const WHO: &str = "daybook";

impl Run<'_> {
    /// Makes sure that the book is this organisation's, makes the documents of what has one of its
    /// own, takes back what was corrected, and plans again what is held: its cause may be mended. A
    /// person's sync looks at the drafts too.
    pub(super) async fn prepare(&mut self) -> Result<Flow, Error> {
        let tenant = self.outbox.parts.client.tenant().to_string();
        let bound_to = on_book(self.outbox.book(), store::Book::bound_to).await?;
        if bound_to.is_some_and(|bound| bound != tenant) {
            return Ok(Flow::Blocked(Block::OtherOrganisation));
        }
        if let Some(block) = self.clock_is_wrong().await? {
            return Ok(Flow::Blocked(block));
        }
        // Before anything is made or sent: what a book that was put back sent since.
        if let Some(block) = self.settle_restored().await? {
            return Ok(Flow::Blocked(block));
        }
        self.prepared = true;
        if self.asker == Asker::Person {
            let now = self.now();
            on_book(self.outbox.book(), move |book| book.look_at_drafts(now)).await?;
        }
        self.make_documents().await?;
        if let Some(block) = self.resolve_doubtful().await? {
            self.prepared = false;
            return Ok(Flow::Blocked(block));
        }
        let held = on_book(self.outbox.book(), mendable).await?;
        if held.is_empty() {
            return Ok(Flow::Next);
        }
        let kept = on_book(self.outbox.book(), store::Book::chart).await?;
        let will_do = kept.is_some_and(|kept| self.is_fresh(&kept));
        if self.asker == Asker::Person || !will_do {
            // Offline the chart kept has to do.
            drop(self.fresh_chart().await?);
        }
        let now = self.now();
        for id in held {
            let planned = on_book(self.outbox.book(), move |book| replan_one(book, id, now)).await;
            self.unless_its_own(id, planned.map(drop)).await?;
        }
        self.outbox.reached(Step::HeldPlannedAgain).await;
        Ok(Flow::Next)
    }

    /// Makes the documents of what was recorded since, and takes back those whose transaction was
    /// corrected.
    pub(super) async fn make_documents(&mut self) -> Result<(), Error> {
        let world = self.outbox.parts.world.clone();
        let outdated = on_book(self.outbox.book(), move |book| {
            queue_own(book, OwnScope::Automatic, WHO, &world)?;
            queue_set_offs(book, WHO, &world)?;
            outdated(book)
        })
        .await?;
        if !outdated.is_empty() {
            // Offline the chart kept has to do.
            drop(self.fresh_chart().await?);
        }
        self.later = None;
        for document in &outdated {
            if self.aside.contains(document) {
                continue;
            }
            let id = *document;
            let verified = on_book(self.outbox.book(), move |book| book.verify_outdated(id)).await;
            let undone = match verified {
                Ok(()) => self.outbox.undo_over_chart(id, &outdated).await,
                Err(error) => Err(error),
            };
            match undone {
                Ok(()) => {}
                // It is on its way, or Xero cannot be asked: the next run takes it back.
                Err(Error::UndoTooEarly { .. }) => {
                    let until = self.now() + self.settle();
                    self.later.get_or_insert(Block::Waiting { until });
                }
                Err(Error::Xero(failure)) if !verdict::is_lasting(&failure) => {
                    let block = verdict::block(&failure, self.now());
                    self.later.get_or_insert(block);
                }
                // It cannot go yet, and so nothing does that goes with it. Its void is held, and
                // says why, until that is mended.
                Err(
                    Error::UndoLocked { document, .. }
                    | Error::UndoAllocationLocked { document, .. }
                    | Error::UndoSetOffLocked { document, .. }
                    | Error::UndoReconciled { document }
                    | Error::UndoUsed { document },
                ) => self.ask_for_void(document).await?,
                Err(error) => self.leave_aside(*document, error).await?,
            }
        }
        self.outbox.reached(Step::DocumentsMade).await;
        Ok(())
    }

    /// Queues the void of a document, unless it is already.
    async fn ask_for_void(&self, document: DocumentId) -> Result<(), Error> {
        match on_book(self.outbox.book(), move |book| book.request_undo(document)).await {
            Ok(()) | Err(Error::Book(store::Error::NotNow { .. })) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
