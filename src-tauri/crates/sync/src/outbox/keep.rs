//! Keep: what was to leave Xero and could not stays there, at a person's wish. The undo is given up
//! as a whole; what of it left already has left.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use store::{Book, Document, DocumentId, Kept, Operation, Posted, State};

use super::key::{is_open, last_heard};
use super::undo::was_a_draft;
use crate::cause::Cause;
use crate::error::Error;

/// How many documents one undo may hold that is given up.
const KEPT_MAX: usize = 1_000;

/// Gives up the void of a document that is still in Xero, and those that wait with it: what it pays
/// or is set off against, and what pays that. Returns them; they are posted again.
///
/// # Errors
/// [`Error::KeepCorrected`], [`Error::KeepGone`], [`Error::UndoTooEarly`] while it is not known
/// what became of the void; [`Error::Book`] where no void of it waits.
pub fn keep(book: &Book, id: DocumentId, now: DateTime<Utc>) -> Result<Vec<DocumentId>, Error> {
    let asked = book.document(id)?;
    if !waits_to_leave(&asked) {
        book.withdraw_undo(id)?;
    }
    let kept = waiting_together(book, asked)?;
    for document in &kept {
        refuse(book, document)?;
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
    // A person may have held it while nobody knew what became of its void.
    let is_unknown =
        last_heard(document).is_some_and(|last| last.operation == Operation::Void && is_open(last));
    match is_unknown {
        true => Err(Error::UndoTooEarly { document: id, state: State::Unknown }),
        false => Ok(()),
    }
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
