//! What the files say, and what the programs they are for make of them.

mod ledger_rules;
mod plain_text;
mod support;
mod tables;
mod xero_files;
