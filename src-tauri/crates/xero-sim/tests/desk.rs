//! A desk: a running simulator, a signed-in client, and short words for what tests say often.

use std::time::Duration;

use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use xero_sim::{Control, Fault, Options, Running, serve};

/// 43 characters, and its SHA-256 in base64url.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(crate) const REDIRECT: &str = "http://localhost:8742/callback";
pub(crate) const SCOPES: &str = "openid profile email offline_access \
     accounting.manualjournals accounting.settings accounting.contacts \
     accounting.invoices accounting.payments accounting.banktransactions accounting.attachments";

/// An answer, read whole.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text)
            .unwrap_or_else(|error| panic!("{error} in {} {}", self.status, self.text))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The first element of a successful answer.
    #[track_caller]
    pub(crate) fn one(&self, collection: &str) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        self.json()[collection][0].clone()
    }

    /// What a field of each element of a successful answer says.
    #[track_caller]
    pub(crate) fn each(&self, collection: &str, field: &str) -> Vec<String> {
        assert_eq!(self.status, 200, "{}", self.text);
        let elements = self.json()[collection].as_array().unwrap().clone();
        let text = |element: &Value| element[field].as_str().unwrap_or_default().to_owned();
        elements.iter().map(text).collect()
    }

    /// The one journal of a successful answer.
    #[track_caller]
    pub(crate) fn journal(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        self.json()["ManualJournals"][0].clone()
    }

    /// The messages of a validation exception's elements.
    #[track_caller]
    pub(crate) fn refusals(&self) -> Vec<String> {
        assert_eq!(self.status, 400, "{}", self.text);
        let body = self.json();
        assert_eq!(body["ErrorNumber"], 10, "{body}");
        assert_eq!(body["Type"], "ValidationException");
        assert_eq!(body["Message"], "A validation exception occurred");
        let elements = body["Elements"].as_array().unwrap();
        elements.iter().flat_map(|element| messages(&element["ValidationErrors"])).collect()
    }
}

pub(crate) fn messages(list: &Value) -> Vec<String> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|entry| entry["Message"].as_str().unwrap().to_owned()).collect()
}

pub(crate) fn client() -> reqwest::Client {
    // Fails when another test installed it first, which is as good.
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(20))
        .build()
        .unwrap()
}

/// Frozen on Monday 5 October 2026, 20:00 UTC, and the same in every run.
pub(crate) fn options() -> Options {
    Options {
        auto_approve: true,
        frozen_at: Some("2026-10-05T20:00:00Z".parse().unwrap()),
        seed: Some(7),
        ..Options::default()
    }
}

pub(crate) struct Desk {
    pub(crate) running: Running,
    pub(crate) http: reqwest::Client,
    pub(crate) access: String,
    pub(crate) refresh: String,
    pub(crate) tenant: String,
}

impl Desk {
    pub(crate) async fn new() -> Self {
        Self::with(options()).await
    }

    pub(crate) async fn of(country: &str) -> Self {
        Self::with(Options { orgs: vec![country.to_owned()], ..options() }).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        let running = serve(options).await.unwrap();
        let http = client();
        let tokens = sign_in(&http, &running, SCOPES).await;
        let tenant = running.organisations()[0].id.clone();
        let token = |name: &str| tokens[name].as_str().unwrap_or_default().to_owned();
        Self {
            access: token("access_token"),
            refresh: token("refresh_token"),
            running,
            http,
            tenant,
        }
    }

    /// Signed in again, after a time in which the token ended.
    pub(crate) async fn sign_in_again(&mut self) {
        let tokens = sign_in(&self.http, &self.running, SCOPES).await;
        self.access = tokens["access_token"].as_str().unwrap().to_owned();
    }

