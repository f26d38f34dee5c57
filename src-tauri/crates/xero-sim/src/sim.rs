//! The handle everybody holds, and the way of one call through faults to its answer.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::http::header::DATE;
use axum::http::{Request, Response};

use crate::call::Call;
use crate::disk::Disk;
use crate::fault::{self, Fault, FaultKind, RateLimit, Target, Unauthorised};
use crate::limits::{Limits, Usage, too_many};
use crate::reply::Reply;
use crate::state::State;
use crate::torn::torn;
use crate::{Control, Error, Options, OrganisationSummary, Refused, Scenario, control, signin};

/// Xero's hard limit of one request (facts §4).
const MAX_BODY: usize = 10 * 1024 * 1024;
/// How many calls `GET /sim/log.json` still knows.
const LOG_LENGTH: usize = 1_000;

/// The Retry-After of a refused minute and of a refused day, in seconds, when a fault refuses.
const FAULT_MINUTE_WAIT: i64 = 30;
const FAULT_DAY_WAIT: i64 = 36_000;

/// A simulated Xero. Clones are the same one.
///
/// It is a `tower` service whose error, [`Dropped`], is a lost answer.
#[derive(Clone)]
pub struct Sim {
    inner: Arc<Mutex<Inner>>,
}

impl std::fmt::Debug for Sim {
    /// Says nothing of its state, which holds tokens.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sim")
    }
}

/// The connection closed without a byte of answer. Whether the request was carried out is exactly
/// what nobody can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the simulator dropped the connection without an answer")]
pub struct Dropped;

pub(crate) struct Inner {
    pub(crate) state: State,
    pub(crate) config: Config,
    pub(crate) usage: Usage,
    pub(crate) faults: Vec<Fault>,
    pub(crate) log: VecDeque<Seen>,
    disk: Disk,
}

/// What a simulator was started with and does not keep.
pub(crate) struct Config {
    pub(crate) auto_approve: bool,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) strict_redirects: bool,
    pub(crate) scenario: Scenario,
}

/// One call, remembered for tests that count them.
#[derive(Clone, serde::Serialize)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    /// Absent where no answer was sent.
    pub(crate) status: Option<u16>,
    pub(crate) fault: Option<FaultKind>,
}

impl Sim {
    /// A simulator without sockets.
    ///
    /// # Errors
    /// When an organisation is unknown or the state cannot be used.
    pub fn new(options: Options) -> Result<Self, Error> {
        let mut disk = Disk::open(options.state_dir.clone())?;
        let mut state = match disk.load()? {
            Some(state) => state,
            None => State::seeded(&options)?,
        };
        if let Some(client_id) = options.client_id {
            state.client_id = client_id;
        }
        disk.begin(&mut state)?;
        let inner = Inner {
            state,
            usage: Usage::new(Limits::new(options.scenario.calls_a_day)),
            config: Config {
                auto_approve: options.auto_approve,
                redirect_uris: options.redirect_uris,
                strict_redirects: options.strict_redirects,
                scenario: options.scenario,
            },
            faults: Vec::new(),
            log: VecDeque::new(),
            disk,
        };
        Ok(Self { inner: Arc::new(Mutex::new(inner)) })
    }

    /// The client id of the registered app.
    #[must_use]
    pub fn client_id(&self) -> String {
        self.lock().state.client_id.clone()
    }

    /// The organisations a user can connect.
    #[must_use]
    pub fn organisations(&self) -> Vec<OrganisationSummary> {
        let inner = self.lock();
        let summary = |o: &crate::books::Organisation| OrganisationSummary {
            id: o.id.to_string(),
            name: o.name.clone(),
            country: o.country.clone(),
        };
        inner.state.organisations.iter().map(summary).collect()
    }

    /// Changes the world behind the client's back, as `POST /sim/control` does.
    ///
    /// # Errors
    /// When something named is not there. Nothing was changed then.
    pub fn control(&self, control: Control) -> Result<(), Refused> {
        let mut inner = self.lock();
        control::apply(&mut inner, control)?;
        inner.save(true).map_err(|_| Refused::NotSaved)
    }

    /// Carries a request out. It runs to its end even if the caller stops waiting, because real
    /// Xero does not undo what a client hung up on.
    ///
    /// # Errors
    /// When a fault loses the answer.
    pub async fn answer(&self, request: Request<Body>) -> Result<Response<Body>, Dropped> {
        let sim = self.clone();
        tokio::spawn(async move { sim.carry_out(request).await }).await.unwrap_or(Err(Dropped))
    }

    async fn carry_out(&self, request: Request<Body>) -> Result<Response<Body>, Dropped> {
        let (parts, body) = request.into_parts();
        let Ok(body) = axum::body::to_bytes(body, MAX_BODY).await else {
            return Ok(Reply::sentence(413, "Request Entity Too Large").into_response());
        };
        let mut call = Call::new(parts, body);
        let tenant = call.tenant().filter(|_| call.is_api());
        if let Some(tenant) = tenant {
            call.crowded = !self.lock().usage.enter(tenant);
        }
        let fault = self.lock().strike(&call);
        let seen = (call.method.clone(), call.path.clone(), fault.clone());
        let mut answer = self.suffer(Arc::new(call), fault).await;
        let mut inner = self.lock();
        if let Ok(answer) = &mut answer {
            answer.headers_mut().insert(DATE, inner.state.clock.date());
        }
        if let Some(tenant) = tenant {
            inner.usage.leave(tenant);
        }
        inner.remember(seen, answer.as_ref().ok().map(|response| response.status().as_u16()));
        answer
    }

