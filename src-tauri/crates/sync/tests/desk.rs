//! A desk: a simulator that outlives crashes, a book on disk, and offices that open them as a
//! process would.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use ledger::{Role, TaxWay};
use serde_json::Value;
use store::{Book, Document, DocumentId, LocationId, MapEntry, NewLocation, NewTransaction, State};
use sync::{
    BookLog, BookRefreshLock, CashoutRequest, Evidence, Machine, NoEvidence, Outbox, OutboxParts,
    Policy, RunReport, Steps, Timing, Until, queue_cashout,
};
use tempfile::TempDir;
use tokio::sync::Mutex;
use world::{Clock as _, SeededEntropy, TestClock, World};
use xero::{
    AccessToken, Client, MemoryVault, Origins, RefreshToken, Request, Session, SessionParts,
    TokenSet, TokenVault, Transport, Uuid,
};
use xero_sim::{Control, Options, Scenario, Sim};

use crate::books::{self, Balances};
use crate::wire::{Crash, ProcessWire, Wire};

/// Where the simulator is said to be: nothing listens there, the wire never looks.
const ORIGIN: &str = "http://127.0.0.1:9";
/// Where there is a disk of memory: a process that is dropped needs no disk that outlives it, and
/// hundreds of books do not wait for one.
const MEMORY: &str = "/dev/shm";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

pub(crate) struct Desk {
    folder: TempDir,
    pub(crate) clock: TestClock,
    pub(crate) wire: Arc<Wire>,
    vault: Arc<MemoryVault>,
    pub(crate) tenant: Uuid,
    seed: AtomicU64,
}

/// What a desk is opened in. Equal circumstances give equal simulators, ids and all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Circumstances {
    pub(crate) country: &'static str,
    pub(crate) way: TaxWay,
    pub(crate) multicurrency: bool,
    pub(crate) foreign_bank: bool,
    /// Whether every role is mapped, not only Revenue clearing.
    pub(crate) mapped: bool,
}

impl Default for Circumstances {
    fn default() -> Self {
        Self {
            country: "ca",
            way: TaxWay::TaxLines,
            multicurrency: true,
            foreign_bank: false,
            mapped: false,
        }
    }
}

impl Circumstances {
    /// A book with its location, chart and mapping: made once for each, since a test that tries
    /// every moment to crash at opens hundreds.
    async fn book(self) -> Vec<u8> {
        static BOOKS: Mutex<BTreeMap<Circumstances, Vec<u8>>> = Mutex::const_new(BTreeMap::new());
        let mut books = BOOKS.lock().await;
        if let Some(book) = books.get(&self) {
            return book.clone();
        }
        let desk = Desk::unfurnished(self).await;
        let book = Book::open(desk.folder.path(), start()).unwrap();
        book.add_location(&main_dock(self.way)).unwrap();
        drop(book);
        let office = desk.office();
        sync::refresh_chart(&office.book, &office.client, &office.world).await.unwrap();
        office.map_role(Role::RevenueClearing, "Revenue Clearing");
        if self.mapped {
            office.map_everything();
        }
        let copy = desk.folder.path().join("copy.sqlite");
        office.book.backup(&copy).unwrap();
        let bytes = std::fs::read(copy).unwrap();
        books.insert(self, bytes.clone());
        bytes
    }
}

/// One process at the desk: what it has open is gone when it is dropped.
pub(crate) struct Office {
    pub(crate) book: Book,
    pub(crate) world: World,
    pub(crate) client: Client,
    pub(crate) outbox: Outbox,
    pub(crate) dock: LocationId,
}

pub(crate) fn start() -> DateTime<Utc> {
    "2026-11-21T20:00:00Z".parse().unwrap()
}

pub(crate) fn main_dock(tax_way: TaxWay) -> NewLocation {
    NewLocation {
        name: "Main Dock".to_owned(),
        zone: "America/Vancouver".to_owned(),
        day_end: NaiveTime::MIN,
        tax_way,
    }
}

