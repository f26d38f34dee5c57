//! Files that are made to break a reader: each ends in a sentence, and nothing of it is held for
//! longer than it must be.

use imports::{Encoding, ImportError, OTHERS, Reject};
use serde_json::{Value, json};

use crate::square_file::{FileRow, YEAR_2022, file, sale};
use crate::{cents, import, options, try_import};

const TEN_MEGABYTES: usize = 10 * 1024 * 1024;

/// A sale in Daybook's own JSON, with one field more or another.
fn own_sale(field: &str, value: Value) -> Value {
    let mut sale = json!({"id": "S1", "kind": "sale", "at": "2026-08-14 12:00",
        "lines": [{"net": "10.00"}], "tenders": [{"name": "Cash", "amount": "10.00"}]});
    sale[field] = value;
    sale
}

/// A table of Daybook's own with good rows around one.
fn around(row: &str) -> String {
    let good = |id| format!("{id},sale,2026-08-14 12:00,10.00,Cash,10.00,\n");
    let header = "id,kind,at,line_net,tender_name,tender_amount,note\n";
    format!("{header}{}{row}\n{}", good("S1"), good("S2"))
}

fn refusal(bytes: &[u8]) -> ImportError {
    try_import(bytes, &options()).err().expect("the file is refused")
}

/// The one reject of a file whose other two transactions are read.
#[track_caller]
fn one_of_three(bytes: &[u8]) -> String {
    let outcome = import(bytes, &options());
    assert_eq!(outcome.transactions.len(), 2);
    assert!(outcome.rejected_raws.iter().all(|raw| raw.len() <= 4 * 1024 + 4));
    let reason = outcome.reason();
    assert!(reason.len() < 1_000, "{} bytes of reason", reason.len());
    reason
}

#[test]
fn a_header_of_a_million_columns_or_of_one_huge_name_is_refused() {
    let many = format!("id,kind,at{}\nS1\n", ",c".repeat(1_000_000));
    let blank = format!("id,kind,at{}\nS1\n", ",".repeat(1_000_000));
    let long = format!("id,kind,at,tax:{}\nS1\n", "x".repeat(TEN_MEGABYTES));
    for header in [many, blank, long] {
        let error = refusal(header.as_bytes());
        assert!(matches!(error, ImportError::HugeHeader { columns: 1_000 }), "{error}");
    }
    let repeated = format!("id,kind,at{}\nS1\n", ",tip".repeat(900));
    let error = refusal(repeated.as_bytes()).to_string();
    assert!(error.contains("and 891 more") && error.len() < 1_000, "{error}");
}

#[test]
fn a_row_of_a_million_cells_is_rejected_and_one_of_more_refuses_the_file() {
    let reason = one_of_three(around(&",x".repeat(900_000)).as_bytes());
    assert_eq!(reason, "It has 900001 cells and the header 7.");
    let error = refusal(around(&",".repeat(2_000_000)).as_bytes());
    assert!(matches!(error, ImportError::EndlessRow { line: 3 }), "{error}");
}

#[test]
fn a_field_of_ten_megabytes_rejects_its_row_only() {
    let huge = "9".repeat(TEN_MEGABYTES);
    for row in [
        format!("S,sale,2026-08-14 12:00,{huge},Cash,10.00,"),
        format!("S,sale,2026-08-14 12:00,10.00,{huge},10.00,"),
        format!("{huge},sale,2026-08-14 12:00,10.00,Cash,10.00,"),
    ] {
        let reason = one_of_three(around(&row).as_bytes());
        assert!(
            reason.contains("holds 10485760 bytes, more than the 32768 a cell may"),
            "{reason}"
        );
    }
    let named = |number: usize| sale().set("Payment ID", &format!("P{number}"));
    for header in ["Tax", "Location"] {
        let rows: Vec<FileRow> = vec![named(1), named(2).set(header, &huge), named(3)];
        let reason = one_of_three(&file(YEAR_2022, &rows));
        assert!(reason.starts_with(&format!("Column {header} holds 10485760 bytes")), "{reason}");
    }
    let good = own_sale("id", json!("S2"));
    for (value, expected) in [
        (own_sale("kind", json!(huge)), "/kind: it is 10485760 bytes long"),
        (own_sale("tip", json!(huge)), "/tip: it is 10485760 bytes long"),
        (own_sale(&huge, json!("1")), "9999…: there is no such field."),
    ] {
        let reason = one_of_three(format!("{good}\n{value}\n{good}").as_bytes());
        assert!(reason.contains(expected), "{reason}");
    }
}

