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

#[tokio::test]
async fn a_line_sent_back_as_it_was_read_keeps_its_figures_and_a_tax_once_given() {
    let desk = Desk::of("nz").await;
    let body = invoice(|invoice| {
        invoice["LineItems"] = json!([
            { "Description": "Thirds", "Quantity": 3, "LineAmount": "10.00",
                "AccountCode": "201", "TaxType": "OUTPUT2", "TaxAmount": "1.49" },
            { "Description": "Fine", "Quantity": "1.5", "UnitAmount": "2.1649",
                "AccountCode": "201", "TaxType": "NONE" },
        ]);
    });
    let made = desk.put("Invoices?unitdp=4", &body).await.one(NAME);
    assert_eq!(made["Total"].to_string(), "14.74");
    desk.paid(&made, "1.00").await;
    let mut read = desk.invoice(&made).await;
    assert_eq!(read["LineItems"][1]["UnitAmount"].to_string(), "2.16");
    read["LineItems"][0]["Description"] = json!("A third");
    let kept = desk.edit(&made, &json!({ "LineItems": read["LineItems"] })).await.one(NAME);
    assert_eq!(kept["Total"].to_string(), "14.74");
    assert_eq!(kept["LineItems"][0]["Description"], "A third");
    assert_eq!(kept["LineItems"][0]["TaxAmount"].to_string(), "1.49");
}

#[tokio::test]
async fn other_line_amount_types_work_the_taxes_out_anew() {
    let desk = Desk::of("nz").await;
    let body = invoice(|invoice| {
        invoice["LineItems"][0]["UnitAmount"] = json!("115.00");
        invoice["LineItems"][0]["TaxType"] = json!("OUTPUT2");
    });
    let made = desk.put(NAME, &body).await.one(NAME);
    assert_eq!(made["Total"].to_string(), "132.25");
    let turned = desk.edit(&made, &json!({ "LineAmountTypes": "Inclusive" })).await.one(NAME);
    assert_eq!((&turned["Total"], &turned["TotalTax"]), (&json!(115.0), &json!(15.0)));
    assert_eq!(desk.balance("GST").await, "-15.00");
}
