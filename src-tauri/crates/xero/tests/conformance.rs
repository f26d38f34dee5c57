//! Every request and every answer, checked against Xero's own OpenAPI file.

use chrono::TimeDelta;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use xero::{
    Client, Endpoint, Error, InvoiceStatus, NewAccount, NewAllocation, NewAttachment,
    NewTrackingOption, PaymentTarget,
};
use xero_sim::{Control, LimitsChange};

use crate::desk::{Desk, TODAY};
use crate::samples::{
    ID, allocation, bank_transaction, contact, credit_note, invoice, payment, refund,
};
use crate::simulator_bank::payout;
use crate::specification::{
    check_body, check_request, check_response, faults, operation, resolved, specification,
    without_other_fields,
};
use crate::support::{Scripted, TENANT, answer, signed_in, start};

/// Calls everything the client can, and one refusal.
async fn tour(desk: &Desk) {
    let client = &desk.client;
    client.organisation().await.expect("read");
    client.tax_rates().await.expect("read");
    client.tracking_categories().await.expect("read");
    let account = NewAccount {
        code: "3055".to_owned(),
        name: "Another clearing".to_owned(),
        account_type: xero::AccountType::Current,
        description: Some("Made by the tour".to_owned()),
        tax_type: None,
        enable_payments_to_account: true,
    };
    client.create_account(&account, "key-0").await.expect("made");
    let journal = desk.cashout("Cashout 4K7Q2M").await;
    let posted = client.create_manual_journal(&journal, "key-1").await.expect("posted").value;
    client.find_manual_journals_by_narration(&journal.narration).await.expect("found");
    let id = posted.manual_journal_id;
    client.manual_journal(id).await.expect("read");
    let note = xero::history_note_body("A note");
    client
        .add_history_note(xero::Endpoint::ManualJournals, id, &note, "key-2")
        .await
        .expect("noted");
    client.history_notes(xero::Endpoint::ManualJournals, id).await.expect("listed");
    client.void_manual_journal(&posted, "key-3").await.expect("voided");
    let mut unbalanced = journal;
    unbalanced.narration.push_str(" again");
    unbalanced.journal_lines[0].line_amount += rust_decimal::Decimal::ONE;
    let error = client.create_manual_journal(&unbalanced, "key-4").await.expect_err("refused");
    assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
}

/// Makes, finds, reads and voids an invoice with a file on it.
async fn tour_of_invoices(desk: &Desk) {
    let client = &desk.client;
    let customer = desk.customer("Jo Neill").await;
    client.find_contacts_by_name("Jo Neill").await.expect("found");
    client.contact(customer).await.expect("read");
    let id = desk.charged(customer, "4K7Q2M").await.invoice_id;
    client.find_invoices_by_reference("4K7Q2M").await.expect("found");
    client.invoices_modified_since(1, start() - TimeDelta::days(30)).await.expect("read");
    let file = NewAttachment::new("Handover.pdf", "application/pdf", vec![1]).expect("a file");
    client.attach(Endpoint::Invoices, id, &file, "key-21").await.expect("put there");
    client.attachments(Endpoint::Invoices, id).await.expect("listed");
    client.invoice(id).await.expect("read");
    let void = xero::invoice_status_body(id, &InvoiceStatus::Voided);
    client.send_invoice_status(id, &void, "key-22").await.expect("voided");
    client.send_invoice_status(id, &void, "key-23").await.expect_err("refused");
    client.organisation_actions().await.expect("read");
    client.currencies().await.expect("read");
    let clearing = desk.account("Revenue Clearing").await.account_id;
    let open = xero::account_payments_body(clearing);
    client.send_account_update(clearing, &open, "key-24").await.expect("opened");
    let category = client.tracking_categories().await.expect("read")[0].tracking_category_id;
    let option = xero::tracking_option_body(&NewTrackingOption { name: "North Dock".to_owned() });
    client.send_tracking_option(category, &option, "key-25").await.expect("added");
}

