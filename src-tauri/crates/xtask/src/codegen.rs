//! Writes the window's types out of the crate `ipc`.
//!
//! The result is committed and checked, never made by a build script: a change of the contract
//! between window and program is seen in review.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::repo::Repo;

const GENERATED: &str = "ui/src/ipc/generated.ts";

/// Writes the file when it differs.
pub(crate) fn write(repo: &Repo) -> Result<()> {
    if is_current(repo) {
        println!("{GENERATED} is current");
        return Ok(());
    }
    fs::write(repo.path(GENERATED), ipc::typescript())
        .with_context(|| format!("could not write {GENERATED}"))?;
    println!("{GENERATED} is written");
    Ok(())
}

/// Refuses a stale file.
pub(crate) fn check(repo: &Repo) -> Result<()> {
    if !is_current(repo) {
        bail!("{GENERATED} is not what the crate ipc says: run `cargo xtask codegen`");
    }
    Ok(())
}

/// A file that cannot be read is not current; writing it will say why.
fn is_current(repo: &Repo) -> bool {
    fs::read_to_string(repo.path(GENERATED)).is_ok_and(|text| text == ipc::typescript())
}
