//! Journals that a person carries into Xero as a file.

use ipc::{Code, Fault};
use ledger::{Chart, DocumentKind};
use reports::{DateOrder, XeroJournal, XeroLine, xero_csv};
use store::{DocumentSummary, Operation, State};

use super::{Made, Wanted};
use crate::fault::{fault, of_book, of_sync, sentence};
use crate::open_book::OpenBook;
use crate::views::journal_lines;

/// How many documents are looked at for journals that wait.
const JOURNALS_MAX: u32 = 2_000;

/// The journals of some days that wait, as Xero's own import takes them. They are set aside here,
/// so that they do not go by both ways.
pub(super) fn for_xero(open: &OpenBook, wanted: &Wanted, chart: &Chart) -> Result<Made, Fault> {
    let book = &open.book;
    let filter = store::DocumentFilter {
        from: Some(wanted.from),
        to: Some(wanted.to),
        location: wanted.location.as_ref().map(|one| one.id),
        ..store::DocumentFilter::default()
    };
    let mut waiting = book.documents(&filter, JOURNALS_MAX).map_err(of_book)?;
    waiting.retain(|one| one.kind == DocumentKind::ManualJournal && waits(one));
    waiting.reverse();
    if waiting.is_empty() {
        let message = "No journal of these days waits: what is posted is in Xero already.";
        return Err(fault(Code::NotFound, message));
    }
    let mut journals = Vec::with_capacity(waiting.len());
    for summary in &waiting {
        journals.push(journal(&book.document(summary.id).map_err(of_book)?.entry, chart));
    }
    let order = DateOrder::of_country(&chart.organisation.country);
    let files = xero_csv(&journals, chart.organisation.base_currency, order)
        .map_err(|error| fault(Code::InvalidInput, sentence(&error)))?;
    for summary in &waiting {
        sync::set_aside(book, summary.id, &open.world).map_err(of_sync)?;
    }
    Ok(Made {
        files: files.into_iter().map(String::into_bytes).collect(),
        documents: waiting.len(),
        remark: Some(
            "They are held here now, so that they do not go twice. Once they are imported, retry \
             them: each is looked up in Xero first.",
        ),
    })
}

/// Whether a journal is not in Xero and not on its way.
fn waits(document: &DocumentSummary) -> bool {
    document.operation == Operation::Create
        && matches!(document.state, State::Queued | State::Held | State::Rejected)
        && !document.total.is_zero()
}

fn journal(entry: &ledger::Entry, chart: &Chart) -> XeroJournal {
    let rate_name = |tax_type: &str| {
        let found = chart.tax_rates.iter().find(|rate| rate.tax_type == tax_type);
        found.map_or_else(|| tax_type.to_owned(), |rate| rate.name.clone())
    };
    let line = |line: &ledger::EntryLine| XeroLine {
        description: line.description.clone(),
        account_code: line.account_code.clone(),
        tax_rate: rate_name(&line.tax_type),
        amount: line.amount,
        tracking: journal_lines::tracking(chart, &line.tracking)
            .into_iter()
            .map(|one| (one.category, one.option))
            .collect(),
    };
    XeroJournal {
        narration: entry.reference.clone(),
        date: entry.date,
        lines: entry.lines.iter().map(line).collect(),
    }
}
