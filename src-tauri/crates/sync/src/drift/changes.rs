//! What is another now than it was, in sentences: date, name, contact, currency, rate, and each
//! line with its account, amount, tax and tracking. Nothing here asks Xero or the book.

use ledger::{Chart, Currency, Entry, EntryLine};
use rust_decimal::Decimal;
use store::{Baseline, Document, NewDrift, ReadBack, ReadBackLine, Tracked};

use crate::compare::{RATE_DECIMALS, kept_rate};
use crate::kinds::Named;

/// Beyond so many steps of a rate's last decimal, one step is below 0.01 % of it. A payout in
/// dollars to a book in rupiahs has 64 of them, of which one is 1.6 %.
const STEPS_MIN: u32 = 10_000;

/// What an entry is compared with, whole: where it was read before currencies, rates and tracking
/// were kept, they are what was sent, and the rate that the book has of it.
pub(super) fn whole(
    before: ReadBack,
    entry: &Entry,
    rate: Option<Decimal>,
    chart: Option<&Chart>,
) -> ReadBack {
    let mut sent: Vec<&EntryLine> = entry.lines.iter().collect();
    let line = |line: ReadBackLine| match line.tracking {
        Some(_) => line,
        None => ReadBackLine { tracking: sent_with(&line, &mut sent, chart), ..line },
    };
    ReadBack {
        currency: before.currency.or(Some(entry.currency)),
        rate: before.rate.or(rate),
        lines: before.lines.into_iter().map(line).collect(),
        ..before
    }
}

/// How the line was tracked that was sent of this account and amount: each is taken once. None
/// where there is none.
fn sent_with(
    line: &ReadBackLine,
    sent: &mut Vec<&EntryLine>,
    chart: Option<&Chart>,
) -> Option<Vec<Tracked>> {
    let is_it = |one: &&EntryLine| {
        let account = match &line.account_id {
            Some(id) => *id == one.account_id,
            None => line.account_code == one.account_code,
        };
        account && line.amount == one.amount
    };
    let place = sent.iter().position(is_it)?;
    let line = sent.remove(place);
    Some(line.tracking.iter().map(|ids| named(ids, chart)).collect())
}

/// A category and an option by their ids, with the names the chart has for them.
fn named((category_id, option_id): &(String, String), chart: Option<&Chart>) -> Tracked {
    let mut categories = chart.into_iter().flat_map(|chart| &chart.tracking);
    let category = categories.find(|one| one.id == *category_id);
    let mut options = category.into_iter().flat_map(|one| &one.options);
    let option = options.find(|one| one.id == *option_id);
    Tracked {
        category_id: Some(category_id.clone()),
        option_id: Some(option_id.clone()),
        category: category.map(|one| one.name.clone()).unwrap_or_default(),
        option: option.map(|one| one.name.clone()).unwrap_or_default(),
    }
}

/// What is said of another contact. Contacts of drifts were not kept at first: what was accepted in
/// these words was so of the contact there was then.
const ANOTHER_CONTACT: &str = "In Xero it belongs to another contact now.";

/// Every change against a baseline that is [`whole`], in sentences.
pub(super) fn changes(
    document: &Document,
    baseline: &Baseline,
    here: &ReadBack,
    there: &Named,
) -> Vec<String> {
    let before = &baseline.was;
    let accepted = baseline.accepted.as_ref();
    let mut sentences = Vec::new();
    if is_another_contact(document.entry.contact.as_deref(), accepted, there) {
        sentences.push(ANOTHER_CONTACT.to_owned());
    }
    if there.reference != *accepted.map_or(&document.summary.reference, |one| &one.reference) {
        sentences.push(format!("In Xero it is called \"{}\" now.", there.reference));
    }
    if here.date != before.date {
        sentences.push(format!("In Xero it is dated {} now; it was {}.", here.date, before.date));
    }
    sentences.extend(of_currency(before, here));
    let currency = |side: &ReadBack| side.currency.unwrap_or(document.entry.currency);
    sentences.extend(of_lines(before, here, (currency(before), currency(here))));
    sentences
}

