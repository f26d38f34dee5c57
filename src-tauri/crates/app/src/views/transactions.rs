//! The table of transactions, one of them opened, and the rows behind a journal's line.

use ipc::{Code, Fault, Posting, TransactionKind};
use ledger::{Amount, Kind, LineAccount, Resolver, Target};
use store::{
    Book, Cursor, Location, Page, State, TransactionDetail, TransactionFilter, TransactionRow,
    TransactionState,
};

use super::documents;
use super::line_key::LineKey;
use crate::convert::{self, day, instant, money};
use crate::fault::{fault, invalid, of_book, sentence};
use crate::locations;

/// How many rows a page has: a few screens, so that scrolling seldom waits.
const PAGE: u32 = 200;

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
    let page = book.transactions_of_line(key.of, &targets, cursor, PAGE).map_err(of_book)?;
    let targets: Vec<Target> = targets.into_iter().map(|(target, _)| target).collect();
    shown_page(book, &page, u64::from(key.transactions), &targets)
}

/// One transaction with all that is known of it.
pub(crate) fn one(
    book: &Book,
    request: &ipc::TransactionRef,
    link: &dyn Fn(&str) -> Option<String>,
) -> Result<ipc::Transaction, Fault> {
    let id = convert::read_transaction(&request.transaction)?;
    let detail = book.transaction(id).map_err(of_book)?;
    let transaction = &detail.row.transaction;
    let currency = transaction.currency;
    let location = locations::named(book, &transaction.location)?;
    let (effect, effect_missing) = effect(book, &detail, &location)?;
    let some = |amount: Amount| (!amount.is_zero()).then(|| money(amount, currency));
    Ok(ipc::Transaction {
        summary: summary(&detail.row, &location, None),
        location_name: transaction.location.clone(),
        till: transaction.till.clone(),
        staff: transaction.staff.clone(),
        booking: transaction.booking.clone(),
        note: transaction.note.clone(),
        lines: transaction.lines.iter().map(|line| shown_line(line, currency)).collect(),
        tenders: transaction.tenders.iter().map(|tender| shown_tender(tender, currency)).collect(),
        tip: some(transaction.tip),
        surcharge: some(transaction.surcharge),
        effect,
        effect_missing,
        documents: documents::of_claims(book, &detail.claims, link)?,
        history: history(&detail),
    })
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
        let share = (!share_of.is_empty()).then(|| share(row, share_of)).transpose()?;
        transactions.push(summary(row, location, share));
    }
    let next = page.next.map(|cursor| format!("{}/{}", cursor.date, cursor.id).into());
    Ok(ipc::TransactionPage { transactions, next, total: u32::try_from(total).unwrap_or(u32::MAX) })
}

