//! What the use cases need of the machine they run on, beyond the book and the network.

use std::path::PathBuf;

/// The program around the use cases: the window, or the command line.
///
/// `open_url`, `pick_file` and `pick_new_file` may block, and are called away from the async
/// threads; the other two are called from anywhere and return at once.
pub trait Host: Send + Sync + 'static {
    /// Opens an address in the person's own browser.
    ///
    /// # Errors
    /// When no browser can be started.
    fn open_url(&self, url: &str) -> Result<(), HostError>;

    /// Asks the person for a file; nothing when they think better of it.
    fn pick_file(&self) -> Option<PathBuf>;

    /// Asks the person where to write a file, with a name to begin with; nothing when they think
    /// better of it. A file that is there already is one they agreed to replace.
    fn pick_new_file(&self, name: &str) -> Option<PathBuf>;

    /// Tells that something in the book changed.
    fn changed(&self, what: &ipc::Changed);

    /// Tells that a piece of long work has come a step further.
    fn progress(&self, what: &ipc::Progress);
}

/// Why the machine did not do its part.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HostError {
    /// No browser could be started.
    #[error("no browser could be opened: {reason}")]
    NoBrowser {
        /// What the system said.
        reason: String,
    },
}

/// A host without a window: opens the system's browser, has no dialogs and drops events.
#[derive(Debug, Default, Clone, Copy)]
pub struct Headless {
    /// Never open a browser; the caller prints the address instead.
    pub no_browser: bool,
}

impl Host for Headless {
    fn open_url(&self, url: &str) -> Result<(), HostError> {
        if self.no_browser {
            return Err(HostError::NoBrowser { reason: "it was asked not to".to_owned() });
        }
        opener::open_browser(url)
            .map_err(|error| HostError::NoBrowser { reason: error.to_string() })
    }

    fn pick_file(&self) -> Option<PathBuf> {
        None
    }

    fn pick_new_file(&self, _name: &str) -> Option<PathBuf> {
        None
    }

    fn changed(&self, _what: &ipc::Changed) {}

    fn progress(&self, _what: &ipc::Progress) {}
}
