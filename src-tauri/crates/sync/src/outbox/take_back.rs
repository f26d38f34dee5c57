//! Taking a document out of Xero again. It is done when its own status there says so, whoever did
//! it.

use chrono::NaiveDate;
use ledger::Problem;
use store::{Document, DocumentId, Operation, Reason, State, Together};

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
        if self.goes_by_its_opposite(&document, &seen, locked).await? {
            self.outbox.reached(Step::OutcomeCommitted).await;
            return Ok(Flow::Next);
        }
        if let Some(reason) = in_the_way(&document, &seen, locked) {
            self.hold(id, reason).await?;
            return Ok(Flow::Next);
        }
        let client = &self.outbox.parts.client;
        let body = match kinds::take_back_body(client, &document, &seen).await {
            Ok(body) => body,
            Err(failure) => return Ok(Flow::Blocked(verdict::block(&failure, self.now()))),
        };
        let operation = Operation::Void;
        self.attempt(Sending { document, refs, operation, body, looked_up_at: None }).await
    }

    /// Queues the opposite of a document that is kept in Xero by nothing but what was taken back by
    /// its own opposite, or left, while the period was locked. Says whether it did.
    async fn goes_by_its_opposite(
        &self,
        document: &Document,
        seen: &Seen,
        locked: Option<NaiveDate>,
    ) -> Result<bool, Error> {
        if seen.uses.is_empty() || lock_over(document, seen, locked).is_some() {
            return Ok(false);
        }
        let id = document.summary.id;
        let left = on_book(self.outbox.book(), move |book| book.left_on(id)).await?;
        let is_left = |one: &xero::Uuid| left.contains(&one.to_string());
        match seen.uses.iter().all(is_left) {
            true => self.outbox.reverse_instead(document.clone()).await,
            false => Ok(false),
        }
    }

    /// What a refusal of a void says: its reason, and how far the undo has come that it is of.
    pub(super) async fn with_progress(
        &self,
        id: DocumentId,
        reason: Reason,
    ) -> Result<Reason, Error> {
        let together =
            on_book(self.outbox.book(), move |book| match book.document(id)?.summary.operation {
                Operation::Void => book.undone_together(id),
                Operation::Create => Ok(Vec::new()),
            });
        Ok(match so_far(&together.await?) {
            Some(so_far) => Reason { message: format!("{} {so_far}", reason.message), ..reason },
            None => reason,
        })
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
fn in_the_way(document: &Document, seen: &Seen, locked: Option<NaiveDate>) -> Option<Reason> {
    let noun = document.summary.kind.noun();
    if let Some((date, until)) = lock_over(document, seen, locked) {
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

/// A document's date and the lock over it. A draft is not in the ledger, and no lock keeps it.
fn lock_over(
    document: &Document,
    seen: &Seen,
    locked: Option<NaiveDate>,
) -> Option<(NaiveDate, NaiveDate)> {
    let date = seen.date.unwrap_or(document.entry.date);
    let locked = locked.filter(|until| date <= *until && seen.standing != Standing::Draft);
    locked.map(|until| (date, until))
}

/// How far an undo of several documents has come; none while nothing of it is done.
fn so_far(together: &[Together]) -> Option<String> {
    let (done, left): (Vec<_>, Vec<_>) =
        together.iter().partition(|one| one.state == State::Undone);
    let names = |these: &[&Together]| {
        let name = |one: &&Together| format!("{} \"{}\"", one.kind.noun(), one.reference);
        these.iter().map(name).collect::<Vec<_>>().join(", ")
    };
    if done.is_empty() {
        return None;
    }
    let mut told = format!("Taken back already: {}.", names(&done));
    if !left.is_empty() {
        told.push_str(&format!(" Still in Xero: {}.", names(&left)));
    }
    told.push_str(" The next try goes on from there.");
    Some(told)
}

pub(super) fn gone(document: &Document) -> Reason {
    Reason {
        cause: Cause::Gone.key(),
        message: format!(
            "Xero has no such {} any more. Undo it here, so that what it holds is open again.",
            document.summary.kind.noun()
        ),
    }
}

/// Why a void that Xero answered and did not do is refused.
pub(super) fn not_taken_back(seen: &Seen) -> Reason {
    let remarks = seen.remarks.join(" ");
    Reason {
        cause: Cause::Refused.key(),
        message: format!("Xero did not take it back: it is {}. {remarks}", seen.status)
            .trim_end()
            .to_owned(),
    }
}
