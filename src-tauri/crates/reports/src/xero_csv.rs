//! Manual journals as files for Xero's own import, for when they cannot go over its API.
//!
//! Xero's template: a line a journal line, the amount signed (debit positive), the tax rate by its
//! displayed name, at most 300 lines a file, the date in the order of the organisation's country.
//! Lines with one narration and date make one journal.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::{Amount, Currency};

use crate::cells::{table, text_cell};
use crate::text::one_line;

/// What Xero takes in one file. Whether it counts the headings is not documented, so we do.
const LINES_MAX: usize = 300;

/// Tracking categories a line can have.
const TRACKING_MAX: usize = 2;

const HEADINGS: [&str; 10] = [
    "*Narration",
    "*Date",
    "Description",
    "*AccountCode",
    "*TaxRate",
    "*Amount",
    "TrackingName1",
    "TrackingOption1",
    "TrackingName2",
    "TrackingOption2",
];

/// A journal to be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XeroJournal {
    /// Its narration: with the date what tells it from others.
    pub narration: String,
    /// Its date in Xero.
    pub date: NaiveDate,
    /// Its lines, which sum to zero.
    pub lines: Vec<XeroLine>,
}

/// A line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XeroLine {
    /// What it is made of; may be empty.
    pub description: String,
    /// The account's code.
    pub account_code: String,
    /// The tax rate's displayed name, such as "Tax Exempt (0%)".
    pub tax_rate: String,
    /// Debit positive, credit negative.
    pub amount: Amount,
    /// Category and option by name, at most two.
    pub tracking: Vec<(String, String)>,
}

/// The order a country writes dates in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// 21/11/2026.
    DayFirst,
    /// 11/21/2026.
    MonthFirst,
}

impl DateOrder {
    /// The order Xero reads in an organisation of this country (ISO 3166). Its help documents
    /// day first; that organisations of the United States, and only they, have the month first is
    /// unverified.
    #[must_use]
    pub fn of_country(country: &str) -> Self {
        if country.trim().eq_ignore_ascii_case("US") { Self::MonthFirst } else { Self::DayFirst }
    }

    fn write(self, date: NaiveDate) -> String {
        match self {
            Self::DayFirst => date.format("%d/%m/%Y").to_string(),
            Self::MonthFirst => date.format("%m/%d/%Y").to_string(),
        }
    }
}

/// Why a journal cannot be imported as a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XeroCsvError {
    /// A journal without lines or narration: Xero takes neither.
    #[error("the journal \"{narration}\" of {date} has no narration or no lines")]
    Empty {
        /// Its narration.
        narration: String,
        /// Its date.
        date: NaiveDate,
    },
    /// It does not sum to zero.
    #[error("the journal \"{narration}\" does not balance")]
    Unbalanced {
        /// Its narration.
        narration: String,
    },
    /// A journal must be in one file, and this one does not fit.
    #[error("the journal \"{narration}\" has {lines} lines, more than a file may have")]
    TooLong {
        /// Its narration.
        narration: String,
        /// How many lines it has.
        lines: usize,
    },
    /// Xero finds accounts by code, and one has none: a bank account, say.
    #[error("a line of \"{narration}\" is on an account without a code")]
    WithoutCode {
        /// The journal's narration.
        narration: String,
    },
    /// More tracking than Xero has.
    #[error("a line of \"{narration}\" has {count} tracking categories, more than two")]
    TooMuchTracking {
        /// The journal's narration.
        narration: String,
        /// How many it has.
        count: usize,
    },
}

/// Writes as few files as hold all the journals whole and in order. Two journals with one
/// narration and date never share a file, where Xero would make one journal of them.
///
/// Narrations, codes, tax rates and tracking are written exactly, for Xero matches them; in
/// descriptions what a spreadsheet program would take for a formula is made text.
///
/// # Errors
/// Whatever [`XeroCsvError`] names; then nothing is written.
pub fn xero_csv(
    journals: &[XeroJournal],
    currency: Currency,
    order: DateOrder,
) -> Result<Vec<String>, XeroCsvError> {
    let mut files = Vec::new();
    let mut lines: Vec<Vec<String>> = vec![HEADINGS.map(str::to_owned).to_vec()];
    let mut here = BTreeSet::new();
    for journal in journals {
        check(journal)?;
        let name = (one_line(&journal.narration), journal.date);
        let is_full = lines.len() + journal.lines.len() > LINES_MAX || here.contains(&name);
        if is_full && lines.len() > 1 {
            files.push(table(lines.iter().map(Vec::as_slice)));
            lines.truncate(1);
            here.clear();
        }
        let of_it = journal.lines.iter();
        lines.extend(of_it.map(|line| cells(&name.0, journal.date, line, currency, order)));
        here.insert(name);
    }
    if lines.len() > 1 {
        files.push(table(lines.iter().map(Vec::as_slice)));
    }
    Ok(files)
}

fn check(journal: &XeroJournal) -> Result<(), XeroCsvError> {
    let narration = one_line(&journal.narration);
    let lines = &journal.lines;
    if narration.is_empty() || lines.is_empty() {
        return Err(XeroCsvError::Empty { narration, date: journal.date });
    }
    // The headings are a line of the file too.
    if lines.len() + 1 > LINES_MAX {
        return Err(XeroCsvError::TooLong { narration, lines: lines.len() });
    }
    if !lines.iter().map(|line| line.amount).sum::<Amount>().is_zero() {
        return Err(XeroCsvError::Unbalanced { narration });
    }
    if lines.iter().any(|line| one_line(&line.account_code).is_empty()) {
        return Err(XeroCsvError::WithoutCode { narration });
    }
    match lines.iter().map(|line| line.tracking.len()).max() {
        Some(count) if count > TRACKING_MAX => {
            Err(XeroCsvError::TooMuchTracking { narration, count })
        }
        _ => Ok(()),
    }
}

fn cells(
    narration: &str,
    date: NaiveDate,
    line: &XeroLine,
    currency: Currency,
    order: DateOrder,
) -> Vec<String> {
    let tracking = line.tracking.iter().flat_map(|(name, option)| [name, option]);
    let start = [
        narration.to_owned(),
        order.write(date),
        text_cell(&one_line(&line.description)),
        one_line(&line.account_code),
        one_line(&line.tax_rate),
        line.amount.display(currency),
    ];
    let all = start.into_iter().chain(tracking.map(|text| one_line(text)));
    all.chain(std::iter::repeat(String::new())).take(HEADINGS.len()).collect()
}
