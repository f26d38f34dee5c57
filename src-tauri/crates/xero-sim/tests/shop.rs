//! A simulator without sockets, for tests that call it thousands of times.

use axum::body::{Body, to_bytes};
use axum::http::Request;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use xero_sim::{Control, Options, Scenario, Sim};

use crate::desk::{CHALLENGE, REDIRECT, SCOPES, VERIFIER, options};
use crate::paper::text;

/// Books that one case writes in, without sockets.
pub(crate) struct Shop {
    sim: Sim,
    access: String,
    tenant: String,
    /// Everything is in this currency, at changing rates.
    pub(crate) currency: Option<&'static str>,
    /// How many documents it has tried to make.
    pub(crate) made: i64,
}

impl Shop {
    pub(crate) async fn open(currency: Option<&'static str>) -> Self {
        let scenario = Scenario { foreign_bank: true, ..Scenario::default() };
        let sim = Sim::new(Options { scenario, ..options() }).unwrap();
        let limits = json!({ "limits": { "minute": 1_000_000, "day": 1_000_000 } });
        sim.control(serde_json::from_value::<Control>(limits).unwrap()).unwrap();
        let tenant = sim.organisations()[0].id.clone();
        let mut shop = Self { sim, access: String::new(), tenant, currency, made: 0 };
        shop.access = shop.sign_in().await;
        shop
    }

    async fn send(&self, request: Request<Body>) -> (u16, String, String) {
        let response = self.sim.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let location = response.headers().get("location").cloned();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        (status, location.map_or_else(String::new, |l| l.to_str().unwrap().to_owned()), body)
    }

    async fn sign_in(&self) -> String {
        let form = |pairs: &[(&str, &str)]| {
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
        };
        let client = self.sim.client_id();
        let query = form(&[
            ("response_type", "code"),
            ("client_id", &client),
            ("redirect_uri", REDIRECT),
            ("scope", SCOPES),
            ("state", "s"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]);
        let path = format!("/identity/connect/authorize?{query}");
        let (_, back, _) = self.send(Request::get(path).body(Body::empty()).unwrap()).await;
        let back = url::Url::parse(&back).unwrap();
        let code = back.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
        let body = form(&[
            ("grant_type", "authorization_code"),
            ("client_id", &client),
            ("code", &code),
            ("redirect_uri", REDIRECT),
            ("code_verifier", VERIFIER),
        ]);
        let request = Request::post("/connect/token").body(Body::from(body)).unwrap();
        let (_, _, tokens) = self.send(request).await;
        let tokens: Value = serde_json::from_str(&tokens).unwrap();
        text(&tokens, "access_token").to_owned()
    }

    /// A call of the accounting API: done, or refused by a rule.
    pub(crate) async fn call(&self, method: &str, path: &str, body: &Value) -> bool {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api.xro/2.0/{path}"))
            .header("authorization", format!("Bearer {}", self.access))
            .header("xero-tenant-id", &self.tenant)
            .header("accept", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        let (status, _, answer) = self.send(request).await;
        assert!(status == 200 || status == 400, "{method} {path} {body}: {status} {answer}");
        status == 200
    }

    /// The books with amounts as they are written.
    pub(crate) async fn books(&self) -> Value {
        let request = Request::get("/sim/books.json").body(Body::empty()).unwrap();
        let (_, _, books) = self.send(request).await;
        serde_json::from_str(&books).unwrap()
    }
}
