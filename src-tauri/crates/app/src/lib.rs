//! The use cases: what the window and the command line do, said once.
//!
//! It joins the book, the rules, the imports, Xero and the outbox, and is the only place that
//! converts between the domain and what people see (`ipc`). It knows no window and no terminal:
//! what it needs of the program around it is a [`Host`].
//!
//! [`App`] has one method a command of `ipc`'s list, and [`App::dispatch`] calls them by name.
//! What only the command line does is in [`headless`]. All of it is behind one guard: `people`
//! knows who is at this window, what they may do, and keeps what they did.

mod backups;
mod choices;
mod commands;
mod config;
mod connect;
mod contact;
mod contacts;
mod convert;
mod desk;
mod diagnosis;
mod dispatch;
mod drift;
mod evidence;
mod exports;
mod fault;
pub mod headless;
mod host;
mod import;
mod links;
mod location_rules;
mod locations;
mod machine;
mod mending;
mod open_book;
mod outcome;
mod people;
mod posting;
mod practice;
mod private_file;
mod rates;
mod renewal;
mod runs;
mod settings;
mod status;
mod troubles;
mod undoing;
mod views;
mod watch;
mod withdrawing;

const _: () = assert!(!world::CAN_BE_PLANTED, "no shipped program has bugs on purpose");

pub use config::{Config, OriginOverrides};
pub use desk::App;
pub use host::{Headless, Host, HostError};
pub use practice::Season;
pub use private_file::{create_private, replace_private};
