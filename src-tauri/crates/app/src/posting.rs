//! Closing days, sending what is queued, and what a person does with a document.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use ipc::{Code, Document, Fault, RunId, Step, SyncCashout, SyncOutcome};
use store::{Book, DocumentId, LocationId, Reason, State};
use sync::{
    Block, CashoutRequest, Cause, OwnScope, Policy, Progress, RunReport, Until, queue_cashout,
    queue_own, retry,
};

use crate::convert;
use crate::fault::{fault, invalid, of_book, of_sync, with_hint};
use crate::open_book::OpenBook;
use crate::outcome::{OF_DAYS, OF_DOCUMENTS};
use crate::runs::Reporter;
use crate::{App, locations, views};

/// Who makes documents that nobody asked for by hand.
const AUTOMATIC: &str = "daybook";
/// How many waiting documents an outcome names.
const WAITING_MAX: u32 = 400;

/// What closing days came to.
pub(crate) struct Closed {
    /// The documents made.
    pub(crate) made: Vec<DocumentId>,
    /// Why something of these days has none, which keeps nothing else.
    pub(crate) left_out: Option<Fault>,
}

/// What a run of the outbox came to.
#[derive(Default)]
pub(crate) struct Ran {
    pub(crate) report: RunReport,
    /// Why something was left out of it; everything else went on.
    pub(crate) left_out: Option<Fault>,
}

impl App {
    /// Closes a range and sends it. Asking twice makes nothing twice: what a document has claimed
    /// is not open any more.
    pub(crate) async fn close_and_send(
        &self,
        request: &SyncCashout,
        who: &str,
    ) -> Result<SyncOutcome, Fault> {
        let (from, to) = convert::read_range(&request.from, &request.to)?;
        let location = request.location.clone();
        let location =
            self.on_book(move |open| locations::chosen(&open.book, location.as_ref())).await?.id;
        let report = Reporter::new(Arc::clone(&self.host));
        report.step(&request.run, Step::Checking, 0, None);
        let closed = self.queue(location, (from, to), None, who).await?;
        report.step(&request.run, Step::Queueing, 1, Some(1));
        self.announce().await;
        let concerned = self.documents_of(location, from, to, closed.made).await?;
        let mut ran = self.send(&request.run, Until::Blocked).await?;
        ran.left_out = ran.left_out.or(closed.left_out);
        self.outcome(concerned, &ran, &request.run, OF_DAYS).await
    }

    /// Closes days without sending anything yet. `policy` replaces the book's own.
    pub(crate) async fn queue(
        &self,
        location: LocationId,
        (from, to): (NaiveDate, NaiveDate),
        policy: Option<Policy>,
        who: &str,
    ) -> Result<Closed, Fault> {
        let who = who.to_owned();
        self.on_book(move |open| {
            let own = Policy::of(&open.book).map_err(of_book)?;
            let policy = policy.unwrap_or(own);
            let request = CashoutRequest { location, from, to, policy };
            let (book, world) = (&open.book, &open.world);
            let made = queue_cashout(book, &request, &who, world).map_err(of_sync)?;
            let mut closed = Closed { made, left_out: None };
            let scope = OwnScope::Days { location, from, to };
            loop {
                let queued = queue_own(book, scope, &who, world).map_err(of_sync)?;
                closed.made.extend(queued.made);
                closed.left_out = closed.left_out.or(queued.left_out.map(of_sync));
                if !queued.more {
                    return Ok(closed);
                }
                open.claim()?;
            }
        })
        .await
    }

    /// Makes the documents of what has one of its own and whose day has come.
    pub(crate) async fn queue_automatic(&self) -> Result<Vec<DocumentId>, Fault> {
        let made = self.on_book(queue_automatic).await?;
        if !made.is_empty() {
            self.open().await?.wake();
        }
        Ok(made)
    }

    /// The same after something was recorded or decided, which is done whatever becomes of this:
    /// what is not queued now is with the next sync, which says why where it cannot be.
    pub(crate) async fn queue_what_was_recorded(&self) {
        if let Err(fault) = self.queue_automatic().await {
            tracing::warn!(%fault, "what can be sent is not queued yet");
        }
    }

    /// Sends all that waits.
    pub(crate) async fn send_all(&self, run: &RunId) -> Result<SyncOutcome, Fault> {
        let waiting = self
            .on_book(|open| {
                queue_automatic(open)?;
                waiting(open)
            })
            .await?;
        let ran = self.send(run, Until::Blocked).await?;
        self.outcome(waiting, &ran, run, OF_DOCUMENTS).await
    }

