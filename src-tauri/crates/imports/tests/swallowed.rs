//! A quote that is not closed takes no row with it unseen, and a note of several lines is a note.

use std::collections::BTreeSet;

use imports::{Format, Reject};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::cases::config;
use crate::made::a_transaction;
use crate::square_file::{ALL_YEARS, file, sale};
use crate::written::{csv_of, json_of};
use crate::{corpus, import, options};

/// Daybook's own columns, a sale under them, and which of them is the note.
const TABLES: [(&str, &str); 6] = [
    (
        "id,kind,at,note,line_gl_code,line_net,tender_name,tender_amount",
        "S1,sale,2026-09-02 10:00,NOTE,Boats,10.00,Cash,10.00",
    ),
    (
        "note,id,kind,at,line_gl_code,line_net,tender_name,tender_amount",
        "NOTE,S1,sale,2026-09-02 10:00,Boats,10.00,Cash,10.00",
    ),
    (
        "id,note,kind,line_net,at,tender_name,tender_amount,line_gl_code",
        "S1,NOTE,sale,10.00,2026-09-02 10:00,Cash,10.00,Boats",
    ),
    (
        "id,kind,at,line_gl_code,line_net,tender_name,tender_amount,note",
        "S1,sale,2026-09-02 10:00,Boats,10.00,Cash,10.00,NOTE",
    ),
    (
        "kind,note,id,at,line_net,tender_amount,tender_name",
        "sale,NOTE,S1,2026-09-02 10:00,5,5,Cash",
    ),
    (
        "id,kind,amount,note,booking,at,to_booking",
        "M1,deposit_move,5.00,NOTE,B1,2026-09-02 10:00,B2",
    ),
];

/// A file of one transaction, with a note.
fn noted((header, row): (&str, &str), note: &str) -> String {
    let quoted = format!("\"{}\"", note.replace('"', "\"\""));
    format!("{header}\n{}\n", row.replace("NOTE", &quoted))
}

#[track_caller]
fn is_a_note(note: &str) {
    for table in TABLES {
        let outcome = import(noted(table, note).as_bytes(), &options());
        assert_eq!(outcome.rejects, [], "{note:?} under {}", table.0);
        let read = outcome.only().note.as_deref().unwrap_or("");
        assert_eq!(read, note.trim(), "under {}", table.0);
    }
    for header in ALL_YEARS {
        let outcome = import(&file(header, &[sale().set("Description", note)]), &options());
        assert_eq!(outcome.rejects, [], "{note:?}");
    }
}

#[test]
fn notes_of_as_many_commas_as_rows_have_are_notes() {
    for note in [
        "2 adults, 1 kid, 1 dog, 3 bags, paid\nAnn, Bo, Cy, Di",
        "2 adults, 1 kid, 1 dog, 3 bags, 4 vests, 2 paddles, 1 map, 1 whistle, paid\n\
         Ann, Bo, Cy, Di, Ed, Flo, Gus, Hal, Ida, Jo",
        "Ann, Bo, Cy, Di, Ed, Flo, Gus, Hal\nsale, refund, sale, sale, sale, refund, sale, sale",
        "Paid, deposit, 50.00, cash, 20.00\nAnn, Bo, Cy, Di",
        "a, b, c, d, e, f, g\n,,,,,,,\n,,,,,,,\n, , , , , , , ",
        "Kayak; canoe; vest; map\nbag | rope | vest | map\tone\ttwo\tthree\tfour",
        "\n\nAnn,\nBo,\nCy,\nDi, \"Ed\", 12\" boat,\n\n",
    ] {
        is_a_note(note);
    }
}

/// What notes are made of: no dates, no bare numbers.
const PIECES: [&str; 20] = [
    ",",
    ",",
    ", ",
    ", ",
    ",,",
    "\n",
    "\n",
    "\n\n",
    " ",
    "paid",
    "Ann",
    "2 adults",
    "2 men",
    "Bo2 x",
    "sale",
    "refund",
    "payment",
    "12\" boat",
    "CAD",
    "-",
];

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn a_note_of_words_commas_and_lines_is_a_note(pieces in vec(select(PIECES.to_vec()), 0..60)) {
        is_a_note(&pieces.concat());
    }
}

