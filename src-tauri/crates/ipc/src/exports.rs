//! What leaves the book as a file.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Day, LocationId};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ExportFormat {
    /// What was posted, as a journal of hledger.
    Hledger,
    /// What was posted, as a journal of beancount.
    Beancount,
    /// What was posted, a line a row.
    Csv,
    /// What was posted, as a workbook.
    Xlsx,
    /// The journals that Xero's own import of journals takes.
    XeroCsv,
    /// The cashout of the days as a sheet to print and keep.
    Pdf,
}

/// Writes a file of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportRequest {
    /// What it holds.
    pub format: ExportFormat,
    /// The location of a sheet; every one for what was posted.
    pub location: Option<LocationId>,
    /// The first day; of everything when absent.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
    /// The file, which must not exist yet; the person is asked when absent.
    pub path: Option<String>,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    /// Its path; absent when the person thought better of it.
    pub path: Option<String>,
    /// How many documents are in it.
    pub documents: u32,
    /// What is in it, in a sentence.
    pub message: String,
}
