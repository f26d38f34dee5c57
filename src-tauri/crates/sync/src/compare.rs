//! The read-back: what Xero has, line by line, against what was to be posted.
//!
//! In way A a journal sent with tax inside comes back without it, the tax beside (facts §6.5): net
//! and tax together are compared. Descriptions are not: they say nothing to the books.

use chrono::NaiveDate;
use ledger::{Amount, Currency, Journal, JournalLine, MoneyError, TaxWay};
use rust_decimal::Decimal;
use store::{ReadBack, ReadBackLine};
use xero::{JournalStatus, LineAmountTypes, ManualJournal};

/// One way in which Xero's journal is not what was to be posted. Its `Display` is a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Difference {
    /// It is not in the ledger.
    #[error("In Xero it is {status}, not POSTED.")]
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
    /// An amount in Xero is not one of the base currency.
    #[error("In Xero there is an amount that cannot be one of this currency: {0}.")]
    Amount(#[from] MoneyError),
    /// Xero remarked something, so that it did not do quite what it was asked (facts §6.6).
    #[error("Xero remarked: {0}")]
    Remark(String),
}

/// Every difference between a journal and what Xero has; none when they are equal.
#[must_use]
pub fn differences(expected: &Journal, found: &ManualJournal) -> Vec<Difference> {
    let mut differences: Vec<Difference> =
        found.warnings.iter().cloned().map(Difference::Remark).collect();
    if found.status != JournalStatus::Posted {
        differences.push(Difference::Status { status: found.status.to_string() });
    }
    if found.date != expected.date {
        differences.push(Difference::Date { found: found.date, expected: expected.date });
    }
    match read_lines(found, expected.currency) {
        Ok(lines) => differences.extend(line_differences(expected, lines)),
        Err(error) => differences.push(error.into()),
    }
    differences
}

/// What Xero has, as the book keeps it. Amounts are with tax where the journal was sent so.
///
/// # Errors
/// When an amount is not one of the currency.
pub(crate) fn read_back(expected: &Journal, found: &ManualJournal) -> Result<ReadBack, MoneyError> {
    Ok(ReadBack {
        status: found.status.to_string(),
        date: found.date,
        lines: read_lines(found, expected.currency)?,
    })
}

fn read_lines(found: &ManualJournal, currency: Currency) -> Result<Vec<ReadBackLine>, MoneyError> {
    let tax_is_beside = found.line_amount_types == Some(LineAmountTypes::Exclusive);
    let amount = |value: Decimal| Amount::from_decimal(value, currency);
    let line = |line: &xero::JournalLine| {
        let tax = amount(line.tax_amount.unwrap_or_default())?;
        let sent = amount(line.line_amount)? + if tax_is_beside { tax } else { Amount::ZERO };
        Ok(ReadBackLine {
            account_id: line.account_id.map(|id| id.to_string()),
            account_code: line.account_code.clone().unwrap_or_default(),
            description: line.description.clone().unwrap_or_default(),
            amount: sent,
            tax,
            tax_type: line.tax_type.clone().unwrap_or_default(),
        })
    };
    found.journal_lines.iter().map(line).collect()
}

/// Pairs each line with one of Xero's; what finds no partner on either side differs.
fn line_differences(expected: &Journal, mut found: Vec<ReadBackLine>) -> Vec<Difference> {
    let mut differences = Vec::new();
    for line in &expected.lines {
        match found.iter().position(|other| is_same(line, other, expected.tax_way)) {
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

fn is_same(expected: &JournalLine, found: &ReadBackLine, way: TaxWay) -> bool {
    let account = match &found.account_id {
        Some(id) => *id == expected.account_id,
        None => found.account_code == expected.account_code,
    };
    // Without tax, Xero's word for "no tax" on a line decides nothing.
    let tax = match way {
        TaxWay::XeroComputes => found.tax_type == expected.tax_type,
        TaxWay::TaxLines => found.tax.is_zero(),
    };
    account && tax && found.amount == expected.amount
}
