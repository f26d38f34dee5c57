//! Balances, account by account: as the simulator's own ledger has them, and as the book's posted
//! documents say by themselves.

use std::collections::BTreeMap;

use ledger::{Amount, Chart, Counter, Currency, DocumentKind, TaxWay};
use rust_decimal::Decimal;
use serde_json::Value;
use store::{Document, State};

/// Balances by the account's name, debit positive; an account at zero is none.
pub(crate) type Balances = BTreeMap<String, Amount>;

/// What the simulator has.
pub(crate) fn of_simulator(books: &Value) -> Balances {
    let rows = books["TrialBalance"].as_array().unwrap();
    let balances = rows.iter().map(|row| {
        let balance: Decimal = row["balance"].as_str().unwrap().parse().unwrap();
        let amount = Amount::from_decimal(balance, Currency::CAD).unwrap();
        (row["name"].as_str().unwrap().to_owned(), amount)
    });
    without_zeros(balances.collect())
}

/// What the posted documents come to, worked out from what they say: their lines without tax, the
/// tax on Xero's own tax account where Xero works it out, and the side that Xero adds.
pub(crate) fn of_documents(documents: &[Document], chart: &Chart) -> Balances {
    let system = |wanted: &str| -> String {
        let accounts = &chart.accounts;
        let found = accounts.iter().find(|one| one.system.as_deref() == Some(wanted));
        found.unwrap_or_else(|| panic!("no account is {wanted}")).name.clone()
    };
    let (receivable, tax) = (system("DEBTORS"), system("GST"));
    let mut balances = Balances::new();
    let mut add = |account: &str, amount: Amount| {
        *balances.entry(account.to_owned()).or_default() += amount;
    };
    for document in documents.iter().filter(|one| is_in_effect(one, documents)) {
        let entry = &document.entry;
        assert_eq!(entry.currency, Currency::CAD, "{}", entry.reference);
        for line in &entry.lines {
            let inside = match entry.tax_way {
                TaxWay::XeroComputes => line.tax_expected,
                TaxWay::TaxLines => Amount::ZERO,
            };
            add(&line.account_name, line.amount - inside);
            add(&tax, inside);
        }
        match &entry.counter {
            Some(Counter::Receivable) => add(&receivable, -entry.sum()),
            Some(Counter::Bank(bank)) => add(&bank.name, -entry.sum()),
            None => assert!(is_without_counter(entry.kind), "{}", entry.reference),
        }
    }
    without_zeros(balances)
}

/// Whether Xero has it in its ledger: posted, or undone by its opposite.
fn is_in_effect(document: &Document, all: &[Document]) -> bool {
    let is_opposite = |other: &&Document| {
        let reverses = other.summary.about.reverses == Some(document.summary.id);
        reverses && other.summary.state == State::Posted
    };
    document.summary.state == State::Posted || all.iter().any(|other| is_opposite(&other))
}

fn is_without_counter(kind: DocumentKind) -> bool {
    match kind {
        DocumentKind::ManualJournal | DocumentKind::Allocation => true,
        DocumentKind::Invoice
        | DocumentKind::CreditNote
        | DocumentKind::Payment
        | DocumentKind::BankTransaction => false,
    }
}

fn without_zeros(mut balances: Balances) -> Balances {
    balances.retain(|_, amount| !amount.is_zero());
    balances
}
