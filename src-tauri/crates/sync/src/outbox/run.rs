//! A run: one thing due after the other, until nothing is left or something is in the way.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use ledger::Currency;
use store::{ChartSnapshot, DocumentId, Due, DueFor, Reason};
use world::{Bug, planted};

use super::backoff::backoff;
use super::clock::{KEY_LIFE, is_ahead};
use super::owner::Ownership;
use super::report::{Block, Progress, RunReport, Until};
use super::{Outbox, on_book, verdict};
use crate::cause::Cause;
use crate::chart::refresh_chart;
use crate::error::Error;
use crate::heard;
use crate::plan::{Replanned, retry};
use crate::steps::Step;

/// Most steps of one run: far beyond a season's days, so that a fault of ours ends.
const STEPS_MAX: u32 = 100_000;
/// How long nothing is done after so many.
const PAUSE_AFTER_ALL_STEPS: TimeDelta = TimeDelta::minutes(1);
/// Longest wait of a run for something that is due later.
const WAIT_MAX: TimeDelta = TimeDelta::minutes(15);
/// So often somebody else may change a document under a run before that is called a fault.
const SURPRISES_MAX: u32 = 20;
/// How often another owner is waited for; with the pauses of [`backoff`], longer than a lease.
const OWNER_WAITS_MAX: u32 = 12;

/// One run of an outbox.
pub(super) struct Run<'a> {
    pub(super) outbox: &'a Outbox,
    pub(super) asker: Asker,
    progress: &'a mut (dyn FnMut(Progress) + Send + Sync),
    report: RunReport,
    /// Read during this run; none before it is needed.
    chart: Option<ChartSnapshot>,
    /// Whether what was held has been planned again in this run.
    pub(super) prepared: bool,
    /// Whether something was posted or undone since documents were last made.
    changed: bool,
    /// How often somebody else changed a document while the run was busy with it.
    surprises: u32,
    /// How many writes in a row had no answer, and no look-up between them had one.
    pub(super) silences: u32,
    /// How many attempts in a row were committed too late for their request to leave.
    pub(super) late: u32,
    /// How many writes in a row a limit refused.
    pub(super) limited: u32,
    /// How often in a row the run was blocked by something that passes.
    failures: u32,
    /// What could not be gone on with in this run, each for a reason of its own.
    pub(super) aside: BTreeSet<DocumentId>,
    /// The first error of those that could not even be held.
    pub(super) failed: Option<Error>,
    /// What keeps something from being taken back that was corrected, where that passes.
    pub(super) later: Option<Block>,
    /// When it was last said that this machine works on the book.
    pub(super) claimed_at: Option<DateTime<Utc>>,
}

/// Who wants a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asker {
    /// A person, who may have mended something in Xero a moment ago.
    Person,
    /// The worker, woken by any change.
    Worker,
}

/// What a step came to.
pub(super) enum Flow {
    /// There may be more.
    Next,
    /// Nothing is left.
    Done,
    /// Nothing can be done now.
    Blocked(Block),
}

impl Outbox {
    /// Sends what is due, one document after the other, and tells `progress` of each step.
    ///
    /// Waits for its turn while another run of this program goes on, and tells that one's steps
    /// meanwhile. Dropping the future at any moment is safe: what was on its way is looked up by
    /// the next run.
    ///
    /// # Errors
    /// [`Error::Book`] when the book fails, [`Error::LeftOut`] when it does for single documents
    /// only; what Xero does or refuses is in the report.
    pub async fn run(
        &self,
        until: Until,
        progress: &mut (dyn FnMut(Progress) + Send + Sync),
    ) -> Result<RunReport, Error> {
        let ended = self.run_for(Asker::Person, until, progress).await;
        // What is left for later is the worker's to remember.
        self.waker.wake();
        ended
    }

    pub(super) async fn run_for(
        &self,
        asker: Asker,
        until: Until,
        progress: &mut (dyn FnMut(Progress) + Send + Sync),
    ) -> Result<RunReport, Error> {
        let _turn = match asker {
            Asker::Person => self.turn.take_hearing(progress).await,
            Asker::Worker => self.turn.take().await,
        };
        let Some(ownership) = self.own_in_time(until).await? else {
            return Ok(RunReport { blocked_by: Some(Block::OtherOwner), ..RunReport::default() });
        };
        self.reached(Step::OwnershipTaken).await;
        heard::take_over(&self.parts.book, &self.parts.client, &self.parts.world).await?;
        let report = RunReport::default();
        let mut run = Run {
            outbox: self,
            asker,
            progress,
            report,
            chart: None,
            prepared: false,
            changed: false,
            surprises: 0,
            silences: 0,
            late: 0,
            limited: 0,
            failures: 0,
            aside: BTreeSet::new(),
            failed: None,
            later: None,
            claimed_at: None,
        };
        let ended = run.empty(until).await;
        let (report, left_out) = (run.report, run.failed);
        self.keep_heard().await;
        if ended.is_ok() {
            self.keep_blocked(&report).await;
        }
        self.give_back(ownership).await?;
        self.reached(Step::RunEnded).await;
        ended?;
        match left_out {
            Some(error) => Err(Error::LeftOut { error: error.into(), report: report.into() }),
            None => Ok(report),
        }
    }

