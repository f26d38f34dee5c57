//! Undo on the command line: it says what went with a document, and what cannot leave is kept.

use serde_json::{Value, json};

use crate::support::{Desk, Ran, Simulator};

/// A desk with an invoice of 100.00 and a payment of 30.00 on it, both in Xero.
fn with_an_invoice(simulator: &Simulator) -> Desk {
    let desk = Desk::connected(simulator);
    for (role, account) in
        [("revenue-clearing", "Revenue Clearing"), ("card-clearing", "Card Clearing")]
    {
        desk.run(&["map", "role", role, account]).done();
    }
    let at = |hour: u32| format!("2026-10-20T{hour}:00:00-07:00");
    let customer = json!({ "name": "Anneke Larsen" });
    let all = json!([
        {
            "id": "C", "kind": "account_charge", "at": at(10), "customer": customer,
            "lines": [{ "gl_code": "Boats", "net": "100.00" }],
        },
        {
            "id": "P", "kind": "account_payment", "at": at(11), "customer": customer,
            "tenders": [{ "name": "Card", "amount": "30.00" }],
        },
    ]);
    desk.feed(&["record", "--json", "-"], &all.to_string()).done();
    desk.run(&["sync"]).done();
    desk
}

fn the(desk: &Desk, kind: &str) -> String {
    let listed = desk.run(&["outbox", "list", "--all"]).done();
    let mut all = listed["documents"].as_array().unwrap().iter();
    let found = all.find(|one| one["kind"] == kind).unwrap();
    found["id"].as_str().unwrap().to_owned()
}

#[test]
fn an_undo_says_what_went_with_it_to_people_and_to_scripts() {
    let simulator = Simulator::start("ca");
    let desk = with_an_invoice(&simulator);
    let invoice = the(&desk, "invoice");
    let undone = desk.run(&["outbox", "undo", &invoice]).done();
    let kinds: Vec<&Value> =
        undone["documents"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["invoice", "payment"], "{undone:#}");
    let note = undone["note"].as_str().unwrap();
    assert!(note.contains("With it: Payment P"), "{note}");
}

#[test]
fn what_nothing_waits_to_take_back_cannot_be_kept_and_says_so() {
    let simulator = Simulator::start("ca");
    let desk = with_an_invoice(&simulator);
    let invoice = the(&desk, "invoice");
    let ran: Ran = desk.command(&["outbox", "keep", &invoice]).output().unwrap().into();
    assert_ne!(ran.code, 0);
    assert!(ran.complaint.contains("cannot be kept now"), "{ran:?}");
}
