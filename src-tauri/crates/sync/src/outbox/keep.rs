//! Keep: what was to leave Xero and could not stays there, at a person's wish. The undo is given up
//! as a whole; what of it left already has left. Where nobody knows what became of a void, Xero is
//! asked first.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, Utc};
use store::{Book, Document, DocumentId, Kept, Operation, Posted, State};

use super::key::{is_open, last_heard};
use super::undo::was_a_draft;
use super::{Outbox, on_book};
use crate::cause::Cause;
use crate::error::Error;
use crate::kinds::{self, Standing};
use crate::plan::refs_of;

/// How many documents one undo may hold that is given up.
const KEPT_MAX: usize = 1_000;

/// The documents that were seen in Xero after their void could no longer take effect, each with how
/// many attempts it had then.
type Seen = BTreeMap<DocumentId, usize>;

impl Outbox {
    /// Gives up the void of a document as [`keep`] does, and where nobody knows what became of it
    /// looks whether it is still in Xero.
    ///
    /// # Errors
    /// [`Error::KeepCorrected`], [`Error::KeepGone`], [`Error::UndoTooEarly`] while the void may
    /// still take effect; [`Error::Xero`] where Xero has to be asked and cannot be;
    /// [`Error::Book`] where no void of it waits. Nothing is changed then.
    pub async fn keep(&self, id: DocumentId) -> Result<Vec<DocumentId>, Error> {
        let waiting = on_book(self.book(), move |book| {
            let kept = waiting_together(book, book.document(id)?)?;
            kept.iter().try_for_each(|document| refuse(book, document))?;
            Ok::<_, Error>(kept)
        });
        let mut seen = Seen::new();
        for document in waiting.await?.iter().filter(|document| is_unknown(document)) {
            self.refuse_unsettled(document).await?;
            self.refuse_gone(document).await?;
            seen.insert(document.summary.id, document.attempts.len());
        }
        let now = self.now();
        on_book(self.book(), move |book| keep_seen(book, id, &seen, now)).await
    }

    async fn refuse_gone(&self, document: &Document) -> Result<(), Error> {
        let gone = Err(Error::KeepGone { document: document.summary.id });
        let about = document.summary.about;
        let refs = on_book(self.book(), move |book| refs_of(book, about)).await?;
        match kinds::read(&self.parts.client, document, refs).await {
            Ok(seen) => match seen.standing {
                Standing::Gone => gone,
                Standing::Live | Standing::Draft | Standing::Other => Ok(()),
            },
            Err(xero::Error::NotFound) => gone,
            Err(failure) => Err(failure.into()),
        }
    }
}

/// Gives up the void of a document that is still in Xero, and those that wait with it: what it pays
/// or is set off against, and what pays that. Returns them; they are posted again.
///
/// # Errors
/// [`Error::KeepCorrected`], [`Error::KeepGone`], [`Error::UndoTooEarly`] while it is not known
/// what became of the void, which [`Outbox::keep`] asks Xero; [`Error::Book`] where no void of it
/// waits.
pub fn keep(book: &Book, id: DocumentId, now: DateTime<Utc>) -> Result<Vec<DocumentId>, Error> {
    keep_seen(book, id, &Seen::new(), now)
}

fn keep_seen(
    book: &Book,
    id: DocumentId,
    seen: &Seen,
    now: DateTime<Utc>,
) -> Result<Vec<DocumentId>, Error> {
    let asked = book.document(id)?;
    if !waits_to_leave(&asked) {
        book.withdraw_undo(id)?;
    }
    let kept = waiting_together(book, asked)?;
    for document in &kept {
        refuse(book, document)?;
        let document_id = document.summary.id;
        // Another void may have left since it was seen.
        let is_seen = seen.get(&document_id) == Some(&document.attempts.len());
        if is_unknown(document) && !is_seen {
            return Err(Error::UndoTooEarly { document: document_id, state: State::Unknown });
        }
    }
    let staying: Vec<Kept> = kept.iter().map(staying).collect();
    book.withdraw_undos(&staying, now)?;
    Ok(kept.iter().map(|document| document.summary.id).collect())
}

fn waits_to_leave(document: &Document) -> bool {
    let summary = &document.summary;
    summary.operation == Operation::Void
        && matches!(summary.state, State::Queued | State::Held | State::Rejected)
}

/// The voids that wait for each other: none of them could go where one is kept.
fn waiting_together(book: &Book, asked: Document) -> Result<Vec<Document>, Error> {
    let mut kept: Vec<Document> = Vec::new();
    let mut next = VecDeque::from([asked]);
    while let Some(document) = next.pop_front() {
        let summary = &document.summary;
        let is_known = kept.iter().any(|one| one.summary.id == summary.id);
        if is_known || !waits_to_leave(&document) || kept.len() >= KEPT_MAX {
            continue;
        }
        let above = [summary.about.document, summary.about.allocates_to].into_iter().flatten();
        let below = book.dependents(summary.id)?.into_iter().map(|(id, _)| id);
        for id in above.chain(below) {
            next.push_back(book.document(id)?);
        }
        kept.push(document);
    }
    Ok(kept)
}

fn refuse(book: &Book, document: &Document) -> Result<(), Error> {
    let summary = &document.summary;
    let id = summary.id;
    if book.is_corrected(id)? {
        return Err(Error::KeepCorrected { document: id });
    }
    let reason = summary.reason.as_ref();
    if reason.is_some_and(|reason| reason.cause == Cause::Gone.key()) {
        return Err(Error::KeepGone { document: id });
    }
    Ok(())
}

/// Whether nobody knows what became of a void: a person may have held it meanwhile, or the book was
/// put back.
fn is_unknown(document: &Document) -> bool {
    last_heard(document).is_some_and(|last| last.operation == Operation::Void && is_open(last))
}

/// How a document stays: posted, or where it was a draft in Xero as that draft.
fn staying(document: &Document) -> Kept {
    let as_draft = match (was_a_draft(document), &document.read_back, &document.summary.xero_id) {
        (true, Some(read_back), Some(xero_id)) => Some(Posted {
            xero_id: xero_id.clone(),
            number: document.summary.number.clone(),
            rate: document.rate,
            read_back: read_back.clone(),
        }),
        (true | false, _, _) => None,
    };
    Kept { document: document.summary.id, as_draft }
}