    /// A signed-in request of the accounting API that asks for JSON.
    pub(crate) fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}/api.xro/2.0/{path}", self.running.url());
        self.http
            .request(method.parse().unwrap(), url)
            .bearer_auth(&self.access)
            .header("xero-tenant-id", &self.tenant)
            .header("accept", "application/json")
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        read(self.request("GET", path)).await
    }

    /// A list filtered by `where`.
    pub(crate) async fn find(&self, collection: &str, filter: &str) -> Answer {
        read(self.request("GET", collection).query(&[("where", filter)])).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        read(self.request("PUT", path).json(body)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        read(self.request("POST", path).json(body)).await
    }

    /// PUTs with an Idempotency-Key.
    pub(crate) async fn put_once(&self, key: &str, body: &Value) -> Answer {
        read(self.request("PUT", "ManualJournals").header("Idempotency-Key", key).json(body)).await
    }

    /// Posts 100.00 from Boats to Card Clearing and gives the journal.
    pub(crate) async fn posted(&self, narration: &str) -> Value {
        self.put("ManualJournals", &journal(narration)).await.journal()
    }

    pub(crate) fn control(&self, control: Value) {
        let control: Control = serde_json::from_value(control).unwrap();
        self.running.sim().control(control).unwrap();
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.control(json!({ "advance_seconds": seconds }));
    }

    pub(crate) fn fault(&self, fault: Value) {
        let fault: Fault = serde_json::from_value(fault).unwrap();
        let control = Control { faults: vec![fault], ..Control::default() };
        self.running.sim().control(control).unwrap();
    }

    pub(crate) async fn books(&self) -> Value {
        books(&self.http, &self.running.url()).await
    }

    /// Balance by account name; zero for one that was never posted to.
    pub(crate) async fn balance(&self, name: &str) -> String {
        let books = self.books().await;
        let rows = books["TrialBalance"].as_array().unwrap().clone();
        let row = rows.iter().find(|row| row["name"] == name);
        row.map_or_else(|| "0.00".to_owned(), |row| row["balance"].as_str().unwrap().to_owned())
    }
}

pub(crate) async fn books(http: &reqwest::Client, url: &str) -> Value {
    read(http.get(format!("{url}/sim/books.json"))).await.json()
}

pub(crate) async fn read(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    Answer {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        text: response.text().await.unwrap(),
    }
}

/// The parameters of a sign-in that must succeed.
pub(crate) fn authorize_query(client_id: &str, scopes: &str) -> Vec<(String, String)> {
    [
        ("response_type", "code"),
        ("client_id", client_id),
        ("redirect_uri", REDIRECT),
        ("scope", scopes),
        ("state", "st&te=1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

pub(crate) fn authorize_url(running: &Running) -> String {
    format!("{}/identity/connect/authorize", running.url())
}

/// The query of the redirect in an answer's `location`.
pub(crate) fn redirected(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!(answer.status, 302, "{}", answer.text);
    let location = reqwest::Url::parse(answer.header("location").unwrap()).unwrap();
    assert!(location.as_str().starts_with(REDIRECT));
    location.query_pairs().into_owned().collect()
}

pub(crate) fn value<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    &pairs.iter().find(|(key, _)| key == name).unwrap_or_else(|| panic!("no {name}")).1
}

pub(crate) async fn redeem(http: &reqwest::Client, running: &Running, form: &Value) -> Answer {
    read(http.post(format!("{}/connect/token", running.url())).form(form)).await
}

pub(crate) fn code_form(running: &Running, code: &str) -> Value {
    json!({
        "grant_type": "authorization_code", "client_id": running.client_id(), "code": code,
        "redirect_uri": REDIRECT, "code_verifier": VERIFIER,
    })
}

pub(crate) async fn sign_in(http: &reqwest::Client, running: &Running, scopes: &str) -> Value {
    let query = authorize_query(&running.client_id(), scopes);
    let answer = read(http.get(authorize_url(running)).query(&query)).await;
    let back = redirected(&answer);
    redeem(http, running, &code_form(running, value(&back, "code"))).await.json()
}

/// A posted, balanced journal without tax.
pub(crate) fn journal(narration: &str) -> Value {
    json!({ "ManualJournals": [{
        "Narration": narration, "Date": "2026-10-05", "Status": "POSTED",
        "LineAmountTypes": "NoTax",
        "JournalLines": [line(100.00, "613"), line(-100.00, "201")],
    }]})
}

pub(crate) fn line(amount: impl Into<Value>, account: &str) -> Value {
    json!({ "LineAmount": amount.into(), "AccountCode": account })
}

/// The journal above with `change` made to its one element.
pub(crate) fn changed(change: impl FnOnce(&mut Value)) -> Value {
    let mut body = journal("Cashout");
    change(&mut body["ManualJournals"][0]);
    body
}
