//! What is wrong with a transaction of Daybook's own formats, and where.

use std::fmt;

use ledger::Kind;

use crate::reject::{Sums, quoted};

/// How many problems of one transaction are named.
const NAMED_MAX: usize = 20;

/// Everything wrong with one transaction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problems {
    /// The first of them.
    pub named: Vec<Problem>,
    /// How many there are beyond those.
    pub more: usize,
}

impl Problems {
    pub(super) fn push(&mut self, problem: Problem) {
        if self.named.len() < NAMED_MAX {
            self.named.push(problem);
        } else {
            self.more += 1;
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.named.is_empty()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.named.iter().enumerate() {
            let between = if index == 0 { "" } else { " " };
            write!(f, "{between}{}: {}.", problem.place, problem.what)?;
        }
        match self.more {
            0 => Ok(()),
            more => write!(f, " And {more} more."),
        }
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
    /// It is missing, and so is the one that would do in its place.
    #[error("it is missing, and so is \"{0}\": one of the two must be there")]
    MissingBoth(&'static str),
    /// No such field exists.
    #[error("there is no such field{}", near(*nearest))]
    Unknown {
        /// The field that may be meant.
        nearest: Option<&'static str>,
    },
    /// The field exists, but not for this kind.
    #[error("a {0} has none")]
    NotOfKind(Kind),
    /// It is of another type.
    #[error("it should be {0}")]
    WrongType(&'static str),
    /// It is not a decimal number written plainly.
    #[error("\"{0}\" is not a number like \"-12.50\"")]
    NotADecimal(String),
    /// It is a number with more digits than can be held.
    #[error("\"{0}\" has too many digits")]
    TooManyDigits(String),
    /// It is not a count of things.
    #[error("\"{0}\" is not a whole number like \"12\"")]
    NotACount(String),
    /// It is not an amount of the currency.
    #[error("{0}")]
    NotAnAmount(ledger::MoneyError),
    /// It must not be below zero.
    #[error("{0} is below zero")]
    Negative(String),
    /// It must be above zero.
    #[error("{0} is not above zero")]
    NotAboveZero(String),
    /// The amounts up to it come to more than a transaction's may.
    #[error("the amounts up to this one come to more than those of a transaction may")]
    TooMuch,
    /// A list is longer than any of a transaction is.
    #[error("it has {0} elements, more than a list may")]
    TooMany(usize),
    /// The tax that the discount saved cannot be worked out.
    #[error("the discount and the tax are out of all proportion to what is left of the line")]
    OutOfProportion,
    /// It is not a kind.
    #[error("{error}{}", near(*nearest))]
    NotAKind {
        /// The word as given.
        error: ledger::UnknownKind,
        /// The kind that may be meant.
        nearest: Option<&'static str>,
    },
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
    /// Its prices are in another currency than the book's, and its kind's cannot be.
    #[error("{found} is not the book's {book}, and a {kind} is in the book's currency")]
    OtherCurrency {
        /// The currency as given.
        found: ledger::Currency,
        /// The book's.
        book: ledger::Currency,
        /// The kind.
        kind: Kind,
    },
    /// Foreign money that does not say how much it is.
    #[error("foreign money says in \"tendered\" how much was handed over")]
    NothingTendered,
    /// What foreign money settled, and no rate that it was worked out by.
    #[error(
        "what foreign money settled is not known without its \"rate\": give that, or no amount"
    )]
    AmountWithoutRate,
    /// Money of neither the transaction's currency nor with all that is needed to tell its worth.
    #[error(
        "in a transaction of foreign prices, money of another currency needs \"amount\", \
         \"tendered\" and \"rate\""
    )]
    ThirdCurrency,
    /// A rate on money that needs none.
    #[error("a rate is for foreign money")]
    RateOfOwn,
    /// A rate and what is converted by it are too large.
    #[error("with that rate it is too large to be an amount")]
    RateTooLarge,
    /// Lines that would be worked out from what was paid, which is not known yet.
    #[error("it is missing, and cannot be worked out while a tender has no rate")]
    LinesNeeded,
    /// A refund that says neither what it gives back nor of which sale.
    #[error("give the lines that are given back, or the sale in \"refund_of\"")]
    NothingGivenBack,
    /// A deposit moved to where it is.
    #[error("the deposit is there already")]
    SameBooking,
    /// A carried amount of a payout that arrived in the book's currency.
    #[error("only a payout in a foreign currency says what its takings were carried at")]
    CarriedAtHome,
    /// Nothing settled, and yet something carried.
    #[error("nothing is settled of it, so that nothing can have been carried")]
    CarriedNothing,
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

impl Wrong {
    pub(super) fn not_one_of(text: &str, allowed: &'static str) -> Self {
        Self::NotOneOf { text: quoted(text), allowed }
    }
}

fn near(nearest: Option<&str>) -> String {
    nearest.map(|known| format!("; the nearest is \"{known}\"")).unwrap_or_default()
}
