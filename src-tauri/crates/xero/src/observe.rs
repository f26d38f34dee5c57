//! What went over the wire, told to whoever keeps the sync log.
//!
//! Neither headers nor bodies are told: an observer cannot leak a token it never sees.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use world::Clock;

use crate::transport::{Request, Response, Transport, TransportError};

/// One request and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// `GET`, `PUT`, …
    pub method: String,
    /// Path and query, without the host.
    pub path: String,
    /// The answer's status; `None` when no whole answer came.
    pub status: Option<u16>,
    /// When the request left, in UTC.
    pub started_at: DateTime<Utc>,
    /// Until the whole answer was there, or the failure.
    pub duration: Duration,
    /// 1 for the first try of this call, 2 for the one after a refresh or a rate limit, and so on.
    pub attempt: u32,
    /// Xero's own name for this exchange, for its support.
    pub correlation_id: Option<String>,
}

/// Hears of every exchange.
pub trait Observer: Send + Sync + Debug {
    /// Is called after each exchange, also the failed ones. It must not block.
    fn exchanged(&self, exchange: &Exchange);
}

/// Nobody listens.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoObserver;

impl Observer for NoObserver {
    fn exchanged(&self, _exchange: &Exchange) {}
}

/// A transport whose exchanges are told.
#[derive(Clone, Debug)]
pub(crate) struct Observed {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) observer: Arc<dyn Observer>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Observed {
    /// Sends one request as attempt number `attempt` of its call.
    pub(crate) async fn send(
        &self,
        request: Request,
        attempt: u32,
    ) -> Result<Response, TransportError> {
        let started_at = self.clock.now();
        let method = request.method().to_string();
        let path = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
        let answer = self.transport.send(request).await;
        let answered = answer.as_ref().ok();
        self.observer.exchanged(&Exchange {
            method,
            path,
            status: answered.map(|response| response.status().as_u16()),
            started_at,
            duration: (self.clock.now() - started_at).to_std().unwrap_or_default(),
            attempt,
            correlation_id: answered.and_then(correlation_id),
        });
        answer
    }
}

fn correlation_id(response: &Response) -> Option<String> {
    Some(response.headers().get("xero-correlation-id")?.to_str().ok()?.to_owned())
}
