//! The client against the simulator, over real HTTP after a real sign-in.

use std::sync::{Arc, Mutex};

use http::Method;
use http::header::LOCATION;
use tokio::net::TcpListener;
use world::World;
use xero::{
    Account, BoxFuture, Client, Error, FileRefreshLock, HttpTransport, JournalStatus,
    LineAmountTypes, ManualJournal, MemoryVault, NewJournalLine, NewManualJournal, NoObserver,
    Origins, Outcome, Priority, Request, Response, Session, SessionParts, SignIn, SignInParts,
    SignedIn, TokenVault, Transport, TransportError,
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
    vault: Arc<MemoryVault>,
    _folder: tempfile::TempDir,
}

impl Desk {
    pub(crate) async fn open() -> Self {
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
        let signed_in = sign_in(&simulator, wire.clone()).await;
        let tenant = signed_in.connections[0].tenant_id;
        session.adopt(signed_in.tokens).await.expect("kept");
        let client = Client::new(session, tenant).at(Priority::Interactive);
        Self { simulator, wire, client, vault, _folder: folder }
    }

    pub(crate) fn control(&self, control: Control) {
        self.simulator.sim().control(control).expect("the simulator obeys");
    }

    fn arm(&self, kind: FaultKind, path: &str) {
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

    async fn found(&self, narration: &str) -> Vec<ManualJournal> {
        self.client.find_manual_journals_by_narration(narration).await.expect("the look-up")
    }
}

/// Signs in as a person would, with a browser that only follows redirects.
async fn sign_in(simulator: &Running, wire: Arc<Recorded>) -> SignedIn {
    let port = {
        let probe = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        probe.local_addr().unwrap().port()
    };
    let sign_in = SignIn::begin(SignInParts {
        transport: wire,
        origins: Origins::one(&simulator.url()).unwrap(),
        client_id: simulator.client_id(),
        scopes: xero::SCOPES.iter().map(ToString::to_string).collect(),
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

#[tokio::test]
async fn a_sign_in_opens_the_organisation_and_its_chart() {
    let desk = Desk::open().await;
    let organisation = desk.client.organisation().await.expect("read");
    assert_eq!(organisation.base_currency, "CAD");
    assert_eq!(desk.account("Till").await.account_type, xero::AccountType::Bank);
    assert!(!desk.client.tax_rates().await.expect("read").is_empty());
    desk.client.tracking_categories().await.expect("read");
    let connections = desk.client.session().connections(None).await.expect("listed");
    assert!(connections.iter().any(|connection| connection.tenant_id == desk.client.tenant()));
}

#[tokio::test]
async fn a_journal_is_posted_found_read_annotated_and_voided() {
    let desk = Desk::open().await;
    let journal = desk.cashout("Cashout 2026-10-05 & “Main St” + 4K7Q2M").await;
    let posted = desk.client.create_manual_journal(&journal, "key-1").await.expect("posted");
    assert_eq!((posted.warnings.len(), &posted.value.status), (0, &JournalStatus::Posted));
    let id = posted.value.manual_journal_id;

    let [found] = &desk.found(&journal.narration).await[..] else { panic!("one journal") };
    let read = desk.client.manual_journal(id).await.expect("read");
    assert_eq!(found, &read);
    assert_eq!(read.date, journal.date);
    for (sent, kept) in journal.journal_lines.iter().zip(&read.journal_lines) {
        assert_eq!((sent.line_amount, &sent.account_code), (kept.line_amount, &kept.account_code));
    }

    let note = xero::history_note_body("Posted by Daybook");
    desk.client
        .add_history_note(xero::Endpoint::ManualJournals, id, &note, "key-2")
        .await
        .expect("noted");
    let notes =
        desk.client.history_notes(xero::Endpoint::ManualJournals, id).await.expect("listed");
    assert!(notes.iter().any(|note| note.details == "Posted by Daybook"), "{notes:?}");

    desk.client.void_manual_journal(&read, "key-3").await.expect("voided");
    let read = desk.client.manual_journal(id).await.expect("read");
    assert_eq!(read.status, JournalStatus::Voided);
}

#[tokio::test]
async fn what_xero_refuses_is_told_in_its_words_and_not_done() {
    let desk = Desk::open().await;
    for forbidden in ["Accounts Receivable", "Till"] {
        let mut journal = desk.cashout(&format!("Refused for {forbidden}")).await;
        let account = desk.account(forbidden).await;
        journal.journal_lines[0].account_code = None;
        journal.journal_lines[0].account_id = Some(account.account_id);
        let error = desk.client.create_manual_journal(&journal, forbidden).await;
        let error = error.expect_err("refused");
        assert_eq!(error.outcome(), Outcome::Refused);
        assert!(matches!(&error, Error::Invalid { messages } if !messages.is_empty()), "{error:?}");
        assert!(desk.found(&journal.narration).await.is_empty());
    }
}

#[tokio::test]
async fn whatever_happens_to_an_answer_the_look_up_tells_what_was_done() {
    let lost = |committed| FaultKind::ServerError { status: 503, committed };
    for (fault, done) in [
        (FaultKind::LossBefore, false),
        (FaultKind::LossAfterCommit, true),
        (FaultKind::TornBody, true),
        (lost(true), true),
        (lost(false), false),
    ] {
        let desk = Desk::open().await;
        let journal = desk.cashout("Cashout 4K7Q2M").await;
        desk.arm(fault.clone(), "/ManualJournals");
        let error = desk.client.create_manual_journal(&journal, "key").await.expect_err("a fault");
        assert_eq!(error.outcome(), Outcome::Unknown, "{fault:?}: {error:?}");
        assert_eq!(desk.found(&journal.narration).await.len(), usize::from(done), "{fault:?}");
    }
}

#[tokio::test]
async fn the_same_bytes_with_the_same_key_are_one_journal() {
    let desk = Desk::open().await;
    let journal = desk.cashout("Cashout 4K7Q2M").await;
    let body = xero::manual_journal_body(&journal);
    let first = desk.client.send_manual_journal(&body, "key").await.expect("posted");
    let second = desk.client.send_manual_journal(&body, "key").await.expect("replayed");
    assert_eq!(first, second);
    assert_eq!(desk.found(&journal.narration).await.len(), 1);
    let other = xero::manual_journal_body(&desk.cashout("Another").await);
    let error = desk.client.send_manual_journal(&other, "key").await.expect_err("refused");
    assert!(matches!(error, Error::KeyUsedDifferently), "{error:?}");
}

#[tokio::test]
async fn an_ended_token_is_renewed_without_anybody_noticing() {
    let desk = Desk::open().await;
    desk.control(Control { expire_tokens: true, ..Control::default() });
    desk.client.organisation().await.expect("renewed on the way");
    assert!(desk.vault.load().await.unwrap().expect("kept").previous_refresh.is_some());
}

#[tokio::test]
async fn a_lost_answer_to_a_refresh_is_survived() {
    let desk = Desk::open().await;
    desk.control(Control { expire_tokens: true, ..Control::default() });
    desk.arm(FaultKind::RefreshResponseLost, "/connect/token");
    let error = desk.client.organisation().await.expect_err("the answer was lost");
    assert!(matches!(error, Error::NotReached(_)), "{error:?}");
    desk.client.organisation().await.expect("the old refresh token still works");
}

#[tokio::test]
async fn withdrawn_consent_and_a_lost_connection_are_told_apart() {
    let desk = Desk::open().await;
    desk.control(Control { disconnect: true, ..Control::default() });
    let error = desk.client.organisation().await.expect_err("disconnected");
    assert!(matches!(error, Error::Disconnected), "{error:?}");

    let desk = Desk::open().await;
    desk.control(Control { revoke: true, ..Control::default() });
    let error = desk.client.organisation().await.expect_err("revoked");
    assert!(matches!(error, Error::SignInExpired), "{error:?}");
    assert!(desk.vault.load().await.unwrap().is_none());
}

#[tokio::test]
async fn without_the_reporting_role_the_reason_is_told() {
    let desk = Desk::open().await;
    let journal = desk.cashout("Cashout 4K7Q2M").await;
    desk.control(Control { reporting_role: Some(false), ..Control::default() });
    let error = desk.client.create_manual_journal(&journal, "key").await.expect_err("refused");
    assert!(matches!(error, Error::NotPermitted { .. }), "{error:?}");
}

#[tokio::test]
async fn disconnecting_and_signing_out_end_in_xero_too() {
    let desk = Desk::open().await;
    let session = desk.client.session();
    let connection = session.connections(None).await.expect("listed").remove(0);
    session.disconnect(connection.id).await.expect("ended");
    session.disconnect(connection.id).await.expect("gone is gone");
    let left = session.connections(None).await.expect("listed");
    assert!(left.iter().all(|other| other.id != connection.id));
    session.sign_out().await.expect("revoked");
    let error = desk.client.organisation().await.expect_err("signed out");
    assert!(matches!(error, Error::NotSignedIn), "{error:?}");
}

#[tokio::test]
async fn the_budget_of_the_organisation_is_learnt() {
    let desk = Desk::open().await;
    desk.client.organisation().await.expect("read");
    let budget = desk.client.limits().snapshot();
    assert!(budget.minute_remaining.is_some_and(|left| left < 60), "{budget:?}");
    assert!(budget.day_remaining.is_some_and(|left| left < 1_000), "{budget:?}");
}