/// The header of a file and its rows as cells, without what would have to be quoted.
fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let delimiter = if text.contains("Date;") { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new();
    let mut reader =
        reader.has_headers(false).flexible(true).delimiter(delimiter).from_reader(bytes);
    let plain = |cell: &str| cell.replace([',', '"', '\n', '\r'], "");
    let rows = reader.records().map(|row| row.expect("a row").iter().map(plain).collect());
    rows.filter(|row: &Vec<String>| row.len() > 1).collect()
}

/// How a later row closes a quote.
#[derive(Debug, Clone, Copy)]
enum Closing {
    /// With the quote that opens its own cell.
    Opened,
    /// With inches at the end of a cell.
    Inches,
    /// With those of a row between.
    AfterARow,
    /// Not at all.
    Never,
}

const CLOSINGS: [Closing; 4] =
    [Closing::Opened, Closing::Inches, Closing::AfterARow, Closing::Never];

/// A header and two rows, of which a cell of the first opens a quote and the second closes it in
/// the same column.
fn swallowing(header: &[String], rows: [&[String]; 2], column: usize, closing: Closing) -> String {
    let [mut one, mut other] = rows.map(<[String]>::to_vec);
    one[column] = format!("\"{}", one[column]);
    let between = other.join(",");
    other[column] = match closing {
        Closing::Opened => format!("\"{}\"", other[column]),
        Closing::Inches | Closing::AfterARow => format!("{} 12\"", other[column]),
        Closing::Never => other[column].clone(),
    };
    let mut lines = vec![header.join(","), one.join(",")];
    if matches!(closing, Closing::AfterARow) {
        lines.push(between);
    }
    lines.push(other.join(","));
    lines.join("\n") + "\n"
}

/// Whether nothing was taken of a file whose one transaction is two that were run together, and
/// what is said of it is the quote. Where that opened at nothing or at a number, which is none
/// then, it may be that.
fn is_seen(text: &str, format: Format, opened: &str) -> Result<(), TestCaseError> {
    let options = imports::Options { format: Some(format), ..options() };
    let outcome = import(text.as_bytes(), &options);
    let is_of_quotes = |reason: &Reject| {
        if let Reject::Swallowed { line, last_line, .. }
        | Reject::WrongWidth { line, last_line, .. } = reason
        {
            return last_line > line;
        }
        is_number_or_blank(opened)
    };
    prop_assert!(outcome.transactions.is_empty(), "{}", text);
    let seen = outcome.rejects.iter().any(|(_, reason)| is_of_quotes(reason));
    prop_assert!(seen, "{} {:?}", text, outcome.rejects);
    Ok(())
}

fn is_number_or_blank(cell: &str) -> bool {
    cell.bytes().all(|byte| byte.is_ascii_digit() || b"$()-.".contains(&byte))
}

/// Every row of a file with itself and with the next, with a quote opened in every column. The
/// file's own sum, which is no transaction, may swallow as well as be swallowed.
fn all_are_seen(bytes: &[u8], format: Format) -> Result<(), TestCaseError> {
    let all = cells(bytes);
    let (header, rows) = all.split_first().expect("a header");
    for (at, one) in rows.iter().enumerate() {
        for other in [one, &rows[(at + 1) % rows.len()]] {
            for column in 0..header.len() {
                for closing in CLOSINGS {
                    let text = swallowing(header, [one, other], column, closing);
                    is_seen(&text, format, &one[column])?;
                }
            }
        }
    }
    Ok(())
}

#[test]
fn a_row_of_the_fixtures_that_another_swallowed_is_seen_in_whatever_column() {
    let mut formats = BTreeSet::new();
    for good in corpus::all() {
        let is_utf_8 = std::str::from_utf8(&good.bytes).is_ok();
        if is_utf_8 && good.format != Format::DaybookJson {
            all_are_seen(&good.bytes, good.format).unwrap_or_else(|error| panic!("{error}"));
            formats.insert(good.format);
        }
    }
    assert_eq!(formats.len(), 2);
    all_are_seen(crate::own_csv::SALES.as_bytes(), Format::DaybookCsv)
        .unwrap_or_else(|error| panic!("{error}"));
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn a_row_of_any_transaction_that_another_swallowed_is_seen(
        made in a_transaction(), column: Index, closing in select(CLOSINGS.to_vec()),
    ) {
        let all = cells(&csv_of(&json_of(&made)));
        let [header, first, ..] = all.as_slice() else { panic!("a header and a row") };
        let column = column.index(header.len());
        let text = swallowing(header, [first, first], column, closing);
        is_seen(&text, Format::DaybookCsv, &first[column])?;
    }
}
