//! What is not as it was written, for people.

use std::fmt;

use chrono::NaiveDate;

use super::Group;
use super::compare::Differences;
use crate::ids::{DocumentId, TransactionId};
use crate::sql;

/// How many of a kind are named in a sentence.
const NAMED: usize = 10;

/// What in the book differs from the seals that were kept of it: a damaged file, or a program that
/// is not Daybook wrote into it. At least one of them is not empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Altered {
    /// Transactions, with their parts and legs.
    pub transactions: Vec<TransactionId>,
    /// Business dates whose transactions are not all there.
    pub days: Vec<NaiveDate>,
    /// Documents, with their lines, claims and attempts.
    pub documents: Vec<DocumentId>,
    /// Whole tables, by their names in the book's file.
    pub tables: Vec<String>,
}

impl Altered {
    pub(super) fn of(differences: &Differences) -> Option<Self> {
        if differences.is_empty() {
            return None;
        }
        let mut altered = Self::default();
        for group in differences.keys() {
            match group {
                Group::Transaction(id) => altered.transactions.push(TransactionId(*id)),
                // A seal of no date is damaged itself.
                Group::Day(day) => altered.days.push(sql::date(*day).unwrap_or(NaiveDate::MIN)),
                Group::Document(id) => altered.documents.push(DocumentId(*id)),
                Group::Table(name) => altered.tables.push(name.to_string()),
            }
        }
        Some(altered)
    }
}

impl fmt::Display for Altered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups = [
            ("transaction", "transactions", texts(&self.transactions)),
            ("the transactions of", "the transactions of", texts(&self.days)),
            ("document", "documents", texts(&self.documents)),
            ("the table", "the tables", texts(&self.tables)),
        ];
        let said = groups.into_iter().filter(|(_, _, all)| !all.is_empty());
        let said: Vec<String> = said
            .map(|(one, many, all)| match all.as_slice() {
                [only] => format!("{one} {only}"),
                _ => format!("{many} {}", listed(&all)),
            })
            .collect();
        f.write_str(&said.join(", "))
    }
}

fn texts<T: fmt::Display>(all: &[T]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

fn listed(all: &[String]) -> String {
    match all.len().checked_sub(NAMED).filter(|rest| *rest > 0) {
        None => all.join(", "),
        Some(rest) => format!("{} and {rest} more", all[..NAMED].join(", ")),
    }
}
