//! What is sent: the bytes themselves.

use expect_test::expect;
use proptest::prelude::*;
use rust_decimal::Decimal;
use xero::{
    JournalStatus, LineAmountTypes, NewAccount, NewJournalLine, NewManualJournal, NewTracking, Uuid,
};

pub(crate) fn journal() -> NewManualJournal {
    let line = |minor, code: &str, tax: &str| NewJournalLine {
        line_amount: Decimal::new(minor, 2),
        account_code: Some(code.to_owned()),
        account_id: None,
        description: None,
        tax_type: Some(tax.to_owned()),
        tracking: Vec::new(),
    };
    let mut income = line(-386_009, "200", "OUTPUT2");
    income.description = Some("Kayak rentals, “full day”".to_owned());
    income.tracking.push(NewTracking {
        tracking_category_id: Uuid::from_u128(1),
        tracking_option_id: Uuid::from_u128(2),
    });
    NewManualJournal {
        narration: "Cashout 2026-10-05 Main St 4K7Q2M".to_owned(),
        date: "2026-10-05".parse().unwrap(),
        line_amount_types: LineAmountTypes::NoTax,
        status: JournalStatus::Posted,
        url: None,
        show_on_cash_basis_reports: true,
        journal_lines: vec![line(443_910, "304", "NONE"), income, line(-57_901, "820", "NONE")],
    }
}

#[test]
fn a_journal_is_always_written_in_the_same_bytes() {
    let body = xero::manual_journal_body(&journal());
    assert_eq!(body, xero::manual_journal_body(&journal()));
    // A field a line, to be read by people; the bytes have no line breaks.
    expect![[r#"
        {"ManualJournals":[{"Narration":"Cashout 2026-10-05 Main St 4K7Q2M"
        ,"Date":"2026-10-05"
        ,"LineAmountTypes":"NoTax"
        ,"Status":"POSTED"
        ,"ShowOnCashBasisReports":true
        ,"JournalLines":[{"LineAmount":4439.10
        ,"AccountCode":"304"
        ,"TaxType":"NONE"},{"LineAmount":-3860.09
        ,"AccountCode":"200"
        ,"Description":"Kayak rentals, “full day”"
        ,"TaxType":"OUTPUT2"
        ,"Tracking":[{"TrackingCategoryID":"00000000-0000-0000-0000-000000000001"
        ,"TrackingOptionID":"00000000-0000-0000-0000-000000000002"}]},{"LineAmount":-579.01
        ,"AccountCode":"820"
        ,"TaxType":"NONE"}]}]}"#]]
    .assert_eq(&std::str::from_utf8(&body).unwrap().replace(",\"", "\n,\""));
}

#[test]
fn an_account_and_a_note_are_written_as_xero_takes_them() {
    let account = NewAccount {
        code: "305".to_owned(),
        name: "Revenue Clearing".to_owned(),
        account_type: xero::AccountType::Current,
        description: None,
        tax_type: None,
        enable_payments_to_account: true,
    };
    let body = String::from_utf8(xero::account_body(&account)).unwrap();
    expect![[r#"
        {"Code":"305"
        ,"Name":"Revenue Clearing"
        ,"Type":"CURRENT"
        ,"EnablePaymentsToAccount":true}"#]]
    .assert_eq(&body.replace(",\"", "\n,\""));
    expect![[r#"{"HistoryRecords":[{"Details":"Posted by Daybook"}]}"#]]
        .assert_eq(std::str::from_utf8(&xero::history_note_body("Posted by Daybook")).unwrap());
}

#[test]
fn a_note_that_is_too_long_is_cut_between_characters() {
    let body = xero::history_note_body(&"é".repeat(xero::HISTORY_NOTE_MAX + 1));
    assert_eq!(std::str::from_utf8(&body).unwrap().matches('é').count(), xero::HISTORY_NOTE_MAX);
}

proptest! {
    #[test]
    fn an_amount_keeps_its_digits_there_and_back(minor in any::<i64>(), scale in 0_u32..6) {
        let amount = Decimal::new(minor, scale);
        let mut sent = journal();
        sent.journal_lines[0].line_amount = amount;
        let body = String::from_utf8(xero::manual_journal_body(&sent)).unwrap();
        let line = format!("\"LineAmount\":{amount},");
        prop_assert!(body.contains(&line), "{body}");
        let read: xero::JournalLine =
            serde_json::from_str(&format!("{{{}}}", line.trim_end_matches(','))).unwrap();
        prop_assert_eq!(read.line_amount.to_string(), amount.to_string());
    }
}