/// A day of November 2026.
pub(crate) fn november(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

impl Desk {
    /// A Canadian desk with way B, its revenue clearing mapped and its chart read.
    pub(crate) async fn open() -> Self {
        Self::of("ca", TaxWay::TaxLines).await
    }

    pub(crate) async fn of(country: &'static str, way: TaxWay) -> Self {
        Self::under(Circumstances { country, way, ..Circumstances::default() }).await
    }

    pub(crate) async fn under(circumstances: Circumstances) -> Self {
        let desk = Self::unfurnished(circumstances).await;
        std::fs::write(desk.folder.path().join(Book::FILE), circumstances.book().await).unwrap();
        // It is no copy from elsewhere: every desk's book was made for it.
        std::fs::write(desk.folder.path().join("book.mark"), format!("{:020}\n", 1)).unwrap();
        desk
    }

    /// A simulator somebody has signed in to, and an empty folder.
    async fn unfurnished(circumstances: Circumstances) -> Self {
        let scenario = Scenario {
            multicurrency: circumstances.multicurrency,
            foreign_bank: circumstances.foreign_bank,
            ..Scenario::default()
        };
        let sim = Sim::new(Options {
            orgs: vec![circumstances.country.to_owned()],
            auto_approve: true,
            frozen_at: Some(start()),
            seed: Some(7),
            scenario,
            ..Options::default()
        })
        .unwrap();
        let clock = TestClock::advancing(start());
        let tenant = sim.organisations()[0].id.parse().unwrap();
        let wire = Arc::new(Wire::new(sim, clock.clone()));
        let vault = Arc::new(MemoryVault::holding(sign_in(&wire).await));
        let folder = TempDir::new_in(MEMORY).or_else(|_| TempDir::new()).unwrap();
        Self { folder, clock, wire, vault, tenant, seed: 1.into() }
    }

    /// A process of its own.
    pub(crate) fn office(&self) -> Office {
        self.office_that(Arc::new(Crash::default()))
    }

    /// A process that dies where `crash` says.
    pub(crate) fn office_that(&self, crash: Arc<Crash>) -> Office {
        self.office_with(crash, Arc::new(NoEvidence))
    }

    /// A process that makes sheets, and dies where `crash` says.
    pub(crate) fn office_with(&self, crash: Arc<Crash>, evidence: Arc<dyn Evidence>) -> Office {
        self.office_by(self.clock.clone(), crash, evidence)
    }

    /// A process on a machine whose clock is so much ahead of Xero's, or behind.
    pub(crate) fn office_ahead(&self, ahead: TimeDelta, crash: Arc<Crash>) -> Office {
        let clock = TestClock::advancing(self.clock.now() + ahead);
        self.office_by(clock, crash, Arc::new(NoEvidence))
    }

    fn office_by(
        &self,
        clock: TestClock,
        crash: Arc<Crash>,
        evidence: Arc<dyn Evidence>,
    ) -> Office {
        let seed = self.seed.fetch_add(1, Ordering::SeqCst);
        let world = World { clock: Arc::new(clock), entropy: Arc::new(SeededEntropy::new(seed)) };
        let book = Book::open(self.folder.path(), world.now()).unwrap();
        let transport = ProcessWire { wire: self.wire.clone(), crash: crash.clone() };
        Office::furnish(Furniture {
            book,
            world,
            transport: Arc::new(transport),
            origin: ORIGIN,
            vault: self.vault.clone(),
            tenant: self.tenant,
            // No test waits so long by accident that another could have the book.
            machine: Some(Machine { name: "front".to_owned(), ttl: Duration::from_secs(180) }),
            steps: crash,
            evidence,
            timing: Timing::default(),
        })
    }

    pub(crate) fn path(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub(crate) fn control(&self, control: Value) {
        let control: Control = serde_json::from_value(control).unwrap();
        self.wire.sim.control(control).unwrap();
    }

    pub(crate) fn fault(&self, fault: &Value) {
        self.control(serde_json::json!({ "faults": [fault] }));
    }

    pub(crate) fn heal(&self) {
        self.control(serde_json::json!({ "heal": true }));
    }

    pub(crate) fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// Everything in the simulator's books.
    pub(crate) async fn books(&self) -> Value {
        books::books(&self.wire).await
    }

    /// The journals in the simulator's books with this status.
    pub(crate) async fn journals(&self, status: &str) -> Vec<Value> {
        let books = self.books().await;
        let journals = books["ManualJournals"].as_array().unwrap();
        journals.iter().filter(|journal| journal["Status"] == status).cloned().collect()
    }

    /// How many documents there are in Xero that are neither voided nor deleted.
    pub(crate) async fn in_force(&self) -> usize {
        books::in_force(&self.books().await)
    }

    /// Every account with a balance, by name; debit positive.
    pub(crate) async fn trial_balance(&self) -> Balances {
        books::trial_balance(&self.books().await)
    }

    /// An account's balance, debit positive; zero for one never posted to.
    pub(crate) async fn balance(&self, name: &str) -> String {
        let balances = self.trial_balance().await;
        let found = balances.into_iter().find(|(account, _)| account == name);
        found.map_or_else(|| "0.00".to_owned(), |(_, balance)| balance)
    }
}

/// What an office is made of. Its book has one location.
pub(crate) struct Furniture<'a> {
    pub(crate) book: Book,
    pub(crate) world: World,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) origin: &'a str,
    pub(crate) vault: Arc<dyn TokenVault>,
    pub(crate) tenant: Uuid,
    pub(crate) machine: Option<Machine>,
    pub(crate) steps: Arc<dyn Steps>,
    pub(crate) evidence: Arc<dyn Evidence>,
    pub(crate) timing: Timing,
}

