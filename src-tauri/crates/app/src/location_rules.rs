//! What is decided for a location about its postings, and changing how its sales reach Xero.

use chrono::{Datelike, NaiveDate};
use ipc::{
    Chargebacks, Code, Fault, LocationRules, PostingMode, PostingModeChange, Recognition,
    SetPostingMode,
};
use ledger::Kind;
use store::{Book, Decision, Location, LocationId, TransactionFilter, keys};

use crate::convert::{day, read_day, read_location};
use crate::fault::{fault, invalid, of_book};
use crate::locations;
use crate::open_book::OpenBook;

/// A rule that the command line sets by its key.
struct Known {
    key: &'static str,
    /// The words it may be; any text where empty.
    words: &'static [&'static str],
}

const KNOWN: [Known; 6] = [
    Known { key: keys::DEPOSIT_TAX, words: &[] },
    Known { key: keys::CANCELLATION_TAX, words: &[] },
    Known { key: keys::RECOGNITION, words: &["at-check-in", "by-day"] },
    Known { key: keys::INVOICE_BALANCES, words: &["yes", "no"] },
    Known { key: keys::CHARGEBACKS, words: &["expense", "owed"] },
    Known { key: keys::WALK_IN, words: &[] },
];

/// The keys that may be set one by one, with how sales reach Xero.
pub(crate) fn known_keys() -> Vec<&'static str> {
    KNOWN.iter().map(|known| known.key).chain([keys::MODE]).collect()
}

/// The rules that a diagnostic bundle may tell, with the words each may be; without words it is a
/// date. What a person words in their own way is not among them.
pub(crate) fn harmless() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    const MODES: &[&str] = &["daily-journal", "invoices"];
    let modes = [(keys::MODE, MODES), (keys::MODE_BEFORE, MODES), (keys::MODE_FROM, &[])];
    let worded = KNOWN.iter().filter(|known| !known.words.is_empty());
    worded.map(|known| (known.key, known.words)).chain(modes)
}

/// Sets one rule by its key and lets what is open follow it; false for a key that is none.
pub(crate) fn set_by_key(
    open: &OpenBook,
    location: LocationId,
    key: &str,
    value: &str,
) -> Result<bool, Fault> {
    let Some(known) = KNOWN.iter().find(|known| known.key == key) else { return Ok(false) };
    let value = value.trim();
    if !value.is_empty() && !known.words.is_empty() && !known.words.contains(&value) {
        let message = format!("{key} is one of: {}. Nothing was changed.", known.words.join(", "));
        return Err(invalid(key, message));
    }
    decide(open, location, &[(known.key, value)])?;
    Ok(true)
}

/// A location's rules.
pub(crate) fn shown(book: &Book, location: LocationId) -> Result<LocationRules, Fault> {
    let kept = book.location_settings(location).map_err(of_book)?;
    let word = |key: &str| kept.iter().find(|(one, _)| one == key).map(|(_, value)| value.as_str());
    let text = |key: &str| word(key).unwrap_or_default().to_owned();
    Ok(LocationRules {
        posting_mode: match word(keys::MODE) {
            Some("invoices") => PostingMode::Invoices,
            Some(_) | None => PostingMode::DailyJournal,
        },
        posting_mode_from: word(keys::MODE_FROM).map(Into::into),
        deposit_tax: text(keys::DEPOSIT_TAX),
        cancellation_tax: text(keys::CANCELLATION_TAX),
        recognition: match word(keys::RECOGNITION) {
            Some("by-day") => Recognition::ByDay,
            Some(_) | None => Recognition::AtCheckIn,
        },
        invoice_balances: word(keys::INVOICE_BALANCES) == Some("yes"),
        chargebacks: match word(keys::CHARGEBACKS) {
            Some("owed") => Chargebacks::Owed,
            Some(_) | None => Chargebacks::Expense,
        },
        walk_in_contact: text(keys::WALK_IN),
    })
}

/// Keeps a location's rules and lets what is open follow them.
pub(crate) fn save(
    open: &OpenBook,
    location: LocationId,
    rules: &LocationRules,
) -> Result<(), Fault> {
    if shown(&open.book, location)? == *rules {
        return Ok(());
    }
    let recognition = match rules.recognition {
        Recognition::AtCheckIn => "at-check-in",
        Recognition::ByDay => "by-day",
    };
    let chargebacks = match rules.chargebacks {
        Chargebacks::Expense => "expense",
        Chargebacks::Owed => "owed",
    };
    check_taxes("depositTax", &rules.deposit_tax)?;
    check_taxes("cancellationTax", &rules.cancellation_tax)?;
    let decisions = [
        (keys::DEPOSIT_TAX, rules.deposit_tax.trim()),
        (keys::CANCELLATION_TAX, rules.cancellation_tax.trim()),
        (keys::RECOGNITION, recognition),
        (keys::INVOICE_BALANCES, if rules.invoice_balances { "yes" } else { "no" }),
        (keys::CHARGEBACKS, chargebacks),
        (keys::WALK_IN, rules.walk_in_contact.trim()),
    ];
    decide(open, location, &decisions)
}

/// Decides things for a location, an empty text taking one back, and lets what is open follow.
fn decide(open: &OpenBook, location: LocationId, decisions: &[(&str, &str)]) -> Result<(), Fault> {
    for (key, value) in decisions {
        if matches!(*key, keys::DEPOSIT_TAX | keys::CANCELLATION_TAX) {
            check_taxes(key, value)?;
        }
    }
    let decisions = decisions.iter().map(|(key, value)| match value.is_empty() {
        true => (*key, None),
        false => (*key, Some(*value)),
    });
    let decisions: Vec<Decision<'_>> = decisions.collect();
    open.book.decide(location, &decisions, NaiveDate::MIN, open.now()).map_err(of_book)
}

