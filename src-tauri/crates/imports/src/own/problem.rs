//! What is wrong with a transaction of Daybook's own formats, and where.

use std::fmt;

use ledger::Kind;

use crate::reject::Sums;

/// Everything wrong with one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            let between = if index == 0 { "" } else { " " };
            write!(f, "{between}{}: {}.", problem.place, problem.what)?;
        }
        Ok(())
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: a JSON pointer ("/lines/0/net"), or "line 17, line_net" in a table.
    pub place: String,
    /// What.
    pub what: Wrong,
}

/// What is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// It must be there.
    #[error("it is missing")]
    Missing,
    /// No such field exists.
    #[error("there is no such field")]
    Unknown,
    /// The field exists, but not for this kind.
    #[error("a {0} has none")]
    NotOfKind(Kind),
    /// It is of another type.
    #[error("it should be {0}")]
    WrongType(&'static str),
    /// It is not a decimal number written plainly.
    #[error("\"{0}\" is not a number like \"-12.50\"")]
    NotADecimal(String),
    /// It is not an amount of the currency.
    #[error("{0}")]
    NotAnAmount(ledger::MoneyError),
    /// It must not be below zero.
    #[error("{0} is below zero")]
    Negative(String),
    /// It is not a kind.
    #[error(transparent)]
    NotAKind(ledger::UnknownKind),
    /// It is not one of a few words.
    #[error("\"{text}\" is not one of {allowed}")]
    NotOneOf {
        /// What it says.
        text: String,
        /// The words.
        allowed: &'static str,
    },
    /// It is not a date.
    #[error("\"{0}\" is not a date like 2026-08-14")]
    NotADate(String),
    /// It is not a time.
    #[error("\"{0}\" is not a time like 2026-08-14T12:59:30-07:00 or 2026-08-14 12:59")]
    NotATime(String),
    /// It is longer than any text should be.
    #[error("it is {0} bytes long, more than a text may be")]
    TooLong(usize),
    /// It has a NUL character in it.
    #[error("it has a NUL character in it")]
    Nul,
    /// It is in another currency than the book.
    #[error("{found} is not the book's {book}; give foreign money in a tender with its rate")]
    OtherCurrency {
        /// The currency as given.
        found: ledger::Currency,
        /// The book's.
        book: ledger::Currency,
    },
    /// Foreign money with nothing to convert it by.
    #[error("foreign money needs both \"tendered\" and \"rate\", above zero")]
    ForeignIncomplete,
    /// A refund whose amounts go both ways.
    #[error("some amounts are below zero and some above: a refund's are all above")]
    MixedSigns,
    /// A sum does not hold.
    #[error("{0}")]
    DoesNotAddUp(Sums),
    /// Rows of one transaction say different things.
    #[error("\"{0}\" is not what the transaction's first row says")]
    Contradicts(String),
}