/// Whether it belongs to another contact than was accepted last, else than it was sent with. What
/// was sent without one, or has none there, is not compared.
fn is_another_contact(sent: Option<&str>, accepted: Option<&NewDrift>, there: &Named) -> bool {
    let (Some(sent), Some(now)) = (sent, there.seen.contact) else { return false };
    let now = now.to_string();
    match accepted.map(|one| (one.contact.as_deref(), &one.message)) {
        Some((Some(accepted), _)) => now != accepted,
        Some((None, message)) if message.contains(ANOTHER_CONTACT) => false,
        Some((None, _)) | None => now != sent,
    }
}

/// A currency that is another, else its rate. What Xero does not say of one of both is no change.
fn of_currency(before: &ReadBack, here: &ReadBack) -> Option<String> {
    if let (Some(was), Some(is)) = (before.currency, here.currency)
        && was != is
    {
        return Some(format!("In Xero it is in {is} now; it was in {was}."));
    }
    let (was, is) = (before.rate?, here.rate?);
    let sentence = || {
        let (is, was) = (is.normalize(), was.normalize());
        format!("In Xero its exchange rate is {is} now; it was {was}.")
    };
    (!is_same_rate(was, is)).then(sentence)
}

/// Whether two rates are one, as Xero keeps them: it may round the same to its last decimal in two
/// ways, which is no money where that decimal is little of the rate.
fn is_same_rate(one: Decimal, other: Decimal) -> bool {
    let (one, other) = (kept_rate(one), kept_rate(other));
    let step = Decimal::new(1, RATE_DECIMALS);
    let is_little = one.min(other) > step * Decimal::from(STEPS_MIN);
    let apart = one.checked_sub(other).map(|apart| apart.abs());
    one == other || is_little && apart.is_some_and(|apart| apart <= step)
}

/// Pairs the lines of both: those that are the same first, then those of the same money that are
/// tracked otherwise. The rest is gone, or new.
fn of_lines(before: &ReadBack, here: &ReadBack, (was, is): (Currency, Currency)) -> Vec<String> {
    let mut left: Vec<&ReadBackLine> = here.lines.iter().collect();
    let mut unpaired = Vec::new();
    for line in &before.lines {
        let is_it = |other: &ReadBackLine| line.is_same(other) && line.is_tracked_same(other);
        if take(&mut left, is_it).is_none() {
            unpaired.push(line);
        }
    }
    let mut sentences = Vec::new();
    let mut tracked: Vec<(String, String, Vec<&ReadBackLine>)> = Vec::new();
    for line in unpaired {
        let Some(other) = take(&mut left, |other| line.is_same(other)) else {
            sentences.push(format!("In Xero {} is gone.", words(line, was)));
            continue;
        };
        let (then, now) = (tracking_words(line), tracking_words(other));
        match tracked.iter_mut().find(|(one, another, _)| (&**one, &**another) == (&*then, &*now)) {
            Some((.., lines)) => lines.push(other),
            None => tracked.push((then, now, vec![other])),
        }
    }
    for line in left {
        sentences.push(format!("In Xero there is {} now.", words(line, is)));
    }
    for (then, now, lines) in tracked {
        sentences.push(match lines.as_slice() {
            [line] => format!("In Xero {} is {now} now; it was {then}.", words(line, is)),
            lines => format!("In Xero {} lines are {now} now; they were {then}.", lines.len()),
        });
    }
    sentences
}

/// Takes the first line that is meant.
fn take<'a>(
    left: &mut Vec<&'a ReadBackLine>,
    is_it: impl Fn(&ReadBackLine) -> bool,
) -> Option<&'a ReadBackLine> {
    let place = left.iter().position(|line| is_it(line))?;
    Some(left.remove(place))
}

fn tracking_words(line: &ReadBackLine) -> String {
    let name = |name: &str| match name.is_empty() {
        true => "one that is not known here".to_owned(),
        false => name.to_owned(),
    };
    let all = line.tracking.as_deref().unwrap_or_default().iter();
    let all: Vec<String> =
        all.map(|one| format!("{}: {}", name(&one.category), name(&one.option))).collect();
    match all.is_empty() {
        true => "not tracked".to_owned(),
        false => format!("tracked as {}", all.join(", ")),
    }
}

fn words(line: &ReadBackLine, currency: Currency) -> String {
    let account = match line.account_code.is_empty() {
        true => line.account_id.clone().unwrap_or_default(),
        false => line.account_code.clone(),
    };
    format!("a line of {} on {account}", line.amount.display(currency))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests;
