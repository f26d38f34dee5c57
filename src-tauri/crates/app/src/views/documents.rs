//! Documents: the list, one of them opened, and what can be done with each.

use std::collections::BTreeMap;

use ipc::{Action, Fault};
use ledger::{Amount, CashoutInput, Currency, JournalLine, Resolver, Target, TaxWay};
use store::{
    Book, Claim, Document, DocumentFilter, DocumentId, DocumentKind, DocumentSummary, Operation,
    Outcome, State,
};

use super::journal_lines::journal_line;
use super::line_key::LineKey;
use crate::convert::{amounts_are, day, instant, money};
use crate::fault::{invalid, of_book};

/// How many documents a page has.
const PAGE: u32 = 100;

/// Gives the page of a document in Xero by Xero's id.
pub(crate) type Link<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The documents that match, newest first.
pub(crate) fn list(
    book: &Book,
    request: &ipc::DocumentsRequest,
    link: Link<'_>,
) -> Result<ipc::DocumentPage, Fault> {
    let before = request
        .cursor
        .as_ref()
        .map(|cursor| cursor.as_str().parse().map(DocumentId))
        .transpose()
        .map_err(|_| invalid("cursor", "This page is no longer there. Start the list again."))?;
    let wanted: Vec<State> = request.states.iter().map(|state| read_state(*state)).collect();
    let filter = DocumentFilter {
        before,
        state: match wanted.as_slice() {
            [only] => Some(*only),
            _ => None,
        },
        ..DocumentFilter::default()
    };
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
    let documents = rows
        .iter()
        .filter(|row| wanted.is_empty() || wanted.contains(&row.state))
        .map(|row| summary(book, row, link))
        .collect::<Result<_, _>>()?;
    Ok(ipc::DocumentPage { documents, next, total })
}

/// One document with all that is known of it.
pub(crate) fn one(book: &Book, id: DocumentId, link: Link<'_>) -> Result<ipc::Document, Fault> {
    let document = book.document(id).map_err(of_book)?;
    let currency = document.journal.currency;
    let lines = lines(book, &document)?;
    let debits = document.journal.total();
    Ok(ipc::Document {
        amounts_are: amounts_are(document.journal.tax_way),
        lines,
        debits: money(debits, currency),
        credits: money(debits, currency),
        transactions: document.summary.transactions,
        attempts: document.attempts.iter().map(attempt).collect(),
        actions: actions(&document.summary),
        summary: summary(book, &document.summary, link)?,
    })
}

/// The lines of a document, each with what opens it to its transactions. What was mapped to
/// another account since cannot be told apart any more, and is not opened.
fn lines(book: &Book, document: &Document) -> Result<Vec<ipc::JournalLine>, Fault> {
    let (id, journal) = (document.summary.id, &document.journal);
    let Some(chart) = book.chart().map_err(of_book)?.map(|snapshot| snapshot.chart) else {
        let plain = |line| journal_line(line, journal.currency, None, None, 0, false);
        return Ok(journal.lines.iter().map(plain).collect());
    };
    let mapping = book.mapping().map_err(of_book)?;
    let totals = book.claimed_totals(id).map_err(of_book)?;
    let input = CashoutInput {
        date: journal.date,
        narration: journal.narration.clone(),
        currency: journal.currency,
        totals: &totals,
    };
    let now = ledger::cashout(&input, &Resolver::new(&chart, &mapping, journal.tax_way));
    let shown = |line: &JournalLine| {
        let same = now.lines.iter().find(|one| {
            one.line.account_id == line.account_id
                && one.line.tax_type == line.tax_type
                && one.line.tracking == line.tracking
                && one.line.amount == line.amount
        });
        let key = same.map(|one| LineKey::of_document(id, &one.totals).print()).transpose()?;
        let count = same.map_or(0, |one| one.totals.iter().map(|total| total.transactions).sum());
        Ok(journal_line(line, journal.currency, Some(&chart), key, count, false))
    };
    journal.lines.iter().map(shown).collect()
}

