//! Taking a document out of Xero again. It is done when its own status there says so, whoever did
//! it.

use ledger::Problem;
use store::{Document, DocumentId, Operation, Reason, State};

use super::on_book;
use super::report::Progress;
use super::run::{Flow, Run};
use super::send::Sending;
use super::verdict;
use crate::cause::Cause;
use crate::error::Error;
use crate::kinds::{self, Seen, Standing};
use crate::steps::Step;

impl Run<'_> {
    /// Takes a document back, or finds that it is taken back already. For an unknown document this
    /// is its look-up.
    pub(super) async fn take_back(&mut self, document: Document) -> Result<Flow, Error> {
        let id = document.summary.id;
        self.say(Progress::LookingUp(id));
        let (_, refs) = self.with_refs(id).await?;
        self.focus(&document);
        let seen = kinds::read(&self.outbox.parts.client, &document, refs).await;
        self.outbox.parts.log.unfocus();
        let seen = match seen {
            Ok(seen) => seen,
            Err(xero::Error::NotFound) => {
                self.hold(id, gone(&document)).await?;
                return Ok(Flow::Next);
            }
            Err(failure) if verdict::is_refusal(&failure) => {
                self.hold(id, verdict::reason(&failure)).await?;
                return Ok(Flow::Next);
            }
            Err(failure) => return Ok(Flow::Blocked(verdict::block(&failure, self.now()))),
        };
        self.outbox.reached(Step::VoidChecked).await;
        if self.taken_back(id, &seen).await? {
            self.outbox.reached(Step::OutcomeCommitted).await;
            return Ok(Flow::Next);
        }
        if document.summary.state == State::Unknown {
            on_book(self.outbox.book(), move |book| book.record_absent(id)).await?;
            self.outbox.reached(Step::OutcomeCommitted).await;
        }
        let chart = match self.fresh_chart().await? {
            Ok(snapshot) => snapshot.chart,
            Err(block) => return Ok(Flow::Blocked(block)),
        };
        let locked = chart.organisation.locked_until();
        if let Some(reason) = in_the_way(&document, &seen, locked) {
            self.hold(id, reason).await?;
            return Ok(Flow::Next);
        }
        let client = &self.outbox.parts.client;
        let body = match kinds::take_back_body(client, &document, &seen).await {
            Ok(body) => body,
            Err(failure) => return Ok(Flow::Blocked(verdict::block(&failure, self.now()))),
        };
        self.attempt(Sending { document, refs, operation: Operation::Void, body }).await
    }

    /// Records a document as taken out of Xero if its status says so.
    pub(super) async fn taken_back(&mut self, id: DocumentId, seen: &Seen) -> Result<bool, Error> {
        match seen.standing {
            Standing::Gone => {}
            Standing::Live | Standing::Draft | Standing::Other => return Ok(false),
        }
        let now = self.now();
        on_book(self.outbox.book(), move |book| book.record_undone(id, now)).await?;
        let (log, xero_id) = (&self.outbox.parts.log, seen.id.to_string());
        log.outcome(id, now, "undone", true, "Taken back in Xero.", Some(xero_id));
        self.say(Progress::Undone(id));
        Ok(true)
    }
}

/// What a person has to do in Xero before a document can be taken back: nothing of that can be
/// done from here.
fn in_the_way(
    document: &Document,
    seen: &Seen,
    locked: Option<chrono::NaiveDate>,
) -> Option<Reason> {
    let noun = document.summary.kind.noun();
    let date = seen.date.unwrap_or(document.entry.date);
    // A draft is not in the ledger, and no lock keeps it.
    let locked = locked.filter(|until| date <= *until && seen.standing != Standing::Draft);
    if let Some(until) = locked {
        let problem = Problem::PeriodLocked { date, until };
        let cause = Cause::of(&problem).key();
        return Some(Reason { cause, message: problem.sentence() });
    }
    let refused = |message: String| Some(Reason { cause: Cause::Refused.key(), message });
    if seen.reconciled {
        return refused(format!(
            "This {noun} is reconciled with the bank statement in Xero. Unreconcile it there, then \
             retry; it stays posted until then."
        ));
    }
    if !seen.uses.is_empty() {
        return refused(format!(
            "This {noun} has a payment or credit in Xero that is not taken back from here. Remove \
             that there, then retry; it stays posted until then."
        ));
    }
    None
}

fn gone(document: &Document) -> Reason {
    Reason {
        cause: Cause::Gone.key(),
        message: format!(
            "Xero has no such {} any more. Undo it here, so that what it holds is open again.",
            document.summary.kind.noun()
        ),
    }
}
