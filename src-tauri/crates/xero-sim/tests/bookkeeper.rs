//! What a bookkeeper does behind the client's back, through `POST /sim/control`.

use serde_json::{Value, json};
use xero_sim::{Options, Scenario};

use crate::desk::{Desk, changed, options, read};
use crate::paper::{LOCKED, STRANGER, credit_note, invoice, overpaid, payment, received, text};

async fn control(desk: &Desk, change: &Value) -> (u16, Value) {
    let url = format!("{}/sim/control", desk.running.url());
    let answer = read(desk.http.post(url).json(change)).await;
    (answer.status, answer.json())
}

async fn done(desk: &Desk, change: Value) {
    let (status, body) = control(desk, &change).await;
    assert_eq!(status, 200, "{change}: {body}");
}

/// Why the simulator did nothing.
async fn refused(desk: &Desk, change: Value) -> String {
    let (status, body) = control(desk, &change).await;
    assert_eq!(status, 400, "{change}: {body}");
    body["error"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn contacts_are_added_renamed_archived_and_merged() {
    let desk = Desk::new().await;
    done(&desk, json!({ "add_contact": { "name": "Jo", "email": "jo@example.org" } })).await;
    let jo = desk.get("Contacts").await.one("Contacts");
    assert_eq!(jo["EmailAddress"], "jo@example.org");
    let taken = "not possible: another active contact has that name";
    assert_eq!(refused(&desk, json!({ "add_contact": { "name": "JO" } })).await, taken);
    done(&desk, json!({ "rename_contact": { "contact": "Jo", "to": "Jo Bloggs" } })).await;
    done(&desk, json!({ "archive_contact": jo["ContactID"] })).await;
    assert_eq!(desk.get("Contacts").await.json()["Contacts"], json!([]));
    let to_jo = invoice(|i| i["Contact"] = json!({ "ContactID": jo["ContactID"] }));
    assert!(desk.put("Invoices", &to_jo).await.refusals()[0].contains("has been archived"));
    done(&desk, json!({ "restore_contact": "Jo Bloggs" })).await;
    let made = desk.put("Invoices", &to_jo).await.one("Invoices");

    done(&desk, json!({ "add_contact": { "name": "Al" } })).await;
    done(&desk, json!({ "merge_contact": { "contact": "Jo Bloggs", "to": "Al" } })).await;
    let of = desk.invoice(&made).await["Contact"].clone();
    assert_eq!(of["Name"], "Al");
    let path = format!("Contacts/{}", text(&jo, "ContactID"));
    let merged = desk.get(&path).await.one("Contacts");
    assert_eq!(merged["MergedToContactID"], of["ContactID"]);
    assert_eq!(merged["ContactStatus"], "ARCHIVED");
    let changes = desk.changes("Contacts", text(&jo, "ContactID")).await;
    assert_eq!(changes, ["Archived", "Edited", "Archived", "Edited", "Created"]);
    let unknown = refused(&desk, json!({ "archive_contact": "Nobody" })).await;
    assert_eq!(unknown, "there is no contact \"Nobody\"");
}

#[tokio::test]
async fn an_invoice_somebody_writes_is_not_the_app_s() {
    let desk = Desk::new().await;
    desk.invoiced("1.00").await;
    let new = json!({ "contact": "Bea", "account": "Boats", "amount": "75.50",
        "reference": "by hand", "date": "2026-10-01" });
    done(&desk, json!({ "add_invoice": new })).await;
    let found = desk.find("Invoices", "Reference==\"by hand\"").await.one("Invoices");
    assert_eq!((&found["InvoiceNumber"], &found["AmountDue"]), (&json!("INV-0002"), &json!(75.5)));
    assert_eq!(found["Contact"]["Name"], "Bea");
    let ours = desk.get("Invoices?createdByMyApp=true").await;
    assert_eq!(ours.each("Invoices", "InvoiceNumber"), ["INV-0001"]);
    assert_eq!(desk.balance("Boats").await, "-76.50");
    let id = text(&found, "InvoiceID");
    let history = desk.get(&format!("Invoices/{id}/History")).await.json();
    assert_eq!(history["HistoryRecords"][0]["User"], "Bookkeeper");
}

#[tokio::test]
async fn documents_are_edited_voided_and_told_apart() {
    let desk = Desk::new().await;
    let made = desk.invoiced("100.00").await;
    let edit = |change: Value| {
        let mut edit = json!({ "id": made["InvoiceID"] });
        edit.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        json!({ "edit_invoice": edit })
    };
    done(&desk, edit(json!({ "reference": "moved", "first_line_account": "202" }))).await;
    done(&desk, edit(json!({ "first_line_amount": "90.00", "number": "X-1" }))).await;
    let edited = desk.invoice(&made).await;
    assert_eq!((&edited["Reference"], &edited["InvoiceNumber"]), (&json!("moved"), &json!("X-1")));
    assert_eq!(desk.balance("Kayak Rentals").await, "-90.00");
    let paid = desk.paid(&made, "10.00").await;
    let settled = "not possible: money or credit was applied to the document";
    assert_eq!(refused(&desk, edit(json!({ "first_line_amount": "1.00" }))).await, settled);
    assert_eq!(refused(&desk, json!({ "void_invoice": made["InvoiceID"] })).await, settled);
    done(&desk, json!({ "delete_payment": paid["PaymentID"] })).await;
    done(&desk, json!({ "void_invoice": made["InvoiceID"] })).await;
    assert_eq!(desk.invoice(&made).await["Status"], "VOIDED");
    assert_eq!(desk.balance("Accounts Receivable").await, "0.00");

    let note = desk.credited("50.00").await;
    let id = note["CreditNoteID"].clone();
    assert_eq!(
        refused(&desk, json!({ "void_invoice": id })).await,
        format!("there is no invoice {id}")
    );
    let edit = json!({ "edit_credit_note": { "id": id, "reference": "cn" } });
    done(&desk, edit).await;
    done(&desk, json!({ "void_credit_note": id })).await;
    assert_eq!(desk.get("CreditNotes").await.each("CreditNotes", "Status"), ["VOIDED"]);

    let money = desk.put("BankTransactions", &received(|_| {})).await.one("BankTransactions");
    let id = money["BankTransactionID"].clone();
    done(&desk, json!({ "edit_bank_transaction": { "id": id, "reference": "deposit" } })).await;
    let found = desk.find("BankTransactions", "Reference==\"deposit\"").await;
    assert_eq!(found.one("BankTransactions")["BankTransactionID"], id);
    done(&desk, json!({ "delete_bank_transaction": id })).await;
    assert_eq!(desk.balance("Business Bank Account").await, "0.00");
    let bond = desk.put("BankTransactions", &overpaid("1.00")).await.one("BankTransactions");
    refused(&desk, json!({ "delete_bank_transaction": bond["BankTransactionID"] })).await;
}

#[tokio::test]
async fn drafts_of_all_kinds_are_approved_or_deleted() {
    let desk = Desk::new().await;
    let journal = changed(|journal| journal["Status"] = json!("DRAFT"));
    let drafts = async || {
        let draft = |d: &mut Value| d["Status"] = json!("DRAFT");
        let journal = desk.put("ManualJournals", &journal).await.one("ManualJournals");
        let invoice = desk.put("Invoices", &invoice(draft)).await.one("Invoices");
        let note = desk.put("CreditNotes", &credit_note(draft)).await.one("CreditNotes");
        [
            journal["ManualJournalID"].clone(),
            invoice["InvoiceID"].clone(),
            note["CreditNoteID"].clone(),
        ]
    };
    let statuses = async || {
        let mut statuses = Vec::new();
        for collection in ["ManualJournals", "Invoices", "CreditNotes"] {
            let all = desk.get(&format!("{collection}?order=UpdatedDateUTC%20DESC")).await;
            statuses.push(all.each(collection, "Status").remove(0));
        }
        statuses
    };
    for id in drafts().await {
        done(&desk, json!({ "approve": id })).await;
        refused(&desk, json!({ "delete_draft": id })).await;
    }
    assert_eq!(statuses().await, ["POSTED", "AUTHORISED", "AUTHORISED"]);
    assert_eq!(desk.balance("Boats").await, "-100.00", "journal and invoice less the note");
    desk.advance(1);
    for id in drafts().await {
        done(&desk, json!({ "delete_draft": id })).await;
        refused(&desk, json!({ "approve": id })).await;
    }
    assert_eq!(statuses().await, ["DELETED", "DELETED", "DELETED"]);
    let unknown = refused(&desk, json!({ "approve": STRANGER })).await;
    assert_eq!(unknown, format!("there is no document \"{STRANGER}\""));
}

#[tokio::test]
async fn somebody_else_pays_credits_and_pays_back() {
    let desk = Desk::new().await;
    let made = desk.invoiced("100.00").await;
    let pay = |amount: &str| {
        json!({ "pay_invoice": { "id": made["InvoiceID"],
        "account": "090", "amount": amount, "reference": "transfer" } })
    };
    done(&desk, pay("60.00")).await;
    let not_open = "not possible: so much is not open of the document";
    assert_eq!(refused(&desk, pay("40.01")).await, not_open);
    let note = desk.credited("50.00").await;
    let credit = json!({ "credit": note["CreditNoteID"], "invoice": made["InvoiceID"],
        "amount": "40.00" });
    done(&desk, json!({ "allocate_credit": credit })).await;
    assert_eq!(desk.invoice(&made).await["Status"], "PAID");
    let path = format!("CreditNotes/{}", text(&note, "CreditNoteID"));
    let used = desk.get(&path).await.one("CreditNotes");
    let allocation = used["Allocations"][0]["AllocationID"].clone();
    done(&desk, json!({ "remove_allocation": allocation })).await;
    refused(&desk, json!({ "remove_allocation": allocation })).await;
    assert_eq!(desk.invoice(&made).await["AmountDue"], 40.0);
    let back = json!({ "id": note["CreditNoteID"], "account": "090", "amount": "50.00" });
    done(&desk, json!({ "pay_invoice": back })).await;
    assert_eq!(desk.balance("Business Bank Account").await, "10.00");
    let bond = desk.put("BankTransactions", &overpaid("5.00")).await.one("BankTransactions");
    let back = json!({ "id": bond["OverpaymentID"], "account": "612", "amount": "5.00" });
    done(&desk, json!({ "pay_invoice": back })).await;
    let wrong = json!({ "id": made["InvoiceID"], "account": "611", "amount": "1.00" });
    let no_payments = "not possible: the account takes no payments";
    assert_eq!(refused(&desk, json!({ "pay_invoice": wrong })).await, no_payments);
}

#[tokio::test]
async fn what_is_reconciled_is_not_deleted_through_the_api_until_it_is_not() {
    let desk = Desk::new().await;
    let made = desk.invoiced("100.00").await;
    let paid = desk.paid(&made, "100.00").await;
    done(&desk, json!({ "reconcile": paid["PaymentID"] })).await;
    let whole = desk.get(&format!("Payments/{}", text(&paid, "PaymentID"))).await.one("Payments");
    assert_eq!(whole["IsReconciled"], true);
    assert_eq!(desk.unpaid(&paid).await.status, 400);
    done(&desk, json!({ "unreconcile": paid["PaymentID"] })).await;
    assert_eq!(desk.unpaid(&paid).await.status, 200);
    let money = desk.put("BankTransactions", &received(|_| {})).await.one("BankTransactions");
    let path = format!("BankTransactions/{}", text(&money, "BankTransactionID"));
    done(&desk, json!({ "reconcile": money["BankTransactionID"] })).await;
    assert_eq!(desk.post(&path, &json!({ "Status": "DELETED" })).await.status, 400);
    refused(&desk, json!({ "reconcile": STRANGER })).await;
    let transfer = json!({ "FromBankAccount": { "Code": "091" },
        "ToBankAccount": { "Code": "090" }, "Amount": 1 });
    let transfer = desk.put("BankTransfers", &transfer).await.one("BankTransfers");
    done(&desk, json!({ "delete_transfer": transfer["BankTransferID"] })).await;
    assert_eq!(desk.get("BankTransfers").await.json()["BankTransfers"], json!([]));
}

#[tokio::test]
async fn payments_are_disabled_and_a_plan_s_cap_comes_and_goes() {
    let desk = Desk::new().await;
    let made = desk.invoiced("100.00").await;
    done(&desk, json!({ "disable_payments": "Cash Clearing" })).await;
    let wrong = ["Account type is invalid for making a payment to/from."];
    assert_eq!(desk.put("Payments", &payment(&made, "1.00")).await.refusals(), wrong);
    done(&desk, json!({ "approve_limit": 1 })).await;
    assert_eq!(desk.put("Invoices", &invoice(|_| {})).await.status, 400);
    done(&desk, json!({ "approve_limit": null })).await;
    assert_eq!(desk.put("Invoices", &invoice(|_| {})).await.status, 200);
}

#[tokio::test]
async fn a_request_happens_whole_or_not_at_all_and_lock_dates_do_not_bind_a_person() {
    let desk = Desk::new().await;
    let made = desk.invoiced("100.00").await;
    let before = desk.books().await;
    let mixed = json!({ "lock_date": "2026-10-31", "archive_account": "Boats",
        "add_contact": { "name": "Al" }, "void_invoice": STRANGER });
    refused(&desk, mixed).await;
    assert_eq!(desk.books().await, before);
    assert_eq!(desk.put("Invoices", &invoice(|_| {})).await.status, 200, "no lock date");
    refused(&desk, json!({ "void_invoices": made["InvoiceID"] })).await;
    refused(&desk, json!({ "pay_invoice": { "id": made["InvoiceID"] } })).await;
    done(&desk, json!({ "lock_date": "2026-10-31" })).await;
    let locked = [LOCKED.replace("30-Sep", "31-Oct")];
    assert_eq!(desk.edit(&made, &json!({ "Status": "VOIDED" })).await.refusals(), locked);
    done(&desk, json!({ "void_invoice": made["InvoiceID"] })).await;
}

/// The options of the lines of one, line by line.
fn tracked(one: &Value, lines: &str) -> Vec<Vec<String>> {
    let lines = one[lines].as_array().unwrap().iter();
    let of = |line: &Value| {
        let all = line["Tracking"].as_array().unwrap().iter();
        all.map(|used| used["Option"].as_str().unwrap().to_owned()).collect()
    };
    lines.map(of).collect()
}

#[tokio::test]
async fn lines_of_journals_and_documents_are_tracked_otherwise() {
    let desk = Desk::new().await;
    let journal = desk.put("ManualJournals", &changed(|_| {})).await.one("ManualJournals");
    let id = journal["ManualJournalID"].clone();
    let now = async || {
        let path = format!("ManualJournals/{}", text(&journal, "ManualJournalID"));
        tracked(&desk.get(&path).await.one("ManualJournals"), "JournalLines")
    };
    let count = now().await.len();
    let edit =
        json!({ "id": id, "tracking": ["lake"], "first_line_tracking": ["Shop", "Harbour"] });
    done(&desk, json!({ "edit_journal": edit })).await;
    let found = now().await;
    assert_eq!(found[0], ["Shop", "Harbour"]);
    assert!(found[1..].iter().all(|line| *line == ["Lake"]), "{found:?}");
    done(&desk, json!({ "edit_journal": { "id": id, "first_line_tracking": [] } })).await;
    assert_eq!((now().await[0].len(), now().await[1].len()), (0, 1), "the others stay");
    let twice = json!({ "edit_journal": { "id": id, "tracking": ["Lake", "Harbour"] } });
    assert!(refused(&desk, twice).await.contains("once per line"));
    let unknown = json!({ "edit_journal": { "id": id, "tracking": ["Nowhere"] } });
    assert_eq!(refused(&desk, unknown).await, "there is no tracking option \"Nowhere\"");
    assert_eq!(now().await.len(), count);

    let made = desk.invoiced("100.00").await;
    let edit = json!({ "id": made["InvoiceID"], "tracking": ["Kayaks"] });
    done(&desk, json!({ "edit_invoice": edit })).await;
    assert_eq!(tracked(&desk.invoice(&made).await, "LineItems"), [["Kayaks"]]);
    done(&desk, json!({ "archive_tracking_option": "Lake" })).await;
    let archived = json!({ "edit_journal": { "id": id, "tracking": ["Lake"] } });
    assert_eq!(refused(&desk, archived).await, "there is no tracking option \"Lake\"");
}

#[tokio::test]
async fn what_nothing_was_applied_to_gets_another_currency_and_rate_and_is_booked_at_it() {
    let scenario = Scenario { foreign_bank: true, ..Scenario::default() };
    let desk = Desk::with(Options { scenario, ..options() }).await;
    let made = desk.invoiced("100.00").await;
    let edit = |change: Value| {
        let mut edit = json!({ "id": made["InvoiceID"] });
        edit.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        json!({ "edit_invoice": edit })
    };
    let no_rate = "not possible: the base currency has no rate";
    assert_eq!(refused(&desk, edit(json!({ "rate": "0.8" }))).await, no_rate);
    let unknown = refused(&desk, edit(json!({ "currency": "EUR" }))).await;
    assert_eq!(unknown, "there is no currency \"EUR\"", "it was not added");
    done(&desk, edit(json!({ "currency": "USD", "rate": "0.8" }))).await;
    let now = desk.invoice(&made).await;
    assert_eq!((&now["CurrencyCode"], &now["CurrencyRate"]), (&json!("USD"), &json!(0.8)));
    assert_eq!(now["Total"], 100.0, "the same figures");
    assert_eq!(desk.balance("Accounts Receivable").await, "125.00");
    assert!(refused(&desk, edit(json!({ "rate": "0" }))).await.contains("above zero"));
    let mut paid = payment(&now, "10.00");
    paid["Account"] = json!({ "Code": "092" });
    desk.put("Payments", &paid).await.one("Payments");
    let settled = "not possible: money or credit was applied to the document";
    assert_eq!(refused(&desk, edit(json!({ "rate": "0.9" }))).await, settled);

    let money = received(|money| money["BankAccount"] = json!({ "Code": "092" }));
    let money = desk.put("BankTransactions", &money).await.one("BankTransactions");
    assert_eq!(money["CurrencyRate"].to_string(), "0.735294");
    let id = money["BankTransactionID"].clone();
    let edit = |name: &str, to: &str| json!({ "edit_bank_transaction": { "id": id, name: to } });
    done(&desk, edit("rate", "0.7500004")).await;
    let found = desk.get("BankTransactions").await.one("BankTransactions");
    assert_eq!(found["CurrencyRate"].to_string(), "0.75", "six decimals");
    let account = "not possible: a bank transaction has its account's currency";
    assert_eq!(refused(&desk, edit("currency", "CAD")).await, account);
}
