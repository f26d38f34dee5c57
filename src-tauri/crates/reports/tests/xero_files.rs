//! The files for Xero's own import.

use ledger::{Amount, Currency};
use proptest::prelude::*;
use reports::{DateOrder, XeroCsvError, XeroJournal, XeroLine, xero_csv};

use crate::support::{day, text};

fn line(minor: i64) -> XeroLine {
    XeroLine {
        description: "Boats: 3 sales".into(),
        account_code: "200".into(),
        tax_rate: "Tax Exempt (0%)".into(),
        amount: Amount::from_minor(minor),
        tracking: vec![("Region".into(), "North".into())],
    }
}

fn journal(narration: &str, lines: usize) -> XeroJournal {
    let rest = i64::try_from(lines).unwrap() - 1;
    let lines = std::iter::repeat_n(line(100), lines - 1).chain([line(-100 * rest)]).collect();
    XeroJournal { narration: narration.into(), date: day(2026, 11, 3), lines }
}

fn written(journals: &[XeroJournal]) -> Vec<String> {
    xero_csv(journals, Currency::CAD, DateOrder::DayFirst).unwrap()
}

fn refused(change: impl FnOnce(&mut XeroJournal)) -> XeroCsvError {
    let mut wrong = journal("Cashout", 2);
    change(&mut wrong);
    xero_csv(&[journal("Good", 2), wrong], Currency::CAD, DateOrder::DayFirst).unwrap_err()
}

#[test]
fn a_file_is_xeros_template_filled_in() {
    let expected = "\
        *Narration,*Date,Description,*AccountCode,*TaxRate,*Amount,\
        TrackingName1,TrackingOption1,TrackingName2,TrackingOption2\r\n\
        Cashout,03/11/2026,Boats: 3 sales,200,Tax Exempt (0%),1.00,Region,North,,\r\n\
        Cashout,03/11/2026,Boats: 3 sales,200,Tax Exempt (0%),-1.00,Region,North,,\r\n";
    assert_eq!(written(&[journal("Cashout", 2)]), [expected]);
}

#[test]
fn the_country_decides_which_comes_first_day_or_month() {
    let order = DateOrder::of_country("us");
    let files = xero_csv(&[journal("Cashout", 2)], Currency::CAD, order).unwrap();
    assert!(files[0].contains(",11/03/2026,"));
    assert_eq!(DateOrder::of_country("CA"), DateOrder::DayFirst);
}

#[test]
fn a_file_has_three_hundred_lines_at_most_and_no_journal_is_torn() {
    let many: Vec<XeroJournal> = (0..7).map(|at| journal(&format!("J{at}"), 100)).collect();
    let files = written(&many);
    let lines: Vec<usize> = files.iter().map(|file| file.lines().count()).collect();
    assert_eq!(lines, [201, 201, 201, 101]);
    assert_eq!(written(&[journal("Long", 299)])[0].lines().count(), 300);
    let long = xero_csv(&[journal("Long", 300)], Currency::CAD, DateOrder::DayFirst);
    assert_eq!(long, Err(XeroCsvError::TooLong { narration: "Long".into(), lines: 300 }));
}

#[test]
fn journals_that_xero_would_make_one_of_are_in_files_of_their_own() {
    let files = written(&[journal("Same", 2), journal("Other", 2), journal("Same", 2)]);
    let lines: Vec<usize> = files.iter().map(|file| file.lines().count()).collect();
    assert_eq!(lines, [5, 3]);
}

#[test]
fn nothing_to_import_is_no_file() {
    assert!(written(&[]).is_empty());
}

#[test]
fn what_xero_would_refuse_is_refused_before_anything_is_written() {
    let unbalanced = refused(|all| all.lines[0].amount = Amount::from_minor(101));
    assert_eq!(unbalanced, XeroCsvError::Unbalanced { narration: "Cashout".into() });
    let code = refused(|all| all.lines[0].account_code = " ".into());
    assert_eq!(code, XeroCsvError::WithoutCode { narration: "Cashout".into() });
    let tracking = refused(|all| all.lines[1].tracking = vec![Default::default(); 3]);
    let narration = "Cashout".to_owned();
    assert_eq!(tracking, XeroCsvError::TooMuchTracking { narration, count: 3 });
    assert!(matches!(refused(|all| all.lines.clear()), XeroCsvError::Empty { .. }));
    assert!(matches!(refused(|all| all.narration = "\n".into()), XeroCsvError::Empty { .. }));
}

proptest! {
    #[test]
    fn any_text_stays_in_its_cell(narration in text(), description in text(), name in text()) {
        let mut one = journal(&format!("J {narration}"), 2);
        one.lines[0].description = description;
        one.lines[0].tax_rate = name.clone();
        one.lines[0].tracking = vec![("Region".into(), name)];
        let files = written(&[one]);
        let mut reader = csv::Reader::from_reader(files[0].as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
        prop_assert_eq!(rows.len(), 2);
        prop_assert_eq!(&rows[0][0], &rows[1][0], "one narration, one journal");
        prop_assert!(!rows[0][2].starts_with(['=', '+', '-', '@']));
        prop_assert_eq!(&rows[0][5], "1.00");
    }
}
