//! What is read out of the answers about the organisation, its chart and its documents.

use rust_decimal::Decimal;
use xero::{
    BankTransactionStatus, BankTransactionType, Client, ContactStatus, CreditNoteType, Error,
    InvoiceStatus, InvoiceType, Outcome, PaymentStatus, PaymentType, Uuid,
};

use crate::samples::{CONTACT, ID};
use crate::support::{answer, client_of, tokens};

fn id(text: &str) -> Option<Uuid> {
    Some(text.parse().expect("an id"))
}

fn amount(minor: i64) -> Decimal {
    Decimal::new(minor, 2)
}

fn answering(body: impl Into<Vec<u8>>) -> Client {
    client_of(&answer(200, body))
}

#[tokio::test]
async fn an_organisation_is_read_with_its_lock_dates_as_calendar_dates() {
    let client = answering(include_bytes!("fixtures/organisation.json"));
    let organisation = client.organisation().await.expect("readable");
    assert_eq!(organisation.name, "Harbour Boat Rentals");
    assert_eq!(organisation.base_currency, "NZD");
    assert_eq!(organisation.period_lock_date, "2018-10-20".parse().ok());
    assert_eq!(organisation.end_of_year_lock_date, "2018-03-31".parse().ok());
    assert_eq!(organisation.short_code.as_deref(), Some("!23eYt"));
}

#[tokio::test]
async fn a_chart_is_read_with_words_it_does_not_know() {
    let client = answering(include_bytes!("fixtures/accounts.json"));
    let accounts = client.accounts().await.expect("readable");
    let [till, debtors, clearing, newer] = accounts.as_slice() else { panic!("{accounts:?}") };
    assert_eq!((&till.code, &till.account_type), (&None, &xero::AccountType::Bank));
    assert_eq!(debtors.system_account, Some(xero::SystemAccount::Debtors));
    assert!(!debtors.enable_payments_to_account && clearing.enable_payments_to_account);
    assert_eq!(clearing.system_account, None);
    assert_eq!(newer.account_type, xero::AccountType::Other("SUPERFUND".to_owned()));
}

#[tokio::test]
async fn rates_are_read_to_the_digit_as_numbers_and_as_text() {
    let client = answering(include_bytes!("fixtures/tax_rates.json"));
    let rates = client.tax_rates().await.expect("readable");
    assert_eq!(rates[1].display_tax_rate, Some(Decimal::new(123_456, 4)));
    assert_eq!(rates[1].effective_rate, Some(Decimal::from(12)));
    assert_eq!(rates[1].tax_components[1].rate, Decimal::new(73_456, 4));
    assert!(rates[1].tax_components[1].is_compound && !rates[1].tax_components[0].is_compound);
    let client = answering(include_bytes!("fixtures/tracking_categories.json"));
    let tracking = client.tracking_categories().await.expect("readable");
    assert_eq!(tracking[0].options[0].name, "Main Street");
}

#[tokio::test]
async fn a_journal_is_read_back_exactly() {
    let client = answering(include_bytes!("fixtures/manual_journal.json"));
    let journal = client.manual_journal(ID).await.expect("readable");
    assert_eq!(journal.date, "2025-10-05".parse().unwrap());
    let [card, income] = journal.journal_lines.as_slice() else { panic!("{journal:?}") };
    assert_eq!(card.line_amount.to_string(), "4439.10");
    assert_eq!(income.line_amount, Decimal::new(-386_009, 2));
    assert_eq!(income.tax_amount, Some(Decimal::new(-57_901, 2)));
    assert_eq!(income.tracking[0].option.as_deref(), Some("Main Street"));
}

