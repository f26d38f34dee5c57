//! The read-back: equal means equal to the books, and everything else is named.

use std::str::FromStr;

use ledger::{Amount, BankAccount, Counter, Currency, DocumentKind, Entry, EntryLine, TaxWay};
use serde_json::{Value, json};
use xero::ManualJournal;

use super::{Difference, differences};
use crate::kinds::{self, Refs, Seen};

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

const ANNEKE: &str = "cccccccc-0000-0000-0000-000000000001";
const BOARD: &str = "bbbbbbbb-0000-0000-0000-000000000001";

fn told(expected: &Entry, refs: Refs, seen: &Seen) -> Vec<String> {
    differences(expected, refs, seen).iter().map(Difference::to_string).collect()
}

fn invoice() -> Entry {
    Entry {
        kind: DocumentKind::Invoice,
        due: Some("2026-12-04".parse().unwrap()),
        lines: vec![line("201", -11_500, "NONE")],
        counter: Some(Counter::Receivable),
        contact: Some(ANNEKE.to_owned()),
        ..journal(TaxWay::TaxLines)
    }
}

fn invoice_answer() -> Value {
    json!({
        "InvoiceID": BOARD, "Type": "ACCREC", "Status": "AUTHORISED",
        "Contact": { "ContactID": ANNEKE }, "Date": "/Date(1795132800000+0000)/",
        "LineAmountTypes": "NoTax", "SubTotal": 115, "TotalTax": 0, "Total": 115,
        "AmountDue": 115, "AmountPaid": 0, "AmountCredited": 0,
        "LineItems": [
            { "LineAmount": 115, "AccountCode": "201", "TaxType": "NONE", "TaxAmount": 0 },
        ],
    })
}

fn of_invoice(answer: Value) -> Vec<String> {
    let seen = kinds::seen_invoice(serde_json::from_value(answer).unwrap());
    told(&invoice(), Refs::default(), &seen)
}

#[test]
fn an_invoices_lines_are_credits() {
    assert_eq!(of_invoice(invoice_answer()), Vec::<String>::new());
}

#[test]
fn an_invoice_to_somebody_else_differs() {
    let mut answer = invoice_answer();
    answer["Contact"]["ContactID"] = json!(BOARD);
    assert_eq!(of_invoice(answer), ["In Xero it belongs to another contact."]);
}

#[test]
fn a_paid_invoice_is_still_what_was_posted() {
    let mut answer = invoice_answer();
    answer["Status"] = json!("PAID");
    assert_eq!(of_invoice(answer), Vec::<String>::new());
}

#[test]
fn a_payment_is_of_one_invoice_to_one_account() {
    let paid =
        Refs { about: Some((DocumentKind::Invoice, BOARD.parse().unwrap())), ..Refs::default() };
    let expected = Entry {
        kind: DocumentKind::Payment,
        lines: vec![line("612", 11_500, "NONE")],
        counter: Some(Counter::Receivable),
        ..journal(TaxWay::XeroComputes)
    };
    let answer = |invoice: &str, account: &str| {
        let answer = json!({
            "PaymentID": ANNEKE, "Date": "/Date(1795132800000+0000)/", "Amount": 115.0,
            "Account": { "Code": account }, "Invoice": { "InvoiceID": invoice },
            "Status": "AUTHORISED", "PaymentType": "ACCRECPAYMENT",
        });
        told(&expected, paid, &kinds::seen_payment(serde_json::from_value(answer).unwrap()))
    };
    assert_eq!(answer(BOARD, "612"), Vec::<String>::new());
    assert_eq!(answer(ANNEKE, "612"), ["In Xero it belongs to another invoice."]);
    assert_eq!(answer(BOARD, "613").len(), 2, "missing on the one account, extra on the other");
}

#[test]
fn a_bank_transaction_is_of_one_bank_account_and_one_direction() {
    let bank = BankAccount { id: BOARD.to_owned(), code: "090".to_owned(), name: String::new() };
    let expected = Entry {
        kind: DocumentKind::BankTransaction,
        lines: vec![line("612", -11_500, "NONE")],
        counter: Some(Counter::Bank(bank)),
        ..journal(TaxWay::TaxLines)
    };
    let answer = |direction: &str, bank: &str| {
        let answer = json!({
            "BankTransactionID": ANNEKE, "Type": direction, "Status": "AUTHORISED",
            "BankAccount": { "AccountID": bank }, "Date": "/Date(1795132800000+0000)/",
            "LineAmountTypes": "NoTax", "SubTotal": 115, "TotalTax": 0, "Total": 115,
            "LineItems": [
                { "LineAmount": 115, "AccountCode": "612", "TaxType": "NONE", "TaxAmount": 0 },
            ],
        });
        let seen = kinds::seen_bank_transaction(serde_json::from_value(answer).unwrap());
        told(&expected, Refs::default(), &seen)
    };
    assert_eq!(answer("RECEIVE", BOARD), Vec::<String>::new());
    assert_eq!(answer("RECEIVE", ANNEKE), ["In Xero it belongs to another bank account."]);
    assert_eq!(answer("SPEND", BOARD).len(), 2, "money spent is not money received");
}
