//! Documents: the list, and one of them opened.

use std::collections::BTreeMap;

use ipc::Fault;
use ledger::{Amount, CashoutInput, Counter, Currency, Entry, EntryLine, Resolver, Target, TaxWay};
use store::{
    Book, Claim, Document, DocumentFilter, DocumentId, DocumentSummary, SheetState, State,
};

use super::document_words::{actions, attempt, kind, message, read_state, state, title};
use super::journal_lines::journal_line;
use super::line_key::LineKey;
use crate::convert::{amounts_are, day, instant, money};
use crate::fault::{invalid, of_book};
use crate::links::Links;
use crate::open_book::OpenBook;

/// How many documents a page has.
const PAGE: u32 = 100;

/// The documents that match, newest first.
pub(crate) fn list(
    book: &Book,
    request: &ipc::DocumentsRequest,
    links: &Links,
) -> Result<ipc::DocumentPage, Fault> {
    let before = request
        .cursor
        .as_ref()
        .map(|cursor| cursor.as_str().parse().map(DocumentId))
        .transpose()
        .map_err(|_| invalid("cursor", "This page is no longer there. Start the list again."))?;
    let wanted: Vec<State> = request.states.iter().map(|state| read_state(*state)).collect();
    let filter = DocumentFilter { before, states: wanted.clone(), ..DocumentFilter::default() };
    let rows = book.documents(&filter, PAGE).map_err(of_book)?;
    let next = (rows.len() == usize::try_from(PAGE).unwrap_or(usize::MAX))
        .then(|| rows.last().map(|row| row.id.to_string().into()))
        .flatten();
    let counts = book.document_counts().map_err(of_book)?;
    let total = counts
        .iter()
        .filter(|(state, _)| wanted.is_empty() || wanted.contains(state))
        .map(|(_, count)| count)
        .sum();
    let documents = rows.iter().map(|row| summary(book, row, links)).collect::<Result<_, _>>()?;
    Ok(ipc::DocumentPage { documents, next, total })
}

/// One document with all that is known of it.
pub(crate) fn one(book: &Book, id: DocumentId, links: &Links) -> Result<ipc::Document, Fault> {
    let document = book.document(id).map_err(of_book)?;
    let (entry, summed) = (&document.entry, &document.summary);
    let other = |other: DocumentId| -> Result<ipc::DocumentSummary, Fault> {
        summary(book, &book.document(other).map_err(of_book)?.summary, links)
    };
    let reversal = book.reversal_of(id).map_err(of_book)?;
    let dependents = book.dependents(id).map_err(of_book)?.into_iter().chain(reversal);
    let about = summed.about.document.or(summed.about.reverses);
    Ok(ipc::Document {
        amounts_are: amounts_are(entry.tax_way),
        counter: entry.counter.as_ref().map(|counter| counter_line(counter, entry)),
        contact: summed.subject.as_ref().and_then(|subject| subject.customer.clone()),
        due: entry.due.map(day),
        rate: document.rate.map(|rate| rate.normalize().to_string()),
        evidence: document.evidence.map(|sheet| sheet_words(sheet).to_owned()),
        about: about.map(other).transpose()?,
        dependents: dependents.map(|(id, _)| other(id)).collect::<Result<_, _>>()?,
        lines: lines(book, &document)?,
        debits: money(side(&document, false), entry.currency),
        credits: money(side(&document, true), entry.currency),
        transactions: summed.transactions,
        made_by: summed.created_by.clone(),
        attempts: document.attempts.iter().map(attempt).collect(),
        actions: actions(summed),
        summary: summary(book, summed, links)?,
    })
}

/// The sum of one side, with the side Xero adds itself where there is one.
fn side(document: &Document, credits: bool) -> Amount {
    let lines = document.entry.lines.iter().map(|line| line.amount);
    let counter = document.entry.counter.as_ref().map(|_| -document.entry.sum());
    let on_it = |amount: &Amount| amount.is_negative() == credits;
    lines.chain(counter).filter(on_it).map(Amount::abs).sum()
}

/// The side Xero adds itself, as the line it becomes there.
fn counter_line(counter: &Counter, entry: &Entry) -> ipc::JournalLine {
    let (code, name) = match counter {
        Counter::Receivable => ("", "Accounts Receivable"),
        Counter::Bank(bank) => (bank.code.as_str(), bank.name.as_str()),
    };
    let amount = -entry.sum();
    ipc::JournalLine {
        key: None,
        account_code: Some(code.to_owned()).filter(|code| !code.is_empty()),
        account_name: name.to_owned(),
        unmapped: false,
        description: String::new(),
        debit: (!amount.is_negative()).then(|| money(amount, entry.currency)),
        credit: amount.is_negative().then(|| money(-amount, entry.currency)),
        tax_type: None,
        tracking: Vec::new(),
        transactions: 0,
    }
}

const fn sheet_words(sheet: SheetState) -> &'static str {
    match sheet {
        SheetState::Wanted => "It is attached once the journal is in Xero.",
        SheetState::Attached => "Attached in Xero.",
        SheetState::Failed => "It could not be attached; the sync log says why.",
    }
}

