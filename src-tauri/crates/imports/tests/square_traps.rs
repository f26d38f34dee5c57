//! What exports do to amounts, encodings and rows.

use imports::{DecimalMark, Encoding, ImportError};

use crate::square_file::{FileRow, YEAR_2018, YEAR_2022, file, file_with, refund, sale};
use crate::stories::posted;
use crate::{cents, import, options, try_import};

/// The sale with its money written in another way.
fn money(gross: &str, tax: &str, total: &str) -> FileRow {
    ["Discounts", "Tip", "Cash", "Fees", "Net Total"]
        .into_iter()
        .fold(sale(), |row, header| row.set(header, ""))
        .set("Gross Sales", gross)
        .set("Net Sales", gross)
        .set("Tax", tax)
        .set("Total Collected", total)
        .set("Card", total)
}

#[test]
fn amounts_are_read_however_tills_write_them() {
    for (gross, tax, total, net) in [
        ("$1,149.00 ", "$137.88 ", "$1,286.88 ", 114_900),
        ("1.149,00", "137,88", "1.286,88", 114_900),
        ("1149,00 $", "137,88 $", "1286,88 $", 114_900),
        ("1\u{a0}149,00", "137,88", "1\u{202f}286,88", 114_900),
        ("CA$100.00", "CA$12.00", "CA$112.00", 10_000),
        ("CAD 100", "12", "112.0", 10_000),
        ("1'149.00", "137.88", "1\u{2019}286.88", 114_900),
    ] {
        let outcome = import(&file(YEAR_2018, &[money(gross, tax, total)]), &options());
        assert_eq!(outcome.only().lines[0].net, cents(net), "{gross}");
    }
    for (net, tax, total) in [
        ("($30.02)", "($3.60)", "($33.62)"),
        ("-$30.02", "-$3.60", "-$33.62"),
        ("$-30.02", "$-3.60", "$-33.62"),
        ("30.02-", "3.60-", "33.62-"),
        ("\u{2212}30.02", "(3.60)", "\u{2212}33.62"),
        ("-30,02", "-3,60", "-33,62"),
    ] {
        let row = money(net, tax, total).set("Event Type", "Refund");
        let outcome = import(&file(YEAR_2018, &[row]), &options());
        assert_eq!(outcome.only().tenders[0].amount, cents(3_362), "{total}");
    }
}

#[test]
fn what_is_no_amount_rejects_its_row_with_the_reason() {
    for (cell, why) in [
        ("1e30", "is not an amount"),
        ("1,14.00", "is not an amount"),
        ("$$5", "is not an amount"),
        ("(-5.00)", "is not an amount"),
        ("12.345", "is no amount: 12.345 has more than the 2 decimals of CAD"),
        ("US$5.00", "is not in CAD"),
        ("EUR 5.00", "is not in CAD"),
        ("999999999999999999999999999999999.00", "is not an amount"),
        ("99999999999999999999.00", "is no amount: 99999999999999999999 is too large"),
    ] {
        let bytes = file(YEAR_2018, &[sale(), sale().set("Tip", cell)]);
        let reason = import(&bytes, &options()).reason();
        assert!(reason.starts_with(&format!("Tip \"{cell}\" {why}")), "{reason}");
    }
}

#[test]
fn the_mark_before_the_cents_is_one_for_the_file() {
    let comma = money("10.000", "1200,00", "11.200,00");
    let outcome = import(&file(YEAR_2018, &[comma]), &options());
    assert_eq!(outcome.only().lines[0].net, cents(1_000_000), "10.000 is ten thousand here");
    assert_eq!(outcome.report.decimal_mark, Some(DecimalMark::Comma));

    let both = [money("100.00", "12.00", "112.00"), money("100,00", "12,00", "112,00")];
    let error = try_import(&file(YEAR_2018, &both), &options()).err().expect("refused");
    let ImportError::ContradictoryAmounts { point, comma } = error else { panic!("{error}") };
    assert_eq!((point.line, comma.line), (2, 3));

    let shows_nothing = money("100", "12", "112");
    let mut german = options();
    german.country = Some("DE".to_owned());
    let outcome = import(&file(YEAR_2018, &[shows_nothing]), &german);
    assert_eq!(outcome.report.decimal_mark, Some(DecimalMark::Comma));
}

