//! Large files: every row, exact sums, progress, and a way to stop.

use std::io::Cursor;
use std::sync::OnceLock;

use imports::{Answer, Row, read};
use ledger::{Amount, Currency};

use crate::square_file::YEAR_2018;
use crate::{cents, options};

const ROWS: i64 = 100_000;

/// A file of many sales whose amounts all differ, and what they come to in cents.
fn season() -> &'static (Vec<u8>, i64) {
    static SEASON: OnceLock<(Vec<u8>, i64)> = OnceLock::new();
    SEASON.get_or_init(write_season)
}

fn write_season() -> (Vec<u8>, i64) {
    use std::io::Write as _;
    let mut bytes = YEAR_2018.trim().as_bytes().to_vec();
    bytes.push(b'\n');
    let mut sum = 0;
    for row in 0..ROWS {
        let net = 1_000 + row * 37 % 90_000;
        let tax = (net * 12 + 50) / 100;
        sum += net + tax;
        let money = |minor: i64| format!("${}.{:02}", minor / 100, minor % 100);
        let (day, minute) = (row % 28 + 1, row % 60);
        writeln!(
            bytes,
            "2026-07-{day:02},10:{minute:02}:00,Pacific Time (US & Canada),{net},$0.00,{net},\
             $0.00,{tax},$0.00,$0.00,{total},Point of Sale,{total},Tapped,$0.00,$0.00,$0.00,,,\
             $0.00,{total},T{row},P{row},Visa,1234,Till 1,Sam,S1,,Boats,Payment,Main Dock,,,,,",
            net = money(net),
            tax = money(tax),
            total = money(net + tax),
        )
        .expect("memory takes any row");
    }
    (bytes, sum)
}

#[test]
fn a_hundred_thousand_rows_stream_and_sum_to_the_cent() {
    let (bytes, sum) = season();
    let mut transactions = 0;
    let (mut billed, mut progress) = (Amount::ZERO, 0);
    let report = read(Cursor::new(bytes), &options(), &mut |row| {
        match row {
            Row::Transaction { transaction, .. } => {
                transactions += 1;
                billed += transaction.billed();
            }
            Row::Reject { line, reason, .. } => panic!("line {line}: {reason}"),
            Row::Progress { .. } => progress += 1,
        }
        Answer::GoOn
    })
    .expect("the file can be read");
    assert_eq!((transactions, billed), (ROWS, cents(*sum)));
    assert_eq!(report.tenders["Card"].amounts[&Currency::CAD], cents(*sum));
    let total = report.totals.iter().find(|total| total.column == "Total Collected").unwrap();
    assert_eq!(total.taken, cents(*sum));
    assert!(progress > 50, "progress is told {progress} times");
}

#[test]
fn the_caller_can_stop_while_looking_over_and_while_reading() {
    let (bytes, _) = season();
    for stop_at_row in [false, true] {
        let mut rows = 0;
        let report = read(Cursor::new(bytes), &options(), &mut |row| {
            let is_row = !matches!(row, Row::Progress { .. });
            rows += u32::from(is_row);
            if is_row == stop_at_row { Answer::Stop } else { Answer::GoOn }
        })
        .expect("the file can be read");
        assert!(report.stopped);
        assert_eq!(rows, u32::from(stop_at_row));
    }
}
