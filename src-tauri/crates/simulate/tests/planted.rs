//! Bugs on purpose, convicted within a few histories.

use simulate::{Seeds, play_many};
use world::{Bug, plant};

/// Far fewer than the thousand that a bug may take.
const HISTORIES: u64 = 12;
const SEED: u64 = 1;
const THREADS: usize = 2;
/// Those that so few histories convict; `cargo xtask simulate --planted` tries all.
const SOON: [Bug; 6] = [
    Bug::NoWriteAhead,
    Bug::NoLookUp,
    Bug::PostedWithoutAnswer,
    Bug::TokensNotSaved,
    Bug::SignLost,
    Bug::LeaseNotChecked,
];

#[test]
fn bugs_on_purpose_are_convicted_soon() {
    let mut missed = Vec::new();
    for bug in SOON {
        plant(Some(bug));
        let seeds = Seeds { from: SEED, count: HISTORIES, until_convicted: true };
        let report = play_many(seeds, THREADS, &|_| {});
        plant(None);
        match report.convictions.first() {
            Some(conviction) => println!("{bug:?}: {conviction}"),
            None => missed.push(bug),
        }
    }
    assert_eq!(missed, []);
}
