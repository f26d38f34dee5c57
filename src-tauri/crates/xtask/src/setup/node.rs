//! The window's half: npm's packages and the bundle the program embeds.
//!
//! Both are skipped when what they are made from has not changed. Contents are compared, not
//! times: a fresh clone has new times on old files.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::repo::{Repo, output, run};

/// The oldest Node the window's tools run on.
const NODE_MAJOR_MIN: u32 = 20;

/// Folders in `ui/` that are made, not written.
const MADE: [&str; 2] = ["node_modules", "dist"];

/// Installs npm's packages and bundles the window where either is stale.
pub(super) fn ensure(repo: &Repo) -> Result<()> {
    check_node()?;
    let modules = repo.path("ui/node_modules");
    let installed = Stamp::new(modules.join(".installed"), &[repo.path("ui/package-lock.json")])?;
    if installed.is_current() {
        println!("npm's packages are there");
    } else {
        run(&mut repo.npm(&["ci", "--no-audit", "--no-fund"]))?;
        installed.write()?;
    }
    let bundle = repo.path("ui/dist/index.html");
    let bundled = Stamp::new(modules.join(".bundled"), &sources(&repo.path("ui"))?)?;
    if bundled.is_current() && bundle.exists() {
        println!("the window is bundled");
        return Ok(());
    }
    run(&mut repo.npm(&["run", "build"]))?;
    bundled.write()
}

fn check_node() -> Result<()> {
    let version = output(Command::new("node").arg("--version"))
        .context("Node is not there: install Node 20 or newer, with npm")?;
    match major(&version) {
        Some(major) if major >= NODE_MAJOR_MIN => Ok(()),
        _ => bail!("Node {NODE_MAJOR_MIN} or newer is needed; this is {}", version.trim()),
    }
}

/// The 20 of `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// A file that keeps the hash of what something was made from.
struct Stamp {
    file: PathBuf,
    hash: String,
}

impl Stamp {
    /// The stamp in `file` for what is made from `sources`, in their order.
    fn new(file: PathBuf, sources: &[PathBuf]) -> Result<Self> {
        // Not proof against malice, only against building twice.
        let mut hasher = DefaultHasher::new();
        for source in sources {
            let content =
                fs::read(source).with_context(|| format!("could not read {}", source.display()))?;
            hasher.write(source.as_os_str().as_encoded_bytes());
            hasher.write_usize(content.len());
            hasher.write(&content);
        }
        Ok(Self { file, hash: format!("{:016x}", hasher.finish()) })
    }

    fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|hash| hash == self.hash)
    }

    fn write(&self) -> Result<()> {
        fs::write(&self.file, &self.hash)
            .with_context(|| format!("could not write {}", self.file.display()))
    }
}

/// Every file below `dir` that is written by hand, sorted.
fn sources(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut dirs = vec![dir.to_owned()];
    while let Some(dir) = dirs.pop() {
        let entries =
            fs::read_dir(&dir).with_context(|| format!("could not read {}", dir.display()))?;
        for entry in entries {
            let entry = entry.context("a folder could not be read to its end")?;
            let is_made = MADE.iter().any(|made| entry.file_name() == *made);
            if entry.file_type().context("a file has no type")?.is_file() {
                files.push(entry.path());
            } else if !is_made {
                dirs.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_node_prints() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("nightly"), None);
    }

    #[test]
    fn a_stamp_is_stale_once_a_source_changes() -> Result<()> {
        let dir = std::env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        fs::create_dir_all(&dir)?;
        let (source, file) = (dir.join("source"), dir.join("stamp"));
        fs::write(&source, "one")?;
        let stamp = Stamp::new(file.clone(), std::slice::from_ref(&source))?;
        assert!(!stamp.is_current(), "nothing was made yet");
        stamp.write()?;
        assert!(stamp.is_current(), "nothing changed since");
        fs::write(&source, "two")?;
        assert!(!Stamp::new(file, &[source])?.is_current(), "the source changed");
        fs::remove_dir_all(dir)?;
        Ok(())
    }
}
