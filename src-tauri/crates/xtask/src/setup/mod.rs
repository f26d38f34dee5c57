//! What a machine with only Rust and Node still lacks: Debian's packages and the built window.

mod node;
mod packages;

use anyhow::Result;

use crate::repo::Repo;

/// What the machine is set up for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// To build and open the program.
    ToBuild,
    /// That, and to drive its window in tests.
    ToTest,
}

/// Sets the machine up; a second run finds everything in place and takes a moment.
///
/// # Errors
/// When something is missing that this may not install: the sentence says what to type.
pub(crate) fn run(repo: &Repo, need: Need) -> Result<()> {
    packages::ensure(need)?;
    node::ensure(repo)
}
