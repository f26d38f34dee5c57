//! Clock, ids and randomness: the only things that are not deterministic.
//!
//! Everything else takes a [`World`] (or the half of it that it needs) as an argument, so that a
//! test can fix the time and the seed and get the same run again. It knows none of our crates,
//! and nothing of money, HTTP or SQL.

mod clock;
mod entropy;
mod ids;
mod planted;

use std::sync::Arc;

use chrono::{DateTime, Utc};

pub use clock::{Clock, SystemClock, TestClock};
pub use entropy::{Entropy, OsEntropy, SeededEntropy};
pub use ids::{SHORT_CODE_LENGTH, idempotency_key, short_code, time_ordered_id, token_urlsafe};
#[cfg(feature = "planted")]
pub use planted::plant;
pub use planted::{Bug, CAN_BE_PLANTED, planted};
pub use uuid::Uuid;

/// The clock and the source of randomness, handed in at the top and passed down.
#[derive(Clone, Debug)]
pub struct World {
    /// What time it is, and how to wait.
    pub clock: Arc<dyn Clock>,
    /// Where random bytes come from.
    pub entropy: Arc<dyn Entropy>,
}

impl World {
    /// The real world: the machine's clock and the operating system's randomness.
    #[must_use]
    pub fn system() -> Self {
        Self { clock: Arc::new(SystemClock), entropy: Arc::new(OsEntropy) }
    }

    /// A repeatable world: the same seed and start give the same ids in the same order, and
    /// every sleep ends at once by moving the clock on ([`TestClock::advancing`]).
    #[must_use]
    pub fn seeded(seed: u64, start: DateTime<Utc>) -> Self {
        Self {
            clock: Arc::new(TestClock::advancing(start)),
            entropy: Arc::new(SeededEntropy::new(seed)),
        }
    }

    /// What time it is, in UTC.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A new id that sorts by the time it was made (UUID version 7).
    #[must_use]
    pub fn id(&self) -> Uuid {
        time_ordered_id(self.now(), &*self.entropy)
    }
}
