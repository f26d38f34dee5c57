//! What the reading of a file tells its caller, row by row.

use std::fmt;

use ledger::{Rejection, Transaction};

use crate::reject::Reject;

/// One thing found while reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A transaction, ready to be recorded.
    Transaction {
        /// The line of the file it begins on, counted from 1.
        line: u64,
        /// What happened.
        transaction: Box<Transaction>,
        /// All the file says of it, as a JSON object: a till's cells by header name, blank ones
        /// left out, or the value of Daybook's own schema.
        raw: String,
        /// What was taken with a caveat.
        warnings: Vec<Warning>,
    },
    /// A row that cannot be recorded.
    Reject {
        /// The line of the file it begins on, counted from 1.
        line: u64,
        /// Why not, as a sentence.
        reason: Reject,
        /// The row, as above; cut where it is very long.
        raw: String,
    },
    /// How far the reading has come, about every quarter of a mebibyte.
    Progress {
        /// Bytes done, over all passes through the file.
        done: u64,
        /// Bytes to do.
        of: u64,
    },
}

/// What the caller makes of what it was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Go on.
    GoOn,
    /// Stop reading; the report says that it was stopped.
    Stop,
    /// The transaction contradicts itself or what is recorded already. It is told again, as a
    /// [`Row::Reject`] of its line, and its money counts as left out. Said of any other row it
    /// means to go on.
    Refused {
        /// Why.
        reason: Rejection,
        /// What the row came with, given back.
        raw: String,
    },
}

/// What was taken with a caveat. The money is as the file says in every case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Warning {
    /// The time zone's name is not known; the location's was used.
    UnknownZone {
        /// The name as the file has it.
        name: String,
    },
    /// The clocks went back at that time; the first of the two hours was taken.
    RepeatedHour,
    /// The clocks went forward over that time; the hour after was taken.
    SkippedHour,
    /// The location's name is not known; the fallback was used.
    UnknownLocation {
        /// The name as the file has it.
        name: String,
    },
    /// A refund of an amount, not of items: which tax it gives back is not in the file, so none is.
    RefundWithoutTax,
    /// The tax is not what the chosen rates make of the sale; it was split by them all the same.
    TaxNotAtRates,
    /// Rows of it are the same to the last cell, and nothing paid shows how many there were.
    EqualLines,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownZone { name } => {
                write!(f, "\"{name}\" is not a time zone Daybook knows; the location's was used.")
            }
            Self::RepeatedHour => {
                f.write_str("The clocks went back at that time; the first of the two was taken.")
            }
            Self::SkippedHour => {
                f.write_str("The clocks went forward over that time; the hour after it was taken.")
            }
            Self::UnknownLocation { name } => {
                write!(f, "\"{name}\" is not a location of this book; the fallback was used.")
            }
            Self::RefundWithoutTax => f.write_str(
                "This gives back an amount, not items: the file does not say which tax is in it, \
                 so all of it was taken off revenue.",
            ),
            Self::TaxNotAtRates => f.write_str(
                "The tax is not what the chosen rates make of this sale; it was split in their \
                 proportion.",
            ),
            Self::EqualLines => f.write_str(
                "Rows of it are the same to the last cell, and each was taken as a line of its \
                 own. Nothing was paid that would show how many there were: if the file was \
                 written twice, remove what is repeated and import it again.",
            ),
        }
    }
}
