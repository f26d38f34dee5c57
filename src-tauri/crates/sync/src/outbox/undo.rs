//! Undo: what was posted is taken out of Xero, what was not is given up; either way the
//! transactions are open again. Where the date is locked in Xero the opposite is posted instead.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::NaiveDate;
use ledger::DocumentKind;
use store::{Book, Document, DocumentId, NewDocument, Reason, State};
use world::{Bug, World, planted};

use super::{Outbox, on_book};
use crate::cause::Cause;
use crate::chart::refresh_chart;
use crate::compare::read_back;
use crate::error::Error;
use crate::kinds::{self, Seen, Standing};
use crate::plan::{dated, is_bank, locked_until, refs_of, reversal};

/// How deep one undo goes: an invoice, its credit note's allocation, that note's refund.
pub(super) const DEPTH_MAX: u32 = 4;

/// What undoing a document came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoOutcome {
    /// It was not in Xero, or moves nothing there: its transactions are open again.
    Undone,
    /// It is in Xero: its void is queued, and the next run takes it out.
    VoidQueued,
    /// Its date is locked in Xero: the opposite is queued under this id.
    ReversalQueued(DocumentId),
}

/// What undoing a document came to, with all that went with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoing {
    /// What it came to for the document itself.
    pub outcome: UndoOutcome,
    /// It and the documents that leave with it, in the order they leave.
    pub documents: Vec<DocumentId>,
}

/// Which invoices and credit notes may go along with one that an allocation ties them to.
pub(super) enum Along {
    /// A person wants it: whatever has to.
    All,
    /// These, since they are taken back anyway.
    Only(BTreeSet<DocumentId>),
}

/// Whether the chart was read for this undo: once, and only where something is in Xero.
pub(super) struct ChartRead(bool);

impl Outbox {
    /// Undoes a document, and before it what pays it or is set off against it. Where a locked
    /// allocation ties an invoice and a credit note together, the one goes with the other.
    ///
    /// One that was tried before is looked up first, so that nothing stays in Xero unseen. Before
    /// the first step it is checked that none of them will be refused.
    ///
    /// # Errors
    /// [`Error::UndoLocked`] where a date is locked and nothing is its document's opposite,
    /// [`Error::UndoAllocationLocked`] and [`Error::UndoSetOffLocked`] of one alone,
    /// [`Error::UndoReconciled`] and [`Error::UndoUsed`] of several documents,
    /// [`Error::UndoReversal`], [`Error::UndoTooEarly`], [`Error::Xero`] when something has to be
    /// looked up and cannot be. Everything stays what it was, but for what changes in Xero
    /// meanwhile: then the same call goes on from where it stopped.
    pub async fn undo(&self, id: DocumentId) -> Result<UndoOutcome, Error> {
        Ok(self.undo_telling(id).await?.outcome)
    }

    /// The same, and tells what went with it.
    ///
    /// # Errors
    /// As [`Self::undo`].
    pub async fn undo_telling(&self, id: DocumentId) -> Result<Undoing, Error> {
        self.undo_whole(id, &Along::All, &mut ChartRead(false)).await
    }

    /// Undoes a document that was corrected, where the chart was read a moment ago. An invoice or a
    /// credit note that was not is not taken along: nobody said that it shall leave.
    pub(super) async fn undo_over_chart(
        &self,
        id: DocumentId,
        corrected: &[DocumentId],
    ) -> Result<(), Error> {
        let with = Along::Only(corrected.iter().copied().collect());
        self.undo_whole(id, &with, &mut ChartRead(true)).await.map(drop)
    }

    async fn undo_whole(
        &self,
        id: DocumentId,
        with: &Along,
        chart: &mut ChartRead,
    ) -> Result<Undoing, Error> {
        let whole = self.check_undo(id, with, chart).await?;
        if let Some(reversal) = whole.leaves_with {
            return Ok(Undoing {
                outcome: UndoOutcome::ReversalQueued(reversal),
                documents: vec![id],
            });
        }
        // The one asked for goes last, and what it led to before that: cut off anywhere, the same
        // call finds the rest again.
        for root in whole.roots.iter().rev().filter(|root| **root != id) {
            self.undo_one(*root, DEPTH_MAX, chart).await?;
        }
        let outcome = self.undo_one(id, DEPTH_MAX, chart).await?;
        Ok(Undoing { outcome, documents: whole.ids() })
    }

