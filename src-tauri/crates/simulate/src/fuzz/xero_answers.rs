//! Every answer of Xero's, under any bytes, status and headers: the client never panics, an answer
//! it cannot read never makes a write look refused or done, and no error says a token.

use std::future::Future;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use http::HeaderValue;
use tokio::runtime::Runtime;
use world::World;
use xero::{
    AccessToken, BoxFuture, Client, Endpoint, Error, MemoryVault, NoObserver, Origins, Outcome,
    RefreshGuard, RefreshLock, RefreshToken, Request, Response, Session, SessionParts, TokenSet,
    Transport, TransportError, Uuid,
};

use super::Target;
use crate::gate::locked;

/// What is in every token here, and may be in nothing that is said.
const SECRET: &str = "s3cr3t";
/// The bytes before an answer's body: its status, and its headers.
const BEFORE_BODY: usize = 2;
const STATUSES: [u16; 16] =
    [200, 200, 200, 200, 201, 204, 304, 400, 401, 403, 404, 412, 429, 500, 503, 504];
const RETRY_AFTER: [&str; 6] = ["0", "30", "-1", "99999999999999999999", "soon", "1e9"];

macro_rules! fixture {
    ($($name:literal),* $(,)?) => {
        [$(include_bytes!(concat!("../../../xero/tests/fixtures/", $name)).as_slice()),*]
    };
}

const ANSWERS: [&[u8]; 27] = fixture![
    "accounts.json",
    "bank_transaction.json",
    "credit_note.json",
    "invoice.json",
    "manual_journal.json",
    "manual_journal_warned.json",
    "organisation.json",
    "refund.json",
    "tax_rates.json",
    "tracking_categories.json",
    "400.xml",
    "400_key.json",
    "400_lower_case.json",
    "400_malformed.json",
    "400_query.json",
    "400_text.txt",
    "400_validation.json",
    "401_bad_token.json",
    "401_expired.json",
    "401_scope.json",
    "403_reporting.json",
    "403_tenant.json",
    "404.html",
    "500.txt",
    "501.xml",
    "503.txt",
    "504.html",
];
/// What the fixtures lack, as facts §2.4 and §3 have it.
const MORE: [&[u8]; 5] = [
    include_bytes!("corpus/tokens.json"),
    include_bytes!("corpus/invalid_grant.json"),
    include_bytes!("corpus/connections.json"),
    include_bytes!("corpus/contacts.json"),
    include_bytes!("corpus/others.json"),
];

/// What is asked, of those who answer with their own shapes.
type Ask = fn(&Rig) -> Result<(), Error>;

pub(super) fn targets() -> Vec<Target> {
    let examples: Vec<Vec<u8>> =
        ANSWERS.iter().chain(&MORE).map(|body| [&[0, 0], *body].concat()).collect();
    let target =
        |(name, fuzz): (&'static str, fn(&[u8]))| Target { name, fuzz, examples: examples.clone() };
    TARGETS.into_iter().map(target).collect()
}

macro_rules! targets {
    ($($name:literal $kind:ident $client:ident => $call:expr;)*) => {
        const TARGETS: [(&str, fn(&[u8])); [$($name),*].len()] = [$(($name, {
            fn asked(rig: &Rig) -> Result<(), Error> {
                let $client = &rig.client;
                rig.runtime.block_on(async move { $call.await.map(drop) })
            }
            fn fuzz(bytes: &[u8]) {
                answered(bytes, asked, Kind::$kind);
            }
            fuzz
        })),*];
    };
}

targets! {
    "an organisation" Read client => client.organisation();
    "what an organisation may do" Read client => client.organisation_actions();
    "currencies" Read client => client.currencies();
    "accounts" Read client => client.accounts();
    "tax rates" Read client => client.tax_rates();
    "tracking categories" Read client => client.tracking_categories();
    "a contact" Read client => client.contact(Uuid::nil());
    "contacts by name" Read client => client.find_contacts_by_name("Ann");
    "contacts searched" Read client => client.search_contacts("Ann");
    "a journal" Read client => client.manual_journal(Uuid::nil());
    "journals by narration" Read client => client.find_manual_journals_by_narration("N");
    "changed journals" Read client => client.manual_journals_modified_since(1, since());
    "an invoice" Read client => client.invoice(Uuid::nil());
    "invoices by reference" Read client => client.find_invoices_by_reference("R");
    "a credit note" Read client => client.credit_note(Uuid::nil());
    "credit notes by reference" Read client => client.find_credit_notes_by_reference("R");
    "a payment" Read client => client.payment(Uuid::nil());
    "payments by reference" Read client => client.find_payments_by_reference("R");
    "a bank transaction" Read client => client.bank_transaction(Uuid::nil());
    "bank transactions by reference" Read client => client.find_bank_transactions_by_reference("R");
    "history notes" Read client => client.history_notes(Endpoint::Invoices, Uuid::nil());
    "attachments" Read client => client.attachments(Endpoint::Invoices, Uuid::nil());
    "a journal's creation" Write client => client.send_manual_journal(b"{}", "key");
    "a journal's void" Write client => client.send_void_manual_journal(Uuid::nil(), b"{}", "key");
    "an invoice's creation" Write client => client.send_invoice(b"{}", "key");
    "a credit note's creation" Write client => client.send_credit_note(b"{}", "key");
    "a payment's creation" Write client => client.send_payment(b"{}", "key");
    "a payment's deletion" Write client => client.send_payment_deletion(Uuid::nil(), b"{}", "key");
    "a bank transaction's creation" Write client => client.send_bank_transaction(b"{}", "key");
    "a contact's creation" Write client => client.send_contact(b"{}", "key");
    "connections" Read client => client.session().connections(None);
    "a renewal of tokens" Renewal client => client.session().keep_alive();
}

/// What was asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Read,
    Write,
    Renewal,
}