/// Pays an invoice, finds and reads the payment and takes it back, twice.
async fn tour_of_payments(desk: &Desk) {
    let client = &desk.client;
    let customer = desk.customer("Jo O'Neill").await;
    let invoice = desk.charged(customer, "5L8R3N").await.invoice_id;
    let new = desk.paying(PaymentTarget::Invoice(invoice), 5_000, "6M9S4P").await;
    let paid = client.send_payment(&xero::payment_body(&new), "key-31").await.expect("paid");
    let id = paid.value.payment_id;
    client.find_payments_by_reference("6M9S4P").await.expect("found");
    client.payments_modified_since(1, start() - TimeDelta::days(30)).await.expect("read");
    client.payment(id).await.expect("read");
    client.invoice(invoice).await.expect("read");
    let deletion = xero::payment_deletion_body();
    client.send_payment_deletion(id, &deletion, "key-32").await.expect("taken back");
    client.send_payment_deletion(id, &deletion, "key-33").await.expect_err("refused");
}

/// Posts a credit note, uses it for an invoice, pays some of it out, and takes the use back.
async fn tour_of_credit_notes(desk: &Desk) {
    let client = &desk.client;
    let customer = desk.customer("Jo O'Hara").await;
    let invoice = desk.charged(customer, "7N2T5Q").await.invoice_id;
    let note = desk.credited(customer, "8P3V6R").await.credit_note_id;
    let (amount, date) = (Decimal::new(1_000, 2), TODAY.parse().unwrap());
    let use_it = NewAllocation { invoice_id: invoice, amount, date };
    let use_it = xero::allocation_body(&use_it);
    client.send_allocation(note, &use_it, "key-41").await.expect("used");
    let refund = desk.paying(PaymentTarget::CreditNote(note), 500, "9Q4W7S").await;
    client.send_payment(&xero::payment_body(&refund), "key-42").await.expect("paid out");
    let read = client.credit_note(note).await.expect("read");
    client.invoice(invoice).await.expect("read");
    client.find_credit_notes_by_reference("8P3V6R").await.expect("found");
    client.credit_notes_modified_since(1, start() - TimeDelta::days(30)).await.expect("read");
    let allocation = read.allocations[0].allocation_id.expect("an id");
    client.delete_allocation(note, allocation).await.expect("taken back");
    let void = xero::credit_note_status_body(note, &InvoiceStatus::Voided);
    client.send_credit_note_status(note, &void, "key-43").await.expect_err("refused");
    let unused = desk.credited(customer, "1R5X8T").await.credit_note_id;
    let void = xero::credit_note_status_body(unused, &InvoiceStatus::Voided);
    client.send_credit_note_status(unused, &void, "key-44").await.expect("voided");
}

/// Banks a payout, puts a note and a file on it, finds, reads and deletes it.
async fn tour_of_the_bank(desk: &Desk) {
    let client = &desk.client;
    let body = xero::bank_transaction_body(&payout(desk, "2S6Y9V").await);
    let posted = client.send_bank_transaction(&body, "key-51").await.expect("posted");
    let (endpoint, id) = (Endpoint::BankTransactions, posted.value.bank_transaction_id);
    client.find_bank_transactions_by_reference("2S6Y9V").await.expect("found");
    client.bank_transactions_modified_since(1, start() - TimeDelta::days(30)).await.expect("read");
    client.bank_transaction(id).await.expect("read");
    let file = NewAttachment::new("payout.csv", "text/csv", vec![1]).expect("a file");
    client.attach(endpoint, id, &file, "key-52").await.expect("put there");
    client.attachments(endpoint, id).await.expect("listed");
    let note = xero::history_note_body("A note");
    client.add_history_note(endpoint, id, &note, "key-53").await.expect("noted");
    client.history_notes(endpoint, id).await.expect("listed");
    let deletion = xero::bank_transaction_deletion_body(id);
    client.send_bank_transaction_deletion(id, &deletion, "key-54").await.expect("deleted");
}

