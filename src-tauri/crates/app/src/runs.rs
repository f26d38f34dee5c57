//! Long work: telling how far it has come, and cancelling it, by the name its starter gave it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use ipc::{Progress, RunId, Step};
use tokio_util::sync::CancellationToken;

use crate::Host;

/// Tells the host how far a piece of work has come.
#[derive(Clone)]
pub(crate) struct Reporter {
    host: Arc<dyn Host>,
}

impl Reporter {
    pub(crate) const fn new(host: Arc<dyn Host>) -> Self {
        Self { host }
    }

    pub(crate) fn step(&self, run: &RunId, step: Step, done: u32, total: Option<u32>) {
        self.host.progress(&Progress { run: run.clone(), step, done, total });
    }
}

/// The pieces of work that can be cancelled just now.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    running: Mutex<HashMap<RunId, CancellationToken>>,
}

impl Runs {
    /// Notes a piece of work; it is forgotten when the guard is dropped.
    pub(crate) fn begin(&self, run: &RunId) -> Running<'_> {
        let token = CancellationToken::new();
        self.locked().insert(run.clone(), token.clone());
        Running { runs: self, run: run.clone(), token }
    }

    /// Asks a piece of work to stop. One that has ended already is no error.
    pub(crate) fn cancel(&self, run: &RunId) {
        if let Some(token) = self.locked().get(run) {
            token.cancel();
        }
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, HashMap<RunId, CancellationToken>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A piece of work under way.
#[derive(Debug)]
pub(crate) struct Running<'a> {
    runs: &'a Runs,
    run: RunId,
    /// Cancelled when the person says so.
    pub(crate) token: CancellationToken,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.runs.locked().remove(&self.run);
    }
}
