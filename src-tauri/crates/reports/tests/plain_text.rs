//! hledger's and beancount's files, read back by hledger and beancount themselves where they are
//! installed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ledger::Amount;
use proptest::prelude::*;
use reports::{GeneralLedger, beancount, hledger};

use crate::support::{general_ledger, is_installed, printed, worst_ledger};

/// The accounts' names in the order they are declared in, which is the ledger's own.
fn declared(file: &str, between: (&str, &str)) -> Vec<String> {
    let name = |line: &str| {
        let (_, rest) = line.split_once(between.0)?;
        Some(rest.split_once(between.1)?.0.to_owned())
    };
    file.lines()
        .filter(|line| {
            line.starts_with("account ") || line.get(10..16).is_some_and(|word| word == " open ")
        })
        .filter_map(name)
        .collect()
}

fn hledger_names(file: &str) -> Vec<String> {
    declared(file, ("account ", "  ; type:"))
}

fn beancount_names(file: &str) -> Vec<String> {
    declared(file, (" open ", " "))
}

/// What each name should come to, in major units.
fn expected(ledger: &GeneralLedger, names: &[String]) -> BTreeMap<String, String> {
    assert_eq!(names.len(), ledger.accounts().len());
    let closing = ledger.balances().into_iter().map(reports::Balance::closing);
    names
        .iter()
        .cloned()
        .zip(closing)
        .filter(|(_, balance)| !balance.is_zero())
        .map(|(name, balance)| (name, balance.display(ledger.currency())))
        .collect()
}

/// The names and amounts of a table of two columns, without the accounts that come to nothing.
fn read(table: &str, ledger: &GeneralLedger) -> BTreeMap<String, String> {
    // So bean-query says that no account has postings.
    let table = if table.trim() == "(empty)" { "" } else { table };
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| {
        let figure = row[1].trim().split(' ').next().unwrap().replace(',', "");
        let minor: rust_decimal::Decimal = figure.parse().unwrap();
        let amount = Amount::from_decimal(minor, ledger.currency()).unwrap();
        (row[0].trim().to_owned(), amount)
    })
    .filter(|(_, amount)| !amount.is_zero())
    .map(|(name, amount)| (name, amount.display(ledger.currency())))
    .collect()
}

fn in_a_file(name: &str, text: &str, then: impl FnOnce(&Path)) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    then(&path);
}

fn agrees_with_hledger(ledger: &GeneralLedger) {
    let text = hledger(ledger);
    in_a_file("book.journal", &text, |path| {
        let path = path.to_str().unwrap();
        printed("hledger", &["-f", path, "check", "--strict", "ordereddates"]);
        let arguments = ["-f", path, "balance", "--flat", "-N", "-E", "-O", "csv"];
        let balances = read(&printed("hledger", &arguments), ledger);
        assert_eq!(balances, expected(ledger, &hledger_names(&text)), "{text}");
        let count = printed("hledger", &["-f", path, "stats"]);
        let transactions = ledger.entries().len() + usize::from(ledger.opening().is_some());
        let line = count.lines().find(|line| line.starts_with("Transactions  ")).unwrap();
        assert!(line.contains(&format!(": {transactions} ")), "{line}, not {transactions}");
    });
}

fn agrees_with_beancount(ledger: &GeneralLedger) {
    let text = beancount(ledger);
    in_a_file("book.beancount", &text, |path| {
        let path = path.to_str().unwrap();
        let complaints = printed("bean-check", &[path]);
        assert_eq!(complaints, "", "{text}");
        let query = "select account, sum(number) group by account";
        let balances = printed("bean-query", &["-f", "csv", path, query]);
        let names = beancount_names(&text);
        assert_eq!(read(&balances, ledger), expected(ledger, &names), "{text}");
    });
}

#[test]
fn hledger_accepts_the_worst_names_and_agrees_on_every_balance() {
    if is_installed("hledger") {
        agrees_with_hledger(&worst_ledger());
    }
}

#[test]
fn beancount_accepts_the_worst_names_and_agrees_on_every_balance() {
    if is_installed("bean-check") && is_installed("bean-query") {
        agrees_with_beancount(&worst_ledger());
    }
}

proptest! {
    // Each case starts programs, beancount's with a second of Python.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn hledger_agrees_on_any_ledger(ledger in general_ledger()) {
        if is_installed("hledger") {
            agrees_with_hledger(&ledger);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn beancount_agrees_on_any_ledger(ledger in general_ledger()) {
        if is_installed("bean-check") && is_installed("bean-query") {
            agrees_with_beancount(&ledger);
        }
    }
}

/// What beancount's own grammar says of a name.
fn is_a_beancount_account(name: &str) -> bool {
    let mut parts = name.split(':');
    let root = ["Assets", "Liabilities", "Equity", "Income", "Expenses"];
    let is_rooted = parts.next().is_some_and(|first| root.contains(&first));
    let is_part = |part: &str| {
        let begins = |c: char| c.is_uppercase() || c.is_ascii_digit();
        part.starts_with(begins)
            && part.chars().all(|c| c == '-' || c.is_ascii_digit() || c.is_alphabetic())
    };
    is_rooted && parts.clone().count() == 1 && parts.all(is_part)
}

proptest! {
    #[test]
    fn every_account_has_a_name_of_its_own_in_both(ledger in general_ledger()) {
        let (one, other) = (hledger(&ledger), beancount(&ledger));
        for names in [hledger_names(&one), beancount_names(&other)] {
            prop_assert_eq!(names.len(), ledger.accounts().len());
            prop_assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        }
        for name in beancount_names(&other) {
            prop_assert!(is_a_beancount_account(&name), "{}", name);
        }
    }

    #[test]
    fn nothing_typed_makes_a_line_of_its_own(ledger in general_ledger()) {
        let postings: usize = ledger.entries().iter().map(|entry| entry.postings.len()).sum();
        let opening = ledger.opening().map_or(0, |opening| opening.balances.len());
        let journal = hledger(&ledger);
        let lines = |begin: &str| journal.lines().filter(|line| line.starts_with(begin)).count();
        prop_assert_eq!(lines("    "), postings + opening);
        prop_assert_eq!(lines("account "), ledger.accounts().len());
        let entries = ledger.entries().len() + usize::from(ledger.opening().is_some());
        prop_assert_eq!(lines("20"), entries);
        let written = beancount(&ledger);
        let dated = written.lines().filter(|line| line.starts_with("20")).count();
        let declared = ledger.accounts().len() + 1;
        let undated = ledger.entries().is_empty() && ledger.opening().is_none();
        prop_assert_eq!(dated, if undated { 0 } else { entries + declared });
    }

    #[test]
    fn names_stay_when_other_accounts_come_and_go(ledger in general_ledger()) {
        let all = beancount_names(&beancount(&ledger));
        for (at, account) in ledger.accounts().iter().enumerate() {
            let alone = reports::Contents {
                organisation: String::new(),
                currency: ledger.currency(),
                accounts: vec![account.clone()],
                opening: None,
                entries: Vec::new(),
            };
            let alone = beancount(&GeneralLedger::new(alone).unwrap());
            let name = &beancount_names(&alone)[0];
            let marked = all[at].strip_prefix(name.as_str());
            prop_assert!(marked.is_some_and(|mark| mark.is_empty() || mark.starts_with('-')));
        }
    }
}
