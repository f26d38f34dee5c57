//! What became of documents, in a sentence a person can act on.

use std::sync::Arc;

use ipc::{Action, Fault, RunId, Step, SyncOutcome};
use store::DocumentId;
use sync::Block;

use crate::posting::Ran;
use crate::runs::Reporter;
use crate::{App, views};

/// What is said first of days that were closed.
pub(crate) const OF_DAYS: Words = Words {
    kept: "The day is closed and kept here; nothing is lost.",
    nothing: "There is nothing to post for these days.",
};
/// What is said first of documents that were made before.
pub(crate) const OF_DOCUMENTS: Words =
    Words { kept: "Nothing is lost.", nothing: "Nothing waits to be sent." };

/// How an outcome begins.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    /// Something is not where it is to be yet.
    kept: &'static str,
    /// There was nothing to do.
    nothing: &'static str,
}

impl App {
    /// What became of some documents, in a sentence a person at the desk can act on.
    pub(crate) async fn outcome(
        &self,
        concerned: Vec<DocumentId>,
        ran: &Ran,
        run: &RunId,
        words: Words,
    ) -> Result<SyncOutcome, Fault> {
        let documents = self
            .on_book(move |open| {
                concerned.into_iter().map(|id| views::documents::by_id(open, id)).collect::<Result<
                    Vec<_>,
                    Fault,
                >>(
                )
            })
            .await?;
        Reporter::new(Arc::clone(&self.host)).step(run, Step::Finished, 1, Some(1));
        let mut outcome = summed_up(documents, ran.report.blocked_by.as_ref(), words);
        if let Some(left_out) = &ran.left_out {
            outcome.message = format!("{} {}", outcome.message, left_out.message);
            // Somebody has to look at that, whatever became of these.
            outcome.settled = false;
        }
        Ok(outcome)
    }
}

/// One sentence over all documents, and what to do about what did not go.
fn summed_up(
    documents: Vec<ipc::DocumentSummary>,
    blocked: Option<&Block>,
    words: Words,
) -> SyncOutcome {
    use ipc::DocumentState as Is;
    let count = |states: &[Is]| documents.iter().filter(|one| states.contains(&one.state)).count();
    let done = count(&[Is::Posted, Is::Skipped, Is::Undone]);
    let for_a_person = count(&[Is::Held, Is::Rejected]);
    let settled = done == documents.len();
    let mut said = Vec::new();
    if documents.is_empty() {
        said.push(words.nothing.to_owned());
    } else if settled {
        said.push(match documents.as_slice() {
            [only] if only.state == Is::Undone => {
                "Taken back out of Xero. Its transactions are open again.".to_owned()
            }
            [only] if only.state == Is::Skipped => {
                only.message.clone().unwrap_or_else(|| "There was nothing to post.".to_owned())
            }
            [_] => "Posted to Xero, read back and equal.".to_owned(),
            many => format!("{} documents posted to Xero, read back and equal.", many.len()),
        });
    } else {
        said.push(words.kept.to_owned());
        said.extend(documents.iter().filter_map(|one| one.message.clone()).take(1));
    }
    if let Some(block) = blocked
        && !settled
    {
        said.push(block.to_string());
    }
    let mut actions = Vec::new();
    if matches!(blocked, Some(Block::Reconnect { .. } | Block::Permission { .. })) && !settled {
        actions.push(Action::Connect);
    }
    if for_a_person > 0 {
        let held = documents.iter().find(|one| matches!(one.state, Is::Held | Is::Rejected));
        actions.extend(held.map(|one| Action::OpenDocument { document: one.id.clone() }));
    }
    SyncOutcome { documents, settled, message: said.join(" "), actions }
}
