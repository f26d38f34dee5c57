//! The importers, under any bytes: reading ends, loses no row silently, says what is wrong in a
//! sentence, and what it reads can be posted and balances.

use std::io::Cursor;

use chrono::NaiveTime;
use imports::{Answer, Format, Location, LocationRule, Options, Row, TaxRule};
use ledger::Currency;

use super::Target;

/// The longest sentence about a row or a file.
const SENTENCE_MAX: usize = 8 * 1024;
/// The most that is kept of a rejected row.
const RAW_MAX: usize = 4 * 1024 + 4;

const SQUARE: [&[u8]; 4] = [
    include_bytes!("../../../imports/tests/corpus/square_2018.csv"),
    include_bytes!("../../../imports/tests/corpus/square_2022.csv"),
    include_bytes!("../../../imports/tests/corpus/square_2026.csv"),
    include_bytes!("../../../imports/tests/corpus/square_utf16.csv"),
];
const OWN_CSV: &[u8] = include_bytes!("corpus/own.csv");
const OWN_JSON: &[u8] = include_bytes!("corpus/own.json");

pub(super) fn targets() -> Vec<Target> {
    let square: Vec<Vec<u8>> = SQUARE.iter().map(|one| one.to_vec()).collect();
    let lines = OWN_JSON.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let lines: Vec<Vec<u8>> = lines.map(<[u8]>::to_vec).collect();
    let own = vec![OWN_CSV.to_vec(), OWN_JSON.to_vec()];
    let any = [square.clone(), own].concat();
    let target = |name, fuzz, examples| Target { name, fuzz, examples };
    vec![
        target(
            "a Square export",
            (|bytes| reads(bytes, Some(Format::SquareTransactions))) as fn(&[u8]),
            square,
        ),
        target(
            "Daybook's own CSV",
            |bytes| reads(bytes, Some(Format::DaybookCsv)),
            vec![OWN_CSV.to_vec()],
        ),
        target(
            "Daybook's own JSON",
            |bytes| reads(bytes, Some(Format::DaybookJson)),
            vec![OWN_JSON.to_vec()],
        ),
        target("a file of any format", |bytes| reads(bytes, None), any),
        target("one transaction", one_transaction, lines),
    ]
}

fn options(format: Option<Format>) -> Options {
    let dock = Location {
        name: "Main Dock".to_owned(),
        zone: "America/Vancouver".parse().expect("a zone"),
        day_end: NaiveTime::MIN,
    };
    Options {
        format,
        location: LocationRule::Fixed(dock),
        currency: Currency::CAD,
        revenue: Some("Boats".to_owned()),
        tax: TaxRule::Split(vec![("GST".to_owned(), 5.into()), ("PST".to_owned(), 7.into())]),
        date_order: None,
        country: Some("CA".to_owned()),
    }
}

fn is_sentence(text: &str) -> bool {
    text.len() <= SENTENCE_MAX && text.ends_with('.')
}

fn reads(bytes: &[u8], format: Option<Format>) {
    let (mut transactions, mut rejects) = (0, 0);
    let report = imports::read(Cursor::new(bytes), &options(format), &mut |row| {
        match row {
            Row::Transaction { transaction, .. } => {
                transactions += 1;
                let sum: ledger::Amount = transaction.tenders.iter().map(|one| one.amount).sum();
                // A sum that can be taken at all is in the bounds of every sum after it.
                assert!(sum.minor() > i64::MIN);
            }
            Row::Reject { reason, raw, .. } => {
                rejects += 1;
                assert!(is_sentence(&reason.to_string()), "{reason}");
                assert!(raw.len() <= RAW_MAX, "{} bytes are kept", raw.len());
            }
            Row::Progress { done, of } => assert!(done <= of),
        }
        Answer::GoOn
    });
    match report {
        Ok(report) => {
            let ignored: u64 = report.ignored.values().sum();
            assert_eq!(report.rows, report.transactions + report.rejects + ignored);
            assert_eq!((report.transactions, report.rejects), (transactions, rejects));
        }
        Err(error) => assert!(is_sentence(&error.to_string()), "{error}"),
    }
}

fn one_transaction(bytes: &[u8]) {
    let Ok(value) = serde_json::from_slice(bytes) else { return };
    if let Err(reason) = imports::transaction(&value, &options(None)) {
        assert!(is_sentence(&reason.to_string()), "{reason}");
    }
}
