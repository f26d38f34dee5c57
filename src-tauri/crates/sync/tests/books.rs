//! The simulator's books, and what the book here says of them.

use std::collections::BTreeMap;

use ledger::Counter;
use serde_json::Value;
use store::{DocumentFilter, DocumentSummary, State};

use crate::desk::{Office, request};
use crate::wire::Wire;

/// Accounts by name with their balances, debit positive; those without one are left out.
pub(crate) type Balances = Vec<(String, String)>;

/// Everything in the simulator's books.
pub(crate) async fn books(wire: &Wire) -> Value {
    let answer = wire.exchange(request("GET", "/sim/books.json", "")).await.unwrap();
    serde_json::from_slice(answer.body()).unwrap()
}

/// Balances as written by hand.
pub(crate) fn balances(expected: &[(&str, &str)]) -> Balances {
    let owned = |(name, balance): &(&str, &str)| ((*name).to_owned(), (*balance).to_owned());
    let mut balances: Balances = expected.iter().map(owned).collect();
    balances.sort();
    balances
}

/// The simulator's trial balance.
pub(crate) fn trial_balance(books: &Value) -> Balances {
    let rows = books["TrialBalance"].as_array().unwrap();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let rows = rows.iter().map(|row| (text(row, "name"), text(row, "balance")));
    let mut rows: Balances = rows.filter(|(_, balance)| balance != "0.00").collect();
    rows.sort();
    rows
}

/// How many documents there are in Xero that are neither voided nor deleted.
pub(crate) fn in_force(books: &Value) -> usize {
    let tables = ["ManualJournals", "Invoices", "CreditNotes", "Payments", "BankTransactions"];
    let ends = ["VOIDED", "DELETED"];
    let is_live = |one: &&Value| !ends.contains(&one["Status"].as_str().unwrap_or_default());
    let count = |table: &Value| table.as_array().unwrap().iter().filter(is_live).count();
    let allocations = |note: &Value| note["Allocations"].as_array().map_or(0, Vec::len);
    let notes = books["CreditNotes"].as_array().unwrap().iter().map(allocations);
    tables.iter().map(|table| count(&books[*table])).sum::<usize>() + notes.sum::<usize>()
}

/// What the posted documents of the book here say that Xero's books hold, with those that were
/// taken back by their opposite and so are still there.
pub(crate) fn documented(office: &Office) -> Balances {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    let is_reversed = |one: &DocumentSummary| {
        let reversal = office.book.reversal_of(one.id).unwrap();
        one.state == State::Undone && reversal.is_some_and(|(_, state)| state == State::Posted)
    };
    let documents = office.book.documents(&DocumentFilter::default(), 9_999).unwrap();
    let is_there = |one: &&DocumentSummary| one.state == State::Posted || is_reversed(one);
    for summary in documents.iter().filter(is_there) {
        let entry = office.document(summary.id).entry;
        for line in &entry.lines {
            *sums.entry(line.account_name.clone()).or_default() += line.amount.minor();
        }
        let other = match &entry.counter {
            Some(Counter::Receivable) => "Accounts Receivable".to_owned(),
            Some(Counter::Bank(bank)) => bank.name.clone(),
            None => continue,
        };
        *sums.entry(other).or_default() -= entry.sum().minor();
    }
    sums.retain(|_, sum| *sum != 0);
    let shown = |minor: i64| {
        let sign = if minor < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", minor.abs() / 100, minor.abs() % 100)
    };
    sums.into_iter().map(|(name, sum)| (name, shown(sum))).collect()
}
