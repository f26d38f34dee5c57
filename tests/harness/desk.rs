//! The desk a person sits at: the machine, the folders, and the program when it is open.

use std::env;
use std::path::PathBuf;

use super::browser::{Driven, free_port};
use super::folders::Folders;
use super::machine::Machine;
use super::wait::until;
use super::window::Window;
use super::xero::Xero;

/// One journey's desk. What is dropped first may still need what is dropped last.
pub(crate) struct Desk {
    open: Option<(Driven, Window)>,
    browser: Option<Driven>,
    machine: Machine,
    folders: Folders,
    environment: Vec<(&'static str, String)>,
    journey: &'static str,
}

impl Desk {
    /// A desk on which nothing was ever opened. `journey` names the pictures of what goes wrong.
    pub(crate) fn new(journey: &'static str) -> Self {
        let folders = Folders::make();
        let machine = Machine::start(&folders);
        // The usual ones are the whole machine's, and few.
        let environment = vec![("DAYBOOK_REDIRECT_PORT", free_port().to_string())];
        Self { open: None, browser: None, machine, folders, environment, journey }
    }

    /// A desk whose Xero is `xero` instead of the real one.
    pub(crate) fn of(journey: &'static str, xero: &Xero) -> Self {
        let mut desk = Self::new(journey);
        desk.environment.extend(xero.environment());
        desk
    }

    /// Starts the program, and returns its window when it shows a page.
    pub(crate) async fn start(&mut self) -> Window {
        self.start_with(&[]).await
    }

    /// The same on the practice company.
    pub(crate) async fn start_practice(&mut self) -> Window {
        self.start_with(&["--practice"]).await
    }

    async fn start_with(&mut self, arguments: &[&str]) -> Window {
        assert!(self.open.is_none(), "the program is open already");
        let binary = program();
        let binary = binary.to_str().expect("the path of the program is UTF-8");
        let (folders, machine) = (&self.folders, &self.machine);
        let driven = Driven::start(folders, machine, &self.environment, binary, arguments).await;
        let window = Window::new(driven.client.clone(), self.journey);
        self.open = Some((driven, window.clone()));
        window.see("main h1").await;
        window
    }

    /// Closes the program's window.
    pub(crate) async fn close(&mut self) {
        let (driven, _) = self.open.take().expect("the program is open");
        driven.close().await;
    }

    /// `kill -9` of the program.
    pub(crate) fn kill(&mut self) {
        let (mut driven, _) = self.open.take().expect("the program is open");
        driven.kill();
    }

    /// Starts the program a second time beside the first, and waits until that one ends.
    pub(crate) async fn start_beside(&self) {
        let mut command = std::process::Command::new(program());
        self.folders.surround(&mut command, &self.machine);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        let ended = tokio::process::Command::from(command).kill_on_drop(true).status().await;
        let ended = ended.expect("the second start can be waited for");
        assert!(ended.success(), "the second start ended with {ended}");
    }

    /// The last address the program asked the system to open, which holds `part`.
    pub(crate) async fn opened_with(&self, part: &str) -> String {
        until(&format!("an address with {part} to be opened"), async || {
            self.folders.opened().into_iter().rfind(|url| url.contains(part))
        })
        .await
    }

    /// Opens `url` in a browser of its own.
    pub(crate) async fn browse(&mut self, url: &str) -> Window {
        if self.browser.is_none() {
            self.browser = Some(Driven::browser(&self.folders, &self.machine).await);
        }
        let browser = self.browser.as_ref().expect("it was started above");
        browser.client.goto(url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
        Window::new(browser.client.clone(), self.journey)
    }

    /// Closes that browser.
    pub(crate) fn close_browser(&mut self) {
        self.browser = None;
    }

    /// Writes a file where a person keeps files, and returns its path.
    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folders.path("home").join(name);
        std::fs::write(&path, text).expect("the file is written");
        path
    }

    /// Drags `file` from a file manager over the program's window, and lets go.
    pub(crate) async fn drop_file(&self, file: PathBuf) {
        super::drop::drop_file(self.machine.display.clone(), file).await;
    }
}

impl Drop for Desk {
    /// A failed journey leaves the program's last words behind.
    fn drop(&mut self) {
        if std::thread::panicking() {
            let said = std::fs::read_to_string(self.folders.path("said.log")).unwrap_or_default();
            let from = said.len().saturating_sub(4_000);
            let from = (from..=said.len()).find(|at| said.is_char_boundary(*at)).unwrap_or(0);
            eprintln!("--- {}: what the program said ---\n{}", self.journey, &said[from..]);
        }
    }
}

/// The program, which cargo puts two folders above its tests.
fn program() -> PathBuf {
    let test = env::current_exe().expect("a program knows where it is");
    let folder = test.ancestors().nth(2).expect("a test lies in target/debug/deps");
    let program = folder.join("daybook-desktop");
    let how = "cargo build --workspace --exclude xtask --all-targets";
    assert!(program.exists(), "{} is not there: {how}", program.display());
    program
}
