//! The table of transactions, and the rows behind a journal's line.

use ipc::{Action, Code, Fault, Posting, TransactionKind};
use ledger::{Amount, Kind, Target};
use store::{
    Book, CONTRADICTS, Cursor, Location, Page, TransactionFilter, TransactionRow, TransactionState,
    Waits,
};

use super::line_key::LineKey;
use crate::convert::{self, day, instant, money};
use crate::fault::{fault, invalid, of_book};
use crate::locations;

/// How many rows a page has: a few screens, so that scrolling seldom waits.
const PAGE: u32 = 200;
/// What a transaction of foreign money waits for ([`ledger::Rejection::waits_for`]).
pub(crate) const RATE: &str = "rate";

/// Transactions that match, newest first.
pub(crate) fn list(
    book: &Book,
    request: &ipc::TransactionsRequest,
) -> Result<ipc::TransactionPage, Fault> {
    let filter = read_filter(&request.filter)?;
    let cursor = request.cursor.as_ref().map(read_cursor).transpose()?;
    let page = book.transactions(&filter, cursor, PAGE).map_err(of_book)?;
    let total = book.count_transactions(&filter).map_err(of_book)?;
    shown_page(book, &page, total, &[])
}

/// The transactions in a line of a journal.
pub(crate) fn of_line(
    book: &Book,
    request: &ipc::LineTransactionsRequest,
) -> Result<ipc::TransactionPage, Fault> {
    let key = LineKey::read(&request.line)?;
    let cursor = request.cursor.as_ref().map(read_cursor).transpose()?;
    let targets: Vec<_> =
        key.targets.iter().map(|(target, set)| (target.clone(), Some(set.clone()))).collect();
    let page = book
        .transactions_of_line(key.of, &targets, (&key.fields, &key.tags), cursor, PAGE)
        .map_err(of_book)?;
    let targets: Vec<Target> = targets.into_iter().map(|(target, _)| target).collect();
    shown_page(book, &page, u64::from(key.transactions), &targets)
}

fn shown_page(
    book: &Book,
    page: &Page,
    total: u64,
    share_of: &[Target],
) -> Result<ipc::TransactionPage, Fault> {
    let known = book.locations().map_err(of_book)?;
    let mut transactions = Vec::with_capacity(page.rows.len());
    for row in &page.rows {
        let name = &row.transaction.location;
        let Some(location) = known.iter().find(|one| one.location.name == *name) else {
            return Err(fault(Code::NotFound, format!("The location \"{name}\" is gone.")));
        };
        let share = (!share_of.is_empty()).then(|| share(book, row, share_of)).transpose()?;
        transactions.push(summary(row, location, share));
    }
    let next = page.next.map(|cursor| format!("{}/{}", cursor.date, cursor.id).into());
    Ok(ipc::TransactionPage { transactions, next, total: u32::try_from(total).unwrap_or(u32::MAX) })
}

/// What a transaction puts on some targets, debit positive.
fn share(book: &Book, row: &TransactionRow, targets: &[Target]) -> Result<Amount, Fault> {
    let parts = book.transaction(row.id).map_err(of_book)?.parts;
    let legs = parts.iter().flat_map(|part| &part.legs);
    Ok(legs.filter(|leg| targets.contains(&leg.target)).map(|leg| leg.amount).sum())
}

/// A transaction that is not recorded yet, as the table would show it.
pub(crate) fn summary_of_new(
    transaction: &ledger::Transaction,
    location: &Location,
) -> ipc::TransactionSummary {
    let row = TransactionRow {
        id: store::TransactionId(0),
        amount: transaction.tendered(),
        transaction: transaction.clone(),
        reverses: None,
        state: TransactionState::Open,
    };
    summary(&row, location, None)
}

pub(super) fn summary(
    row: &TransactionRow,
    location: &Location,
    share: Option<Amount>,
) -> ipc::TransactionSummary {
    let transaction = &row.transaction;
    let local = transaction.at.with_timezone(&locations::zone(location));
    let currency = transaction.currency;
    // A reversal's amount is turned round already.
    let outward = transaction.kind.gives_back();
    ipc::TransactionSummary {
        id: row.id.to_string().into(),
        kind: kind(transaction.kind),
        at: instant(transaction.at),
        day: day(transaction.business_date),
        time: local.format("%H:%M").to_string(),
        source_id: transaction.source.id.clone(),
        title: title(row),
        customer: transaction.customer.as_ref().map(|customer| customer.name.clone()),
        tenders: transaction
            .tenders
            .iter()
            .map(|tender| tender.name.as_str())
            .collect::<Vec<_>>()
            .join(", "),
        amount: money(if outward { -row.amount } else { row.amount }, currency),
        share: share.map(|share| money(share, currency)),
        currency: currency.code().to_owned(),
        posting: posting(row.state),
    }
}

