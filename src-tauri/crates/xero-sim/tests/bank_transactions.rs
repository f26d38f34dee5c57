//! Money received and spent without an invoice (facts §9).

use serde_json::{Value, json};

use crate::desk::Desk;
use crate::paper::{LOCKED, NOBODY, STRANGER, line, received, text};

const NAME: &str = "BankTransactions";

fn path(transaction: &Value) -> String {
    format!("BankTransactions/{}", text(transaction, "BankTransactionID"))
}

async fn refusals(desk: &Desk, change: impl FnOnce(&mut Value)) -> Vec<String> {
    desk.put(NAME, &received(change)).await.refusals()
}

#[tokio::test]
async fn money_received_is_in_the_bank_at_once_and_inclusive_of_tax() {
    let desk = Desk::of("nz").await;
    let body = received(|transaction| {
        transaction["Reference"] = json!("desk 17");
        transaction["LineItems"] =
            json!([{ "Description": "A boat", "UnitAmount": "115.00", "AccountCode": "201" }]);
    });
    let made = desk.put(NAME, &body).await.one(NAME);
    assert_eq!((&made["Type"], &made["Status"]), (&json!("RECEIVE"), &json!("AUTHORISED")));
    assert_eq!(made["LineAmountTypes"], "Inclusive");
    assert_eq!(
        ["SubTotal", "TotalTax", "Total"].map(|n| made[n].to_string()),
        ["100.0", "15.0", "115.0"]
    );
    assert_eq!(made["BankAccount"]["Code"], "090");
    assert_eq!((&made["IsReconciled"], &made["CurrencyCode"]), (&json!(false), &json!("NZD")));
    assert_eq!(made["LineItems"][0]["TaxType"], "OUTPUT2");
    for (account, balance) in
        [("Business Bank Account", "115.00"), ("Boats", "-100.00"), ("GST", "-15.00")]
    {
        assert_eq!(desk.balance(account).await, balance);
    }
    assert_eq!(desk.get(&path(&made)).await.one(NAME), made);
    let found = desk.find(NAME, "Reference==\"desk 17\" AND Type==\"RECEIVE\"").await;
    assert_eq!(found.each(NAME, "Reference"), ["desk 17"]);
    assert_eq!(found.json()[NAME][0]["LineItems"], json!([]), "not on a page");
    assert_eq!(desk.get("BankTransactions?page=1").await.json()["pagination"]["itemCount"], 1);
    assert_eq!(desk.books().await[NAME][0]["Reference"], "desk 17");
    assert_eq!(desk.get(&format!("BankTransactions/{STRANGER}")).await.status, 404);
}

#[tokio::test]
async fn money_spent_leaves_the_bank() {
    let desk = Desk::of("nz").await;
    let body = received(|transaction| {
        transaction["Type"] = json!("SPEND");
        transaction["LineItems"] = json!([
            { "Description": "Fees", "UnitAmount": "23.00", "AccountCode": "408" }]);
    });
    let made = desk.put(NAME, &body).await.one(NAME);
    assert_eq!(made["LineItems"][0]["TaxType"], "INPUT2");
    for (account, balance) in
        [("Business Bank Account", "-23.00"), ("Cleaning", "20.00"), ("GST", "3.00")]
    {
        assert_eq!(desk.balance(account).await, balance);
    }
}

#[tokio::test]
async fn contact_bank_account_lines_and_a_positive_total_are_needed() {
    let desk = Desk::new().await;
    let nobody = refusals(&desk, |transaction| transaction["Contact"] = json!({})).await;
    let text = "The Contact must contain at least 1 of the following elements to identify the \
                contact: Name, ContactID, ContactNumber";
    assert_eq!(nobody, [text]);
    let till = refusals(&desk, |t| t["BankAccount"] = json!({ "Code": "613" })).await;
    assert_eq!(till, ["The BankAccount must be an account of type BANK."]);
    let unknown = refusals(&desk, |t| t["BankAccount"] = json!({ "Code": "476" })).await;
    assert_eq!(unknown, ["Account code '476' is not a valid code for this document."]);
    assert_eq!(refusals(&desk, |t| t["BankAccount"] = json!(null)).await.len(), 1);
    assert_eq!(refusals(&desk, |t| t["LineItems"] = json!([])).await.len(), 2);
    assert_eq!(refusals(&desk, |t| t["Type"] = json!(null)).await.len(), 1);
    assert_eq!(refusals(&desk, |t| t["Type"] = json!("SPEND-TRANSFER")).await.len(), 1);
    let lines = |refund: &str| json!([line("50.00"), line(refund)]);
    let zero = refusals(&desk, |t| t["LineItems"] = lines("-50.00")).await;
    assert_eq!(zero, ["The Total for this document must be greater than zero."]);
    let below = refusals(&desk, |t| t["LineItems"] = lines("-50.01")).await;
    assert_eq!(below, ["The Total for this document must be greater than or equal to zero."]);
    let net = received(|t| t["LineItems"] = lines("-20.00"));
    assert_eq!(desk.put(NAME, &net).await.one(NAME)["Total"], 30.0);
    let answer = desk.put(NAME, &received(|t| t["Status"] = json!("DRAFT"))).await;
    assert_eq!(answer.refusals().len(), 1, "there are no drafts");
    assert_eq!(answer.json()["Elements"][0]["BankTransactionID"], NOBODY);
}

