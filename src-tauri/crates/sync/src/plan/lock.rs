//! What a lock of Xero's is held against.

use chrono::NaiveDate;
use ledger::{Chart, DocumentKind, Problem};
use store::{Book, Document, Reason};

use crate::cause::Cause;
use crate::error::Error;

/// The last locked date, as far as the chart kept knows.
pub(crate) fn locked_until(book: &Book) -> Result<Option<NaiveDate>, Error> {
    Ok(book.chart()?.and_then(|kept| kept.chart.organisation.locked_until()))
}

/// The date that a lock is held against: of an allocation the later one of what it ties together,
/// whatever was sent (facts §8).
pub(crate) fn dated(book: &Book, document: &Document) -> Result<NaiveDate, Error> {
    let about = document.summary.about;
    let tied = match document.summary.kind {
        DocumentKind::Allocation => [about.document, about.allocates_to],
        DocumentKind::ManualJournal
        | DocumentKind::Invoice
        | DocumentKind::CreditNote
        | DocumentKind::Payment
        | DocumentKind::BankTransaction => [None, None],
    };
    let mut later = None;
    for one in tied.into_iter().flatten() {
        later = later.max(Some(book.document(one)?.entry.date));
    }
    Ok(later.unwrap_or(document.entry.date))
}

/// Why an allocation or a set-off waits: Xero takes none where what it ties together is locked.
pub(crate) fn locked_over(
    book: &Book,
    chart: &Chart,
    document: &Document,
) -> Result<Option<Reason>, Error> {
    let date = dated(book, document)?;
    let until = chart.organisation.locked_until().filter(|until| date <= *until);
    Ok(until.map(|until| {
        let problem = Problem::PeriodLocked { date, until };
        Reason { cause: Cause::of(&problem).key(), message: problem.sentence() }
    }))
}
