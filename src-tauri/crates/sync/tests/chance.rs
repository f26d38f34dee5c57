//! Chance from a seed, so that what failed can be tried again.

use world::{Entropy as _, SeededEntropy};

pub(crate) struct Chance(SeededEntropy);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(SeededEntropy::new(seed))
    }

    /// A number below `end`.
    pub(crate) fn below(&self, end: u32) -> u32 {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        u32::from_le_bytes(bytes) % end
    }

    /// A place among so many.
    pub(crate) fn place(&self, count: usize) -> usize {
        self.below(count.try_into().unwrap()) as usize
    }

    /// One of some things.
    pub(crate) fn of<'a, T>(&self, things: &'a [T]) -> &'a T {
        &things[self.place(things.len())]
    }
}
