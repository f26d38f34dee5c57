//! How many tests passed and failed, read from what the test runners print.

use std::fmt;
use std::ops::AddAssign;

use anyhow::{Context, Result};
use serde_json::Value;

/// Tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// How many passed.
    pub(crate) passed: u64,
    /// How many failed.
    pub(crate) failed: u64,
}

impl Tally {
    /// What a check that is no test adds when it fails, so that "0 failed" means all of it.
    pub(crate) const ONE_FAILURE: Self = Self { passed: 0, failed: 1 };

    /// What a line of the output of Rust's test harness adds: only `test result:` lines do.
    pub(crate) fn of_harness_line(line: &str) -> Self {
        if !line.starts_with("test result: ") {
            return Self::default();
        }
        Self { passed: before(line, "passed"), failed: before(line, "failed") }
    }

    /// The totals of Vitest's JSON report.
    ///
    /// # Errors
    /// When the report is not one.
    pub(crate) fn of_vitest(report: &str) -> Result<Self> {
        let report: Value = serde_json::from_str(report).context("Vitest's report is not JSON")?;
        let count = |key: &str| {
            report[key].as_u64().with_context(|| format!("Vitest's report has no {key}"))
        };
        Ok(Self { passed: count("numPassedTests")?, failed: count("numFailedTests")? })
    }

    /// The same, with a failure where the runner failed and says of no test that it did: it
    /// crashed, or could not begin.
    pub(crate) fn or_one_failure(self, runner_succeeded: bool) -> Self {
        let failed = if runner_succeeded { self.failed } else { self.failed.max(1) };
        Self { failed, ..self }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// The number before `word`, as in `12 passed; 1 failed;`.
fn before(line: &str, word: &str) -> u64 {
    let words: Vec<&str> = line.split([' ', ';']).filter(|word| !word.is_empty()).collect();
    words
        .windows(2)
        .find(|pair| pair[1] == word)
        .and_then(|pair| pair[0].parse().ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_result_line_counts() {
        let line = "test result: FAILED. 2 passed; 1 failed; 0 ignored; finished in 0.00s";
        assert_eq!(Tally::of_harness_line(line), Tally { passed: 2, failed: 1 });
        assert_eq!(Tally::of_harness_line("test a ... ok, 9 passed;"), Tally::default());
    }

    #[test]
    fn a_runner_that_dies_is_a_failure() {
        let tally = Tally { passed: 3, failed: 0 };
        assert_eq!(tally.or_one_failure(false), Tally { passed: 3, failed: 1 });
        assert_eq!(tally.or_one_failure(true), tally);
    }

    #[test]
    fn a_report_without_its_totals_is_refused() {
        let whole = r#"{"numPassedTests":7,"numFailedTests":2}"#;
        assert_eq!(Tally::of_vitest(whole).ok(), Some(Tally { passed: 7, failed: 2 }));
        assert!(Tally::of_vitest(r#"{"numPassedTests":7}"#).is_err(), "half a report is none");
    }
}
