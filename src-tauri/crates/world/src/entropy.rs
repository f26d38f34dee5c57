//! Randomness: the operating system's, and a seeded one for tests and the practice company.

use std::fmt::{self, Debug};
use std::sync::{Mutex, PoisonError};

use rand::rngs::SysRng;
use rand::{Rng as _, SeedableRng as _, TryRng as _};
use rand_chacha::ChaCha20Rng;

/// Where random bytes come from.
pub trait Entropy: Send + Sync + Debug {
    /// Overwrites `bytes` with random ones.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's randomness: fit for keys, verifiers and states.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    /// # Panics
    /// When the operating system has no randomness to give: nothing safe can be done then.
    fn fill(&self, bytes: &mut [u8]) {
        SysRng.try_fill_bytes(bytes).expect("the operating system gives random bytes");
    }
}

/// The same bytes again for the same seed. Never for secrets outside tests.
pub struct SeededEntropy {
    seed: u64,
    generator: Mutex<ChaCha20Rng>,
}

impl SeededEntropy {
    /// Starts the sequence of this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed, generator: Mutex::new(ChaCha20Rng::seed_from_u64(seed)) }
    }
}

impl Debug for SeededEntropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SeededEntropy").field("seed", &self.seed).finish_non_exhaustive()
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        // A panic elsewhere cannot leave a generator half-moved that matters.
        self.generator.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }
}
