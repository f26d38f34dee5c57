//! The practice company: a season of a boat rental over a simulator of Xero on this machine.
//!
//! Only the other side is not real: the sign-in is the one of [`crate::connect`], over HTTP, and
//! the books are in the simulator's own ledger. Its book lies apart from any real one.

mod catalogue;
mod season;
mod setup;

use std::path::Path;

use ipc::{Code, Fault};
use store::Book;
use xero_sim::{Options, Running};

pub use season::Season;
pub(crate) use setup::set_up;

use crate::fault::{fault, sentence, with_hint};
use crate::settings;

/// The port of the practice company's simulator, as the book remembers it.
const PORT: &str = "practice-port";
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
/// and state folder give the same books and sign-ins.
pub(crate) async fn start_simulator(book: &Book, folder: &Path) -> Result<Simulator, Fault> {
    let port = settings::get(book, PORT)?.and_then(|text| text.parse().ok()).unwrap_or(0);
    let options = Options {
        port,
        orgs: vec!["ca".to_owned()],
        state_dir: Some(folder.join(STATE_FOLDER)),
        auto_approve: true,
        ..Options::default()
    };
    match xero_sim::serve(options).await {
        Ok(running) => {
            let url = running.url();
            let bound = url.rsplit(':').next().map(str::to_owned);
            settings::put(book, PORT, bound.as_deref())?;
            Ok(Simulator { url, client_id: running.client_id(), running: Some(running) })
        }
        Err(xero_sim::Error::Bind { .. }) if port != 0 => Ok(Simulator {
            url: format!("http://127.0.0.1:{port}"),
            client_id: xero_sim::DEFAULT_CLIENT_ID.to_owned(),
            running: None,
        }),
        Err(error) => Err(with_hint(
            fault(Code::PracticeFailed, sentence(&error)),
            "Your own books are not touched by the practice company. Try again.",
        )),
    }
}
