//! The general ledger as rows, one a posting: what the table of text and the workbook both show.

use chrono::NaiveDate;
use ledger::Amount;

use crate::general_ledger::{Account, GeneralLedger, OPENING};

/// The columns of text and of amounts, in their order.
pub(crate) const HEADINGS: [&str; 12] = [
    "Date",
    "Document",
    "Reference",
    "Description",
    "Account code",
    "Account",
    "Account type",
    "Debit",
    "Credit",
    "Currency",
    "Line description",
    "Tags",
];

/// One posting with all that is known of it.
pub(crate) struct Row<'a> {
    pub(crate) date: NaiveDate,
    pub(crate) document: &'a str,
    pub(crate) reference: &'a str,
    pub(crate) description: &'a str,
    pub(crate) account: &'a Account,
    /// Debit positive.
    pub(crate) amount: Amount,
    pub(crate) line_description: &'a str,
    pub(crate) tags: &'a [(String, String)],
}

impl Row<'_> {
    /// The amount where it is a debit; nothing at all is shown as a debit.
    pub(crate) fn debit(&self) -> Option<Amount> {
        (!self.amount.is_negative()).then_some(self.amount)
    }

    /// The amount where it is a credit, without its sign.
    pub(crate) fn credit(&self) -> Option<Amount> {
        self.amount.is_negative().then(|| self.amount.abs())
    }

    /// "Region: North; Desk: Pier".
    pub(crate) fn tags(&self) -> String {
        let tag = |(name, value): &(String, String)| format!("{name}: {value}");
        self.tags.iter().map(tag).collect::<Vec<_>>().join("; ")
    }
}

/// The opening balances first, then every posting of every entry.
pub(crate) fn rows(ledger: &GeneralLedger) -> impl Iterator<Item = Row<'_>> {
    let account = |id: &str| &ledger.accounts()[ledger.place(id)];
    let opening = ledger.opening().into_iter().flat_map(move |opening| {
        opening.balances.iter().map(move |(id, amount)| Row {
            date: opening.date,
            document: OPENING,
            reference: "",
            description: OPENING,
            account: account(id),
            amount: *amount,
            line_description: "",
            tags: &[],
        })
    });
    let posted = ledger.entries().iter().flat_map(move |entry| {
        entry.postings.iter().map(move |posting| Row {
            date: entry.date,
            document: &entry.document,
            reference: &entry.reference,
            description: &entry.description,
            account: account(&posting.account),
            amount: posting.amount,
            line_description: &posting.description,
            tags: &posting.tags,
        })
    });
    opening.chain(posted)
}
