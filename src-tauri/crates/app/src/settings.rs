//! Settings: what a person decides once, kept in the book as words under fixed keys.

use ipc::{ContactPolicy, DeferralPolicy, Drafts, Fault, LockedDays, RangePosting, Settings};
use store::{Book, LocationId, PersonRole, keys};
use sync::{
    CASH_BANKING_SETTING, CONTACTS_SETTING, DRAFTS_SETTING, EVIDENCE_SETTING, LOCKED_SETTING,
    POSTING_STARTS_SETTING, RANGE_SETTING, STAFF_TIPS_SETTING,
};

use crate::convert::{day, read_day};
use crate::fault::{invalid, of_book};
use crate::open_book::OpenBook;
use crate::people::{Subject, Who, not_allowed};

/// A setting that the command line and the window may read and write.
struct Known {
    key: &'static str,
    /// The words it may be; any text where empty.
    words: &'static [&'static str],
}

const CLIENT_ID: &str = "client-id";
const DEFAULT_LOCATION: &str = "default-location";
const LOCATION_UNTOUCHED: &str = "location-untouched";

const KNOWN: &[Known] = &[
    Known { key: CLIENT_ID, words: &[] },
    Known { key: keys::DEPOSITS, words: &["automatic", "with-cashout"] },
    Known { key: keys::CHECK_INS, words: &["automatic", "with-cashout"] },
    Known { key: RANGE_SETTING, words: &["one", "daily"] },
    Known { key: LOCKED_SETTING, words: &["hold", "next-open-day"] },
    Known { key: DRAFTS_SETTING, words: &["none", "journals", "invoices", "all"] },
    Known { key: CONTACTS_SETTING, words: &["create", "ask"] },
    Known { key: EVIDENCE_SETTING, words: &["none", "attach"] },
    Known { key: CASH_BANKING_SETTING, words: &[] },
    Known { key: STAFF_TIPS_SETTING, words: &[] },
    Known { key: POSTING_STARTS_SETTING, words: &[] },
];

/// The settings that decide which document takes what was recorded: what is open follows them.
const DECIDE_POSTING: [&str; 2] = [keys::DEPOSITS, keys::CHECK_INS];

