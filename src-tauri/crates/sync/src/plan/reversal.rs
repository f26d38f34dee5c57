//! Reversals: the opposite of a document whose date is locked in Xero, on the first open day.
//!
//! Each kind has an opposite that undoes it in the books: a journal its turned journal, an invoice
//! a credit note, money received money spent. What a payment moved from Accounts Receivable to a
//! clearing account is moved back by an invoice of one line to that account.

use ledger::{Chart, Counter, DocumentKind, Entry, EntryLine};
use store::{About, Book, Claims, Document, NewDocument};
use world::{World, short_code};

use super::journal_date;
use super::own::refs_of;
use crate::error::Error;
use crate::kinds;
use crate::policy::{LockedDays, Policy};

/// The document that takes another back by its opposite; none where nothing can.
pub(crate) fn reversal(
    book: &Book,
    chart: &Chart,
    document: &Document,
    who: &str,
    world: &World,
) -> Result<Option<NewDocument>, Error> {
    let Some(mut entry) = opposite(book, document)? else { return Ok(None) };
    let summary = &document.summary;
    let code = short_code(&*world.entropy);
    entry.reference = format!("Reversal of {} · {code}", summary.code);
    entry.date = journal_date(entry.date, chart, LockedDays::NextOpenDay);
    entry.due = entry.due.map(|_| entry.date);
    entry.draft = Policy::of(book)?.drafts.has(entry.kind) && entry.kind.can_be_draft();
    let about = About { reverses: Some(summary.id), ..About::default() };
    let body = kinds::body(&entry, refs_of(book, about)?);
    Ok(Some(NewDocument {
        code,
        location: summary.location,
        lane: summary.lane,
        from: summary.from,
        to: summary.to,
        entry,
        body,
        claims: Claims::Nothing,
        about,
        evidence: false,
        created_by: who.to_owned(),
        hold: None,
    }))
}

fn opposite(book: &Book, document: &Document) -> Result<Option<Entry>, Error> {
    let entry = &document.entry;
    let turned = Entry { lines: entry.turned_lines(), ..entry.clone() };
    Ok(match entry.kind {
        DocumentKind::ManualJournal => Some(with_total(turned)),
        DocumentKind::Invoice => {
            Some(Entry { kind: DocumentKind::CreditNote, due: None, ..turned })
        }
        DocumentKind::CreditNote => {
            Some(Entry { kind: DocumentKind::Invoice, due: Some(entry.date), ..turned })
        }
        DocumentKind::BankTransaction => Some(turned),
        DocumentKind::Payment => of_payment(book, document, turned)?,
        DocumentKind::Allocation => None,
    })
}

/// A payment's line goes back to where it came from: an invoice that the customer owes again, or
/// for a refund a credit note. Its account must be one that such a document may have.
fn of_payment(book: &Book, document: &Document, turned: Entry) -> Result<Option<Entry>, Error> {
    let Some(paid) = document.summary.about.document else { return Ok(None) };
    let contact = book.document(paid)?.entry.contact;
    let received = !turned.sum().is_zero() && turned.sum().is_negative();
    let kind = if received { DocumentKind::Invoice } else { DocumentKind::CreditNote };
    let due = received.then_some(turned.date);
    let describe = |line: &EntryLine| EntryLine {
        description: format!("Payment {} taken back", document.summary.code),
        ..line.clone()
    };
    let lines = turned.lines.iter().map(describe).collect();
    Ok(Some(Entry { kind, due, contact, lines, counter: Some(Counter::Receivable), ..turned }))
}

fn with_total(entry: Entry) -> Entry {
    let debits = entry.lines.iter().map(|line| line.amount).filter(|one| !one.is_negative());
    Entry { total: debits.sum(), ..entry }
}

/// Whether an account is a bank account of the chart: no line of an invoice may be on one.
pub(crate) fn is_bank(chart: &Chart, line: &EntryLine) -> bool {
    let account = chart.accounts.iter().find(|account| account.id == line.account_id);
    account.is_some_and(|account| account.kind == ledger::AccountType::Bank)
}
