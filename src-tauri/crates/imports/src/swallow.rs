//! Whether a cell of several lines has swallowed rows: its quote is not closed, or by one of a
//! later row.
//!
//! Separators alone do not tell rows from a note: one of several lines may have as many as a row.
//! What rows have and notes have not is dates where dates stand and amounts where amounts do.

use crate::amounts;
use crate::dates;

/// So many separators a line of a note does not have, however narrow the table is.
const SEPARATORS_MIN: usize = 3;

/// What stands in the cells of a column, as far as it can be seen.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Holds {
    /// Anything.
    Words,
    /// One of a few words.
    OneOf(fn(&str) -> bool),
    /// A date, a time or both.
    When,
    /// An amount or another number.
    Figure,
}

/// How many cells stand in columns that hold what they say.
#[derive(Debug, Clone, Copy, Default)]
struct Fit {
    /// Dates, times and figures where those stand.
    shown: usize,
    /// Words that are one of the column's.
    named: usize,
    /// Cells that their columns do not hold.
    strange: usize,
}

impl Fit {
    /// How pieces of a text fit the columns that they would be cells of; what is blank fits all.
    /// Quotes around a cell are left where it was not read as one.
    fn of<'p>(cells: impl IntoIterator<Item = (&'p str, Holds)>) -> Self {
        let mut fit = Self::default();
        for (cell, holds) in cells {
            let cell = cell.trim_matches(|c: char| c.is_whitespace() || c == '"');
            let (holds_it, count) = match holds {
                _ if cell.is_empty() => continue,
                Holds::Words => continue,
                Holds::OneOf(is_one) => (is_one(cell), &mut fit.named),
                Holds::When => (dates::is_date_or_time(cell), &mut fit.shown),
                Holds::Figure => (amounts::is_figure(cell), &mut fit.shown),
            };
            match holds_it {
                true => *count += 1,
                false => fit.strange += 1,
            }
        }
        fit
    }

    const fn and(self, other: Self) -> Self {
        Self {
            shown: self.shown + other.shown,
            named: self.named + other.named,
            strange: self.strange + other.strange,
        }
    }

    /// Whether these are cells of rows. A row may have a slip in it, and a note a number that fits
    /// by chance.
    const fn is_of_rows(self) -> bool {
        self.shown > 0 && self.shown + self.named > self.strange
    }
}

/// A table as far as it is needed to know rows by sight.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look<'t> {
    /// What stands in each column.
    pub(crate) columns: &'t [Holds],
    /// The byte between cells.
    pub(crate) delimiter: u8,
}

impl<'t> Look<'t> {
    /// Whether a cell has swallowed rows: a line between is a row; or it begins with all that its
    /// own row has after it, and ends with all that a later one has before it. `cells` are those
    /// of the row that it is in, at `index`.
    pub(crate) fn swallows_rows(self, cell: &str, index: usize, cells: usize) -> bool {
        let Some((first, rest)) = cell.split_once('\n') else { return false };
        let between = self.columns.len().saturating_sub(1);
        let is_row = |line: &str| {
            self.separators(line) >= between.max(SEPARATORS_MIN) && self.whole(line).is_of_rows()
        };
        if rest.lines().any(is_row) {
            return true;
        }
        let last = rest.rsplit_once('\n').map_or(rest, |(_, last)| last);
        let (begins, ends) = (self.separators(first), self.separators(last));
        // What closes it further to the left leaves as many cells too many, which may be blank.
        let too_many = cells.saturating_sub(self.columns.len());
        if begins < between.saturating_sub(index)
            || ends < index.saturating_sub(too_many)
            || begins + ends < SEPARATORS_MIN
        {
            return false;
        }
        // Of the cell that closes it only the beginning is here, or it has a quote in it.
        let cells = last.rsplit_once(char::from(self.delimiter)).map_or("", |(cells, _)| cells);
        let before = self.whole(cells);
        self.after(first, index).iter().any(|after| after.and(before).is_of_rows())
    }

    fn separators(self, line: &str) -> usize {
        line.bytes().filter(|byte| *byte == self.delimiter).count()
    }

    fn pieces(self, line: &str) -> impl DoubleEndedIterator<Item = &str> {
        line.split(char::from(self.delimiter))
    }

    /// How a line fits, of which the first piece is the first cell of a row.
    fn whole(self, line: &str) -> Fit {
        Fit::of(self.pieces(line).zip(self.columns.iter().copied()))
    }

    /// How a line fits, of which the first piece is the end of the cell at `index`. That may have
    /// separators of its own, and the row blank cells at its end: it is seen from both sides.
    fn after(self, line: &str, index: usize) -> [Fit; 2] {
        let after = self.columns.get(index + 1..).unwrap_or_default();
        let from_the_left = Fit::of(self.pieces(line).skip(1).zip(after.iter().copied()));
        let from_the_right = Fit::of(self.pieces(line).rev().zip(after.iter().rev().copied()));
        [from_the_left, from_the_right]
    }
}
