//! What came of sending, for the command line.

use ipc::{Action, DocumentState, DocumentSummary, SyncOutcome};
use sync::Block;

/// What came of sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The documents concerned as they stand now, oldest first.
    pub documents: Vec<DocumentSummary>,
    /// How it ended.
    pub ended: Ended,
    /// Why it ended before everything was in Xero, in a sentence.
    pub blocked: Option<String>,
    /// What there is to say besides: what went along with an undo, and what stays.
    pub note: Option<String>,
}

/// How sending ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Everything concerned is where it should be.
    Done,
    /// Something waits for a person.
    NeedsPerson,
    /// Something is queued and goes by itself when Xero can be reached.
    Queued,
}

/// A person is needed before time is: a held document does not get better by waiting for Xero.
pub(super) fn ended(documents: &[DocumentSummary], block: Option<&Block>) -> Ended {
    let any = |wanted: &[DocumentState]| documents.iter().any(|one| wanted.contains(&one.state));
    let needs_person = any(&[DocumentState::Held, DocumentState::Rejected]);
    let waits = any(&[
        DocumentState::Draft,
        DocumentState::Queued,
        DocumentState::Sending,
        DocumentState::Unknown,
    ]);
    // What builds on a draft goes once somebody has approved it.
    let waits_for_approval = block.is_none() && any(&[DocumentState::AwaitingApproval]);
    match block {
        _ if needs_person || (waits && waits_for_approval) => Ended::NeedsPerson,
        Some(block) if waits && !block.passes() => Ended::NeedsPerson,
        _ if waits => Ended::Queued,
        _ => Ended::Done,
    }
}

/// What became of documents, for the command line.
pub(crate) fn sent(outcome: SyncOutcome) -> Sent {
    use DocumentState as Is;
    let mut ended = ended(&outcome.documents, None);
    if ended == Ended::Queued && outcome.actions.contains(&Action::Connect) {
        ended = Ended::NeedsPerson;
    }
    let is_done =
        |one: &DocumentSummary| matches!(one.state, Is::Posted | Is::Skipped | Is::Undone);
    if !outcome.settled && outcome.documents.iter().all(is_done) {
        // Something else was left out, which somebody has to look at.
        ended = Ended::NeedsPerson;
    }
    let blocked = (ended != Ended::Done).then_some(outcome.message);
    Sent { documents: outcome.documents, ended, blocked, note: None }
}
