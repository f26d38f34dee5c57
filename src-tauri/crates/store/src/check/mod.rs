//! The check: every invariant of the book, by name.

mod counts;
mod format;
mod invariants;

use rusqlite::Connection;

use crate::audit;
use crate::book::Book;
use crate::error::Error;
use crate::seal;

/// What one invariant's check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The invariant, as a sentence that should be true.
    pub invariant: &'static str,
    /// What breaks it, a line each, the first few; empty when it holds.
    pub broken: Vec<String>,
}

/// How many breaks of one invariant are named.
const NAMED: usize = 10;

impl Book {
    /// Checks every invariant, the seals, and SQLite's own integrity. Reads the whole book.
    ///
    /// # Errors
    /// When the book cannot be read now ([`Error::Busy`]); a broken invariant is a finding, not an
    /// error, and so is a part of the book that cannot be read at all.
    pub fn check(&self) -> Result<Vec<Finding>, Error> {
        self.read(|view| {
            let altered = seal::altered(view, self.tables())
                .map(|altered| altered.iter().map(ToString::to_string).collect());
            let mut findings = vec![
                finding("everything is as it was written", altered)?,
                finding("the tables are those of the format", format::foreign(view))?,
                finding("the audit log follows from entry to entry", audit::broken(view))?,
            ];
            findings.push(finding(counts::INVARIANT, counts::broken(view))?);
            for (invariant, statement) in invariants::INVARIANTS {
                findings.push(finding(invariant, broken(view, statement))?);
            }
            Ok(findings)
        })
    }
}

/// What cannot be read because of damage is broken.
fn finding(invariant: &'static str, broken: Result<Vec<String>, Error>) -> Result<Finding, Error> {
    match broken {
        Ok(mut broken) => {
            broken.truncate(NAMED);
            Ok(Finding { invariant, broken })
        }
        Err(error @ (Error::Busy | Error::DiskFull)) => Err(error),
        Err(error) => Ok(Finding { invariant, broken: vec![error.to_string()] }),
    }
}

fn broken(view: &Connection, statement: &str) -> Result<Vec<String>, Error> {
    let mut statement = view.prepare(statement)?;
    let mut rows = statement.query([])?;
    let mut broken = Vec::new();
    while let Some(row) = rows.next()?.filter(|_| broken.len() < NAMED) {
        broken.push(row.get(0)?);
    }
    Ok(broken)
}
