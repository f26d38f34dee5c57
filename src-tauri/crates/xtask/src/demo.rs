//! The program on its practice company: in a window where there is a display, else in the
//! terminal.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::build::{self, Targets};
use crate::repo::{self, Repo};
use crate::setup::{self, Need};
use crate::steps::Steps;

/// How to show it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Show {
    /// In a window if the machine has a display, else in the terminal.
    WhereTheMachineCan,
    /// In the terminal.
    InTheTerminal,
}

/// Sets up, builds and shows the practice company in a book of its own, removed at the end.
pub(crate) fn run(repo: &Repo, show: Show) -> Result<()> {
    let in_a_window = show == Show::WhereTheMachineCan && has_display();
    let mut steps = Steps::new(3);
    steps.must("set up", || setup::run(repo, Need::ToBuild))?;
    let executables = steps.must("build", || build::build(repo, Targets::Programs))?;
    let book = PracticeBook::make(repo)?;
    if in_a_window {
        let window = build::program(&executables, "daybook-desktop")?;
        steps.must("the window: close it to end", || {
            repo::run(book.in_it(&mut Command::new(window)).arg("--practice"))
        })
    } else {
        let daybook = build::program(&executables, "daybook")?;
        steps.must("a day of the practice company, without a window", || {
            let mut command = Command::new(daybook);
            repo::run(book.in_it(&mut command).args(["practice", "--headless-demo"]))
        })
    }
}

fn has_display() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// A folder for one showing's book, so that a demo never touches the user's own.
struct PracticeBook(PathBuf);

impl PracticeBook {
    fn make(repo: &Repo) -> Result<Self> {
        let dir = repo.target_dir().join("demo");
        // Left by a showing that was ended from outside.
        if dir.exists() {
            fs::remove_dir_all(&dir)
                .with_context(|| format!("could not empty {}", dir.display()))?;
        }
        fs::create_dir_all(&dir).with_context(|| format!("could not make {}", dir.display()))?;
        Ok(Self(dir))
    }

    fn in_it<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let dir: &Path = &self.0;
        command.env("DAYBOOK_DATA_DIR", dir).env("DAYBOOK_KEY_DIR", dir.join("keys"))
    }
}

impl Drop for PracticeBook {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("the demo's book is still in {}: {error}", self.0.display());
        }
    }
}
