//! Planning a document again: its claims stay, its lines follow the mapping and the chart of
//! today. So a held day goes by itself once its cause is mended, and what waited offline is
//! checked once more right before it is sent.

use chrono::{DateTime, Utc};
use ledger::{CashoutInput, Chart, DocumentKind, Entry, Mapping, Resolver, Review, cashout};
use store::{
    Book, Document, DocumentFilter, DocumentId, DocumentSummary, Operation, Reason, State,
};

use super::lock::locked_over;
use super::own::{Desk, refs_of};
use super::set_off::is_set_off;
use super::{fields, hold_reason, journal_date};
use crate::cause::Cause;
use crate::error::Error;
use crate::kinds;
use crate::policy::{LockedDays, Policy};

/// How many held documents are read in one go.
const HELD_PAGE: u32 = 1_000;
/// How many times so many are read: more than any desk can hold.
const HELD_PAGES_MAX: u32 = 1_000;

/// The code of [`ledger::Problem::PeriodLocked`].
const PERIOD_LOCKED: &str = "period_locked";

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
    now: DateTime<Utc>,
) -> Result<Replanned, Error> {
    let policy = Policy::of(book)?;
    if document.summary.kind == DocumentKind::Allocation
        && let Some(locked) = locked_over(book, chart, document)?
    {
        return Ok(Replanned::Blocked(locked));
    }
    let planned = match &document.part {
        Some(part) => {
            let desk = Desk { book, chart, mapping, policy };
            planned(&desk.review(&book.part(part)?, document.summary.reference.clone())?)
        }
        // What it moves is what was open in Xero a moment ago.
        None if is_set_off(document) => Ok(document.entry.clone()),
        None if document.summary.about.reverses.is_some() => Ok(reversal_of_today(document, chart)),
        None => planned(&cashout_again(book, chart, mapping, policy, document)?),
    };
    let entry = match planned {
        Ok(entry) => Entry { draft: policy.drafts.has(entry.kind), ..entry },
        Err(reason) => {
            if Some(&reason) != document.summary.reason.as_ref() {
                // Not for what was never recorded.
                book.verify_sources(document.summary.id, now)?;
            }
            return Ok(Replanned::Blocked(reason));
        }
    };
    let body = kinds::body(&entry, refs_of(book, document.summary.about)?);
    if entry != document.entry || body != document.body {
        book.rewrite(document.summary.id, &entry, &body, now)?;
    }
    Ok(Replanned::Ready)
}

fn planned(review: &Review) -> Result<Entry, Reason> {
    review.entry().map_err(|_| hold_reason(review).unwrap_or_else(nothing_left))
}

fn cashout_again(
    book: &Book,
    chart: &Chart,
    mapping: &Mapping,
    policy: Policy,
    document: &Document,
) -> Result<Review, Error> {
    let summary = &document.summary;
    let way = book.location(summary.location)?.location.tax_way;
    let fields = fields(mapping);
    let totals = match fields.is_empty() {
        true => book.claimed_totals(summary.id)?,
        false => book.claimed_totals_by(summary.id, &fields)?,
    };
    let input = CashoutInput {
        date: journal_date(summary.to, chart, policy.locked),
        narration: summary.reference.clone(),
        currency: chart.organisation.base_currency,
        totals: &totals,
    };
    Ok(cashout(&input, &Resolver::new(chart, mapping, way)))
}

/// A reversal says what its original said, on a day that is open now.
fn reversal_of_today(document: &Document, chart: &Chart) -> Entry {
    let entry = document.entry.clone();
    let date = journal_date(entry.date, chart, LockedDays::NextOpenDay);
    Entry { date, due: entry.due.map(|_| date), ..entry }
}

