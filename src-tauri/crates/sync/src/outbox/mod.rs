//! The outbox: everything queued goes into Xero, each document exactly once (DESIGN §4).
//!
//! One owner at a time empties it ([`owner`]). For each document it looks up what may be there
//! already ([`look_up`]), plans it again over a fresh chart, commits an attempt, sends it
//! ([`send`]) and commits what came of it. Nothing is kept in memory that a restart would miss.

mod approval;
mod aside;
mod at_once;
mod backoff;
mod blocked;
mod clock;
mod evidence;
mod explain;
mod keep;
mod key;
mod limited;
mod look_up;
mod opposite;
mod owner;
mod prepare;
mod report;
mod restored;
mod run;
mod send;
mod set_off;
mod skip;
mod take_back;
mod turn;
mod undo;
mod undo_check;
mod verdict;
mod void_again;
mod work;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use store::Book;
use tokio::sync::Notify;
use world::World;
use xero::Client;

use crate::error::Error;
use crate::evidence::Evidence;
use crate::log::BookLog;
use crate::steps::{Step, Steps};

use turn::Turn;

pub use blocked::{blocked_by, unblock};
pub use keep::keep;
pub use report::{Block, Progress, RunReport, Until};
pub use skip::may_be_there;
pub use undo::{UndoOutcome, Undoing};
pub use undo_check::undone_with;
pub use work::work;

/// What an outbox is made of.
#[derive(Debug, Clone)]
pub struct OutboxParts {
    /// The book whose documents it sends.
    pub book: Book,
    /// The organisation it sends them to.
    pub client: Client,
    /// The log that also observes the client's session.
    pub log: Arc<BookLog>,
    /// Clock and randomness: the same as the client's.
    pub world: World,
    /// What this machine calls itself to others that have the book's folder; none where nobody else
    /// can have it.
    pub machine: Option<Machine>,
    /// Hears of every step; [`crate::NoSteps`] outside tests.
    pub steps: Arc<dyn Steps>,
    /// Makes the sheets that are attached to journals; [`crate::NoEvidence`] where nobody does.
    pub evidence: Arc<dyn Evidence>,
    /// How long things take.
    pub timing: Timing,
}

/// A machine that says that it works on a book, and goes on saying it while a run goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    /// Its name.
    pub name: String,
    /// How long the book is its own after it said so.
    pub ttl: Duration,
}

/// How long things take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// From the committed sending time until a request without an answer is looked up. Longer
    /// than the client's whole time-out, so that nothing of ours is still on its way then.
    pub settle: Duration,
    /// How long the outbox stays a silent owner's. A dead one on this machine is noticed at once.
    pub lease: Duration,
    /// How old a chart may grow during one run before it is read again.
    pub chart_fresh: Duration,
    /// Whether the clock may say less than the book has seen: in practice a month is played again.
    pub clock_may_go_back: bool,
}

/// How long a request may still be on its way, by which a look-up would not see it.
const SETTLE: Duration = Duration::from_secs(90);

impl Default for Timing {
    fn default() -> Self {
        Self {
            settle: SETTLE,
            lease: Duration::from_secs(5 * 60),
            chart_fresh: Duration::from_secs(5 * 60),
            clock_may_go_back: false,
        }
    }
}

const _: () = assert!(
    at_once::AT_ONCE.as_secs()
        + xero::WRITE_LEAVES_WITHIN.as_secs()
        + xero::WHOLE_TIMEOUT.as_secs()
        < SETTLE.as_secs(),
    "the settle time is longer than a request takes to leave and to be answered"
);

/// The outbox of one book. Clones share it; within a process its runs take turns.
#[derive(Debug, Clone)]
pub struct Outbox {
    parts: Arc<OutboxParts>,
    owner: Arc<str>,
    turn: Arc<Turn>,
    waker: Waker,
}

impl Outbox {
    /// The outbox of a book and an organisation.
    #[must_use]
    pub fn new(parts: OutboxParts) -> Self {
        let owner = parts.world.id().to_string().into();
        Self { parts: Arc::new(parts), owner, turn: Arc::default(), waker: Waker::default() }
    }

    /// What wakes the worker of this outbox when something was queued, mapped or connected, and
    /// stops it when the program closes.
    #[must_use]
    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    async fn reached(&self, step: Step) {
        self.parts.steps.reached(step).await;
    }

    pub(crate) fn book(&self) -> &Book {
        &self.parts.book
    }

    pub(crate) fn client(&self) -> &Client {
        &self.parts.client
    }

    pub(crate) fn world(&self) -> World {
        self.parts.world.clone()
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.parts.world.now()
    }
}

/// Wakes the worker and stops it. Clones are the same one.
#[derive(Debug, Clone, Default)]
pub struct Waker {
    inner: Arc<WakerState>,
}

#[derive(Debug, Default)]
struct WakerState {
    woken: Notify,
    stopped: AtomicBool,
}

impl Waker {
    /// Says that there may be something to do. Never lost: a worker that is busy looks again.
    pub fn wake(&self) {
        self.inner.woken.notify_one();
    }

    /// Ends the worker, and any run, after the document it is busy with.
    pub fn stop(&self) {
        self.inner.stopped.store(true, Ordering::SeqCst);
        self.wake();
    }

    fn is_stopped(&self) -> bool {
        self.inner.stopped.load(Ordering::SeqCst)
    }

    async fn woken(&self) {
        self.inner.woken.notified().await;
    }
}

/// Does some work on the book on a thread where it may block.
pub(crate) async fn on_book<T, E>(
    book: &Book,
    work: impl FnOnce(&Book) -> Result<T, E> + Send + 'static,
) -> Result<T, Error>
where
    T: Send + 'static,
    E: Send + 'static,
    Error: From<E>,
{
    let book = book.clone();
    match tokio::task::spawn_blocking(move || work(&book)).await {
        Ok(done) => Ok(done?),
        Err(stopped) if stopped.is_panic() => std::panic::resume_unwind(stopped.into_panic()),
        Err(_cancelled) => Err(Error::Closing),
    }
}