#[tokio::test]
async fn quantity_unit_amount_and_tax_are_as_xero_wants_them() {
    let desk = Desk::of("nz").await;
    let with = async |member: &str, value: &str| {
        refusals(&desk, |t| t["LineItems"][0][member] = json!(value)).await
    };
    let zero = "The quantity value '0.0000' is invalid. Quantity must be greater than zero.";
    assert_eq!(with("Quantity", "0").await[0], zero);
    assert!(with("Quantity", "-1").await[0].contains("must not be less than zero"));
    assert_eq!(with("UnitAmount", "0").await[0], "The unit amount of a line must not be zero.");
    let taxed = |tax: &str| {
        let tax = tax.to_owned();
        received(move |t| {
            t["LineItems"][0]["TaxType"] = json!("OUTPUT2");
            t["LineItems"][0]["TaxAmount"] = json!(tax);
        })
    };
    assert_eq!(desk.put(NAME, &taxed("13.04")).await.status, 200, "as computed");
    let other = desk.put(NAME, &taxed("13.05")).await.refusals();
    assert_eq!(other, ["The tax amount 13.05 does not match the calculated tax amount 13.04"]);
    let discounted = refusals(&desk, |t| t["LineItems"][0]["DiscountRate"] = json!(5)).await;
    assert_eq!(discounted, ["Discounts are only supported on sales invoices"]);
}

#[tokio::test]
async fn a_transaction_is_changed_by_its_id_and_deleted_once() {
    let desk = Desk::new().await;
    let made = desk.put(NAME, &received(|_| {})).await.one(NAME);
    let change = json!({ "BankTransactions": [{ "BankTransactionID": made["BankTransactionID"],
        "LineItems": [line("70.00")], "BankAccount": { "Code": "091" } }] });
    let changed = desk.post(NAME, &change).await.one(NAME);
    assert_eq!(changed["BankTransactionID"], made["BankTransactionID"]);
    assert_eq!(changed["Total"], 70.0);
    assert_eq!(desk.balance("Till").await, "70.00");
    assert_eq!(desk.balance("Business Bank Account").await, "0.00");
    let turned = desk.post(&path(&made), &json!({ "Type": "SPEND" })).await;
    assert_eq!(turned.refusals(), ["The Type of a bank transaction cannot be changed."]);
    let gone = desk.post(&path(&made), &json!({ "Status": "DELETED" })).await.one(NAME);
    assert_eq!(gone["Status"], "DELETED");
    assert_eq!(desk.balance("Till").await, "0.00");
    let again = desk.post(&path(&made), &json!({ "Status": "DELETED" })).await;
    assert_eq!(again.refusals(), ["Bank Transaction not of valid status for modification"]);
    let id = text(&made, "BankTransactionID");
    assert_eq!(desk.changes(NAME, id).await, ["Deleted", "Edited", "Created"]);
    let lost = received(|t| t["BankTransactionID"] = json!(STRANGER));
    assert_eq!(desk.post(NAME, &lost).await.refusals().len(), 1);
}

#[tokio::test]
async fn reconciled_and_locked_transactions_stay() {
    let desk = Desk::new().await;
    let body = received(|t| t["IsReconciled"] = json!(true));
    let made = desk.put(NAME, &body).await.one(NAME);
    assert_eq!(made["IsReconciled"], true);
    for change in [
        json!({ "Status": "DELETED" }),
        json!({ "LineItems": [line("99.00")] }),
        json!({ "Date": "2026-10-04" }),
    ] {
        let refused = desk.post(&path(&made), &change).await.refusals();
        assert!(refused[0].contains("has been reconciled"), "{refused:?}");
    }
    assert_eq!(desk.post(&path(&made), &json!({ "Reference": "late" })).await.status, 200);
    let early = received(|t| t["Date"] = json!("2026-09-30"));
    let before = desk.put(NAME, &early).await.one(NAME);
    desk.control(json!({ "lock_date": "2026-09-30" }));
    assert_eq!(desk.put(NAME, &early).await.refusals(), [LOCKED]);
    let delete = desk.post(&path(&before), &json!({ "Status": "DELETED" })).await;
    assert_eq!(delete.refusals(), [LOCKED]);
}