#[test]
fn nul_characters_are_refused_where_they_are() {
    let row = "S,sale,2026-08-14 12:00,10.00,Ca\0sh,10.00,";
    let expected = "Column tender_name has a NUL character in it: the file may be damaged.";
    assert_eq!(one_of_three(around(row).as_bytes()), expected);
    let good = own_sale("id", json!("S2"));
    let escaped = own_sale("note", json!("a\0b"));
    let reason = one_of_three(format!("{good}\n{escaped}\n{good}").as_bytes());
    assert_eq!(reason, "/note: it has a NUL character in it.");
    let raw = good.to_string().replace("Cash", "Ca\0sh");
    let reason = one_of_three(format!("{good}\n{raw}\n{good}").as_bytes());
    assert!(reason.starts_with("It is not JSON: control character"), "{reason}");
    assert!(reason.ends_with(", on line 2."), "{reason}");
}

#[test]
fn amounts_beyond_all_bounds_are_no_amounts() {
    for (amount, expected) in [
        ("1e30", "\"1e30\" is not a number like"),
        ("1e-30", "\"1e-30\" is not a number like"),
        ("Infinity", "\"Infinity\" is not a number like"),
        ("1_000", "\"1_000\" is not a number like"),
        ("9999999999999999999999999999999", "has too many digits"),
        ("0.00000000000000000000000000000000001", "has too many digits"),
        ("1.000000000000000000000000000000000001", "has too many digits"),
        ("999999999999999.00", "is too large to be an amount"),
        ("-999999999999999.00", "is too large to be an amount"),
        ("0.001", "has more than the 2 decimals of CAD"),
    ] {
        let good = own_sale("id", json!("S2"));
        let value = own_sale("tip", json!(amount));
        let reason = one_of_three(format!("{good}\n{value}\n{good}").as_bytes());
        assert!(reason.starts_with("/tip: ") && reason.contains(expected), "{reason}");
    }
}

#[test]
fn amounts_that_together_are_too_much_are_rejected_and_not_summed() {
    let line = json!({"net": "90000000000000.00"});
    let lines: Vec<Value> = vec![line; 200];
    let value = own_sale("lines", json!(lines));
    let reason = import(value.to_string().as_bytes(), &options()).reason();
    assert!(
        reason.starts_with("/lines/1/net: the amounts up to this one come to more"),
        "{reason}"
    );

    let row = |number: i64| {
        format!("S{number},sale,2026-08-14 12:00,30000000000000.00,Cash,30000000000000.00\n")
    };
    let rows: String = (0..4_000).map(row).collect();
    let text = format!("id,kind,at,line_net,tender_name,tender_amount\n{rows}");
    let outcome = import(text.as_bytes(), &options());
    assert_eq!(outcome.transactions.len(), 3_074, "as many as 64 bits can sum");
    let (line, reason) = &outcome.rejects[0];
    assert_eq!((*line, reason), (3_076, &Reject::TooMuch { column: "net".to_owned() }));
    assert_eq!(reason.to_string(), "With it, net comes to more than can be summed.");
    assert_eq!(outcome.report.totals[0].taken, cents(3_000_000_000_000_000 * 3_074));
}

#[test]
fn a_discount_out_of_all_proportion_is_rejected() {
    let line = json!({"net": "20000000000000.00", "discount": "19999999999999.99",
        "taxes": [{"code": "GST", "amount": "1000000000.00"}]});
    let mut value = own_sale("lines", json!([line]));
    value["tenders"][0]["amount"] = json!("1000000000.01");
    let reason = import(value.to_string().as_bytes(), &options()).reason();
    let expected = "/lines/0/discount: the discount and the tax are out of all proportion to what \
                    is left of the line.";
    assert_eq!(reason, expected);
    let row = sale()
        .set("Gross Sales", "$20,000,000,000,000.00")
        .set("Discounts", "-$19,999,999,999,999.99")
        .set("Net Sales", "$0.01")
        .set("Tax", "$1,000,000,000.00")
        .set("Total Collected", "$1,000,000,000.01")
        .set("Card", "$1,000,000,000.01");
    let outcome = import(&file(YEAR_2022, &[row]), &options());
    assert_eq!(outcome.rejects, [(2, Reject::OutOfProportion)]);
}

