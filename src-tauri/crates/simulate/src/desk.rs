//! A desk: Xero, a book on disk that several processes open, and one set of tokens.

use std::cell::Cell;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use ledger::{Role, TaxWay};
use serde_json::{Value, json};
use store::{Book, LocationId, MapEntry, NewLocation};
use sync::{BookLog, BookRefreshLock, NoEvidence, Outbox, OutboxParts, Timing};
use tempfile::TempDir;
use world::{Entropy, SeededEntropy, World};
use xero::{
    AccessToken, Client, MemoryVault, Origins, RefreshToken, Request, Session, SessionParts,
    TokenSet, TokenVault as _, Uuid,
};
use xero_sim::{Options, Sim};

use crate::chance::Chance;
use crate::gate::{Gate, locked};
use crate::nature::{DeskClock, Nature};
use crate::network::{Network, Way};

/// Places with a desk of their own.
pub(crate) const LOCATIONS: [&str; 4] = ["Main Dock", "North Beach", "South Quay", "West Lake"];
/// Where the simulator is said to be: nothing listens there.
const ORIGIN: &str = "http://127.0.0.1:9";
/// A process that is killed leaves what it wrote to the system; so books may be in memory.
const MEMORY: &str = "/dev/shm";
/// The simulator's own ids are the same in every history.
const SIM_SEED: u64 = 7;
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// Calls a minute and a day, so that the limits are met only where chance says so.
const CALLS_MAX: u32 = 1_000_000;

const ROLES: [(Role, &str); 17] = [
    (Role::Bank, "Business Bank Account"),
    (Role::RevenueClearing, "Revenue Clearing"),
    (Role::CashClearing, "Cash Clearing"),
    (Role::CardClearing, "Card Clearing"),
    (Role::DeferredRevenue, "Deferred Revenue"),
    (Role::ArControl, "Rental Receivables"),
    (Role::TipsPayable, "Tips Payable"),
    (Role::GiftCards, "Gift Cards"),
    (Role::DamageBonds, "Damage Bonds"),
    (Role::Discounts, "Discounts Given"),
    (Role::Surcharges, "Surcharges"),
    (Role::OverShort, "Cash Over/Short"),
    (Role::ProcessorFees, "Processor Fees"),
    (Role::ExchangeDifferences, "Exchange Differences"),
    (Role::BadDebts, "Bad Debts"),
    (Role::Chargebacks, "Chargebacks"),
    (Role::CancellationIncome, "Cancellation Income"),
];

/// When every history begins.
pub(crate) fn start() -> DateTime<Utc> {
    first_day().and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(20)
}

/// The first business date of every history.
pub(crate) fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 18).expect("a date")
}

/// The bytes of a book whose chart is read and whose roles are mapped: every history begins with
/// the same.
pub(crate) struct Furnished(Vec<u8>);

impl Furnished {
    pub(crate) async fn make() -> Self {
        let desk = Desk::in_an_empty_folder(0).await;
        let book = Book::open(desk.folder.path(), start()).expect("a new book");
        for name in LOCATIONS {
            let location = NewLocation {
                name: name.to_owned(),
                zone: "America/Vancouver".to_owned(),
                day_end: NaiveTime::MIN,
                tax_way: TaxWay::TaxLines,
            };
            book.add_location(&location).expect("a location");
        }
        drop(book);
        let gate = Arc::new(Gate::default());
        let office = desk.office(&gate);
        let read = sync::refresh_chart(&office.book, &office.client, &office.world);
        let mut reading = Box::pin(read);
        // Nobody else is at this desk: whatever it stands at, it goes on.
        let chart = std::future::poll_fn(|context| {
            let polled = reading.as_mut().poll(context);
            gate.go_on_by_itself(context);
            polled
        });
        let chart = chart.await.expect("the chart is read").chart;
        let account = |name: &str| {
            let account = chart.accounts.iter().find(|account| account.name == name);
            account.expect("the simulator has every account").id.clone()
        };
        let entries = ROLES.map(|(role, name)| MapEntry::Role(role, Some(account(name))));
        office.book.map(&entries, "Ana", start()).expect("mapped");
        let copy = desk.folder.path().join("copy.sqlite");
        office.book.backup(&copy).expect("a copy");
        Self(std::fs::read(copy).expect("it is there"))
    }
}

/// Everything that outlives the processes.
pub(crate) struct Desk {
    folder: TempDir,
    pub(crate) nature: Arc<Nature>,
    pub(crate) network: Arc<Network>,
    vault: Arc<MemoryVault>,
    tenant: Uuid,
    seed: u64,
    offices: Cell<u64>,
}

impl Desk {
    pub(crate) async fn open(furnished: &Furnished, seed: u64) -> Self {
        let desk = Self::in_an_empty_folder(seed).await;
        std::fs::write(desk.path().join(Book::FILE), &furnished.0).expect("a book");
        // It is no copy from elsewhere: every desk's book was made for it.
        std::fs::write(desk.path().join("book.mark"), format!("{:020}\n", 1)).expect("its mark");
        desk
    }

