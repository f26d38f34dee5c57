//! Before the first step of an undo: whether one of its steps would be refused. An undo of several
//! documents is begun only where all of them can go.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::DocumentKind;
use store::{About, Book, Document, DocumentId, Operation, State};

use super::undo::{Along, ChartRead, DEPTH_MAX, opposite, was_a_draft};
use super::{Outbox, on_book, verdict};
use crate::error::Error;
use crate::kinds::{self, Seen, Standing};
use crate::plan::{dated, is_set_off, locked_until, refs_of};

/// How many invoices and credit notes one undo takes back that allocations tie together, at most.
const TIED_MAX: usize = 50;

impl Outbox {
    /// Refuses an undo of several documents of which one could not be taken back now: nothing of it
    /// is begun. What Xero alone knows is asked where it can be; each step is checked again when
    /// it is sent.
    pub(super) async fn check_undo(
        &self,
        id: DocumentId,
        with: &Along,
        chart: &mut ChartRead,
    ) -> Result<Whole, Error> {
        let whole = on_book(self.book(), move |book| whole(book, id, None)).await?;
        let is_tied = |step: &Document| step.summary.kind == DocumentKind::Allocation;
        if whole.steps.len() < 2 && !whole.steps.iter().any(is_tied) {
            return Ok(whole);
        }
        if whole.steps.iter().any(is_in_xero) {
            self.read_chart(chart).await?;
        }
        let whole = on_book(self.book(), move |book| {
            let until = locked_until(book)?;
            self::whole(book, id, until)
        });
        let whole = whole.await?;
        if let Some(kept) = whole.kept_by(id, with) {
            return Err(kept);
        }
        self.check_steps(&whole.steps).await?;
        Ok(whole)
    }

    async fn check_steps(&self, steps: &[Document]) -> Result<(), Error> {
        let mut voids = Vec::new();
        for step in steps {
            if self.goes_by_void(step).await? {
                voids.push(step);
            }
        }
        let leaving: BTreeSet<&str> =
            steps.iter().filter_map(|step| step.summary.xero_id.as_deref()).collect();
        for void in voids {
            match self.seen_now(void).await? {
                Some(seen) => self.refuse_kept(void, &seen, &leaving).await?,
                None => break,
            }
        }
        Ok(())
    }

    /// Whether a step asks for a void in Xero; an error where it cannot be taken at all.
    async fn goes_by_void(&self, step: &Document) -> Result<bool, Error> {
        let (id, state, date) = (step.summary.id, step.summary.state, step.entry.date);
        if matches!(state, State::Sending | State::Unknown) {
            return Err(Error::UndoTooEarly { document: id, state });
        }
        if !is_in_xero(step) {
            return self.refuse_unsettled(step).await.map(|()| false);
        }
        let reversal = on_book(self.book(), move |book| book.reversal_of(id)).await?;
        // One that was skipped gives way to another.
        if reversal.is_some_and(|(_, state)| state != State::Skipped) {
            return Ok(false);
        }
        let is_draft = state == State::AwaitingApproval || was_a_draft(step);
        let Some(until) = self.locked_over(step).await?.filter(|_| !is_draft) else {
            return Ok(true);
        };
        self.refuse_unsettled(step).await?;
        if step.summary.kind == DocumentKind::Allocation {
            return Ok(false);
        }
        let (step, world) = (step.clone(), self.parts.world.clone());
        match on_book(self.book(), move |book| opposite(book, &step, &world)).await? {
            Some(_) => Ok(false),
            None => Err(Error::UndoLocked { document: id, date, until }),
        }
    }

    /// What Xero has of a document now; none where Xero cannot be asked.
    async fn seen_now(&self, document: &Document) -> Result<Option<Seen>, Error> {
        let about = document.summary.about;
        let refs = on_book(self.book(), move |book| refs_of(book, about)).await?;
        match kinds::read(&self.parts.client, document, refs).await {
            Ok(seen) => Ok(Some(seen)),
            // Whoever takes it back will see, and say so.
            Err(failure) if verdict::is_refusal(&failure) => Ok(Some(kinds::absent(document)?)),
            Err(_) => Ok(None),
        }
    }

    /// Refuses what Xero would keep: what is matched with the bank's statement, and what has a
    /// payment or credit that does not leave with it.
    async fn refuse_kept(
        &self,
        document: &Document,
        seen: &Seen,
        leaving: &BTreeSet<&str>,
    ) -> Result<(), Error> {
        let id = document.summary.id;
        if seen.standing == Standing::Gone {
            return Ok(());
        }
        if seen.reconciled {
            return Err(Error::UndoReconciled { document: id });
        }
        let stays = |used: &&String| !leaving.contains(used.as_str());
        let uses: Vec<String> = seen.uses.iter().map(ToString::to_string).collect();
        let staying: Vec<&String> = uses.iter().filter(stays).collect();
        if staying.is_empty() {
            return Ok(());
        }
        let known = on_book(self.book(), move |book| {
            let mut known = book.left_on(id)?;
            known.extend(book.credited_by(id)?);
            Ok::<_, store::Error>(known)
        });
        let known = known.await?;
        match staying.iter().all(|one| known.contains(one)) {
            true => Ok(()),
            false => Err(Error::UndoUsed { document: id }),
        }
    }
}

/// What one undo takes back.
pub(super) struct Whole {
    /// Every document, in its order: first what pays a document or is set off against it.
    steps: Vec<Document>,
    /// The document asked for, and the invoices and credit notes that locked allocations tie to it.
    pub(super) roots: Vec<DocumentId>,
    /// The locked allocation that ties each of the roots but the first.
    ties: Vec<DocumentId>,
    /// Up to when the books are locked over these allocations.
    until: Option<NaiveDate>,
    /// Where only a locked allocation is asked for that both its documents leave: the opposite of
    /// one of them.
    pub(super) leaves_with: Option<DocumentId>,
}