/// The lines of a document, each with what opens it to its transactions. What was mapped to
/// another account since cannot be told apart any more, and is not opened.
fn lines(book: &Book, document: &Document) -> Result<Vec<ipc::JournalLine>, Fault> {
    let (id, entry) = (document.summary.id, &document.entry);
    let chart = book.chart().map_err(of_book)?.map(|snapshot| snapshot.chart);
    let Some(chart) = chart.filter(|_| document.summary.subject.is_none()) else {
        let own = u32::from(document.summary.subject.is_some());
        let plain = |line| journal_line(line, entry.currency, None, None, own, false);
        return Ok(entry.lines.iter().map(plain).collect());
    };
    let mapping = book.mapping().map_err(of_book)?;
    let fields: Vec<_> = mapping.tracking.keys().copied().collect();
    let totals = book.claimed_totals_by(id, &fields).map_err(of_book)?;
    let input = CashoutInput {
        date: entry.date,
        narration: entry.reference.clone(),
        currency: entry.currency,
        totals: &totals,
    };
    let now = ledger::cashout(&input, &Resolver::new(&chart, &mapping, entry.tax_way));
    let shown = |line: &EntryLine| {
        let same = now.lines.iter().find(|one| {
            one.line.account_id == line.account_id
                && one.line.tax_type == line.tax_type
                && one.line.tracking == line.tracking
                && one.line.amount == line.amount
        });
        let key =
            same.map(|one| LineKey::of_document(id, &one.totals, &fields).print()).transpose()?;
        let count = same.map_or(0, |one| one.totals.iter().map(|total| total.transactions).sum());
        Ok(journal_line(line, entry.currency, Some(&chart), key, count, false))
    };
    entry.lines.iter().map(shown).collect()
}

/// A document in a list, by its id.
pub(crate) fn by_id(open: &OpenBook, id: DocumentId) -> Result<ipc::DocumentSummary, Fault> {
    summary(&open.book, &open.book.document(id).map_err(of_book)?.summary, &open.links())
}

/// A document in a list.
pub(crate) fn summary(
    book: &Book,
    document: &DocumentSummary,
    links: &Links,
) -> Result<ipc::DocumentSummary, Fault> {
    let location = book.location(document.location).map_err(of_book)?.location.name;
    let changed_at = document.posted_at.unwrap_or(document.created_at);
    let is_there = matches!(document.state, State::Posted | State::AwaitingApproval);
    let xero_id = document.xero_id.as_deref().filter(|_| is_there);
    Ok(ipc::DocumentSummary {
        id: document.id.to_string().into(),
        kind: kind(document.kind),
        state: state(document.state),
        title: title(document, &location),
        date: day(document.date),
        amount: money(worth(book, document)?, document.currency),
        currency: document.currency.code().to_owned(),
        number: document.number.clone(),
        attempts: document.attempts,
        xero_id: document.xero_id.clone(),
        link: xero_id.and_then(|id| links.to(document.kind, id)),
        narration: Some(document.reference.clone()),
        message: message(document),
        changed_at: instant(changed_at),
    })
}

/// What a document comes to: its debit lines, or what they will be once its lines can be worked
/// out.
pub(crate) fn worth(book: &Book, document: &DocumentSummary) -> Result<Amount, Fault> {
    if !document.total.is_zero() {
        return Ok(document.total);
    }
    let way = book.location(document.location).map_err(of_book)?.location.tax_way;
    let mut sides: BTreeMap<Target, Amount> = BTreeMap::new();
    if let Some(part) = book.document(document.id).map_err(of_book)?.part {
        let legs = book.part(&part).map_err(of_book)?.part.legs;
        return Ok(legs.iter().map(|leg| leg.amount).filter(|one| !one.is_negative()).sum());
    }
    for total in book.claimed_totals(document.id).map_err(of_book)? {
        let amount = match (way, &total.target) {
            (TaxWay::XeroComputes, Target::Tax(_)) => continue,
            (TaxWay::XeroComputes, _) => total.amount + total.tax,
            (TaxWay::TaxLines, _) => total.amount,
        };
        *sides.entry(total.target).or_default() += amount;
    }
    Ok(sides.into_values().filter(|side| !side.is_negative()).sum())
}

/// The documents of some claims, each once.
pub(crate) fn of_claims(
    book: &Book,
    claims: &[Claim],
    links: &Links,
) -> Result<Vec<ipc::DocumentSummary>, Fault> {
    let mut ids: Vec<DocumentId> = claims.iter().map(|claim| claim.document).collect();
    ids.dedup();
    ids.into_iter()
        .map(|id| summary(book, &book.document(id).map_err(of_book)?.summary, links))
        .collect()
}

/// The currency documents are in: the organisation's.
pub(crate) fn currency(book: &Book) -> Result<Currency, Fault> {
    let snapshot = book.chart().map_err(of_book)?;
    Ok(snapshot.map_or(Currency::CAD, |snapshot| snapshot.chart.organisation.base_currency))
}
