//! How an invoice may change: its statuses, and what money on it forbids (facts §7.1).

use serde_json::{Value, json};

use crate::desk::Desk;
use crate::paper::{invoice, line, text};

const NAME: &str = "Invoices";

async fn of(desk: &Desk, status: &str) -> Value {
    desk.put(NAME, &invoice(|invoice| invoice["Status"] = json!(status))).await.one(NAME)
}

#[tokio::test]
async fn statuses_change_only_as_documented() {
    let desk = Desk::new().await;
    for (status, message) in [
        ("PAID", "Invoice not of valid status for creation"),
        ("VOIDED", "Invoice not of valid status for creation"),
        ("DELETED", "Invoice not of valid status for creation"),
        ("VOID", "The status 'VOID' cannot be applied to the document"),
    ] {
        let body = invoice(|invoice| invoice["Status"] = json!(status));
        assert_eq!(desk.put(NAME, &body).await.refusals(), [message]);
    }
    for (from, to, allowed) in [
        ("DRAFT", "SUBMITTED", true),
        ("DRAFT", "AUTHORISED", true),
        ("DRAFT", "DELETED", true),
        ("DRAFT", "VOIDED", false),
        ("DRAFT", "PAID", false),
        ("SUBMITTED", "DRAFT", true),
        ("SUBMITTED", "AUTHORISED", true),
        ("SUBMITTED", "DELETED", true),
        ("AUTHORISED", "DRAFT", false),
        ("AUTHORISED", "DELETED", false),
        ("AUTHORISED", "PAID", false),
        ("AUTHORISED", "VOIDED", true),
    ] {
        let made = of(&desk, from).await;
        let answer = desk.edit(&made, &json!({ "Status": to })).await;
        if allowed {
            assert_eq!(answer.one(NAME)["Status"], to, "{from} to {to}");
        } else {
            let text = "Invoice not of valid status for modification";
            assert_eq!(answer.refusals(), [text], "{from} to {to}");
        }
        desk.advance(10);
    }
    assert_eq!(desk.balance("Accounts Receivable").await, "500.00", "five were left approved");
}

#[tokio::test]
async fn a_voided_invoice_owes_nothing_and_is_not_changed_any_more() {
    let desk = Desk::new().await;
    let made = of(&desk, "AUTHORISED").await;
    let voided = desk.edit(&made, &json!({ "Status": "VOIDED" })).await.one(NAME);
    assert_eq!((&voided["Status"], &voided["AmountDue"]), (&json!("VOIDED"), &json!(0.0)));
    assert_eq!(voided["Total"], 100.0, "it keeps its lines");
    for account in ["Accounts Receivable", "Boats"] {
        assert_eq!(desk.balance(account).await, "0.00");
    }
    let again = desk.edit(&made, &json!({ "Reference": "late" })).await;
    assert_eq!(again.refusals(), ["Invoice not of valid status for modification"]);
}

#[tokio::test]
async fn an_unpaid_invoice_is_edited_and_the_ledger_follows() {
    let desk = Desk::new().await;
    let made = of(&desk, "AUTHORISED").await;
    let id = made["LineItems"][0]["LineItemID"].clone();
    let lines = json!([{ "LineItemID": id, "UnitAmount": "60.00" }, line("5.00")]);
    let edited = desk.edit(&made, &json!({ "LineItems": lines })).await.one(NAME);
    assert_eq!(edited["LineItems"][0]["LineItemID"], id);
    assert_eq!(edited["LineItems"][0]["Description"], "A boat", "what is not said stays");
    assert_eq!(edited["LineItems"][0]["AccountCode"], "201");
    assert_eq!(desk.balance("Boats").await, "-65.00");

    let anew = desk.edit(&made, &json!({ "LineItems": [line("7.00")] })).await.one(NAME);
    assert_ne!(anew["LineItems"][0]["LineItemID"], id, "without its id a line is a new one");
    assert_eq!(desk.balance("Accounts Receivable").await, "7.00");
    let history = desk.get(&format!("Invoices/{}/History", text(&made, "InvoiceID"))).await;
    assert_eq!(history.each("HistoryRecords", "Changes"), ["Edited", "Edited", "Created"]);
}

#[tokio::test]
async fn a_draft_is_approved_and_its_history_says_so() {
    let desk = Desk::new().await;
    let made = of(&desk, "DRAFT").await;
    assert_eq!(desk.balance("Boats").await, "0.00");
    desk.edit(&made, &json!({ "Status": "AUTHORISED" })).await.one(NAME);
    assert_eq!(desk.balance("Boats").await, "-100.00");
    let history = desk.get(&format!("Invoices/{}/History", text(&made, "InvoiceID"))).await;
    assert_eq!(history.each("HistoryRecords", "Changes"), ["Approved", "Created"]);
}
