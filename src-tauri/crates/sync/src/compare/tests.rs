//! The read-back: equal means equal to the books, and everything else is named.

use std::str::FromStr;

use ledger::{Amount, Currency, DocumentKind, Entry, EntryLine, TaxWay};
use serde_json::{Value, json};
use xero::ManualJournal;

use super::{Difference, differences};
use crate::kinds::{self, Refs};

fn line(code: &str, minor: i64, tax_type: &str) -> EntryLine {
    EntryLine {
        account_id: format!("00000000-0000-0000-0000-000000000{code}"),
        account_code: code.to_owned(),
        account_name: format!("Account {code}"),
        description: "1 sale".to_owned(),
        quantity: 1.into(),
        amount: Amount::from_minor(minor),
        tax_type: tax_type.to_owned(),
        tracking: Vec::new(),
        tax_collected: Amount::ZERO,
        tax_expected: Amount::ZERO,
    }
}

fn journal(way: TaxWay) -> Entry {
    Entry {
        kind: DocumentKind::ManualJournal,
        reference: "Cashout 2026-11-20 · Main Dock · 4K7Q2M".to_owned(),
        date: "2026-11-20".parse().unwrap(),
        due: None,
        currency: Currency::from_str("NZD").unwrap(),
        tax_way: way,
        counter: None,
        contact: None,
        total: Amount::from_minor(11_500),
        draft: false,
        lines: vec![line("611", 11_500, "NONE"), line("201", -11_500, "OUTPUT2")],
    }
}

/// Xero's answer to it: kept without tax, the tax beside (facts §6.5).
fn answer() -> Value {
    json!({
        "ManualJournalID": "aaaaaaaa-0000-0000-0000-000000000001",
        "Narration": "Cashout 2026-11-20 · Main Dock · 4K7Q2M",
        "Date": "/Date(1795132800000+0000)/",
        "LineAmountTypes": "Exclusive",
        "Status": "POSTED",
        "JournalLines": [
            { "LineAmount": -100, "AccountCode": "201", "TaxType": "OUTPUT2", "TaxAmount": -15 },
            { "LineAmount": 115.00, "AccountCode": "611", "TaxType": "NONE", "TaxAmount": 0.00 },
        ],
    })
}

fn compared(answer: Value, way: TaxWay) -> Vec<String> {
    let found: ManualJournal = serde_json::from_value(answer).unwrap();
    let seen = kinds::seen_journal(found);
    differences(&journal(way), Refs::default(), &seen).iter().map(Difference::to_string).collect()
}

#[test]
fn net_and_tax_together_equal_what_was_sent_with_tax_inside() {
    assert_eq!(compared(answer(), TaxWay::XeroComputes), Vec::<String>::new());
}

#[test]
fn a_remark_of_xeros_is_not_success() {
    let mut answer = answer();
    answer["Warnings"] = json!([{ "Message": "Account code '201' has been removed." }]);
    let told = compared(answer, TaxWay::XeroComputes);
    assert_eq!(told, ["Xero remarked: Account code '201' has been removed."]);
}

#[test]
fn a_draft_is_not_posted() {
    let mut answer = answer();
    answer["Status"] = json!("DRAFT");
    let told = compared(answer, TaxWay::XeroComputes);
    assert_eq!(told, ["In Xero it is DRAFT."]);
}

#[test]
fn a_line_on_another_account_is_missing_here_and_extra_there() {
    let mut answer = answer();
    answer["JournalLines"][0]["AccountCode"] = json!("202");
    let told = compared(answer, TaxWay::XeroComputes);
    assert_eq!(
        told,
        [
            "In Xero the line of -115.00 on Account 201 is missing.",
            "In Xero there is a line of -115.00 on 202 that is not from here.",
        ]
    );
}

#[test]
fn tax_that_nobody_asked_for_differs() {
    // Way B sends its tax as lines of its own; Xero must add none.
    assert_eq!(compared(answer(), TaxWay::TaxLines).len(), 2);
}

#[test]
fn another_day_differs() {
    let mut answer = answer();
    answer["Date"] = json!("/Date(1795219200000+0000)/");
    let told = compared(answer, TaxWay::XeroComputes);
    assert_eq!(told, ["In Xero it is dated 2026-11-21, here 2026-11-20."]);
}
