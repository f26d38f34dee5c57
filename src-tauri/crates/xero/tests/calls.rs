//! What each call puts on the wire: method, address, headers, and what it does not repeat.

use chrono::TimeDelta;
use http::Method;
use xero::{
    Client, Endpoint, Error, InvalidAttachment, NewAttachment, Outcome, Request, TransportError,
};

use crate::samples::ID;
use crate::support::{Scripted, TENANT, answer, signed_in, start};

/// A client that is answered with this body, and what it sends.
fn answering(body: &'static str) -> (Client, std::sync::Arc<Scripted>) {
    let xero = Scripted::new(move |_| Ok(answer(200, body)));
    (Client::new(signed_in(xero.clone()), TENANT), xero)
}

fn line_of(request: &Request) -> String {
    let path = request.uri().path_and_query().unwrap().as_str();
    let path = path.strip_prefix("/api.xro/2.0").unwrap().replace(&ID.to_string(), "{id}");
    let key = request.headers().get("idempotency-key").map(|key| key.to_str().unwrap());
    let key = key.map(|key| format!(" [{key}]")).unwrap_or_default();
    format!("{} {path}{key}", request.method())
}

/// The requests as lines; the answers, which are all empty lists, do not matter here.
async fn lines_of(calls: impl AsyncFnOnce(&Client)) -> Vec<String> {
    let (client, xero) = answering(
        r#"{"Invoices":[],"CreditNotes":[],"Payments":[],"BankTransactions":[],"Contacts":[],
        "Allocations":[],"Accounts":[],"Options":[],"HistoryRecords":[],"Attachments":[],
        "Actions":[],"Currencies":[],"ManualJournals":[]}"#,
    );
    calls(&client).await;
    xero.seen("/").iter().map(line_of).collect()
}

#[tokio::test]
async fn every_write_has_its_verb_its_place_and_its_key() {
    let lines = lines_of(async |client| {
        client.send_invoice(b"{}", "k").await.ok();
        client.send_invoice_status(ID, b"{}", "k").await.ok();
        client.send_credit_note(b"{}", "k").await.ok();
        client.send_credit_note_status(ID, b"{}", "k").await.ok();
        client.send_allocation(ID, b"{}", "k").await.ok();
        client.delete_allocation(ID, ID).await.ok();
        client.send_payment(b"{}", "k").await.ok();
        client.send_payment_deletion(ID, b"{}", "k").await.ok();
        client.send_bank_transaction(b"{}", "k").await.ok();
        client.send_bank_transaction_deletion(ID, b"{}", "k").await.ok();
        client.send_contact(b"{}", "k").await.ok();
        client.send_account_update(ID, b"{}", "k").await.ok();
        client.send_tracking_option(ID, b"{}", "k").await.ok();
        client.add_history_note(Endpoint::Payments, ID, b"{}", "k").await.ok();
    });
    assert_eq!(
        lines.await,
        [
            "PUT /Invoices?summarizeErrors=true&unitdp=4 [k]",
            "POST /Invoices/{id}?unitdp=4 [k]",
            "PUT /CreditNotes?summarizeErrors=true&unitdp=4 [k]",
            "POST /CreditNotes/{id}?unitdp=4 [k]",
            "PUT /CreditNotes/{id}/Allocations?summarizeErrors=true [k]",
            "DELETE /CreditNotes/{id}/Allocations/{id}",
            "PUT /Payments?summarizeErrors=true [k]",
            "POST /Payments/{id} [k]",
            "PUT /BankTransactions?summarizeErrors=true&unitdp=4 [k]",
            "POST /BankTransactions/{id}?unitdp=4 [k]",
            "PUT /Contacts?summarizeErrors=true [k]",
            "POST /Accounts/{id} [k]",
            "PUT /TrackingCategories/{id}/Options [k]",
            "PUT /Payments/{id}/History [k]",
        ]
    );
}

