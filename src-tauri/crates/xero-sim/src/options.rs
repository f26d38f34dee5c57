//! What a simulator is started with, and how starting can fail.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

/// The client id of the one registered app when [`Options::client_id`] names no other.
pub const DEFAULT_CLIENT_ID: &str = "DA7B00C5DA7B00C5DA7B00C5DA7B00C5";

/// How to start a simulator. [`Options::default`] is one Canadian organisation on a free port,
/// kept in memory.
#[derive(Clone, Debug)]
pub struct Options {
    /// The loopback port to listen on; 0 takes a free one.
    pub port: u16,
    /// Organisations to seed, by country: `ca`, `au`, `nz`, `uk`, `us` (any case). A country may
    /// be named twice. None means `ca`. Ignored where [`Options::state_dir`] already holds books.
    pub orgs: Vec<String>,
    /// Where books and tokens are kept, so that the same folder gives the same ones after a
    /// restart or a `kill -9`. Without it they live in memory.
    pub state_dir: Option<PathBuf>,
    /// The consent page answers by itself and connects every organisation.
    pub auto_approve: bool,
    /// The client id of the registered app; [`DEFAULT_CLIENT_ID`] when absent.
    pub client_id: Option<String>,
    /// Redirect URIs registered for the app, matched exactly (facts §2.3).
    pub redirect_uris: Vec<String>,
    /// Accept only [`Options::redirect_uris`]; otherwise `http://localhost:PORT/callback` is
    /// accepted for every port, which real Xero does not do.
    pub strict_redirects: bool,
    /// Switches about the organisations and the user, applied while seeding.
    pub scenario: Scenario,
    /// Stops the virtual clock at this instant: it then moves only when told to. A clock found in
    /// [`Options::state_dir`] goes on as it was.
    pub frozen_at: Option<DateTime<Utc>>,
    /// Makes every id and token the same in every run. Without it they are random.
    pub seed: Option<u64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            orgs: Vec::new(),
            state_dir: None,
            auto_approve: false,
            client_id: None,
            redirect_uris: (8742..=8746)
                .map(|p| format!("http://localhost:{p}/callback"))
                .collect(),
            strict_redirects: false,
            scenario: Scenario::default(),
            frozen_at: None,
            seed: None,
        }
    }
}

/// Circumstances a real customer may be in.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The organisations' plan includes several currencies.
    pub multicurrency: bool,
    /// The user may see reports, which manual journals require (facts §2.7).
    pub reporting_role: bool,
    /// How many organisations the app may have connected (facts §3: 5 on Starter).
    pub connections: usize,
    /// Two other uncertified apps are connected already, so ours cannot be (facts §3).
    pub uncertified_apps_full: bool,
    /// Calls a day per organisation (facts §4: 1,000 on Starter, 5,000 above).
    pub calls_a_day: u32,
    /// How many sales invoices may be approved in a month: 20 on the legacy "Early" plan, no
    /// limit on the others (facts §3).
    pub approve_limit: Option<u32>,
    /// The organisations have a bank account in another currency: one in USD, or in EUR where
    /// USD is the base currency. It needs [`Scenario::multicurrency`].
    pub foreign_bank: bool,
    /// The period lock date the organisations start with.
    pub period_lock_date: Option<NaiveDate>,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            multicurrency: true,
            reporting_role: true,
            connections: 5,
            uncertified_apps_full: false,
            calls_a_day: 1_000,
            approve_limit: None,
            foreign_bank: false,
            period_lock_date: None,
        }
    }
}

/// An organisation of the simulator, as `daybook sim --json` prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OrganisationSummary {
    /// The tenant id, a UUID in lower case.
    pub id: String,
    /// The name a person sees.
    pub name: String,
    /// ISO 3166 code of the country: `CA`, `AU`, `NZ`, `GB`, `US`.
    pub country: String,
}

/// Why a simulator did not start. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// [`Options::orgs`] names a country there is no chart for.
    #[error("there is no simulated organisation \"{0}\"; choose from ca, au, nz, uk, us")]
    UnknownOrganisation(String),
    /// The port is taken or not allowed.
    #[error("could not listen on 127.0.0.1:{port}: {source}; choose another port")]
    Bind {
        /// The port asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// The state folder cannot be read or written.
    #[error("could not use the simulator's state in {path}: {source}")]
    State {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The state file is not one of ours.
    #[error("{path} is not a simulator's state ({source}); move it away to start afresh")]
    StateUnreadable {
        /// The file.
        path: PathBuf,
        /// Where it stops making sense.
        source: serde_json::Error,
    },
}
