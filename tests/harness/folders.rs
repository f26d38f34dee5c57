//! A journey's folders, and what the programs in them are told by the environment.

use std::fs;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use super::machine::Machine;

/// Stands in for the system's way to open an address: it writes the address down, so that a
/// journey can open it in a browser it can drive.
const OPENER: &str = "#!/bin/sh\nprintf '%s\\n' \"$1\" >> OPENED\n";

/// A fresh home, book and key folder. Gone when this is dropped.
pub(crate) struct Folders {
    root: TempDir,
}

impl Folders {
    /// Makes them.
    pub(crate) fn make() -> Self {
        let root = tempfile::Builder::new().prefix("daybook-e2e-").tempdir();
        let folders = Self { root: root.expect("a folder for the journey is made") };
        for name in ["home", "book", "keys", "config", "share", "cache", "programs"] {
            fs::create_dir(folders.path(name)).expect("a folder of the journey is made");
        }
        // A runtime folder others can read is refused by those who use it.
        let runtime = fs::DirBuilder::new().mode(0o700).create(folders.path("runtime"));
        runtime.expect("the runtime folder is made");
        let opener = folders.path("programs/xdg-open");
        let script = OPENER.replace("OPENED", &folders.path("opened").display().to_string());
        fs::write(&opener, script).expect("the opener is written");
        fs::set_permissions(&opener, fs::Permissions::from_mode(0o755))
            .expect("the opener is made a program");
        folders
    }

    /// The path of `name` in the journey's own folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// The addresses the program asked the system to open, oldest first.
    pub(crate) fn opened(&self) -> Vec<String> {
        let text = fs::read_to_string(self.path("opened")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// Lets a program see this machine and these folders, and nothing of the person's who runs
    /// the tests.
    pub(crate) fn surround(&self, command: &mut Command, machine: &Machine) {
        let path = std::env::var("PATH").unwrap_or_default();
        let programs = self.path("programs").display().to_string();
        command
            .env("PATH", format!("{programs}:{path}"))
            .env("DISPLAY", &machine.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &machine.bus)
            .env("HOME", self.path("home"))
            .env("XDG_RUNTIME_DIR", self.path("runtime"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_DATA_HOME", self.path("share"))
            .env("XDG_CACHE_HOME", self.path("cache"))
            .env("DAYBOOK_DATA_DIR", self.path("book"))
            .env("DAYBOOK_KEY_DIR", self.path("keys"))
            .env("DAYBOOK_VAULT", "file")
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .env_remove("WAYLAND_DISPLAY");
    }
}
