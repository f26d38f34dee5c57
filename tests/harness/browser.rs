//! WebKit's driver, and what it drives: the program's own webview, or a plain browser.

use std::fs::OpenOptions;
use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;

use fantoccini::wd::TimeoutConfiguration;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::folders::Folders;
use super::machine::Machine;
use super::process::Program;
use super::wait::{PATIENCE, until};

/// The plain browser that comes with the webview.
const BROWSER: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

/// A driver and its one session. Dropping it ends the driver and what it drives.
pub(crate) struct Driven {
    driver: Program,
    /// The session.
    pub(crate) client: Client,
}

impl Driven {
    /// Starts `binary` under a driver, in the surroundings of `command`.
    pub(crate) async fn start(
        folders: &Folders,
        machine: &Machine,
        environment: &[(&'static str, String)],
        binary: &str,
        arguments: &[&str],
    ) -> Self {
        let port = free_port();
        let said = OpenOptions::new().create(true).append(true).open(folders.path("said.log"));
        let said = said.expect("the program's words can be kept");
        let mut command = Command::new("WebKitWebDriver");
        folders.surround(&mut command, machine);
        command
            .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdout(said.try_clone().expect("a file can be had twice"))
            .stderr(said);
        let driver = Program::start(&mut command);
        let options = json!({ "binary": binary, "args": arguments });
        let client = session(port, &options).await;
        Self { driver, client }
    }

    /// Starts a plain browser.
    pub(crate) async fn browser(folders: &Folders, machine: &Machine) -> Self {
        Self::start(folders, machine, &[], BROWSER, &["--automation"]).await
    }

    /// Ends the session, and with it the window.
    pub(crate) async fn close(self) {
        self.client.clone().close().await.expect("the window closes");
    }

    /// `kill -9` of the driver, the program and the webview's processes.
    pub(crate) fn kill(&mut self) {
        self.driver.kill();
    }
}

async fn session(port: u16, options: &Value) -> Client {
    let url = format!("http://127.0.0.1:{port}");
    until("WebKit's driver to listen", async || {
        tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.ok()
    })
    .await;
    let Value::Object(capabilities) = json!({ "webkitgtk:browserOptions": options }) else {
        unreachable!("an object was written above");
    };
    let mut builder = ClientBuilder::new(HttpConnector::new());
    let connecting = builder.capabilities(capabilities).connect(&url);
    let connected = timeout(PATIENCE, connecting).await;
    let connected = connected.unwrap_or_else(|_| panic!("{options} shows no window"));
    let client = connected
        .unwrap_or_else(|error| panic!("{options} does not start under the driver: {error}"));
    // The driver's own 30 seconds are less than is waited for anything else.
    let patient = TimeoutConfiguration::new(Some(PATIENCE), None, None);
    client.update_timeouts(patient).await.expect("the driver can be told to be patient");
    client
}

/// A port nobody listens on just now.
pub(super) fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port can be had");
    listener.local_addr().expect("a listener has an address").port()
}
