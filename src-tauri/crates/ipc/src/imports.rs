//! Files in: pick, preview, import.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Day, GlCode, LocationId, Money, Notice, PreviewId, RunId, TaxCode, TransactionSummary,
};

/// Asks the person for a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PickFile {}

/// What the person picked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PickedFile {
    /// Its path; absent when the person thought better of it.
    pub path: Option<String>,
}

/// Reads a file without recording anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportPreviewRequest {
    /// The file's path.
    pub path: String,
    /// What the file does not say itself.
    pub options: ImportOptions,
}

/// What a file does not say itself. What is absent is taken from the profile's memory.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportOptions {
    /// The profile by name; recognised by the header line when absent.
    pub profile: Option<String>,
    /// The GL code of sales that name none.
    pub revenue: Option<GlCode>,
    /// How to read a tax column that names no tax.
    pub tax: Option<TaxColumn>,
    /// The location of rows that name none.
    pub location: Option<LocationId>,
    /// In which order the numbers of its dates stand; worked out over the whole file when absent,
    /// and never remembered.
    pub dates: Option<DateOrder>,
}

/// The order of a date's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DateOrder {
    /// 26-08-14
    YearFirst,
    /// 08/14/2026
    MonthFirst,
    /// 14/08/2026
    DayFirst,
}

/// How to read a tax column that names no tax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum TaxColumn {
    /// All of it is one tax.
    One {
        /// Which one.
        tax: TaxCode,
    },
    /// It is split by rate, largest remainder.
    Split {
        /// The taxes and their rates.
        shares: Vec<TaxShare>,
    },
}

/// A tax in a split column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TaxShare {
    /// The tax.
    pub tax: TaxCode,
    /// Per cent as a decimal string.
    pub rate: String,
}

/// A file format we know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportProfile {
    /// Its short name: `square`.
    pub name: String,
    /// Its name in words: "Square transactions".
    pub label: String,
}

/// Something to be chosen before the file can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ImportNeed {
    /// The GL code of sales.
    Revenue,
    /// How to read the tax column.
    Tax,
    /// The location.
    Location,
}

/// A file as it would be recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportPreview {
    /// Names what is shown, for `import_run`.
    pub id: PreviewId,
    /// The file's name without its folder.
    pub file_name: String,
    /// The format recognised.
    pub profile: ImportProfile,
    /// The options in force, memory included.
    pub options: ImportOptions,
    /// What must be chosen first; empty when it can be imported.
    pub needs: Vec<ImportNeed>,
    /// Data rows in the file.
    pub rows: u32,
    /// Transactions that would be recorded.
    pub to_record: u32,
    /// Transactions the book already has.
    pub already_known: u32,
    /// Settled corrections that would be recorded as reversals.
    pub reversals: u32,
    /// The first business date.
    pub from: Option<Day>,
    /// The last business date.
    pub to: Option<Day>,
    /// The first transactions.
    pub sample: Vec<TransactionSummary>,
    /// The first rows that can't be read.
    pub rejects: Vec<Reject>,
    /// How many rows can't be read in all.
    pub rejected: u32,
    /// What was read against what the file says itself.
    pub totals: Vec<TotalCheck>,
    /// What a person should know.
    pub warnings: Vec<Notice>,
}

/// A row that can't be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Reject {
    /// Its line in the file, counted from 1.
    pub line: u32,
    /// Why, in a sentence.
    pub reason: String,
    /// The row's text, shortened.
    pub text: String,
}

/// One total of the file against ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TotalCheck {
    /// The column: "Net sales".
    pub label: String,
    /// The sum the file's column gives.
    pub in_file: Money,
    /// The sum of the transactions made from it.
    pub read: Money,
    /// Whether the two are equal, rejected rows aside.
    pub agrees: bool,
}

/// Records what was previewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportRun {
    /// What was shown.
    pub preview: PreviewId,
    /// Names this piece of work for progress and Cancel.
    pub run: RunId,
}

/// What an import brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportOutcome {
    /// Transactions recorded, reversals included.
    pub recorded: u32,
    /// Transactions the book already had.
    pub already_known: u32,
    /// Settled corrections recorded as reversals.
    pub reversals: u32,
    /// Rows that could not be read, the first of them in full.
    pub rejects: Vec<Reject>,
    /// How many rows could not be read in all.
    pub rejected: u32,
    /// True when the person cancelled: nothing was recorded, or what `recorded` says.
    pub cancelled: bool,
    /// What happened, in a sentence.
    pub message: String,
    /// The days concerned, to look at next.
    pub from: Option<Day>,
    /// The last of these days.
    pub to: Option<Day>,
}
