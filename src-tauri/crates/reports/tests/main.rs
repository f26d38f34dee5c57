//! What the files say, and what the programs they are for make of them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod ledger_rules;
mod pdf;
mod plain_text;
mod sheets;
mod support;
mod tables;
mod xero_files;
