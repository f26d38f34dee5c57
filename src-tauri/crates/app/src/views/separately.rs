//! What some days hold that no cashout takes: each part with the document it has or waits for.

use chrono::NaiveDate;
use ipc::{Action, Fault};
use ledger::{Against, Amount, Currency, Kind, Lane, Part, PartRef};
use store::{
    Book, Document, DocumentFilter, DocumentSummary, LocationId, OpenPart, PartDetail, PartFilter,
    State, TransactionFilter, TransactionRow, TransactionState,
};

use super::document_words::{actions, kind, message, part_title, state, title};
use super::transactions;
use crate::convert::money;
use crate::fault::{of_book, sentence};
use crate::links::Links;

/// How many documents are read at once.
const PAGE: u32 = 500;
/// How many pages of documents some days are looked at for.
const PAGES_MAX: usize = 40;
/// How many parts that wait are looked at.
const OPEN_MAX: u32 = 10_000;

/// What is posted separately of a location's days.
pub(super) struct Separately {
    /// Each part, the first recorded first.
    pub(super) documents: Vec<ipc::SeparateDocument>,
    /// What the till took with them, by tender, with how many transactions.
    pub(super) taken: Vec<(String, Amount, u32, bool)>,
    sums: Vec<GroupSum>,
}

/// What is summed of one kind.
struct GroupSum {
    of: (ipc::TransactionKind, ipc::DocumentKind),
    count: u32,
    /// None where some are in another currency than the organisation's.
    amount: Option<Amount>,
    taken: Amount,
}

impl Separately {
    /// Takes one more, with what it comes to in base currency and what the till took with it.
    fn push(&mut self, document: ipc::SeparateDocument, amount: Option<Amount>, taken: Amount) {
        let of = (document.transaction_kind, document.kind);
        let known = self.sums.iter().position(|sum| sum.of == of);
        let place = known.unwrap_or(self.sums.len());
        if known.is_none() {
            let amount = Some(Amount::ZERO);
            self.sums.push(GroupSum { of, count: 0, amount, taken: Amount::ZERO });
        }
        if let Some(sum) = self.sums.get_mut(place) {
            sum.count = sum.count.saturating_add(1);
            sum.amount = sum.amount.zip(amount).map(|(so_far, more)| so_far + more);
            sum.taken += taken;
        }
        self.documents.push(document);
    }

    /// The sums of each kind.
    pub(super) fn groups(&self, currency: Currency) -> Vec<ipc::SeparateGroup> {
        let group = |sum: &GroupSum| ipc::SeparateGroup {
            transaction_kind: sum.of.0,
            kind: sum.of.1,
            count: sum.count,
            amount: sum.amount.map(|amount| money(amount, currency)),
            taken: money(sum.taken, currency),
        };
        self.sums.iter().map(group).collect()
    }

    /// What the till took with all of it.
    pub(super) fn sum(&self) -> Amount {
        self.taken.iter().map(|(_, amount, _, _)| *amount).sum()
    }
}

/// Which days.
#[derive(Clone, Copy)]
pub(super) struct Days {
    pub(super) location: LocationId,
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
}

/// Reads what is posted separately of some days.
pub(super) fn read(
    book: &Book,
    days: Days,
    currency: Currency,
    links: &Links,
) -> Result<Separately, Fault> {
    let mut found = Separately { documents: Vec::new(), taken: Vec::new(), sums: Vec::new() };
    let mut documents = of_days(book, days, Some(true))?;
    documents.reverse();
    let live = documents.iter().filter(|one| one.state != State::Undone);
    for summary in live.filter(|one| one.about.reverses.is_none()) {
        let document = book.document(summary.id).map_err(of_book)?;
        let part = document.part.as_ref().map(|part| book.part(part)).transpose();
        if let Some(part) = part.map_err(of_book)? {
            let took = taken(&part);
            let (amount, of) = worth_of(&document, &part, currency);
            let shown = made(&document, &part, currency, links);
            found.push(shown, Some(amount).filter(|_| of == currency), sum(&took));
            found.taken.extend(took);
        }
    }
    let of_days = PartFilter::at(days.location, days.from, days.to);
    for open in book.open_parts(&of_days, OPEN_MAX).map_err(of_book)? {
        let part = book.part(&open.part).map_err(of_book)?;
        let took = taken(&part);
        let shown = not_made(book, &open, &part, currency)?;
        found.push(shown, Some(worth(&part.part)), sum(&took));
        found.taken.extend(took);
    }
    for row in waiting(book, days)? {
        let amount = Some(row.amount).filter(|_| row.transaction.currency == currency);
        found.push(unposted(book, &row)?, amount, Amount::ZERO);
    }
    Ok(found)
}

