//! The long runs: histories of the simulation, hostile input, kills of the real program. Each
//! prints what it tried and of which commit, so that the figures can be told apart.

use anyhow::Result;

use crate::repo::{self, Repo, output};

/// The package that plays and fuzzes.
const PACKAGE: &str = "simulate";
/// Its feature for bugs on purpose.
const PLANTED: &str = "--planted";

/// Plays histories; with `--planted` in a build of its own that can have bugs on purpose.
pub(crate) fn play(repo: &Repo, arguments: &[&str]) -> Result<()> {
    let features: &[&str] = match arguments.contains(&PLANTED) {
        true => &["--features", "planted"],
        false => &[],
    };
    run(repo, features, &[&["play"], arguments].concat())
}

/// Gives every reader damaged bytes.
pub(crate) fn fuzz(repo: &Repo, arguments: &[&str]) -> Result<()> {
    run(repo, &[], &[&["fuzz"], arguments].concat())
}

fn run(repo: &Repo, features: &[&str], arguments: &[&str]) -> Result<()> {
    let commit = commit(repo)?;
    let build = ["run", "--release", "--package", PACKAGE];
    let words = [&build, features, &["--"], arguments, &["--commit", &commit]].concat();
    repo::run(&mut repo.cargo(&words))
}

/// Kills the real program: the test of the command line, as often as it is told to.
pub(crate) fn kill(repo: &Repo, times: &str) -> Result<()> {
    println!("commit {}; the program is built first, which takes minutes", commit(repo)?);
    let test = ["test", "--release", "--package", "cli", "--", "kills", "--nocapture"];
    repo::run(repo.cargo(&test).env("DAYBOOK_KILLS", times))
}

/// What is tried: the commit, and whether the tree has more than it.
fn commit(repo: &Repo) -> Result<String> {
    let named = ["describe", "--always", "--dirty", "--exclude", "*"];
    Ok(output(&mut repo.git(&named))?.trim().to_owned())
}