    /// Runs the outbox. Without an organisation nothing is sent and the report says so.
    pub(crate) async fn send(&self, run: &RunId, until: Until) -> Result<Ran, Fault> {
        let open = self.open().await?;
        open.ensure_simulator().await?;
        open.away(|open| {
            open.claim()?;
            open.back_up_daily();
            Ok(())
        })
        .await?;
        let Some(outbox) = open.outbox() else {
            let message = "Daybook is not connected to Xero.".to_owned();
            let blocked_by = Some(Block::Reconnect { message });
            return Ok(Ran {
                report: RunReport { blocked_by, ..RunReport::default() },
                left_out: None,
            });
        };
        let report = Reporter::new(Arc::clone(&self.host));
        let mut all: BTreeSet<DocumentId> = open.away(waiting).await?.into_iter().collect();
        let mut ended = BTreeSet::new();
        let mut tell = |progress: Progress| {
            // What a run makes possible it does as well; an ending may be told twice.
            ended.extend(progress.ended());
            all.extend(progress.ended());
            if let Some(step) = step_of(&progress) {
                report.step(run, step, small(ended.len()), Some(small(all.len())));
            }
        };
        let ran = match outbox.run(until, &mut tell).await {
            Ok(report) => Ran { report, left_out: None },
            Err(sync::Error::LeftOut { error, report }) => {
                Ran { report: *report, left_out: Some(open.of_sync(*error)) }
            }
            Err(error) => return Err(open.of_sync(error)),
        };
        if let Some(Block::Reconnect { .. }) = &ran.report.blocked_by {
            open.contact.lapse();
        }
        self.announce().await;
        Ok(ran)
    }

    /// Sends what waits and says what became of some documents.
    pub(crate) async fn send_for(
        &self,
        concerned: Vec<DocumentId>,
        run: &RunId,
        until: Until,
    ) -> Result<SyncOutcome, Fault> {
        let ran = self.send(run, until).await?;
        self.outcome(concerned, &ran, run, OF_DOCUMENTS).await
    }

    /// The documents that hold the days now: those just made, else those made before.
    async fn documents_of(
        &self,
        location: LocationId,
        from: NaiveDate,
        to: NaiveDate,
        queued: Vec<DocumentId>,
    ) -> Result<Vec<DocumentId>, Fault> {
        if !queued.is_empty() {
            return Ok(queued);
        }
        self.on_book(move |open| {
            let days = open.book.days(location, from, to).map_err(of_book)?;
            let mut ids: Vec<DocumentId> =
                days.into_iter().flat_map(|day| day.documents).map(|(id, _)| id).collect();
            ids.sort_unstable();
            ids.dedup();
            Ok(ids)
        })
        .await
    }

    /// Looks a document up in Xero and sends it again if it is not there.
    pub(crate) async fn retry(&self, id: DocumentId) -> Result<SyncOutcome, Fault> {
        self.on_book(move |open| release(open, id)).await?;
        self.send_for(vec![id], &RunId::from("retry"), Until::Blocked).await
    }

    /// The same for all that waits for one cause.
    pub(crate) async fn retry_all_of(&self, cause: &str) -> Result<SyncOutcome, Fault> {
        let cause = cause.to_owned();
        let ids = self
            .on_book(move |open| {
                let all = open.book.attention().map_err(of_book)?;
                let of_it = all.into_iter().filter(|waiting| waiting.cause == cause);
                let ids: Vec<_> =
                    of_it.flat_map(|waiting| waiting.documents).map(|one| one.id).collect();
                for id in &ids {
                    release(open, *id)?;
                }
                Ok(ids)
            })
            .await?;
        self.send_for(ids, &RunId::from("retry"), Until::Blocked).await
    }

    /// Keeps a queued document back until it is retried.
    pub(crate) async fn hold(&self, id: DocumentId) -> Result<Document, Fault> {
        self.on_book(move |open| {
            let reason =
                Reason { cause: Cause::ByHand.key(), message: "Held by a person.".to_owned() };
            open.book.hold(id, &reason, None).map_err(of_book)?;
            views::documents::one(&open.book, id, &open.links())
        })
        .await
    }

