//! The steps of a sync, told to whoever wants to stop the program between any two of them.
//!
//! A crash cannot be argued about, only tried: the tests wait for ever at the n-th step, drop
//! everything and start again. In the shipped program nobody listens, at the cost of one call.

use std::fmt::Debug;

use xero::BoxFuture;

/// A place between two steps of the outbox: what was just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each says what was just done")]
pub enum Step {
    OwnershipTaken,
    ChartRefreshed,
    DocumentsMade,
    HeldPlannedAgain,
    NextChosen,
    LookedUp,
    PlannedAgain,
    AttemptCommitted,
    Answered,
    OutcomeCommitted,
    VoidChecked,
    RunEnded,
}

/// Hears of each step. A step ends when the future does; a test's may never.
pub trait Steps: Send + Sync + Debug {
    /// Is called after each step.
    fn reached(&self, step: Step) -> BoxFuture<'_, ()>;
}

/// Nobody listens.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoSteps;

impl Steps for NoSteps {
    fn reached(&self, _step: Step) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}
