//! The read-back: what Xero has, line by line, against what was to be posted.
//!
//! In way A a journal sent with tax inside comes back without it, the tax beside (facts §6.5): net
//! and tax together are compared. Descriptions are not: they say nothing to the books.

use chrono::NaiveDate;
use ledger::{Amount, Counter, Currency, DocumentKind, Entry, EntryLine, MoneyError, TaxWay};
use rust_decimal::{Decimal, RoundingStrategy};
use store::{ReadBack, ReadBackLine};

use crate::kinds::{Refs, Seen, Standing};

/// The decimals of a rate in Xero (facts §10.4).
pub(crate) const RATE_DECIMALS: u32 = 6;

/// One way in which Xero's document is not what was to be posted. Its `Display` is a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Difference {
    /// It is not in the ledger.
    #[error("In Xero it is {status}.")]
    Status {
        /// Xero's word.
        status: String,
    },
    /// It has another date.
    #[error("In Xero it is dated {found}, here {expected}.")]
    Date {
        /// The date in Xero.
        found: NaiveDate,
        /// The date it was to have.
        expected: NaiveDate,
    },
    /// A line that was to be there is not.
    #[error("In Xero the line of {amount} on {account} is missing.")]
    Missing {
        /// The account, as people know it.
        account: String,
        /// The amount, debit positive.
        amount: String,
    },
    /// A line is there that was not to be.
    #[error("In Xero there is a line of {amount} on {account} that is not from here.")]
    Extra {
        /// The account's code or id.
        account: String,
        /// The amount, debit positive.
        amount: String,
    },
    /// It is somebody else's, of another invoice, or of another bank account.
    #[error("In Xero it belongs to another {what}.")]
    Elsewhere {
        /// What is another.
        what: &'static str,
    },
    /// It moves another amount.
    #[error("In Xero it moves {found}, here {expected}.")]
    Allocated {
        /// The amount in Xero.
        found: String,
        /// The amount it was to move.
        expected: String,
    },
    /// An amount in Xero is not one of the currency.
    #[error("In Xero there is an amount that cannot be one of this currency: {0}.")]
    Amount(#[from] MoneyError),
    /// Xero remarked something, so that it did not do quite what it was asked (facts §6.6).
    #[error("Xero remarked: {0}")]
    Remark(String),
}

/// Every difference between a document and what Xero has; none when they are equal. A draft is
/// equal to what was to be a draft.
pub(crate) fn differences(expected: &Entry, refs: Refs, found: &Seen) -> Vec<Difference> {
    let mut differences: Vec<Difference> =
        found.remarks.iter().cloned().map(Difference::Remark).collect();
    let stands = match found.standing {
        Standing::Live => true,
        Standing::Draft => expected.draft,
        Standing::Gone | Standing::Other => false,
    };
    if !stands {
        differences.push(Difference::Status { status: found.status.clone() });
    }
    if let Some(date) = found.date.filter(|date| *date != expected.date) {
        differences.push(Difference::Date { found: date, expected: expected.date });
    }
    differences.extend(elsewhere(expected, refs, found));
    match read_lines(found, expected.currency) {
        Ok(lines) => differences.extend(line_differences(expected, lines)),
        Err(error) => differences.push(error.into()),
    }
    differences
}

/// Whether it belongs to whom and to what it was to belong.
fn elsewhere(expected: &Entry, refs: Refs, found: &Seen) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut unequal = |what, expected: Option<&str>, found: Option<xero::Uuid>| {
        let found = found.map(|id| id.to_string());
        if let (Some(expected), Some(found)) = (expected, found)
            && expected != found
        {
            differences.push(Difference::Elsewhere { what });
        }
    };
    unequal("contact", expected.contact.as_deref(), found.contact);
    if let Some(Counter::Bank(bank)) = &expected.counter {
        unequal("bank account", Some(&bank.id), found.bank);
    }
    let about = match expected.kind {
        DocumentKind::Allocation => refs.allocates_to,
        DocumentKind::Payment => refs.about.map(|(_, id)| id),
        DocumentKind::ManualJournal
        | DocumentKind::Invoice
        | DocumentKind::CreditNote
        | DocumentKind::BankTransaction => None,
    };
    let about = about.map(|id| id.to_string());
    unequal("invoice", about.as_deref(), found.about);
    let moved = expected.total.to_decimal(expected.currency);
    if expected.kind == DocumentKind::Allocation && found.allocated != moved {
        differences.push(Difference::Allocated {
            found: found.allocated.to_string(),
            expected: moved.to_string(),
        });
    }
    differences
}