    /// Gives a document up, with a reason; what it claimed stays claimed.
    pub(crate) async fn skip(&self, id: DocumentId, why: &str) -> Result<Document, Fault> {
        let why = why.trim().to_owned();
        if why.is_empty() {
            return Err(invalid("why", "Say why it is not to be posted; the reason is kept."));
        }
        let reason = Reason { cause: Cause::ByHand.key(), message: why };
        let may_be_there = self
            .on_book(move |open| {
                refuse_while_others_wait(&open.book, id)?;
                Ok(sync::may_be_there(&open.book.document(id).map_err(of_book)?))
            })
            .await?;
        if may_be_there {
            let open = self.open().await?;
            open.ensure_simulator().await?;
            let outbox = open.outbox().ok_or_else(crate::fault::not_connected)?;
            outbox.skip(id, reason).await.map_err(|error| not_skipped(&open, error))?;
        } else {
            self.on_book(move |open| open.book.skip(id, &reason).map_err(of_book)).await?;
        }
        self.on_book(move |open| views::documents::one(&open.book, id, &open.links())).await
    }
}

/// Makes the documents of what has one of its own and whose day has come.
fn queue_automatic(open: &OpenBook) -> Result<Vec<DocumentId>, Fault> {
    // The run that sends makes the rest, and says what is wrong with what is left out.
    let queued = queue_own(&open.book, OwnScope::Automatic, AUTOMATIC, &open.world);
    Ok(queued.map_err(of_sync)?.made)
}

/// Plans again what was held, after something was kept that may mend it, and gives how much of it
/// goes. That is kept whatever becomes of this: what is not freed now is with the next sync.
pub(crate) fn free_held(open: &OpenBook) -> usize {
    let freed = sync::replan_held(&open.book, open.now()).map_err(of_sync);
    open.wake();
    freed.map_or_else(
        |fault| {
            tracing::warn!(%fault, "what was held is not planned again yet");
            0
        },
        |freed| freed.len(),
    )
}

/// The documents that are on their way.
fn waiting(open: &OpenBook) -> Result<Vec<DocumentId>, Fault> {
    let mut ids = Vec::new();
    for state in [State::Queued, State::Sending, State::Unknown] {
        let filter = store::DocumentFilter { states: vec![state], ..Default::default() };
        let found = open.book.documents(&filter, WAITING_MAX).map_err(of_book)?;
        ids.extend(found.into_iter().map(|one| one.id));
    }
    ids.sort_unstable();
    Ok(ids)
}

/// Queues a held or rejected document again; one on its way needs no help.
fn release(open: &OpenBook, id: DocumentId) -> Result<(), Fault> {
    let document = open.book.document(id).map_err(of_book)?.summary;
    match document.state {
        State::Held | State::Rejected => {
            retry(&open.book, id, open.now()).map_err(of_sync)?;
            Ok(())
        }
        State::Queued | State::Unknown | State::Sending => Ok(()),
        State::Draft | State::Posted | State::AwaitingApproval | State::Skipped | State::Undone => {
            Err(fault(
                Code::AlreadyDone,
                format!("This document is {}; there is nothing to send again.", document.state),
            ))
        }
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The window's step for the outbox's. Those of one document never go back.
const fn step_of(progress: &Progress) -> Option<Step> {
    match progress {
        // All of it looks at what Xero has; what was checked before is checked over that again.
        Progress::ReadingChart | Progress::LookingUp(_) | Progress::Checking(_) => {
            Some(Step::LookingUp)
        }
        Progress::Sending(..) => Some(Step::Sending),
        Progress::Posted(_) => Some(Step::Comparing),
        Progress::Limited(_) => Some(Step::Limited),
        Progress::Undone(_)
        | Progress::Drafted(_)
        | Progress::Held(_)
        | Progress::Rejected(_)
        | Progress::Unknown(..)
        | Progress::Waiting(_) => None,
    }
}

/// Why a document was not skipped that may be in Xero.
fn not_skipped(open: &OpenBook, error: sync::Error) -> Fault {
    let sync::Error::UndoTooEarly { document, .. } = error else { return open.of_sync(error) };
    let message = format!(
        "Document {document} was sent, and it is not known yet whether Xero has it. Nothing was \
         skipped."
    );
    let hint = "Try again in a few minutes: Xero is asked then, before anything is skipped.";
    with_hint(fault(Code::AlreadyDone, message), hint)
}

/// What pays a document that is skipped would wait behind it for ever, and nothing would say so.
fn refuse_while_others_wait(book: &Book, id: DocumentId) -> Result<(), Fault> {
    for (waits, state) in book.dependents(id).map_err(of_book)? {
        if !matches!(state, State::Undone | State::Skipped) {
            let title = book.document(waits).map_err(of_book)?.summary.reference;
            let message = format!("\"{title}\" waits for this document. Nothing was skipped.");
            let refused = fault(Code::InvalidInput, message);
            let hint = "Skip that one first, where it was entered by hand as well.";
            return Err(with_hint(refused, hint));
        }
    }
    Ok(())
}
