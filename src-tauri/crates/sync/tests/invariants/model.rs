//! What a desk should have come to, kept by rules of its own.

use std::collections::BTreeMap;

use ledger::{Amount, Currency};

/// Cents as they are written.
pub(super) fn written(cents: i64) -> String {
    Amount::from_minor(cents).display(Currency::CAD)
}

/// What the desk should have come to, in cents, debit positive.
#[derive(Default)]
pub(super) struct Model {
    pub(super) accounts: BTreeMap<&'static str, i64>,
    /// What is left of each booking's payments.
    pub(super) deposits: BTreeMap<String, i64>,
    /// What each booking owes.
    pub(super) owed: BTreeMap<String, i64>,
    /// The open invoices of each customer, oldest first.
    pub(super) invoices: BTreeMap<String, Vec<(String, i64)>>,
    /// What each customer paid ahead.
    pub(super) ahead: BTreeMap<String, i64>,
    /// Sales that are given back in parts: what is left of each, and of its tip.
    pub(super) returns: Vec<(String, i64)>,
    pub(super) bonds: Vec<i64>,
    pub(super) gift_cards: i64,
    /// Card takings no payout has settled.
    pub(super) cards: i64,
}

impl Model {
    pub(super) fn add(&mut self, account: &'static str, cents: i64) {
        *self.accounts.entry(account).or_default() += cents;
    }

    pub(super) fn move_money(&mut self, tender: &str, cents: i64) {
        match tender {
            "Cash" => self.add("Cash Clearing", cents),
            "Card" => {
                self.cards += cents;
                self.add("Card Clearing", cents);
            }
            other => panic!("nobody pays with {other}"),
        }
    }

    /// Something sold for so many whole dollars net, with both taxes.
    pub(super) fn sell(&mut self, account: &'static str, dollars: i64) {
        self.add(account, -dollars * 100);
        self.add("GST", -dollars * 5);
        self.add("PST", -dollars * 7);
    }

    pub(super) fn cash(&self) -> i64 {
        self.accounts.get("Cash Clearing").copied().unwrap_or_default()
    }
}