/// The documents of some days, newest first: of single parts, of whole days, or both.
pub(super) fn of_days(
    book: &Book,
    days: Days,
    own: Option<bool>,
) -> Result<Vec<DocumentSummary>, Fault> {
    let mut filter = DocumentFilter {
        location: Some(days.location),
        from: Some(days.from),
        to: Some(days.to),
        own,
        ..DocumentFilter::default()
    };
    let mut found: Vec<DocumentSummary> = Vec::new();
    for _ in 0..PAGES_MAX {
        let page = book.documents(&filter, PAGE).map_err(of_book)?;
        let is_last = page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
        filter.before = page.last().map(|last| last.id);
        found.extend(page);
        if is_last {
            break;
        }
    }
    Ok(found)
}

fn made(
    document: &Document,
    part: &PartDetail,
    currency: Currency,
    links: &Links,
) -> ipc::SeparateDocument {
    let summary = &document.summary;
    let id = summary.xero_id.as_deref();
    let is_there = matches!(summary.state, State::Posted | State::AwaitingApproval);
    let mut actions = actions(summary);
    let is_kept_back = matches!(summary.state, State::Queued | State::Held | State::Rejected);
    if summary.lane == Lane::Journal && is_kept_back {
        actions.insert(0, move_to_cashout(part));
    }
    let (amount, of) = worth_of(document, part, currency);
    ipc::SeparateDocument {
        document: Some(summary.id.to_string().into()),
        transaction: part.row.id.to_string().into(),
        transaction_kind: transactions::kind(part.row.transaction.kind),
        kind: kind(summary.kind),
        state: state(summary.state),
        title: title(summary, ""),
        amount: money(amount, of),
        currency: of.code().to_owned(),
        taken: money(sum(&taken(part)), currency),
        message: message(summary),
        actions,
        link: id.filter(|_| is_there).and_then(|id| links.to(summary.kind, id)),
    }
}

fn not_made(
    book: &Book,
    open: &OpenPart,
    part: &PartDetail,
    currency: Currency,
) -> Result<ipc::SeparateDocument, Fault> {
    let transaction = &part.row.transaction;
    let said = match (open.taken_back, not_there(book, part)?) {
        (_, Some(day)) => format!(
            "It goes after the invoice of {day}, which is not in Xero yet. Sync {day} first."
        ),
        (true, None) => {
            "Taken back out of Xero by a person. It goes again with Sync to Xero.".to_owned()
        }
        (false, None) => "Not queued yet. It goes with Sync to Xero.".to_owned(),
    };
    let actions = match open.lane {
        Lane::Journal => vec![move_to_cashout(part)],
        Lane::Cashout
        | Lane::Invoice
        | Lane::CreditNote
        | Lane::Payment
        | Lane::Allocation
        | Lane::Bank => Vec::new(),
    };
    Ok(ipc::SeparateDocument {
        document: None,
        transaction: part.row.id.to_string().into(),
        transaction_kind: transactions::kind(transaction.kind),
        kind: kind(open.lane.document()),
        state: ipc::DocumentState::Draft,
        title: part_title(transaction, open.lane),
        amount: money(worth(&part.part), currency),
        currency: currency.code().to_owned(),
        taken: money(sum(&taken(part)), currency),
        message: Some(said),
        actions,
        link: None,
    })
}

