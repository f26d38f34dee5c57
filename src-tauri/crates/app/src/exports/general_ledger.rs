//! What was posted, as a general ledger: every document that counts in Xero's books, with the sides
//! that Xero adds, and the balances it comes to.

use chrono::NaiveDate;
use ipc::{Code, Fault};
use ledger::{Amount, Chart, Effect, sum_effects};
use reports::{Contents, Opening, Posting};
use store::{Book, PostedEntry};

use super::Wanted;
use crate::App;
use crate::fault::{fault, of_book, sentence};
use crate::people::Command;
use crate::views::{chart, document_words, journal_lines};

/// How many documents are read at once.
const PAGE: u32 = 500;

impl App {
    /// What everything posted comes to in Xero's ledger, by account name, debit positive, in the
    /// order of accounts; those that come to nothing are left out.
    ///
    /// # Errors
    /// When no chart was ever read.
    pub async fn own_balances(&self) -> Result<Vec<(String, Amount)>, Fault> {
        self.refuse_unless_allowed(Command::documents).await?;
        self.on_book(|open| {
            let chart = chart::snapshot(&open.book)?.chart;
            let balances = balances(&open.book, (NaiveDate::MIN, NaiveDate::MAX), &chart)?;
            Ok(balances.into_iter().map(|sum| (sum.account_name, sum.amount)).collect())
        })
        .await
    }
}

/// Does something with each document that stands in Xero's books, by date.
fn each(
    book: &Book,
    (from, to): (NaiveDate, NaiveDate),
    mut done: impl FnMut(&PostedEntry) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut after = None;
    loop {
        let page = book.posted_entries(from, to, after, PAGE).map_err(of_book)?;
        page.entries.iter().try_for_each(&mut done)?;
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

fn effects(posted: &PostedEntry, chart: &Chart) -> Result<Vec<Effect>, Fault> {
    let effects = posted.entry.effects(posted.rate, chart);
    effects.map_err(|error| fault(Code::NotFound, sentence(&error)))
}

/// What was posted in some days, with the balances it starts from.
pub(super) fn contents(book: &Book, wanted: &Wanted, chart: &Chart) -> Result<Contents, Fault> {
    let mut entries = Vec::new();
    each(book, (wanted.from, wanted.to), |posted| {
        let entry = entry(book, posted, chart)?;
        entries.extend(Some(entry).filter(|entry| !entry.postings.is_empty()));
        Ok(())
    })?;
    let opening = match wanted.from.pred_opt() {
        Some(before) => opening(book, before, chart, wanted.from)?,
        None => None,
    };
    let account = |one: &ledger::Account| reports::Account {
        id: one.id.clone(),
        code: one.code.clone(),
        name: one.name.clone(),
        kind: one.kind,
    };
    Ok(Contents {
        organisation: chart.organisation.name.clone(),
        currency: chart.organisation.base_currency,
        accounts: chart.accounts.iter().map(account).collect(),
        opening,
        entries,
    })
}

fn entry(book: &Book, posted: &PostedEntry, chart: &Chart) -> Result<reports::Entry, Fault> {
    let summary = &posted.document;
    let location = book.location(summary.location).map_err(of_book)?.location.name;
    let posting = |effect: Effect| {
        let tracking = journal_lines::tracking(chart, &effect.tracking);
        Posting {
            account: effect.account_id,
            amount: effect.amount,
            description: effect.description,
            tags: tracking.into_iter().map(|one| (one.category, one.option)).collect(),
        }
    };
    let number = summary.number.as_ref().unwrap_or(&summary.code);
    Ok(reports::Entry {
        date: posted.entry.date,
        document: document_words::kind_words(summary.kind).to_owned(),
        reference: number.clone(),
        description: document_words::title(summary, &location),
        postings: effects(posted, chart)?.into_iter().map(posting).collect(),
    })
}

/// What was posted before a day, by account; none where nothing was.
fn opening(
    book: &Book,
    before: NaiveDate,
    chart: &Chart,
    date: NaiveDate,
) -> Result<Option<Opening>, Fault> {
    let balances = balances(book, (NaiveDate::MIN, before), chart)?;
    let balances = balances.into_iter().map(|sum| (sum.account_id, sum.amount));
    let balances: Vec<_> = balances.collect();
    Ok((!balances.is_empty()).then_some(Opening { date, balances }))
}

/// What the documents of some days come to in Xero's ledger, by account.
fn balances(
    book: &Book,
    days: (NaiveDate, NaiveDate),
    chart: &Chart,
) -> Result<Vec<Effect>, Fault> {
    let mut all = Vec::new();
    each(book, days, |posted| {
        all.extend(effects(posted, chart)?);
        Ok(())
    })?;
    Ok(sum_effects(all))
}