#[tokio::test]
async fn an_invoice_is_read_to_the_digit_with_what_is_on_it() {
    let client = answering(include_bytes!("fixtures/invoice.json"));
    let invoice = client.invoice(ID).await.expect("readable");
    assert_eq!(Some(invoice.invoice_id), id("4074292c-09b3-456d-84e7-add864c6c39b"));
    assert_eq!(invoice.invoice_number.as_deref(), Some("DB-4K7Q2M"));
    assert_eq!(invoice.reference.as_deref(), Some("Account charge 4K7Q2M"));
    assert_eq!(
        (&invoice.kind, &invoice.status),
        (&InvoiceType::Receivable, &InvoiceStatus::Authorised)
    );
    assert_eq!(
        (invoice.contact_id, invoice.contact_name.as_deref()),
        (Some(CONTACT), Some("Jo O'Neill"))
    );
    assert_eq!(invoice.date, "2025-10-05".parse().unwrap());
    assert_eq!(invoice.due_date, "2025-10-12".parse().ok());
    assert_eq!(
        (invoice.sub_total, invoice.total_tax, invoice.total),
        (amount(11_200), amount(0), amount(11_200))
    );
    assert_eq!(
        (invoice.amount_due, invoice.amount_paid, invoice.amount_credited),
        (amount(6_180), amount(5_010), amount(10))
    );
    assert_eq!(invoice.currency_code.as_deref(), Some("USD"));
    assert_eq!(invoice.currency_rate, Some(Decimal::new(734_125, 6)));
    assert_eq!(invoice.url.as_deref(), Some("https://desk.example/4K7Q2M"));
    assert!(invoice.updated_at.is_some() && invoice.warnings.is_empty());

    let [paid] = &invoice.payments[..] else { panic!("{invoice:?}") };
    assert_eq!((paid.amount, paid.date), (amount(5_010), "2025-10-06".parse().ok()));
    let [credited] = &invoice.credit_notes[..] else { panic!("{invoice:?}") };
    assert_eq!(credited.applied_amount, Some(amount(10)));
    let [rental, thanks] = &invoice.lines[..] else { panic!("{invoice:?}") };
    assert_eq!(rental.unit_amount, Some(Decimal::new(746_667, 4)));
    assert_eq!(rental.quantity, Some(Decimal::new(15, 1)));
    assert_eq!(
        (rental.line_amount, rental.account_code.as_deref()),
        (Some(amount(11_200)), Some("200"))
    );
    assert_eq!(rental.tracking[0].option.as_deref(), Some("Main Dock"));
    assert_eq!((thanks.line_id, thanks.quantity, thanks.tracking.len()), (None, None, 0));
}

/// An invoice with these dates in the place of the fixture's.
fn dated(dates: &str) -> Client {
    let text = include_str!("fixtures/invoice.json");
    let text = text.replace(r#""DateString": "2025-10-05T00:00:00","#, dates);
    answering(text.replace(r#""Date": "\/Date(1759622400000+0000)\/","#, ""))
}

#[tokio::test]
async fn a_date_is_read_from_either_field_and_missed_when_there_is_none() {
    for dates in [
        r#""Date": "/Date(1759622400000)/","#,
        r#""Date": "2025-10-05","#,
        r#""Date": null, "DateString": "2025-10-05 00:00:00","#,
        r#""DateString": "2025-10-05T00:00:00","#,
    ] {
        let invoice = dated(dates).invoice(ID).await.expect("readable");
        assert_eq!(invoice.date, "2025-10-05".parse().unwrap(), "{dates}");
    }
    for dates in ["", r#""DateString": "","#, r#""Date": "soon","#] {
        let error = dated(dates).invoice(ID).await.expect_err("no date");
        assert!(matches!(error, Error::Unreadable { .. }), "{dates}: {error:?}");
        assert_eq!(error.outcome(), Outcome::Unknown);
    }
}

#[tokio::test]
async fn a_word_newer_than_this_program_is_kept() {
    let text = include_str!("fixtures/invoice.json").replace("\"AUTHORISED\"", "\"PARKED\"");
    let invoice = answering(text).invoice(ID).await.expect("readable");
    assert_eq!(invoice.status, InvoiceStatus::Other("PARKED".to_owned()));
    assert_eq!(invoice.status.as_str(), "PARKED");
}

#[tokio::test]
async fn a_credit_note_is_read_with_its_allocations_and_refunds() {
    let client = answering(include_bytes!("fixtures/credit_note.json"));
    let note = client.credit_note(ID).await.expect("readable");
    assert_eq!(
        (&note.kind, &note.status),
        (&CreditNoteType::Receivable, &InvoiceStatus::Authorised)
    );
    assert_eq!(note.date, "2025-10-06".parse().unwrap());
    assert_eq!((note.total, note.remaining_credit), (amount(1_200), Some(amount(190))));
    let [used] = &note.allocations[..] else { panic!("{note:?}") };
    assert_eq!(used.allocation_id, id("2bb15054-3868-4f85-a9c6-0402ec8c1201"));
    assert_eq!(used.invoice_id, id("4074292c-09b3-456d-84e7-add864c6c39b"));
    assert_eq!((used.amount, used.is_deleted), (amount(10), false));
    let [refund] = &note.payments[..] else { panic!("{note:?}") };
    assert_eq!((refund.amount, &refund.reference), (amount(1_000), &None));
}

#[tokio::test]
async fn an_allocation_may_come_without_its_id_and_with_either_spelling_of_it() {
    let made = r#"{"Allocations":[{"Amount":1.00,"Date":"/Date(1551744000000+0000)/",
        "Invoice":{"InvoiceID":"c45720a1-ade3-4a38-a064-d15489be6841","LineItems":[]},
        "ValidationErrors":[]}]}"#;
    let allocation = answering(made).send_allocation(ID, b"{}", "k").await.expect("made").value;
    assert_eq!(allocation.allocation_id, None);
    assert_eq!(allocation.invoice_id, id("c45720a1-ade3-4a38-a064-d15489be6841"));
    let spelt = made.replace(
        "\"Amount\"",
        "\"AllocationId\":\"2bb15054-3868-4f85-a9c6-0402ec8c1201\",\"Amount\"",
    );
    let allocation = answering(spelt).send_allocation(ID, b"{}", "k").await.expect("made").value;
    assert_eq!(allocation.allocation_id, id("2bb15054-3868-4f85-a9c6-0402ec8c1201"));
}

