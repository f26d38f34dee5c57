//! Sending one document: look first, plan again, commit the attempt, send, commit the outcome.

use std::time::Duration;

use chrono::{DateTime, Utc};
use ledger::{DocumentKind, Problem};
use store::{Document, DocumentId, Operation, Posted, ReadBack, Reason};
use world::{Bug, planted};

use super::clock::{is_ahead, ran_ahead};
use super::key;
use super::limited::SHORT_LIMIT;
use super::look_up::Found;
use super::on_book;
use super::report::{Block, Progress};
use super::restored::maybe_there;
use super::run::{Flow, Run};
use super::take_back::not_taken_back;
use super::verdict::{self, Verdict};
use crate::cause::Cause;
use crate::compare::{differences, read_back};
use crate::contacts;
use crate::error::Error;
use crate::kinds::{self, Refs, Seen, Standing};
use crate::plan::{Replanned, customer_of, refs_of, replan};
use crate::policy::Policy;
use crate::steps::Step;

/// So many requests in a row without an answer, and no other is sent: each costs a settle time.
const SILENCES_MAX: u32 = 2;

/// So many writes in a row that a short limit refused, and the run ends.
const LIMITED_MAX: u32 = 3;

/// A request without its answer: what was being done, and with which bytes.
pub(super) struct Sending {
    pub(super) document: Document,
    pub(super) refs: Refs,
    pub(super) operation: Operation,
    pub(super) body: String,
    /// When Xero was asked for it last, where it was tried before: what may still have been on its
    /// way then is not ruled out.
    pub(super) looked_up_at: Option<DateTime<Utc>>,
}

