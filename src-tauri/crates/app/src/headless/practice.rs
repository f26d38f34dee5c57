//! The practice company from a terminal, and what its simulator has in its books.

use std::path::PathBuf;

use ipc::{Code, Fault, NoArguments, RunId, Status};
use serde::Deserialize;

use crate::App;
use crate::fault::{fault, internal, not_connected};
use crate::people::{Command, Subject};

/// The practice company, ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Practised {
    /// Where the book stands.
    pub status: Status,
    /// The folder of the book.
    pub folder: PathBuf,
    /// The folder of the simulator's books.
    pub simulator_folder: PathBuf,
}

/// An account's balance in the simulator's own ledger.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Balance {
    /// The account's code; bank accounts may have none.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
    /// A decimal string, debit positive.
    pub balance: String,
}

/// What of the simulator's books is read.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Books {
    trial_balance: Vec<Balance>,
}

impl App {
    /// Opens the practice company, making its season from `seed` where there is none yet.
    ///
    /// # Errors
    /// When the simulator cannot be started, or the folder holds a real book.
    pub async fn practise(&self, seed: Option<u64>) -> Result<Practised, Fault> {
        let run = RunId::from("practice");
        let open = self
            .guarded(Command::start_practice, Subject::default(), async |_| {
                self.open_practice(seed, &run).await
            })
            .await?;
        let status = self.status(NoArguments {}).await?;
        let folder = open.book.path().parent().map(ToOwned::to_owned).unwrap_or_default();
        let simulator_folder = folder.join(crate::practice::STATE_FOLDER);
        Ok(Practised { status, folder, simulator_folder })
    }

    /// The trial balance of the practice company, as the simulator itself says it: what Xero
    /// has, whatever our book believes.
    ///
    /// # Errors
    /// When this is no practice book, or its simulator does not answer.
    pub async fn simulator_balances(&self) -> Result<Vec<Balance>, Fault> {
        self.refuse_unless_allowed(Command::open_simulator).await?;
        let open = self.open().await?;
        open.ensure_simulator().await?;
        let url = open.simulator_url().ok_or_else(not_connected)?;
        let (tenant, _) = open.tenant()?.ok_or_else(not_connected)?;
        let address = format!("{url}/sim/books.json?org={tenant}");
        let mut request = xero::Request::new(Vec::new());
        *request.uri_mut() = address.parse().map_err(|error| internal(&error))?;
        let answer = open.transport.send(request).await.map_err(|_| {
            fault(Code::PracticeFailed, "The simulator of the practice company does not answer.")
        })?;
        let books: Books =
            serde_json::from_slice(answer.body()).map_err(|error| internal(&error))?;
        Ok(books.trial_balance)
    }
}
