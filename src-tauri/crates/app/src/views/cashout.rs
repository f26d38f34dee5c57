//! The review of a location's day or days, exactly as it would be sent.

use chrono::{DateTime, Utc};
use ipc::{Category, CategoryTotal, Fault};
use ledger::{
    Amount, CashoutInput, Chart, Currency, Field, Kind, Lane, LegTotal, Resolver, Review, Summary,
    Tags, Target, TaxSet, cashout, summary,
};
use store::{Book, DocumentSummary, Location, State, TransactionFilter};
use sync::{CashoutPlan, CashoutRequest, JournalPlan, Load, Policy, plan_cashout};

use super::journal_lines::{journal_line, unresolved_line};
use super::line_key::LineKey;
use super::separately::{self, Days, Separately};
use super::{chart, documents, doubts, notices, transaction};
use crate::convert::{self, account_ref, amounts_are, day, money};
use crate::fault::{of_book, of_sync};
use crate::links::Links;
use crate::{locations, settings};

/// How many earlier open days are named.
const EARLIER_DAYS: usize = 31;

/// What the review is made from.
struct Looked<'a> {
    book: &'a Book,
    chart: &'a Chart,
    location: &'a Location,
    request: CashoutRequest,
    currency: Currency,
    plan: CashoutPlan,
    /// The fields that decide how lines are tracked.
    fields: Vec<Field>,
    /// Every cashout that covers some of the days.
    documents: Vec<DocumentSummary>,
    /// What no cashout takes.
    separately: Separately,
    /// Open and claimed totals together: the day as the till saw it.
    totals: Vec<LegTotal>,
    now: Option<DateTime<Utc>>,
}

/// Reviews a day or a range. As of `now` it also says what sending costs of Xero's limits and
/// whether the days have come; what was closed long ago is reviewed without.
pub(crate) fn review(
    book: &Book,
    request: &ipc::CashoutRequest,
    links: &Links,
    now: Option<DateTime<Utc>>,
) -> Result<ipc::Cashout, Fault> {
    let location = locations::chosen(book, request.location.as_ref())?;
    let (from, to) = convert::read_range(&request.from, &request.to)?;
    let snapshot = chart::snapshot(book)?;
    let mapping = book.mapping().map_err(of_book)?;
    let policy = Policy::of(book).map_err(of_book)?;
    let request = CashoutRequest { location: location.id, from, to, policy };
    let plan = plan_cashout(book, &snapshot.chart, &mapping, &request).map_err(of_sync)?;
    let days = Days { location: location.id, from, to };
    let documents = separately::of_days(book, days, Some(false))?;
    let currency = snapshot.chart.organisation.base_currency;
    let mut totals: Vec<LegTotal> =
        plan.journals.iter().flat_map(|journal| journal.totals.clone()).collect();
    for document in documents.iter().filter(|one| one.state != State::Undone) {
        // A longer range has other days in it as well.
        let claimed = book.claimed_totals_of_days(document.id, from, to);
        totals.extend(claimed.map_err(of_book)?);
    }
    let looked = Looked {
        book,
        chart: &snapshot.chart,
        fields: mapping.tracking.keys().copied().collect(),
        separately: separately::read(book, days, currency, links)?,
        location: &location,
        currency,
        request,
        plan,
        documents,
        totals,
        now,
    };
    let resolver = Resolver::new(&snapshot.chart, &mapping, location.location.tax_way);
    let calls = now.map(|now| calls(&looked, now)).transpose()?.flatten();
    Ok(ipc::Cashout { calls, ..shown(&looked, &resolver, links)? })
}

/// What sending these days costs, with what waits already: it all goes in one.
fn calls(looked: &Looked<'_>, now: DateTime<Utc>) -> Result<Option<ipc::CallPlan>, Fault> {
    let CashoutRequest { location, from, to, policy } = looked.request;
    let mut load = Load::waiting(looked.book).map_err(of_sync)?;
    load.add_journals(&looked.plan, policy);
    load.add_parts(looked.book, location, (from, to)).map_err(of_sync)?;
    super::calls::shown(looked.book, &load, now)
}