#[tokio::test]
async fn every_exchange_is_as_xero_documents_it() {
    let Some(specification) = specification() else { return };
    let desk = Desk::open().await;
    // The simulator's clock stands still, and so does its minute.
    let limits = LimitsChange { minute: Some(1_000), ..LimitsChange::default() };
    desk.control(Control { limits, ..Control::default() });
    tour(&desk).await;
    tour_of_invoices(&desk).await;
    tour_of_payments(&desk).await;
    tour_of_credit_notes(&desk).await;
    tour_of_the_bank(&desk).await;
    let exchanges = desk.wire.exchanges.lock().unwrap();
    let accounting = exchanges.iter().filter(|(r, _)| r.uri().path().starts_with("/api.xro"));
    let mut seen = std::collections::BTreeSet::new();
    for (request, response) in accounting {
        let (operation, what) = operation(&specification, request);
        check_request(&specification, operation, request, &what);
        check_response(&specification, operation, response, &what);
        seen.insert(what);
    }
    assert_eq!(seen.len(), 42, "the tour calls everything: {seen:#?}");
}

/// Sends one of everything there is to send.
async fn send_everything(client: &Client) {
    let void = xero::invoice_status_body(ID, &InvoiceStatus::Voided);
    let void_note = xero::credit_note_status_body(ID, &InvoiceStatus::Voided);
    let undo_payment = xero::payment_deletion_body();
    let undo_banked = xero::bank_transaction_deletion_body(ID);
    let option = xero::tracking_option_body(&NewTrackingOption { name: "Main Dock".to_owned() });
    let file = NewAttachment::new("Handover.pdf", "application/pdf", vec![1]).expect("a file");
    client.send_invoice(&xero::invoice_body(&invoice()), "k").await.expect("sent");
    client.send_invoice_status(ID, &void, "k").await.expect("sent");
    client.send_credit_note(&xero::credit_note_body(&credit_note()), "k").await.expect("sent");
    client.send_credit_note_status(ID, &void_note, "k").await.expect("sent");
    client.send_allocation(ID, &xero::allocation_body(&allocation()), "k").await.expect("sent");
    client.delete_allocation(ID, ID).await.expect("sent");
    client.send_payment(&xero::payment_body(&payment()), "k").await.expect("sent");
    client.send_payment(&xero::payment_body(&refund()), "k").await.expect("sent");
    client.send_payment_deletion(ID, &undo_payment, "k").await.expect("sent");
    let banked = xero::bank_transaction_body(&bank_transaction());
    client.send_bank_transaction(&banked, "k").await.expect("sent");
    client.send_bank_transaction_deletion(ID, &undo_banked, "k").await.expect("sent");
    client.send_contact(&xero::contact_body(&contact()), "k").await.expect("sent");
    client.send_account_update(ID, &xero::account_payments_body(ID), "k").await.expect("sent");
    client.send_tracking_option(ID, &option, "k").await.expect("sent");
    for endpoint in ENDPOINTS {
        let note = xero::history_note_body("A note");
        client.add_history_note(endpoint, ID, &note, "k").await.expect("sent");
        if endpoint != Endpoint::Payments {
            client.attach(endpoint, ID, &file, "k").await.expect("sent");
        }
    }
}

const ENDPOINTS: [Endpoint; 6] = [
    Endpoint::ManualJournals,
    Endpoint::Invoices,
    Endpoint::CreditNotes,
    Endpoint::Payments,
    Endpoint::BankTransactions,
    Endpoint::Contacts,
];

/// Reads everything there is to read.
async fn read_everything(client: &Client) {
    let since = start() - TimeDelta::days(30);
    client.invoice(ID).await.expect("read");
    client.credit_note(ID).await.expect("read");
    client.payment(ID).await.expect("read");
    client.bank_transaction(ID).await.expect("read");
    client.contact(ID).await.expect("read");
    client.find_invoices_by_reference("x").await.expect("read");
    client.find_credit_notes_by_reference("x").await.expect("read");
    client.find_payments_by_reference("x").await.expect("read");
    client.find_bank_transactions_by_reference("x").await.expect("read");
    client.find_contacts_by_name("x").await.expect("read");
    client.find_contacts_by_name("\"x\"").await.expect("read");
    client.search_contacts("x").await.expect("read");
    client.invoices_modified_since(1, since).await.expect("read");
    client.credit_notes_modified_since(1, since).await.expect("read");
    client.payments_modified_since(1, since).await.expect("read");
    client.bank_transactions_modified_since(1, since).await.expect("read");
    client.manual_journals_modified_since(1, since).await.expect("read");
    client.organisation_actions().await.expect("read");
    client.currencies().await.expect("read");
    for endpoint in ENDPOINTS {
        client.history_notes(endpoint, ID).await.expect("read");
        if endpoint != Endpoint::Payments {
            client.attachments(endpoint, ID).await.expect("read");
        }
    }
}

