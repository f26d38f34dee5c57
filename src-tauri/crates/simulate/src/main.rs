//! `simulate`: what `cargo xtask simulate` and `cargo xtask fuzz` run.

mod arguments;
#[cfg(feature = "planted")]
mod planted;

use std::process::ExitCode;
use std::time::Instant;

use arguments::{Arguments, What};
use simulate::{Charge, Scene, Seeds, cross, fuzz, play_many};

fn main() -> ExitCode {
    let arguments = match Arguments::read(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(error) => {
            eprintln!("{error:#}");
            return ExitCode::from(2);
        }
    };
    let started = now();
    println!("commit {}", arguments.commit);
    let is_right = match arguments.what {
        What::Play => play(&arguments),
        What::Fuzz => fuzz(&arguments),
        What::Cross => crossings(&arguments),
        #[cfg(feature = "planted")]
        What::Planted => planted::convict_all(&arguments),
        #[cfg(not(feature = "planted"))]
        What::Planted => {
            eprintln!("this build has no bugs on purpose: --features planted");
            return ExitCode::from(2);
        }
    };
    println!("{} s on {} threads", started.elapsed().as_secs(), arguments.threads);
    if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Plays histories and says what they came to.
fn play(arguments: &Arguments) -> bool {
    let Arguments { from, count, threads, .. } = *arguments;
    println!("seeds {from} to {}", from + count - 1);
    let seeds = Seeds { from, count, until_convicted: false };
    let report = play_many(seeds, threads, &|conviction| println!("CONVICTED {conviction}"));
    println!("{}", report.tally);
    let of = |charge| report.charges.get(&charge).copied().unwrap_or_default();
    let (lost, twice, unbalanced) = (of(Charge::Lost), of(Charge::Twice), of(Charge::Unbalanced));
    let others = report.convicted - lost - twice - unbalanced;
    println!("{lost} lost, {twice} twice, {unbalanced} unbalanced, {others} otherwise wrong");
    report.convicted == 0
}

/// Kills at every fail point under every fault.
fn crossings(arguments: &Arguments) -> bool {
    let crossings = cross(&Scene::ALL, 1, arguments.threads);
    println!("{crossings}");
    for conviction in &crossings.convictions {
        println!("CONVICTED {conviction}");
    }
    crossings.convictions.is_empty()
}

/// Gives every reader damaged bytes and says what they panicked over.
fn fuzz(arguments: &Arguments) -> bool {
    // A panic is told as a finding.
    std::panic::set_hook(Box::new(|_| {}));
    let Arguments { seed, from, count, threads, .. } = *arguments;
    let targets = fuzz::targets().len();
    println!("seed {seed}, executions {from} to {} of {targets} targets", from + count - 1);
    let findings = fuzz::fuzz_many(seed, from, count, threads);
    for finding in &findings {
        let fuzz::Finding { target, number, said, bytes } = finding;
        println!("FOUND {target}, execution {number}: {said}\n  {}", bytes.escape_ascii());
    }
    println!("{} findings", findings.len());
    findings.is_empty()
}

/// How long it took is shown and decides nothing.
#[expect(clippy::disallowed_methods, reason = "the time a run takes is no part of what is played")]
fn now() -> Instant {
    Instant::now()
}
