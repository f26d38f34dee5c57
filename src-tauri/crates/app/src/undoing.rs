//! Taking documents back out of Xero, with a word on what goes with them and what stays; and
//! keeping there what was to leave.

use std::collections::BTreeSet;

use ipc::{Document, DocumentState, DocumentSummary, Fault, RunId, SyncOutcome, UndoPreview};
use store::{Book, DocumentId, State};
use sync::{UndoOutcome, Until, undone_with};

use crate::fault::{of_book, of_sync};
use crate::open_book::OpenBook;
use crate::outcome::OF_DOCUMENTS;
use crate::posting::Ran;
use crate::{App, views};

/// How many documents a sentence names; of the others it says how many.
const NAMED_MAX: usize = 12;

impl App {
    /// Takes a document back out of Xero, with what pays it or is set off against it, and gives
    /// their transactions back. The outcome names all of them, and says what stays.
    pub(crate) async fn undo(&self, id: DocumentId) -> Result<SyncOutcome, Fault> {
        let open = self.open().await?;
        open.ensure_simulator().await?;
        let outbox = open.outbox().ok_or_else(crate::fault::not_connected)?;
        let run = RunId::from("undo");
        let undoing = outbox.undo_telling(id).await.map_err(|error| open.of_sync(error))?;
        let ran = match undoing.outcome {
            UndoOutcome::Undone => Ran::default(),
            UndoOutcome::VoidQueued | UndoOutcome::ReversalQueued(_) => {
                self.send(&run, Until::Blocked).await?
            }
        };
        self.announce().await;
        let leaving = undoing.documents;
        let (concerned, said) = self
            .on_book(move |open| {
                let mut concerned = vec![id];
                concerned.extend(leaving.iter().filter(|other| **other != id));
                for one in &leaving {
                    let reversal = open.book.reversal_of(*one).map_err(of_book)?;
                    concerned.extend(reversal.map(|(reversal, _)| reversal));
                    if let Some((reversal, _)) = reversal {
                        // Its set-offs.
                        let found = open.book.dependents(reversal).map_err(of_book)?;
                        let new = found.into_iter().map(|(id, _)| id);
                        let new: Vec<_> = new.filter(|id| !concerned.contains(id)).collect();
                        concerned.extend(new);
                    }
                }
                Ok((concerned, told(open, id, &leaving)?))
            })
            .await?;
        let mut outcome = self.outcome(concerned, &ran, &run, OF_DOCUMENTS).await?;
        let own = if outcome.settled { done(&outcome.documents) } else { outcome.message };
        outcome.message =
            [own, said].into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>().join(" ");
        Ok(outcome)
    }

    /// Gives up the undo of a document that Xero does not let go: it stays posted.
    pub(crate) async fn keep(&self, id: DocumentId) -> Result<Document, Fault> {
        let open = self.open().await?;
        match open.outbox() {
            Some(outbox) => {
                open.ensure_simulator().await?;
                outbox.keep(id).await.map_err(|error| open.of_sync(error))?;
            }
            // What nothing has to be asked about can be kept without a connection.
            None => {
                let keep = move |open: &OpenBook| sync::keep(&open.book, id, open.now());
                self.on_book(move |open| keep(open).map_err(of_sync)).await?;
            }
        }
        let kept = self.on_book(move |open| views::documents::one(&open.book, id, &open.links()));
        let kept = kept.await?;
        self.announce().await;
        Ok(kept)
    }

    /// What an undo takes with it, and what of the same transactions stays.
    pub(crate) async fn preview_undo(&self, id: DocumentId) -> Result<UndoPreview, Fault> {
        self.on_book(move |open| {
            let leaving = undone_with(&open.book, id).map_err(of_sync)?;
            let others = leaving.iter().filter(|other| **other != id);
            Ok(UndoPreview {
                documents: others.map(|one| views::documents::by_id(open, *one)).collect::<Result<
                    Vec<_>,
                    Fault,
                >>(
                )?,
                stays: staying(open, &leaving)?,
            })
        })
        .await
    }
}

/// What became of the document that was to be undone, where all is settled.
fn done(documents: &[DocumentSummary]) -> String {
    let gone = documents.iter().all(|one| one.state == DocumentState::Undone);
    let said = match gone {
        true => "Taken back out of Xero. Its transactions are open again.",
        false => {
            "Taken back by the opposite document on the first open day, since its period is locked \
             in Xero. Its transactions are open again."
        }
    };
    said.to_owned()
}

/// What went along, and what stays, in a sentence each; nothing where there is neither.
fn told(open: &OpenBook, id: DocumentId, leaving: &[DocumentId]) -> Result<String, Fault> {
    let mut said = Vec::new();
    let along = leaving.iter().filter(|other| **other != id);
    let along: Vec<DocumentSummary> =
        along.map(|one| views::documents::by_id(open, *one)).collect::<Result<_, Fault>>()?;
    if !along.is_empty() {
        said.push(format!("With it: {}.", names(&along)));
    }
    let staying = staying(open, leaving)?;
    if !staying.is_empty() {
        said.push(format!("Of the same transactions this stays in Xero: {}.", names(&staying)));
    }
    Ok(said.join(" "))
}

fn names(documents: &[DocumentSummary]) -> String {
    let mut names: Vec<String> = documents
        .iter()
        .take(NAMED_MAX)
        .map(|one| format!("{} of {} ({} {})", one.title, one.date, one.amount, one.currency))
        .collect();
    match documents.len().saturating_sub(NAMED_MAX) {
        0 => {}
        more => names.push(format!("{more} more")),
    }
    names.join("; ")
}

/// What of the same transactions has documents in Xero that do not leave.
fn staying(open: &OpenBook, leaving: &[DocumentId]) -> Result<Vec<DocumentSummary>, Fault> {
    let mut staying = BTreeSet::new();
    for one in leaving {
        staying.extend(siblings(&open.book, *one)?);
    }
    let staying = staying.into_iter().filter(|one| !leaving.contains(one));
    staying.map(|one| views::documents::by_id(open, one)).collect()
}

fn siblings(book: &Book, document: DocumentId) -> Result<Vec<DocumentId>, Fault> {
    let found = book.siblings(document).map_err(of_book)?.into_iter();
    let is_there = |state: State| match state {
        State::Posted | State::AwaitingApproval | State::Sending | State::Unknown => true,
        State::Draft
        | State::Queued
        | State::Held
        | State::Rejected
        | State::Skipped
        | State::Undone => false,
    };
    Ok(found.filter(|(_, state)| is_there(*state)).map(|(id, _)| id).collect())
}
