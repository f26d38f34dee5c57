//! The claims of `world`.

use std::collections::HashSet;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use world::{
    Clock, OsEntropy, SeededEntropy, TestClock, World, idempotency_key, short_code, token_urlsafe,
};

fn start() -> DateTime<Utc> {
    "2026-10-05T09:00:00Z".parse().expect("a time")
}

#[test]
fn the_same_seed_gives_the_same_ids_in_the_same_order() {
    let ids = |seed| {
        let world = World::seeded(seed, start());
        (world.id(), short_code(&*world.entropy), idempotency_key(&*world.entropy))
    };
    assert_eq!(ids(7), ids(7));
    assert_ne!(ids(7), ids(8));
}

#[test]
fn a_short_code_is_six_characters_nobody_misreads() {
    let entropy = SeededEntropy::new(1);
    for _ in 0..1_000 {
        let code = short_code(&entropy);
        assert_eq!(code.len(), world::SHORT_CODE_LENGTH);
        assert!(code.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase()), "{code}");
        assert!(!code.contains(['I', 'L', 'O', 'U']), "{code}");
    }
}

#[test]
fn an_idempotency_key_fits_the_header_and_never_repeats() {
    let keys: HashSet<String> = (0..1_000).map(|_| idempotency_key(&OsEntropy)).collect();
    assert_eq!(keys.len(), 1_000);
    assert!(keys.iter().all(|key| key.len() <= 128 && key.is_ascii()));
}

#[test]
fn a_token_is_as_long_as_its_bytes_ask() {
    assert_eq!(token_urlsafe(&OsEntropy, 32).len(), 43);
    assert_eq!(token_urlsafe(&OsEntropy, 0), "");
}

#[test]
fn a_later_id_sorts_after_an_earlier_one() {
    let clock = TestClock::held(start());
    let world = World {
        clock: std::sync::Arc::new(clock.clone()),
        entropy: std::sync::Arc::new(SeededEntropy::new(3)),
    };
    let earlier = world.id();
    clock.advance(Duration::from_millis(1));
    assert!(earlier < world.id());
}

#[tokio::test]
async fn a_sleep_moves_an_advancing_clock_on_by_its_length() {
    let world = World::seeded(1, start());
    world.clock.sleep(Duration::from_secs(90)).await;
    assert_eq!(world.now(), start() + TimeDelta::seconds(90));
}

#[tokio::test]
async fn on_a_held_clock_a_sleeper_waits_for_the_test() {
    let clock = TestClock::held(start());
    let sleeper = tokio::spawn(clock.sleep(Duration::from_secs(60)));
    clock.somebody_sleeps().await;
    clock.advance(Duration::from_secs(59));
    tokio::task::yield_now().await;
    assert!(!sleeper.is_finished());
    clock.advance(Duration::from_secs(1));
    sleeper.await.expect("the sleeper wakes");
}
