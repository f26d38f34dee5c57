//! Claims about the command line, made on the real program against a real simulator process.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod backups;
mod diagnosis;
mod drift;
mod formulas;
mod journey;
mod kills;
mod limits;
mod outages;
mod people;
mod places;
mod proxy;
mod refusals;
mod secrets;
mod shapes;
mod support;
mod till;
mod transactions;
mod undo;
mod withdrawing;
