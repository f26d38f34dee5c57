//! Every word of the sheet that is not somebody's own.

pub(super) const CASHOUT: &str = "Cashout";
pub(super) const CONTINUED: &str = "continued";
pub(super) const CLOSED_BY: &str = "Closed by";
pub(super) const CLOSED_AT: &str = "Closed at";
pub(super) const NOT_CLOSED: &str = "Not closed yet";
pub(super) const STATE: &str = "State";
pub(super) const CURRENCY: &str = "Currency";
pub(super) const MADE: &str = "Printed";

pub(super) const TAKEN: &str = "Taken";
pub(super) const IN_CASHOUT: &str = "In this cashout";
pub(super) const SEPARATELY: &str = "Posted separately";

pub(super) const BY_TENDER: &str = "How it was paid";
pub(super) const TENDER: &str = "Paid by";
pub(super) const COUNT: &str = "No.";
pub(super) const REFUNDED: &str = "Refunded";
pub(super) const NET: &str = "Net";
pub(super) const NOTHING_TAKEN: &str = "Nothing was taken.";

pub(super) const BY_CATEGORY: &str = "What it was for";
pub(super) const CATEGORY: &str = "Kind";
pub(super) const AMOUNT: &str = "Amount";

pub(super) const JOURNAL: &str = "Journal";
pub(super) const NO_JOURNAL: &str = "No journal: there was nothing to post.";
pub(super) const ACCOUNT: &str = "Account";
pub(super) const DESCRIPTION: &str = "Description";
pub(super) const TAX: &str = "Tax";
pub(super) const TRACKING: &str = "Tracking";
pub(super) const DEBIT: &str = "Debit";
pub(super) const CREDIT: &str = "Credit";
pub(super) const TOTAL: &str = "Total";

pub(super) const CASH_COUNT: &str = "Cash count";
pub(super) const NO_COUNT: &str = "No cash count was recorded.";
pub(super) const RESULT: &str = "Result";
pub(super) const PIECES: &str = "Pieces";
pub(super) const VALUE: &str = "Value";
pub(super) const EXPECTED: &str = "Expected";
pub(super) const COUNTED: &str = "Counted";
pub(super) const EXACT: &str = "Difference";
pub(super) const OVER: &str = "Over";
pub(super) const SHORT: &str = "Short";
pub(super) const REASON: &str = "Reason";
pub(super) const RECOUNTS: &str = "Counted before";
pub(super) const COUNTED_BY: &str = "Counted by";
pub(super) const COUNTED_AT: &str = "Counted at";
pub(super) const OVER_SHORT: &str = "Over or short";

pub(super) const SEPARATE_TITLE: &str = "What";
pub(super) const NOTHING_SEPARATELY: &str = "Nothing was posted separately.";

/// "Page 2 of 3".
pub(super) fn page(number: usize, count: usize) -> String {
    format!("Page {number} of {count}")
}

/// "Journal 2 of 3", or just "Journal".
pub(super) fn journal(number: usize, count: usize) -> String {
    if count == 1 { JOURNAL.to_owned() } else { format!("{JOURNAL} {number} of {count}") }
}
