//! A desk: the application in a folder of its own, before a simulator of its own, with a browser
//! that walks through the sign-in by itself.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::{App, Config, Headless, Host, HostError, OriginOverrides};
use serde_json::{Value, json};
use tokio::sync::watch;
use world::World;
use xero::{HttpTransport, Request, Transport};
use xero_sim::{Control, Options, Running};

use crate::till;

/// Longer than anything waited for here may take; only a failure waits so long.
const PATIENCE: Duration = Duration::from_secs(90);
/// How many redirects a sign-in has.
const REDIRECTS: usize = 5;

/// An application in a folder of its own.
pub(crate) struct Desk {
    pub(crate) app: Arc<App>,
    pub(crate) host: Arc<Walker>,
    pub(crate) sim: Option<Running>,
    folder: Arc<tempfile::TempDir>,
}

impl Desk {
    /// Opens the practice company.
    pub(crate) async fn practice() -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        let host = Arc::new(Walker::default());
        let config = Config { open_practice: true, ..config(&folder, None) };
        let app = App::start(config, Arc::new(Headless { no_browser: true })).await;
        Self { app, host, sim: None, folder }
    }

    /// Opens the practice company in the folder that would have the real book.
    pub(crate) async fn practice_in_place() -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        let config =
            Config { open_practice: true, practice_in_place: true, ..config(&folder, None) };
        let app = App::start(config, Arc::new(Headless { no_browser: true })).await;
        Self { app, host: Arc::default(), sim: None, folder }
    }

    /// Opens the practice company of a seed, on the date of this world's clock.
    pub(crate) async fn practice_in(world: World, seed: u64) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        let host = Arc::new(Walker::default());
        let app = App::start_in(config(&folder, None), Arc::clone(&host) as _, world).await;
        app.practise(Some(seed)).await.expect("the practice company opens");
        Self { app, host, sim: None, folder }
    }

    /// Connects to the first organisation of a simulator of its own, in this world.
    pub(crate) async fn connected_in(world: World, org: &str) -> Self {
        Self::window_in(world, org, false).await
    }

    /// The same, with all that a window does by itself or without.
    pub(crate) async fn window_in(world: World, org: &str, background: bool) -> Self {
        let options =
            Options { orgs: vec![org.to_owned()], auto_approve: true, ..Options::default() };
        let sim = xero_sim::serve(options).await.expect("the simulator starts");
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        let host = Arc::new(Walker::default());
        let config = Config { background, ..config(&folder, Some(&sim)) };
        let app = App::start_in(config, Arc::clone(&host) as _, world).await;
        let desk = Self { app, host, sim: Some(sim), folder };
        let connection = desk.connect().await;
        assert_eq!(connection["kind"], "connected", "{connection:#}");
        desk
    }

    /// The folder of the real book.
    pub(crate) fn book_folder(&self) -> PathBuf {
        self.folder.path().join("book")
    }

    /// The practice company of the same folder, opened again.
    pub(crate) async fn reopened(&self) -> Self {
        let config = Config { open_practice: true, ..config(&self.folder, None) };
        let app = App::start(config, Arc::new(Headless { no_browser: true })).await;
        Self { app, host: Arc::default(), sim: None, folder: Arc::clone(&self.folder) }
    }

    /// A window of the same folder, opened again with nothing asked of it.
    pub(crate) async fn window_again(&self) -> Self {
        let config = Config { background: true, ..config(&self.folder, None) };
        let app = App::start(config, Arc::new(Headless { no_browser: true })).await;
        Self { app, host: Arc::default(), sim: None, folder: Arc::clone(&self.folder) }
    }

    /// Opens an empty book before a simulator with these organisations.
    pub(crate) async fn before(orgs: &[&str], background: bool) -> Self {
        let options = Options {
            orgs: orgs.iter().map(|&org| org.to_owned()).collect(),
            auto_approve: true,
            ..Options::default()
        };
        let sim = xero_sim::serve(options).await.expect("the simulator starts");
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        Self::open(folder, Some(sim), background).await
    }

    async fn open(folder: Arc<tempfile::TempDir>, sim: Option<Running>, background: bool) -> Self {
        let host = Arc::new(Walker::default());
        let config = Config { background, ..config(&folder, sim.as_ref()) };
        let app = App::start(config, Arc::clone(&host) as Arc<dyn Host>).await;
        Self { app, host, sim, folder }
    }

    /// The same with the sign-in done and one organisation in use.
    pub(crate) async fn connected(org: &str, background: bool) -> Self {
        let desk = Self::before(&[org], background).await;
        let connection = desk.connect().await;
        assert_eq!(connection["kind"], "connected", "{connection:#}");
        desk
    }

    /// The same with the till's two days recorded and everything mapped.
    pub(crate) async fn ready(background: bool) -> Self {
        let desk = Self::connected("ca", background).await;
        let outcome = desk.import(&till::export()).await;
        assert_eq!(outcome["recorded"], 4, "{outcome:#}");
        desk.map_all().await;
        desk
    }

    /// Another window of the same book.
    pub(crate) async fn another(&self) -> Self {
        let config = config(&self.folder, self.sim.as_ref());
        let host = Arc::new(Walker::default());
        let app = App::start(config, Arc::clone(&host) as Arc<dyn Host>).await;
        Self { app, host, sim: None, folder: Arc::clone(&self.folder) }
    }

    /// Another window of the same book, whose Xero is another desk's.
    pub(crate) async fn before_xero_of(&self, other: &Self) -> Self {
        let config = config(&self.folder, other.sim.as_ref());
        let host = Arc::new(Walker::default());
        let app = App::start(config, Arc::clone(&host) as Arc<dyn Host>).await;
        Self { app, host, sim: None, folder: Arc::clone(&self.folder) }
    }

    /// Asks as the window does: by name, in JSON.
    pub(crate) async fn ask(&self, command: &str, payload: Value) -> Value {
        self.try_ask(command, payload).await.unwrap_or_else(|fault| panic!("{command}: {fault:?}"))
    }

    pub(crate) async fn try_ask(&self, command: &str, payload: Value) -> Result<Value, ipc::Fault> {
        self.app.dispatch(command, payload).await
    }

    /// What a command refuses.
    pub(crate) async fn refused(&self, command: &str, payload: Value) -> ipc::Fault {
        match self.try_ask(command, payload).await {
            Err(fault) => fault,
            Ok(answer) => panic!("{command} was not refused: {answer:#}"),
        }
    }

    /// Signs in and waits until that has ended one way or another.
    pub(crate) async fn connect(&self) -> Value {
        self.connect_as(&self.sim.as_ref().expect("a simulator").client_id()).await
    }

    /// The same with the client id of an app.
    pub(crate) async fn connect_as(&self, client_id: &str) -> Value {
        self.ask("connect_start", json!({ "clientId": client_id })).await;
        self.until("connect_status", |connection| connection["kind"] != "waiting").await
    }

    /// Asks again at every change the host hears of, until the answer is as wanted.
    pub(crate) async fn until(&self, command: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        self.until_asked(command, json!({}), wanted).await
    }

    /// The same of what a request asks for.
    pub(crate) async fn until_asked(
        &self,
        command: &str,
        request: Value,
        wanted: impl Fn(&Value) -> bool,
    ) -> Value {
        let mut heard = self.host.heard.subscribe();
        let found = tokio::time::timeout(PATIENCE, async {
            loop {
                heard.mark_unchanged();
                let answer = self.ask(command, request.clone()).await;
                if wanted(&answer) {
                    return answer;
                }
                heard.changed().await.expect("the host is alive");
            }
        });
        match found.await {
            Ok(answer) => answer,
            Err(_) => panic!("{command} stayed {:#}", self.ask(command, request).await),
        }
    }

    pub(crate) fn control(&self, control: Value) {
        let control: Control = serde_json::from_value(control).expect("a control");
        let sim = self.sim.as_ref().expect("a simulator").sim();
        sim.control(control).expect("the simulator does it");
    }

    /// The simulator's own books.
    pub(crate) async fn books(&self) -> Value {
        let url = self.sim.as_ref().expect("a simulator").url();
        let answer = get(&format!("{url}/sim/books.json")).await.expect("the simulator answers");
        serde_json::from_slice(answer.body()).expect("its books are JSON")
    }

    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("a file can be written");
        path
    }

    pub(crate) async fn preview(&self, path: &std::path::Path) -> Value {
        let shares = json!([{"tax": "GST", "rate": "5"}, {"tax": "PST", "rate": "7"}]);
        let options = json!({"revenue": "Boats", "tax": {"kind": "split", "shares": shares}});
        self.ask("import_preview", json!({"path": path, "options": options})).await
    }

    pub(crate) async fn import(&self, text: &str) -> Value {
        let preview = self.preview(&self.file("export.csv", text)).await;
        self.ask("import_run", json!({"preview": preview["id"], "run": "import"})).await
    }

    pub(crate) async fn map_all(&self) {
        for (role, account) in [
            ("revenue-clearing", "Revenue Clearing"),
            ("tips-payable", "Tips Payable"),
            ("discounts", "Discounts Given"),
        ] {
            self.ask("set_role", json!({"role": role, "account": account})).await;
        }
        for (tender, account) in [("Card", "Card Clearing"), ("Cash", "Cash Clearing")] {
            self.ask("set_tender", json!({"tender": tender, "account": account})).await;
        }
    }

    pub(crate) async fn sync(&self, from: &str, to: &str) -> Value {
        let run = json!({"run": "sync", "location": null, "from": from, "to": to});
        self.ask("sync_cashout", run).await
    }

    pub(crate) async fn review(&self, day: &str) -> Value {
        self.ask("cashout", json!({"location": null, "from": day, "to": day})).await
    }
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port can be had");
    listener.local_addr().expect("a listener has an address").port()
}

