//! What from another hand is like one of ours: the same money a second time, in whatever form
//! somebody else enters it.
//!
//! A day's journal may stand there again as another app's invoice, a payment as money received. The
//! day, the amount and the currency have to be the same, and the money has to go the same way; what
//! only takes on what ours left behind (the bank that receives what a journal put into a clearing
//! account) is the next leg of it, and no like. Nothing here asks Xero.

use std::collections::HashMap;

use ledger::{Amount, Currency, DocumentKind, Entry};
use rust_decimal::Decimal;
use store::{Book, Document, DriftKind, DriftSettled, NewDrift};

use crate::compare::read_back;
use crate::error::Error;
use crate::kinds::{Named, Seen, Standing};

/// How many documents of the same day and amount are looked at for one from another hand.
const LIKE_MAX: u32 = 20;

/// Which way money goes with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// To the business.
    In,
    /// From it.
    Out,
    /// As its lines say.
    Either,
}

impl Way {
    fn fits(self, other: Self) -> bool {
        self == other || self == Self::Either || other == Self::Either
    }
}

/// What was posted from here that a document from another hand is like: the same day, amount and
/// currency. Nothing where a person said of that document that it is another thing.
pub(super) fn like_it(book: &Book, there: &Named) -> Result<Vec<NewDrift>, Error> {
    let stands = matches!(there.seen.standing, Standing::Live | Standing::Draft);
    let Some(date) = there.seen.date.filter(|_| stands) else { return Ok(Vec::new()) };
    let Some(currency) = currency_of(book, there)? else { return Ok(Vec::new()) };
    let Ok(total) = Amount::from_decimal(there.total, currency) else { return Ok(Vec::new()) };
    if total.is_zero() || total.is_negative() {
        return Ok(Vec::new());
    }
    let mut like = Vec::new();
    for id in book.posted_like(date, total, currency, LIKE_MAX)? {
        let document = book.document(id)?;
        if is_like(&document.entry, there) {
            like.push(document);
        }
    }
    let like = only_the_nearest(like, there.kind);
    if like.is_empty() || is_settled_elsewhere(book, there)? {
        return Ok(Vec::new());
    }
    Ok(like.iter().filter_map(|document| drift_of(document, there)).collect())
}

/// The currency of what is there: a journal's, and what Xero does not say of a payment, is the
/// organisation's.
fn currency_of(book: &Book, there: &Named) -> Result<Option<Currency>, Error> {
    match &there.seen.currency {
        Some(code) => Ok(code.parse().ok()),
        None => Ok(book.chart()?.map(|snapshot| snapshot.chart.organisation.base_currency)),
    }
}

fn is_like(entry: &Entry, there: &Named) -> bool {
    let comparable = entry.kind != DocumentKind::Allocation;
    comparable && way_of(entry).fits(way_of_seen(there)) && !takes_on(entry, &there.seen)
}

fn way_of(entry: &Entry) -> Way {
    match entry.kind {
        DocumentKind::ManualJournal | DocumentKind::Allocation => Way::Either,
        DocumentKind::Invoice => Way::In,
        DocumentKind::CreditNote => Way::Out,
        DocumentKind::Payment | DocumentKind::BankTransaction => match entry.brings_money() {
            true => Way::In,
            false => Way::Out,
        },
    }
}

fn way_of_seen(there: &Named) -> Way {
    let sum: Decimal = there.seen.lines.iter().map(|line| line.amount).sum();
    match there.kind {
        DocumentKind::ManualJournal | DocumentKind::Allocation => Way::Either,
        DocumentKind::Invoice => Way::In,
        DocumentKind::CreditNote => Way::Out,
        // The line of a payment is the account the money goes to; those of money received are
        // credits.
        DocumentKind::Payment if sum.is_sign_negative() => Way::Out,
        DocumentKind::Payment => Way::In,
        DocumentKind::BankTransaction if sum.is_sign_negative() => Way::In,
        DocumentKind::BankTransaction => Way::Out,
    }
}

/// Whether what is there takes off an account what ours put there.
fn takes_on(entry: &Entry, seen: &Seen) -> bool {
    let mut ours: HashMap<&str, Amount> = HashMap::new();
    for line in &entry.lines {
        for name in [line.account_id.as_str(), line.account_code.as_str()] {
            let sum = ours.entry(name).or_insert(Amount::ZERO);
            *sum += line.amount;
        }
    }
    let mut theirs: HashMap<String, Decimal> = HashMap::new();
    for line in &seen.lines {
        let by_id = line.account_id.map(|id| id.to_string());
        let name = by_id.or_else(|| line.account_code.clone()).unwrap_or_default();
        *theirs.entry(name).or_default() += line.amount;
    }
    theirs.iter().filter(|(name, _)| !name.is_empty()).any(|(name, sum)| {
        let put = ours.get(name.as_str()).copied().unwrap_or(Amount::ZERO);
        sum.is_sign_negative() && !put.is_negative() && !put.is_zero()
    })
}

/// Those of its own kind, where there are any; else all, but for what pays one of the others: it is
/// the same money.
fn only_the_nearest(like: Vec<Document>, kind: DocumentKind) -> Vec<Document> {
    let has_own = like.iter().any(|one| one.summary.kind == kind);
    let all: Vec<_> = like.iter().map(|one| one.summary.id).collect();
    let pays = |one: &Document| one.summary.about.document.is_some_and(|id| all.contains(&id));
    like.into_iter()
        .filter(|one| match has_own {
            true => one.summary.kind == kind,
            false => !pays(one),
        })
        .collect()
}

/// Whether it was said of it already that it is another thing, or it pays what is ours or was
/// pointed out: that is the same money.
fn is_settled_elsewhere(book: &Book, there: &Named) -> Result<bool, Error> {
    let about = there.seen.about.map(|id| id.to_string());
    if let Some(about) = &about
        && book.known_in_xero()?.iter().any(|(xero_id, ..)| xero_id == about)
    {
        return Ok(true);
    }
    let xero_id = there.seen.id.to_string();
    let of_likes = |one: &store::Drift| one.drift.kind == DriftKind::Duplicate;
    let found = book.drifts(true, u32::MAX)?.into_iter().filter(of_likes).any(|one| {
        let is_dismissed = one.drift.xero_id == xero_id
            && one.settled.as_ref().is_some_and(|(how, ..)| *how == DriftSettled::Accepted);
        is_dismissed || about.as_ref() == Some(&one.drift.xero_id)
    });
    Ok(found)
}

fn drift_of(document: &Document, there: &Named) -> Option<NewDrift> {
    let now = read_back(&document.entry, &there.seen).ok()?;
    let noun = there.kind.noun();
    let article = match (there.kind == document.summary.kind, noun.starts_with(['a', 'i'])) {
        (true, _) => "another",
        (false, true) => "an",
        (false, false) => "a",
    };
    Some(NewDrift {
        document: document.summary.id,
        kind: DriftKind::Duplicate,
        xero_id: there.seen.id.to_string(),
        reference: there.reference.clone(),
        contact: there.seen.contact.map(|id| id.to_string()),
        now,
        message: format!(
            "Xero has {article} {noun} of the same day and amount, \"{}\", which is not from here. \
             If both are the same, void one of them in Xero.",
            there.reference
        ),
    })
}
