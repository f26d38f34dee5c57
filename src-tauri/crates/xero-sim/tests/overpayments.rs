//! Overpayments and prepayments: bonds and deposits in the bank, used or paid back (facts §8).

use serde_json::{Value, json};

use crate::desk::{Answer, Desk, read};
use crate::paper::{overpaid, received, text, use_for};

async fn made(desk: &Desk, body: &Value) -> Value {
    desk.put("BankTransactions", body).await.one("BankTransactions")
}

async fn used(desk: &Desk, path: &str, allocation: &Value) -> Answer {
    desk.put(&format!("{path}/Allocations"), allocation).await
}

async fn paid_back(desk: &Desk, name: &str, id: &Value, amount: &str) -> Answer {
    let mut refund = json!({ "Account": { "Code": "090" }, "Date": "2026-10-06",
        "Amount": amount });
    refund[name] = json!({});
    refund[name][format!("{name}ID")] = id.clone();
    desk.put("Payments", &refund).await
}

#[tokio::test]
async fn an_overpayment_is_one_line_without_tax_coded_to_the_receivables() {
    let desk = Desk::of("nz").await;
    let mut body = overpaid("300.00");
    body["BankTransactions"][0]["Reference"] = json!("bond 17");
    let transaction = made(&desk, &body).await;
    assert_eq!(transaction["Type"], "RECEIVE-OVERPAYMENT");
    assert_eq!(transaction["LineAmountTypes"], "NoTax");
    assert_eq!(transaction["LineItems"][0]["AccountCode"], "610");
    assert_eq!(desk.balance("Business Bank Account").await, "300.00");
    assert_eq!(desk.balance("Accounts Receivable").await, "-300.00");
    let path = format!("Overpayments/{}", text(&transaction, "OverpaymentID"));
    let credit = desk.get(&path).await.one("Overpayments");
    assert_eq!(credit["ID"], transaction["OverpaymentID"]);
    assert_eq!(
        (&credit["Status"], &credit["RemainingCredit"]),
        (&json!("AUTHORISED"), &json!(300.0))
    );
    let found = desk.find("Overpayments", "Reference==\"bond 17\"").await;
    assert_eq!(found.each("Overpayments", "Type"), ["RECEIVE-OVERPAYMENT"]);
    let page = desk.get("Overpayments?References=bond%2017&page=1").await.json();
    assert_eq!(page["pagination"]["itemCount"], 1);
    assert_eq!(desk.get("Prepayments").await.json()["Prepayments"], json!([]));
    assert_eq!(desk.books().await["Overpayments"][0]["OverpaymentID"], credit["OverpaymentID"]);

    let mut two = overpaid("1.00");
    let line = two["BankTransactions"][0]["LineItems"][0].clone();
    two["BankTransactions"][0]["LineItems"] = json!([line, line]);
    let refused = desk.put("BankTransactions", &two).await.refusals();
    assert_eq!(refused, ["An overpayment must have exactly one line."]);
    let mut taxed = overpaid("1.00");
    taxed["BankTransactions"][0]["LineAmountTypes"] = json!("Inclusive");
    let refused = desk.put("BankTransactions", &taxed).await.refusals();
    assert_eq!(refused, ["The LineAmountTypes of an overpayment must be NoTax."]);
}

#[tokio::test]
async fn an_overpayment_is_used_for_an_invoice_and_the_rest_paid_back() {
    let desk = Desk::new().await;
    let transaction = made(&desk, &overpaid("300.00")).await;
    let invoice = desk.invoiced("80.00").await;
    let id = transaction["OverpaymentID"].clone();
    let path = format!("Overpayments/{}", text(&transaction, "OverpaymentID"));
    let allocation = used(&desk, &path, &use_for(&invoice, "80.00")).await.one("Allocations");
    assert_eq!(allocation["Overpayment"]["OverpaymentID"], id);
    let settled = desk.invoice(&invoice).await;
    assert_eq!((&settled["Status"], &settled["AmountCredited"]), (&json!("PAID"), &json!(80.0)));
    assert_eq!(settled["Overpayments"][0]["AppliedAmount"], 80.0);
    let refund = paid_back(&desk, "Overpayment", &id, "220.00").await.one("Payments");
    assert_eq!(refund["PaymentType"], "AROVERPAYMENTPAYMENT");
    assert_eq!(refund["Invoice"]["InvoiceID"], id);
    let gone = desk.get(&path).await.one("Overpayments");
    assert_eq!((&gone["Status"], &gone["RemainingCredit"]), (&json!("PAID"), &json!(0.0)));
    assert_eq!(desk.balance("Accounts Receivable").await, "0.00");
    assert_eq!(desk.balance("Business Bank Account").await, "80.00");
    assert_eq!(paid_back(&desk, "Overpayment", &id, "0.01").await.status, 400);
    let url = format!("{path}/Allocations/{}", text(&allocation, "AllocationID"));
    assert_eq!(read(desk.request("DELETE", &url)).await.json()["IsDeleted"], true);
    assert_eq!(desk.balance("Accounts Receivable").await, "0.00", "80 owed, 80 of credit");
    let id = text(&transaction, "OverpaymentID");
    let changes = desk.changes("Overpayments", id).await;
    assert_eq!(changes, ["Credit Removed", "Payment", "Credit Applied", "Created"]);
}

