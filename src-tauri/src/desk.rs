//! What the use cases need of the machine around the window: a browser, a file dialog, events.

use std::path::PathBuf;

use app::{Host, HostError};
use tauri::{AppHandle, Emitter};
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_opener::OpenerExt;

/// The window's side of [`Host`].
pub(crate) struct Desk {
    handle: AppHandle,
}

impl Desk {
    pub(crate) fn new(handle: AppHandle) -> Self {
        Self { handle }
    }
}

impl Host for Desk {
    fn open_url(&self, url: &str) -> Result<(), HostError> {
        self.handle
            .opener()
            .open_url(url, None::<&str>)
            .map_err(|error| HostError::NoBrowser { reason: error.to_string() })
    }

    fn pick_file(&self) -> Option<PathBuf> {
        let picked = self
            .handle
            .dialog()
            .file()
            .add_filter("Exports of a till", &["csv", "tsv", "txt", "json", "ndjson"])
            .add_filter("Every file", &["*"])
            .blocking_pick_file();
        picked.and_then(|file| file.into_path().ok())
    }

    fn pick_new_file(&self, name: &str) -> Option<PathBuf> {
        let picked = self.handle.dialog().file().set_file_name(name).blocking_save_file();
        picked.and_then(|file| file.into_path().ok())
    }

    fn changed(&self, what: &ipc::Changed) {
        self.emit("changed", what);
    }

    fn progress(&self, what: &ipc::Progress) {
        self.emit("progress", what);
    }
}

impl Desk {
    fn emit(&self, name: &str, payload: &impl serde::Serialize) {
        if let Err(error) = self.handle.emit(name, payload) {
            tracing::warn!(%error, name, "an event did not reach the window");
        }
    }
}
