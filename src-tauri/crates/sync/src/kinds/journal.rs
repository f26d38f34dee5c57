//! Manual journals (facts §6).

use ledger::{Currency, Entry, EntryLine};
use rust_decimal::Decimal;
use world::{Bug, planted};
use xero::{
    AccountKey, Answer, Client, JournalStatus, LineAmountTypes, ManualJournal, NewJournalLine,
    NewManualJournal, Uuid, manual_journal_body, void_manual_journal_body,
};

use super::{Seen, SeenLine, Standing, lines, major};

/// The body of the journal's creation.
///
/// Nothing is left to Xero's defaults, which are a draft without tax (facts §6.2). The link back
/// to us is left out: a desktop program has no address of its own.
pub(super) fn body(entry: &Entry) -> Vec<u8> {
    manual_journal_body(&NewManualJournal {
        narration: entry.reference.clone(),
        date: entry.date,
        line_amount_types: lines::amounts(entry.tax_way),
        status: if entry.draft { JournalStatus::Draft } else { JournalStatus::Posted },
        url: None,
        show_on_cash_basis_reports: true,
        journal_lines: entry.lines.iter().map(|line| new_line(line, entry.currency)).collect(),
    })
}

fn new_line(line: &EntryLine, currency: Currency) -> NewJournalLine {
    let (code, id) = match lines::account(&line.account_code, &line.account_id) {
        AccountKey::Code(code) => (Some(code), None),
        AccountKey::Id(id) => (None, Some(id)),
    };
    NewJournalLine {
        line_amount: match planted(Bug::SignLost) {
            true => -major(line.amount, currency),
            false => major(line.amount, currency),
        },
        account_code: code,
        account_id: id,
        description: Some(line.description.clone()),
        tax_type: Some(line.tax_type.clone()),
        tracking: lines::tracking(line),
    }
}

pub(super) fn of_answer(answer: Answer<ManualJournal>) -> Seen {
    Seen { remarks: answer.warnings, ..seen(answer.value) }
}

pub(crate) fn seen(journal: ManualJournal) -> Seen {
    let beside = journal.line_amount_types == Some(LineAmountTypes::Exclusive);
    let line = |line: xero::JournalLine| {
        let tax = line.tax_amount.unwrap_or_default();
        SeenLine {
            account_id: line.account_id,
            account_code: line.account_code,
            description: line.description,
            amount: line.line_amount + if beside { tax } else { Decimal::ZERO },
            tax,
            tax_type: line.tax_type,
            tracking: Some(lines::seen_tracking(line.tracking)),
        }
    };
    Seen {
        id: journal.manual_journal_id,
        reference: Some(journal.narration),
        number: None,
        standing: match journal.status {
            JournalStatus::Posted => Standing::Live,
            JournalStatus::Draft => Standing::Draft,
            JournalStatus::Voided | JournalStatus::Deleted => Standing::Gone,
            JournalStatus::Archived | JournalStatus::Other(_) => Standing::Other,
        },
        status: journal.status.to_string(),
        date: Some(journal.date),
        lines: journal.journal_lines.into_iter().map(line).collect(),
        about: None,
        contact: None,
        bank: None,
        allocated: Decimal::ZERO,
        currency: None,
        rate: None,
        reconciled: false,
        uses: Vec::new(),
        remarks: journal.warnings,
    }
}

/// All of the journal again, with the status that ends it.
pub(super) async fn take_back_body(client: &Client, id: Uuid) -> Result<Vec<u8>, xero::Error> {
    Ok(void_manual_journal_body(&client.manual_journal(id).await?))
}
