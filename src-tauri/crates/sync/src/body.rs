//! A journal as the request that makes it. Equal journals give equal bytes, which are kept with
//! each attempt and sent again unchanged where the protocol says so (DESIGN §4).

use ledger::{Currency, Journal, JournalLine, TaxWay};
use xero::{
    JournalStatus, LineAmountTypes, NewJournalLine, NewManualJournal, NewTracking, Uuid,
    manual_journal_body,
};

/// The body of the journal's creation.
///
/// Nothing is left to Xero's defaults, which are a draft without tax (facts §6.2). The link back
/// to us is left out: a desktop program has no address of its own.
pub(crate) fn journal_body(journal: &Journal) -> String {
    let line_amount_types = match journal.tax_way {
        TaxWay::XeroComputes => LineAmountTypes::Inclusive,
        TaxWay::TaxLines => LineAmountTypes::NoTax,
    };
    let bytes = manual_journal_body(&NewManualJournal {
        narration: journal.narration.clone(),
        date: journal.date,
        line_amount_types,
        status: JournalStatus::Posted,
        url: None,
        show_on_cash_basis_reports: true,
        journal_lines: journal.lines.iter().map(|line| new_line(line, journal.currency)).collect(),
    });
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

fn new_line(line: &JournalLine, currency: Currency) -> NewJournalLine {
    let has_code = !line.account_code.is_empty();
    NewJournalLine {
        line_amount: line.amount.to_decimal(currency),
        account_code: has_code.then(|| line.account_code.clone()),
        account_id: if has_code { None } else { Uuid::parse_str(&line.account_id).ok() },
        description: Some(line.description.clone()),
        tax_type: Some(line.tax_type.clone()),
        tracking: line.tracking.iter().filter_map(new_tracking).collect(),
    }
}

fn new_tracking((category, option): &(String, String)) -> Option<NewTracking> {
    Some(NewTracking {
        tracking_category_id: Uuid::parse_str(category).ok()?,
        tracking_option_id: Uuid::parse_str(option).ok()?,
    })
}
