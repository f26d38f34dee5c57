//! Lines of journals as the window shows them.

use ledger::{Amount, Chart, Currency, EntryLine};

use super::transaction;
use crate::convert::money;

/// A total without an account, as a line that cannot be sent yet.
pub(super) fn unresolved_line(one: &ledger::UnresolvedLine) -> EntryLine {
    EntryLine {
        account_id: String::new(),
        account_code: String::new(),
        account_name: transaction::target_words(&one.total.target),
        description: one.problem.sentence(),
        quantity: rust_decimal::Decimal::ONE,
        amount: one.amount,
        tax_type: String::new(),
        tracking: Vec::new(),
        tax_collected: Amount::ZERO,
        tax_expected: Amount::ZERO,
    }
}

/// A line of a journal as the window shows it.
pub(super) fn journal_line(
    line: &EntryLine,
    currency: Currency,
    chart: Option<&Chart>,
    key: Option<ipc::LineKey>,
    transactions: u32,
    unmapped: bool,
) -> ipc::JournalLine {
    let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    ipc::JournalLine {
        key,
        account_code: some(&line.account_code),
        account_name: line.account_name.clone(),
        unmapped,
        description: line.description.clone(),
        debit: (!line.amount.is_negative()).then(|| money(line.amount, currency)),
        credit: line.amount.is_negative().then(|| money(-line.amount, currency)),
        tax_type: some(&line.tax_type).map(Into::into),
        tracking: chart.map(|chart| tracking(chart, &line.tracking)).unwrap_or_default(),
        transactions,
    }
}

/// Tracking by names.
pub(crate) fn tracking(chart: &Chart, ids: &[(String, String)]) -> Vec<ipc::TrackingChoice> {
    ids.iter()
        .filter_map(|(category, option)| {
            let category = chart.tracking.iter().find(|one| one.id == *category)?;
            let option = category.options.iter().find(|one| one.id == *option)?;
            Some(ipc::TrackingChoice {
                category: category.name.clone(),
                option: option.name.clone(),
            })
        })
        .collect()
}