#[test]
fn very_old_files_have_total_collected_twice() {
    let twice = YEAR_2018.replace("Source,Card", "Total Collected,Source,Card");
    let outcome = import(&file(&twice, &[sale(), refund()]), &options());
    assert_eq!(outcome.transactions.len(), 2);
    assert!(outcome.raws[0].contains("Total Collected (2)"));
}

#[test]
fn every_encoding_and_separator_gives_the_same_transactions() {
    let rows = [sale().set("Description", "Kayak für zwei"), refund()];
    let plain = import(&file(YEAR_2022, &rows), &options());
    let text = String::from_utf8(file(YEAR_2022, &rows)).unwrap();
    let utf16 = |swap: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
        let mark = mark.then_some(0xFEFF);
        mark.into_iter().chain(text.encode_utf16()).flat_map(swap).collect()
    };
    let windows = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
    let files = [
        (Encoding::Utf8, format!("\u{feff}{text}").into_bytes()),
        (Encoding::Utf8, text.replace('\n', "\r\n").into_bytes()),
        (Encoding::Utf8, file_with(YEAR_2022, b';', &rows)),
        (Encoding::Utf8, file_with(YEAR_2022, b'\t', &rows)),
        (Encoding::Utf16Le, utf16(u16::to_le_bytes, true)),
        (Encoding::Utf16Be, utf16(u16::to_be_bytes, true)),
        (Encoding::Utf16Le, utf16(u16::to_le_bytes, false)),
        (Encoding::Windows1252, windows),
    ];
    for (encoding, bytes) in files {
        let outcome = import(&bytes, &options());
        assert_eq!(outcome.report.recognised.encoding, encoding);
        assert_eq!(outcome.transactions, plain.transactions, "{encoding}");
    }
}

#[test]
fn a_byte_that_is_not_utf8_may_come_late() {
    let numbered = |number: usize| sale().set("Payment ID", &format!("P{number}"));
    let mut rows: Vec<FileRow> = (0..2_000).map(numbered).collect();
    rows.push(numbered(2_000).set("Description", "Kanu für zwei"));
    let text = String::from_utf8(file(YEAR_2018, &rows)).unwrap();
    let outcome = import(&encoding_rs::WINDOWS_1252.encode(&text).0, &options());
    assert_eq!(outcome.report.recognised.encoding, Encoding::Windows1252);
    assert_eq!(outcome.transactions[2_000].lines[0].description, "Kanu für zwei");
}

#[test]
fn titles_above_and_blank_rows_and_totals_below_are_no_rows() {
    let text = String::from_utf8(file(YEAR_2018, &[sale(), refund()])).unwrap();
    let totals = format!("Total,,,70.00,0,70.00,0,8.40,0,0,78.40{}\n", ",".repeat(26));
    let text = format!("Transactions\n\nAugust 2026,\n{text}{totals},,,\n\n ,,\n");
    let outcome = import(text.as_bytes(), &options());
    assert_eq!((outcome.report.rows, outcome.transactions.len()), (2, 2));
    assert_eq!(outcome.report.recognised.header_line, 4);
    let total = outcome.report.totals.iter().find(|total| total.column == "Tax").unwrap();
    assert_eq!((total.taken, total.stated), (cents(840), Some(cents(840))));
    assert!(outcome.report.totals.iter().all(imports::ColumnTotal::agrees));
}

