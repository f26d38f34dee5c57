//! The rules of the simulator, each as a claim, over real HTTP on loopback.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod accounts;
mod attachments;
mod balances;
mod bank_transactions;
mod bank_transfers;
mod bookkeeper;
mod conformance;
mod contacts;
mod credit_notes;
mod currencies;
mod desk;
mod everywhere;
mod faults;
mod idempotency;
mod invoice_amounts;
mod invoice_edits;
mod invoices;
mod items;
mod journal_rules;
mod journal_tax;
mod journals;
mod limits;
mod overpayments;
mod pages;
mod paper;
mod payments;
mod restart;
mod shop;
mod sign_in;
mod tokens;
