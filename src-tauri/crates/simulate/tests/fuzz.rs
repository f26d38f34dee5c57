//! Damaged bytes, in the share that every change must pass.

use std::collections::BTreeSet;

use simulate::fuzz;

const SEED: u64 = 1;
/// In the gate; `cargo xtask fuzz` runs any number.
const EXECUTIONS: u64 = 8_000;
const THREADS: usize = 2;

#[test]
fn whatever_the_bytes_are_reading_them_ends_and_says_what_is_wrong() {
    let findings = fuzz::fuzz_many(SEED, 0, EXECUTIONS, THREADS);
    for finding in &findings {
        println!("{finding:?}");
    }
    assert!(findings.is_empty());
}

#[test]
fn an_execution_gives_the_same_bytes_again_and_another_gives_others() {
    for target in fuzz::targets() {
        assert_eq!(fuzz::bytes(&target, SEED, 7), fuzz::bytes(&target, SEED, 7));
        let different: BTreeSet<_> = (0..50).map(|n| fuzz::bytes(&target, SEED, n)).collect();
        assert!(different.len() > 25, "{} has {} kinds of bytes", target.name, different.len());
    }
}
