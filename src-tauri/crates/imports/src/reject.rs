//! Why one row cannot be recorded, or is nothing to record.

use std::fmt;

use crate::own::Problems;

/// Why one row cannot be recorded, as a sentence without its line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reject {
    /// The row is not as wide as the header.
    #[error(
        "It has {found} cells and the header {expected}{}.",
        if *last_line > *line {
            format!("; it goes on to line {last_line}, so a quote may not be closed")
        } else {
            String::new()
        }
    )]
    WrongWidth {
        /// The cells it has.
        found: usize,
        /// The cells of the header.
        expected: usize,
        /// Its first line.
        line: u64,
        /// Its last line.
        last_line: u64,
    },
    /// A cell holds more than any cell should.
    #[error("Column {column} holds {bytes} bytes, more than the {limit} a cell may.")]
    HugeCell {
        /// The column.
        column: String,
        /// How much it holds.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// A cell has a NUL in it: the file is damaged, or was written by a broken program.
    #[error("Column {column} has a NUL character in it: the file may be damaged.")]
    Nul {
        /// The column.
        column: String,
    },
    /// A cell goes on over lines that are rows of their own.
    #[error(
        "Column {column} goes on over lines that look like rows, from line {line} to line \
         {last_line}: a quote is not closed. None of these lines was read; close it and import the \
         file again."
    )]
    Swallowed {
        /// The column.
        column: String,
        /// The row's first line.
        line: u64,
        /// The row's last line.
        last_line: u64,
    },
    /// A cell that must say something is blank.
    #[error("Column {column} is blank.")]
    Blank {
        /// The column.
        column: String,
    },
    /// A cell is not an amount.
    #[error("{column} \"{text}\" {why}.")]
    NotAnAmount {
        /// The column.
        column: String,
        /// What it says.
        text: String,
        /// Why it is none.
        why: NotAnAmount,
    },
    /// A cell is not a date in the file's order.
    #[error("Date \"{text}\" is not a date with the {order}.")]
    NotADate {
        /// What it says.
        text: String,
        /// The order the file is read in.
        order: crate::DateOrder,
    },
    /// A cell is not a time of day.
    #[error("Time \"{text}\" is not a time of day.")]
    NotATime {
        /// What it says.
        text: String,
    },
    /// The row is of a kind that is not known: summing it would be a guess.
    #[error("Event Type \"{text}\" is neither Payment nor Refund.")]
    UnknownEvent {
        /// What it says.
        text: String,
    },
    /// Whether the row came to anything is not known.
    #[error("Transaction Status \"{text}\" is not one Daybook knows.")]
    UnknownStatus {
        /// What it says.
        text: String,
    },
    /// A payment below zero or a refund above it.
    #[error("It is a {event} but its Total Collected is {total}.")]
    WrongSign {
        /// The kind of row.
        event: &'static str,
        /// Its total.
        total: String,
    },
    /// A sum in the row does not hold.
    #[error("{0}.")]
    DoesNotAddUp(Sums),
    /// The location is not one of the book's.
    #[error("{}", if name.is_empty() {
        "It names no location.".to_owned()
    } else {
        format!("\"{name}\" is not a location of this book.")
    })]
    UnknownLocation {
        /// The name as the file has it; blank for none.
        name: String,
    },
    /// A row further up has the same Payment ID and says something else.
    #[error(
        "Payment ID \"{id}\" is on a row further up, which says something else: one of them is \
         wrong, and only the first was taken."
    )]
    SamePayment {
        /// The id.
        id: String,
    },
    /// No GL code is chosen for revenue.
    #[error("No GL code is chosen for the revenue of this file.")]
    NeedsRevenue,
    /// No tax code is chosen.
    #[error("It has tax, and no tax code is chosen for this file.")]
    NeedsTax,
    /// A transaction of Daybook's own formats breaks the schema.
    #[error("{0}")]
    Schema(Problems),
    /// The rows of one transaction do not follow one another.
    #[error(
        "Transaction \"{id}\" has rows further up: the rows of one transaction must follow \
         one another."
    )]
    Scattered {
        /// The id.
        id: String,
    },
    /// A row of the transaction stands in it a second time, and its money would count twice.
    #[error(
        "Line {line} is line {first} again, to the last cell, and its money would count twice: \
         nothing of transaction \"{id}\" was taken. Remove the repeated row and import the file \
         again; what really happened twice is written as one row with the amount of both, a line \
         as quantity 2, a piece of a count as its number."
    )]
    Repeated {
        /// The id.
        id: String,
        /// The line of the row further up.
        first: u64,
        /// The line of the row that is the same.
        line: u64,
    },
    /// A value is not JSON.
    #[error("It is not JSON: {what}, on line {line}.")]
    NotJson {
        /// What the parser said.
        what: String,
        /// The line of the file.
        line: u64,
    },
    /// One transaction holds more than a transaction may.
    #[error("It is larger than a transaction may be: {VALUES_MAX} values or {} MiB.",
        VALUE_BYTES_MAX / (1024 * 1024))]
    TooLarge,
    /// A money column comes to more than fits.
    #[error("With it, {column} comes to more than can be summed.")]
    TooMuch {
        /// The column.
        column: String,
    },
    /// Its amounts are too far apart to be posted.
    #[error(
        "The discount and the tax on it are out of all proportion to what is left of the sale."
    )]
    OutOfProportion,
    /// The recorder refused it: it contradicts itself or what is recorded already.
    #[error("{}.", capitalised(&.0.to_string()))]
    Refused(ledger::Rejection),
}

/// The most values one transaction may hold, counted by its cells or by its commas and brackets.
/// One of thousands of lines has fewer.
pub(crate) const VALUES_MAX: usize = 250_000;

/// The most bytes one transaction may hold.
pub(crate) const VALUE_BYTES_MAX: usize = crate::text::MAX_ROW;

/// The longest text that a sentence quotes, in characters.
const QUOTED_MAX: usize = 80;

/// A text as a sentence quotes it: cut where it is long.
pub(crate) fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED_MAX) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

fn capitalised(sentence: &str) -> String {
    let mut characters = sentence.chars();
    let first = characters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(characters).collect()
}

/// Why a text is not an amount of the file's currency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAmount {
    /// It is not written as an amount.
    #[error("is not an amount")]
    Malformed,
    /// It names another currency.
    #[error("is not in {currency}")]
    OtherCurrency {
        /// The file's currency.
        currency: ledger::Currency,
    },
    /// It has more decimals than the currency, or is too large.
    #[error("is no amount: {0}")]
    OutOfRange(#[from] ledger::MoneyError),
}

/// A figure of the row and the sums it ought to be one of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sums {
    /// The column and what it says: "Total Collected 33.62".
    pub figure: String,
    /// The sums tried: "Net Sales 30.00 + Tax 2.10 = 32.10".
    pub tried: Vec<String>,
}

impl fmt::Display for Sums {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not {}", self.figure, self.tried.join(" and not "))
    }
}

/// Why a row is nothing to record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ignored {
    /// It did not come to anything, or not yet.
    Status {
        /// The status as the file has it: "Pending", "Failed".
        status: String,
    },
    /// Nothing was sold, given back or paid.
    Nothing,
    /// The same row stands further up, to the last cell: it was taken once.
    Repeated,
}

impl fmt::Display for Ignored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status { status } => write!(f, "Transaction Status is {status}"),
            Self::Nothing => f.write_str("nothing was sold, given back or paid"),
            Self::Repeated => f.write_str("the same row stands further up, and was taken once"),
        }
    }
}