impl Whole {
    /// The documents, in their order.
    pub(super) fn ids(&self) -> Vec<DocumentId> {
        self.steps.iter().map(|step| step.summary.id).collect()
    }

    /// Why this cannot be done: a locked allocation is all that is asked for, or ties it to what
    /// may not go along.
    fn kept_by(&self, id: DocumentId, with: &Along) -> Option<Error> {
        let until = self.until?;
        if self.ties.contains(&id) {
            return Some(self.locked(id, until));
        }
        let tied = self.roots.iter().skip(1).zip(&self.ties);
        let mut kept = tied.filter(|(root, _)| match with {
            Along::All => false,
            Along::Only(these) => !these.contains(root),
        });
        kept.next().map(|(_, tie)| self.locked(*tie, until))
    }

    fn locked(&self, document: DocumentId, until: NaiveDate) -> Error {
        let is_set_off =
            self.steps.iter().any(|step| step.summary.id == document && is_set_off(step));
        match is_set_off {
            true => Error::UndoSetOffLocked { document, until },
            false => Error::UndoAllocationLocked { document, until },
        }
    }
}

/// The documents that undoing one takes back, in their order, over the chart last read.
///
/// # Errors
/// [`Error::Book`]; [`Error::UndoAllocationLocked`] and [`Error::UndoSetOffLocked`] of one alone,
/// and where more are tied together than one undo takes.
pub fn undone_with(book: &Book, id: DocumentId) -> Result<Vec<DocumentId>, Error> {
    let whole = whole(book, id, locked_until(book)?)?;
    match whole.kept_by(id, &Along::All) {
        Some(kept) => Err(kept),
        None => Ok(whole.ids()),
    }
}

/// What an undo takes back, with a lock over it or not.
fn whole(book: &Book, id: DocumentId, until: Option<NaiveDate>) -> Result<Whole, Error> {
    let (mut steps, mut roots, mut ties) = (Vec::new(), vec![id], Vec::new());
    let mut done = 0;
    while let Some(root) = roots.get(done).copied() {
        done += 1;
        add_steps(book, root, DEPTH_MAX, &mut steps)?;
        for step in &steps {
            let Some(until) = until else { break };
            if !is_locked_tie(book, step, until)? {
                continue;
            }
            let about = step.summary.about;
            for side in [about.document, about.allocates_to].into_iter().flatten() {
                if !roots.contains(&side) && leaves(book, side)?.is_none() {
                    if roots.len() >= TIED_MAX {
                        return Err(Error::UndoAllocationLocked {
                            document: step.summary.id,
                            until,
                        });
                    }
                    roots.push(side);
                    ties.push(step.summary.id);
                }
            }
        }
    }
    let about = match until {
        Some(until) if !ties.contains(&id) => {
            let document = book.document(id)?;
            is_locked_tie(book, &document, until)?.then_some(document.summary.about)
        }
        Some(_) | None => None,
    };
    let leaves_with = match about.and_then(|about| about.document) {
        Some(side) => leaves(book, side)?,
        None => None,
    };
    Ok(Whole { steps, roots, ties, until, leaves_with })
}

/// Whether a document is an allocation that Xero keeps, since its period is locked.
fn is_locked_tie(book: &Book, step: &Document, until: NaiveDate) -> Result<bool, Error> {
    let kept = step.summary.kind == DocumentKind::Allocation && is_in_xero(step);
    Ok(kept && dated(book, step)? <= until)
}

/// How a document leaves already: by this document, its opposite, or by itself where it is undone.
fn leaves(book: &Book, side: DocumentId) -> Result<Option<DocumentId>, Error> {
    if book.document(side)?.summary.state == State::Undone {
        return Ok(Some(side));
    }
    let reversal = book.reversal_of(side)?.filter(|(_, state)| *state != State::Skipped);
    Ok(reversal.map(|(reversal, _)| reversal))
}

fn add_steps(
    book: &Book,
    id: DocumentId,
    depth: u32,
    steps: &mut Vec<Document>,
) -> Result<(), Error> {
    let document = book.document(id)?;
    if document.summary.state == State::Undone || steps.iter().any(|one| one.summary.id == id) {
        return Ok(());
    }
    if let Some(depth) = depth.checked_sub(1) {
        for (dependent, _) in book.dependents(id)? {
            add_steps(book, dependent, depth, steps)?;
        }
    }
    steps.push(document);
    Ok(())
}

/// Whether Xero has a document, as far as the book knows.
fn is_in_xero(document: &Document) -> bool {
    let summary = &document.summary;
    match summary.state {
        State::Posted | State::AwaitingApproval => true,
        State::Draft | State::Queued | State::Held | State::Rejected => {
            summary.xero_id.is_some() && summary.operation == Operation::Void
        }
        State::Sending | State::Unknown | State::Skipped | State::Undone => false,
    }
}

/// The documents to be taken back, without those that go with what they pay.
pub(super) fn outdated(book: &Book) -> Result<Vec<DocumentId>, Error> {
    let ids: Vec<DocumentId> = book.outdated_documents()?.into_iter().map(|(id, _)| id).collect();
    let mut roots = Vec::with_capacity(ids.len());
    for id in &ids {
        let about = match book.document(*id) {
            Ok(document) => document.summary.about,
            // Whoever takes it back finds the same, and leaves it aside.
            Err(store::Error::Unreadable { .. }) => About::default(),
            Err(error) => return Err(error.into()),
        };
        let mut goes_with = [about.document, about.allocates_to].into_iter().flatten();
        if !goes_with.any(|other| ids.contains(&other)) {
            roots.push(*id);
        }
    }
    Ok(roots)
}
