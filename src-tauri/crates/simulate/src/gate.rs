//! Who goes on, and when: processes that stand still at every step until they are told.
//!
//! Everything a process does between two places to stand at is done by it alone, though other
//! threads may help: so the order of everything is the order in which [`Process::go_on`] is
//! called, and a seed repeats it. A process that is dropped where it stands was killed there.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

use chrono::{DateTime, Utc};
use sync::{Step, Steps};
use tokio::sync::oneshot;
use xero::BoxFuture;

/// Where a process can be stopped, and killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// Between two steps of the outbox.
    Step(Step),
    /// Right before a request leaves.
    Leaving,
    /// Right after its answer came, before anybody has seen it.
    Answered,
    /// It waits for a time.
    Asleep,
}

/// A mutex whose holder cannot leave half a thought behind.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One process's place to stand at.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    standing: Option<Standing>,
    watcher: Option<Waker>,
}

#[derive(Debug)]
struct Standing {
    place: Place,
    until: Option<DateTime<Utc>>,
    go: oneshot::Sender<()>,
}

impl Gate {
    /// Stands still until told to go on; for ever when the process was killed here.
    pub(crate) async fn stand(&self, place: Place, until: Option<DateTime<Utc>>) {
        let (go, told) = oneshot::channel();
        {
            let mut state = locked(&self.state);
            assert!(state.standing.is_none(), "a process does one thing at a time");
            state.standing = Some(Standing { place, until, go });
            if let Some(watcher) = state.watcher.take() {
                watcher.wake();
            }
        }
        if told.await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Gate {
    /// For a process that nobody stops: goes on wherever it stands, and is asked again.
    pub(crate) fn go_on_by_itself(&self, context: &std::task::Context<'_>) {
        if let Some(standing) = locked(&self.state).standing.take() {
            let _heard = standing.go.send(());
            context.waker().wake_by_ref();
        } else {
            locked(&self.state).watcher = Some(context.waker().clone());
        }
    }
}

impl Steps for Gate {
    fn reached(&self, step: Step) -> BoxFuture<'_, ()> {
        Box::pin(self.stand(Place::Step(step), None))
    }
}

/// A process at work.
pub(crate) struct Process<T> {
    pub(crate) gate: Arc<Gate>,
    work: Pin<Box<dyn Future<Output = T>>>,
    /// Whether it took the outbox and has not given it back.
    pub(crate) owns: bool,
}

/// What came of letting a process go on.
pub(crate) enum Went<T> {
    /// It stands at the next place.
    On(Place),
    /// It has done what it came for.
    Ended(T),
}

impl<T> Process<T> {
    pub(crate) fn new(gate: Arc<Gate>, work: impl Future<Output = T> + 'static) -> Self {
        Self { gate, work: Box::pin(work), owns: false }
    }

    /// Until when it sleeps; none when it is awake.
    pub(crate) fn sleeps_until(&self) -> Option<DateTime<Utc>> {
        locked(&self.gate.state).standing.as_ref().and_then(|standing| standing.until)
    }

    /// Where it stands now.
    pub(crate) fn stands_at(&self) -> Option<Place> {
        locked(&self.gate.state).standing.as_ref().map(|standing| standing.place)
    }

    /// Lets it go on to the next place to stand at.
    pub(crate) async fn go_on(&mut self) -> Went<T> {
        let standing = locked(&self.gate.state).standing.take();
        if let Some(standing) = standing {
            // Nobody waits there any more only when a task of the process was ended.
            let _heard = standing.go.send(());
        }
        std::future::poll_fn(|context| {
            if let Poll::Ready(ended) = self.work.as_mut().poll(context) {
                return Poll::Ready(Went::Ended(ended));
            }
            let mut state = locked(&self.gate.state);
            match &state.standing {
                Some(standing) => Poll::Ready(Went::On(standing.place)),
                None => {
                    state.watcher = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }
}
