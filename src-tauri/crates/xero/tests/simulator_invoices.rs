//! Invoices against the simulator: once in the books whatever happens, and every refusal for real.

use http::Method;
use rust_decimal::Decimal;
use xero::{
    Endpoint, Error, InvoiceStatus, LineAmountTypes, Lock, NewAttachment, Outcome, Refusal, Uuid,
};
use xero_sim::{Control, FaultKind, Scenario};

use crate::desk::{Desk, TODAY};

fn voided(id: Uuid) -> Vec<u8> {
    xero::invoice_status_body(id, &InvoiceStatus::Voided)
}

#[tokio::test]
async fn an_invoice_is_posted_found_read_annotated_and_voided() {
    let desk = Desk::open().await;
    let client = &desk.client;
    let customer = desk.customer("Jo Neill").await;
    let new = desk.charge(customer, "Account charge & “Main St” + 4K7Q2M").await;
    let posted = client.send_invoice(&xero::invoice_body(&new), "k-1").await.expect("posted");
    assert_eq!((posted.warnings.len(), &posted.value.status), (0, &InvoiceStatus::Authorised));
    let id = posted.value.invoice_id;

    let read = client.invoice(id).await.expect("read");
    let [found] = &client.find_invoices_by_reference(&new.reference).await.expect("found")[..]
    else {
        panic!("one invoice")
    };
    assert_eq!((found.invoice_id, &found.lines), (id, &read.lines));
    assert_eq!((read.contact_id, read.date), (Some(customer), TODAY.parse().unwrap()));
    assert_eq!((read.total, read.amount_due), (Decimal::new(11_200, 2), Decimal::new(11_200, 2)));
    assert_eq!(read.line_amount_types, Some(LineAmountTypes::NoTax));

    let note = xero::history_note_body("Posted by Daybook");
    client.add_history_note(Endpoint::Invoices, id, &note, "k-2").await.expect("noted");
    let notes = client.history_notes(Endpoint::Invoices, id).await.expect("listed");
    assert!(notes.iter().any(|note| note.details == "Posted by Daybook"), "{notes:?}");

    client.send_invoice_status(id, &voided(id), "k-3").await.expect("voided");
    assert_eq!(client.invoice(id).await.expect("read").status, InvoiceStatus::Voided);
    let found = client.find_invoices_by_reference(&new.reference).await.expect("found");
    assert_eq!(found.len(), 1, "a voided one is found too");
}

#[tokio::test]
async fn unit_amounts_keep_four_decimals_there_and_back() {
    let desk = Desk::open().await;
    let customer = desk.customer("Jo Neill").await;
    let mut new = desk.charge(customer, "4K7Q2M").await;
    new.lines[0].unit_amount = Decimal::new(746_667, 4);
    new.lines[0].quantity = Decimal::new(15, 1);
    let posted = desk.client.send_invoice(&xero::invoice_body(&new), "k").await.expect("posted");
    assert_eq!(posted.value.lines[0].unit_amount, Some(Decimal::new(746_667, 4)));
    assert_eq!(posted.value.total, Decimal::new(11_200, 2));
    let read = desk.client.invoice(posted.value.invoice_id).await.expect("read");
    assert_eq!(read.lines, posted.value.lines);
}

#[tokio::test]
async fn a_draft_is_deleted_and_not_voided() {
    let desk = Desk::open().await;
    let customer = desk.customer("Jo Neill").await;
    let mut new = desk.charge(customer, "4K7Q2M").await;
    new.status = InvoiceStatus::Draft;
    let body = xero::invoice_body(&new);
    let id = desk.client.send_invoice(&body, "k-1").await.expect("kept").value.invoice_id;
    let error = desk.client.send_invoice_status(id, &voided(id), "k-2").await.expect_err("no");
    assert_eq!(error.refusals(), [Refusal::WrongStatus], "{error}");
    let deleted = xero::invoice_status_body(id, &InvoiceStatus::Deleted);
    desk.client.send_invoice_status(id, &deleted, "k-3").await.expect("deleted");
    assert_eq!(desk.client.invoice(id).await.expect("read").status, InvoiceStatus::Deleted);
}

#[tokio::test]
async fn whatever_happens_to_an_answer_the_look_up_tells_whether_there_is_an_invoice() {
    let lost = |committed| FaultKind::ServerError { status: 503, committed };
    for (fault, done) in [
        (FaultKind::LossBefore, false),
        (FaultKind::LossAfterCommit, true),
        (FaultKind::TornBody, true),
        (lost(true), true),
        (lost(false), false),
    ] {
        let desk = Desk::open().await;
        let customer = desk.customer("Jo Neill").await;
        let body = xero::invoice_body(&desk.charge(customer, "4K7Q2M").await);
        desk.arm(fault.clone(), "/Invoices");
        let error = desk.client.send_invoice(&body, "k").await.expect_err("a fault");
        assert_eq!(error.outcome(), Outcome::Unknown, "{fault:?}: {error:?}");
        let found = desk.client.find_invoices_by_reference("4K7Q2M").await.expect("looked up");
        assert_eq!(found.len(), usize::from(done), "{fault:?}");
    }
}

