//! Hostile input: everything this program reads that others write, under any bytes.
//!
//! A target is a `fn(&[u8])` that panics where what it claims does not hold, as `cargo fuzz` has
//! them; here they run on the stable compiler, over good examples that are damaged by chance from
//! a seed. The same seed and number give the same bytes.

mod damage;
mod files;
mod xero_answers;

use std::panic::AssertUnwindSafe;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::chance::Chance;
use crate::gate::locked;

/// Executions between two looks at the counter.
const BATCH: u64 = 1_000;
/// So many findings are told; the first is enough to begin with.
const FINDINGS_MAX: usize = 20;

/// One reader of what others write.
#[derive(Clone)]
pub struct Target {
    /// What it reads.
    pub name: &'static str,
    /// Panics where what must hold does not.
    pub fuzz: fn(&[u8]),
    /// Good examples.
    examples: Vec<Vec<u8>>,
}

/// Bytes that something panicked over.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The target's name.
    pub target: &'static str,
    /// The number of the execution: with the seed it gives the bytes again.
    pub number: u64,
    /// What the panic said.
    pub said: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Every target: the importers and the parsers of Xero's answers.
#[must_use]
pub fn targets() -> Vec<Target> {
    [files::targets(), xero_answers::targets()].concat()
}

/// The bytes of an execution.
#[must_use]
pub fn bytes(target: &Target, seed: u64, number: u64) -> Vec<u8> {
    let chance = Chance::new(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    damage::damaged(&target.examples, &chance)
}

/// Runs so many executions over all targets in turn; gives what was found.
///
/// # Panics
/// When a thread of its own does.
#[must_use]
pub fn fuzz_many(seed: u64, from: u64, executions: u64, threads: usize) -> Vec<Finding> {
    let next = AtomicU64::new(from);
    let end = from + executions;
    let findings = Mutex::new(Vec::new());
    let run = || {
        let targets = targets();
        loop {
            let begin = next.fetch_add(BATCH, Ordering::SeqCst);
            if begin >= end || locked(&findings).len() >= FINDINGS_MAX {
                return;
            }
            for number in begin..(begin + BATCH).min(end) {
                let place = number % targets.len() as u64;
                let target = &targets[usize::try_from(place).expect("a place")];
                let found = execute(target, seed, number);
                locked(&findings).extend(found);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(run);
        }
    });
    findings.into_inner().unwrap_or_default()
}

fn execute(target: &Target, seed: u64, number: u64) -> Option<Finding> {
    let bytes = bytes(target, seed, number);
    let panic = std::panic::catch_unwind(AssertUnwindSafe(|| (target.fuzz)(&bytes))).err()?;
    let said = panic.downcast_ref::<String>().cloned();
    let said = said.or_else(|| panic.downcast_ref::<&str>().map(|said| (*said).to_owned()));
    Some(Finding { target: target.name, number, said: said.unwrap_or_default(), bytes })
}
