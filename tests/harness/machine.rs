//! The machine a journey sees: a display nobody looks at, and a session bus with nobody on it.

use std::fs;
use std::process::{Command, Stdio};

use super::folders::Folders;
use super::process::Program;

/// The screen, large enough for the largest window and the browser beside it.
const SCREEN: &str = "1920x1200x24";

/// A bus that activates nothing: no keychain, no portal, no accessibility registry, so that a
/// journey is the same on every machine.
const BUS: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:dir=FOLDER</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// A display and a session bus.
pub(crate) struct Machine {
    _bus: Program,
    _display: Program,
    /// The display's name, for example `:7`.
    pub(crate) display: String,
    /// The bus's address.
    pub(crate) bus: String,
}

impl Machine {
    /// Starts both; the server chooses a display that is free.
    pub(crate) fn start(folders: &Folders) -> Self {
        let mut xvfb = Command::new("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]);
        let (display, number) = Program::start_telling(xvfb.stderr(Stdio::null()));

        let config = folders.path("bus.conf");
        let folder = folders.path("runtime").display().to_string();
        fs::write(&config, BUS.replace("FOLDER", &folder)).expect("the bus's file is written");
        let mut daemon = Command::new("dbus-daemon");
        daemon.args(["--nofork", "--print-address=1", "--config-file"]).arg(&config);
        let (bus, address) = Program::start_telling(daemon.stderr(Stdio::null()));

        Self { _bus: bus, _display: display, display: format!(":{number}"), bus: address }
    }
}
