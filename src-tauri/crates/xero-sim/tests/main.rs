//! The rules of the simulator, each as a claim, over real HTTP on loopback.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod accounts;
mod contacts;
mod desk;
mod faults;
mod idempotency;
mod journal_rules;
mod journal_tax;
mod journals;
mod limits;
mod pages;
mod restart;
mod sign_in;
mod tokens;