fn shown(
    looked: &Looked<'_>,
    resolver: &Resolver<'_>,
    links: &Links,
) -> Result<ipc::Cashout, Fault> {
    let (from, to) = (looked.request.from, looked.request.to);
    let sums = summary(&looked.totals);
    let separately = looked.separately.sum();
    let counted = TransactionFilter { kinds: vec![Kind::CashCount], ..days_of(looked) };
    let counted = looked.book.count_transactions(&counted).map_err(of_book)? > 0;
    let whole = cashout(
        &CashoutInput {
            date: to,
            narration: String::new(),
            currency: looked.currency,
            totals: &looked.totals,
        },
        resolver,
    );
    let journals: Result<Vec<_>, Fault> =
        looked.plan.journals.iter().map(|one| journal_preview(looked, one)).collect();
    let documents: Result<Vec<_>, Fault> =
        looked.documents.iter().map(|one| documents::summary(looked.book, one, links)).collect();
    Ok(ipc::Cashout {
        location: looked.location.id.to_string().into(),
        location_name: looked.location.location.name.clone(),
        from: day(from),
        to: day(to),
        currency: looked.currency.code().to_owned(),
        state: state(looked),
        transactions: count(looked.book, looked.location, from, to, Vec::new())?,
        taken: money(sums.takings + separately, looked.currency),
        in_cashout: money(sums.takings, looked.currency),
        separately: money(separately, looked.currency),
        over_short: counted.then(|| money(sums.over_short, looked.currency)),
        by_tender: by_tender(looked, resolver),
        by_account: by_account(looked, &whole),
        by_category: by_category(&sums, &looked.totals, looked.currency),
        journals: journals?,
        posted_separately: looked.separately.documents.clone(),
        separate_groups: looked.separately.groups(looked.currency),
        blockers: blockers(looked),
        warnings: warnings(looked)?,
        documents: documents?,
        earlier_open_days: earlier_open_days(looked)?,
        calls: None,
    })
}

/// What is in the way of what is open, and of what was closed and still waits.
fn blockers(looked: &Looked<'_>) -> Vec<ipc::Notice> {
    let open = notices::blockers(&looked.plan.journals, looked.currency);
    open.into_iter().chain(notices::of_documents(&looked.documents)).collect()
}

/// What is worth knowing of the journals, and what was recorded and may be a mistake.
fn warnings(looked: &Looked<'_>) -> Result<Vec<ipc::Notice>, Fault> {
    let CashoutRequest { location, from, to, .. } = looked.request;
    let mut warnings = notices::warnings(&looked.plan.journals, looked.currency);
    let doubts = looked.book.doubts(location, from, to).map_err(of_book)?;
    warnings.extend(doubts::notices(&doubts, looked.currency));
    let today = looked.now.map(|now| locations::today(looked.location, now));
    warnings.extend(today.and_then(|today| doubts::to_come(to, today)));
    Ok(warnings)
}

fn state(looked: &Looked<'_>) -> ipc::DayState {
    use ipc::DayState as Day;
    let live: Vec<State> = looked
        .documents
        .iter()
        .map(|one| one.state)
        .filter(|state| *state != State::Undone)
        .collect();
    let any = |wanted: &[State]| live.iter().any(|state| wanted.contains(state));
    if !looked.plan.journals.is_empty() {
        return if any(&[State::Posted]) { Day::Supplement } else { Day::Open };
    }
    if any(&[State::Held, State::Rejected]) {
        Day::NeedsAttention
    } else if any(&[
        State::Queued,
        State::Sending,
        State::Unknown,
        State::Draft,
        State::AwaitingApproval,
    ]) {
        Day::Queued
    } else if any(&[State::Posted, State::Skipped]) {
        Day::Posted
    } else {
        Day::NothingToPost
    }
}

