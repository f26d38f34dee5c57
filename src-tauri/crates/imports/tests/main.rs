//! Claims about reading files.

mod cases;
mod corpus;
mod currencies;
mod documentation;
mod hostile;
mod made;
mod mutations;
mod own_csv;
mod own_json;
mod properties;
mod recognising;
mod refusals;
mod round_trips;
mod schema;
mod size;
mod square;
mod square_dates;
mod square_file;
mod square_traps;
mod stories;
mod swallowed;
mod written;

use std::io::Cursor;

use chrono::NaiveTime;
use imports::{
    Answer, ImportError, Location, LocationRule, Options, Reject, Report, Row, TaxRule, Warning,
    read,
};
use ledger::{Amount, Currency, Transaction};

/// A location in Vancouver whose day ends at midnight.
fn dock() -> Location {
    Location {
        name: "Main Dock".to_owned(),
        zone: chrono_tz::America::Vancouver,
        day_end: NaiveTime::MIN,
    }
}

/// Everything chosen: one location, revenue to Boats, the tax as GST 5 % and PST 7 %.
fn options() -> Options {
    Options {
        format: None,
        location: LocationRule::Fixed(dock()),
        currency: Currency::CAD,
        revenue: Some("Boats".to_owned()),
        tax: TaxRule::Split(vec![("GST".to_owned(), 5.into()), ("PST".to_owned(), 7.into())]),
        date_order: None,
        country: Some("CA".to_owned()),
    }
}

/// What a file came to.
struct Outcome {
    transactions: Vec<Transaction>,
    raws: Vec<String>,
    warnings: Vec<Warning>,
    rejects: Vec<(u64, Reject)>,
    /// What is kept of each of them.
    rejected_raws: Vec<String>,
    report: Report,
}

impl Outcome {
    /// The one transaction of a file that has one.
    #[track_caller]
    fn only(&self) -> &Transaction {
        assert_eq!(self.rejects, [], "no row is rejected");
        let [only] = self.transactions.as_slice() else {
            panic!("one transaction, not {}", self.transactions.len());
        };
        only
    }

    /// The sentence of the one reject of a file that has one.
    #[track_caller]
    fn reason(&self) -> String {
        let [(_, reason)] = self.rejects.as_slice() else {
            panic!("one reject, not {:?}", self.rejects);
        };
        reason.to_string()
    }
}

fn try_import(bytes: &[u8], options: &Options) -> Result<Outcome, ImportError> {
    let (mut transactions, mut raws) = (Vec::new(), Vec::new());
    let (mut warnings, mut rejects, mut rejected_raws) = (Vec::new(), Vec::new(), Vec::new());
    let report = read(Cursor::new(bytes), options, &mut |row| {
        match row {
            Row::Transaction { transaction, raw, warnings: caveats, .. } => {
                transactions.push(*transaction);
                raws.push(raw);
                warnings.extend(caveats);
            }
            Row::Reject { line, reason, raw } => {
                rejects.push((line, reason));
                rejected_raws.push(raw);
            }
            Row::Progress { done, of } => assert!(done <= of),
        }
        Answer::GoOn
    })?;
    Ok(Outcome { transactions, raws, warnings, rejects, rejected_raws, report })
}

#[track_caller]
fn import(bytes: &[u8], options: &Options) -> Outcome {
    try_import(bytes, options).expect("the file can be read")
}

fn cents(minor: i64) -> Amount {
    Amount::from_minor(minor)
}
