//! The terminal as a host: a browser where one is allowed, and a line on standard error when a run
//! waits, so that a person does not take it for stuck.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use app::{Headless, Host, HostError};
use ipc::{Changed, Progress, Step};

/// What is said while Xero's minute is waited for.
const LIMITED: &str = "Xero allows no more calls just now (60 a minute). It goes on by itself in a \
                       moment.";

/// The program's own terminal.
#[derive(Debug)]
pub(crate) struct Terminal {
    headless: Headless,
    /// Scripts read standard error for what went wrong, and nothing else is written there.
    json: bool,
    /// Whether the wait that goes on has been told of.
    told: AtomicBool,
}

impl Terminal {
    pub(crate) const fn new(headless: Headless, json: bool) -> Self {
        Self { headless, json, told: AtomicBool::new(false) }
    }
}

impl Host for Terminal {
    fn open_url(&self, url: &str) -> Result<(), HostError> {
        self.headless.open_url(url)
    }

    fn pick_file(&self) -> Option<PathBuf> {
        self.headless.pick_file()
    }

    fn pick_new_file(&self, name: &str) -> Option<PathBuf> {
        self.headless.pick_new_file(name)
    }

    fn changed(&self, what: &Changed) {
        self.headless.changed(what);
    }

    fn progress(&self, what: &Progress) {
        let waits = what.step == Step::Limited;
        let was_told = self.told.swap(waits, Ordering::SeqCst);
        if !waits || was_told || self.json {
            return;
        }
        let far = match what.total {
            Some(total) if total > 1 => format!(" {} of {total} done.", what.done),
            Some(_) | None => String::new(),
        };
        // Where nobody reads, there is nobody to tell.
        drop(writeln!(io::stderr().lock(), "{LIMITED}{far}"));
    }
}