    async fn in_an_empty_folder(seed: u64) -> Self {
        let sim = Sim::new(Options {
            orgs: vec!["ca".to_owned()],
            auto_approve: true,
            frozen_at: Some(start()),
            seed: Some(SIM_SEED),
            ..Options::default()
        });
        let sim = sim.expect("a simulator in memory");
        let tenant = sim.organisations()[0].id.parse().expect("an id");
        let nature = Arc::new(Nature::new(start()));
        let chance = Chance::new(seed ^ 0x6e65_7477_6f72_6b00);
        let network = Arc::new(Network::new(sim, Arc::clone(&nature), chance));
        let limits = json!({ "minute": CALLS_MAX, "day": CALLS_MAX });
        network.control(&json!({ "limits": limits }));
        let vault = Arc::new(MemoryVault::holding(sign_in(&network).await));
        network.rotation_is_kept();
        let folder = TempDir::new_in(MEMORY).or_else(|_| TempDir::new()).expect("a folder");
        Self { folder, nature, network, vault, tenant, seed, offices: Cell::new(0) }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Where nobody is signed in any more a person signs in; gives whether that was so.
    pub(crate) async fn signs_in_again(&self) -> bool {
        let is_signed_in = self.vault.load().await.is_ok_and(|kept| kept.is_some());
        if !is_signed_in {
            let mut tokens = sign_in(&self.network).await;
            tokens.refreshed_at = self.nature.at_the_desk();
            tokens.expires_at = tokens.refreshed_at + TimeDelta::minutes(30);
            self.vault.save(&tokens).await.expect("memory holds it");
            self.network.rotation_is_kept();
        }
        !is_signed_in
    }

    /// A process of its own that has the book open.
    pub(crate) fn office(&self, gate: &Arc<Gate>) -> Office {
        self.offices.set(self.offices.get() + 1);
        let seed = (self.seed << 20) | self.offices.get();
        let meanwhile = Arc::new(Meanwhile::new(seed));
        let clock = DeskClock { nature: Arc::clone(&self.nature), gate: Arc::clone(gate) };
        let entropy: Arc<dyn Entropy> = Arc::<Meanwhile>::clone(&meanwhile);
        let world = World { clock: Arc::new(clock), entropy };
        let book = Book::open(self.path(), world.now()).expect("the book opens");
        let way = Way { network: Arc::clone(&self.network), gate: Arc::clone(gate) };
        let log = Arc::new(BookLog::new(book.clone()));
        let vault = Arc::<MemoryVault>::clone(&self.vault);
        let session = Session::new(SessionParts {
            transport: Arc::new(way),
            origins: Origins::one(ORIGIN).expect("an origin"),
            vault,
            refresh_lock: Arc::new(BookRefreshLock::new(book.clone(), world.clone())),
            observer: Arc::<BookLog>::clone(&log),
            world: world.clone(),
        });
        let client = Client::new(session, self.tenant);
        let outbox = Outbox::new(OutboxParts {
            book: book.clone(),
            client: client.clone(),
            log,
            world: world.clone(),
            machine: None,
            steps: Arc::<Gate>::clone(gate),
            evidence: Arc::new(NoEvidence),
            timing: Timing::default(),
        });
        Office { book, world, client, outbox, meanwhile }
    }

    /// Everything in Xero's books.
    pub(crate) async fn books(&self) -> Value {
        let answer = self.network.deliver(request("GET", "/sim/books.json", "")).await;
        let answer = answer.expect("the simulator shows its books");
        serde_json::from_slice(answer.body()).expect("they are JSON")
    }
}

/// One process at the desk: what it has open is gone when it is dropped.
pub(crate) struct Office {
    pub(crate) book: Book,
    pub(crate) world: World,
    pub(crate) client: Client,
    pub(crate) outbox: Outbox,
    pub(crate) meanwhile: Arc<Meanwhile>,
}

impl Office {
    pub(crate) fn location(&self, place: usize) -> LocationId {
        self.book.locations().expect("locations")[place].id
    }
}

/// Randomness of one process, and what somebody else does the next time it is asked for: between
/// the reading of a day and the claim on it, for one.
pub(crate) struct Meanwhile {
    bytes: SeededEntropy,
    somebody: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl Meanwhile {
    fn new(seed: u64) -> Self {
        Self { bytes: SeededEntropy::new(seed), somebody: Mutex::default() }
    }

    pub(crate) fn does(&self, what: impl FnOnce() + Send + 'static) {
        *locked(&self.somebody) = Some(Box::new(what));
    }
}

impl fmt::Debug for Meanwhile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Meanwhile")
    }
}

impl Entropy for Meanwhile {
    fn fill(&self, bytes: &mut [u8]) {
        self.bytes.fill(bytes);
        let somebody = locked(&self.somebody).take();
        if let Some(does) = somebody {
            does();
        }
    }
}

fn request(method: &str, path: &str, form: &str) -> Request {
    let mut request = Request::new(form.as_bytes().to_vec());
    *request.method_mut() = method.parse().expect("a method");
    *request.uri_mut() = format!("{ORIGIN}{path}").parse().expect("an address");
    let kind = "application/x-www-form-urlencoded".parse().expect("a header");
    request.headers_mut().insert("content-type", kind);
    request
}

/// The tokens of a consent that the simulator gives by itself.
async fn sign_in(network: &Network) -> TokenSet {
    let client_id = network.sim.client_id();
    let redirect = "http%3A%2F%2Flocalhost%3A8742%2Fcallback";
    let scopes = xero::SCOPES.join("%20");
    let authorize = format!(
        "/identity/connect/authorize?response_type=code&client_id={client_id}\
         &redirect_uri={redirect}&scope={scopes}&state=s&code_challenge={CHALLENGE}\
         &code_challenge_method=S256"
    );
    let answer = network.deliver(request("GET", &authorize, "")).await.expect("a consent");
    let location = answer.headers()["location"].to_str().expect("an address").to_owned();
    let code = location.split("code=").nth(1).and_then(|rest| rest.split('&').next());
    let form = format!(
        "grant_type=authorization_code&client_id={client_id}&code={}\
         &redirect_uri={redirect}&code_verifier={VERIFIER}",
        code.expect("a code"),
    );
    let answer = network.deliver(request("POST", "/connect/token", &form)).await;
    let tokens: Value =
        serde_json::from_slice(answer.expect("tokens").body()).expect("they are JSON");
    let text = |name: &str| tokens[name].as_str().expect("a token").to_owned();
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