fn since() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
}

/// A client whose every request has the same answer.
struct Rig {
    client: Client,
    runtime: Runtime,
    answer: Arc<Says>,
    vault: Arc<MemoryVault>,
}

#[derive(Debug, Default)]
struct Says(Mutex<Response>);

impl Transport for Says {
    fn send(&self, _request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        let answer = locked(&self.0).clone();
        Box::pin(std::future::ready(Ok(answer)))
    }
}

/// There is nobody else.
#[derive(Debug)]
struct Alone;

impl RefreshLock for Alone {
    fn acquire(&self) -> BoxFuture<'_, Result<RefreshGuard, xero::LockError>> {
        Box::pin(std::future::ready(Ok(RefreshGuard::new(()))))
    }
}

impl Rig {
    fn new() -> Self {
        let answer = Arc::new(Says::default());
        let vault = Arc::new(MemoryVault::default());
        let session = Session::new(SessionParts {
            transport: Arc::<Says>::clone(&answer),
            origins: Origins::one("http://127.0.0.1:9").expect("an origin"),
            vault: Arc::<MemoryVault>::clone(&vault),
            refresh_lock: Arc::new(Alone),
            observer: Arc::new(NoObserver),
            world: World::seeded(1, since()),
        });
        let client = Client::new(session, Uuid::nil());
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        Self { client, runtime, answer, vault }
    }

    fn signs_in(&self) {
        use xero::TokenVault as _;
        let tokens = TokenSet {
            client_id: "app".to_owned(),
            access: AccessToken::new(SECRET.to_owned()),
            refresh: RefreshToken::new(SECRET.to_owned()),
            previous_refresh: None,
            expires_at: since() + TimeDelta::days(365_000),
            refreshed_at: since(),
            scopes: Vec::new(),
        };
        self.wait(self.vault.save(&tokens)).expect("memory holds it");
    }

    fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }
}

fn response(bytes: &[u8]) -> Response {
    let (before, body) = bytes.split_at(bytes.len().min(BEFORE_BODY));
    let byte = |place: usize| usize::from(before.get(place).copied().unwrap_or_default());
    let mut response = Response::new(body.to_vec());
    let status = STATUSES[byte(0) % STATUSES.len()];
    *response.status_mut() = status.try_into().expect("a status");
    let headers = response.headers_mut();
    let which = byte(1);
    if which & 1 == 1 {
        let value = RETRY_AFTER[which / 8 % RETRY_AFTER.len()];
        headers.insert("retry-after", HeaderValue::from_static(value));
    }
    if which & 2 == 2 {
        headers.insert("x-rate-limit-problem", HeaderValue::from_static("minute"));
    }
    if which & 4 == 4
        && let Ok(value) = HeaderValue::from_bytes(&body[..body.len().min(32)])
    {
        headers.insert("x-minlimit-remaining", value);
    }
    response
}

fn answered(bytes: &[u8], ask: Ask, kind: Kind) {
    let rig = Rig::new();
    rig.signs_in();
    let response = response(bytes);
    let status = response.status().as_u16();
    *locked(&rig.answer.0) = response;
    let Err(error) = ask(&rig) else {
        assert!(kind == Kind::Renewal || (200..300).contains(&status), "{status} is no yes");
        return;
    };
    let said = format!("{error} {error:?}");
    let is_in_the_answer = String::from_utf8_lossy(bytes).contains(SECRET);
    assert!(is_in_the_answer || !said.contains(SECRET), "a token is said: {said}");
    let is_done = (200..300).contains(&status);
    if kind == Kind::Write && is_done && !matches!(error, Error::Invalid { .. }) {
        // Xero may have acted: nothing else may be believed of what could not be read.
        assert_eq!(error.outcome(), Outcome::Unknown, "{status}: {error}");
    }
    if kind == Kind::Write && (500..600).contains(&status) {
        assert_eq!(error.outcome(), Outcome::Unknown, "{status}: {error}");
    }
}
