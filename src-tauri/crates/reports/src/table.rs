//! The general ledger as a table of text, one posting a line.

use crate::cells::{table, text_cell};
use crate::general_ledger::GeneralLedger;
use crate::rows::{HEADINGS, Row, rows};

/// Writes CSV by RFC 4180, in UTF-8 with a line of headings. Dates are `2026-11-21`, amounts have
/// the currency's decimals and no separators, and no text can be taken for a formula.
#[must_use]
pub fn csv(ledger: &GeneralLedger) -> String {
    let currency = ledger.currency();
    let cells = |row: Row<'_>| {
        let amount = |amount: Option<ledger::Amount>| {
            amount.map(|amount| amount.display(currency)).unwrap_or_default()
        };
        vec![
            row.date.to_string(),
            text_cell(row.document),
            text_cell(row.reference),
            text_cell(row.description),
            text_cell(&row.account.code),
            text_cell(&row.account.name),
            row.account.kind.title().to_owned(),
            amount(row.debit()),
            amount(row.credit()),
            currency.to_string(),
            text_cell(row.line_description),
            text_cell(&row.tags()),
        ]
    };
    let lines: Vec<Vec<String>> = rows(ledger).map(cells).collect();
    let headings = HEADINGS.map(str::to_owned);
    table([headings.as_slice()].into_iter().chain(lines.iter().map(Vec::as_slice)))
}