/// Plans every document again that is held for a problem of its plan, over the chart last read,
/// and queues those that have none left. Returns these. What has nothing to post is skipped; what
/// cannot be planned for a reason of its own stays what it is, and is in no other's way.
///
/// # Errors
/// [`Error::Book`].
pub fn replan_held(book: &Book, now: DateTime<Utc>) -> Result<Vec<DocumentId>, Error> {
    let mut queued = Vec::new();
    let Some(over) = Over::read(book)? else { return Ok(queued) };
    for held in mendable(book)? {
        match replan_one(book, &over, held, now) {
            Ok(true) => queued.push(held),
            Ok(false) => {}
            Err(error) if error.is_of_one_document() => {
                tracing::error!(document = held.0, %error, "a document is not planned again");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(queued)
}

/// What documents are planned over, read once for all of them.
pub(crate) struct Over {
    chart: Chart,
    mapping: Mapping,
}

impl Over {
    /// As it is in the book now; none where no chart was ever read.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub(crate) fn read(book: &Book) -> Result<Option<Self>, store::Error> {
        let Some(snapshot) = book.chart()? else { return Ok(None) };
        Ok(Some(Self { chart: snapshot.chart, mapping: book.mapping()? }))
    }
}

/// Plans one document again that is held, and queues it where nothing is in its way any more. Says
/// whether it did.
///
/// # Errors
/// [`Error::Book`], also where another window was faster.
pub(crate) fn replan_one(
    book: &Book,
    over: &Over,
    id: DocumentId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let document = book.document(id)?;
    let held = &document.summary;
    if is_planned(held) && is_empty(held) {
        book.skip(id, &nothing_left())?;
        return Ok(false);
    }
    if waits_for_a_lock(held) {
        let locked = over.chart.organisation.locked_until();
        let is_open = locked.is_none_or(|until| held.date > until);
        if is_open {
            book.release(id)?;
        }
        return Ok(is_open);
    }
    let is_released = match replan(book, &over.chart, &over.mapping, &document, now)? {
        Replanned::Ready => true,
        Replanned::Blocked(reason) if reason == nothing_left() => {
            book.skip(id, &reason)?;
            false
        }
        Replanned::Blocked(reason) if Some(&reason) == held.reason.as_ref() => false,
        // What Xero was asked about the contact says more than the plan does.
        Replanned::Blocked(reason) if is_about_a_contact(&reason) => {
            !held.reason.as_ref().is_some_and(is_about_a_contact)
        }
        Replanned::Blocked(reason) => {
            book.hold(id, &reason, None)?;
            false
        }
    };
    if is_released {
        book.release(id)?;
    }
    Ok(is_released)
}

fn is_about_a_contact(reason: &Reason) -> bool {
    Cause::from_key(&reason.cause).is_about_a_contact()
}

/// The held documents that planning again may mend, or turns out to be nothing; the oldest first.
///
/// # Errors
/// When the book cannot be read.
pub(crate) fn mendable(book: &Book) -> Result<Vec<DocumentId>, store::Error> {
    let may_be_mended = |held: &DocumentSummary| {
        is_mendable(held) || waits_for_a_lock(held) || (is_planned(held) && is_empty(held))
    };
    let held = all_held(book)?;
    Ok(held.into_iter().filter(may_be_mended).map(|held| held.id).collect())
}

/// Every document that is held, the oldest first.
pub(crate) fn all_held(book: &Book) -> Result<Vec<DocumentSummary>, store::Error> {
    let mut held: Vec<DocumentSummary> = Vec::new();
    for _ in 0..HELD_PAGES_MAX {
        let before = held.last().map(|last| last.id);
        let states = vec![State::Held];
        let filter = DocumentFilter { states, before, ..DocumentFilter::default() };
        let page = book.documents(&filter, HELD_PAGE)?;
        let is_last = page.len() < HELD_PAGE as usize;
        held.extend(page);
        if is_last {
            break;
        }
    }
    held.reverse();
    Ok(held)
}

/// Queues a held or rejected document again at a person's wish, planned anew; where something
/// still stands in the way, it stays held and the reason says what; where nothing is left of it, it
/// is skipped.
///
/// # Errors
/// [`Error::NoChart`]; [`Error::Book`] when its state does not allow it.
pub fn retry(book: &Book, document: DocumentId, now: DateTime<Utc>) -> Result<Replanned, Error> {
    let chart = book.chart()?.ok_or(Error::NoChart)?.chart;
    let document = book.document(document)?;
    let id = document.summary.id;
    let outcome = if is_planned(&document.summary) {
        replan(book, &chart, &book.mapping()?, &document, now)?
    } else {
        Replanned::Ready
    };
    match &outcome {
        Replanned::Ready => book.release(id)?,
        Replanned::Blocked(reason) if *reason == nothing_left() => book.skip(id, reason)?,
        // The contact is looked for anew where the document is sent.
        Replanned::Blocked(reason) if is_about_a_contact(reason) => book.release(id)?,
        Replanned::Blocked(reason) => book.hold(id, reason, None)?,
    }
    Ok(outcome)
}

fn is_mendable(held: &DocumentSummary) -> bool {
    let by_planning = |reason: &Reason| Cause::from_key(&reason.cause).mended_by_planning();
    is_planned(held) && held.reason.as_ref().is_some_and(by_planning)
}

/// Whether a void waits until its period is open.
fn waits_for_a_lock(held: &DocumentSummary) -> bool {
    let by_lock = |reason: &Reason| {
        let cause = Cause::from_key(&reason.cause);
        matches!(cause, Cause::Problem { code, .. } if code == PERIOD_LOCKED)
    };
    !is_planned(held) && held.reason.as_ref().is_some_and(by_lock)
}

fn is_empty(held: &DocumentSummary) -> bool {
    held.reason.as_ref().is_some_and(|reason| reason.cause == Cause::NothingToPost.key())
}

/// Whether its lines are the plan's to decide: a void takes back what was posted as it was.
fn is_planned(document: &DocumentSummary) -> bool {
    document.operation == Operation::Create
}

pub(super) fn nothing_left() -> Reason {
    Reason {
        cause: Cause::NothingToPost.key(),
        message: "What was sold was given back: there is nothing to post.".to_owned(),
    }
}