    /// Carries the call out with its fault.
    async fn suffer(
        &self,
        call: Arc<Call>,
        fault: Option<FaultKind>,
    ) -> Result<Response<Body>, Dropped> {
        let reply = match fault {
            None => self.process(&call, None),
            Some(FaultKind::LossBefore) => return Err(Dropped),
            Some(FaultKind::LossAfterCommit | FaultKind::RefreshResponseLost) => {
                self.process(&call, None);
                return Err(Dropped);
            }
            Some(FaultKind::LateCommit { ms }) => {
                let sim = self.clone();
                tokio::spawn(async move {
                    tokio::time::sleep(Duration::from_millis(ms)).await;
                    sim.process(&call, None);
                });
                return Err(Dropped);
            }
            Some(FaultKind::Delay { ms }) => {
                tokio::time::sleep(Duration::from_millis(ms)).await;
                self.process(&call, None)
            }
            Some(FaultKind::TornBody) => return Ok(torn(self.process(&call, None))),
            Some(FaultKind::DuplicateDelivery) => {
                let first = self.process(&call, None);
                self.process(&call, None);
                first
            }
            Some(FaultKind::ServerError { status, committed }) => {
                let error = server_error(status);
                if committed { self.process(&call, Some(error)) } else { self.refuse(&call, error) }
            }
            Some(FaultKind::RateLimit { limit, seconds }) => {
                let usual =
                    if limit == RateLimit::Day { FAULT_DAY_WAIT } else { FAULT_MINUTE_WAIT };
                self.refuse(&call, too_many(limit, seconds.map_or(usual, i64::from)))
            }
            Some(FaultKind::Unauthorised { why }) => {
                let reply = match why {
                    Unauthorised::Expired => signin::expired(self.lock().state.clock.now()),
                    Unauthorised::BadToken => Reply::problem(401, "AuthenticationUnsuccessful"),
                    Unauthorised::MissingScope => Reply::problem(401, "AuthorizationUnsuccessful"),
                };
                self.refuse(&call, reply)
            }
            Some(FaultKind::OrganisationOffline) => {
                self.refuse(&call, Reply::sentence(503, "The Organisation is offline"))
            }
            Some(FaultKind::TenantDisconnected) => {
                self.refuse(&call, Reply::problem(403, "AuthenticationUnsuccessful"))
            }
        };
        Ok(reply.into_response())
    }

    /// Answers without carrying anything out; the remaining calls are told all the same.
    fn refuse(&self, call: &Call, reply: Reply) -> Reply {
        match call.tenant().filter(|_| call.is_api()) {
            Some(tenant) => self.lock().usage.headers(tenant, reply),
            None => reply,
        }
    }

    /// Carries the call out and saves. `instead` takes the place of the answer, in the
    /// idempotency store too.
    fn process(&self, call: &Call, instead: Option<Reply>) -> Reply {
        let mut inner = self.lock();
        let reply = crate::api::route(&mut inner, call, instead);
        if call.writes()
            && let Err(error) = inner.save(!call.is_api())
        {
            tracing::error!(%error, "simulator: state not saved");
            return Reply::sentence(500, "An unhandled error with the Xero API occurred");
        }
        reply
    }

    /// The state stays usable after a panic in another call: each change is made whole.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl tower::Service<Request<Body>> for Sim {
    type Response = Response<Body>;
    type Error = Dropped;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Dropped>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Dropped>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let sim = self.clone();
        Box::pin(async move { sim.answer(request).await })
    }
}

impl Inner {
    /// `sign_in` says whether tokens or connections may have changed.
    fn save(&mut self, sign_in: bool) -> Result<(), Error> {
        self.disk.save(&mut self.state, sign_in)
    }

    fn strike(&mut self, call: &Call) -> Option<FaultKind> {
        // What the person at the simulator does must not fail.
        if call.path == "/" || call.path.starts_with("/sim/") || call.path.starts_with("/books/") {
            return None;
        }
        let refreshes = call.path == "/connect/token"
            && call
                .form()
                .iter()
                .any(|(key, value)| key == "grant_type" && value == "refresh_token");
        let target = Target {
            method: &call.method,
            path: &call.path,
            tenant: call.header("xero-tenant-id"),
            refreshes,
        };
        fault::strike(&mut self.faults, &target)
    }

    fn remember(&mut self, seen: (String, String, Option<FaultKind>), status: Option<u16>) {
        let (method, path, fault) = seen;
        if path.starts_with("/sim/") {
            return;
        }
        self.log.truncate(LOG_LENGTH - 1);
        self.log.push_front(Seen { method, path, status, fault });
    }
}

fn server_error(status: u16) -> Reply {
    let text = match status {
        503 => "The Xero API is temporarily unavailable",
        504 => "504 Gateway Time-Out",
        _ => "An unhandled error with the Xero API occurred",
    };
    Reply::sentence(status, text)
}
