//! What must be true in the end, asked of Xero's books and not of the book here.

use std::collections::BTreeMap;

use ledger::DocumentKind;
use serde_json::Value;
use store::State;

use crate::conviction::{Charge, Conviction};
use crate::history::History;

/// Where a document's reference is in Xero.
const REFERENCES: [(&str, &str); 5] = [
    ("ManualJournals", "Narration"),
    ("Invoices", "Reference"),
    ("CreditNotes", "Reference"),
    ("Payments", "Reference"),
    ("BankTransactions", "Reference"),
];
const ENDS: [&str; 2] = ["VOIDED", "DELETED"];

/// Cents by account code.
type Sums = BTreeMap<String, i64>;

impl History {
    /// Everything is in Xero once, the books agree to the cent, and the book here is sound.
    pub(crate) async fn judge(&mut self) -> Result<(), Conviction> {
        let books = self.desk.books().await;
        self.each_once(&books)?;
        let codes = codes(&books);
        let in_xero = trial_balance(&books);
        let here = self.documented();
        if in_xero != here {
            let what = format!("Xero {in_xero:?}, the book {here:?}");
            return Err(self.convict(Charge::Unbalanced, what));
        }
        let happened = self.happened(&codes);
        if in_xero != happened {
            let what = format!("Xero {in_xero:?}, what happened {happened:?}");
            return Err(self.convict(Charge::Unbalanced, what));
        }
        let findings = self.window.book.check();
        let findings = findings.map_err(|error| self.convict(Charge::Failed, error))?;
        match findings.iter().find(|finding| !finding.broken.is_empty()) {
            Some(finding) => {
                let what = format!("{}: {:?}", finding.invariant, finding.broken);
                Err(self.convict(Charge::Unsound, what))
            }
            None => Ok(()),
        }
    }

    /// Counts what is in force in Xero by the references of ours.
    fn each_once(&mut self, books: &Value) -> Result<(), Conviction> {
        let mut there: BTreeMap<String, u32> = BTreeMap::new();
        for (table, reference) in REFERENCES {
            for one in books[table].as_array().into_iter().flatten() {
                let status = one["Status"].as_str().unwrap_or_default();
                if !ENDS.contains(&status) {
                    let name = one[reference].as_str().unwrap_or_default().to_owned();
                    *there.entry(name).or_default() += 1;
                }
            }
        }
        for document in self.documents() {
            let reversal = self.window.book.reversal_of(document.id);
            let reversal = reversal.map_err(|error| self.convict(Charge::Failed, error))?;
            let is_reversed = reversal.is_some_and(|(_, state)| state == State::Posted);
            let is_there = document.state == State::Posted || is_reversed;
            let expected = u32::from(is_there && document.kind != DocumentKind::Allocation);
            let found = there.remove(&document.reference).unwrap_or_default();
            self.tally.documents += u64::from(expected);
            let charge = match found.cmp(&expected) {
                std::cmp::Ordering::Less => Charge::Lost,
                std::cmp::Ordering::Greater => Charge::Twice,
                std::cmp::Ordering::Equal => continue,
            };
            let what = format!(
                "{} {} is {} here and {found} times in Xero",
                document.kind, document.reference, document.state
            );
            return Err(self.convict(charge, what));
        }
        match there.keys().next() {
            Some(stranger) => {
                let what = format!("{stranger} is in Xero and not here");
                Err(self.convict(Charge::Twice, what))
            }
            None => Ok(()),
        }
    }

    /// What the documents of the book here say that Xero's books hold.
    fn documented(&self) -> Sums {
        let book = &self.window.book;
        let chart = book.chart().expect("the book is read").expect("it has a chart").chart;
        let mut sums = Sums::new();
        for summary in self.documents() {
            let reversal = book.reversal_of(summary.id).expect("the book is read");
            let is_reversed = reversal.is_some_and(|(_, state)| state == State::Posted);
            if summary.state != State::Posted && !is_reversed {
                continue;
            }
            let document = book.document(summary.id).expect("the book is read");
            for effect in document.entry.effects(document.rate, &chart).expect("one currency") {
                *sums.entry(effect.account_code).or_default() += effect.amount.minor();
            }
        }
        sums.retain(|_, cents| *cents != 0);
        sums
    }

    /// What happened at the desk, by rules of its own.
    fn happened(&self, codes: &BTreeMap<String, String>) -> Sums {
        let mut sums = Sums::new();
        for (account, cents) in self.model.values().flatten() {
            let code = codes.get(*account).expect("every account has a code").clone();
            *sums.entry(code).or_default() += cents;
        }
        sums.retain(|_, cents| *cents != 0);
        sums
    }
}

/// The codes of Xero's accounts, by name.
fn codes(books: &Value) -> BTreeMap<String, String> {
    let text = |account: &Value, name: &str| account[name].as_str().unwrap_or_default().to_owned();
    let accounts = books["Accounts"].as_array().into_iter().flatten();
    accounts.map(|account| (text(account, "Name"), text(account, "Code"))).collect()
}

fn trial_balance(books: &Value) -> Sums {
    let rows = books["TrialBalance"].as_array().into_iter().flatten();
    let cents = |row: &Value| -> i64 {
        let text = row["balance"].as_str().unwrap_or_default().replace('.', "");
        text.parse().expect("an amount of two decimals")
    };
    let mut sums: Sums =
        rows.map(|row| (row["code"].as_str().unwrap_or_default().to_owned(), cents(row))).collect();
    sums.retain(|_, cents| *cents != 0);
    sums
}
