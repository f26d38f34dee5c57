//! A simulator, and a client signed in to it over real HTTP.

use std::sync::{Arc, Mutex};

use http::Method;
use http::header::LOCATION;
use rust_decimal::Decimal;
use tokio::net::TcpListener;
use world::World;
use xero::{
    Account, AccountKey, BoxFuture, Client, FileRefreshLock, HttpTransport, Invoice, InvoiceStatus,
    InvoiceType, JournalStatus, LineAmountTypes, ManualJournal, MemoryVault, NewContact,
    NewInvoice, NewJournalLine, NewLine, NewManualJournal, NoObserver, Origins, Priority, Request,
    Response, Session, SessionParts, SignIn, SignInParts, SignedIn, Transport, TransportError,
    Uuid,
};
use xero_sim::{Control, Fault, FaultKind, Options, Running, Scenario, serve};

pub(crate) const NOW: &str = "2026-10-05T20:00:00Z";
pub(crate) const TODAY: &str = "2026-10-05";

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
        Self::with(Scenario::default(), xero::SCOPES).await
    }

    /// In an organisation that also has US dollars and a bank account in them.
    pub(crate) async fn abroad() -> Self {
        Self::with(Scenario { foreign_bank: true, ..Scenario::default() }, xero::SCOPES).await
    }

    /// In these circumstances, and after a consent to these scopes only.
    pub(crate) async fn with(scenario: Scenario, scopes: &[&str]) -> Self {
        let simulator = serve(Options {
            auto_approve: true,
            scenario,
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
            line_amount: Decimal::new(minor, 2),
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

    /// A call of somebody else's, for what the client does not offer.
    pub(crate) async fn raw(&self, method: Method, path: &str, body: &str) -> Response {
        let session = self.client.session();
        let token = session.access_token().await.expect("signed in");
        let mut request = Request::new(body.as_bytes().to_vec());
        *request.method_mut() = method;
        let url = format!("{}/api.xro/2.0{path}", self.simulator.url());
        *request.uri_mut() = url.parse().unwrap();
        for (name, value) in [
            ("authorization", format!("Bearer {}", token.secret())),
            ("xero-tenant-id", self.client.tenant().to_string()),
            ("content-type", "application/json".to_owned()),
            ("accept", "application/json".to_owned()),
        ] {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        let answer =
            HttpTransport::new().expect("a network").send(request).await.expect("answered");
        assert!(answer.status().is_success(), "{path}: {}", String::from_utf8_lossy(answer.body()));
        answer
    }

    /// A customer of this name, made now.
    pub(crate) async fn customer(&self, name: &str) -> Uuid {
        let new = NewContact { name: name.to_owned(), contact_number: None, email: None };
        let made = self.client.send_contact(&xero::contact_body(&new), name).await;
        made.expect("made").value.contact_id
    }

    /// A line of a document without tax, of so many cents.
    pub(crate) async fn line(&self, account: &str, cents: i64) -> NewLine {
        NewLine {
            description: "Kayaks".to_owned(),
            quantity: Decimal::ONE,
            unit_amount: Decimal::new(cents, 2),
            account: AccountKey::Id(self.account(account).await.account_id),
            tax_type: Some("NONE".to_owned()),
            tracking: Vec::new(),
        }
    }

    /// An invoice of 112.00 to a customer.
    pub(crate) async fn charge(&self, contact_id: Uuid, reference: &str) -> NewInvoice {
        NewInvoice {
            kind: InvoiceType::Receivable,
            status: InvoiceStatus::Authorised,
            contact_id,
            date: TODAY.parse().unwrap(),
            due_date: TODAY.parse().unwrap(),
            line_amount_types: LineAmountTypes::NoTax,
            invoice_number: None,
            reference: reference.to_owned(),
            url: None,
            currency_code: None,
            currency_rate: None,
            lines: vec![self.line("Kayak Rentals", 11_200).await],
        }
    }

    /// That invoice, posted.
    pub(crate) async fn charged(&self, contact: Uuid, reference: &str) -> Invoice {
        let body = xero::invoice_body(&self.charge(contact, reference).await);
        self.client.send_invoice(&body, reference).await.expect("posted").value
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

pub(crate) fn visit(url: &str) -> Request {
    let mut request = Request::new(Vec::new());
    *request.method_mut() = Method::GET;
    *request.uri_mut() = url.parse().unwrap();
    request
}