    async fn undo_one(
        &self,
        id: DocumentId,
        depth: u32,
        chart: &mut ChartRead,
    ) -> Result<UndoOutcome, Error> {
        let document = on_book(self.book(), move |book| book.document(id)).await?;
        let in_xero = document.summary.xero_id.is_some();
        match document.summary.state {
            State::Undone => Ok(UndoOutcome::Undone),
            State::Posted | State::AwaitingApproval => self.take_out(document, depth, chart).await,
            state @ (State::Sending | State::Unknown) => {
                Err(Error::UndoTooEarly { document: id, state })
            }
            // The void itself waits or was refused: it is tried again.
            state @ (State::Draft | State::Queued | State::Held | State::Rejected)
                if in_xero && document.summary.operation == store::Operation::Void =>
            {
                self.void_again(document, state, depth, chart).await
            }
            State::Draft | State::Queued | State::Held | State::Rejected | State::Skipped => {
                self.give_up(&document, depth, chart).await
            }
        }
    }

    /// Takes a document out of Xero: by its void, or where its date is locked by its opposite.
    async fn take_out(
        &self,
        document: Document,
        depth: u32,
        chart: &mut ChartRead,
    ) -> Result<UndoOutcome, Error> {
        let id = document.summary.id;
        let is_draft = document.summary.state == State::AwaitingApproval;
        if document.summary.about.reverses.is_some() && !is_draft {
            return Err(Error::UndoReversal { document: id });
        }
        if let Some(reversal) = self.opposed_by(id).await? {
            return Ok(UndoOutcome::ReversalQueued(reversal));
        }
        self.read_chart(chart).await?;
        self.undo_dependents(id, depth, chart).await?;
        let locked = self.locked_over(&document).await?;
        match locked.filter(|_| !is_draft) {
            Some(until) => self.queue_reversal(document, until).await,
            None => {
                on_book(self.book(), move |book| book.request_undo(id)).await?;
                Ok(UndoOutcome::VoidQueued)
            }
        }
    }

    /// The opposite that takes a document back; one that was skipped gives way to another.
    pub(super) async fn opposed_by(&self, id: DocumentId) -> Result<Option<DocumentId>, Error> {
        match on_book(self.book(), move |book| book.reversal_of(id)).await? {
            Some((skipped, State::Skipped)) => {
                let now = self.parts.world.now();
                on_book(self.book(), move |book| book.record_undone(skipped, now)).await?;
                Ok(None)
            }
            found => Ok(found.map(|(reversal, _)| reversal)),
        }
    }

    /// Up to when a document's period is locked, as far as the chart kept knows; none where it is
    /// open.
    pub(super) async fn locked_over(
        &self,
        document: &Document,
    ) -> Result<Option<NaiveDate>, Error> {
        let document = document.clone();
        on_book(self.book(), move |book| {
            let until = locked_until(book)?;
            let date = dated(book, &document)?;
            Ok::<_, Error>(until.filter(|until| date <= *until))
        })
        .await
    }

    /// What pays a document or is set off against it goes first.
    pub(super) async fn undo_dependents(
        &self,
        id: DocumentId,
        depth: u32,
        chart: &mut ChartRead,
    ) -> Result<(), Error> {
        for (dependent, _) in on_book(self.book(), move |book| book.dependents(id)).await? {
            let Some(depth) = depth.checked_sub(1) else { break };
            Box::pin(self.undo_one(dependent, depth, chart)).await?;
        }
        Ok(())
    }

