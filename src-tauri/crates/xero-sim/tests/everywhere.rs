//! What applies to every document alike: scopes, faults, keys, limits, restarts (facts §2.6, §16).

use serde_json::{Value, json};
use xero_sim::Options;

use crate::desk::{Desk, messages, options, read, sign_in};
use crate::paper::{credit_note, invoice, payment, received, text};

#[tokio::test]
async fn each_resource_has_its_scope_to_read_and_to_write() {
    let mut desk = Desk::new().await;
    let resources = [
        ("Contacts", "contacts"),
        ("Invoices", "invoices"),
        ("CreditNotes", "invoices"),
        ("Items", "invoices"),
        ("Payments", "payments"),
        ("Overpayments", "payments"),
        ("Prepayments", "payments"),
        ("BankTransactions", "banktransactions"),
        ("BankTransfers", "banktransactions"),
        ("Items", "settings"),
        ("Currencies", "settings"),
        ("Accounts", "settings"),
        ("Organisation/Actions", "settings"),
        ("ManualJournals", "manualjournals"),
    ];
    for scope in
        ["contacts", "invoices", "payments", "banktransactions", "settings", "manualjournals"]
    {
        desk.control(json!({ "revoke": true, "limits": { "minute": 1_000 } }));
        let scopes = format!("accounting.{scope}.read");
        let tokens = sign_in(&desk.http, &desk.running, &scopes).await;
        text(&tokens, "access_token").clone_into(&mut desk.access);
        for (resource, _) in resources {
            let may = resources.contains(&(resource, scope));
            let status = desk.get(resource).await.status;
            assert_eq!(status == 200, may, "{resource} with {scopes}: {status}");
            assert_eq!(
                desk.put(resource, &json!({})).await.status,
                401,
                "{resource}: not to write"
            );
        }
    }
}

#[tokio::test]
async fn a_lost_answer_to_each_document_is_found_by_its_reference() {
    let desk = Desk::new().await;
    let made = desk.invoiced("100.00").await;
    let with = |mut body: Value, collection: &str| {
        body[collection][0]["Reference"] = json!("desk 17");
        body
    };
    for (collection, body) in [
        ("Invoices", with(invoice(|_| {}), "Invoices")),
        ("CreditNotes", with(credit_note(|_| {}), "CreditNotes")),
        ("BankTransactions", with(received(|_| {}), "BankTransactions")),
        ("Payments", with(json!({ "Payments": [payment(&made, "1.00")] }), "Payments")),
    ] {
        desk.fault(json!({ "kind": "loss_after_commit", "method": "PUT", "times": 1 }));
        assert!(desk.request("PUT", collection).json(&body).send().await.is_err());
        let found = desk.find(collection, "Reference==\"desk 17\"").await;
        assert_eq!(found.each(collection, "Reference"), ["desk 17"]);

        desk.fault(json!({ "kind": "loss_before", "method": "PUT", "times": 1 }));
        assert!(desk.request("PUT", collection).json(&body).send().await.is_err());
        let found = desk.find(collection, "Reference==\"desk 17\"").await;
        assert_eq!(found.each(collection, "Reference"), ["desk 17"], "nothing was done");
    }
}

#[tokio::test]
async fn a_request_delivered_twice_makes_one_invoice_with_a_key_or_a_number_and_else_two() {
    let desk = Desk::new().await;
    let twice = json!({ "kind": "duplicate_delivery", "method": "PUT", "times": 1 });
    let count = async || desk.books().await["Invoices"].as_array().unwrap().len();
    desk.fault(twice.clone());
    desk.put("Invoices", &invoice(|_| {})).await.one("Invoices");
    assert_eq!(count().await, 2);
    desk.fault(twice.clone());
    let numbered = invoice(|invoice| invoice["InvoiceNumber"] = json!("Desk 17"));
    desk.put("Invoices", &numbered).await.one("Invoices");
    assert_eq!(count().await, 3);
    desk.fault(twice);
    let keyed = desk.request("PUT", "Invoices").header("Idempotency-Key", "k-1");
    assert_eq!(read(keyed.json(&invoice(|_| {}))).await.status, 200);
    assert_eq!(count().await, 4);
}

#[tokio::test]
async fn a_refusal_is_remembered_under_its_key_although_its_cause_is_mended() {
    let desk = Desk::new().await;
    desk.control(json!({ "archive_account": "Boats" }));
    let send = async |key: &str| {
        let request = desk.request("PUT", "Invoices").header("Idempotency-Key", key);
        read(request.json(&invoice(|_| {}))).await
    };
    assert_eq!(send("k-1").await.status, 400);
    desk.control(json!({ "restore_account": "Boats" }));
    let again = send("k-1").await.json();
    assert!(messages(&again["Elements"][0]["ValidationErrors"])[0].contains("archived"));
    assert_eq!(send("k-2").await.status, 200);
}

#[tokio::test]
async fn a_restart_keeps_documents_what_settles_them_and_their_files() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Options { state_dir: Some(folder.path().to_owned()), ..options() };
    let desk = Desk::with(kept.clone()).await;
    let made = desk.invoiced("100.00").await;
    desk.paid(&made, "40.00").await;
    desk.put("BankTransactions", &received(|_| {})).await.one("BankTransactions");
    let path = format!("Invoices/{}/Attachments/a.bin", text(&made, "InvoiceID"));
    read(desk.request("PUT", &path).body(vec![0_u8, 255])).await.one("Attachments");
    desk.control(json!({ "approve_limit": 20 }));
    let before = desk.books().await;
    desk.running.stop().await;
    let again = xero_sim::serve(kept).await.unwrap();
    assert_eq!(crate::desk::books(&desk.http, &again.url()).await, before);
    let request = desk.http.get(format!("{}/api.xro/2.0/{path}", again.url()));
    let request = request.bearer_auth(&desk.access).header("xero-tenant-id", &desk.tenant);
    assert_eq!(request.send().await.unwrap().bytes().await.unwrap().as_ref(), [0, 255]);
}
