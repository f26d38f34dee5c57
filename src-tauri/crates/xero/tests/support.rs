//! A Xero in one closure: requests in, answers out, everything written down.

use std::fmt;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use world::World;
use xero::{
    AccessToken, BoxFuture, Client, Error, FileRefreshLock, MemoryVault, NoObserver, Origins,
    RefreshToken, Request, Response, Session, SessionParts, TokenSet, TokenVault, Transport,
    TransportError, Uuid,
};

pub(crate) const TENANT: Uuid = Uuid::from_u128(0xfe79_f7dd_b6d4_4a92_ba7b_538a_f626_9c58);
pub(crate) const CLIENT_ID: &str = "0123456789ABCDEF0123456789ABCDEF";

type Handler = dyn Fn(&Request) -> Result<Response, TransportError> + Send + Sync;

/// Answers every request by a closure and remembers them.
pub(crate) struct Scripted {
    handler: Box<Handler>,
    seen: Mutex<Vec<Request>>,
}

impl fmt::Debug for Scripted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scripted")
    }
}

impl Scripted {
    pub(crate) fn new(
        handler: impl Fn(&Request) -> Result<Response, TransportError> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self { handler: Box::new(handler), seen: Mutex::default() })
    }

    /// The requests whose path begins so, in the order they came.
    pub(crate) fn seen(&self, path: &str) -> Vec<Request> {
        let seen = self.seen.lock().unwrap();
        seen.iter().filter(|request| request.uri().path().starts_with(path)).cloned().collect()
    }
}

impl Transport for Scripted {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            // A real network lets others go on while it waits.
            tokio::task::yield_now().await;
            let answer = (self.handler)(&request);
            self.seen.lock().unwrap().push(request);
            answer
        })
    }
}

pub(crate) fn start() -> DateTime<Utc> {
    "2026-10-05T09:00:00Z".parse().unwrap()
}

pub(crate) fn answer(status: u16, body: impl Into<Vec<u8>>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response
}

pub(crate) fn with_header(mut response: Response, name: &'static str, value: &str) -> Response {
    response.headers_mut().insert(name, value.parse().unwrap());
    response
}

/// A token endpoint's success.
pub(crate) fn tokens_answer(access: &str, refresh: &str) -> Response {
    answer(
        200,
        format!(
            r#"{{"id_token":"x.y.z","access_token":"{access}","expires_in":1800,
            "token_type":"Bearer","refresh_token":"{refresh}","scope":"openid offline_access"}}"#
        ),
    )
}

/// A field of a form-encoded body.
pub(crate) fn form_field(request: &Request, name: &str) -> Option<String> {
    url::form_urlencoded::parse(request.body())
        .find_map(|(key, value)| (key == name).then(|| value.into_owned()))
}

/// Tokens with so many minutes left at [`start`].
pub(crate) fn tokens(access: &str, refresh: &str, minutes: i64) -> TokenSet {
    TokenSet {
        client_id: CLIENT_ID.to_owned(),
        access: AccessToken::new(access.to_owned()),
        refresh: RefreshToken::new(refresh.to_owned()),
        previous_refresh: None,
        expires_at: start() + TimeDelta::minutes(minutes),
        refreshed_at: start() - TimeDelta::minutes(30 - minutes),
        scopes: vec!["openid".to_owned()],
    }
}

/// A session over these parts; the lock is a fresh file unless processes are to share one.
pub(crate) fn session_with(
    transport: Arc<Scripted>,
    vault: Arc<dyn TokenVault>,
    lock: &std::path::Path,
) -> Session {
    let world = World::seeded(1, start());
    Session::new(SessionParts {
        transport,
        origins: Origins::default(),
        vault,
        refresh_lock: Arc::new(FileRefreshLock::new(lock.to_owned())),
        observer: Arc::new(NoObserver),
        world,
    })
}

/// A session whose token is good for half an hour.
pub(crate) fn signed_in(transport: Arc<Scripted>) -> Session {
    let vault = MemoryVault::holding(tokens("access-1", "refresh-1", 30));
    session_with(transport, Arc::new(vault), &std::env::temp_dir().join("never-locked"))
}

/// A client that gets this answer to everything.
pub(crate) fn client_of(response: &Response) -> Client {
    let response = response.clone();
    Client::new(signed_in(Scripted::new(move |_| Ok(response.clone()))), TENANT)
}

/// The failure a caller sees for an answer of Xero's.
pub(crate) async fn failure_of(response: &Response) -> Error {
    client_of(response).organisation().await.expect_err("the answer is a failure")
}