#[tokio::test]
async fn every_read_by_id_asks_for_four_decimals_where_there_are_unit_amounts() {
    let lines = lines_of(async |client| {
        client.invoice(ID).await.ok();
        client.credit_note(ID).await.ok();
        client.payment(ID).await.ok();
        client.bank_transaction(ID).await.ok();
        client.contact(ID).await.ok();
        client.organisation_actions().await.ok();
        client.currencies().await.ok();
        client.attachments(Endpoint::BankTransactions, ID).await.ok();
        client.history_notes(Endpoint::Contacts, ID).await.ok();
    });
    assert_eq!(
        lines.await,
        [
            "GET /Invoices/{id}?unitdp=4",
            "GET /CreditNotes/{id}?unitdp=4",
            "GET /Payments/{id}",
            "GET /BankTransactions/{id}?unitdp=4",
            "GET /Contacts/{id}",
            "GET /Organisation/Actions",
            "GET /Currencies",
            "GET /BankTransactions/{id}/Attachments",
            "GET /Contacts/{id}/History",
        ]
    );
}

#[tokio::test]
async fn a_reference_is_looked_up_exactly_and_with_lines() {
    let lines = lines_of(async |client| {
        client.find_invoices_by_reference("A & b + c").await.unwrap();
        client.find_credit_notes_by_reference("x").await.unwrap();
        client.find_payments_by_reference("x").await.unwrap();
        client.find_bank_transactions_by_reference("x").await.unwrap();
    });
    assert_eq!(
        lines.await,
        [
            "GET /Invoices?where=Reference%3D%3D%22A%20%26%20b%20%2B%20c%22&unitdp=4&page=1",
            "GET /CreditNotes?where=Reference%3D%3D%22x%22&unitdp=4&page=1",
            "GET /Payments?where=Reference%3D%3D%22x%22&page=1",
            "GET /BankTransactions?where=Reference%3D%3D%22x%22&unitdp=4&page=1",
        ]
    );
}

#[tokio::test]
async fn a_reference_that_could_not_be_looked_up_is_not_searched_for() {
    let lines = lines_of(async |client| {
        for reference in ["", "a \"quoted\" one", "back\\slashed"] {
            let invoices = client.find_invoices_by_reference(reference).await.map(drop);
            let notes = client.find_credit_notes_by_reference(reference).await.map(drop);
            let payments = client.find_payments_by_reference(reference).await.map(drop);
            let banked = client.find_bank_transactions_by_reference(reference).await.map(drop);
            for found in [invoices, notes, payments, banked] {
                assert!(matches!(found, Err(Error::Unsearchable)), "{reference}: {found:?}");
            }
        }
    });
    assert!(lines.await.is_empty());
}

#[tokio::test]
async fn a_contact_is_found_by_filter_and_else_by_search() {
    let lines = lines_of(async |client| {
        client.find_contacts_by_name("Jo").await.unwrap();
        client.find_contacts_by_name("Jo \"B\" O'Neill").await.unwrap();
        client.search_contacts("neil").await.unwrap();
    });
    assert_eq!(
        lines.await,
        [
            "GET /Contacts?where=Name%3D%3D%22Jo%22&includeArchived=true&page=1",
            "GET /Contacts?searchTerm=Jo&includeArchived=true&page=1",
            "GET /Contacts?searchTerm=Jo%20%22B%22%20O%27Neill&includeArchived=true&page=1",
            "GET /Contacts?searchTerm=neil&page=1",
        ]
    );
}

