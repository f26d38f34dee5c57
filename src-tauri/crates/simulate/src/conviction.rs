//! What a history is convicted of.

use std::fmt;

/// What must be true and was not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Charge {
    /// Something is in Xero more than once, or is there and nobody knows of it.
    Twice,
    /// Something is not in Xero that should be.
    Lost,
    /// The book here takes something else in Xero for one of its documents.
    Mistaken,
    /// The books differ.
    Unbalanced,
    /// The book itself is not sound.
    Unsound,
    /// It never came to an end, though nothing was in the way.
    Stuck,
    /// Something was refused or held for a reason that nobody gave.
    Unfounded,
    /// Two processes sent at once.
    TwoOwners,
    /// The sign-in is lost.
    SignedOut,
    /// Something failed that must not.
    Failed,
    /// The program panicked.
    Panicked,
}

/// A history that ended otherwise than it must, with what it takes to see it again.
#[derive(Clone, Debug)]
pub struct Conviction {
    /// The seed of the history.
    pub seed: u64,
    /// How many steps had been taken.
    pub step: u64,
    /// What it is about.
    pub charge: Charge,
    /// What was found.
    pub what: String,
}

impl fmt::Display for Conviction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, step, charge, what } = self;
        write!(f, "seed {seed}, step {step}: {charge:?}: {what:.600}")
    }
}
