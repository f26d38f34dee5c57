//! Planning a document again: its claims stay, its lines follow the mapping and the chart of
//! today. So a held day goes by itself once its cause is mended, and what waited offline is
//! checked once more right before it is sent.

use ledger::{CashoutInput, Chart, Mapping, Resolver, cashout};
use store::{
    Book, Document, DocumentFilter, DocumentId, DocumentKind, DocumentSummary, Operation, Reason,
    State,
};

use super::{hold_reason, journal_date};
use crate::body::journal_body;
use crate::cause::Cause;
use crate::error::Error;
use crate::policy::Policy;

/// How many held documents are looked at in one go.
const HELD_MAX: u32 = 1_000;

/// What planning again came to. Its changes are in the book already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replanned {
    /// It can be sent, as it is in the book now.
    Ready,
    /// Something stands in the way; it is not yet recorded as the document's reason.
    Blocked(Reason),
}

/// Works a document out again from what it claimed, and rewrites it where that changed anything.
///
/// # Errors
/// [`Error::Book`]; a document that is not being created, or is on its way, cannot be rewritten.
pub fn replan(
    book: &Book,
    chart: &Chart,
    mapping: &Mapping,
    document: &Document,
) -> Result<Replanned, Error> {
    let summary = &document.summary;
    let way = book.location(summary.location)?.location.tax_way;
    let totals = book.claimed_totals(summary.id)?;
    let input = CashoutInput {
        date: journal_date(summary.to, chart, Policy::of(book)?.locked),
        narration: summary.narration.clone(),
        currency: chart.organisation.base_currency,
        totals: &totals,
    };
    let review = cashout(&input, &Resolver::new(chart, mapping, way));
    let Ok(journal) = review.journal() else {
        return Ok(Replanned::Blocked(hold_reason(&review).unwrap_or_else(nothing_left)));
    };
    if journal != document.journal {
        book.rewrite(summary.id, &journal, &journal_body(&journal))?;
    }
    Ok(Replanned::Ready)
}

/// Plans every document again that is held for a problem of its plan, over the chart last read,
/// and queues those that have none left. Returns these. What has nothing to post is skipped.
///
/// # Errors
/// [`Error::Book`].
pub fn replan_held(book: &Book) -> Result<Vec<DocumentId>, Error> {
    let Some(snapshot) = book.chart()? else { return Ok(Vec::new()) };
    let mapping = book.mapping()?;
    let filter = DocumentFilter { state: Some(State::Held), ..DocumentFilter::default() };
    let mut queued = Vec::new();
    let held = book.documents(&filter, HELD_MAX)?;
    for empty in held.iter().filter(|held| is_planned(held) && is_empty(held)) {
        book.skip(empty.id, &nothing_left())?;
    }
    for held in held.iter().filter(|held| is_mendable(held)) {
        let document = book.document(held.id)?;
        match replan(book, &snapshot.chart, &mapping, &document)? {
            Replanned::Ready => {
                book.release(held.id)?;
                queued.push(held.id);
            }
            Replanned::Blocked(reason) if Some(&reason) == held.reason.as_ref() => {}
            Replanned::Blocked(reason) => book.hold(held.id, &reason, None)?,
        }
    }
    Ok(queued)
}

/// Whether a document is held that planning again may mend.
///
/// # Errors
/// When the book cannot be read.
pub(crate) fn has_mendable(book: &Book) -> Result<bool, store::Error> {
    let filter = DocumentFilter { state: Some(State::Held), ..DocumentFilter::default() };
    Ok(book.documents(&filter, HELD_MAX)?.iter().any(is_mendable))
}

/// Queues a held or rejected document again at a person's wish, planned anew; where something
/// still stands in the way, it stays held and the reason says what.
///
/// # Errors
/// [`Error::NoChart`]; [`Error::Book`] when its state does not allow it.
pub fn retry(book: &Book, document: DocumentId) -> Result<Replanned, Error> {
    let chart = book.chart()?.ok_or(Error::NoChart)?.chart;
    let document = book.document(document)?;
    let id = document.summary.id;
    let outcome = if is_planned(&document.summary) {
        replan(book, &chart, &book.mapping()?, &document)?
    } else {
        Replanned::Ready
    };
    match &outcome {
        Replanned::Ready => book.release(id)?,
        Replanned::Blocked(reason) => book.hold(id, reason, None)?,
    }
    Ok(outcome)
}

fn is_mendable(held: &DocumentSummary) -> bool {
    let by_planning = |reason: &Reason| Cause::from_key(&reason.cause).mended_by_planning();
    is_planned(held) && held.reason.as_ref().is_some_and(by_planning)
}

fn is_empty(held: &DocumentSummary) -> bool {
    held.reason.as_ref().is_some_and(|reason| reason.cause == Cause::NothingToPost.key())
}

/// Whether its lines are the plan's to decide: a void takes back what was posted as it was.
fn is_planned(document: &DocumentSummary) -> bool {
    document.operation == Operation::Create && document.kind == DocumentKind::ManualJournal
}

pub(super) fn nothing_left() -> Reason {
    Reason {
        cause: Cause::NothingToPost.key(),
        message: "What was sold was given back: there is nothing to post.".to_owned(),
    }
}
