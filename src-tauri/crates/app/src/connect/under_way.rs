//! How far the sign-in of a book has come, and who may still end it.
//!
//! While the browser is waited for, anybody may: Xero has given nothing out. From its answer on
//! there may be tokens, and revoking them would end every connection of that user, the one in use
//! too. So what was answered is kept to its end, unless the book is disconnected, which ends them
//! all anyway. Both are decided under one lock: a stop comes before the answer or after it.

use std::sync::PoisonError;

use chrono::{DateTime, Utc};
use ipc::{Code, Fault};
use tokio::sync::watch;
use tokio::task::AbortHandle;

use crate::fault::{fault, with_hint};
use crate::open_book::OpenBook;

/// How far the sign-in of a book has come.
#[derive(Debug, Default)]
pub(crate) struct SignInUnderWay {
    pub(super) state: State,
    step: Step,
    /// Counts the sign-ins that were begun and those that were given up: one that is not of the
    /// last turn is wanted no more.
    turn: u64,
    /// How many have not ended: what they came to is not in the audit log yet.
    running: watch::Sender<usize>,
}

/// What a sign-in under way is doing.
#[derive(Debug, Default)]
enum Step {
    /// None is under way.
    #[default]
    None,
    /// It waits for the browser.
    Waiting(AbortHandle),
    /// The browser came back to this turn's: the code is exchanged, and what comes of it kept.
    Keeping(u64),
}

/// What is shown of it.
#[derive(Debug, Default)]
pub(super) enum State {
    #[default]
    Idle,
    Waiting {
        authorize_url: String,
        expires_at: DateTime<Utc>,
    },
    Choose {
        connections: Vec<xero::Connection>,
    },
    Connected {
        id: String,
        name: String,
    },
    Failed(Fault),
}

/// Held by a sign-in until it has ended, however it ends.
pub(super) struct Running(watch::Sender<usize>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

impl SignInUnderWay {
    /// Says that a sign-in waits for the browser, in the place of one that did.
    ///
    /// # Errors
    /// As [`SignInUnderWay::stop`].
    pub(super) fn begin(
        &mut self,
        state: State,
        wait: AbortHandle,
    ) -> Result<(u64, Running), Fault> {
        self.stop()?;
        self.turn += 1;
        self.state = state;
        self.step = Step::Waiting(wait);
        self.running.send_modify(|count| *count += 1);
        Ok((self.turn, Running(self.running.clone())))
    }

    /// Ends the wait for the browser, where it is waited for.
    ///
    /// # Errors
    /// Where the browser has come back already.
    pub(super) fn stop(&mut self) -> Result<(), Fault> {
        if let Step::Keeping(_) = self.step {
            return Err(with_hint(
                fault(
                    Code::AlreadyDone,
                    "Xero has answered; keeping the sign-in takes a moment. It was not stopped.",
                ),
                "Wait for it. If you do not want it, disconnect then.",
            ));
        }
        if let Step::Waiting(wait) = std::mem::take(&mut self.step) {
            wait.abort();
            self.turn += 1;
        }
        self.state = State::Idle;
        Ok(())
    }

    /// Wants none of what is under way any more, whatever it has come to.
    pub(super) fn give_up(&mut self) {
        if let Step::Waiting(wait) = &self.step {
            wait.abort();
            self.step = Step::None;
        }
        self.turn += 1;
        self.state = State::Idle;
    }

    /// Goes on to keep what the browser came back with, unless it is wanted no more.
    pub(super) fn keep(&mut self, turn: u64) -> bool {
        let wanted = self.turn == turn;
        if wanted {
            self.step = Step::Keeping(turn);
        }
        wanted
    }

    /// Says what a sign-in came to.
    pub(super) fn end(&mut self, turn: u64, state: State) {
        // Of one that was given up another may be under way by now.
        if self.turn == turn || matches!(self.step, Step::Keeping(kept) if kept == turn) {
            self.step = Step::None;
        }
        if self.turn == turn {
            self.state = state;
        }
    }
}

impl OpenBook {
    /// Looks at how far the sign-in has come, or changes it. Holds a lock: it does not wait.
    pub(super) fn under_way<T>(&self, look: impl FnOnce(&mut SignInUnderWay) -> T) -> T {
        look(&mut self.sign_in.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The turn of the sign-ins now.
    pub(super) fn turn(&self) -> u64 {
        self.under_way(|under_way| under_way.turn)
    }

    /// Waits until no sign-in is under way and what each came to is in the audit log.
    pub(super) async fn signed_in_or_not(&self) {
        let mut running = self.under_way(|under_way| under_way.running.subscribe());
        // The other end is this book's.
        drop(running.wait_for(|count| *count == 0).await);
    }
}
