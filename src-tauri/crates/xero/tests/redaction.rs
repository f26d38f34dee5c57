//! No secret in `Debug`, in an error, or in what an observer hears.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use xero::{Exchange, MemoryVault, Observer, TransportError};

use crate::support::{Scripted, TENANT, answer, session_with, signed_in, tokens, tokens_answer};

const SECRETS: [&str; 4] = ["access-1", "refresh-1", "access-2", "refresh-2"];

#[track_caller]
fn assert_silent(told: &impl Debug) {
    for text in [format!("{told:?}"), format!("{told:#?}")] {
        for secret in SECRETS {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[derive(Debug, Default)]
struct Heard(Mutex<Vec<Exchange>>);

impl Observer for Heard {
    fn exchanged(&self, exchange: &Exchange) {
        self.0.lock().unwrap().push(exchange.clone());
    }
}

#[tokio::test]
async fn tokens_sessions_vaults_and_requests_hide_their_secrets() {
    let set = tokens("access-1", "refresh-1", 30);
    assert_silent(&set);
    assert_silent(&MemoryVault::holding(set));
    let xero = Scripted::new(|_| Ok(answer(200, include_bytes!("fixtures/accounts.json"))));
    let session = signed_in(xero.clone());
    let client = xero::Client::new(session.clone(), TENANT);
    client.accounts().await.expect("read");
    assert_silent(&session);
    assert_silent(&client);
    assert_silent(&xero.seen("/"));
}

#[tokio::test]
async fn failures_of_the_token_endpoint_tell_no_token() {
    let bodies: [fn() -> Result<xero::Response, TransportError>; 4] = [
        // Success cut off half-way, with the tokens in the half that came.
        || {
            let whole = tokens_answer("access-2", "refresh-2").into_body();
            Ok(answer(200, whole[..whole.len() - 3].to_vec()))
        },
        || Ok(answer(400, r#"{"error":"invalid_request","error_description":"refresh-1"}"#)),
        || Ok(answer(500, "refresh-1 access-1")),
        || Err(TransportError::unknown("lost")),
    ];
    for body in bodies {
        let folder = tempfile::tempdir().unwrap();
        let vault = Arc::new(MemoryVault::holding(tokens("access-1", "refresh-1", 0)));
        let session =
            session_with(Scripted::new(move |_| body()), vault, &folder.path().join("lock"));
        let error = session.access_token().await.expect_err("no tokens");
        assert_silent(&error);
        assert_silent(&error.to_string());
    }
}

#[tokio::test]
async fn an_observer_hears_of_every_exchange_and_of_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let world = world::World::seeded(1, crate::support::start());
    let heard = Arc::new(Heard::default());
    let xero = Scripted::new(|request| {
        if request.uri().path() == "/connect/token" {
            return Ok(tokens_answer("access-2", "refresh-2"));
        }
        let response = answer(200, include_bytes!("fixtures/accounts.json"));
        Ok(crate::support::with_header(response, "xero-correlation-id", "c-1"))
    });
    let lock = xero::FileRefreshLock::new(folder.path().join("lock"));
    let session = xero::Session::new(xero::SessionParts {
        transport: xero,
        origins: xero::Origins::default(),
        vault: Arc::new(MemoryVault::holding(tokens("access-1", "refresh-1", 0))),
        refresh_lock: Arc::new(lock),
        observer: heard.clone(),
        world,
    });
    xero::Client::new(session, TENANT).accounts().await.expect("read");
    let heard = heard.0.lock().unwrap();
    assert_silent(&*heard);
    let lines: Vec<_> = heard
        .iter()
        .map(|e| format!("{} {} {:?} {:?}", e.method, e.path, e.status, e.correlation_id))
        .collect();
    assert_eq!(
        lines,
        ["POST /connect/token Some(200) None", "GET /api.xro/2.0/Accounts Some(200) Some(\"c-1\")",]
    );
}