/// Refuses a text that does not say taxes by rate.
fn check_taxes(field: &str, text: &str) -> Result<(), Fault> {
    let read = store::taxes(Some(text)).map(drop);
    read.map_err(|_| {
        let message = format!(
            "\"{text}\" does not say taxes by rate. Write GST=5,PST=7. Nothing was changed."
        );
        invalid(field, message)
    })
}

/// Lets what is open of a location follow its rules.
pub(crate) fn follow(open: &OpenBook, location: LocationId) -> Result<(), Fault> {
    open.book.follow_rules(location, NaiveDate::MIN, open.now()).map_err(of_book)
}

/// Lets what is open everywhere follow the rules.
pub(crate) fn follow_everywhere(open: &OpenBook) -> Result<(), Fault> {
    let locations = open.book.locations().map_err(of_book)?;
    locations.iter().try_for_each(|location| follow(open, location.id))
}

/// Changes how a location's sales reach Xero. What is posted stays as it is, so that no sale is
/// posted in both ways or in neither: the change begins after the last day whose sales a document
/// has taken, and on any day where none has.
pub(crate) fn set_mode(
    open: &OpenBook,
    request: &SetPostingMode,
) -> Result<PostingModeChange, Fault> {
    let location = open.book.location(read_location(&request.location)?).map_err(of_book)?;
    let rules = shown(&open.book, location.id)?;
    let taken = open.book.sales_taken_through(location.id).map_err(of_book)?;
    let after = taken.and_then(|last| last.succ_opt());
    let from = match &request.from {
        Some(from) => read_day(from, "from")?,
        None => after.unwrap_or_else(|| locations::today(&location, open.now())),
    };
    if let (Some(last), Some(first)) = (taken, after)
        && from < first
    {
        let message = format!(
            "Days through {last} are closed already, and stay as they were posted. Choose {first} \
             or later. Nothing was changed."
        );
        return Err(invalid("from", message));
    }
    let is_other = rules.posting_mode != request.mode;
    let moved = rules.posting_mode_from.as_ref().filter(|_| !is_other && request.from.is_some());
    let moved = moved.map(|begun| read_day(begun, "from")).transpose()?;
    // What began with sales that are taken stays where it began.
    let moved = moved.filter(|begun| *begun != from && taken.is_none_or(|last| last < *begun));
    let to_confirm = match is_other || moved.is_some() {
        true => mid_month(&open.book, &location, from)?,
        false => None,
    };
    let is_sure = request.confirmed || to_confirm.is_none();
    if is_sure && is_other {
        refuse_second_change(open, &location, &rules)?;
        keep_mode(open, &location, (rules.posting_mode, request.mode), from)?;
    }
    if let Some(begun) = moved.filter(|_| is_sure) {
        let day = from.to_string();
        let decision = (keys::MODE_FROM, Some(day.as_str()));
        let first = begun.min(from);
        open.book.decide(location.id, &[decision], first, open.now()).map_err(of_book)?;
    }
    let changed = is_sure && (is_other || moved.is_some());
    Ok(PostingModeChange {
        changed,
        from: day(from),
        to_confirm,
        warnings: warnings(request.mode),
        locations: locations::all_shown(&open.book, open.now())?,
    })
}

/// Only one change is kept, so that it must have begun before the next one.
fn refuse_second_change(
    open: &OpenBook,
    location: &Location,
    rules: &LocationRules,
) -> Result<(), Fault> {
    let today = day(locations::today(location, open.now()));
    let Some(begun) = rules.posting_mode_from.as_ref().filter(|begun| **begun > today) else {
        return Ok(());
    };
    let message =
        format!("A change begins on {begun} already. Wait until then. Nothing was changed.");
    Err(fault(Code::AlreadyDone, message))
}

fn keep_mode(
    open: &OpenBook,
    location: &Location,
    (before, after): (PostingMode, PostingMode),
    from: NaiveDate,
) -> Result<(), Fault> {
    let word = |mode| match mode {
        PostingMode::DailyJournal => "daily-journal",
        PostingMode::Invoices => "invoices",
    };
    let begins = from.to_string();
    let decisions = [
        (keys::MODE_BEFORE, Some(word(before))),
        (keys::MODE_FROM, Some(begins.as_str())),
        (keys::MODE, Some(word(after))),
    ];
    open.book.decide(location.id, &decisions, from, open.now()).map_err(of_book)
}

/// What to confirm where a month would have sales of both kinds.
fn mid_month(book: &Book, location: &Location, from: NaiveDate) -> Result<Option<String>, Fault> {
    let first = from.with_day(1).unwrap_or(from);
    let filter = TransactionFilter {
        location: Some(location.id),
        from: Some(first),
        to: from.pred_opt(),
        kinds: vec![Kind::Sale, Kind::Refund],
        ..TransactionFilter::default()
    };
    if first == from || book.count_transactions(&filter).map_err(of_book)? == 0 {
        return Ok(None);
    }
    Ok(Some(format!(
        "{from} is in the middle of a month in which {} has sales already: that month would have \
         journals and invoices. Sales and tax stay right, but reports by invoice show a part of \
         the month only. The first of a month is a better day.",
        location.location.name
    )))
}

/// What a person should know.
fn warnings(mode: PostingMode) -> Vec<String> {
    match mode {
        PostingMode::DailyJournal => Vec::new(),
        PostingMode::Invoices => vec![
            "Each sale becomes an invoice of its own. Small Xero plans cap the invoices of a \
             month: 20 on the plan called Early, and Xero refuses the next one. Each sale takes \
             two of the calls that Xero allows in a day."
                .to_owned(),
        ],
    }
}
