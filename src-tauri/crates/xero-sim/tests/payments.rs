//! Payments: what they settle, what they may not, and taking them back (facts §8).

use serde_json::{Value, json};

use crate::desk::{Desk, messages, read};
use crate::paper::{LOCKED, NOBODY, SETTLED, STRANGER, invoice, line, payment, text};

const NAME: &str = "Payments";
const EXCEEDS: &str = "Payment amount exceeds the amount outstanding on this document";

fn due(invoice: &Value) -> [String; 3] {
    ["AmountDue", "AmountPaid", "AmountCredited"].map(|name| invoice[name].to_string())
}

#[tokio::test]
async fn a_payment_settles_its_invoice_and_shows_in_it() {
    let desk = Desk::new().await;
    let made = desk.invoiced("100.00").await;
    let mut part = payment(&made, "40.00");
    part["Reference"] = json!("desk 17 cash");
    desk.advance(60);
    let paid = desk.put(NAME, &part).await.one(NAME);
    assert_eq!(paid["PaymentType"], "ACCRECPAYMENT");
    assert_eq!((&paid["Status"], &paid["IsReconciled"]), (&json!("AUTHORISED"), &json!(false)));
    assert_eq!(paid["Account"]["Code"], "612");
    assert_eq!(paid["Invoice"]["InvoiceNumber"], "INV-0001");
    assert_eq!(paid["Invoice"]["AmountDue"], 60.0);
    let half = desk.invoice(&made).await;
    assert_eq!(half["Status"], "AUTHORISED");
    assert_eq!(due(&half), ["60.0", "40.0", "0.0"]);
    assert_eq!(half["Payments"][0]["PaymentID"], paid["PaymentID"]);
    assert_eq!(half["Payments"][0]["Reference"], "desk 17 cash");
    assert_ne!(half["UpdatedDateUTC"], made["UpdatedDateUTC"], "a payment is a change of it");

    desk.paid(&made, "60.00").await;
    let whole = desk.invoice(&made).await;
    assert_eq!(whole["Status"], "PAID");
    assert_eq!(whole["FullyPaidOnDate"], "/Date(1791158400000+0000)/");
    assert_eq!(desk.balance("Accounts Receivable").await, "0.00");
    assert_eq!(desk.balance("Cash Clearing").await, "100.00");
    let id = text(&made, "InvoiceID");
    assert_eq!(desk.changes("Invoices", id).await, ["Payment", "Payment", "Created"]);
    assert_eq!(desk.changes(NAME, text(&paid, "PaymentID")).await, ["Created"]);
    assert_eq!(desk.books().await[NAME].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_payment_is_found_by_its_reference_and_by_its_invoice() {
    let desk = Desk::new().await;
    let made = desk.invoiced("100.00").await;
    for reference in ["desk 17", "desk 170"] {
        let mut part = payment(&made, "10.00");
        part["Reference"] = json!(reference);
        desk.put(NAME, &part).await.one(NAME);
    }
    let found = desk.find(NAME, "Reference==\"desk 17\"").await;
    assert_eq!(found.each(NAME, "Reference"), ["desk 17"]);
    let id = text(&made, "InvoiceID");
    let of_invoice = desk.find(NAME, &format!("Invoice.InvoiceID==guid(\"{id}\")")).await;
    assert_eq!(of_invoice.json()[NAME].as_array().unwrap().len(), 2);
    let page = desk.get("Payments?page=2&pageSize=1").await.json();
    assert_eq!(page["pagination"]["itemCount"], 2);
    let path = format!("Payments/{}", text(&found.one(NAME), "PaymentID"));
    assert_eq!(desk.get(&path).await.one(NAME)["Reference"], "desk 17");
    assert_eq!(desk.get(&format!("Payments/{STRANGER}")).await.status, 404);
}

#[tokio::test]
async fn no_more_is_paid_than_is_open_of_an_approved_document() {
    let desk = Desk::new().await;
    let made = desk.invoiced("100.00").await;
    let refusals = async |body: &Value| desk.put(NAME, body).await.refusals();
    assert_eq!(refusals(&payment(&made, "100.01")).await, [EXCEEDS]);
    let two = json!({ "Payments": [payment(&made, "60.00"), payment(&made, "60.00")] });
    assert_eq!(refusals(&two).await, [EXCEEDS], "the second knows of the first");
    assert_eq!(due(&desk.invoice(&made).await), ["100.0", "0.0", "0.0"], "and both are refused");
    for amount in ["0", "-5.00", "1.005"] {
        assert_eq!(refusals(&payment(&made, amount)).await.len(), 1, "{amount}");
    }
    let draft = invoice(|invoice| invoice["Status"] = json!("DRAFT"));
    let draft = desk.put("Invoices", &draft).await.one("Invoices");
    let text = "Payments can only be made against Authorised documents";
    assert_eq!(refusals(&payment(&draft, "10.00")).await, [text]);
    let unknown = json!({ "InvoiceID": STRANGER });
    assert_eq!(refusals(&payment(&unknown, "10.00")).await, ["Document could not be found"]);
    let answer = desk.put(NAME, &json!({ "Amount": 1, "Account": { "Code": "612" } })).await;
    assert_eq!(answer.refusals(), ["Document could not be found"]);
    assert_eq!(answer.json()["Elements"][0]["PaymentID"], NOBODY);
    let each = desk.put("Payments?summarizeErrors=false", &two).await;
    assert_eq!(each.each(NAME, "StatusAttributeString"), ["OK", "ERROR"]);
    assert_eq!(messages(&each.json()[NAME][1]["ValidationErrors"]), [EXCEEDS]);
}

#[tokio::test]
async fn the_account_is_a_bank_account_or_one_that_takes_payments() {
    let desk = Desk::new().await;
    let made = desk.invoiced("100.00").await;
    let from = async |account: Value| {
        let mut body = payment(&made, "1.00");
        body["Account"] = account;
        desk.put(NAME, &body).await
    };
    let chart = desk.get("Accounts").await.json()["Accounts"].as_array().unwrap().clone();
    let bank = chart.iter().find(|account| account["Code"] == "090").unwrap();
    assert_eq!(from(json!({ "Code": "613" })).await.status, 200);
    assert_eq!(from(json!({ "AccountID": bank["AccountID"] })).await.status, 200);
    assert_eq!(desk.balance("Business Bank Account").await, "1.00");
    let wrong = ["Account type is invalid for making a payment to/from."];
    assert_eq!(from(json!({ "Code": "611" })).await.refusals(), wrong);
    desk.control(json!({ "enable_payments": "Revenue Clearing" }));
    assert_eq!(from(json!({ "Code": "611" })).await.status, 200);
    let unknown = ["Account code '476' is not a valid code for this document."];
    assert_eq!(from(json!({ "Code": "476" })).await.refusals(), unknown);
    let missing = ["The account code or ID must be specified"];
    assert_eq!(from(json!(null)).await.refusals(), missing);
    desk.control(json!({ "archive_account": "613" }));
    assert!(from(json!({ "Code": "613" })).await.refusals()[0].contains("has been archived"));
    let by_number = json!({ "InvoiceNumber": "INV-0001", "Code": "612", "Amount": 1 });
    assert_eq!(desk.put(NAME, &by_number).await.one(NAME)["Account"]["Code"], "612");
}

#[tokio::test]
async fn a_payment_is_never_changed_and_once_deleted_reopens_its_invoice() {
    let desk = Desk::new().await;
    let made = desk.invoiced("100.00").await;
    let paid = desk.paid(&made, "100.00").await;
    let path = format!("Payments/{}", text(&paid, "PaymentID"));
    let change = desk.post(&path, &json!({ "Amount": 50 })).await;
    assert_eq!(change.refusals(), ["Payments cannot be updated: delete it and create another."]);
    let mut again = payment(&made, "1.00");
    again["PaymentID"] = paid["PaymentID"].clone();
    assert!(desk.post(NAME, &again).await.refusals()[0].starts_with("Payments cannot be updated"));

    let wrapped = json!({ "Payments": [{ "Status": "DELETED" }] });
    let gone = desk.post(&path, &wrapped).await.one(NAME);
    assert_eq!(gone["Status"], "DELETED");
    let open = desk.invoice(&made).await;
    assert_eq!(
        (&open["Status"], due(&open)),
        (&json!("AUTHORISED"), ["100.0", "0.0", "0.0"].map(str::to_owned))
    );
    assert_eq!(open["Payments"], json!([]));
    for (account, balance) in [("Accounts Receivable", "100.00"), ("Cash Clearing", "0.00")] {
        assert_eq!(desk.balance(account).await, balance);
    }
    assert_eq!(desk.unpaid(&paid).await.refusals(), ["This payment has already been deleted."]);
    let id = text(&made, "InvoiceID");
    assert_eq!(desk.changes("Invoices", id).await, ["Payment Deleted", "Payment", "Created"]);
    assert_eq!(desk.get(&path).await.one(NAME)["Status"], "DELETED", "it is still there");
}

#[tokio::test]
async fn a_reconciled_payment_and_one_in_a_locked_period_stay() {
    let desk = Desk::new().await;
    let made = desk.invoiced("100.00").await;
    let mut reconciled = payment(&made, "10.00");
    reconciled["IsReconciled"] = json!("true");
    let reconciled = desk.put(NAME, &reconciled).await.one(NAME);
    assert_eq!(reconciled["IsReconciled"], true);
    assert_eq!(desk.unpaid(&reconciled).await.refusals().len(), 1);
    let mut early = payment(&made, "10.00");
    early["Date"] = json!("2026-09-30");
    let paid = desk.put(NAME, &early).await.one(NAME);
    desk.control(json!({ "lock_date": "2026-09-30" }));
    assert_eq!(desk.put(NAME, &early).await.refusals(), [LOCKED]);
    assert_eq!(desk.unpaid(&paid).await.refusals(), [LOCKED]);
    desk.control(json!({ "lock_date": "" }));
    assert_eq!(desk.unpaid(&paid).await.status, 200);
}

#[tokio::test]
async fn a_paid_invoice_changes_only_where_no_amount_does_and_is_not_voided() {
    let desk = Desk::new().await;
    let made = desk.invoiced("100.00").await;
    let paid = desk.paid(&made, "40.00").await;
    let id = made["LineItems"][0]["LineItemID"].clone();
    let line_of = |member: &str, value: Value| {
        let mut line = json!({ "LineItemID": id });
        line[member] = value;
        json!({ "LineItems": [line] })
    };
    for change in [
        json!({ "Reference": "late" }),
        json!({ "DueDate": "2026-11-01" }),
        json!({ "InvoiceNumber": "Desk 1" }),
        json!({ "Url": "https://example.org/1" }),
        json!({ "Contact": { "Name": "Bea" } }),
        line_of("Description", json!("Another boat")),
        line_of("AccountCode", json!("202")),
        line_of("Tracking", json!([{ "Name": "Region", "Option": "Lake" }])),
    ] {
        let answer = desk.edit(&made, &change).await;
        assert_eq!(answer.status, 200, "{change}: {}", answer.text);
    }
    let kept = desk.invoice(&made).await;
    assert_eq!(kept["LineItems"][0]["Description"], "Another boat");
    assert_eq!(kept["Contact"]["Name"], "Bea");
    assert_eq!(desk.balance("Kayak Rentals").await, "-100.00", "the account may move");
    for change in [
        json!({ "Date": "2026-10-04" }),
        json!({ "LineAmountTypes": "Inclusive" }),
        json!({ "LineItems": [line("100.00"), line("1.00")] }),
        line_of("UnitAmount", json!("99.00")),
        line_of("Quantity", json!(2)),
        line_of("TaxType", json!("TAX001")),
    ] {
        assert_eq!(desk.edit(&made, &change).await.refusals(), [SETTLED], "{change}");
    }
    let void = desk.edit(&made, &json!({ "Status": "VOIDED" })).await;
    let text = "The status VOIDED cannot be applied to the invoice because it has payments or \
                credit notes allocated to it.";
    assert_eq!(void.refusals(), [text]);
    desk.unpaid(&paid).await.one(NAME);
    assert_eq!(desk.edit(&made, &json!({ "Status": "VOIDED" })).await.status, 200);
}

#[tokio::test]
async fn what_xero_says_of_a_paid_invoice_may_be_sent_back() {
    let desk = Desk::new().await;
    let made = desk.invoiced("100.00").await;
    desk.paid(&made, "100.00").await;
    let mut whole = desk.invoice(&made).await;
    whole["Reference"] = json!("late");
    let kept = desk.edit(&made, &whole).await.one("Invoices");
    assert_eq!((&kept["Status"], &kept["Reference"]), (&json!("PAID"), &json!("late")));
    let query = [("where", "Status==\"PAID\"")];
    let found = read(desk.request("GET", "Invoices").query(&query)).await;
    assert_eq!(found.each("Invoices", "Reference"), ["late"]);
}

#[tokio::test]
async fn the_same_key_pays_once() {
    let desk = Desk::new().await;
    let made = desk.invoiced("100.00").await;
    let body = payment(&made, "40.00");
    let send = || read(desk.request("PUT", NAME).header("Idempotency-Key", "k-1").json(&body));
    let (first, second) = (send().await, send().await);
    assert_eq!(first.text, second.text);
    assert_eq!(desk.invoice(&made).await["AmountPaid"], 40.0);
}