impl Run<'_> {
    /// Sends a queued document.
    pub(super) async fn send(&mut self, id: DocumentId) -> Result<Flow, Error> {
        let document = on_book(self.outbox.book(), move |book| book.document(id)).await?;
        // One that was left in a locked period may be there, though not by this document.
        let is_new =
            document.attempts.is_empty() && document.summary.kind != DocumentKind::Allocation;
        match document.summary.operation {
            Operation::Void => self.take_back(document).await,
            Operation::Create if is_new => self.create(document, None).await,
            Operation::Create => self.create_again(document).await,
        }
    }

    /// It was tried before: whatever came of that, Xero is asked first.
    async fn create_again(&mut self, document: Document) -> Result<Flow, Error> {
        let (settle, now) = (self.settle(), self.now());
        let settles_at = self.outbox.settles_at(&document, settle).await?;
        if let Some(settled_at) = settles_at.filter(|at| *at > now) {
            let id = document.summary.id;
            let is_ahead = key::last_heard(&document).is_some_and(|last| is_ahead(last, now));
            let reason = if is_ahead { ran_ahead() } else { no_answer_yet() };
            self.postpone(id, reason, settled_at).await?;
            return Ok(Flow::Next);
        }
        match self.find(&document).await? {
            Found::Absent(at) => self.create(document, Some(at)).await,
            Found::Recorded => Ok(Flow::Next),
            Found::NotKnown(block) => Ok(Flow::Blocked(block)),
        }
    }

    /// Creates a document that was not in Xero at the time it was looked up at, or never tried.
    pub(super) async fn create(
        &mut self,
        document: Document,
        looked_up_at: Option<DateTime<Utc>>,
    ) -> Result<Flow, Error> {
        let id = document.summary.id;
        if let Err(block) = self.fresh_chart().await? {
            return Ok(Flow::Blocked(block));
        }
        self.say(Progress::Checking(id));
        if let Some(flow) = self.has_nothing_to_reverse(&document).await? {
            return Ok(flow);
        }
        match self.find_contact(&document).await? {
            Ok(Ok(())) => {}
            Ok(Err(problem)) => {
                let cause = Cause::of(&problem).key();
                self.hold(id, Reason { cause, message: problem.sentence() }).await?;
                return Ok(Flow::Next);
            }
            Err(block) => return Ok(Flow::Blocked(block)),
        }
        let document = match self.sized(document).await? {
            Ok(document) => document,
            Err(flow) => return Ok(flow),
        };
        let now = self.now();
        let planned = on_book(self.outbox.book(), move |book| {
            let chart = book.chart()?.ok_or(Error::NoChart)?.chart;
            let outcome = replan(book, &chart, &book.mapping()?, &document, now)?;
            let refs = refs_of(book, document.summary.about)?;
            Ok::<_, Error>((outcome, book.document(id)?, refs))
        });
        let (outcome, document, refs) = planned.await?;
        if let Replanned::Blocked(reason) = outcome {
            self.hold(id, reason).await?;
            return Ok(Flow::Next);
        }
        self.outbox.reached(Step::PlannedAgain).await;
        let body = document.body.clone();
        let operation = Operation::Create;
        self.attempt(Sending { document, refs, operation, body, looked_up_at }).await
    }

    /// Makes sure that whoever a document goes to has a contact in Xero; the outer error is why
    /// Xero could not be asked.
    async fn find_contact(
        &mut self,
        document: &Document,
    ) -> Result<Result<Result<(), Problem>, Block>, Error> {
        let Some(part) = document.part.clone() else { return Ok(Ok(Ok(()))) };
        let asked = on_book(self.outbox.book(), move |book| {
            let customer = customer_of(book, &book.part(&part)?)?;
            Ok::<_, Error>((customer, Policy::of(book)?.contacts))
        });
        let (Some(customer), policy) = asked.await? else { return Ok(Ok(Ok(()))) };
        let parts = &self.outbox.parts;
        let found =
            contacts::ensure(&parts.book, &parts.client, &parts.world, &customer, policy).await;
        match found {
            Ok(found) => Ok(Ok(found)),
            Err(Error::Xero(failure)) if verdict::is_refusal(&failure) => {
                let sentence = failure.to_string();
                Ok(Ok(Err(Problem::ContactUnsure { customer: customer.name, sentence })))
            }
            Err(Error::Xero(failure)) => Ok(Err(verdict::block(&failure, self.now()))),
            Err(error) => Err(error),
        }
    }

    /// Commits an attempt, sends it and commits what came of it.
    pub(super) async fn attempt(&mut self, sending: Sending) -> Result<Flow, Error> {
        if let Some(block) = self.not_ready().await? {
            return Ok(Flow::Blocked(block));
        }
        let id = sending.document.summary.id;
        // One moment decides all of it: whether it may leave, under which key, and from when on it
        // counts.
        let now = self.now();
        if let Some(again_at) = key::look_again_at(&sending, now) {
            self.postpone(id, no_answer_yet(), again_at).await?;
            return Ok(Flow::Next);
        }
        let key = key::key_for(&sending, now, &*self.outbox.parts.world.entropy);
        let (sent_key, body) = (key.clone(), sending.body.clone());
        let early = match planted(Bug::NoWriteAhead) {
            true => Some(self.exchange(&sending, &key).await),
            false => None,
        };
        let begun =
            on_book(self.outbox.book(), move |book| book.begin_attempt(id, &sent_key, &body, now));
        let number = match begun.await {
            Err(Error::Book(store::Error::MaybeInXero { found, .. })) => {
                self.hold(id, maybe_there(&found)).await?;
                return Ok(Flow::Next);
            }
            begun => begun?,
        };
        self.outbox.reached(Step::AttemptCommitted).await;
        if self.slept_since(now) && early.is_none() {
            return self.not_begun(id).await;
        }
        self.late = 0;
        self.say(Progress::Sending(id, number));
        self.outbox.parts.log.focus(&sending.document.summary, number);
        let answer = match early {
            Some(answer) => answer,
            None => self.exchange(&sending, &key).await,
        };
        self.outbox.parts.log.unfocus();
        self.outbox.reached(Step::Answered).await;
        let flow = match answer {
            Ok(answer) => self.answered(sending, answer, now).await?,
            Err(failure) => self.failed(id, &failure, now).await?,
        };
        self.outbox.reached(Step::OutcomeCommitted).await;
        Ok(flow)
    }

    /// What would keep a request from leaving at once: it is better known before the attempt is
    /// committed, since the settle time counts from then.
    async fn not_ready(&mut self) -> Result<Option<Block>, Error> {
        if let Some(block) = self.limit_in_the_way().await? {
            return Ok(Some(block));
        }
        let client = &self.outbox.parts.client;
        let now = self.now();
        if let Err(failure) = client.session().access_token().await {
            return Ok(Some(verdict::block(&failure, now)));
        }
        let tenant = client.tenant().to_string();
        match on_book(self.outbox.book(), move |book| book.bind(&tenant, now)).await {
            Ok(()) => Ok(None),
            Err(Error::Book(store::Error::OtherOrganisation { .. })) => {
                Ok(Some(Block::OtherOrganisation))
            }
            Err(error) => Err(error),
        }
    }

    async fn exchange(&self, sending: &Sending, key: &str) -> Result<Seen, xero::Error> {
        let client = &self.outbox.parts.client;
        let Sending { document, refs, operation, body, looked_up_at: _ } = sending;
        let body = body.as_bytes();
        match operation {
            Operation::Create => kinds::send(client, document, *refs, body, key).await,
            Operation::Void => kinds::take_back(client, document, *refs, body, key).await,
        }
    }

    /// Xero said yes: believed when what it has now is what was meant. Else it is looked up at
    /// once: a 200 with a remark is not success (facts §6.6).
    async fn answered(
        &mut self,
        sending: Sending,
        seen: Seen,
        started: DateTime<Utc>,
    ) -> Result<Flow, Error> {
        (self.silences, self.limited) = (0, 0);
        let id = sending.document.summary.id;
        let is_about_it = key::is_about(&sending, &seen) || planted(Bug::AnswerBelieved);
        let believed = match sending.operation {
            Operation::Create | Operation::Void if !is_about_it => false,
            Operation::Create => self.posted(&sending.document, sending.refs, &seen).await?,
            Operation::Void => self.taken_back(id, &seen).await?,
        };
        if !believed && is_about_it && sending.operation == Operation::Void {
            // The same request would get the same answer, from the key's memory or anew.
            self.reject(id, not_taken_back(&seen)).await?;
        } else if !believed {
            let reason = Reason {
                cause: Cause::NoAnswer.key(),
                message: "Xero's answer is not what was asked for. It is looked up.".to_owned(),
            };
            self.unknown(id, reason, self.now().max(started)).await?;
        }
        Ok(Flow::Next)
    }

    /// Records a document as posted, or as a draft, if it is equal to what was meant.
    pub(super) async fn posted(
        &mut self,
        document: &Document,
        refs: Refs,
        seen: &Seen,
    ) -> Result<bool, Error> {
        let differs = !differences(&document.entry, refs, seen).is_empty();
        if differs && !planted(Bug::AnswerBelieved) {
            return Ok(false);
        }
        self.record_posted(document, seen, "In Xero, read back and equal.").await
    }

    /// Records what Xero has of a document; not where an amount of it is none of the currency.
    pub(super) async fn record_posted(
        &mut self,
        document: &Document,
        seen: &Seen,
        remark: &str,
    ) -> Result<bool, Error> {
        let Ok(read_back) = read_back(&document.entry, seen) else { return Ok(false) };
        let (id, now) = (document.summary.id, self.now());
        let foreign = document.entry.currency != self.base_currency().await?;
        let posted = Posted {
            xero_id: seen.id.to_string(),
            number: seen.number.clone(),
            rate: seen.rate.filter(|_| foreign),
            read_back,
        };
        if seen.standing == Standing::Draft {
            self.record_draft(document, posted).await?;
            return Ok(true);
        }
        let xero_id = posted.xero_id.clone();
        on_book(self.outbox.book(), move |book| book.record_posted(id, &posted, now)).await?;
        self.outbox.parts.log.outcome(id, now, "posted", true, remark, Some(xero_id));
        self.say(Progress::Posted(id));
        Ok(true)
    }

    async fn failed(
        &mut self,
        id: DocumentId,
        failure: &xero::Error,
        started: DateTime<Utc>,
    ) -> Result<Flow, Error> {
        let now = self.now();
        match verdict::judge_write(failure, now) {
            Verdict::NotSent(reason, block) => {
                // The next process has not seen Xero's Retry-After: the book tells it.
                let retry_at = block.limited_until().unwrap_or(now);
                on_book(self.outbox.book(), move |book| {
                    book.record_not_sent(id, &reason, retry_at, now)
                })
                .await?;
                self.limited = self.limited.saturating_add(1);
                let is_short = retry_at > now && retry_at - now <= SHORT_LIMIT;
                if is_short && self.limited < LIMITED_MAX {
                    let block = self.wait(retry_at, Progress::Limited(retry_at)).await?;
                    return Ok(block.map_or(Flow::Next, Flow::Blocked));
                }
                Ok(Flow::Blocked(block))
            }
            Verdict::Rejected(reason) => {
                self.silences = 0;
                self.reject(id, reason).await?;
                Ok(Flow::Next)
            }
            Verdict::Unknown(reason) => {
                if self.believes_silence(id).await {
                    return Ok(Flow::Next);
                }
                let settle = self.settle();
                // It may have left a little late: then it settles later.
                let straggler = settle.saturating_sub(xero::WHOLE_TIMEOUT);
                let look_up_at = (started + settle).max(now + straggler);
                self.unknown(id, reason, look_up_at).await?;
                self.silences = self.silences.saturating_add(1);
                let is_down = self.silences >= SILENCES_MAX;
                Ok(if is_down { Flow::Blocked(Block::XeroDown) } else { Flow::Next })
            }
        }
    }

    /// Two bugs on purpose: no answer is taken for a yes.
    async fn believes_silence(&self, id: DocumentId) -> bool {
        let (book, now) = (self.outbox.book(), self.now());
        if planted(Bug::PostedWithoutAnswer) {
            let read_back = ReadBack {
                status: String::new(),
                date: now.date_naive(),
                currency: None,
                rate: None,
                lines: Vec::new(),
            };
            let xero_id = self.outbox.parts.world.id().to_string();
            let posted = Posted { xero_id, number: None, rate: None, read_back };
            return on_book(book, move |book| book.record_posted(id, &posted, now)).await.is_ok();
        }
        planted(Bug::VoidBelieved)
            && on_book(book, move |book| book.record_undone(id, now)).await.is_ok()
    }

    /// How long a request may still be on its way.
    pub(super) fn settle(&self) -> Duration {
        match planted(Bug::LookUpTooEarly) {
            true => Duration::ZERO,
            false => self.outbox.parts.timing.settle,
        }
    }

    async fn reject(&mut self, id: DocumentId, reason: Reason) -> Result<(), Error> {
        let now = self.now();
        let reason = self.with_progress(id, reason).await?;
        self.outbox.parts.log.outcome(id, now, "rejected", false, &reason.message, None);
        on_book(self.outbox.book(), move |book| book.record_rejected(id, &reason, now)).await?;
        self.say(Progress::Rejected(id));
        Ok(())
    }

    async fn unknown(
        &mut self,
        id: DocumentId,
        reason: Reason,
        look_up_at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let now = self.now();
        on_book(self.outbox.book(), move |book| book.record_unknown(id, &reason, look_up_at, now))
            .await?;
        self.say(Progress::Unknown(id, look_up_at));
        Ok(())
    }

    pub(super) async fn hold(&mut self, id: DocumentId, reason: Reason) -> Result<(), Error> {
        let now = self.now();
        let reason = self.with_progress(id, reason).await?;
        self.outbox.parts.log.outcome(id, now, "held", false, &reason.message, None);
        on_book(self.outbox.book(), move |book| book.hold(id, &reason, None)).await?;
        self.say(Progress::Held(id));
        Ok(())
    }

    pub(super) async fn postpone(
        &mut self,
        id: DocumentId,
        reason: Reason,
        not_before: DateTime<Utc>,
    ) -> Result<(), Error> {
        on_book(self.outbox.book(), move |book| book.postpone(id, &reason, not_before)).await
    }
}

fn no_answer_yet() -> Reason {
    Reason {
        cause: Cause::NoAnswer.key(),
        message: "The last try had no answer. It is looked up first.".to_owned(),
    }
}
