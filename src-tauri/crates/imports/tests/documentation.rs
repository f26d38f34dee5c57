//! What the documentation shows is true: every example in it is read and posted.

use std::collections::BTreeSet;

use ledger::Kind;

use crate::schema::validator;
use crate::stories::posted;
use crate::{import, options};

const PAGE: &str = include_str!("../../../docs/IMPORT-FORMATS.md");

/// The examples of the page in one language, in order.
pub(crate) fn examples(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    PAGE.split(fence.as_str())
        .skip(1)
        .map(|rest| rest.split("\n```").next().expect("an example ends"))
        .collect()
}

/// Imports an example, of which no row may be refused, and posts what is in it.
#[track_caller]
fn kinds_of(example: &str) -> BTreeSet<Kind> {
    let outcome = import(example.as_bytes(), &options());
    assert_eq!(outcome.rejects, [], "{example}");
    assert!(!outcome.transactions.is_empty(), "{example}");
    for transaction in &outcome.transactions {
        let _parts = posted(transaction);
    }
    outcome.transactions.iter().map(|transaction| transaction.kind).collect()
}

#[test]
fn every_json_example_is_read_and_posted_and_every_kind_has_one() {
    let validator = validator();
    let mut kinds = BTreeSet::new();
    for example in examples("json") {
        kinds.extend(kinds_of(example));
        for value in serde_json::Deserializer::from_str(example).into_iter() {
            let value = value.expect("an example is JSON");
            let problems: Vec<String> =
                validator.iter_errors(&value).map(|error| error.to_string()).collect();
            assert_eq!(problems, [""; 0], "{value}");
        }
    }
    assert_eq!(kinds, Kind::ALL.into_iter().collect());
}

#[test]
fn every_table_is_read_and_posted_and_every_kind_has_a_row() {
    let mut kinds = BTreeSet::new();
    for example in examples("csv") {
        kinds.extend(kinds_of(example));
    }
    assert_eq!(kinds, Kind::ALL.into_iter().collect());
}
