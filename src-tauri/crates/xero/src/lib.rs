//! The HTTP client of Xero: sign-in, wire types, errors, limits. The only place that says HTTP.
//!
//! It knows Xero's protocol and nothing else: no book, no posting rule, no settings, no
//! environment variable. What it needs (origins, vault, clock, randomness) comes in as arguments,
//! so that the same code runs against Xero, the simulator and a test in the same process.
//!
//! A caller goes through three steps:
//! 1. [`SignIn`] opens the loopback redirect, gives the address for the browser and ends with a
//!    [`TokenSet`].
//! 2. [`Session`] keeps those tokens fresh and lists the organisations they open.
//! 3. [`Client`] speaks to one organisation. Every failure is an [`Error`], and
//!    [`Error::outcome`] says whether Xero may have acted on the request all the same.
//!
//! Rules of Xero are cited as "facts §n": the fact sheet the project was built from.

mod auth;
mod client;
mod error;
mod limits;
mod observe;
mod origins;
mod refusal;
mod session;
mod tokens;
mod transport;
mod wire;

pub use auth::{
    FUTURE_SCOPES, LOOPBACK_PORTS, SCOPES, SIGN_IN_PATIENCE, SignIn, SignInError, SignInParts,
    SignedIn,
};
pub use client::{
    Answer, Client, HISTORY_NOTE_MAX, JOURNAL_PAGES_MAX, WRITE_LEAVES_WITHIN, account_body,
    history_note_body, manual_journal_body, void_manual_journal_body,
};
pub use error::{Error, Outcome, RateLimit, Retry};
pub use limits::{Budget, Limits, Priority};
pub use observe::{Exchange, NoObserver, Observer};
pub use origins::{InvalidOrigin, Origins};
pub use session::{Session, SessionParts};
pub use tokens::{
    AccessToken, FileRefreshLock, LockError, MemoryVault, RefreshGuard, RefreshLock, RefreshToken,
    SealedVault, TokenSet, TokenVault, VaultChoice, VaultError, VaultKind, VaultPlaces, open_vault,
};
pub use transport::{
    BODY_BYTES_MAX, BoxFuture, CONNECT_TIMEOUT, HttpTransport, Request, Response, Sent, Transport,
    TransportError, WHOLE_TIMEOUT,
};
pub use uuid::Uuid;
pub use wire::{
    Account, AccountClass, AccountStatus, AccountType, Connection, HistoryNote, JournalLine,
    JournalStatus, LineAmountTypes, ManualJournal, NewAccount, NewJournalLine, NewManualJournal,
    NewTracking, Organisation, SystemAccount, TaxComponent, TaxRate, TaxRateStatus,
    TrackingCategory, TrackingOption, TrackingStatus, TrackingUse,
};
