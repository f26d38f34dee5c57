//! `cargo xtask test`: everything a change must pass, in the order that fails soonest.

use std::io::{self, BufRead, BufReader, Write};
use std::num::NonZero;
use std::process::{Command, Stdio};
use std::{env, fs, thread};

use anyhow::{Context, Result};

use crate::build::{self, Executable, Targets};
use crate::codegen;
use crate::repo::{self, Repo, SELECTION, shown};
use crate::setup::{self, Need};
use crate::steps::Steps;
use crate::tally::Tally;
use crate::tidy;

/// How much to check.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Everything, with the shipped program in its own window.
    Everything,
    /// What needs no window, and no documentation.
    Quick,
}

/// The folder of the package whose tests drive the window. They come last: they are slow, and
/// they fail wherever anything else does.
const WINDOW_TESTS: &str = "tests";

/// What Rust's test harness reads how many tests run at once from.
const TEST_THREADS: &str = "RUST_TEST_THREADS";

/// Runs the checks, and prints and returns how many passed and failed. Each failure has been
/// printed when it happened.
pub(crate) fn run(repo: &Repo, depth: Depth) -> Tally {
    let mut steps = match depth {
        Depth::Everything => Steps::new(14),
        Depth::Quick => Steps::new(10),
    };
    let outcome = run_steps(repo, depth, &mut steps);
    let mut tally = steps.tally();
    if let Err(error) = &outcome {
        eprintln!("\n{error:#}");
        tally += Tally::ONE_FAILURE;
    }
    steps.print_summary();
    println!("\n{tally}");
    tally
}

fn run_steps(repo: &Repo, depth: Depth, steps: &mut Steps) -> Result<()> {
    let need = match depth {
        Depth::Everything => Need::ToTest,
        Depth::Quick => Need::ToBuild,
    };
    steps.must("set up", || setup::run(repo, need))?;
    steps.check("formatting", || passes(&mut repo.cargo(&["fmt", "--all", "--", "--check"])));
    steps.check("house rules", || tidy::run(repo).map(|()| Tally::default()));
    steps.check("xtask itself", || harness(&mut repo.cargo(&["test", "--package", "xtask"])));
    steps.check("generated types", || codegen::check(repo).map(|()| Tally::default()));
    steps.check("the window's types", || passes(&mut repo.npm(&["run", "check"])));
    steps.check("the window's style", || passes(&mut repo.npm(&["run", "lint"])));
    steps.check("the window's parts", || vitest(repo));
    let executables = steps.must("build", || build::build(repo, Targets::All))?;
    let (window_tests, crate_tests): (Vec<_>, Vec<_>) = executables
        .iter()
        .filter(|executable| executable.is_test)
        .partition(|executable| executable.package_dir == repo.path(WINDOW_TESTS));
    steps.check("the crates", || harnesses(&crate_tests));
    if depth == Depth::Everything {
        let clippy = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
        steps.check("clippy", || passes(&mut repo.cargo(&clippy)));
        // Last of what tries the crates: a build of its own, that no program is made from.
        steps.check("bugs on purpose", || {
            let planted =
                ["test", "--package", "simulate", "--features", "planted", "--test", "main"];
            harness(&mut repo.cargo(&planted))
        });
        steps.check("the window, end to end", || harnesses(&window_tests));
        steps.check("documentation", || {
            let mut doc = repo.cargo(&["doc", "--no-deps"]);
            passes(doc.args(SELECTION).env("RUSTDOCFLAGS", "-D warnings"))
        });
    }
    Ok(())
}

/// A check that is no test: it adds nothing to those that passed.
fn passes(command: &mut Command) -> Result<Tally> {
    repo::run(command).map(|()| Tally::default())
}

fn vitest(repo: &Repo) -> Result<Tally> {
    fs::create_dir_all(repo.target_dir()).context("could not make the target directory")?;
    let report = repo.target_dir().join("vitest.json");
    // A report left by an earlier run must not be taken for this one's.
    if report.exists() {
        fs::remove_file(&report).context("could not remove Vitest's last report")?;
    }
    let to_report = format!("--outputFile.json={}", report.display());
    let reporters = ["run", "test", "--", "--reporter=default", "--reporter=json", &to_report];
    let outcome = repo::run(&mut repo.npm(&reporters));
    let text = fs::read_to_string(&report).context("Vitest left no report")?;
    Ok(Tally::of_vitest(&text)?.or_one_failure(outcome.is_ok()))
}

/// How many tests of a harness run at once. Many wait for a clock, a program or a page most of
/// their time: with one for each core, half of the machine would wait with them.
fn tests_at_once() -> String {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    env::var(TEST_THREADS).unwrap_or_else(|_| cores.saturating_mul(2).to_string())
}

/// Runs every harness to its end: the first failure should not hide the others.
fn harnesses(executables: &[&Executable]) -> Result<Tally> {
    let mut tally = Tally::default();
    for executable in executables {
        println!("\n{} in {}", executable.target, executable.package_dir.display());
        let mut command = Command::new(&executable.path);
        // As cargo runs them.
        command
            .current_dir(&executable.package_dir)
            .env("CARGO_MANIFEST_DIR", &executable.package_dir)
            .env(TEST_THREADS, tests_at_once());
        tally += harness(&mut command)?;
    }
    Ok(tally)
}

/// Runs what prints as Rust's test harness does, passing its lines on as they come.
fn harness(command: &mut Command) -> Result<Tally> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start {}", shown(command)))?;
    let printed = child.stdout.take().context("a test was started without a pipe")?;
    let mut tally = Tally::default();
    for line in BufReader::new(printed).split(b'\n') {
        let line = line.context("a test's output could not be read")?;
        tally += Tally::of_harness_line(&String::from_utf8_lossy(&line));
        let mut out = io::stdout().lock();
        out.write_all(&line).and_then(|()| out.write_all(b"\n")).context("could not print")?;
    }
    let status = child.wait().context("a test could not be waited for")?;
    if !status.success() {
        eprintln!("{} ended with {status}", shown(command));
    }
    Ok(tally.or_one_failure(status.success()))
}
