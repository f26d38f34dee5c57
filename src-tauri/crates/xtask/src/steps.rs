//! Numbered steps with their times, so that a long run shows where it is.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::tally::Tally;

/// A run of a known number of steps.
pub(crate) struct Steps {
    count: usize,
    started: Instant,
    times: Vec<(&'static str, Duration)>,
    failed: Vec<&'static str>,
    tally: Tally,
}

impl Steps {
    /// Begins a run of `count` steps.
    pub(crate) fn new(count: usize) -> Self {
        Self {
            count,
            started: now(),
            times: Vec::new(),
            failed: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// A step the next ones cannot do without: its failure ends the run.
    pub(crate) fn must<T>(
        &mut self,
        name: &'static str,
        step: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        self.timed(name, step).with_context(|| format!("stopped at: {name}"))
    }

    /// A step whose failure is told at once and counted, while the run goes on: one badly
    /// formatted line should not hide what the tests say.
    pub(crate) fn check(&mut self, name: &'static str, step: impl FnOnce() -> Result<Tally>) {
        let tally = self.timed(name, step).unwrap_or_else(|error| {
            eprintln!("{error:#}");
            Tally::ONE_FAILURE
        });
        if tally.failed > 0 {
            eprintln!("FAILED: {name}");
            self.failed.push(name);
        }
        self.tally += tally;
    }

    /// What all the checks so far add up to.
    pub(crate) fn tally(&self) -> Tally {
        self.tally
    }

    /// Prints each step's time, the whole, and which checks failed.
    pub(crate) fn print_summary(&self) {
        println!();
        for (name, time) in &self.times {
            let mark = if self.failed.contains(name) { "  FAILED" } else { "" };
            println!("{:>9}  {name}{mark}", seconds(*time));
        }
        println!("{:>9}  in all", seconds(self.started.elapsed()));
    }

    fn timed<T>(&mut self, name: &'static str, step: impl FnOnce() -> Result<T>) -> Result<T> {
        let number = self.times.len() + 1;
        println!("\n[{number}/{}] {name}", self.count);
        let started = now();
        let outcome = step();
        let time = started.elapsed();
        println!("[{number}/{}] {name}: {}", self.count, seconds(time));
        self.times.push((name, time));
        outcome
    }
}

fn seconds(time: Duration) -> String {
    format!("{}.{} s", time.as_secs(), time.subsec_millis() / 100)
}

/// The only clock here. How long a build took is no business of `world`, which makes the
/// program's own time repeatable.
#[expect(clippy::disallowed_methods, reason = "times of builds are shown, never computed with")]
fn now() -> Instant {
    Instant::now()
}
