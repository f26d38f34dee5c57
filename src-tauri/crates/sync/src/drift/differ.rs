//! What differs: a document as it was read back against what is there now. Nothing here asks Xero.

use chrono::{DateTime, Utc};
use ledger::{Chart, DocumentKind};
use store::{Baseline, Book, DocumentId, DriftKind, NewDrift, ReadBack, State};

use super::changes::{changes, whole};
use crate::compare::{read_back, read_head};
use crate::error::Error;
use crate::kinds::{Named, Standing};

/// How a posted document differs from what is there; what does not is mended. The chart has the
/// names of what it was tracked by.
pub(super) fn drifts_of(
    book: &Book,
    id: DocumentId,
    there: &Named,
    chart: Option<&Chart>,
    now: DateTime<Utc>,
) -> Result<Vec<NewDrift>, Error> {
    let document = book.document(id)?;
    let mut drifts = allocations_gone(book, id, there)?;
    let (here, unread) = match read_back(&document.entry, &there.seen) {
        Ok(here) => (here, None),
        // No line of it can be kept.
        Err(error) => (read_head(&document.entry, &there.seen), Some(error)),
    };
    let new = |kind, message| NewDrift {
        document: id,
        kind,
        xero_id: there.seen.id.to_string(),
        reference: there.reference.clone(),
        contact: there.seen.contact.map(|id| id.to_string()),
        now: here.clone(),
        message,
    };
    let noun = document.summary.kind.noun();
    match there.seen.standing {
        Standing::Other => {
            // Whether it counts is not known: it is neither taken as gone nor posted a second time.
            let status = &there.seen.status;
            let message = format!("In Xero this {noun} is {status} now: look at it there.");
            drifts.push(new(DriftKind::Edited, message));
            return Ok(drifts);
        }
        Standing::Gone | Standing::Draft => {
            let status = &there.seen.status;
            drifts.push(new(
                DriftKind::Voided,
                format!("This {noun} was posted, and in Xero it is {status} now."),
            ));
            return Ok(drifts);
        }
        Standing::Live => {}
    }
    if let Some(error) = unread {
        let message =
            format!("In Xero this {noun} has other amounts now: {error}. Look at it there.");
        drifts.push(new(DriftKind::Edited, message));
        return Ok(drifts);
    }
    if there.seen.reconciled {
        let message = format!("This {noun} was matched with the bank statement in Xero.");
        drifts.push(new(DriftKind::Reconciled, message));
    }
    let sentences = match book.drift_baseline(id)? {
        Some(baseline) => {
            let was = whole(baseline.was, &document.entry, document.rate, chart);
            changes(&document, &Baseline { was, ..baseline }, &here, there)
        }
        None => Vec::new(),
    };
    match sentences.is_empty() {
        true => book.mend_drifts(id, now)?,
        false => drifts.push(new(DriftKind::Edited, sentences.join(" "))),
    }
    Ok(drifts)
}

/// The allocations of a credit note that are not there any more.
fn allocations_gone(book: &Book, note: DocumentId, there: &Named) -> Result<Vec<NewDrift>, Error> {
    let mut drifts = Vec::new();
    if there.kind != DocumentKind::CreditNote {
        return Ok(drifts);
    }
    for (id, state) in book.dependents(note)? {
        let document = book.document(id)?;
        let Some(xero_id) = document.summary.xero_id.clone() else { continue };
        let is_there = there.seen.uses.iter().any(|used| used.to_string() == xero_id);
        let is_allocation = document.summary.kind == DocumentKind::Allocation;
        if is_allocation && state == State::Posted && !is_there {
            let status = "DELETED".to_owned();
            drifts.push(NewDrift {
                document: id,
                kind: DriftKind::Voided,
                xero_id,
                reference: document.summary.reference.clone(),
                contact: None,
                now: ReadBack {
                    status,
                    date: document.entry.date,
                    currency: None,
                    rate: None,
                    lines: Vec::new(),
                },
                message: "This allocation was posted, and in Xero it is DELETED now.".to_owned(),
            });
        }
    }
    Ok(drifts)
}