#[test]
fn a_reject_names_its_own_line_whatever_stands_above_it() {
    let bad = sale().set("Tax", "none");
    let rows = [sale().set("Description", "Two\r\nlines"), bad.clone(), bad];
    let text = String::from_utf8(file(YEAR_2018, &rows)).unwrap();
    let (above, last) = text.trim_end().rsplit_once('\n').unwrap();
    let outcome = import(format!("{above}\n\n\n{last}\n").as_bytes(), &options());
    let lines: Vec<u64> = outcome.rejects.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [4, 7]);
}

#[test]
fn a_row_begins_on_the_same_line_however_lines_end() {
    let bad = sale().set("Tax", "none");
    let rows = [sale().set("Description", "Two\nlines"), bad.clone(), bad.clone(), bad];
    let text = String::from_utf8(file(YEAR_2018, &rows)).unwrap();
    let (above, last) = text.trim_end().rsplit_once('\n').unwrap();
    for title in ["", "Sales of August\n", "Sales of August\n\n", "\n\"Sales\nof August\"\n"] {
        for end in ["", "\n", "\n\n"] {
            for line_end in ["\n", "\r\n", "\r"] {
                let whole = format!("{title}{above}\n\n\n{last}{end}").replace('\n', line_end);
                let outcome = import(whole.as_bytes(), &options());
                let lines: Vec<u64> = outcome.rejects.iter().map(|(line, _)| *line).collect();
                let header = 1 + u64::try_from(title.matches('\n').count()).unwrap();
                assert_eq!(outcome.report.recognised.header_line, header, "{whole:?}");
                assert_eq!(lines, [header + 3, header + 4, header + 7], "{whole:?}");
                assert_eq!(outcome.transactions.len(), 1);
            }
        }
    }
}

#[test]
fn rows_that_cannot_be_trusted_are_rejected_and_the_rest_is_read() {
    let text = String::from_utf8(file(YEAR_2018, &[sale()])).unwrap();
    let short = format!("{text}2026-08-14,12:00\n");
    let reason = import(short.as_bytes(), &options()).reason();
    assert_eq!(reason, "It has 2 cells and the header 37.");

    let nul = file(YEAR_2018, &[sale(), sale().set("Description", "a\0b")]);
    let reason = import(&nul, &options()).reason();
    assert_eq!(reason, "Column Description has a NUL character in it: the file may be damaged.");

    let huge = "x".repeat(10 * 1024 * 1024);
    let outcome = import(&file(YEAR_2018, &[sale().set("Details", &huge), sale()]), &options());
    assert_eq!(outcome.transactions.len(), 1);
    assert!(outcome.reason().starts_with("Column Details holds 10485760 bytes"));

    let open = format!("{text}\"2026-08-14,12:00\n{}", "2026-08-14,12:00\n".repeat(9));
    let reason = import(open.as_bytes(), &options()).reason();
    assert!(reason.ends_with("it goes on to line 12, so a quote may not be closed."), "{reason}");
}

#[test]
fn a_row_without_end_refuses_the_file() {
    let mut bytes = file(YEAR_2018, &[sale()]);
    bytes.push(b'"');
    bytes.extend(vec![b'x'; 17 * 1024 * 1024]);
    let error = try_import(&bytes, &options()).err().expect("the file is refused");
    assert!(matches!(error, ImportError::EndlessRow { line: 3 }), "{error}");
}

#[test]
fn a_row_of_nothing_is_counted_and_left_out() {
    let nothing = money("0.00", "0.00", "0.00");
    let outcome = import(&file(YEAR_2018, &[nothing]), &options());
    assert_eq!(outcome.report.ignored[&imports::Ignored::Nothing], 1);
    let given_away = money("100.00", "0.00", "0.00").set("Discounts", "-100.00");
    let outcome = import(&file(YEAR_2018, &[given_away.set("Net Sales", "0.00")]), &options());
    assert_eq!(posted(outcome.only()).len(), 1, "a sale discounted in full is a sale");
}
