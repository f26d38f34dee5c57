//! What holds for a whole file: counts, totals, guesses, and the choices still missing.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use ledger::{Amount, Currency, Kind};

use crate::amounts::DecimalMark;
use crate::dates::DateReading;
use crate::format::Recognised;
use crate::reject::Ignored;
use crate::row::Warning;

/// What the reading of a file found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What the file is.
    pub recognised: Recognised,
    /// Whether the caller stopped the reading before the end.
    pub stopped: bool,
    /// Rows or values read, blank rows and the file's own totals aside. It is the sum of the rows
    /// in `transactions`, `rejects` and `ignored`, where every transaction is one row.
    pub rows: u64,
    /// Transactions handed over.
    pub transactions: u64,
    /// Rows rejected.
    pub rejects: u64,
    /// Rows that are nothing to record, by reason.
    pub ignored: BTreeMap<Ignored, u64>,
    /// The money columns, in the file's order; once for each currency of the file's prices, the
    /// book's first.
    pub totals: Vec<ColumnTotal>,
    /// How dates were read; absent for formats whose dates can be read one way only.
    pub dates: Option<DateReading>,
    /// Which mark stands before the cents; absent for formats that say so.
    pub decimal_mark: Option<DecimalMark>,
    /// The first and the last business date of the transactions.
    pub range: Option<(NaiveDate, NaiveDate)>,
    /// Transactions by location. Of this and the next map: names are cut where they are very long,
    /// and what has a name beyond the first thousand of them is counted as [`OTHERS`].
    pub locations: BTreeMap<String, u64>,
    /// The tenders, by name.
    pub tenders: BTreeMap<String, TenderTotal>,
    /// Transactions by kind.
    pub kinds: BTreeMap<Kind, u64>,
    /// The choices that are missing: rows that need them were rejected, and import again, and
    /// only they, once the choice is made.
    pub needs: Vec<Need>,
    /// Caveats, with the number of rows each was met on.
    pub warnings: BTreeMap<Warning, u64>,
}

/// What names are counted as that are too many to be told apart.
pub const OTHERS: &str = "…";

/// The sum of one money column, signed as in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnTotal {
    /// The column's name.
    pub column: String,
    /// The currency of its amounts.
    pub currency: Currency,
    /// Over the rows that became transactions.
    pub taken: Amount,
    /// Over the rows rejected or ignored, as far as their cells can be read.
    pub left: Amount,
    /// What the file's own totals row says, where it has one.
    pub stated: Option<Amount>,
}

impl ColumnTotal {
    /// Whether the file's own total, where there is one, is the sum of its rows.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.stated.is_none_or(|stated| stated == self.taken + self.left)
    }
}

/// What one tender took.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TenderTotal {
    /// On how many transactions.
    pub transactions: u64,
    /// Taken less given back, by the currency of the transactions. Foreign money whose rate is not
    /// known yet is counted in its own.
    pub amounts: BTreeMap<Currency, Amount>,
}

/// A choice that rows of the file wait for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// Rows name no GL code and [`crate::Options::revenue`] gives none.
    Revenue {
        /// How many rows wait.
        rows: u64,
    },
    /// Rows have tax and [`crate::Options::tax`] does not say which.
    Tax {
        /// How many rows wait.
        rows: u64,
        /// The tax on them, signed as in the file.
        total: Amount,
    },
    /// Rows name a location the book does not have, or none.
    Location {
        /// The names, blank for none, with the number of rows that wait.
        names: BTreeMap<String, u64>,
    },
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Revenue { rows } => {
                write!(f, "{rows} rows name no GL code: choose the one their revenue goes to.")
            }
            Self::Tax { rows, total: _ } => {
                write!(f, "{rows} rows have tax: choose its code, or the rates it is split by.")
            }
            Self::Location { names } => {
                let list: Vec<_> = names.keys().map(|name| format!("\"{name}\"")).collect();
                write!(f, "The book has no location {}: add it, or choose one.", list.join(", "))
            }
        }
    }
}
