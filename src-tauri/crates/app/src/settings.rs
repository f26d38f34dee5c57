//! Settings: what a person decides once, kept in the book as words under fixed keys.

use ipc::{DeferralPolicy, Fault, RangePosting, Settings};
use store::{Book, LocationId};

use crate::fault::{invalid, of_book};

/// A setting that the command line and the window may read and write.
struct Known {
    key: &'static str,
    /// The words it may be; any text where empty.
    words: &'static [&'static str],
}

const CLIENT_ID: &str = "client-id";
const DEPOSITS: &str = "deposits";
const CHECK_INS: &str = "check-ins";
const RANGE: &str = "range";
const LOCKED: &str = "locked";
const POSTING_STARTS: &str = "posting-starts";
const DEFAULT_LOCATION: &str = "default-location";
const LOCATION_UNTOUCHED: &str = "location-untouched";

const KNOWN: &[Known] = &[
    Known { key: CLIENT_ID, words: &[] },
    Known { key: DEPOSITS, words: &["automatic", "with-cashout"] },
    Known { key: CHECK_INS, words: &["automatic", "with-cashout"] },
    Known { key: RANGE, words: &["one", "daily"] },
    Known { key: LOCKED, words: &["hold", "next-open-day"] },
    Known { key: POSTING_STARTS, words: &[] },
];

/// Every setting a person may change, with its value.
pub(crate) fn all(book: &Book) -> Result<Vec<(&'static str, Option<String>)>, Fault> {
    KNOWN.iter().map(|known| Ok((known.key, get(book, known.key)?))).collect()
}

/// One setting by its key.
pub(crate) fn by_key(book: &Book, key: &str) -> Result<Option<String>, Fault> {
    get(book, known(key)?.key)
}

/// Sets one setting by its key; an empty value takes it away.
pub(crate) fn set_by_key(book: &Book, key: &str, value: &str) -> Result<(), Fault> {
    let known = known(key)?;
    let value = value.trim();
    if value.is_empty() {
        return put(book, known.key, None);
    }
    if !known.words.is_empty() && !known.words.contains(&value) {
        let message = format!("{key} is one of: {}. Nothing was changed.", known.words.join(", "));
        return Err(invalid(key, message));
    }
    if known.key == POSTING_STARTS && value.parse::<chrono::NaiveDate>().is_err() {
        return Err(invalid(key, format!("\"{value}\" is not a date, like 2026-11-21.")));
    }
    put(book, known.key, Some(value))
}

fn known(key: &str) -> Result<&'static Known, Fault> {
    KNOWN.iter().find(|known| known.key == key).ok_or_else(|| {
        let keys: Vec<_> = KNOWN.iter().map(|known| known.key).collect();
        invalid("key", format!("There is no setting \"{key}\". There are: {}.", keys.join(", ")))
    })
}

/// The window's settings.
pub(crate) fn shown(book: &Book) -> Result<Settings, Fault> {
    let policy = |key| -> Result<DeferralPolicy, Fault> {
        Ok(match get(book, key)?.as_deref() {
            Some("with-cashout") => DeferralPolicy::WithCashout,
            _ => DeferralPolicy::Automatic,
        })
    };
    Ok(Settings {
        client_id: client_id(book)?,
        deposits: policy(DEPOSITS)?,
        check_ins: policy(CHECK_INS)?,
        range: match get(book, RANGE)?.as_deref() {
            Some("daily") => RangePosting::Daily,
            _ => RangePosting::One,
        },
    })
}

/// Keeps the window's settings.
pub(crate) fn save(book: &Book, settings: &Settings) -> Result<(), Fault> {
    let policy = |policy| match policy {
        DeferralPolicy::Automatic => "automatic",
        DeferralPolicy::WithCashout => "with-cashout",
    };
    set_client_id(book, settings.client_id.as_deref().unwrap_or_default())?;
    put(book, DEPOSITS, Some(policy(settings.deposits)))?;
    put(book, CHECK_INS, Some(policy(settings.check_ins)))?;
    let range = match settings.range {
        RangePosting::One => "one",
        RangePosting::Daily => "daily",
    };
    put(book, RANGE, Some(range))
}

/// The client id of the user's own Xero app.
pub(crate) fn client_id(book: &Book) -> Result<Option<String>, Fault> {
    get(book, CLIENT_ID)
}

/// Keeps the client id of the user's own Xero app.
pub(crate) fn set_client_id(book: &Book, id: &str) -> Result<(), Fault> {
    put(book, CLIENT_ID, Some(id.trim()).filter(|id| !id.is_empty()))
}

/// The first business date that is posted by itself; earlier ones only when asked for by date.
pub(crate) fn posting_starts(book: &Book) -> Result<Option<chrono::NaiveDate>, Fault> {
    Ok(get(book, POSTING_STARTS)?.and_then(|text| text.parse().ok()))
}

pub(crate) fn default_location(book: &Book) -> Result<Option<LocationId>, Fault> {
    Ok(get(book, DEFAULT_LOCATION)?.and_then(|text| text.parse().ok()).map(LocationId))
}

pub(crate) fn set_default_location(book: &Book, id: LocationId) -> Result<(), Fault> {
    put(book, DEFAULT_LOCATION, Some(&id.to_string()))
}

pub(crate) fn location_untouched(book: &Book) -> Result<bool, Fault> {
    Ok(get(book, LOCATION_UNTOUCHED)?.is_some())
}

pub(crate) fn set_location_untouched(book: &Book, untouched: bool) -> Result<(), Fault> {
    put(book, LOCATION_UNTOUCHED, untouched.then_some("yes"))
}

pub(crate) fn get(book: &Book, key: &str) -> Result<Option<String>, Fault> {
    book.setting(key).map_err(of_book)
}

pub(crate) fn put(book: &Book, key: &str, value: Option<&str>) -> Result<(), Fault> {
    book.set_setting(key, value).map_err(of_book)
}