fn config(folder: &tempfile::TempDir, sim: Option<&Running>) -> Config {
    let url = sim.map(Running::url);
    Config {
        data_dir: Some(folder.path().join("book")),
        key_dir: Some(folder.path().join("keys")),
        file_vault_only: true,
        // The usual ones are the whole machine's, and few.
        redirect_port: Some(free_port()),
        origins: OriginOverrides { api: url.clone(), login: url.clone(), identity: url },
        ..Config::default()
    }
}

/// A host whose browser goes where the pages send it, and that hears of every change.
pub(crate) struct Walker {
    /// Set while no browser can be opened.
    pub(crate) stays: AtomicBool,
    heard: watch::Sender<u64>,
    /// What has changed since it was last emptied.
    pub(crate) topics: Mutex<Vec<ipc::Topic>>,
    /// How often long work has said how far it is.
    pub(crate) progressed: watch::Sender<u64>,
}

impl Default for Walker {
    fn default() -> Self {
        Self {
            stays: AtomicBool::default(),
            heard: watch::Sender::new(0),
            topics: Mutex::default(),
            progressed: watch::Sender::new(0),
        }
    }
}

impl Host for Walker {
    fn open_url(&self, url: &str) -> Result<(), HostError> {
        if self.stays.load(Ordering::SeqCst) {
            return Err(HostError::NoBrowser { reason: "a test has none".to_owned() });
        }
        tokio::spawn(walk(url.to_owned()));
        Ok(())
    }

    fn pick_file(&self) -> Option<PathBuf> {
        None
    }

    fn pick_new_file(&self, _name: &str) -> Option<PathBuf> {
        None
    }

    fn changed(&self, what: &ipc::Changed) {
        self.topics.lock().expect("nobody panicked").push(what.topic);
        self.heard.send_modify(|heard| *heard += 1);
    }

    fn progress(&self, _what: &ipc::Progress) {
        self.progressed.send_modify(|progressed| *progressed += 1);
    }
}

async fn walk(mut url: String) {
    for _ in 0..REDIRECTS {
        let Some(answer) = get(&url).await else { return };
        let next = answer.headers().get("location").and_then(|value| value.to_str().ok());
        let Some(next) = next else { return };
        next.clone_into(&mut url);
    }
}

/// One GET; nothing where nobody answers.
pub(crate) async fn get(url: &str) -> Option<xero::Response> {
    let transport = HttpTransport::new().expect("a client");
    let mut request = Request::new(Vec::new());
    *request.uri_mut() = url.parse().expect("an address");
    transport.send(request).await.ok()
}