#[tokio::test]
async fn taking_an_allocation_back_needs_no_particular_answer() {
    // Xero's file has one bare allocation here, whose invoice is a list.
    let bare = r#"{"AllocationId":"2bb15054-3868-4f85-a9c6-0402ec8c1201",
        "Invoice":[{"InvoiceID":"b7eb1fc9-a0f9-4e8e-9373-6689f5350832"}],"IsDeleted":true}"#;
    answering(bare).delete_allocation(ID, ID).await.expect("taken back");
    client_of(&answer(204, "")).delete_allocation(ID, ID).await.expect("taken back");
    let error = client_of(&answer(404, "")).delete_allocation(ID, ID).await.expect_err("gone");
    assert!(matches!(error, Error::NotFound), "{error:?}");
}

#[tokio::test]
async fn a_refund_shown_as_an_invoices_payment_is_the_credit_notes() {
    let client = answering(include_bytes!("fixtures/refund.json"));
    let refund = client.payment(ID).await.expect("readable");
    assert_eq!(refund.credit_note_id, id("249f15fa-f2a7-4acc-8769-0984103f2225"));
    assert_eq!((refund.invoice_id, refund.document_number.as_deref()), (None, Some("CN-0005")));
    assert_eq!(refund.payment_type, Some(PaymentType::OfCreditNote));
    assert_eq!((refund.amount, refund.is_reconciled), (amount(1_000), true));
    assert_eq!(refund.status, Some(PaymentStatus::Authorised));
    assert_eq!(refund.account_code.as_deref(), Some("980"));

    let named = include_str!("fixtures/refund.json")
        .replace("\"Invoice\": {", "\"CreditNote\": {")
        .replace("\"InvoiceID\"", "\"CreditNoteID\"")
        .replace("\"InvoiceNumber\"", "\"CreditNoteNumber\"");
    assert_eq!(answering(named).payment(ID).await.expect("readable"), refund);

    let paid = include_str!("fixtures/refund.json").replace("ARCREDITPAYMENT", "ACCRECPAYMENT");
    let paid = answering(paid).payment(ID).await.expect("readable");
    assert_eq!(paid.invoice_id, id("249f15fa-f2a7-4acc-8769-0984103f2225"));
    assert_eq!((paid.credit_note_id, paid.payment_type), (None, Some(PaymentType::OfInvoice)));
}

#[tokio::test]
async fn bank_transactions_are_read_ours_and_those_we_make_none_of() {
    let client = answering(include_bytes!("fixtures/bank_transaction.json"));
    let found = client.find_bank_transactions_by_reference("x").await.expect("readable");
    let [payout, transfer] = &found[..] else { panic!("{found:?}") };
    assert_eq!(payout.kind, BankTransactionType::Receive);
    assert_eq!(payout.status, Some(BankTransactionStatus::Authorised));
    assert_eq!((payout.total, payout.is_reconciled), (amount(97_070), true));
    assert_eq!(
        (payout.bank_account_id, &payout.bank_account_code),
        (id("6f7594f2-f059-4d56-9e67-47ac9733bfe9"), &None)
    );
    assert_eq!(payout.lines[1].line_amount, Some(amount(-2_930)));
    assert_eq!(transfer.kind, BankTransactionType::Other("RECEIVE-TRANSFER".to_owned()));
    assert_eq!((transfer.contact_id, transfer.lines.len()), (None, 0));
}

