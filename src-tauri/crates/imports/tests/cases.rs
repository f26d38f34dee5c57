//! How many cases the property tests try.
//!
//! A run of the gate tries the same cases each time. `DAYBOOK_CASES=50 cargo test -p imports`
//! tries fifty times as many, and others every time: meant for a night, with `--release`.

use proptest::prelude::ProptestConfig;
use proptest::test_runner::{FileFailurePersistence, RngSeed};

/// The most a run is multiplied by, so that it ends.
const TIMES_MAX: u32 = 10_000;

/// The seed of a run of the gate.
const SEED: u64 = 0x0DA7_B00C;

/// A run of so many cases, or of many times more. A failure prints what failed and keeps its seed
/// beside the test.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let times = std::env::var("DAYBOOK_CASES").ok().map(|times| {
        let times: u32 = times.parse().expect("DAYBOOK_CASES is a whole number");
        times.clamp(1, TIMES_MAX)
    });
    ProptestConfig {
        rng_seed: times.map_or(RngSeed::Fixed(SEED), |_| RngSeed::Random),
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::with_cases(cases.saturating_mul(times.unwrap_or(1)))
    }
}
