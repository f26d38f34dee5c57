//! What others know of our dependencies: licences and sources, which need no network, and published
//! weaknesses, which do.

use anyhow::{Result, bail};

use crate::repo::{self, Repo, output};

/// Asks `cargo deny` and `npm audit`, all of it whatever one of them says.
///
/// # Errors
/// When something was found, or could not be asked.
pub(crate) fn run(repo: &Repo) -> Result<()> {
    if output(&mut repo.cargo(&["deny", "--version"])).is_err() {
        bail!("cargo-deny is not installed: cargo install cargo-deny --locked");
    }
    let mut failed = Vec::new();
    let mut ask = |name: &'static str, asked: Result<()>| {
        if let Err(error) = asked {
            eprintln!("{error:#}");
            failed.push(name);
        }
    };
    ask("bans, licences and sources", deny(repo, &["bans", "licenses", "sources"]));
    ask("advisories", deny(repo, &["advisories"]));
    ask("npm audit", repo::run(&mut repo.npm(&["audit"])));
    match failed.as_slice() {
        [] => Ok(()),
        failed => bail!("found, or could not be asked: {}", failed.join(", ")),
    }
}

fn deny(repo: &Repo, checks: &[&str]) -> Result<()> {
    repo::run(&mut repo.cargo(&[&["deny", "check"], checks].concat()))
}