#[tokio::test]
async fn a_contact_is_read_with_empty_fields_as_none() {
    let body = r#"{"Contacts":[{"ContactID":"be392c72-c121-4f83-9512-03ac71e54c20",
        "ContactStatus":"ARCHIVED","Name":"Jo","EmailAddress":"","ContactNumber":"C-17",
        "UpdatedDateUTC":"/Date(1552329691573+0000)/","HasValidationErrors":false}]}"#;
    let contact = answering(body).contact(CONTACT).await.expect("readable");
    assert_eq!((contact.contact_id, contact.name.as_str()), (CONTACT, "Jo"));
    assert_eq!((contact.email.as_deref(), contact.contact_number.as_deref()), (None, Some("C-17")));
    assert_eq!(contact.status, Some(ContactStatus::Archived));
    assert!(!contact.is_active());
}

#[tokio::test]
async fn what_may_be_done_is_only_what_is_said_to_be_allowed() {
    let body = r#"{"Actions":[{"Name":"CreateInvoicePayment","Status":"ALLOWED"},
        {"Name":"UseMulticurrency","Status":"NOT-ALLOWED"},{"Name":"Newer","Status":"PERHAPS"},
        {"Name":"Bare"}]}"#;
    let actions = answering(body).organisation_actions().await.expect("readable");
    assert_eq!(actions.iter().map(|a| a.allowed).collect::<Vec<_>>(), [true, false, false, false]);
    let body = r#"{"Currencies":[{"Code":"NZD","Description":"New Zealand Dollar"}]}"#;
    let currencies = answering(body).currencies().await.expect("readable");
    assert_eq!(currencies[0].code, "NZD");
}

#[tokio::test]
async fn remarks_on_a_line_a_contact_or_the_whole_answer_are_handed_on_once_each() {
    let remark = |words: &str| format!(r#"[{{"Message":"{words}"}}]"#);
    let text = include_str!("fixtures/invoice.json")
        .replace(
            r#""ValidationErrors": []"#,
            &format!(r#""ValidationErrors": {}"#, remark("of a line")),
        )
        .replace(r#""ContactPersons": []"#, &format!(r#""Warnings": {}"#, remark("of the contact")))
        .replace(
            r#""FullyPaidOnDate": null"#,
            &format!(r#""Warnings": {}"#, remark("of the invoice")),
        )
        .replace(r#""Status": "OK","#, &format!(r#""Warnings": {},"#, remark("of the invoice")));
    let answer = answering(text).send_invoice(b"{}", "k").await.expect("a 200");
    assert_eq!(answer.warnings.len(), 3, "{:?}", answer.warnings);
    for words in ["of a line", "of the contact", "of the invoice"] {
        assert!(answer.warnings.iter().any(|warning| warning == words), "{:?}", answer.warnings);
    }
    assert_eq!(answer.value.warnings, ["of the invoice"]);
}

#[tokio::test]
async fn an_element_marked_as_an_error_inside_a_200_is_a_refusal() {
    let refused = r#"{"Invoices":[{"InvoiceID":"00000000-0000-0000-0000-000000000000",
        "StatusAttributeString":"ERROR","HasErrors":true,
        "ValidationErrors":[{"Message":"Invoice # must be unique."}]}]}"#;
    let error = answering(refused).send_invoice(b"{}", "k").await.expect_err("refused");
    assert_eq!(error.outcome(), Outcome::Refused);
    assert_eq!(error.refusals(), [xero::Refusal::NumberTaken]);
    let silent = r#"{"Invoices":[{"StatusAttributeString":"ERROR"}]}"#;
    let error = answering(silent).send_invoice(b"{}", "k").await.expect_err("refused");
    assert_eq!(error.to_string(), "Xero refused it: it gave no reason.");
    // Marked as a warning it was kept, and the caller hears of it.
    let warned = include_str!("fixtures/invoice.json").replace(
        r#""FullyPaidOnDate": null"#,
        r#""StatusAttributeString": "WARNING", "Warnings": [{"Message": "of the invoice"}]"#,
    );
    let answer = answering(warned).send_invoice(b"{}", "k").await.expect("a 200");
    assert_eq!(answer.warnings, ["of the invoice"]);
}

#[test]
fn an_older_sign_in_tells_what_it_lacks() {
    let mut set = tokens("access", "refresh", 30);
    set.scopes =
        vec!["accounting.settings.read".to_owned(), "accounting.manualjournals".to_owned()];
    let missing = set.missing_scopes();
    assert!(missing.contains(&"accounting.invoices") && missing.contains(&"accounting.settings"));
    assert!(!missing.contains(&"accounting.manualjournals"));
    set.scopes = xero::SCOPES.iter().map(ToString::to_string).collect();
    assert!(set.missing_scopes().is_empty());
}