fn by_tender(looked: &Looked<'_>, resolver: &Resolver<'_>) -> Vec<ipc::TenderTotal> {
    let mut rows: Vec<ipc::TenderTotal> = Vec::new();
    let in_cashout = looked.totals.iter().filter(|total| total.kind != Kind::CashCount);
    let in_cashout = in_cashout.filter_map(|total| {
        let tender = total.target.tender()?.to_owned();
        Some((tender, total.amount, total.transactions, total.kind.gives_back()))
    });
    let taken: Vec<_> = in_cashout.chain(looked.separately.taken.iter().cloned()).collect();
    let mut names: Vec<&String> = taken.iter().map(|(name, ..)| name).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let target = Target::Tender(name.clone());
        let of_it = || taken.iter().filter(|(tender, ..)| tender == name);
        let sum = |back: bool| -> Amount {
            of_it().filter(|one| one.3 == back).map(|(_, amount, ..)| *amount).sum()
        };
        let found = resolver.account_for(&target, &TaxSet::none(), &Tags::none());
        rows.push(ipc::TenderTotal {
            tender: name.as_str().into(),
            account: found.ok().map(|found| account_ref(found.account)),
            taken: money(sum(false), looked.currency),
            refunded: money(sum(true), looked.currency),
            net: money(sum(false) + sum(true), looked.currency),
            transactions: of_it().map(|(_, _, transactions, _)| transactions).sum(),
        });
    }
    rows
}

fn by_account(looked: &Looked<'_>, whole: &Review) -> Vec<ipc::AccountTotal> {
    let currency = looked.currency;
    let row = |label: String, account, amount: Amount, transactions| ipc::AccountTotal {
        account,
        label,
        debit: (!amount.is_negative()).then(|| money(amount, currency)),
        credit: amount.is_negative().then(|| money(-amount, currency)),
        transactions,
    };
    let resolved = whole.lines.iter().map(|one| {
        let line = &one.line;
        let found = looked.chart.accounts.iter().find(|account| account.id == line.account_id);
        let transactions = one.totals.iter().map(|total| total.transactions).sum();
        row(line.account_name.clone(), found.map(account_ref), line.amount, transactions)
    });
    let unresolved = whole.unresolved.iter().map(|one| {
        let label = transaction::target_words(&one.total.target);
        row(label, None, one.amount, one.total.transactions)
    });
    resolved.chain(unresolved).collect()
}

fn by_category(sums: &Summary, totals: &[LegTotal], currency: Currency) -> Vec<CategoryTotal> {
    let matching = |wanted: &dyn Fn(&LegTotal) -> bool| -> (Amount, u32) {
        totals.iter().filter(|one| wanted(one)).fold((Amount::ZERO, 0), |(sum, count), one| {
            (sum - one.amount, count + one.transactions)
        })
    };
    let revenue = |one: &LegTotal| matches!(one.target, Target::Gl(_));
    let (sales, sold) = matching(&|one| revenue(one) && !one.kind.gives_back());
    let (refunds, refunded) = matching(&|one| revenue(one) && one.kind.gives_back());
    let role = |role: ledger::Role| matching(&|one| one.target == Target::Role(role)).1;
    let total = |category, label: Option<String>, amount: Amount, transactions| CategoryTotal {
        category,
        label,
        amount: money(amount, currency),
        transactions,
    };
    let mut rows = vec![total(Category::Sales, None, sales, sold)];
    let mut push = |category, amount: Amount, transactions| {
        if transactions > 0 {
            rows.push(total(category, None, amount, transactions));
        }
    };
    push(Category::Refunds, refunds, refunded);
    push(Category::Discounts, -sums.discounts, role(ledger::Role::Discounts));
    push(Category::Surcharges, sums.surcharges, role(ledger::Role::Surcharges));
    push(Category::Tips, sums.tips, role(ledger::Role::TipsPayable));
    for (code, amount) in &sums.taxes {
        let (_, with_it) = matching(&|one| one.target == Target::Tax(code.clone()));
        rows.push(total(Category::Tax, Some(code.clone()), *amount, with_it));
    }
    for (other, amount) in &sums.other {
        rows.push(total(Category::Other, Some(other.title().to_owned()), *amount, role(*other)));
    }
    let drawer = |one: &LegTotal| matches!(one.target, Target::PaidOut(_) | Target::PaidIn(_));
    let (petty_cash, moves) = matching(&drawer);
    if moves > 0 {
        rows.push(total(Category::Drawer, None, petty_cash, moves));
    }
    rows
}

