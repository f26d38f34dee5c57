//! What is sent for invoices, payments and the rest: the bytes themselves.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use rust_decimal::Decimal;
use xero::{InvoiceStatus, NewTrackingOption};

use crate::samples::{
    ID, allocation, bank_transaction, contact, credit_note, invoice, payment, refund,
};

/// A field a line, to be read by people; the bytes have no line breaks.
fn check(body: &[u8], expected: &Expect) {
    expected.assert_eq(
        &std::str::from_utf8(body).unwrap().replace(",\"", "\n,\"").replace("},{", "},\n{"),
    );
}

#[test]
fn an_invoice_is_always_written_in_the_same_bytes() {
    let body = xero::invoice_body(&invoice());
    assert_eq!(body, xero::invoice_body(&invoice()));
    check(
        &body,
        &expect![[r#"
            {"Invoices":[{"Type":"ACCREC"
            ,"Status":"AUTHORISED"
            ,"Contact":{"ContactID":"be392c72-c121-4f83-9512-03ac71e54c20"}
            ,"Date":"2026-10-05"
            ,"DueDate":"2026-10-12"
            ,"LineAmountTypes":"NoTax"
            ,"InvoiceNumber":"DB-4K7Q2M"
            ,"Reference":"Account charge 4K7Q2M"
            ,"Url":"https://desk.example/4K7Q2M"
            ,"CurrencyCode":"USD"
            ,"CurrencyRate":0.734125
            ,"LineItems":[{"Description":"Kayaks, “full day”"
            ,"Quantity":1.5000
            ,"UnitAmount":74.6667
            ,"AccountCode":"200"
            ,"TaxType":"NONE"
            ,"Tracking":[{"TrackingCategoryID":"00000000-0000-0000-0000-000000000001"
            ,"TrackingOptionID":"00000000-0000-0000-0000-000000000002"}]},
            {"Description":"Kayaks, “full day”"
            ,"Quantity":1.5000
            ,"UnitAmount":-0.0005
            ,"AccountID":"99cb8353-ff73-4a5d-8e0d-8b0bffc6ea31"}]}]}"#]],
    );
}

#[test]
fn a_credit_note_and_its_allocation_are_written_as_xero_takes_them() {
    check(
        &xero::credit_note_body(&credit_note()),
        &expect![[r#"
            {"CreditNotes":[{"Type":"ACCRECCREDIT"
            ,"Status":"AUTHORISED"
            ,"Contact":{"ContactID":"be392c72-c121-4f83-9512-03ac71e54c20"}
            ,"Date":"2026-10-06"
            ,"LineAmountTypes":"Inclusive"
            ,"Reference":"Refund 5L8R3N"
            ,"LineItems":[{"Description":"Kayaks, “full day”"
            ,"Quantity":1.5000
            ,"UnitAmount":74.6667
            ,"AccountCode":"200"
            ,"TaxType":"NONE"
            ,"Tracking":[{"TrackingCategoryID":"00000000-0000-0000-0000-000000000001"
            ,"TrackingOptionID":"00000000-0000-0000-0000-000000000002"}]}]}]}"#]],
    );
    check(
        &xero::allocation_body(&allocation()),
        &expect![[r#"
        {"Allocations":[{"Invoice":{"InvoiceID":"99cb8353-ff73-4a5d-8e0d-8b0bffc6ea31"}
        ,"Amount":112.00
        ,"Date":"2026-10-06"}]}"#]],
    );
}

#[test]
fn a_payment_names_its_document_and_its_account_by_one_id_each() {
    check(
        &xero::payment_body(&payment()),
        &expect![[r#"
        {"Payments":[{"Invoice":{"InvoiceID":"99cb8353-ff73-4a5d-8e0d-8b0bffc6ea31"}
        ,"Account":{"Code":"1010"}
        ,"Date":"2026-10-07"
        ,"Amount":112.00
        ,"Reference":"Payment 6M9S4P"}]}"#]],
    );
    check(
        &xero::payment_body(&refund()),
        &expect![[r#"
        {"Payments":[{"CreditNote":{"CreditNoteID":"99cb8353-ff73-4a5d-8e0d-8b0bffc6ea31"}
        ,"Account":{"AccountID":"99cb8353-ff73-4a5d-8e0d-8b0bffc6ea31"}
        ,"Date":"2026-10-07"
        ,"Amount":112.00
        ,"Reference":"Payment 6M9S4P"
        ,"CurrencyRate":0.734125}]}"#]],
    );
}

#[test]
fn a_bank_transaction_is_written_as_xero_takes_it() {
    check(
        &xero::bank_transaction_body(&bank_transaction()),
        &expect![[r#"
            {"BankTransactions":[{"Type":"RECEIVE"
            ,"Contact":{"ContactID":"be392c72-c121-4f83-9512-03ac71e54c20"}
            ,"BankAccount":{"AccountID":"99cb8353-ff73-4a5d-8e0d-8b0bffc6ea31"}
            ,"Date":"2026-10-08"
            ,"Reference":"Payout 7N2T5Q"
            ,"LineAmountTypes":"NoTax"
            ,"LineItems":[{"Description":"Kayaks, “full day”"
            ,"Quantity":1.5000
            ,"UnitAmount":1000.0000
            ,"AccountCode":"304"
            ,"TaxType":"NONE"
            ,"Tracking":[{"TrackingCategoryID":"00000000-0000-0000-0000-000000000001"
            ,"TrackingOptionID":"00000000-0000-0000-0000-000000000002"}]},
            {"Description":"Kayaks, “full day”"
            ,"Quantity":1.5000
            ,"UnitAmount":-29.3000
            ,"AccountCode":"404"
            ,"TaxType":"NONE"
            ,"Tracking":[{"TrackingCategoryID":"00000000-0000-0000-0000-000000000001"
            ,"TrackingOptionID":"00000000-0000-0000-0000-000000000002"}]}]}]}"#]],
    );
}

#[test]
fn a_new_status_is_sent_alone_so_that_it_is_no_edit() {
    check(
        &xero::invoice_status_body(ID, &InvoiceStatus::Voided),
        &expect![[r#"
        {"Invoices":[{"InvoiceID":"99cb8353-ff73-4a5d-8e0d-8b0bffc6ea31"
        ,"Status":"VOIDED"}]}"#]],
    );
    check(
        &xero::credit_note_status_body(ID, &InvoiceStatus::Deleted),
        &expect![[r#"
        {"CreditNotes":[{"CreditNoteID":"99cb8353-ff73-4a5d-8e0d-8b0bffc6ea31"
        ,"Status":"DELETED"}]}"#]],
    );
    check(&xero::payment_deletion_body(), &expect![[r#"{"Status":"DELETED"}"#]]);
    check(
        &xero::bank_transaction_deletion_body(ID),
        &expect![[r#"
        {"BankTransactions":[{"BankTransactionID":"99cb8353-ff73-4a5d-8e0d-8b0bffc6ea31"
        ,"Status":"DELETED"}]}"#]],
    );
}

#[test]
fn a_contact_an_account_change_and_a_tracking_option_are_written_as_xero_takes_them() {
    check(
        &xero::contact_body(&contact()),
        &expect![[r#"
        {"Contacts":[{"Name":"Jo “Barnacle” O'Neill"
        ,"ContactNumber":"C-17"
        ,"EmailAddress":"jo@example.com"}]}"#]],
    );
    check(
        &xero::account_payments_body(ID),
        &expect![[r#"
        {"Accounts":[{"AccountID":"99cb8353-ff73-4a5d-8e0d-8b0bffc6ea31"
        ,"EnablePaymentsToAccount":true}]}"#]],
    );
    let option = NewTrackingOption { name: "Main Dock".to_owned() };
    check(&xero::tracking_option_body(&option), &expect![[r#"{"Name":"Main Dock"}"#]]);
}

proptest! {
    #[test]
    fn amounts_of_lines_payments_and_rates_keep_their_digits(
        minor in any::<i64>(),
        scale in 0_u32..6,
    ) {
        let amount = Decimal::new(minor, scale);
        let mut charged = invoice();
        charged.lines[0].unit_amount = amount;
        charged.currency_rate = Some(amount);
        let body = String::from_utf8(xero::invoice_body(&charged)).unwrap();
        for field in ["UnitAmount", "CurrencyRate"] {
            let written = format!("\"{field}\":{amount},");
            prop_assert!(body.contains(&written), "{body}");
        }
        let mut paid = payment();
        paid.amount = amount;
        let body = String::from_utf8(xero::payment_body(&paid)).unwrap();
        let written = format!("\"Amount\":{amount},");
        prop_assert!(body.contains(&written), "{body}");
        let read: xero::DocumentLine =
            serde_json::from_str(&format!("{{\"LineAmount\":{amount}}}")).unwrap();
        prop_assert_eq!(read.line_amount.map(|read| read.to_string()), Some(amount.to_string()));
    }
}
