//! Many histories, on as many threads as there are.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::conviction::{Charge, Conviction};
use crate::desk::Furnished;
use crate::gate::locked;
use crate::history;
use crate::tally::Tally;

/// So many convictions are kept; the rest is counted.
const CONVICTIONS_MAX: usize = 20;

/// What many histories came to.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Sums over those that ended as they must.
    pub tally: Tally,
    /// The first that did not.
    pub convictions: Vec<Conviction>,
    /// How many did not.
    pub convicted: u64,
    /// How many of them are about what.
    pub charges: BTreeMap<Charge, u64>,
}

/// Plays histories one after the other.
pub struct Player {
    furnished: Furnished,
}

impl Player {
    /// Furnishes a desk.
    #[must_use]
    pub fn new() -> Self {
        Self { furnished: in_a_runtime(Furnished::make()) }
    }

    /// Plays the history of a seed.
    ///
    /// # Errors
    /// [`Conviction`] when what must be true is not.
    pub fn play(&self, seed: u64) -> Result<Tally, Conviction> {
        let playing = AssertUnwindSafe(|| in_a_runtime(history::play(seed, &self.furnished)));
        std::panic::catch_unwind(playing).unwrap_or_else(|panic| {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            let what = text.unwrap_or_default();
            Err(Conviction { seed, step: 0, charge: Charge::Panicked, what })
        })
    }
}

impl Default for Player {
    fn default() -> Self {
        Self::new()
    }
}

/// One thread does everything in order; another does the blocking work it waits for.
pub(crate) fn in_a_runtime<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    runtime.expect("a runtime").block_on(work)
}

/// Which histories to play.
#[derive(Clone, Copy, Debug)]
pub struct Seeds {
    /// The first seed.
    pub from: u64,
    /// How many, one after the other.
    pub count: u64,
    /// Whether to end with the first conviction.
    pub until_convicted: bool,
}

/// Plays histories on so many threads, and tells of each that is convicted.
///
/// # Panics
/// When a thread of its own does.
#[must_use]
pub fn play_many(seeds: Seeds, threads: usize, told: &(dyn Fn(&Conviction) + Sync)) -> Report {
    let next = AtomicU64::new(0);
    let report = Mutex::new(Report::default());
    let is_over = || seeds.until_convicted && locked(&report).convicted > 0;
    let play_some = || {
        let player = Player::new();
        loop {
            let number = next.fetch_add(1, Ordering::SeqCst);
            if number >= seeds.count || is_over() {
                return;
            }
            match player.play(seeds.from + number) {
                Ok(tally) => locked(&report).tally += &tally,
                Err(conviction) => {
                    told(&conviction);
                    locked(&report).convict(conviction);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(play_some);
        }
    });
    report.into_inner().unwrap_or_default()
}

impl Report {
    fn convict(&mut self, conviction: Conviction) {
        self.convicted += 1;
        *self.charges.entry(conviction.charge).or_default() += 1;
        self.convictions.push(conviction);
        self.convictions.sort_by_key(|conviction| conviction.seed);
        self.convictions.truncate(CONVICTIONS_MAX);
    }
}
