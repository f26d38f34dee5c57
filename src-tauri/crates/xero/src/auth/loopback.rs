//! The redirect's end: a listener on this machine for one answer of the browser.
//!
//! Xero matches the redirect address to the letter, port included, and takes `localhost` but not
//! `127.0.0.1` (facts §2.3). So the ports are few and registered, and both families are bound: a
//! browser may take `localhost` for either. A port whose other half somebody else has is no
//! port for us, or the code would go to them.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::header::HOST;
use axum::http::{HeaderMap, Method};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;
use world::Clock;

use super::SignInError;
use super::pages::Page;

/// The ports to register in the Xero app as `http://localhost:PORT/callback`.
pub const LOOPBACK_PORTS: &[u16] = &[8742, 8743, 8744, 8745, 8746];

/// Callbacks that may wait to be judged; a browser sends one.
const WAITING_MAX: usize = 4;
/// How long the last page may take to reach the browser.
const FAREWELL: Duration = Duration::from_secs(2);

/// A visit of the redirect address, to be judged and answered.
pub(super) struct Callback {
    pub(super) query: String,
    reply: oneshot::Sender<Page>,
}

impl Callback {
    /// Shows a page. A browser that has gone away misses it, and nothing else.
    pub(super) fn answer(self, page: Page) {
        if self.reply.send(page).is_err() {
            tracing::debug!("the browser did not wait for the page");
        }
    }
}

/// The open listener.
pub(super) struct Loopback {
    pub(super) port: u16,
    callbacks: mpsc::Receiver<Callback>,
    stop: watch::Sender<bool>,
    servers: JoinSet<io::Result<()>>,
}

#[derive(Clone)]
struct Visits {
    host: String,
    callbacks: mpsc::Sender<Callback>,
}

impl Loopback {
    /// Takes the first of `ports` that is free on every family this machine has.
    pub(super) async fn open(ports: &[u16]) -> Result<Self, SignInError> {
        for &port in ports {
            match listen(port).await {
                Ok(listeners) => return Ok(Self::serve(port, listeners)),
                Err(error) if error.kind() == ErrorKind::AddrInUse => {}
                Err(error) => return Err(SignInError::Loopback(error)),
            }
        }
        Err(SignInError::PortsBusy { ports: ports.to_vec() })
    }

    fn serve(port: u16, listeners: Vec<TcpListener>) -> Self {
        let (sender, callbacks) = mpsc::channel(WAITING_MAX);
        let visits = Visits { host: format!("localhost:{port}"), callbacks: sender };
        let router = Router::new()
            .route("/callback", get(visit))
            .fallback(|| std::future::ready(Page::NotFound))
            .with_state(visits);
        let stop = watch::Sender::new(false);
        let mut servers = JoinSet::new();
        for listener in listeners {
            let mut stopping = stop.subscribe();
            let server = axum::serve(listener, router.clone());
            servers.spawn(async move {
                let stopped = async move { stopping.wait_for(|stop| *stop).await.map_or((), drop) };
                server.with_graceful_shutdown(stopped).await
            });
        }
        Self { port, callbacks, stop, servers }
    }

    /// The next visit. Pending for ever once the servers are gone: the caller's patience ends it.
    pub(super) async fn next(&mut self) -> Callback {
        match self.callbacks.recv().await {
            Some(callback) => callback,
            None => std::future::pending().await,
        }
    }

    /// Frees the port, after the last page has reached the browser or [`FAREWELL`] has passed.
    /// Visits that were not judged are not ours any more, and told so at once.
    pub(super) async fn close(self, clock: &dyn Clock) {
        let Self { callbacks, stop, mut servers, .. } = self;
        drop(callbacks);
        stop.send_replace(true);
        let all_gone = async { while servers.join_next().await.is_some() {} };
        tokio::select! {
            () = all_gone => {}
            () = clock.sleep(FAREWELL) => {}
        }
    }
}

async fn listen(port: u16) -> io::Result<Vec<TcpListener>> {
    let v4 = TcpListener::bind(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)).await?;
    match TcpListener::bind(SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), port)).await {
        Ok(v6) => Ok(vec![v4, v6]),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Err(error),
        // A machine without IPv6 has no browser that would use it.
        Err(_) => Ok(vec![v4]),
    }
}

async fn visit(
    method: Method,
    State(visits): State<Visits>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Page {
    // A page elsewhere that has its name point here still sends its own name.
    let host_is_ours = headers.get(HOST).is_some_and(|host| host == visits.host.as_str());
    if method != Method::GET || !host_is_ours {
        return Page::NotFound;
    }
    let (reply, page) = oneshot::channel();
    let callback = Callback { query: query.unwrap_or_default(), reply };
    if visits.callbacks.try_send(callback).is_err() {
        return Page::NotOurs;
    }
    page.await.unwrap_or(Page::NotOurs)
}
