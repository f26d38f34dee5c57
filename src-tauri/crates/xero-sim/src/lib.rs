//! A local Xero: what practice mode and every test talk to instead of the real one.
//!
//! It behaves as Xero is documented to (`facts.md` §16 is its specification) and keeps its own
//! double-entry ledger, so that a test can ask *it* for the trial balance. It knows none of
//! Daybook's crates and shares no code with the client: shared code would share mistakes. What is
//! and is not modelled, and the JSON of the faults, are in this crate's README.
//!
//! [`serve`] listens on loopback; [`Sim`] is the same thing as a `tower` service, for tests that
//! want no sockets.

mod api;
mod books;
mod call;
mod clock;
mod control;
mod disk;
mod fault;
mod ids;
mod limits;
mod options;
mod reply;
mod rows;
mod seed;
mod server;
mod signin;
mod sim;
mod site;
mod state;
mod torn;
mod wire;

pub use control::{
    AccountChange, ContactChange, Control, DocumentEdit, JournalEdit, LimitsChange, NewAllocation,
    NewContact, NewInvoice, NewPayment, Refused,
};
pub use fault::{Fault, FaultKind, RateLimit, Unauthorised};
pub use options::{DEFAULT_CLIENT_ID, Error, Options, OrganisationSummary, Scenario};
pub use server::{Running, serve};
pub use sim::{Dropped, Sim};
