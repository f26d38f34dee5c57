//! The runs of one outbox take turns, and who waits for his hears what the run before him does.

use std::pin::pin;

use tokio::sync::{Mutex, MutexGuard, watch};

use super::report::Progress;

/// Whose turn it is, and what the run whose turn it is said last.
#[derive(Debug, Default)]
pub(super) struct Turn {
    lock: Mutex<()>,
    said: watch::Sender<Option<Progress>>,
}

impl Turn {
    /// Waits until no other run goes on.
    pub(super) async fn take(&self) -> MutexGuard<'_, ()> {
        let turn = self.lock.lock().await;
        self.said.send_replace(None);
        turn
    }

    /// The same, and tells what the other run does meanwhile: it may be sending the very document
    /// that this one is waited for. Of steps that follow each other at once the last may be told.
    pub(super) async fn take_hearing(
        &self,
        tell: &mut (dyn FnMut(Progress) + Send + Sync),
    ) -> MutexGuard<'_, ()> {
        let mut said = self.said.subscribe();
        if self.lock.try_lock().is_err() {
            // What it is busy with since before this one came.
            let is_busy = |said: &Progress| said.ended().is_none();
            if said.borrow().as_ref().is_some_and(is_busy) {
                said.mark_changed();
            }
        }
        let mut turn = pin!(self.lock.lock());
        loop {
            let taken = tokio::select! {
                biased;
                turn = &mut turn => Some(turn),
                // The channel ends with the outbox, which is still here.
                _ = said.changed() => None,
            };
            if taken.is_none() || said.has_changed().unwrap_or_default() {
                let heard = said.borrow_and_update().clone();
                heard.into_iter().for_each(&mut *tell);
            }
            if let Some(turn) = taken {
                self.said.send_replace(None);
                return turn;
            }
        }
    }

    /// Says what the run whose turn it is does.
    pub(super) fn say(&self, progress: &Progress) {
        self.said.send_replace(Some(progress.clone()));
    }
}
