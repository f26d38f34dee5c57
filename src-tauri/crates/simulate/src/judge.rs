//! What must be true in the end, asked of Xero's books and not of the book here.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use ledger::DocumentKind;
use serde_json::Value;
use store::{DocumentId, DocumentSummary, Outcome, State};

use crate::conviction::{Charge, Conviction};
use crate::history::{History, Sums};

/// Where a document's reference and its id are in Xero.
const REFERENCES: [(&str, &str, &str); 5] = [
    ("ManualJournals", "Narration", "ManualJournalID"),
    ("Invoices", "Reference", "InvoiceID"),
    ("CreditNotes", "Reference", "CreditNoteID"),
    ("Payments", "Reference", "PaymentID"),
    ("BankTransactions", "Reference", "BankTransactionID"),
];
/// So much of a key tells it from another.
const KEY_SHOWN: usize = 8;
const ENDS: [&str; 2] = ["VOIDED", "DELETED"];

impl History {
    /// Everything is in Xero once, the books agree to the cent, and the book here is sound.
    pub(crate) async fn judge(&mut self) -> Result<(), Conviction> {
        let books = self.desk.books().await;
        self.each_once(&books)?;
        let in_xero = trial_balance(&books);
        let here = self.documented();
        if in_xero != here {
            let what = format!("Xero {in_xero:?}, the book {here:?}");
            return Err(self.convict(Charge::Unbalanced, what));
        }
        let happened = self.happened();
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
        let mut there: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (table, reference, id) in REFERENCES {
            for one in books[table].as_array().into_iter().flatten() {
                let text = |field: &str| one[field].as_str().unwrap_or_default();
                if !ENDS.contains(&text("Status")) {
                    there.entry(text(reference).to_owned()).or_default().push(text(id));
                }
            }
        }
        for document in self.documents() {
            let reversal = self.window.book.reversal_of(document.id);
            let reversal = reversal.map_err(|error| self.convict(Charge::Failed, error))?;
            let is_reversed = reversal.is_some_and(|(_, state)| state == State::Posted);
            let is_there = document.state == State::Posted || is_reversed;
            let expected = usize::from(is_there && document.kind != DocumentKind::Allocation);
            let found = there.remove(&document.reference).unwrap_or_default();
            self.tally.documents += expected as u64;
            let charge = match found.len().cmp(&expected) {
                Ordering::Less => Charge::Lost,
                Ordering::Greater => Charge::Twice,
                Ordering::Equal if found.first().copied() == known_as(&document, expected) => {
                    continue;
                }
                Ordering::Equal => Charge::Mistaken,
            };
            let what = format!(
                "{} {} is {} here as {:?} and in Xero as {found:?}; tried {}",
                document.kind,
                document.reference,
                document.state,
                document.xero_id,
                self.tried(document.id)
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

    /// How a document was sent: with which keys, when and what came of it.
    pub(crate) fn tried(&self, document: DocumentId) -> String {
        let attempts = self.window.book.document(document).expect("the book is read").attempts;
        let told = attempts.iter().map(|one| {
            let key = one.key.get(..KEY_SHOWN).unwrap_or_default();
            let outcome = one.outcome.map_or("-", Outcome::key);
            format!("{} {key} {} {outcome}", one.operation, one.started_at.format("%d %H:%M:%S"))
        });
        told.collect::<Vec<_>>().join(", ")
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
    fn happened(&self) -> Sums {
        let mut sums = Sums::new();
        for (account, cents) in self.model.values().flatten() {
            let code = self.codes.get(*account).expect("every account has a code").clone();
            *sums.entry(code).or_default() += cents;
        }
        sums.retain(|_, cents| *cents != 0);
        sums
    }
}

/// The id by which the book here knows what is in Xero of a document.
fn known_as(document: &DocumentSummary, in_xero: usize) -> Option<&str> {
    document.xero_id.as_deref().filter(|_| in_xero > 0)
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
