//! The claims of `xero`: what it sends, what it makes of every answer, and what it never tells.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod amounts;
mod answers;
mod bodies;
mod calls;
mod conformance;
mod desk;
mod documents;
mod limits;
mod loopback;
mod redaction;
mod refresh;
mod refusals;
mod samples;
mod simulator;
mod simulator_bank;
mod simulator_contacts;
mod simulator_credit_notes;
mod simulator_invoices;
mod simulator_payments;
mod specification;
mod support;
mod transport;
mod vault;