/// The settings that a diagnostic bundle may tell, with the words each may be; without words it is
/// a date. What a person words in their own way is not among them.
pub(crate) fn harmless() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let dates = [(POSTING_STARTS_SETTING, [].as_slice())];
    let worded = KNOWN.iter().filter(|known| !known.words.is_empty());
    worded.map(|known| (known.key, known.words)).chain(dates)
}

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
    if known.key == POSTING_STARTS_SETTING && value.parse::<chrono::NaiveDate>().is_err() {
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

/// Whether what is open follows a setting.
pub(crate) fn decides_posting(key: &str) -> bool {
    DECIDE_POSTING.contains(&key)
}

/// The window's settings.
pub(crate) fn shown(book: &Book) -> Result<Settings, Fault> {
    let is =
        |key, word: &str| -> Result<bool, Fault> { Ok(get(book, key)?.as_deref() == Some(word)) };
    let policy = |key| -> Result<DeferralPolicy, Fault> {
        Ok(match is(key, "with-cashout")? {
            true => DeferralPolicy::WithCashout,
            false => DeferralPolicy::Automatic,
        })
    };
    Ok(Settings {
        client_id: client_id(book)?,
        deposits: policy(keys::DEPOSITS)?,
        check_ins: policy(keys::CHECK_INS)?,
        range: match is(RANGE_SETTING, "daily")? {
            true => RangePosting::Daily,
            false => RangePosting::One,
        },
        locked: match is(LOCKED_SETTING, "next-open-day")? {
            true => LockedDays::NextOpenDay,
            false => LockedDays::Hold,
        },
        drafts: match get(book, DRAFTS_SETTING)?.as_deref() {
            Some("journals") => Drafts::Journals,
            Some("invoices") => Drafts::Invoices,
            Some("all") => Drafts::All,
            Some(_) | None => Drafts::None,
        },
        contacts: match is(CONTACTS_SETTING, "ask")? {
            true => ContactPolicy::Ask,
            false => ContactPolicy::Create,
        },
        evidence: is(EVIDENCE_SETTING, "attach")?,
        posting_starts: posting_starts(book)?.map(day),
        cash_banking: get(book, CASH_BANKING_SETTING)?,
        staff_tips: get(book, STAFF_TIPS_SETTING)?,
    })
}

/// Keeps the window's settings; none of them where one cannot be read.
pub(crate) fn save(book: &Book, settings: &Settings) -> Result<(), Fault> {
    let starts = settings.posting_starts.as_ref().map(|day| read_day(day, "postingStarts"));
    let starts = starts.transpose()?.map(|date| date.to_string());
    let policy = |policy| match policy {
        DeferralPolicy::Automatic => "automatic",
        DeferralPolicy::WithCashout => "with-cashout",
    };
    set_client_id(book, settings.client_id.as_deref().unwrap_or_default())?;
    put(book, keys::DEPOSITS, Some(policy(settings.deposits)))?;
    put(book, keys::CHECK_INS, Some(policy(settings.check_ins)))?;
    let range = match settings.range {
        RangePosting::One => "one",
        RangePosting::Daily => "daily",
    };
    put(book, RANGE_SETTING, Some(range))?;
    let locked = match settings.locked {
        LockedDays::Hold => "hold",
        LockedDays::NextOpenDay => "next-open-day",
    };
    put(book, LOCKED_SETTING, Some(locked))?;
    let drafts = match settings.drafts {
        Drafts::None => "none",
        Drafts::Journals => "journals",
        Drafts::Invoices => "invoices",
        Drafts::All => "all",
    };
    put(book, DRAFTS_SETTING, Some(drafts))?;
    let contacts = match settings.contacts {
        ContactPolicy::Create => "create",
        ContactPolicy::Ask => "ask",
    };
    put(book, CONTACTS_SETTING, Some(contacts))?;
    put(book, EVIDENCE_SETTING, Some(if settings.evidence { "attach" } else { "none" }))?;
    put(book, POSTING_STARTS_SETTING, starts.as_deref())?;
    let named = |name: &Option<String>| {
        name.as_deref().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned)
    };
    put(book, CASH_BANKING_SETTING, named(&settings.cash_banking).as_deref())?;
    put(book, STAFF_TIPS_SETTING, named(&settings.staff_tips).as_deref())
}

/// The client id of the user's own Xero app.
pub(crate) fn client_id(book: &Book) -> Result<Option<String>, Fault> {
    get(book, CLIENT_ID)
}

/// Keeps the client id of the user's own Xero app.
pub(crate) fn set_client_id(book: &Book, id: &str) -> Result<(), Fault> {
    put(book, CLIENT_ID, Some(id.trim()).filter(|id| !id.is_empty()))
}

/// Whether a key is the client id's.
pub(crate) fn is_client_id(key: &str) -> bool {
    key == CLIENT_ID
}

/// A setting and what it is to be, as the audit log has it: the client id is left out.
pub(crate) fn subject(key: &str, value: &str) -> Subject {
    match is_client_id(key) {
        true => Subject::of(key),
        false => Subject::of(format!("{key} {value}")),
    }
}

/// Refuses another client id from whoever may change the other settings, but not connect.
pub(crate) fn refuse_other_client_id(
    open: &OpenBook,
    who: &Who,
    wanted: Option<&str>,
) -> Result<(), Fault> {
    let wanted = wanted.map(str::trim).filter(|id| !id.is_empty());
    let least = PersonRole::Administrator;
    if who.role >= least || client_id(&open.book)?.as_deref() == wanted {
        return Ok(());
    }
    Err(not_allowed(open, who, least, "change the client id of the Xero app"))
}

/// The first business date that is posted by itself; earlier ones only when asked for by date.
pub(crate) fn posting_starts(book: &Book) -> Result<Option<chrono::NaiveDate>, Fault> {
    Ok(get(book, POSTING_STARTS_SETTING)?.and_then(|text| text.parse().ok()))
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
