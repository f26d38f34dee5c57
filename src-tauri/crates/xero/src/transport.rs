//! Requests out, answers in: the seam between this crate and the network.
//!
//! [`Transport`] is small and object-safe so that a test can hand in the simulator's router, or a
//! fixture. What matters most about a failure is whether the request can have reached Xero:
//! [`Sent`] says it, and the outbox's exactly-once rests on it (DESIGN §4).

use std::error::Error as StdError;
use std::fmt::{self, Debug};
use std::future::Future;
use std::pin::Pin;
use std::sync::Once;
use std::time::Duration;

use http::header::HeaderMap;
use reqwest::redirect::Policy;
use thiserror::Error;
use url::Url;

use crate::origins::is_loopback;

/// A request with its whole body. Header values with a secret are marked sensitive.
pub type Request = http::Request<Vec<u8>>;
/// An answer with its whole body.
pub type Response = http::Response<Vec<u8>>;
/// A future that can be kept behind `dyn`.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Longest wait for a connection.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Longest wait for the whole answer. The outbox's settle time must be longer (DESIGN §4).
pub const WHOLE_TIMEOUT: Duration = Duration::from_secs(60);
/// How long an unused connection is kept for the next request.
const IDLE_MAX: Duration = Duration::from_secs(15);
/// Longest answer that is read; Xero's own limit for a request is the same 10 MB (facts §4).
pub const BODY_BYTES_MAX: usize = 10 * 1024 * 1024;

/// Whether a failed request can have reached Xero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It never left: no such host, connection refused, no TLS. Nothing can have happened.
    No,
    /// It left, or may have: time-out, reset, torn answer. Only a look-up can tell.
    Unknown,
}

/// A request without a whole answer.
#[derive(Debug, Error)]
#[error("{what}")]
pub struct TransportError {
    /// Whether the request can have arrived.
    pub sent: Sent,
    what: &'static str,
    #[source]
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// The request never left.
    #[must_use]
    pub fn not_sent(what: &'static str) -> Self {
        Self { sent: Sent::No, what, source: None }
    }

    /// The request may have arrived.
    #[must_use]
    pub fn unknown(what: &'static str) -> Self {
        Self { sent: Sent::Unknown, what, source: None }
    }

    /// Adds what caused it. The cause must not hold a header or a body.
    #[must_use]
    pub fn because(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }
}

/// Sends one request and waits for the whole answer. Never repeats one by itself.
pub trait Transport: Send + Sync + Debug {
    /// # Errors
    /// [`TransportError`] when no whole answer came; any status is an answer.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>>;
}

/// The network, over TLS by rustls and ring.
pub struct HttpTransport {
    outward: reqwest::Client,
    loopback: reqwest::Client,
}

impl HttpTransport {
    /// Opens the network. Connections are made, and kept, as requests come.
    ///
    /// # Errors
    /// [`TransportError`] when the machine's TLS roots cannot be read.
    pub fn new() -> Result<Self, TransportError> {
        install_crypto();
        let built = |builder: reqwest::ClientBuilder| {
            builder.build().map_err(|error| {
                TransportError::not_sent("this machine's network could not be set up")
                    .because(error)
            })
        };
        Ok(Self {
            outward: built(builder())?,
            // A proxy of the office has no business between us and this machine.
            loopback: built(builder().no_proxy())?,
        })
    }

    async fn exchange(&self, request: Request) -> Result<Response, TransportError> {
        let url = Url::parse(&request.uri().to_string())
            .map_err(|error| TransportError::not_sent("the address is not one").because(error))?;
        let client = if is_loopback(&url) { &self.loopback } else { &self.outward };
        let (parts, body) = request.into_parts();
        let mut answer = client
            .request(parts.method, url)
            .headers(parts.headers)
            .body(body)
            .send()
            .await
            .map_err(failure)?;
        let status = answer.status();
        let headers: HeaderMap = std::mem::take(answer.headers_mut());
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(failure)? {
            if bytes.len() + chunk.len() > BODY_BYTES_MAX {
                return Err(TransportError::unknown("the answer is longer than it may be"));
            }
            bytes.extend_from_slice(&chunk);
        }
        let mut response = Response::new(bytes);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

impl Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HttpTransport")
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

fn builder() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .user_agent(concat!("Daybook/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        // A connection the other side has closed meanwhile would make a write's fate unknown.
        .pool_idle_timeout(IDLE_MAX)
        .timeout(WHOLE_TIMEOUT)
        // A redirect followed would send a write a second time, and tokens to another host.
        .redirect(Policy::none())
        // Repeating is the outbox's decision, which first looks whether the first one arrived.
        .retry(reqwest::retry::never())
}

/// rustls needs its provider once per process; another crate may have been first.
fn install_crypto() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let installed = rustls::crypto::ring::default_provider().install_default();
        if installed.is_err() {
            tracing::debug!("another part of the program had already chosen its cryptography");
        }
    });
}

fn failure(error: reqwest::Error) -> TransportError {
    let told = if error.is_connect() {
        TransportError::not_sent("no connection could be made")
    } else if error.is_builder() {
        TransportError::not_sent("the request could not be written")
    } else if error.is_timeout() {
        TransportError::unknown("no answer came in time")
    } else {
        TransportError::unknown("the connection broke before the whole answer was there")
    };
    // An address may carry what a log should not; the caller knows which it asked for.
    told.because(error.without_url())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_server_that_says_nothing_may_have_acted() {
        install_crypto();
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let url = format!("http://{}/", listener.local_addr().expect("bound"));
        let impatient = builder().timeout(Duration::from_millis(50)).build().expect("a client");
        let error = impatient.get(url).send().await.map_err(failure).expect_err("no answer");
        assert_eq!(error.sent, Sent::Unknown);
    }
}