#[test]
fn json_within_json_ends_in_a_sentence() {
    let good = own_sale("id", json!("S2"));
    let list = "[".repeat(1_000_000);
    let nested = format!("{{\"a\":{}1{}}}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    for value in [nested, format!("{{\"lines\":{}", "[".repeat(200_000))] {
        let outcome = import(format!("{good}\n{value}").as_bytes(), &options());
        assert_eq!((outcome.transactions.len(), outcome.rejects.len()), (1, 1));
        let reason = outcome.reason();
        assert!(reason.contains("recursion limit exceeded, on line 2"), "{reason}");
    }
    let outcome = import(list.as_bytes(), &options());
    assert_eq!(outcome.transactions.len(), 0);
    assert!(outcome.rejects.iter().all(|(_, reason)| reason.to_string().len() < 100));
}

#[test]
fn a_transaction_of_too_many_values_is_rejected_before_it_is_held() {
    let good = own_sale("id", json!("S2"));
    let bomb = format!("{{\"id\":\"S\",\"lines\":[{}0]}}", "0,".repeat(4_000_000));
    let reason = one_of_three(format!("{good}\n{bomb}\n{good}").as_bytes());
    let expected = "It is larger than a transaction may be: 250000 values or 16 MiB.";
    assert_eq!(reason, expected);
    let long = own_sale("lines", json!(vec![json!({"net": "0.00"}); 10_001]));
    let reason = one_of_three(format!("{good}\n{long}\n{good}").as_bytes());
    assert_eq!(reason, "/lines: it has 10001 elements, more than a list may.");

    let row = |number| format!("S,sale,2026-08-14 12:00,{number}.00,Cash,{number}.00,\n");
    let rows: String = (1..=60_000).map(row).collect();
    assert_eq!(one_of_three(around(rows.trim_end()).as_bytes()), expected);
    let rows: String = (1..=10_001).map(row).collect();
    let reason = one_of_three(around(rows.trim_end()).as_bytes());
    assert_eq!(
        reason,
        "line 3, lines: it has 10001 elements, more than a list may. line 3, \
                        tenders: it has 10001 elements, more than a list may."
    );
}

#[test]
fn many_problems_are_counted_and_the_first_are_named() {
    let mut value = own_sale("id", json!("S1"));
    for number in 0..1_000 {
        value[format!("field {number}")] = json!("1");
    }
    let reason = import(value.to_string().as_bytes(), &options()).reason();
    assert_eq!(reason.matches("there is no such field").count(), 20);
    assert!(reason.ends_with(". And 980 more."), "{reason}");
}

#[test]
fn utf_16_with_its_mark_is_read_in_every_format() {
    let widened = |text: &str, bytes_of: fn(u16) -> [u8; 2]| -> Vec<u8> {
        [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(bytes_of).collect()
    };
    let table = around("S,sale,2026-08-14 12:00,10.00,Käse 🧀,10.00,x");
    let text = own_sale("note", json!("Käse 🧀")).to_string();
    for plain in [table, text] {
        let expected = import(plain.as_bytes(), &options()).transactions;
        for (encoding, bytes) in [
            (Encoding::Utf16Le, widened(&plain, u16::to_le_bytes)),
            (Encoding::Utf16Be, widened(&plain, u16::to_be_bytes)),
        ] {
            let outcome = import(&bytes, &options());
            assert_eq!(outcome.rejects, []);
            assert_eq!(outcome.report.recognised.encoding, encoding);
            assert_eq!(outcome.transactions, expected);
        }
    }
    let wide: Vec<u8> =
        "\u{feff}id,kind,at".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    assert!(refusal(&wide).to_string().contains("a file in UTF-32"));
    assert!(refusal(&[0x1F, 0x8B, 8, 0]).to_string().contains("a compressed file"));
}

#[test]
fn names_without_number_are_counted_together() {
    let row =
        |number: usize| format!("S{number},sale,2026-08-14 12:00,1.00,Tender {number},1.00\n");
    let rows: String = (0..3_000).map(row).collect();
    let text = format!("id,kind,at,line_net,tender_name,tender_amount\n{rows}");
    let outcome = import(text.as_bytes(), &options());
    assert_eq!(outcome.transactions.len(), 3_000);
    assert_eq!(outcome.report.tenders.len(), 1_001);
    assert_eq!(outcome.report.tenders[OTHERS].transactions, 2_000);
}

#[test]
fn refunds_that_share_a_name_without_number_are_rejected() {
    let refund = |number: usize| {
        crate::square_file::refund().set("Description", &format!("Refund {number}"))
    };
    let rows: Vec<FileRow> = (0..1_200).map(refund).collect();
    let outcome = import(&file(YEAR_2022, &rows), &options());
    assert_eq!(outcome.transactions.len(), 1_000);
    assert!(matches!(&outcome.rejects[0].1, Reject::SamePayment { id } if id.starts_with("P2/")));
}

#[test]
fn times_at_the_ends_of_the_calendar_are_no_times() {
    for at in [
        "-262143-01-01 00:00",
        "+262142-12-31 23:59",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59-23:59",
        "2200-01-01 00:00",
    ] {
        let reason = import(own_sale("at", json!(at)).to_string().as_bytes(), &options()).reason();
        assert!(reason.starts_with(&format!("/at: \"{at}\" is not a time like")), "{reason}");
    }
    for date in ["9999-01-01", "0001-01-01", "Aug 14, 0001"] {
        let outcome = import(&file(YEAR_2022, &[sale().set("Date", date)]), &options());
        assert!(outcome.reason().starts_with(&format!("Date \"{date}\" is not a date")));
    }
}
