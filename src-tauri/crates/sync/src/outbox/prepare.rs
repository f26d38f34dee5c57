//! What a run does before it sends: it makes the documents of what was recorded since, takes back
//! what was corrected, and plans again what is held.

use std::sync::Arc;

use store::DocumentId;

use super::report::Block;
use super::run::{Asker, Flow, Run};
use super::undo_check::outdated;
use super::{on_book, verdict};
use crate::error::Error;
use crate::plan::{Over, OwnScope, mendable, queue_own, queue_set_offs, replan_one};
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
        let in_the_way = match self.make_documents().await? {
            None => self.resolve_doubtful().await?,
            block => block,
        };
        if let Some(block) = in_the_way {
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
        self.plan_again(held).await?;
        self.outbox.reached(Step::HeldPlannedAgain).await;
        Ok(Flow::Next)
    }

    /// Plans what is held again.
    async fn plan_again(&mut self, held: Vec<DocumentId>) -> Result<(), Error> {
        let Some(over) = on_book(self.outbox.book(), Over::read).await? else { return Ok(()) };
        let (over, now) = (Arc::new(over), self.now());
        for id in held {
            let over = Arc::clone(&over);
            let plan = move |book: &store::Book| replan_one(book, &over, id, now).map(drop);
            match on_book(self.outbox.book(), plan).await {
                // This may pass, and what it is held for is what a person can mend.
                Err(error @ Error::Book(store::Error::Database(_))) => self.leave_out(id, error),
                planned => self.unless_its_own(id, planned).await?,
            }
        }
        Ok(())
    }

    /// Makes the documents of what has one of its own. Between as many as one call makes this
    /// machine says that it is still there, and stops where it is not to go on.
    async fn make_own(&mut self) -> Result<Option<Block>, Error> {
        loop {
            let world = self.outbox.parts.world.clone();
            let queue = move |book: &store::Book| queue_own(book, OwnScope::Automatic, WHO, &world);
            let queued = on_book(self.outbox.book(), queue).await?;
            if let Some(error) = queued.left_out {
                self.failed.get_or_insert(error);
            }
            if !queued.more {
                return Ok(None);
            }
            if self.outbox.waker.is_stopped() {
                return Ok(Some(Block::Stopped));
            }
            if let Some(block) = self.stay().await? {
                return Ok(Some(block));
            }
            if !self.outbox.renew().await? {
                return Ok(Some(Block::OtherOwner));
            }
        }
    }

    /// Makes the documents of what was recorded since, and takes back those whose transaction was
    /// corrected. Gives what keeps that from going on.
    pub(super) async fn make_documents(&mut self) -> Result<Option<Block>, Error> {
        if let Some(block) = self.make_own().await? {
            return Ok(Some(block));
        }
        let world = self.outbox.parts.world.clone();
        let outdated = on_book(self.outbox.book(), move |book| {
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
        Ok(None)
    }

    /// Queues the void of a document, unless it is already.
    async fn ask_for_void(&self, document: DocumentId) -> Result<(), Error> {
        match on_book(self.outbox.book(), move |book| book.request_undo(document)).await {
            Ok(()) | Err(Error::Book(store::Error::NotNow { .. })) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