#[tokio::test]
async fn the_same_bytes_with_the_same_key_are_one_invoice() {
    let desk = Desk::open().await;
    let customer = desk.customer("Jo Neill").await;
    let body = xero::invoice_body(&desk.charge(customer, "4K7Q2M").await);
    let first = desk.client.send_invoice(&body, "k").await.expect("posted");
    let second = desk.client.send_invoice(&body, "k").await.expect("replayed");
    assert_eq!(first, second);
    assert_eq!(desk.client.find_invoices_by_reference("4K7Q2M").await.expect("found").len(), 1);
    let other = xero::invoice_body(&desk.charge(customer, "Another").await);
    let error = desk.client.send_invoice(&other, "k").await.expect_err("refused");
    assert!(matches!(error, Error::KeyUsedDifferently), "{error:?}");
}

#[tokio::test]
async fn an_invoice_of_a_number_that_is_there_is_refused_and_nothing_is_overwritten() {
    let desk = Desk::open().await;
    let customer = desk.customer("Jo Neill").await;
    let mut new = desk.charge(customer, "first").await;
    new.invoice_number = Some("DB-1".to_owned());
    desk.client.send_invoice(&xero::invoice_body(&new), "k-1").await.expect("posted");
    new.reference = "second".to_owned();
    let error = desk.client.send_invoice(&xero::invoice_body(&new), "k-2").await.expect_err("no");
    assert_eq!(error.refusals(), [Refusal::NumberTaken], "{error}");
    assert!(desk.client.find_invoices_by_reference("second").await.expect("found").is_empty());
    assert_eq!(desk.client.find_invoices_by_reference("first").await.expect("found").len(), 1);
}

#[tokio::test]
async fn an_archived_contact_and_a_locked_day_are_refused_and_known_as_such() {
    let desk = Desk::open().await;
    let customer = desk.customer("Jo Neill").await;
    let new = desk.charge(customer, "4K7Q2M").await;

    desk.control(Control { lock_date: Some("2026-10-31".to_owned()), ..Control::default() });
    let error = desk.client.send_invoice(&xero::invoice_body(&new), "k-1").await.expect_err("no");
    let until = "2026-10-31".parse().ok();
    assert_eq!(error.refusals(), [Refusal::PeriodLocked { lock: Lock::Period, until }], "{error}");
    desk.control(Control { lock_date: Some(String::new()), ..Control::default() });

    let archived = r#"{"Contacts":[{"ContactStatus":"ARCHIVED"}]}"#;
    desk.raw(Method::POST, &format!("/Contacts/{customer}"), archived).await;
    let error = desk.client.send_invoice(&xero::invoice_body(&new), "k-2").await.expect_err("no");
    assert_eq!(error.refusals(), [Refusal::ContactArchived], "{error}");
    let found = desk.client.find_contacts_by_name("Jo Neill").await.expect("found");
    assert!(!found[0].is_active());
}

#[tokio::test]
async fn a_plan_without_currencies_and_a_month_that_is_full_are_refused_and_known_as_such() {
    let scenario = Scenario { multicurrency: false, approve_limit: Some(1), ..Scenario::default() };
    let desk = Desk::with(scenario, xero::SCOPES).await;
    let customer = desk.customer("Jo Neill").await;
    let mut abroad = desk.charge(customer, "abroad").await;
    abroad.currency_code = Some("EUR".to_owned());
    let error = desk.client.send_invoice(&xero::invoice_body(&abroad), "k-1").await;
    let currency = Some("EUR".to_owned());
    assert_eq!(error.expect_err("no").refusals(), [Refusal::CurrencyNotSubscribed { currency }]);

    desk.charged(customer, "first").await;
    let body = xero::invoice_body(&desk.charge(customer, "second").await);
    let error = desk.client.send_invoice(&body, "k-2").await.expect_err("the month is full");
    assert_eq!(error.refusals(), [Refusal::InvoiceLimitReached], "{error}");
    assert!(desk.client.find_invoices_by_reference("second").await.expect("found").is_empty());
}

