//! Journals: what is sent to Xero as one manual journal.

use chrono::NaiveDate;

use crate::mapping::TaxWay;
use crate::money::{Amount, Currency};

/// One manual journal, ready to be sent. Its lines sum to zero as they are sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journal {
    /// The unique text it is looked up by in Xero (facts §6.7).
    pub narration: String,
    /// Its date in Xero.
    pub date: NaiveDate,
    /// Always the organisation's base currency (facts §6.8).
    pub currency: Currency,
    /// How its tax is sent: way A is Inclusive, way B is NoTax.
    pub tax_way: TaxWay,
    /// Debits first, then by account code.
    pub lines: Vec<JournalLine>,
}

/// One line of a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalLine {
    /// Xero's account id.
    pub account_id: String,
    /// The account's code; may be empty for accounts without one.
    pub account_code: String,
    /// The account's name.
    pub account_name: String,
    /// What it is made of: "Boats: 23 sales, 1 refund".
    pub description: String,
    /// Debit positive, credit negative; with tax in way A, without in way B.
    pub amount: Amount,
    /// The tax type, always sent explicitly.
    pub tax_type: String,
    /// Tracking as (category id, option id), at most two.
    pub tracking: Vec<(String, String)>,
    /// In way A the tax collected at the desk on this line, debit positive.
    pub tax_collected: Amount,
    /// In way A the tax Xero will work out for this line (half-up, facts §7.3), debit positive.
    pub tax_expected: Amount,
}

impl Journal {
    /// The sum of the debit lines: what the journal is worth.
    #[must_use]
    pub fn total(&self) -> Amount {
        self.lines.iter().map(|line| line.amount).filter(|amount| !amount.is_negative()).sum()
    }

    /// Whether the lines sum to zero.
    #[must_use]
    pub fn is_balanced(&self) -> bool {
        self.lines.iter().map(|line| line.amount).sum::<Amount>().is_zero()
    }
}