/// The file's own example of an answer, on one page and without the marks of errors that its
/// examples of successes have.
fn example(specification: &Value, operation: &Value, collection: &str) -> Vec<u8> {
    let documented = resolved(specification, &operation["responses"]["200"]);
    let mut example = documented["content"]["application/json"]["example"].clone();
    assert!(example.is_object(), "{operation}");
    for element in example[collection].as_array_mut().into_iter().flatten() {
        element.as_object_mut().expect("an element").remove("StatusAttributeString");
    }
    example["pagination"] = json!({ "page": 1, "pageSize": 100, "pageCount": 1, "itemCount": 1 });
    serde_json::to_vec(&example).expect("JSON")
}

#[tokio::test]
async fn every_request_is_as_xero_takes_it_and_every_documented_answer_is_read() {
    let Some(specification) = specification() else { return };
    let answers = specification.clone();
    let xero = Scripted::new(move |request| {
        let (operation, what) = operation(&answers, request);
        let collection = what.split(' ').nth(1).and_then(|path| path.split('/').nth(1));
        Ok(answer(200, example(&answers, operation, collection.expect("a path"))))
    });
    let client = Client::new(signed_in(xero.clone()), TENANT);
    send_everything(&client).await;
    read_everything(&client).await;
    let mut seen = std::collections::BTreeSet::new();
    for request in xero.seen("/") {
        let (operation, what) = operation(&specification, &request);
        check_request(&specification, operation, &request, &what);
        seen.insert(what);
    }
    assert_eq!(seen.len(), 48, "everything is called: {seen:#?}");
}

#[test]
fn the_fixtures_are_as_xero_documents_them() {
    let Some(specification) = specification() else { return };
    for (path, body) in [
        ("/Organisation", &include_bytes!("fixtures/organisation.json")[..]),
        ("/TrackingCategories", include_bytes!("fixtures/tracking_categories.json")),
    ] {
        let ok = &specification["paths"][path]["get"]["responses"]["200"];
        let schema = &ok["content"]["application/json"]["schema"];
        check_body(&specification, schema, body, path);
    }
}

#[test]
fn a_misspelt_field_a_wrong_word_and_a_wrong_type_would_be_found() {
    let Some(specification) = specification() else { return };
    let strict = without_other_fields(&specification);
    let schema = json!({ "$ref": "#/components/schemas/ManualJournals" });
    for wrong in [
        json!({ "Narrative": "x" }),
        json!({ "Narration": "x", "Status": "POST" }),
        json!({ "Narration": "x", "LineAmountTypes": "NO_TAX" }),
        json!({ "Narration": "x", "JournalLines": [{ "LineAmount": "1.00" }] }),
    ] {
        let body = json!({ "ManualJournals": [wrong] });
        assert!(!faults(&strict, &schema, &body).is_empty(), "{body}");
    }
    let line = json!({ "Description": "x", "Quantity": "1", "UnitAmount": 1 });
    for (collection, wrong) in [
        ("Invoices", json!({ "Type": "RECEIVE" })),
        ("Invoices", json!({ "LineItems": [line] })),
        ("CreditNotes", json!({ "DueOn": "2026-10-05" })),
        ("Payments", json!({ "Status": "VOIDED" })),
        ("BankTransactions", json!({ "Type": "RECEIVE", "LineItems": [] })),
        ("Contacts", json!({ "Email": "jo@example.com" })),
    ] {
        let schema = json!({ "$ref": format!("#/components/schemas/{collection}") });
        let body = json!({ collection: [wrong] });
        assert!(!faults(&strict, &schema, &body).is_empty(), "{body}");
    }
}