    /// Reads the chart, the first time it is asked to. Offline the chart kept decides, and
    /// everything is checked again before it is sent.
    pub(super) async fn read_chart(&self, chart: &mut ChartRead) -> Result<(), Error> {
        if std::mem::replace(&mut chart.0, true) {
            return Ok(());
        }
        let parts = &self.parts;
        match refresh_chart(&parts.book, &parts.client, &parts.world).await {
            Ok(_) | Err(Error::Xero(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Queues the opposite of a document. An allocation has none and moves nothing in the books: it
    /// stays where it is, and is the book's until both documents it ties are taken back.
    async fn queue_reversal(
        &self,
        document: Document,
        until: NaiveDate,
    ) -> Result<UndoOutcome, Error> {
        let (id, date) = (document.summary.id, document.entry.date);
        let world = self.parts.world.clone();
        on_book(self.book(), move |book| {
            if document.summary.kind == DocumentKind::Allocation {
                return Ok(UndoOutcome::Undone);
            }
            let Some(new) = opposite(book, &document, &world)? else {
                return Err(Error::UndoLocked { document: id, date, until });
            };
            Ok(UndoOutcome::ReversalQueued(enqueue_opposite(book, id, &new, &world)?))
        })
        .await
    }

    /// Gives up a document that was never posted, as far as the book knows.
    async fn give_up(
        &self,
        document: &Document,
        depth: u32,
        chart: &mut ChartRead,
    ) -> Result<UndoOutcome, Error> {
        let (id, now) = (document.summary.id, self.parts.world.now());
        self.undo_dependents(id, depth, chart).await?;
        if !document.attempts.is_empty() {
            let settle = match planted(Bug::LookUpTooEarly) {
                true => Duration::ZERO,
                false => self.parts.timing.settle,
            };
            let settles_at = self.settles_at(document, settle).await?;
            if settles_at.is_some_and(|at| now < at) {
                // A person may have held it while its request was on its way.
                return Err(Error::UndoTooEarly { document: id, state: document.summary.state });
            }
            if let Some(seen) = self.still_there(document).await? {
                return self.adopt(document, &seen, depth, chart).await;
            }
        }
        on_book(self.book(), move |book| book.record_undone(id, now)).await?;
        Ok(UndoOutcome::Undone)
    }

    /// What Xero has of a document after all, live or as a draft.
    pub(super) async fn still_there(&self, document: &Document) -> Result<Option<Seen>, Error> {
        let about = document.summary.about;
        let refs = on_book(self.book(), move |book| refs_of(book, about)).await?;
        let found = match kinds::find(&self.parts.client, document, refs).await {
            Ok(found) => found,
            // Nothing was ever sent about what is not there itself.
            Err(xero::Error::NotFound) => Vec::new(),
            Err(failure) => return Err(failure.into()),
        };
        let is_there = |seen: &Seen| seen.standing != Standing::Gone;
        let mut there = found.into_iter().filter(is_there);
        match (there.next(), there.next()) {
            (Some(_), Some(_)) => Err(Error::Xero(xero::Error::TooManyFound)),
            (found, _) => Ok(found),
        }
    }

    /// It is in Xero after all: the book takes it as posted, so that it can be taken out.
    async fn adopt(
        &self,
        document: &Document,
        seen: &Seen,
        depth: u32,
        chart: &mut ChartRead,
    ) -> Result<UndoOutcome, Error> {
        let (id, now) = (document.summary.id, self.parts.world.now());
        let read_back = read_back(&document.entry, seen).map_err(Error::BaseCurrency)?;
        let kept = on_book(self.book(), store::Book::chart).await?.ok_or(Error::NoChart)?;
        let foreign = document.entry.currency != kept.chart.organisation.base_currency;
        let posted = store::Posted {
            xero_id: seen.id.to_string(),
            number: seen.number.clone(),
            rate: seen.rate.filter(|_| foreign),
            read_back,
        };
        let reason = Reason {
            cause: Cause::FoundDifferent.key(),
            message: "It was found in Xero while it was being undone.".to_owned(),
        };
        let draft = seen.standing == Standing::Draft;
        let adopted = on_book(self.book(), move |book| {
            if book.document(id)?.summary.state == State::Queued {
                book.hold(id, &reason, None)?;
            }
            match draft {
                true => book.record_awaiting_approval(id, &posted, now, now)?,
                false => book.record_posted(id, &posted, now)?,
            }
            Ok::<_, Error>(book.document(id)?)
        })
        .await?;
        self.take_out(adopted, depth, chart).await
    }
}

/// The document that takes another back by its opposite, where one can: no line of an invoice is
/// on a bank account.
pub(super) fn opposite(
    book: &Book,
    document: &Document,
    world: &World,
) -> Result<Option<NewDocument>, Error> {
    let chart = book.chart()?.ok_or(Error::NoChart)?.chart;
    let new = reversal(book, &chart, document, "daybook", world)?;
    let by_line = |new: &NewDocument| new.entry.kind != DocumentKind::BankTransaction;
    let on_bank = |new: &NewDocument| new.entry.lines.iter().any(|line| is_bank(&chart, line));
    Ok(new.filter(|new| !(by_line(new) && on_bank(new))))
}

/// Queues the opposite of a document, or finds the one that another window has just queued: a
/// document has one opposite.
fn enqueue_opposite(
    book: &Book,
    original: DocumentId,
    new: &NewDocument,
    world: &World,
) -> Result<DocumentId, store::Error> {
    let queued = book.enqueue(new, world.now());
    match (queued, book.reversal_of(original)?) {
        (Err(_), Some((faster, _))) => Ok(faster),
        (queued, _) => queued,
    }
}

/// Whether a document was a draft in Xero when it was last read; no lock keeps those (facts §7.1).
pub(super) fn was_a_draft(document: &Document) -> bool {
    let read = document.read_back.as_ref().map(|read| read.status.as_str());
    matches!(read, Some("DRAFT" | "SUBMITTED"))
}