/// A list of contacts on one page.
fn contacts(names: &[(&str, &str)]) -> String {
    let contact = |(index, (name, status)): (usize, &(&str, &str))| {
        let id = format!("99cb8353-ff73-4a5d-8e0d-8b0bffc6ea3{index}");
        format!(r#"{{"ContactID":"{id}","Name":"{name}","ContactStatus":"{status}"}}"#)
    };
    let list: Vec<_> = names.iter().enumerate().map(contact).collect();
    format!(r#"{{"pagination":{{"pageCount":1}},"Contacts":[{}]}}"#, list.join(","))
}

#[tokio::test]
async fn a_contact_whose_name_differs_in_case_only_is_found() {
    let xero = Scripted::new(|request| {
        let is_filtered = request.uri().query().unwrap().contains("where=");
        let all = [("JO NEILL", "ACTIVE"), ("Jo Neill & Sons", "ACTIVE")];
        Ok(answer(200, if is_filtered { contacts(&[]) } else { contacts(&all) }))
    });
    let client = Client::new(signed_in(xero), TENANT);
    let found = client.find_contacts_by_name("Jo Neill").await.expect("found");
    assert_eq!(found.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["JO NEILL"]);
}

#[tokio::test]
async fn an_archived_contact_is_told_and_does_not_hide_an_active_one() {
    let archived = ("Jo Neill", "ARCHIVED");
    let xero = Scripted::new(move |request| {
        let is_filtered = request.uri().query().unwrap().contains("where=");
        let all = [archived, ("JO NEILL", "ACTIVE")];
        Ok(answer(200, if is_filtered { contacts(&[archived]) } else { contacts(&all) }))
    });
    let client = Client::new(signed_in(xero), TENANT);
    let found = client.find_contacts_by_name("Jo Neill").await.expect("found");
    assert_eq!(found.iter().map(xero::Contact::is_active).collect::<Vec<_>>(), [false, true]);

    // Too many names with this part: what the filter found is all there is to say.
    let xero = Scripted::new(move |request| {
        let is_filtered = request.uri().query().unwrap().contains("where=");
        let more = contacts(&[archived]).replace("\"pageCount\":1", "\"pageCount\":99");
        Ok(answer(200, if is_filtered { contacts(&[archived]) } else { more }))
    });
    let client = Client::new(signed_in(xero), TENANT);
    let found = client.find_contacts_by_name("Jo Neill").await.expect("found");
    assert_eq!(found.len(), 1);
    let error = client.find_contacts_by_name("\"Jo\"").await.expect_err("too many");
    assert!(matches!(error, Error::TooManyFound), "{error:?}");
}

#[tokio::test]
async fn a_look_up_without_end_is_ended() {
    let endless = r#"{"Payments":[{"PaymentID":"99cb8353-ff73-4a5d-8e0d-8b0bffc6ea31",
        "Date":"/Date(0)/","Amount":1}]}"#;
    let (client, xero) = answering(endless);
    let error = client.find_payments_by_reference("x").await.expect_err("too many");
    assert!(matches!(error, Error::TooManyFound), "{error:?}");
    assert_eq!(xero.seen("/").len(), usize::try_from(xero::LOOK_UP_PAGES_MAX).unwrap());
}

#[tokio::test]
async fn changes_are_read_by_pages_in_the_order_of_ids_since_a_time_in_utc() {
    let since = start() + TimeDelta::milliseconds(250);
    let (client, xero) = answering(
        r#"{"pagination":{"page":3,"pageSize":100,"pageCount":4,"itemCount":301},"Invoices":[],
        "CreditNotes":[],"Payments":[],"BankTransactions":[],"ManualJournals":[]}"#,
    );
    assert!(!client.invoices_modified_since(3, since).await.unwrap().is_last);
    assert!(client.credit_notes_modified_since(4, since).await.unwrap().is_last);
    client.payments_modified_since(1, since).await.unwrap();
    client.bank_transactions_modified_since(1, since).await.unwrap();
    client.manual_journals_modified_since(0, since).await.unwrap();
    let seen = xero.seen("/");
    let lines: Vec<_> = seen.iter().map(line_of).collect();
    assert_eq!(
        lines,
        [
            "GET /Invoices?order=InvoiceID%20ASC&page=3&unitdp=4",
            "GET /CreditNotes?order=CreditNoteID%20ASC&page=4&unitdp=4",
            "GET /Payments?order=PaymentID%20ASC&page=1",
            "GET /BankTransactions?order=BankTransactionID%20ASC&page=1&unitdp=4",
            "GET /ManualJournals?order=ManualJournalID%20ASC&page=1",
        ]
    );
    for request in &seen {
        assert_eq!(request.headers()["if-modified-since"], "2026-10-05T09:00:00");
    }
    let beyond = xero::CHANGED_PAGES_MAX + 1;
    let error = client.invoices_modified_since(beyond, since).await.expect_err("too many");
    assert!(matches!(error, Error::TooManyFound), "{error:?}");
    assert_eq!(xero.seen("/").len(), 5);
}

