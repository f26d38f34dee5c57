//! The bugs on purpose, each convicted within a few histories.

use simulate::{Seeds, play_many};
use world::{Bug, plant};

/// Far fewer than the thousand that a bug may take.
const HISTORIES: u64 = 60;
const SEED: u64 = 1;
const THREADS: usize = 2;

#[test]
fn every_bug_on_purpose_is_convicted() {
    let mut missed = Vec::new();
    for bug in Bug::ALL {
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
