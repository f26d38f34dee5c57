//! A simulator, and a client signed in to it over real HTTP.

use std::sync::{Arc, Mutex};

use http::Method;
use http::header::LOCATION;
use tokio::net::TcpListener;
use world::World;
use xero::{
    Account, BoxFuture, Client, FileRefreshLock, HttpTransport, JournalStatus, LineAmountTypes,
    ManualJournal, MemoryVault, NewJournalLine, NewManualJournal, NoObserver, Origins, Priority,
    Request, Response, Session, SessionParts, SignIn, SignInParts, SignedIn, Transport,
    TransportError,
};
use xero_sim::{Control, Fault, FaultKind, Options, Running, serve};

pub(crate) const NOW: &str = "2026-10-05T20:00:00Z";

/// The network, with everything that went over it.
#[derive(Debug)]
pub(crate) struct Recorded {
    network: HttpTransport,
    pub(crate) exchanges: Mutex<Vec<(Request, Response)>>,
}

impl Transport for Recorded {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            let response = self.network.send(request.clone()).await?;
            self.exchanges.lock().unwrap().push((request, response.clone()));
            Ok(response)
        })
    }
}

/// A simulator and a client signed in to its first organisation.
pub(crate) struct Desk {
    pub(crate) simulator: Running,
    pub(crate) wire: Arc<Recorded>,
    pub(crate) client: Client,
    pub(crate) vault: Arc<MemoryVault>,
    _folder: tempfile::TempDir,
}

impl Desk {
    pub(crate) async fn open() -> Self {
        Self::with_scopes(xero::SCOPES).await
    }

    /// After a consent to these scopes only.
    pub(crate) async fn with_scopes(scopes: &[&str]) -> Self {
        let simulator = serve(Options {
            auto_approve: true,
            frozen_at: NOW.parse().ok(),
            seed: Some(7),
            ..Options::default()
        })
        .await
        .expect("the simulator starts");
        let world = World::seeded(1, NOW.parse().unwrap());
        let wire = Arc::new(Recorded {
            network: HttpTransport::new().expect("a network"),
            exchanges: Mutex::default(),
        });
        let folder = tempfile::tempdir().unwrap();
        let vault = Arc::new(MemoryVault::default());
        let session = Session::new(SessionParts {
            transport: wire.clone(),
            origins: Origins::one(&simulator.url()).unwrap(),
            vault: vault.clone(),
            refresh_lock: Arc::new(FileRefreshLock::new(folder.path().join("lock"))),
            observer: Arc::new(NoObserver),
            world,
        });
        let signed_in = sign_in(&simulator, wire.clone(), scopes).await;
        let tenant = signed_in.connections[0].tenant_id;
        session.adopt(signed_in.tokens).await.expect("kept");
        let client = Client::new(session, tenant).at(Priority::Interactive);
        Self { simulator, wire, client, vault, _folder: folder }
    }

    pub(crate) fn control(&self, control: Control) {
        self.simulator.sim().control(control).expect("the simulator obeys");
    }

    pub(crate) fn arm(&self, kind: FaultKind, path: &str) {
        let fault = Fault {
            kind,
            times: Some(1),
            skip: 0,
            method: None,
            path: Some(path.to_owned()),
            tenant: None,
        };
        self.control(Control { faults: vec![fault], ..Control::default() });
    }

    pub(crate) async fn account(&self, name: &str) -> Account {
        let accounts = self.client.accounts().await.expect("the chart");
        accounts.into_iter().find(|account| account.name == name).expect("a seeded account")
    }

    /// A day's cash, as a journal that balances.
    pub(crate) async fn cashout(&self, narration: &str) -> NewManualJournal {
        let line = |account: Account, minor| NewJournalLine {
            line_amount: rust_decimal::Decimal::new(minor, 2),
            account_code: account.code,
            account_id: None,
            description: Some("Kayaks".to_owned()),
            tax_type: Some("NONE".to_owned()),
            tracking: Vec::new(),
        };
        NewManualJournal {
            narration: narration.to_owned(),
            date: "2026-10-05".parse().unwrap(),
            line_amount_types: LineAmountTypes::NoTax,
            status: JournalStatus::Posted,
            url: None,
            show_on_cash_basis_reports: true,
            journal_lines: vec![
                line(self.account("Cash Clearing").await, 3_362),
                line(self.account("Kayak Rentals").await, -3_362),
            ],
        }
    }

    pub(crate) async fn found(&self, narration: &str) -> Vec<ManualJournal> {
        self.client.find_manual_journals_by_narration(narration).await.expect("the look-up")
    }
}

/// Signs in as a person would, with a browser that only follows redirects.
async fn sign_in(simulator: &Running, wire: Arc<Recorded>, scopes: &[&str]) -> SignedIn {
    let port = {
        let probe = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        probe.local_addr().unwrap().port()
    };
    let sign_in = SignIn::begin(SignInParts {
        transport: wire,
        origins: Origins::one(&simulator.url()).unwrap(),
        client_id: simulator.client_id(),
        scopes: scopes.iter().map(ToString::to_string).collect(),
        ports: vec![port],
        observer: Arc::new(NoObserver),
        // A real clock for the person's patience, the simulator's time for the tokens.
        world: World {
            clock: Arc::new(world::TestClock::held(NOW.parse().unwrap())),
            ..World::system()
        },
    })
    .await
    .expect("a free port");
    let consent = sign_in.authorize_url().clone();
    let browser = tokio::spawn(async move {
        let network = HttpTransport::new().expect("a network");
        let back = network.send(visit(consent.as_str())).await.expect("the consent page");
        let back = back.headers()[LOCATION].to_str().unwrap().to_owned();
        network.send(visit(&back)).await.expect("the last page")
    });
    let signed_in = sign_in.finish(xero::SIGN_IN_PATIENCE).await.expect("signed in");
    assert_eq!(browser.await.unwrap().status(), 200);
    signed_in
}

fn visit(url: &str) -> Request {
    let mut request = Request::new(Vec::new());
    *request.method_mut() = Method::GET;
    *request.uri_mut() = url.parse().unwrap();
    request
}
