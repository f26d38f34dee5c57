//! Chance from a seed, so that what failed can be tried again.

use world::{Entropy as _, SeededEntropy};

/// A row of choices; the same for the same seed.
#[derive(Debug)]
pub(crate) struct Chance(SeededEntropy);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(SeededEntropy::new(seed))
    }

    /// Any number.
    pub(crate) fn any(&self) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// A number below `end`, which is not zero.
    pub(crate) fn below(&self, end: u64) -> u64 {
        self.any() % end
    }

    /// The same with a sign.
    pub(crate) fn cents(&self, end: u64) -> i64 {
        i64::try_from(self.below(end)).expect("a small number")
    }

    /// Whether one of so many cases came.
    pub(crate) fn one_in(&self, cases: u64) -> bool {
        self.below(cases) == 0
    }

    /// A place among so many.
    pub(crate) fn place(&self, count: usize) -> usize {
        usize::try_from(self.below(count as u64)).expect("a place")
    }

    /// One of some things.
    pub(crate) fn of<'a, T>(&self, things: &'a [T]) -> &'a T {
        &things[self.place(things.len())]
    }
}
