//! Set-offs: what was taken back by its opposite is set off against that, so that neither is open
//! in Xero. The ledger was right before; what is owed and what is due are right after it.

use chrono::{DateTime, Utc};
use ledger::{Chart, DocumentKind, Entry, Lane};
use store::{About, Book, Claims, Document, DocumentId, NewDocument, SetOff};
use world::{World, short_code};

use super::journal_date;
use super::own::refs_of;
use crate::error::Error;
use crate::kinds;
use crate::policy::LockedDays;

/// How many set-offs one call makes; the next one takes the rest.
const SET_OFFS_MAX: usize = 1_000;

/// Whether a document is a set-off: an allocation that no transaction asked for.
pub(crate) fn is_set_off(document: &Document) -> bool {
    document.summary.kind == DocumentKind::Allocation && document.part.is_none()
}

/// Makes the allocations of what was taken back by its opposite and is open against it. Nothing
/// where no chart was ever read.
///
/// # Errors
/// [`Error::Book`]; documents made before the error stay.
pub(crate) fn queue_set_offs(book: &Book, who: &str, world: &World) -> Result<(), Error> {
    let Some(snapshot) = book.chart()? else { return Ok(()) };
    let locked = snapshot.chart.organisation.locked_until();
    for _ in 0..SET_OFFS_MAX {
        let Some(next) = book.next_set_off(locked)? else { break };
        let new = document(book, &snapshot.chart, next, who, world)?;
        match book.enqueue(&new, world.now()) {
            // Another window was faster.
            Ok(_) | Err(store::Error::NothingToClaim) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn document(
    book: &Book,
    chart: &Chart,
    next: SetOff,
    who: &str,
    world: &World,
) -> Result<NewDocument, Error> {
    let (credit, invoice) = (book.document(next.credit)?, book.document(next.invoice)?);
    let code = short_code(&*world.entropy);
    let about =
        About { document: Some(next.credit), allocates_to: Some(next.invoice), reverses: None };
    let later = credit.entry.date.max(invoice.entry.date);
    let entry = Entry {
        kind: DocumentKind::Allocation,
        reference: format!("Set-off of {} · {code}", credit.summary.code),
        date: journal_date(later, chart, LockedDays::NextOpenDay),
        due: None,
        lines: Vec::new(),
        total: next.open,
        counter: None,
        contact: None,
        draft: false,
        ..credit.entry
    };
    let body = kinds::body(&entry, refs_of(book, about)?);
    Ok(NewDocument {
        code,
        location: credit.summary.location,
        lane: Lane::Allocation,
        from: credit.summary.from,
        to: credit.summary.to,
        entry,
        body,
        claims: Claims::Nothing,
        about,
        evidence: false,
        created_by: who.to_owned(),
        hold: None,
    })
}

/// Writes into a set-off what is open on both in Xero now.
///
/// # Errors
/// [`Error::Book`]; one that is on its way cannot be rewritten.
pub(crate) fn set_off_again(
    book: &Book,
    chart: &Chart,
    id: DocumentId,
    open: ledger::Amount,
    now: DateTime<Utc>,
) -> Result<Document, Error> {
    let document = book.document(id)?;
    let date = journal_date(document.entry.date, chart, LockedDays::NextOpenDay);
    let entry = Entry { date, total: open, ..document.entry.clone() };
    let body = kinds::body(&entry, refs_of(book, document.summary.about)?);
    if entry != document.entry || body != document.body {
        book.rewrite(id, &entry, &body, now)?;
    }
    Ok(book.document(id)?)
}
