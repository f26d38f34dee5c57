//! Daybook's own formats: one JSON schema of a transaction, and a table that says the same.
//!
//! A table's rows become a value of the schema first, so that there is one set of rules: what is
//! known of each object is in `known`, what a kind must and may have in `shape`. What contradicts
//! itself is refused here, with its place; whether it can be posted depends on what was recorded
//! before and is the ledger's to say.

mod columns;
mod extras;
mod fields;
mod json;
mod known;
mod money;
mod payout;
mod problem;
mod shape;
mod split;
mod table;
mod tenders;
mod value;

use ledger::{Amount, Transaction};

pub use self::problem::{Problem, Problems, Wrong};
pub use self::value::transaction;
use crate::row::Warning;

pub(crate) use self::json::read_json;
pub(crate) use self::table::read_csv;

/// The published JSON schema of a transaction (JSON Schema 2020-12).
pub const SCHEMA: &str = include_str!("../../../../docs/transaction.schema.json");

/// One transaction of Daybook's own schema, as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// What happened.
    pub transaction: Transaction,
    /// The value it was read from, as JSON.
    pub raw: String,
    /// What was taken with a caveat.
    pub warnings: Vec<Warning>,
}

/// The figures the report sums, in this order.
const TOTALS: [&str; 6] = ["net", "discount", "tax", "tip", "surcharge", "tenders"];

/// A transaction's share of each of them, below zero where money is given back.
fn shares(transaction: &Transaction) -> [Amount; 6] {
    let lines = &transaction.lines;
    let taxes = lines.iter().flat_map(|line| &line.taxes);
    let shares = [
        lines.iter().map(|line| line.net).sum(),
        lines.iter().map(|line| line.discount).sum(),
        taxes.map(|tax| tax.amount).sum(),
        transaction.tip,
        transaction.surcharge,
        transaction.tenders.iter().map(|tender| tender.amount).sum(),
    ];
    let turn = transaction.kind.gives_back();
    shares.map(|share| if turn { -share } else { share })
}
