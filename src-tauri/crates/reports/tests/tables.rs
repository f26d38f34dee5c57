//! The table of text and the workbook, read back.

use std::io::Read;

use chrono::NaiveDate;
use ledger::{AccountType, Amount, Currency};
use proptest::prelude::*;
use reports::{Account, Contents, Entry, GeneralLedger, Posting, csv, xlsx};

use crate::support::{day, general_ledger, worst_ledger};

fn records(text: &str) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let cells = |row: ::csv::StringRecord| row.iter().map(str::to_owned).collect();
    reader.records().map(|row| cells(row.unwrap())).collect()
}

/// A ledger of one entry that moves `minor` from one account to another.
fn moving(minor: i64, currency: Currency) -> GeneralLedger {
    let account =
        |id: &str, kind| Account { id: id.into(), code: "=1+1".into(), name: "-Cash".into(), kind };
    let posting = |account: &str, minor| Posting {
        account: account.into(),
        amount: Amount::from_minor(minor),
        description: "=HYPERLINK(\"x\")".into(),
        tags: vec![("=Region".into(), "North".into()), ("Desk".into(), "Pier".into())],
    };
    GeneralLedger::new(Contents {
        organisation: "Harbour".into(),
        currency,
        accounts: vec![account("a", AccountType::Bank), account("b", AccountType::Sales)],
        opening: None,
        entries: vec![Entry {
            date: day(2026, 11, 21),
            document: "Manual journal".into(),
            reference: "+J-1".into(),
            description: "@Cashout,\n\"Harbour\"".into(),
            postings: vec![posting("a", minor), posting("b", -minor)],
        }],
    })
    .unwrap()
}

#[test]
fn a_line_a_posting_with_both_sides_and_no_formula() {
    let rows = records(&csv(&moving(11_200, Currency::CAD)));
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0][7..9], ["Debit", "Credit"]);
    let expected = [
        "2026-11-21",
        "Manual journal",
        "'+J-1",
        "'@Cashout,\n\"Harbour\"",
        "'=1+1",
        "'-Cash",
        "Bank",
        "112.00",
        "",
        "CAD",
        "'=HYPERLINK(\"x\")",
        "'=Region: North; Desk: Pier",
    ];
    assert_eq!(rows[1], expected);
    assert_eq!(rows[2][6..9], ["Sales", "", "112.00"]);
}

proptest! {
    #[test]
    fn any_ledger_reads_back_and_starts_no_formula(ledger in general_ledger()) {
        let rows = records(&csv(&ledger));
        let mut balance = Amount::ZERO;
        let number = |text: &str| {
            let decimal = if text.is_empty() { "0" } else { text }.parse().unwrap();
            Amount::from_decimal(decimal, ledger.currency()).unwrap()
        };
        for row in &rows[1..] {
            prop_assert!(row[0].parse::<NaiveDate>().is_ok());
            balance += number(&row[7]) - number(&row[8]);
            for text in row[1..6].iter().chain(&row[10..12]) {
                prop_assert!(!text.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", text);
            }
        }
        prop_assert!(balance.is_zero());
        let postings: usize = ledger.entries().iter().map(|entry| entry.postings.len()).sum();
        let opening = ledger.opening().map_or(0, |opening| opening.balances.len());
        prop_assert_eq!(rows.len(), 1 + postings + opening);
    }
}

/// A file of the workbook's.
fn part(workbook: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// What is in a cell of a sheet, as the file says it: a number, or the number of a text.
fn cell<'a>(sheet: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = sheet.split_once(&format!("<c r=\"{name}\""))?;
    let (_, rest) = rest.split_once("<v>")?;
    Some(rest.split_once("</v>")?.0)
}

const POSTINGS: &str = "xl/worksheets/sheet1.xml";
const BALANCES: &str = "xl/worksheets/sheet2.xml";

#[test]
fn a_workbook_holds_dates_and_amounts_as_numbers_and_names_as_text() {
    let workbook = xlsx(&moving(11_205, Currency::CAD)).unwrap();
    let sheet = part(&workbook, POSTINGS);
    assert_eq!(cell(&sheet, "A2"), Some("46347"), "2026-11-21 in days since 1899-12-30");
    assert_eq!(cell(&sheet, "H2"), Some("112.05"));
    assert_eq!(cell(&sheet, "I3"), Some("112.05"));
    assert!(!sheet.contains("<f>"), "no cell is a formula");
    let texts = part(&workbook, "xl/sharedStrings.xml");
    assert!(texts.contains("=HYPERLINK"), "as it was typed");
    let balances = part(&workbook, BALANCES);
    assert_eq!(cell(&balances, "G2"), Some("112.05"));
    assert_eq!(cell(&balances, "G3"), Some("-112.05"));
}

#[test]
fn a_currency_decides_the_decimals_shown() {
    let format = |code: &str| {
        let workbook = xlsx(&moving(5, code.parse().unwrap())).unwrap();
        part(&workbook, "xl/styles.xml")
    };
    assert!(format("CAD").contains("\"#,##0.00;-#,##0.00\""));
    assert!(format("JPY").contains("\"#,##0;-#,##0\""));
    assert!(format("KWD").contains("\"#,##0.000;-#,##0.000\""));
}

#[test]
fn an_amount_excel_cannot_show_whole_is_text() {
    let workbook = xlsx(&moving(9_007_199_254_740_993, Currency::CAD)).unwrap();
    assert!(part(&workbook, "xl/sharedStrings.xml").contains(">90071992547409.93<"));
}

#[test]
fn the_same_ledger_makes_the_same_bytes() {
    let ledger = worst_ledger();
    assert_eq!(xlsx(&ledger).unwrap(), xlsx(&ledger).unwrap());
    let made = part(&xlsx(&ledger).unwrap(), "docProps/core.xml");
    let last = ledger.entries().last().unwrap().date;
    assert!(made.contains(&format!("{last}T00:00:00Z")), "{made}");
}

#[test]
fn a_name_of_forty_thousand_letters_is_cut_and_does_not_stop_the_workbook() {
    let mut contents = Contents {
        organisation: "x".repeat(40_000),
        currency: Currency::CAD,
        accounts: Vec::new(),
        opening: None,
        entries: Vec::new(),
    };
    let kind = AccountType::Bank;
    let name = "🚣".repeat(40_000);
    contents.accounts.push(Account { id: "a".into(), code: String::new(), name, kind });
    let workbook = xlsx(&GeneralLedger::new(contents).unwrap()).unwrap();
    assert!(part(&workbook, "xl/sharedStrings.xml").contains("🚣…<"));
}

proptest! {
    #[test]
    fn every_amount_in_a_workbook_is_the_very_decimal(
        minor in prop_oneof![-999_999_999_999_999..=999_999_999_999_999_i64, -20_000..20_000_i64],
        currency in prop::sample::select(["CAD", "JPY", "KWD"].as_slice()),
    ) {
        let currency: Currency = currency.parse().unwrap();
        let sheet = part(&xlsx(&moving(minor, currency)).unwrap(), BALANCES);
        let written: rust_decimal::Decimal = cell(&sheet, "G2").unwrap().parse().unwrap();
        prop_assert_eq!(written, Amount::from_minor(minor).to_decimal(currency));
    }

    #[test]
    fn any_ledger_makes_a_workbook(ledger in general_ledger()) {
        let workbook = xlsx(&ledger).unwrap();
        prop_assert!(!part(&workbook, POSTINGS).contains("<f>"));
    }
}