#[tokio::test]
async fn an_invoice_in_another_currency_keeps_its_rate() {
    let desk = Desk::abroad().await;
    let mut new = desk.charge(desk.customer("Jo Neill").await, "abroad").await;
    new.currency_code = Some("USD".to_owned());
    new.currency_rate = Some(Decimal::new(734_125, 6));
    let posted = desk.client.send_invoice(&xero::invoice_body(&new), "k").await.expect("posted");
    assert_eq!(posted.value.currency_code, new.currency_code);
    assert_eq!(posted.value.currency_rate, new.currency_rate);
}

#[tokio::test]
async fn an_invoice_voided_twice_is_refused_and_stays_voided() {
    let desk = Desk::open().await;
    let customer = desk.customer("Jo Neill").await;
    let id = desk.charged(customer, "4K7Q2M").await.invoice_id;
    desk.client.send_invoice_status(id, &voided(id), "k-1").await.expect("voided");
    let error = desk.client.send_invoice_status(id, &voided(id), "k-2").await.expect_err("no");
    assert_eq!((error.outcome(), error.refusals()), (Outcome::Refused, vec![Refusal::WrongStatus]));
    assert_eq!(desk.client.invoice(id).await.expect("read").status, InvoiceStatus::Voided);
}

#[tokio::test]
async fn an_invoice_that_is_not_there_is_told() {
    let desk = Desk::open().await;
    let id = Uuid::from_u128(17);
    let error = desk.client.invoice(id).await.expect_err("not there");
    assert!(matches!(error, Error::NotFound), "{error:?}");
    let error = desk.client.send_invoice_status(id, &voided(id), "k").await.expect_err("not there");
    assert_eq!(error.outcome(), Outcome::Refused, "{error:?}");
}

#[tokio::test]
async fn a_file_is_put_on_an_invoice_and_found_by_its_name() {
    let desk = Desk::open().await;
    let customer = desk.customer("Jo Neill").await;
    let id = desk.charged(customer, "4K7Q2M").await.invoice_id;
    let file = NewAttachment::new("Handover 5/10 “Jo”.pdf", "application/pdf", vec![7; 2_000]);
    let file = file.expect("a file");
    desk.client.attach(Endpoint::Invoices, id, &file, "k").await.expect("put there");
    let files = desk.client.attachments(Endpoint::Invoices, id).await.expect("listed");
    let [kept] = &files[..] else { panic!("{files:?}") };
    assert_eq!((kept.file_name.as_str(), kept.content_length), (file.file_name(), Some(2_000)));
    assert_eq!(kept.mime_type.as_deref(), Some("application/pdf"));
}

#[tokio::test]
async fn what_was_changed_since_a_time_is_read_by_pages_and_nothing_older() {
    let desk = Desk::open().await;
    let customer = desk.customer("Jo Neill").await;
    let old = desk.charged(customer, "old").await;
    let between = old.updated_at.expect("a time") + chrono::TimeDelta::seconds(30);
    desk.control(Control { advance_seconds: 60, ..Control::default() });
    let new = desk.charged(customer, "new").await;
    let page = desk.client.invoices_modified_since(1, between).await.expect("read");
    assert!(page.is_last);
    let ids: Vec<_> = page.elements.iter().map(|invoice| invoice.invoice_id).collect();
    assert_eq!(ids, [new.invoice_id]);
    assert_eq!(page.elements[0].lines.len(), 1, "pages have lines");
}

#[tokio::test]
async fn more_than_a_page_of_changes_is_read_whole_and_nothing_twice() {
    let desk = Desk::open().await;
    let customer = desk.customer("Jo Neill").await;
    let body = String::from_utf8(xero::invoice_body(&desk.charge(customer, "0").await)).unwrap();
    let one = body.strip_prefix("{\"Invoices\":[").and_then(|rest| rest.strip_suffix("]}"));
    let many = vec![one.expect("one invoice"); 101].join(",");
    desk.raw(Method::PUT, "/Invoices", &format!("{{\"Invoices\":[{many}]}}")).await;

    let since = "2026-10-01T00:00:00Z".parse().unwrap();
    let first = desk.client.invoices_modified_since(1, since).await.expect("read");
    let second = desk.client.invoices_modified_since(2, since).await.expect("read");
    assert_eq!((first.elements.len(), first.is_last), (100, false));
    assert_eq!((second.elements.len(), second.is_last), (1, true));
    let all = first.elements.iter().chain(&second.elements);
    let ids: std::collections::BTreeSet<_> = all.map(|invoice| invoice.invoice_id).collect();
    assert_eq!(ids.len(), 101);
    let found = desk.client.find_invoices_by_reference("0").await.expect("looked up");
    assert_eq!(found.len(), 101, "a look-up reads all its pages");
}
