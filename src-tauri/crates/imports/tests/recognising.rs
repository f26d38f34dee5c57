//! What a file is by its headers, and what is said of the ones not read.

use imports::{Format, ImportError, recognise};

use crate::options;
use crate::square_file::{ALL_YEARS, YEAR_2018, file, sale};

fn refusal(head: &str) -> String {
    recognise(head.as_bytes()).expect_err("the file is refused").to_string()
}

#[test]
fn formats_known_for_later_are_named() {
    for (header, named) in [
        (include_str!("headers/square_items_2018_24col.csv"), "a Square items file"),
        (include_str!("headers/square_items_2026_35col.csv"), "a Square items file"),
        (include_str!("headers/stripe_balance_change_itemized_9col.csv"), "a Stripe report"),
        (include_str!("headers/stripe_payout_reconciliation_itemized_12col.csv"), "a Stripe"),
        (include_str!("headers/stripe_balance_history_dashboard_17col.csv"), "a Stripe balance"),
        (include_str!("headers/stripe_balance_history_short_10col.csv"), "a Stripe balance"),
        (include_str!("headers/shopify_orders_full.csv"), "a Shopify orders file"),
        (include_str!("headers/shopify_payment_transactions_12col.csv"), "a Shopify payments"),
        (include_str!("headers/shopify_payment_transactions_13col_payoutid.csv"), "a Shopify"),
        (include_str!("headers/shopify_payment_transactions_17col.csv"), "a Shopify payments"),
        (include_str!("headers/shopify_payment_transactions_18col_vat.csv"), "a Shopify pay"),
        (include_str!("headers/shopify_payment_transactions_19col_entity.csv"), "a Shopify pay"),
        (include_str!("headers/shopify_payouts_10col.csv"), "a Shopify payouts file"),
        (include_str!("headers/shopify_payouts_13col.csv"), "a Shopify payouts file"),
        (include_str!("headers/paypal_activity_download_41col.csv"), "a PayPal activity file"),
        (include_str!("headers/paypal_personal_statement_18col.csv"), "a PayPal statement"),
        (include_str!("headers/xero_manual_journal_import_10col.csv"), "Xero's journal import"),
    ] {
        let error = refusal(header);
        assert!(error.contains(named) && error.contains("does not read those yet"), "{error}");
    }
}

#[test]
fn an_unknown_file_is_compared_with_the_nearest_format() {
    let trimmed = YEAR_2018.replace("Total Collected,", "").replace("Event Type,", "");
    let error = refusal(&trimmed);
    let expected = "Daybook does not know this file: it is nearest to a Square transactions \
                    export but has no column Total Collected, Event Type. Nothing was imported.";
    assert_eq!(error, expected);
    assert!(refusal("a,b,c\n1,2,3\n").contains("has no column"));
}

#[test]
fn other_things_than_text_are_named() {
    assert!(refusal("").contains("empty"));
    assert!(refusal(" \n\n ").contains("empty"));
    assert!(refusal("PK\u{3}\u{4}rest").contains("an Excel workbook"));
    assert!(refusal("%PDF-1.7").contains("a PDF"));
}

#[test]
fn the_fingerprint_is_of_the_set_of_headers() {
    let of = |header: &str| recognise(header.as_bytes()).expect("known").fingerprint;
    let mut turned: Vec<&str> = YEAR_2018.trim().split(',').collect();
    turned.reverse();
    assert_eq!(of(YEAR_2018), of(&turned.join(",")));
    let all: std::collections::BTreeSet<_> = ALL_YEARS.iter().map(|year| of(year)).collect();
    assert_eq!(all.len(), ALL_YEARS.len());
}

#[test]
fn a_file_read_as_another_format_is_refused() {
    let mut forced = options();
    forced.format = Some(Format::DaybookJson);
    let bytes = file(YEAR_2018, &[sale()]);
    let error = crate::try_import(&bytes, &forced).err().expect("refused");
    assert!(matches!(error, ImportError::NotJson));
    forced.format = Some(Format::DaybookCsv);
    let error = crate::try_import(&bytes, &forced).err().expect("refused");
    assert!(error.to_string().contains("nearest to Daybook's own CSV"), "{error}");
}

#[test]
fn the_names_of_formats_read_back() {
    for format in Format::ALL {
        assert_eq!(format.key().parse::<Format>().ok(), Some(format));
    }
    assert!("square".parse::<Format>().is_err());
}
