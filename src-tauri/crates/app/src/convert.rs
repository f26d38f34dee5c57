//! Between the wire's words and the domain's: the one place that reads and prints them.

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use ipc::{Code, Fault};
use ledger::{Account, Amount, Currency, TaxWay};
use store::{DocumentId, LocationId, TransactionId};

use crate::fault::{fault, invalid};

pub(crate) fn money(amount: Amount, currency: Currency) -> ipc::Money {
    amount.display(currency).into()
}

pub(crate) fn day(date: NaiveDate) -> ipc::Day {
    date.format("%Y-%m-%d").to_string().into()
}

pub(crate) fn instant(at: DateTime<Utc>) -> ipc::Instant {
    at.to_rfc3339_opts(SecondsFormat::Millis, true).into()
}

pub(crate) fn time_of_day(time: NaiveTime) -> ipc::TimeOfDay {
    time.format("%H:%M").to_string().into()
}

/// Reads a calendar day.
pub(crate) fn read_day(text: &ipc::Day, field: &str) -> Result<NaiveDate, Fault> {
    NaiveDate::parse_from_str(text.as_str(), "%Y-%m-%d").map_err(|_| {
        invalid(field, format!("\"{text}\" is not a date. Write it as year-month-day: 2026-11-21."))
    })
}

/// Reads a range of days, both ends included.
pub(crate) fn read_range(from: &ipc::Day, to: &ipc::Day) -> Result<(NaiveDate, NaiveDate), Fault> {
    let (from, to) = (read_day(from, "from")?, read_day(to, "to")?);
    if from > to {
        return Err(invalid("to", format!("The range ends on {to}, before it begins on {from}.")));
    }
    Ok((from, to))
}

/// Reads a time of day in steps of 15 minutes.
pub(crate) fn read_time(text: &ipc::TimeOfDay, field: &str) -> Result<NaiveTime, Fault> {
    use chrono::Timelike;
    NaiveTime::parse_from_str(text.as_str(), "%H:%M")
        .ok()
        .filter(|time| time.minute() % 15 == 0)
        .ok_or_else(|| {
            invalid(field, format!("\"{text}\" is not a quarter hour of the day, like 03:00."))
        })
}

pub(crate) fn read_location(id: &ipc::LocationId) -> Result<LocationId, Fault> {
    number(id.as_str()).map(LocationId).ok_or_else(|| no_such("location", id.as_str()))
}

pub(crate) fn read_document(id: &ipc::DocumentId) -> Result<DocumentId, Fault> {
    number(id.as_str()).map(DocumentId).ok_or_else(|| no_such("document", id.as_str()))
}

pub(crate) fn read_transaction(id: &ipc::TransactionId) -> Result<TransactionId, Fault> {
    number(id.as_str()).map(TransactionId).ok_or_else(|| no_such("transaction", id.as_str()))
}

fn number(text: &str) -> Option<i64> {
    text.trim().parse().ok()
}

fn no_such(what: &str, id: &str) -> Fault {
    fault(Code::NotFound, format!("There is no {what} \"{id}\" in this book."))
}

pub(crate) fn account_ref(account: &Account) -> ipc::AccountRef {
    ipc::AccountRef {
        id: account.id.clone().into(),
        code: Some(account.code.clone()).filter(|code| !code.is_empty()),
        name: account.name.clone(),
    }
}

/// An account as people know it: "820 · GST", or its name alone where it has no code.
pub(crate) fn account_words(account: &Account) -> String {
    if account.code.is_empty() {
        account.name.clone()
    } else {
        format!("{} · {}", account.code, account.name)
    }
}

pub(crate) const fn tax_way(way: TaxWay) -> ipc::TaxWay {
    match way {
        TaxWay::XeroComputes => ipc::TaxWay::XeroWorksItOut,
        TaxWay::TaxLines => ipc::TaxWay::TaxLines,
    }
}

pub(crate) const fn read_tax_way(way: ipc::TaxWay) -> TaxWay {
    match way {
        ipc::TaxWay::XeroWorksItOut => TaxWay::XeroComputes,
        ipc::TaxWay::TaxLines => TaxWay::TaxLines,
    }
}

pub(crate) const fn amounts_are(way: TaxWay) -> ipc::AmountsAre {
    match way {
        TaxWay::XeroComputes => ipc::AmountsAre::Inclusive,
        TaxWay::TaxLines => ipc::AmountsAre::NoTax,
    }
}
