//! The practice company: a season of a boat rental over a simulator of Xero on this machine.
//!
//! Only the other side is not real: the sign-in is the one of [`crate::connect`], over HTTP, and
//! the books are in the simulator's own ledger. Its book lies apart from any real one.

mod accounts;
mod bill;
mod bookings;
mod catalogue;
mod counter;
mod money;
mod month;
mod season;
mod setup;
mod story;
mod walk_in;

use std::path::Path;
use std::time::Duration;

use ipc::{Code, Fault};
use serde_json::Value;
use store::Book;
use world::Clock;
use xero::Transport;
use xero_sim::{Options, Running};

pub use season::Season;
pub(crate) use setup::set_up;

use crate::fault::{fault, internal, sentence, with_hint};
use crate::open_book::organisation;
use crate::settings;

/// The port of the practice company's simulator, as the book remembers it.
const PORT: &str = Book::PRACTICE_SETTING;
/// How long what answers on the port is given to show that it is ours: it is on this machine.
const PROBE_PATIENCE: Duration = Duration::from_secs(10);
/// The simulator's books, in a folder of the practice book's own.
pub(crate) const STATE_FOLDER: &str = "simulator";

/// The simulator of a practice book, in this process or in another one that has the book open.
#[derive(Debug)]
pub(crate) struct Simulator {
    url: String,
    client_id: String,
    /// Kept to keep it running.
    running: Option<Running>,
}

impl Simulator {
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn client_id(&self) -> &str {
        &self.client_id
    }

    /// Whether another process runs it; then that process may end and take it along.
    pub(crate) const fn is_elsewhere(&self) -> bool {
        self.running.is_none()
    }

    /// Stops it, if it is ours. What it acknowledged is on disk.
    pub(crate) async fn stop(self) {
        if let Some(running) = self.running {
            running.stop().await;
        }
    }
}

/// Whether a book is the practice company's.
pub(crate) fn is_practice(book: &Book) -> Result<bool, Fault> {
    Ok(settings::get(book, PORT)?.is_some())
}

/// Starts the simulator of a practice book, or finds the one another process runs: the same port
/// and state folder give the same books and sign-ins. Where a stranger has taken the port since,
/// another is taken; the state moves with it.
pub(crate) async fn start_simulator(
    book: &Book,
    folder: &Path,
    transport: &dyn Transport,
    clock: &dyn Clock,
) -> Result<Simulator, Fault> {
    let port = remembered_port(book)?;
    if let Some(ours) = take_over(book, folder).await? {
        return Ok(ours);
    }
    let url = format!("http://127.0.0.1:{port}");
    if is_ours(book, &url, transport, clock).await? {
        let client_id = xero_sim::DEFAULT_CLIENT_ID.to_owned();
        return Ok(Simulator { url, client_id, running: None });
    }
    let running = xero_sim::serve(options(folder, 0)).await;
    keep(book, running.map_err(|error| not_started(&error))?)
}

/// Runs the simulator of a practice book in this process; nothing while the port is taken.
pub(crate) async fn take_over(book: &Book, folder: &Path) -> Result<Option<Simulator>, Fault> {
    let port = remembered_port(book)?;
    match xero_sim::serve(options(folder, port)).await {
        Ok(running) => keep(book, running).map(Some),
        Err(xero_sim::Error::Bind { .. }) if port != 0 => Ok(None),
        Err(error) => Err(not_started(&error)),
    }
}

/// The port the simulator had the last time; 0, any free one, before the first.
fn remembered_port(book: &Book) -> Result<u16, Fault> {
    Ok(settings::get(book, PORT)?.and_then(|text| text.parse().ok()).unwrap_or(0))
}

fn options(folder: &Path, port: u16) -> Options {
    Options {
        port,
        orgs: vec!["ca".to_owned()],
        state_dir: Some(folder.join(STATE_FOLDER)),
        auto_approve: true,
        ..Options::default()
    }
}

/// Remembers the port of a simulator that runs.
fn keep(book: &Book, running: Running) -> Result<Simulator, Fault> {
    let url = running.url();
    settings::put(book, PORT, url.rsplit(':').next())?;
    Ok(Simulator { url, client_id: running.client_id(), running: Some(running) })
}

/// Whether what answers at an address is the simulator of this very book: it knows the book's
/// organisation, or any simulator while the book has none yet.
async fn is_ours(
    book: &Book,
    url: &str,
    transport: &dyn Transport,
    clock: &dyn Clock,
) -> Result<bool, Fault> {
    let address = match organisation(book)? {
        Some(tenant) => format!("{url}/sim/books.json?org={tenant}"),
        None => format!("{url}/sim/control"),
    };
    let mut request = xero::Request::new(Vec::new());
    *request.uri_mut() = address.parse().map_err(|error| internal(&error))?;
    let answer = tokio::select! {
        answer = transport.send(request) => answer,
        () = clock.sleep(PROBE_PATIENCE) => return Ok(false),
    };
    Ok(answer.is_ok_and(|answer| {
        answer.status().is_success() && serde_json::from_slice::<Value>(answer.body()).is_ok()
    }))
}

fn not_started(error: &xero_sim::Error) -> Fault {
    with_hint(
        fault(Code::PracticeFailed, sentence(error)),
        "Your own books are not touched by the practice company. Try again.",
    )
}
