//! Histories of the shipped code.

use simulate::{Player, Seeds, play_many};

const SEED: u64 = 1;
/// In the gate; `cargo xtask simulate` plays any number.
const HISTORIES: u64 = 24;
const THREADS: usize = 2;
/// Played twice.
const REPEATED: u64 = 3;

#[test]
fn whatever_happens_everything_is_in_xero_once() {
    let seeds = Seeds { from: SEED, count: HISTORIES, until_convicted: false };
    let report = play_many(seeds, THREADS, &|conviction| println!("{conviction}"));
    println!("{}", report.tally);
    assert_eq!(report.convicted, 0, "{:?}", report.convictions);
    assert_eq!(report.tally.histories, HISTORIES);
}

#[test]
fn a_seed_plays_the_same_history_to_the_same_step() {
    let player = Player::new();
    for seed in SEED..SEED + REPEATED {
        let once = player.play(seed).expect("a history as it must be");
        assert_eq!(player.play(seed).expect("the same"), once, "seed {seed}");
    }
}
