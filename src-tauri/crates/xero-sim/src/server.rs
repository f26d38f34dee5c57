//! The listening half: loopback sockets, and nothing else.
//!
//! The accept loop is our own because a lost answer must be a closed connection without one byte
//! of response, and only hyper, below axum, can be told so.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::body::Body;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::{Error, Options, OrganisationSummary, Sim};

/// Starts a simulator on 127.0.0.1, and on ::1 with the same port where the machine has it.
///
/// Prints nothing. It runs until [`Running::stop`] or until the value is dropped.
///
/// # Errors
/// When the port is taken, an organisation is unknown or the state cannot be used.
pub async fn serve(options: Options) -> Result<Running, Error> {
    let bind = |source| Error::Bind { port: options.port, source };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await.map_err(bind)?;
    let port = listener.local_addr().map_err(bind)?.port();
    let sim = Sim::new(options)?;

    let mut loops = JoinSet::new();
    loops.spawn(accept(listener, sim.clone()));
    // A browser may resolve `localhost` to ::1 first (facts §2.3). Without IPv6 it cannot.
    if let Ok(listener) = TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await {
        loops.spawn(accept(listener, sim.clone()));
    }
    Ok(Running { port, sim, loops })
}

/// A simulator that is listening. Dropping it closes its sockets.
#[derive(Debug)]
pub struct Running {
    port: u16,
    sim: Sim,
    loops: JoinSet<()>,
}

impl Running {
    /// The one origin that stands for Xero's three hosts, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The client id of the registered app.
    #[must_use]
    pub fn client_id(&self) -> String {
        self.sim.client_id()
    }

    /// The organisations a user can connect.
    #[must_use]
    pub fn organisations(&self) -> Vec<OrganisationSummary> {
        self.sim.organisations()
    }

    /// The simulator itself, to change the world or to call it without sockets.
    #[must_use]
    pub fn sim(&self) -> Sim {
        self.sim.clone()
    }

    /// Stops listening and closes every connection. Acknowledged writes are already on disk.
    pub async fn stop(mut self) {
        self.loops.shutdown().await;
    }
}

async fn accept(listener: TcpListener, sim: Sim) {
    // Owned here, so that ending this task ends every connection it accepted.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(converse(stream, sim.clone()));
                }
                // A peer that went away before it was accepted, or too many open files: the
                // next accept may do better, and yielding lets connections end meanwhile.
                Err(error) => {
                    tracing::warn!(%error, "simulator: accept");
                    tokio::task::yield_now().await;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn converse(stream: TcpStream, sim: Sim) {
    let answer = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let sim = sim.clone();
        async move { sim.answer(request.map(Body::new)).await }
    });
    // An error here is either the client's hang-up or a `Dropped` of ours: hyper has closed the
    // connection, which is all there is to do.
    if let Err(error) = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await {
        tracing::debug!(%error, "simulator: connection ended");
    }
}
