//! Closing days: plans become documents, with their claims, before anything is sent.

use chrono::Days;
use ledger::{Amount, Chart, Entry, Mapping, NotReady};
use store::{About, Book, Claims, DocumentId, NewDocument};
use world::{World, short_code};

use super::again::nothing_left;
use super::{CashoutPlan, CashoutRequest, JournalPlan, hold_reason, plan};
use crate::error::Error;
use crate::kinds::{self, Refs};

/// How often a plan is made again because something was recorded meanwhile.
const PLANS_MAX: u32 = 5;

/// Closes days: each journal of the plan becomes a document that claims what it holds. What has
/// problems is closed too, and held with them; days without anything are recorded as such.
/// Returns the documents made, in order of their days; none where another window was faster.
///
/// # Errors
/// [`Error::NoChart`] before the first connection, [`Error::Range`], [`Error::Book`]. Documents
/// made before the error stay.
pub fn queue_cashout(
    book: &Book,
    request: &CashoutRequest,
    who: &str,
    world: &World,
) -> Result<Vec<DocumentId>, Error> {
    let mut made = Vec::new();
    for round in 1..=PLANS_MAX {
        let chart = book.chart()?.ok_or(Error::NoChart)?.chart;
        let mapping = book.mapping()?;
        match queue_once(book, &chart, &mapping, request, who, world, &mut made) {
            // Something was recorded, or another window queued, between reading and writing.
            Err(Error::Book(store::Error::DayChanged | store::Error::NothingToClaim))
                if round < PLANS_MAX => {}
            Err(error) => return Err(error),
            Ok(()) => break,
        }
    }
    Ok(made)
}

fn queue_once(
    book: &Book,
    chart: &Chart,
    mapping: &Mapping,
    request: &CashoutRequest,
    who: &str,
    world: &World,
    made: &mut Vec<DocumentId>,
) -> Result<(), Error> {
    let mut codes = Vec::new();
    let mut code = || {
        let code = short_code(&*world.entropy);
        codes.push(code.clone());
        code
    };
    let CashoutPlan { location, journals, empty_days } =
        plan(book, chart, mapping, request, &mut code)?;
    for (journal, code) in journals.iter().zip(&codes) {
        let new = new_document(journal, code, request, who);
        let document = book.enqueue(&new, world.now())?;
        if journal.review.entry() == Err(NotReady::NothingToPost) {
            book.skip(document, &nothing_left())?;
        }
        made.push(document);
    }
    // A day that has not begun anywhere is not over either.
    let latest = world.now().date_naive() + Days::new(1);
    for date in empty_days.into_iter().filter(|date| *date <= latest) {
        match book.mark_nothing_to_post(location.id, date, who, world.now()) {
            // Recorded a moment ago: it stays open for the next cashout.
            Ok(()) | Err(store::Error::DayNotEmpty { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn new_document(
    plan: &JournalPlan,
    code: &str,
    request: &CashoutRequest,
    who: &str,
) -> NewDocument {
    let (entry, hold) = match plan.review.entry() {
        Ok(entry) => (entry, None),
        Err(NotReady::Blocked) => (without_lines(plan), hold_reason(&plan.review)),
        Err(NotReady::NothingToPost) => (without_lines(plan), Some(nothing_left())),
    };
    let entry = Entry { draft: request.policy.drafts.has(entry.kind), ..entry };
    let body = match hold {
        Some(_) => String::new(),
        None => kinds::body(&entry, Refs::default()),
    };
    NewDocument {
        code: code.to_owned(),
        location: request.location,
        lane: ledger::Lane::Cashout,
        from: plan.from,
        to: plan.to,
        entry,
        body,
        claims: Claims::Days { expected: plan.totals.clone() },
        about: About::default(),
        evidence: request.policy.evidence,
        created_by: who.to_owned(),
        hold,
    }
}

/// The journal of a day that cannot be worked out yet: its name and date are known already.
fn without_lines(plan: &JournalPlan) -> Entry {
    Entry { lines: Vec::new(), total: Amount::ZERO, ..plan.review.so_far() }
}