/// A document in a list.
pub(crate) fn summary(
    book: &Book,
    document: &DocumentSummary,
    link: Link<'_>,
) -> Result<ipc::DocumentSummary, Fault> {
    let location = book.location(document.location).map_err(of_book)?.location.name;
    let whole = book.document(document.id).map_err(of_book)?;
    let attempts = u32::try_from(whole.attempts.len()).unwrap_or(u32::MAX);
    let changed_at = document.posted_at.unwrap_or(document.created_at);
    Ok(ipc::DocumentSummary {
        id: document.id.to_string().into(),
        kind: kind(document.kind),
        state: state(document.state),
        title: title(document, &location),
        date: day(document.date),
        amount: money(worth(book, document)?, whole.journal.currency),
        attempts,
        xero_id: document.xero_id.clone(),
        link: document
            .xero_id
            .as_deref()
            .filter(|_| document.state == State::Posted)
            .and_then(link),
        narration: Some(document.narration.clone()),
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
    link: Link<'_>,
) -> Result<Vec<ipc::DocumentSummary>, Fault> {
    let mut ids: Vec<DocumentId> = claims.iter().map(|claim| claim.document).collect();
    ids.dedup();
    ids.into_iter()
        .map(|id| summary(book, &book.document(id).map_err(of_book)?.summary, link))
        .collect()
}

/// The currency documents are in: the organisation's.
pub(crate) fn currency(book: &Book) -> Result<Currency, Fault> {
    let snapshot = book.chart().map_err(of_book)?;
    Ok(snapshot.map_or(Currency::CAD, |snapshot| snapshot.chart.organisation.base_currency))
}

/// A document to a person: "Cashout 2026-11-21, Main Dock".
pub(crate) fn title(document: &DocumentSummary, location: &str) -> String {
    let days = if document.from == document.to {
        document.to.to_string()
    } else {
        format!("{} to {}", document.from, document.to)
    };
    format!("Cashout {days}, {location}")
}

/// What a document in this state says of itself, where all is not well.
fn message(document: &DocumentSummary) -> Option<String> {
    let reason = document.reason.as_ref().map(|reason| reason.message.clone());
    match document.state {
        State::Posted | State::Undone | State::Draft => None,
        State::Queued | State::Sending => reason.or_else(|| match document.operation {
            Operation::Create => Some("Waits to be sent. Nothing is lost.".to_owned()),
            Operation::Void => Some("Waits to be taken out of Xero.".to_owned()),
        }),
        State::Unknown => Some(format!(
            "{} It is looked up in Xero before anything is sent again.",
            reason.unwrap_or_else(|| "No answer came from Xero.".to_owned())
        )),
        State::Rejected | State::Held | State::Skipped => reason,
    }
}

/// What can be done with a document now, the best first.
pub(crate) fn actions(document: &DocumentSummary) -> Vec<Action> {
    let id = || document.id.to_string().into();
    let retry = Action::Retry { document: id() };
    let skip = Action::Skip { document: id() };
    let undo = Action::Undo { document: id() };
    match document.state {
        State::Posted => vec![Action::ViewInXero { document: id() }, undo],
        State::Queued => vec![retry, Action::Hold { document: id() }, undo],
        State::Held | State::Rejected => vec![retry, skip, undo],
        State::Unknown => vec![retry],
        State::Skipped => vec![undo],
        State::Draft | State::Sending | State::Undone => Vec::new(),
    }
}

fn attempt(attempt: &store::Attempt) -> ipc::Attempt {
    let what = match attempt.operation {
        Operation::Create => "Sent",
        Operation::Void => "Asked Xero to void it",
    };
    let came_of_it = match attempt.outcome {
        Some(Outcome::Done) => "Xero did it",
        Some(Outcome::Rejected) => "Xero said no",
        Some(Outcome::Unknown) => "no answer came",
        Some(Outcome::NotSent) => "it surely did not reach Xero",
        None => "the program stopped before an answer",
    };
    ipc::Attempt {
        at: instant(attempt.started_at),
        message: format!("{what}: {came_of_it}."),
        xero_said: attempt.message.clone(),
    }
}

pub(crate) const fn kind(kind: DocumentKind) -> ipc::DocumentKind {
    match kind {
        DocumentKind::ManualJournal => ipc::DocumentKind::ManualJournal,
        DocumentKind::Invoice => ipc::DocumentKind::Invoice,
        DocumentKind::CreditNote => ipc::DocumentKind::CreditNote,
        DocumentKind::Payment => ipc::DocumentKind::Payment,
        DocumentKind::Allocation => ipc::DocumentKind::Allocation,
        DocumentKind::BankTransaction => ipc::DocumentKind::BankTransaction,
    }
}

/// Pairs each state of the book with the wire's.
macro_rules! states {
    ($($name:ident),* $(,)?) => {
        pub(crate) const fn state(state: State) -> ipc::DocumentState {
            match state { $(State::$name => ipc::DocumentState::$name),* }
        }

        const fn read_state(state: ipc::DocumentState) -> State {
            match state { $(ipc::DocumentState::$name => State::$name),* }
        }
    };
}
states!(Draft, Queued, Sending, Posted, Rejected, Unknown, Held, Skipped, Undone);