fn journal_preview(
    looked: &Looked<'_>,
    journal: &JournalPlan,
) -> Result<ipc::JournalPreview, Fault> {
    let currency = looked.currency;
    let days = (journal.from, journal.to);
    let (location, fields) = (looked.location.id, &looked.fields);
    let key = |totals: &[LegTotal]| LineKey::of_days(location, days, totals, fields).print();
    let mut lines = Vec::new();
    let mut debits = Amount::ZERO;
    for one in &journal.review.lines {
        let transactions = one.totals.iter().map(|total| total.transactions).sum();
        let key = key(&one.totals)?;
        if !one.line.amount.is_negative() {
            debits += one.line.amount;
        }
        let chart = Some(looked.chart);
        lines.push(journal_line(&one.line, currency, chart, Some(key), transactions, false));
    }
    for one in &journal.review.unresolved {
        let key = key(std::slice::from_ref(&one.total))?;
        if !one.amount.is_negative() {
            debits += one.amount;
        }
        let line = unresolved_line(one);
        let count = one.total.transactions;
        lines.push(journal_line(&line, currency, None, Some(key), count, true));
    }
    lines.sort_by_key(|line| line.debit.is_none());
    let narration = journal.review.reference.split(" · ··").next().unwrap_or_default();
    Ok(ipc::JournalPreview {
        date: day(journal.review.date),
        from: day(journal.from),
        to: day(journal.to),
        narration: narration.to_owned(),
        split_because: journal.cut.map(|cut| cut.sentence(journal.to)),
        amounts_are: amounts_are(journal.review.tax_way),
        lines,
        debits: money(debits, currency),
        credits: money(debits, currency),
    })
}

fn earlier_open_days(looked: &Looked<'_>) -> Result<Vec<ipc::OpenDay>, Fault> {
    let Some(before) = looked.request.from.pred_opt() else { return Ok(Vec::new()) };
    let starts = settings::posting_starts(looked.book)?;
    let days = looked.book.open_days(looked.location.id, Lane::Cashout, before).map_err(of_book)?;
    days.into_iter()
        .filter(|date| starts.is_none_or(|starts| *date >= starts))
        .take(EARLIER_DAYS)
        .map(|date| {
            let totals = looked
                .book
                .open_totals(looked.location.id, Lane::Cashout, date, date)
                .map_err(of_book)?;
            let open = vec![store::TransactionState::Open];
            Ok(ipc::OpenDay {
                day: day(date),
                transactions: count(looked.book, looked.location, date, date, open)?,
                taken: money(summary(&totals).takings, looked.currency),
            })
        })
        .collect()
}

fn days_of(looked: &Looked<'_>) -> TransactionFilter {
    TransactionFilter {
        location: Some(looked.location.id),
        from: Some(looked.request.from),
        to: Some(looked.request.to),
        ..TransactionFilter::default()
    }
}

fn count(
    book: &Book,
    location: &Location,
    from: chrono::NaiveDate,
    to: chrono::NaiveDate,
    states: Vec<store::TransactionState>,
) -> Result<u32, Fault> {
    let filter = TransactionFilter {
        location: Some(location.id),
        from: Some(from),
        to: Some(to),
        states,
        ..TransactionFilter::default()
    };
    let count = book.count_transactions(&filter).map_err(of_book)?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
