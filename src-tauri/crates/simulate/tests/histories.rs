//! Histories of the shipped code.

use simulate::{Player, play_many};

const SEED: u64 = 1;

#[test]
fn whatever_happens_everything_is_in_xero_once() {
    let count = std::env::var("DAYBOOK_SEEDS").ok().and_then(|n| n.parse().ok()).unwrap_or(20);
    let report = play_many(SEED, count, 2, &|conviction| println!("{conviction}"));
    println!("{}", report.tally);
    assert_eq!(report.convicted, 0);
}

#[test]
fn a_seed_plays_the_same_history_to_the_same_step() {
    let player = Player::new();
    for seed in SEED..SEED + 3 {
        assert_eq!(player.play(seed).unwrap(), player.play(seed).unwrap());
    }
}
