//! `cargo xtask tidy`: the house rules that neither the compiler, clippy nor the linters check.
//!
//! A rule is a function from the tree to violations. It reads text, not syntax: a rule that
//! needs a parser is one for clippy. Every rule has a test with text that breaks it.

mod edges;
mod layout;
mod naming;
mod shell;
mod size;
mod source;
mod text;
mod window;
mod words;

use std::fmt;
use std::fs;

use anyhow::{Result, bail};

use crate::repo::{Repo, output};
use edges::Package;
use source::Source;

/// A house rule broken somewhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Violation {
    /// The file, from the root of the clone, with `/`.
    path: String,
    /// The line, counted from 1; 0 where the whole file is meant.
    line: usize,
    /// What is wrong, and what to do where that is not plain.
    message: String,
}

impl Violation {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.message),
            line => write!(f, "{}:{line}: {}", self.path, self.message),
        }
    }
}

/// Checks every file git knows or would take, and prints what is wrong.
///
/// # Errors
/// When a rule is broken or the tree cannot be read.
pub(crate) fn run(repo: &Repo) -> Result<()> {
    let sources = sources(repo)?;
    let packages = Package::all(repo)?;
    let mut violations = [
        edges::check(&packages),
        layout::check(&sources, &packages),
        naming::check(&sources),
        shell::check(&sources),
        size::check(&sources),
        text::check(&sources),
        window::check(&sources),
        words::check(&sources),
    ]
    .concat();
    violations.sort();
    for violation in &violations {
        println!("{violation}");
    }
    for warning in size::nearly_too_long(&sources) {
        println!("(soon too long) {warning}");
    }
    if !violations.is_empty() {
        bail!("{} house rules are broken", violations.len());
    }
    println!("{} files keep the house rules", sources.len());
    Ok(())
}

fn sources(repo: &Repo) -> Result<Vec<Source>> {
    let listed = output(&mut repo.git(&[
        "-c",
        "core.quotePath=off",
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))?;
    let mut paths: Vec<&str> = listed.lines().collect();
    paths.sort_unstable();
    paths.dedup();
    // What is no text, or is removed but not yet committed, has no rule to keep.
    let read = |path: &str| fs::read_to_string(repo.path(path)).ok();
    Ok(paths.iter().filter_map(|path| Some(Source::new(path, read(path)?))).collect())
}
