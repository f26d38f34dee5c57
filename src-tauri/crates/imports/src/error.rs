//! Why a file as a whole cannot be read. Nothing of it may be kept.

use crate::dates::DateOrder;
use crate::format::Format;

/// Why a file as a whole cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file could not be read from disk.
    #[error("The file could not be read ({0}). Nothing was imported; try again.")]
    Io(#[from] std::io::Error),
    /// There is nothing in it.
    #[error("The file is empty. Nothing was imported.")]
    Empty,
    /// It is not text.
    #[error("This is {what}, not a text file. Save it as CSV and import that.")]
    NotText {
        /// What it is instead.
        what: &'static str,
    },
    /// Its headers are not of a format this version reads.
    #[error(
        "Daybook does not know this file: it is nearest to {} but has no column {}. Nothing was \
         imported.", nearest.title(), missing.join(", ")
    )]
    UnknownFormat {
        /// The format it shares most headers with.
        nearest: Format,
        /// The columns that format needs and the file does not have.
        missing: Vec<String>,
        /// The headers as read.
        headers: Vec<String>,
    },
    /// It was said to be JSON and does not begin like it.
    #[error("This is not JSON: it begins with neither {{ nor [. Nothing was imported.")]
    NotJson,
    /// Its header is longer than any header should be.
    #[error(
        "The header has more columns than Daybook reads ({columns}), or is longer than {} KiB. \
         Nothing was imported; remove the columns that are not needed.",
        crate::HEAD_BYTES / 1024
    )]
    HugeHeader {
        /// The most columns that are read.
        columns: usize,
    },
    /// Daybook's own table has columns that Daybook does not know.
    #[error(
        "Daybook's own CSV has no column {}{}. Nothing was imported; rename or remove {}.",
        columns.join(", "),
        if *more > 0 { format!(" and {more} more") } else { String::new() },
        if columns.len() > 1 { "them" } else { "it" },
    )]
    UnknownColumns {
        /// The first of them, each in quotes and with the nearest that there is.
        columns: Vec<String>,
        /// How many there are beyond those.
        more: usize,
    },
    /// Its headers are known, and this version does not read them yet.
    #[error("This is {what}; Daybook does not read those yet. Nothing was imported.")]
    NotYet {
        /// What it is.
        what: &'static str,
    },
    /// Two cells show the order of day and month, and disagree.
    #[error(
        "The dates contradict each other: \"{}\" on line {} is {}, \"{}\" on line {} is {}. \
         Nothing was imported; say which order is right.",
        first.text, first.line, DateOrder::MonthFirst, second.text, second.line, DateOrder::DayFirst
    )]
    ContradictoryDates {
        /// A date whose month comes first.
        first: Cell,
        /// A date whose day comes first.
        second: Cell,
    },
    /// Two cells show the mark before the cents, and disagree.
    #[error(
        "The amounts contradict each other: \"{}\" on line {} has a decimal point, \"{}\" on \
         line {} a decimal comma. Nothing was imported; mend the file.",
        point.text, point.line, comma.text, comma.line
    )]
    ContradictoryAmounts {
        /// An amount that can only have a decimal point.
        point: Cell,
        /// An amount that can only have a decimal comma.
        comma: Cell,
    },
    /// A row has no end: most often a quote that is never closed.
    #[error(
        "The row that begins on line {line} is longer than any row should be: a quote opened \
         there is most likely never closed. Nothing was imported; mend the file."
    )]
    EndlessRow {
        /// Where it begins.
        line: u64,
    },
}

/// A cell of the file, quoted in an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its line, counted from 1.
    pub line: u64,
    /// What it says.
    pub text: String,
}
