//! What differs: a document as it was read back against what is there now. Nothing here asks Xero.

use chrono::{DateTime, Utc};
use ledger::{Currency, DocumentKind};
use store::{Book, Document, DocumentId, DriftKind, NewDrift, ReadBack, ReadBackLine, State};

use crate::compare::read_back;
use crate::error::Error;
use crate::kinds::{Named, Standing};

/// How a posted document differs from what is there; what does not is mended.
pub(super) fn drifts_of(
    book: &Book,
    id: DocumentId,
    there: &Named,
    now: DateTime<Utc>,
) -> Result<Vec<NewDrift>, Error> {
    let document = book.document(id)?;
    let mut drifts = allocations_gone(book, id, there)?;
    let (here, unread) = match read_back(&document.entry, &there.seen) {
        Ok(here) => (here, None),
        Err(error) => (without_lines(&document, there), Some(error)),
    };
    let new = |kind, message| NewDrift {
        document: id,
        kind,
        xero_id: there.seen.id.to_string(),
        reference: there.reference.clone(),
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
        Some(before) => changes(&document, &before, &here, there),
        None => Vec::new(),
    };
    match sentences.is_empty() {
        true => book.mend_drifts(id, now)?,
        false => drifts.push(new(DriftKind::Edited, sentences.join(" "))),
    }
    Ok(drifts)
}

/// What is there of a document whose amounts are none of its currency: no line of it can be kept.
fn without_lines(document: &Document, there: &Named) -> ReadBack {
    ReadBack {
        status: there.seen.status.clone(),
        date: there.seen.date.unwrap_or(document.entry.date),
        lines: Vec::new(),
    }
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
                now: ReadBack { status, date: document.entry.date, lines: Vec::new() },
                message: "This allocation was posted, and in Xero it is DELETED now.".to_owned(),
            });
        }
    }
    Ok(drifts)
}

/// What is another now than it was, in sentences.
fn changes(document: &Document, before: &ReadBack, here: &ReadBack, there: &Named) -> Vec<String> {
    let mut sentences = Vec::new();
    let contact = there.seen.contact.map(|id| id.to_string());
    if contact.is_some() && document.entry.contact.is_some() && contact != document.entry.contact {
        sentences.push("In Xero it belongs to another contact now.".to_owned());
    }
    if there.reference != document.summary.reference {
        sentences.push(format!("In Xero it is called \"{}\" now.", there.reference));
    }
    if here.date != before.date {
        sentences.push(format!("In Xero it is dated {} now, before {}.", here.date, before.date));
    }
    let currency = document.entry.currency;
    let mut left: Vec<&ReadBackLine> = here.lines.iter().collect();
    for line in &before.lines {
        match left.iter().position(|other| is_same(line, other)) {
            Some(place) => drop(left.swap_remove(place)),
            None => sentences.push(format!("In Xero {} is gone.", words(line, currency))),
        }
    }
    for line in left {
        sentences.push(format!("In Xero there is {} now.", words(line, currency)));
    }
    sentences
}

/// Whether two lines say the same to the books.
fn is_same(one: &ReadBackLine, other: &ReadBackLine) -> bool {
    let account =
        |line: &ReadBackLine| line.account_id.clone().unwrap_or_else(|| line.account_code.clone());
    account(one) == account(other)
        && (one.amount, one.tax, &one.tax_type) == (other.amount, other.tax, &other.tax_type)
}

fn words(line: &ReadBackLine, currency: Currency) -> String {
    let account = match line.account_code.is_empty() {
        true => line.account_id.clone().unwrap_or_default(),
        false => line.account_code.clone(),
    };
    format!("a line of {} on {account}", line.amount.display(currency))
}