/// What Xero has, as the book keeps it. Amounts are with tax where the document was sent so, and of
/// the currency it has there.
///
/// # Errors
/// When an amount is not one of the currency.
pub(crate) fn read_back(expected: &Entry, found: &Seen) -> Result<ReadBack, MoneyError> {
    let head = read_head(expected, found);
    let lines = read_lines(found, head.currency.unwrap_or(expected.currency))?;
    Ok(ReadBack { lines, ..head })
}

/// What Xero has but for the lines, which may be of amounts that cannot be kept.
pub(crate) fn read_head(expected: &Entry, found: &Seen) -> ReadBack {
    ReadBack {
        status: found.status.clone(),
        date: found.date.unwrap_or(expected.date),
        currency: found.currency.as_deref().and_then(|code| code.parse().ok()),
        rate: found.rate.map(kept_rate),
        lines: Vec::new(),
    }
}

/// A rate as Xero keeps it, which answers with more digits than it has (facts §10.4).
pub(crate) fn kept_rate(rate: Decimal) -> Decimal {
    rate.round_dp_with_strategy(RATE_DECIMALS, RoundingStrategy::MidpointAwayFromZero).normalize()
}

fn read_lines(found: &Seen, currency: Currency) -> Result<Vec<ReadBackLine>, MoneyError> {
    let line = |line: &crate::kinds::SeenLine| {
        Ok(ReadBackLine {
            account_id: line.account_id.map(|id| id.to_string()),
            account_code: line.account_code.clone().unwrap_or_default(),
            description: line.description.clone().unwrap_or_default(),
            amount: Amount::from_decimal(line.amount, currency)?,
            tax: Amount::from_decimal(line.tax, currency)?,
            tax_type: line.tax_type.clone().unwrap_or_default(),
            tracking: line.tracking.clone(),
        })
    };
    found.lines.iter().map(line).collect()
}

/// Pairs each line with one of Xero's; what finds no partner on either side differs.
fn line_differences(expected: &Entry, mut found: Vec<ReadBackLine>) -> Vec<Difference> {
    let mut differences = Vec::new();
    for line in &expected.lines {
        match found.iter().position(|other| is_same(expected, line, other)) {
            Some(partner) => {
                found.swap_remove(partner);
            }
            None => differences.push(Difference::Missing {
                account: line.account_name.clone(),
                amount: line.amount.display(expected.currency),
            }),
        }
    }
    differences.extend(found.into_iter().map(|line| Difference::Extra {
        account: if line.account_code.is_empty() {
            line.account_id.unwrap_or_default()
        } else {
            line.account_code
        },
        amount: line.amount.display(expected.currency),
    }));
    differences
}

fn is_same(entry: &Entry, expected: &EntryLine, found: &ReadBackLine) -> bool {
    let account = match &found.account_id {
        Some(id) => *id == expected.account_id,
        None => found.account_code == expected.account_code,
    };
    // A payment has no tax; without tax, Xero's word for "no tax" on a line decides nothing.
    let tax = match (entry.kind, entry.tax_way) {
        (DocumentKind::Payment, _) => true,
        (_, TaxWay::XeroComputes) => found.tax_type == expected.tax_type,
        (_, TaxWay::TaxLines) => found.tax.is_zero(),
    };
    account && tax && found.amount == expected.amount
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests;