    /// Takes the right to send, waiting a while for another owner where the run waits at all.
    async fn own_in_time(&self, until: Until) -> Result<Option<Ownership>, Error> {
        for wait in 1..=OWNER_WAITS_MAX {
            if let Some(ownership) = self.own().await? {
                return Ok(Some(ownership));
            }
            let pause = backoff(wait);
            let now = self.parts.world.now();
            match until {
                Until::Blocked => return Ok(None),
                Until::Deadline(at) if now + pause > at => return Ok(None),
                Until::Empty | Until::Deadline(_) => self.parts.world.clock.sleep(pause).await,
            }
        }
        Ok(None)
    }
}

impl Run<'_> {
    async fn empty(&mut self, until: Until) -> Result<(), Error> {
        for _ in 0..STEPS_MAX {
            let block = match self.step().await? {
                Flow::Next => {
                    self.failures = 0;
                    continue;
                }
                Flow::Done => return Ok(()),
                Flow::Blocked(block) => block,
            };
            self.failures = self.failures.saturating_add(1);
            let Some(resume) = self.resume(&block, until) else {
                self.report.blocked_by = Some(block);
                return Ok(());
            };
            let wait = match block.limited_until() {
                Some(_) => Progress::Limited(resume),
                None => Progress::Waiting(resume),
            };
            if let Some(block) = self.wait(resume, wait).await? {
                self.report.blocked_by = Some(block);
                return Ok(());
            }
        }
        self.report.blocked_by = Some(Block::Waiting { until: self.now() + PAUSE_AFTER_ALL_STEPS });
        Ok(())
    }

    /// When to go on after a block; none when the run ends with it.
    fn resume(&self, block: &Block, until: Until) -> Option<DateTime<Utc>> {
        let now = self.now();
        let timed = match block {
            Block::Waiting { until } | Block::Limit { until } | Block::Settling { until } => {
                Some(*until)
            }
            Block::Offline | Block::XeroDown => match until {
                Until::Deadline(_) => Some(now + backoff(self.failures)),
                Until::Blocked | Until::Empty => None,
            },
            Block::OtherOwner
            | Block::OtherMachine { .. }
            | Block::Reconnect { .. }
            | Block::Permission { .. }
            | Block::TooMuchChanged { .. }
            | Block::OtherOrganisation
            | Block::Clock { .. }
            | Block::Stopped => None,
        };
        let latest = match until {
            Until::Blocked => return None,
            Until::Empty => now + WAIT_MAX,
            Until::Deadline(at) => at,
        };
        timed.filter(|resume| *resume <= latest)
    }

    async fn step(&mut self) -> Result<Flow, Error> {
        if self.outbox.waker.is_stopped() {
            return Ok(Flow::Blocked(Block::Stopped));
        }
        if let Some(block) = self.stay().await? {
            return Ok(Flow::Blocked(block));
        }
        if !self.outbox.renew().await? {
            return Ok(Flow::Blocked(Block::OtherOwner));
        }
        if !self.prepared {
            return self.prepare().await;
        }
        let (now, aside) = (self.now(), self.aside.clone());
        let due = on_book(self.outbox.book(), move |book| book.next_due_but(&aside, now));
        let Some(due) = due.await? else { return self.nothing_due().await };
        self.outbox.reached(Step::NextChosen).await;
        // Its state and its name in Xero decide what is asked there.
        let verified =
            on_book(self.outbox.book(), move |book| book.verify_document(due.document)).await;
        let handled = match verified {
            Ok(()) => self.handle(due).await,
            Err(error) => Err(error),
        };
        match handled {
            // A person held, skipped or undid it meanwhile: what is due now is asked again.
            Err(Error::Book(store::Error::NotNow { .. })) if self.surprises < SURPRISES_MAX => {
                self.surprises += 1;
                Ok(Flow::Next)
            }
            Err(error) => self.leave_aside(due.document, error).await.map(|()| Flow::Next),
            Ok(flow) => Ok(flow),
        }
    }

    /// Nothing is due now: what was done may have made more, or something waits for its time.
    async fn nothing_due(&mut self) -> Result<Flow, Error> {
        if std::mem::take(&mut self.changed) {
            // A rate's difference, a correction's successor.
            let in_the_way = match self.make_documents().await? {
                None => self.resolve_doubtful().await?,
                block => block,
            };
            self.changed |= in_the_way.is_some();
            return Ok(in_the_way.map_or(Flow::Next, Flow::Blocked));
        }
        let aside = self.aside.clone();
        let next = on_book(self.outbox.book(), move |book| book.next_due_at_but(&aside)).await?;
        let waiting = next.map(|until| Block::Waiting { until });
        Ok(waiting.or_else(|| self.later.take()).map_or(Flow::Done, Flow::Blocked))
    }

    async fn handle(&mut self, due: Due) -> Result<Flow, Error> {
        let asks_xero = match due.what {
            DueFor::Interrupted | DueFor::Reconsider => false,
            DueFor::LookUp | DueFor::Approval | DueFor::Evidence | DueFor::Send => true,
        };
        if asks_xero && let Some(block) = self.limit_in_the_way().await? {
            return Ok(Flow::Blocked(block));
        }
        match due.what {
            DueFor::Interrupted => self.interrupted(due.document).await,
            DueFor::LookUp => self.look_up(due.document).await,
            DueFor::Reconsider => self.reconsider(due.document).await,
            DueFor::Approval => self.look_for_approval(due.document).await,
            DueFor::Evidence => self.attach(due.document).await,
            DueFor::Send => self.send(due.document).await,
        }
    }

    /// The organisation's base currency.
    pub(super) async fn base_currency(&self) -> Result<Currency, Error> {
        let chart = on_book(self.outbox.book(), store::Book::chart).await?;
        Ok(chart.ok_or(Error::NoChart)?.chart.organisation.base_currency)
    }

    pub(super) fn is_fresh(&self, chart: &ChartSnapshot) -> bool {
        // One that is dated ahead may be of any age.
        let age = (self.now() - chart.read_at).to_std();
        age.is_ok_and(|age| age <= self.outbox.parts.timing.chart_fresh)
    }

    /// The chart, read in this run and not too long ago.
    pub(super) async fn fresh_chart(&mut self) -> Result<Result<ChartSnapshot, Block>, Error> {
        if let Some(chart) = self.chart.as_ref().filter(|chart| self.is_fresh(chart)) {
            return Ok(Ok(chart.clone()));
        }
        self.say(Progress::ReadingChart);
        let parts = &self.outbox.parts;
        match refresh_chart(&parts.book, &parts.client, &parts.world).await {
            Ok(chart) => {
                self.chart = Some(chart.clone());
                self.outbox.reached(Step::ChartRefreshed).await;
                Ok(Ok(chart))
            }
            Err(Error::Xero(failure)) => Ok(Err(verdict::block(&failure, self.now()))),
            Err(error) => Err(error),
        }
    }

    /// A request was on its way when its sender stopped: nobody knows what became of it. The
    /// settle time counts from the committed start, or frequent crashes would never end it.
    async fn interrupted(&mut self, document: DocumentId) -> Result<Flow, Error> {
        let reason = Reason {
            cause: Cause::NoAnswer.key(),
            message: "Daybook stopped while this was being sent. It is looked up in Xero before \
                      anything is sent again."
                .to_owned(),
        };
        let (now, settle) = (self.now(), self.settle());
        if planted(Bug::CrashNeverSent) {
            let forget =
                move |book: &store::Book| book.record_not_sent(document, &reason, now, now);
            on_book(self.outbox.book(), forget).await?;
            return Ok(Flow::Next);
        }
        let look_up_at = on_book(self.outbox.book(), move |book| {
            // A clock that was set back must not put the look-up off for ever.
            let look_up_at = match book.document(document)?.attempts.last() {
                Some(last) if is_ahead(last, now) => now + KEY_LIFE,
                Some(last) => last.started_at + settle,
                None => now + settle,
            };
            book.record_unknown(document, &reason, look_up_at, now)?;
            Ok::<_, store::Error>(look_up_at)
        })
        .await?;
        self.outbox.reached(Step::OutcomeCommitted).await;
        self.say(Progress::Unknown(document, look_up_at));
        Ok(Flow::Next)
    }

    /// A document was held until now: it is planned again.
    async fn reconsider(&mut self, document: DocumentId) -> Result<Flow, Error> {
        let now = self.now();
        let outcome = on_book(self.outbox.book(), move |book| retry(book, document, now)).await?;
        if let Replanned::Blocked(_) = outcome {
            self.say(Progress::Held(document));
        }
        Ok(Flow::Next)
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.outbox.parts.world.now()
    }

    /// Tells of a step, and enters where a document ended.
    pub(super) fn say(&mut self, progress: Progress) {
        self.changed |= matches!(progress, Progress::Posted(_) | Progress::Undone(_));
        self.report.ended(&progress);
        self.outbox.turn.say(&progress);
        (self.progress)(progress);
    }
}
