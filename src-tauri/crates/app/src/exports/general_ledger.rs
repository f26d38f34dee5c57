//! What was posted, as a general ledger: every document that counts in Xero's books, with the sides
//! that Xero adds, and the balances it comes to.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ipc::{Code, Fault};
use ledger::{Amount, Chart, SystemAccounts, effects};
use reports::{Contents, Opening, Posting};
use store::{Book, Document};

use super::Wanted;
use crate::App;
use crate::fault::{fault, of_book, sentence};
use crate::people::Command;
use crate::views::{chart, document_words, journal_lines};

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
            let ever = (NaiveDate::MIN, NaiveDate::MAX);
            let mut balances = balances(&open.book, ever, &SystemAccounts::of(&chart))?;
            let known = chart
                .accounts
                .iter()
                .filter_map(|account| Some((account.name.clone(), balances.remove(&account.id)?)));
            Ok(known.collect())
        })
        .await
    }
}

/// What was posted in some days, with the balances it starts from.
pub(super) fn contents(book: &Book, wanted: &Wanted, chart: &Chart) -> Result<Contents, Fault> {
    let system = SystemAccounts::of(chart);
    let mut entries = Vec::new();
    for id in book.counted_documents(wanted.from, wanted.to).map_err(of_book)? {
        let document = book.document(id).map_err(of_book)?;
        let entry = entry(book, &document, &system, chart)?;
        entries.extend(Some(entry).filter(|entry| !entry.postings.is_empty()));
    }
    let opening = match wanted.from.pred_opt() {
        Some(before) => opening(book, before, &system, wanted.from)?,
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
        currency: system.base,
        accounts: chart.accounts.iter().map(account).collect(),
        opening,
        entries,
    })
}

fn entry(
    book: &Book,
    document: &Document,
    system: &SystemAccounts,
    chart: &Chart,
) -> Result<reports::Entry, Fault> {
    let summary = &document.summary;
    let location = book.location(summary.location).map_err(of_book)?.location.name;
    let postings = effects(&document.entry, document.rate, system)
        .map_err(|error| fault(Code::NotFound, sentence(&error)))?;
    let posting = |effect: ledger::Effect| {
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
        date: document.entry.date,
        document: document_words::kind_words(summary.kind).to_owned(),
        reference: number.clone(),
        description: document_words::title(summary, &location),
        postings: postings.into_iter().map(posting).collect(),
    })
}

/// What was posted before a day, by account; none where nothing was.
fn opening(
    book: &Book,
    before: NaiveDate,
    system: &SystemAccounts,
    date: NaiveDate,
) -> Result<Option<Opening>, Fault> {
    let balances = balances(book, (NaiveDate::MIN, before), system)?;
    Ok((!balances.is_empty()).then(|| Opening { date, balances: balances.into_iter().collect() }))
}

/// What the documents of some days come to in Xero's ledger, by account id, debit positive.
/// Accounts that come to nothing are left out.
fn balances(
    book: &Book,
    (from, to): (NaiveDate, NaiveDate),
    system: &SystemAccounts,
) -> Result<BTreeMap<String, Amount>, Fault> {
    let mut balances: BTreeMap<String, Amount> = BTreeMap::new();
    for id in book.counted_documents(from, to).map_err(of_book)? {
        let document = book.document(id).map_err(of_book)?;
        let effects = effects(&document.entry, document.rate, system)
            .map_err(|error| fault(Code::NotFound, sentence(&error)))?;
        for effect in effects {
            *balances.entry(effect.account_id).or_default() += effect.amount;
        }
    }
    balances.retain(|_, balance| !balance.is_zero());
    Ok(balances)
}