/// The day of the invoice that a part pays or credits, where it is another day's and in no
/// document: posting began only after it, or it was taken back.
fn not_there(book: &Book, part: &PartDetail) -> Result<Option<NaiveDate>, Fault> {
    let Some(Against::Other(invoice)) = &part.part.against else { return Ok(None) };
    let day = book.part(invoice).map_err(of_book)?.date;
    let found = book.document_of(invoice).map_err(of_book)?;
    let is_there = found.is_some_and(|(_, state)| state != State::Skipped);
    Ok(Some(day).filter(|day| !is_there && *day != part.date))
}

/// A transaction that cannot be posted before something is known.
fn unposted(book: &Book, row: &TransactionRow) -> Result<ipc::SeparateDocument, Fault> {
    let transaction = &row.transaction;
    let waits = book.transaction(row.id).map_err(of_book)?.waits_for;
    Ok(ipc::SeparateDocument {
        document: None,
        transaction: row.id.to_string().into(),
        transaction_kind: transactions::kind(transaction.kind),
        kind: ipc::DocumentKind::ManualJournal,
        state: ipc::DocumentState::Held,
        title: format!("{} {}", transaction.kind.title(), transaction.source.id),
        amount: money(row.amount, transaction.currency),
        currency: transaction.currency.code().to_owned(),
        taken: money(Amount::ZERO, transaction.currency),
        message: waits.as_ref().map(|one| sentence(&one.message)),
        actions: waits.map_or_else(Vec::new, |one| transactions::mend_of(&one, transaction)),
        link: None,
    })
}

fn waiting(book: &Book, days: Days) -> Result<Vec<TransactionRow>, Fault> {
    let filter = TransactionFilter {
        location: Some(days.location),
        from: Some(days.from),
        to: Some(days.to),
        states: vec![TransactionState::Waiting],
        ..TransactionFilter::default()
    };
    Ok(book.transactions(&filter, None, PAGE).map_err(of_book)?.rows)
}

pub(super) fn move_to_cashout(part: &PartDetail) -> Action {
    Action::MoveToCashout {
        transaction: part.row.id.to_string().into(),
        part: part.part.key.0.as_str().into(),
    }
}

/// What a document comes to, or will once its lines can be worked out.
fn worth_of(document: &Document, part: &PartDetail, currency: Currency) -> (Amount, Currency) {
    match document.summary.total.is_zero() {
        true => (worth(&part.part), currency),
        false => (document.summary.total, document.summary.currency),
    }
}

/// What a part comes to: what moves at the bank, its debits, or what it allocates.
pub(super) fn worth(part: &Part) -> Amount {
    if part.lane == Lane::Bank {
        let bank = part.legs.iter().filter(|leg| leg.target.bank().is_some());
        return bank.map(|leg| leg.amount).sum::<Amount>().abs();
    }
    let debits = part.legs.iter().map(|leg| leg.amount).filter(|one| !one.is_negative());
    debits.sum::<Amount>() + part.allocated
}

/// What the till took with a part, by tender; money that only moved to or from the bank is none.
fn taken(part: &PartDetail) -> Vec<(String, Amount, u32, bool)> {
    let kind = part.row.transaction.kind;
    // A customer's money that went straight into the bank is taken all the same.
    let is_paid = kind == Kind::AccountPayment;
    let moved = kind == Kind::ProcessorPayout || (part.part.lane == Lane::Bank && !is_paid);
    let legs = part.part.legs.iter().filter(|_| !moved && !part.part.key.is_exchange());
    legs.filter_map(|leg| {
        let tender = match leg.target.tender() {
            None if is_paid => leg.target.bank()?,
            tender => tender?,
        };
        Some((tender.to_owned(), leg.amount, 1, kind.gives_back()))
    })
    .collect()
}

fn sum(taken: &[(String, Amount, u32, bool)]) -> Amount {
    taken.iter().map(|(_, amount, _, _)| *amount).sum()
}

/// Names a part of the book by the wire's words.
pub(crate) fn read_part(part: &ipc::PartRef) -> Result<PartRef, Fault> {
    let transaction = crate::convert::read_transaction(&part.transaction)?.0;
    Ok(PartRef { transaction, part: ledger::PartKey(part.part.0.clone()) })
}
