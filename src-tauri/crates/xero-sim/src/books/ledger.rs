//! The double-entry ledger: append-only, every entry balanced, knowing nothing of documents but
//! their ids.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::rows::Rows;

/// Everything ever posted, in order.
#[derive(Clone, Default)]
pub(crate) struct Ledger {
    pub(super) entries: Rows<Entry>,
}

/// What one document did to the accounts; debits positive, summing to zero.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) document: Uuid,
    pub(crate) date: NaiveDate,
    /// Account and amount.
    pub(crate) lines: Vec<(Uuid, Decimal)>,
}

impl Ledger {
    /// # Panics
    /// When the entry does not balance: whoever made it has a bug that must not reach a balance.
    pub(crate) fn post(&mut self, entry: Entry) {
        let sum: Decimal = entry.lines.iter().map(|(_, amount)| amount).sum();
        assert!(sum.is_zero(), "entry of document {} is out by {sum}", entry.document);
        self.entries.push(entry);
    }

    /// Takes a document's effect back by posting its opposite, at the date of its last entry.
    /// Earlier edits were taken back the same way, so only that last entry is left in the sum.
    pub(crate) fn reverse(&mut self, document: Uuid) {
        let of_document = || self.entries.iter().filter(|entry| entry.document == document);
        let Some(date) = of_document().next_back().map(|entry| entry.date) else { return };
        let lines = total(of_document())
            .into_iter()
            .filter(|(_, amount)| !amount.is_zero())
            .map(|(account, amount)| (account, -amount))
            .collect();
        self.post(Entry { document, date, lines });
    }

    /// Balance by account, debit positive. An account that was never posted to is not there.
    pub(crate) fn balances(&self) -> BTreeMap<Uuid, Decimal> {
        total(self.entries.iter())
    }
}

fn total<'a>(entries: impl Iterator<Item = &'a Entry>) -> BTreeMap<Uuid, Decimal> {
    let mut balances = BTreeMap::new();
    for (account, amount) in entries.flat_map(|entry| &entry.lines) {
        *balances.entry(*account).or_insert(Decimal::ZERO) += amount;
    }
    balances
}