impl Office {
    pub(crate) fn furnish(parts: Furniture<'_>) -> Self {
        let Furniture { book, world, transport, origin, vault, tenant, .. } = parts;
        let Furniture { machine, steps, evidence, timing, .. } = parts;
        let log = Arc::new(BookLog::new(book.clone()));
        let session = Session::new(SessionParts {
            transport,
            origins: Origins::one(origin).unwrap(),
            vault,
            refresh_lock: Arc::new(BookRefreshLock::new(book.clone(), world.clone())),
            observer: log.clone(),
            world: world.clone(),
        });
        let client = Client::new(session, tenant);
        let outbox = Outbox::new(OutboxParts {
            book: book.clone(),
            client: client.clone(),
            log,
            world: world.clone(),
            machine,
            steps,
            evidence,
            timing,
        });
        let dock = book.locations().unwrap()[0].id;
        Self { book, world, client, outbox, dock }
    }

    pub(crate) fn map_role(&self, role: Role, account: &str) {
        let id = self.account(account);
        self.map(&[MapEntry::Role(role, Some(id))]);
    }

    pub(crate) fn map(&self, entries: &[MapEntry]) {
        self.book.map(entries, "Ana", self.world.now()).unwrap();
    }

    /// The id of an account, by its name.
    pub(crate) fn account(&self, name: &str) -> String {
        let chart = self.book.chart().unwrap().unwrap().chart;
        let account = chart.accounts.iter().find(|account| account.name == name);
        account.unwrap_or_else(|| panic!("no account {name}")).id.clone()
    }

    pub(crate) fn record(&self, transactions: &[NewTransaction]) {
        let (_, refused) = self.book.record(transactions, self.world.now()).unwrap();
        assert_eq!(refused, [], "nothing is refused");
    }

    pub(crate) fn request(&self, from: u32, to: u32) -> CashoutRequest {
        CashoutRequest {
            location: self.dock,
            from: november(from),
            to: november(to),
            policy: Policy::of(&self.book).unwrap(),
        }
    }

    /// Closes a day of November.
    pub(crate) fn close(&self, day: u32) -> Vec<DocumentId> {
        self.close_range(day, day)
    }

    pub(crate) fn close_range(&self, from: u32, to: u32) -> Vec<DocumentId> {
        queue_cashout(&self.book, &self.request(from, to), "Ana", &self.world).unwrap()
    }

    pub(crate) async fn run(&self, until: Until) -> RunReport {
        self.outbox.run(until, &mut |_| {}).await.unwrap()
    }

    pub(crate) fn document(&self, id: DocumentId) -> Document {
        self.book.document(id).unwrap()
    }

    pub(crate) fn state(&self, id: DocumentId) -> State {
        self.document(id).summary.state
    }

    pub(crate) fn cause(&self, id: DocumentId) -> String {
        self.document(id).summary.reason.map(|reason| reason.cause).unwrap_or_default()
    }
}

pub(crate) fn request(method: &str, path: &str, form: &str) -> Request {
    let mut request = Request::new(form.as_bytes().to_vec());
    *request.method_mut() = method.parse().unwrap();
    *request.uri_mut() = format!("{ORIGIN}{path}").parse().unwrap();
    let kind = "application/x-www-form-urlencoded".parse().unwrap();
    request.headers_mut().insert("content-type", kind);
    request
}

/// The tokens of a consent that the simulator gives by itself.
pub(crate) async fn sign_in(wire: &Wire) -> TokenSet {
    let client_id = wire.sim.client_id();
    let redirect = "http%3A%2F%2Flocalhost%3A8742%2Fcallback";
    let scopes = xero::SCOPES.join("%20");
    let authorize = format!(
        "/identity/connect/authorize?response_type=code&client_id={client_id}\
         &redirect_uri={redirect}&scope={scopes}&state=s&code_challenge={CHALLENGE}\
         &code_challenge_method=S256"
    );
    let answer = wire.exchange(request("GET", &authorize, "")).await.unwrap();
    let location = answer.headers()["location"].to_str().unwrap();
    let code = location.split("code=").nth(1).unwrap().split('&').next().unwrap();
    let form = format!(
        "grant_type=authorization_code&client_id={client_id}&code={code}\
         &redirect_uri={redirect}&code_verifier={VERIFIER}"
    );
    let answer = wire.exchange(request("POST", "/connect/token", &form)).await.unwrap();
    let tokens: Value = serde_json::from_slice(answer.body()).unwrap();
    let text = |name: &str| tokens[name].as_str().unwrap().to_owned();
    TokenSet {
        client_id,
        access: AccessToken::new(text("access_token")),
        refresh: RefreshToken::new(text("refresh_token")),
        previous_refresh: None,
        expires_at: start() + TimeDelta::minutes(30),
        refreshed_at: start(),
        scopes: xero::SCOPES.iter().map(|scope| (*scope).to_owned()).collect(),
    }
}