/// What a transaction was about: "Single kayak, 1 hour × 2, Dry bag".
fn title(row: &TransactionRow) -> String {
    let transaction = &row.transaction;
    let items: Vec<String> = transaction
        .lines
        .iter()
        .map(|line| match line.quantity {
            one if one == rust_decimal::Decimal::ONE => line.description.clone(),
            many => format!("{} × {many}", line.description),
        })
        .collect();
    let what =
        if items.is_empty() { transaction.kind.title().to_owned() } else { items.join(", ") };
    if row.reverses.is_some() { format!("Reversal: {what}") } else { what }
}

/// Reads the window's filter.
fn read_filter(filter: &ipc::TransactionFilter) -> Result<TransactionFilter, Fault> {
    let date = |day: &Option<ipc::Day>, field| {
        day.as_ref().map(|day| convert::read_day(day, field)).transpose()
    };
    Ok(TransactionFilter {
        text: filter.search.clone().filter(|text| !text.trim().is_empty()),
        from: date(&filter.from, "from")?,
        to: date(&filter.to, "to")?,
        kinds: filter.kinds.iter().map(|kind| read_kind(*kind)).collect(),
        tender: filter.tender.as_ref().map(|tender| tender.0.clone()),
        location: filter.location.as_ref().map(convert::read_location).transpose()?,
        states: filter.postings.iter().map(|posting| read_posting(*posting)).collect(),
        target: filter.gl_code.as_ref().map(|code| Target::Gl(code.0.clone())),
        ..TransactionFilter::default()
    })
}

fn read_cursor(cursor: &ipc::Cursor) -> Result<Cursor, Fault> {
    cursor
        .as_str()
        .split_once('/')
        .and_then(|(date, id)| {
            Some(Cursor { date: date.parse().ok()?, id: store::TransactionId(id.parse().ok()?) })
        })
        .ok_or_else(|| invalid("cursor", "This page is no longer there. Start the list again."))
}

const fn posting(state: TransactionState) -> Posting {
    match state {
        TransactionState::Open => Posting::Open,
        TransactionState::Queued => Posting::Claimed,
        TransactionState::Posted => Posting::Posted,
        TransactionState::Skipped => Posting::Skipped,
        TransactionState::NothingToPost => Posting::Nothing,
        TransactionState::Waiting => Posting::Waiting,
    }
}

const fn read_posting(posting: Posting) -> TransactionState {
    match posting {
        Posting::Open | Posting::Blocked => TransactionState::Open,
        Posting::Claimed => TransactionState::Queued,
        Posting::Posted => TransactionState::Posted,
        Posting::Skipped => TransactionState::Skipped,
        Posting::Nothing => TransactionState::NothingToPost,
        Posting::Waiting => TransactionState::Waiting,
    }
}

/// Pairs each kind of the ledger with the wire's.
macro_rules! kinds {
    ($($name:ident),* $(,)?) => {
        pub(super) const fn kind(kind: Kind) -> TransactionKind {
            match kind { $(Kind::$name => TransactionKind::$name),* }
        }

        const fn read_kind(kind: TransactionKind) -> Kind {
            match kind { $(TransactionKind::$name => Kind::$name),* }
        }
    };
}
kinds!(
    Sale,
    Refund,
    BookingPayment,
    BookingRefund,
    CheckIn,
    Cancellation,
    AccountCharge,
    AccountPayment,
    AccountRefund,
    BalancePayment,
    BalanceWriteOff,
    TipPayout,
    PaidOut,
    PaidIn,
    FloatChange,
    CashCount,
    BankDeposit,
    ProcessorPayout,
    GiftCardSale,
    GiftCardRefund,
    BondTaken,
    BondReturned,
    BondKept,
    DepositMove,
);

/// What lets a transaction be posted that waits.
pub(super) fn mend_of(waits: &Waits, transaction: &ledger::Transaction) -> Vec<Action> {
    if waits.reason != RATE && waits.reason != CONTRADICTS {
        return vec![Action::Import];
    }
    let mut foreign = transaction.tenders.iter().filter_map(|tender| tender.foreign.as_ref());
    let without = foreign.find(|foreign| foreign.rate.is_zero()).map(|foreign| foreign.currency);
    if waits.reason == CONTRADICTS && without.is_none() {
        return vec![Action::Import];
    }
    let currency = without.unwrap_or(transaction.currency);
    let rate = Action::EnterRate {
        currency: currency.code().to_owned(),
        day: Some(day(transaction.business_date)),
    };
    match waits.reason == CONTRADICTS {
        // The bill may be what is wrong.
        true => vec![Action::Import, rate],
        false => vec![rate],
    }
}