#[tokio::test]
async fn overpayments_and_prepayments_are_not_changed_as_bank_transactions() {
    let desk = Desk::new().await;
    let prepaid = received(|transaction| transaction["Type"] = json!("RECEIVE-PREPAYMENT"));
    for body in [overpaid("10.00"), prepaid] {
        let transaction = made(&desk, &body).await;
        let path = format!("BankTransactions/{}", text(&transaction, "BankTransactionID"));
        for change in [json!({ "Status": "DELETED" }), json!({ "Reference": "late" })] {
            let refused = desk.post(&path, &change).await.refusals();
            assert_eq!(refused.len(), 1);
            assert!(refused[0].starts_with("Overpayments, prepayments and transfers"));
        }
    }
    assert_eq!(desk.balance("Business Bank Account").await, "110.00");
}

#[tokio::test]
async fn a_prepayment_leaves_its_accounts_and_its_tax_as_it_is_used() {
    let desk = Desk::of("nz").await;
    let body = received(|transaction| {
        transaction["Type"] = json!("RECEIVE-PREPAYMENT");
        transaction["LineItems"] = json!([
            { "Description": "Deposit", "UnitAmount": "100.00", "AccountCode": "810",
                "TaxType": "NONE" },
            { "Description": "Insurance", "UnitAmount": "23.00", "AccountCode": "202" },
        ]);
    });
    let transaction = made(&desk, &body).await;
    let path = format!("Prepayments/{}", text(&transaction, "PrepaymentID"));
    let balances = async || {
        let mut balances = Vec::new();
        for name in ["Deferred Revenue", "Kayak Rentals", "GST", "Accounts Receivable"] {
            balances.push(desk.balance(name).await);
        }
        balances
    };
    assert_eq!(balances().await, ["-100.00", "-20.00", "-3.00", "0.00"]);
    let invoice = desk.invoiced("41.00").await;
    used(&desk, &path, &use_for(&invoice, "41.00")).await.one("Allocations");
    assert_eq!(balances().await, ["-66.67", "-13.33", "-2.00", "0.00"], "a third of each");
    let settled = desk.invoice(&invoice).await;
    assert_eq!(settled["Prepayments"][0]["PrepaymentID"], transaction["PrepaymentID"]);
    paid_back(&desk, "Prepayment", &transaction["PrepaymentID"], "82.00").await.one("Payments");
    assert_eq!(balances().await, ["0.00", "0.00", "0.00", "0.00"]);
    assert_eq!(desk.balance("Business Bank Account").await, "41.00");
    assert_eq!(desk.get(&path).await.one("Prepayments")["Status"], "PAID");
}

#[tokio::test]
async fn what_was_overpaid_to_a_supplier_comes_back_but_settles_no_sale() {
    let desk = Desk::new().await;
    let mut body = overpaid("50.00");
    body["BankTransactions"][0]["Type"] = json!("SPEND-OVERPAYMENT");
    let transaction = made(&desk, &body).await;
    assert_eq!(desk.balance("Accounts Payable").await, "50.00");
    let invoice = desk.invoiced("41.00").await;
    let path = format!("Overpayments/{}", text(&transaction, "OverpaymentID"));
    assert_eq!(used(&desk, &path, &use_for(&invoice, "1.00")).await.refusals().len(), 1);
    let back = paid_back(&desk, "Overpayment", &transaction["OverpaymentID"], "50.00").await;
    assert_eq!(back.one("Payments")["PaymentType"], "APOVERPAYMENTPAYMENT");
    assert_eq!(desk.balance("Business Bank Account").await, "0.00");
    assert_eq!(desk.balance("Accounts Payable").await, "0.00");
}