/// What a transaction puts on some targets, debit positive.
fn share(row: &TransactionRow, targets: &[Target]) -> Result<Amount, Fault> {
    let parts = ledger::post(&row.transaction).map_err(|error| crate::fault::internal(&error))?;
    let sum: Amount = parts
        .iter()
        .flat_map(|part| &part.legs)
        .filter(|leg| targets.contains(&leg.target))
        .map(|leg| leg.amount)
        .sum();
    Ok(if row.reverses.is_some() { -sum } else { sum })
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

fn summary(
    row: &TransactionRow,
    location: &Location,
    share: Option<Amount>,
) -> ipc::TransactionSummary {
    let transaction = &row.transaction;
    let local = transaction.at.with_timezone(&locations::zone(location));
    let currency = transaction.currency;
    let outward = transaction.kind.gives_back() != row.reverses.is_some();
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

fn shown_line(line: &ledger::Line, currency: ledger::Currency) -> ipc::TransactionLine {
    let taxes: Vec<String> = line
        .taxes
        .iter()
        .map(|tax| format!("{} {}", tax.code, tax.amount.display(currency)))
        .collect();
    ipc::TransactionLine {
        description: line.description.clone(),
        gl_code: match &line.account {
            LineAccount::Gl(code) => code.as_str().into(),
            LineAccount::Role(role) => role.title().into(),
        },
        quantity: line.quantity.to_string(),
        gross: money(line.net, currency),
        discount: (!line.discount.is_zero()).then(|| money(-line.discount, currency)),
        net: money(line.net - line.discount, currency),
        taxes: taxes.join(", "),
    }
}

fn shown_tender(tender: &ledger::Tender, currency: ledger::Currency) -> ipc::TransactionTender {
    ipc::TransactionTender {
        tender: tender.name.as_str().into(),
        amount: money(tender.amount, currency),
        tendered: None,
        change: None,
    }
}

/// What a transaction does to the books, line by line, or why that cannot be said yet.
fn effect(
    book: &Book,
    detail: &TransactionDetail,
    location: &Location,
) -> Result<(Vec<ipc::JournalLine>, Option<String>), Fault> {
    let legs: Vec<_> = detail.parts.iter().flat_map(|part| &part.legs).collect();
    if legs.is_empty() {
        let later = format!(
            "{} is recorded and kept. Posting it to Xero comes with a later version of Daybook.",
            detail.row.transaction.kind.title()
        );
        return Ok((Vec::new(), Some(later)));
    }
    let Some(snapshot) = book.chart().map_err(of_book)? else {
        return Ok((Vec::new(), Some("Connect to Xero to see the accounts.".to_owned())));
    };
    let mapping = book.mapping().map_err(of_book)?;
    let way = location.location.tax_way;
    let resolver = Resolver::new(&snapshot.chart, &mapping, way);
    let currency = detail.row.transaction.currency;
    let mut missing = None;
    let mut lines = Vec::new();
    for leg in legs {
        let amount = match (way, &leg.target) {
            (ledger::TaxWay::XeroComputes, Target::Tax(_)) => continue,
            (ledger::TaxWay::XeroComputes, _) => leg.amount + leg.tax,
            (ledger::TaxWay::TaxLines, _) => leg.amount,
        };
        let found = resolver.account_for(&leg.target, &leg.tax_set);
        let (account, tax_type) = match &found {
            Ok(resolved) => (Some(resolved.account), Some(resolved.tax_type.as_str())),
            Err(problem) => {
                missing.get_or_insert_with(|| sentence(problem));
                (None, None)
            }
        };
        lines.push(ipc::JournalLine {
            key: None,
            account_code: account.map(|one| one.code.clone()).filter(|code| !code.is_empty()),
            account_name: account.map_or_else(|| target_words(&leg.target), |one| one.name.clone()),
            unmapped: account.is_none(),
            description: target_words(&leg.target),
            debit: (!amount.is_negative()).then(|| money(amount, currency)),
            credit: amount.is_negative().then(|| money(-amount, currency)),
            tax_type: tax_type.map(Into::into),
            tracking: Vec::new(),
            transactions: 1,
        });
    }
    lines.sort_by_key(|line| line.debit.is_none());
    Ok((lines, missing))
}

/// A target in the desk's words.
pub(crate) fn target_words(target: &Target) -> String {
    match target {
        Target::Gl(code) => code.clone(),
        Target::Role(role) => role.title().to_owned(),
        Target::Tender(name) => name.clone(),
        Target::Tax(code) => format!("{code} collected"),
    }
}

fn history(detail: &TransactionDetail) -> Vec<ipc::HistoryEntry> {
    let entry = |at, message: String| ipc::HistoryEntry { at: instant(at), message };
    let recorded = match detail.row.reverses {
        Some(reversed) => format!("Recorded as the reversal of transaction {reversed}."),
        None => "Recorded.".to_owned(),
    };
    let mut entries = vec![entry(detail.recorded_at, recorded)];
    for claim in &detail.claims {
        if let Some(at) = claim.released_at {
            entries
                .push(entry(at, format!("Given back by “{}”, which was undone.", claim.narration)));
        } else if claim.state == State::Posted {
            entries.push(entry(detail.recorded_at, format!("In Xero with “{}”.", claim.narration)));
        }
    }
    if detail.history.len() > 1 {
        let others: Vec<_> = detail.history.iter().map(ToString::to_string).collect();
        let message = format!("The source corrected this: transactions {}.", others.join(", "));
        entries.push(entry(detail.recorded_at, message));
    }
    entries
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
        TransactionState::NothingToPost => Posting::Later,
    }
}

const fn read_posting(posting: Posting) -> TransactionState {
    match posting {
        Posting::Open | Posting::Blocked => TransactionState::Open,
        Posting::Claimed => TransactionState::Queued,
        Posting::Posted => TransactionState::Posted,
        Posting::Skipped => TransactionState::Skipped,
        Posting::Later => TransactionState::NothingToPost,
    }
}

/// Pairs each kind of the ledger with the wire's.
macro_rules! kinds {
    ($($name:ident),* $(,)?) => {
        const fn kind(kind: Kind) -> TransactionKind {
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
);