#[tokio::test]
async fn a_list_of_changes_that_does_not_tell_its_pages_ends_with_an_empty_one() {
    let (client, _) = answering(r#"{"Payments":[]}"#);
    assert!(client.payments_modified_since(7, start()).await.unwrap().is_last);
    let one = r#"{"Payments":[{"PaymentID":"99cb8353-ff73-4a5d-8e0d-8b0bffc6ea31",
        "Date":"/Date(0)/","Amount":1}]}"#;
    let (client, _) = answering(one);
    assert!(!client.payments_modified_since(7, start()).await.unwrap().is_last);
}

#[tokio::test]
async fn a_file_goes_as_its_own_bytes_under_a_name_xero_takes() {
    let (client, xero) = answering(r#"{"Attachments":[{"FileName":"a"}]}"#);
    let file = NewAttachment::new("Handover 5/10 + “café” 100%.pdf", "application/pdf", vec![0, 1]);
    let file = file.expect("a file");
    assert_eq!(file.file_name(), "Handover 5-10 - “café” 100-.pdf");
    client.attach(Endpoint::ManualJournals, ID, &file, "k").await.expect("put there");
    let [request] = &xero.seen("/")[..] else { panic!("one request") };
    assert_eq!(
        line_of(request),
        "PUT /ManualJournals/{id}/Attachments/\
         Handover%205-10%20-%20%E2%80%9Ccaf%C3%A9%E2%80%9D%20100-.pdf [k]"
    );
    assert_eq!(request.headers()["content-type"], "application/pdf");
    assert_eq!(request.body(), &[0, 1]);
}

#[test]
fn a_file_xero_would_refuse_is_not_made() {
    let new = |name: &str, kind: &str, bytes| NewAttachment::new(name, kind, bytes).map(drop);
    let pdf = "application/pdf";
    assert_eq!(new("a.pdf", pdf, Vec::new()), Err(InvalidAttachment::Empty));
    assert_eq!(new(" .. ", pdf, vec![1]), Err(InvalidAttachment::NoName));
    assert_eq!(new("a.pdf", "a\npdf", vec![1]), Err(InvalidAttachment::NoType));
    let large = vec![0; xero::ATTACHMENT_BYTES_MAX + 1];
    assert_eq!(new("a.pdf", pdf, large), Err(InvalidAttachment::TooLarge));
    let long = NewAttachment::new(&"é".repeat(300), pdf, vec![1]).expect("cut");
    assert_eq!(long.file_name().chars().count(), xero::FILE_NAME_MAX);
}

#[tokio::test]
async fn a_deletion_that_may_have_happened_is_not_repeated() {
    let xero = Scripted::new(|_| Err(TransportError::unknown("lost")));
    let client = Client::new(signed_in(xero.clone()), TENANT);
    let error = client.delete_allocation(ID, ID).await.expect_err("lost");
    assert_eq!(error.outcome(), Outcome::Unknown);
    let seen = xero.seen("/");
    assert_eq!(seen.len(), 1);
    assert_eq!((seen[0].method(), seen[0].body().len()), (&Method::DELETE, 0));
    assert!(seen[0].headers().get("content-type").is_none());
}
