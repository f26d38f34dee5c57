//! Money moved from the till to the bank (facts §9).

use serde_json::{Value, json};

use crate::desk::Desk;
use crate::paper::{LOCKED, STRANGER, text};

const NAME: &str = "BankTransfers";

fn transfer(change: impl FnOnce(&mut Value)) -> Value {
    let mut transfer = json!({ "FromBankAccount": { "Code": "091" },
        "ToBankAccount": { "Code": "090" }, "Amount": "250.00", "Date": "2026-10-05",
        "Reference": "bag 7" });
    change(&mut transfer);
    json!({ "BankTransfers": [transfer] })
}

fn path(transfer: &Value) -> String {
    format!("BankTransfers/{}", text(transfer, "BankTransferID"))
}

#[tokio::test]
async fn a_transfer_moves_money_and_is_seen_in_both_accounts() {
    let desk = Desk::new().await;
    let body = transfer(|t| t["FromTracking"] = json!([{ "Name": "Region", "Option": "Lake" }]));
    let made = desk.put(NAME, &body).await.one(NAME);
    assert_eq!((&made["Status"], &made["Amount"]), (&json!("AUTHORISED"), &json!(250.0)));
    assert_eq!(made["FromBankAccount"]["Code"], "091");
    assert_eq!(made["FromTracking"][0]["Option"], "Lake");
    assert_eq!(desk.balance("Till").await, "-250.00");
    assert_eq!(desk.balance("Business Bank Account").await, "250.00");
    assert_eq!(desk.get(&path(&made)).await.one(NAME), made);
    let found = desk.find(NAME, "Reference==\"bag 7\"").await;
    assert_eq!(found.one(NAME)["BankTransferID"], made["BankTransferID"]);
    for (half, kind) in [("From", "SPEND-TRANSFER"), ("To", "RECEIVE-TRANSFER")] {
        let id = text(&made, &format!("{half}BankTransactionID")).to_owned();
        let path = format!("BankTransactions/{id}");
        let half = desk.get(&path).await.one("BankTransactions");
        assert_eq!((&half["Type"], &half["Total"]), (&json!(kind), &json!(250.0)));
        assert_eq!(desk.post(&path, &json!({ "Status": "DELETED" })).await.status, 400);
    }
    assert_eq!(desk.books().await[NAME][0]["Reference"], "bag 7");
    assert_eq!(desk.get(&format!("BankTransfers/{STRANGER}")).await.status, 404);
}

#[tokio::test]
async fn a_transfer_is_deleted_softly_and_not_changed() {
    let desk = Desk::new().await;
    let made = desk.put(NAME, &transfer(|_| {})).await.one(NAME);
    assert_eq!(desk.post(&path(&made), &json!({ "Amount": 1 })).await.refusals().len(), 1);
    let delete = json!({ "Status": "DELETED" });
    assert_eq!(desk.post(&path(&made), &delete).await.one(NAME)["Status"], "DELETED");
    assert_eq!(desk.balance("Till").await, "0.00");
    assert_eq!(desk.get(NAME).await.json()[NAME], json!([]));
    let all = desk.get("BankTransfers?includeDeleted=true").await;
    assert_eq!(all.each(NAME, "Status"), ["DELETED"]);
    assert_eq!(desk.post(&path(&made), &delete).await.refusals().len(), 1);
    let halves = desk.get("BankTransactions").await;
    assert_eq!(halves.each("BankTransactions", "Status"), ["DELETED", "DELETED"]);
    let id = text(&made, "BankTransferID");
    assert_eq!(desk.changes(NAME, id).await, ["Deleted", "Created"]);
}

#[tokio::test]
async fn both_accounts_are_banks_and_the_period_is_open() {
    let desk = Desk::new().await;
    let refusals = async |change: Value| {
        let body =
            transfer(|t| t.as_object_mut().unwrap().extend(change.as_object().unwrap().clone()));
        desk.put(NAME, &body).await.refusals()
    };
    let only = ["Bank transfers can only be made between accounts of type BANK."];
    assert_eq!(refusals(json!({ "ToBankAccount": { "Code": "613" } })).await, only);
    let same = refusals(json!({ "ToBankAccount": { "Code": "091" } })).await;
    assert_eq!(same, ["The two bank accounts of a transfer must differ."]);
    assert_eq!(refusals(json!({ "ToBankAccount": { "Code": "476" } })).await.len(), 1);
    for amount in ["0", "-1", "0.001"] {
        assert_eq!(refusals(json!({ "Amount": amount })).await.len(), 1, "{amount}");
    }
    let reconciled = transfer(|t| t["ToIsReconciled"] = json!(true));
    let reconciled = desk.put(NAME, &reconciled).await.one(NAME);
    assert_eq!(reconciled["ToIsReconciled"], true);
    let delete = desk.post(&path(&reconciled), &json!({ "Status": "DELETED" })).await;
    assert!(delete.refusals()[0].contains("has been reconciled"));
    desk.control(json!({ "lock_date": "2026-09-30" }));
    assert_eq!(refusals(json!({ "Date": "2026-09-30" })).await, [LOCKED]);
}
