//! What a location decided about its postings, kept as words under fixed keys.

use chrono::NaiveDate;
use ledger::{
    ChargebackPolicy, Currency, DeferralPolicy, PostingMode, Recognition, Rules, TaxShare,
};
use rusqlite::{Connection, named_params};

use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::ids::LocationId;
use crate::sql;
use crate::words;

/// The keys of what is decided for each location.
pub mod keys {
    /// How sales reach Xero: `daily-journal` or `invoices`.
    pub const MODE: &str = "posting-mode";
    /// The business date from which that holds.
    pub const MODE_FROM: &str = "posting-mode-from";
    /// How sales reached Xero before that date.
    pub const MODE_BEFORE: &str = "posting-mode-before";
    /// The taxes inside a deposit, split out when it is paid: `GST=5,PST=7`.
    pub const DEPOSIT_TAX: &str = "deposit-tax";
    /// The taxes inside a kept cancellation fee.
    pub const CANCELLATION_TAX: &str = "cancellation-tax";
    /// When rentals over several months are recognised: `at-check-in` or `by-day`.
    pub const RECOGNITION: &str = "recognition";
    /// Whether balances owed at check-in are invoiced: `yes` or `no`.
    pub const INVOICE_BALANCES: &str = "invoice-balances";
    /// Where chargebacks go: `expense` or `owed`.
    pub const CHARGEBACKS: &str = "chargebacks";
    /// The contact of invoices to customers nobody named.
    pub const WALK_IN: &str = "walk-in-contact";
    /// Book-wide: which document takes deposits, `automatic` or `with-cashout`.
    pub const DEPOSITS: &str = "deposits";
    /// Book-wide: which document takes check-ins, `automatic` or `with-cashout`.
    pub const CHECK_INS: &str = "check-ins";
}

impl Book {
    /// What was decided for a location, by key.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn location_settings(&self, location: LocationId) -> Result<Vec<(String, String)>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "SELECT key, value FROM location_settings
                 WHERE location_id = :location ORDER BY key",
                named_params! { ":location": location.0 },
                |row| Ok((row.get("key")?, row.get("value")?)),
            )
        })
    }

    /// Decides something for a location; `None` takes it back. What is open follows only with
    /// [`Book::decide`] or [`Book::follow_rules`].
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn set_location_setting(
        &self,
        location: LocationId,
        key: &str,
        value: Option<&str>,
    ) -> Result<(), Error> {
        self.write(|book| {
            put(book, location, (key, value))?;
            changes::note(book, Topic::Settings, Some(location.0))
        })
    }

    /// The rules of a location's postings on a business date. Without a chart the base currency is
    /// not known; then it is `currency`.
    ///
    /// # Errors
    /// [`Error::Unreadable`] for a word this version does not know.
    pub fn rules(
        &self,
        location: LocationId,
        date: NaiveDate,
        currency: Currency,
    ) -> Result<Rules, Error> {
        self.read(|view| of(view, location.0, date, currency))
    }
}

/// A key with what is decided under it; none takes it back.
pub type Decision<'a> = (&'a str, Option<&'a str>);

pub(crate) fn put(
    book: &Connection,
    location: LocationId,
    (key, value): Decision<'_>,
) -> Result<(), Error> {
    match value {
        Some(value) => sql::run(
            book,
            "INSERT INTO location_settings (location_id, key, value)
             VALUES (:location, :key, :value)
             ON CONFLICT (location_id, key) DO UPDATE SET value = excluded.value",
            named_params! { ":location": location.0, ":key": key, ":value": value },
        )?,
        None => sql::run(
            book,
            "DELETE FROM location_settings WHERE location_id = :location AND key = :key",
            named_params! { ":location": location.0, ":key": key },
        )?,
    };
    Ok(())
}

/// The rules of a location on a business date.
pub(crate) fn of(
    view: &Connection,
    location: i64,
    date: NaiveDate,
    currency: Currency,
) -> Result<Rules, Error> {
    let own = |key: &str| own_word(view, location, key);
    let base = base_currency(view)?.unwrap_or(currency);
    let from = own(keys::MODE_FROM)?.map(|text| date_of(&text)).transpose()?;
    let key = if from.is_some_and(|from| date < from) { keys::MODE_BEFORE } else { keys::MODE };
    Ok(Rules {
        base,
        mode: match own(key)?.as_deref() {
            None | Some("daily-journal") => PostingMode::DailyJournal,
            Some("invoices") => PostingMode::Invoices,
            Some(other) => return Err(unreadable(other)),
        },
        deposits: deferral(book_word(view, keys::DEPOSITS)?.as_deref())?,
        check_ins: deferral(book_word(view, keys::CHECK_INS)?.as_deref())?,
        deposit_taxes: taxes(own(keys::DEPOSIT_TAX)?.as_deref())?,
        cancellation_taxes: taxes(own(keys::CANCELLATION_TAX)?.as_deref())?,
        recognition: match own(keys::RECOGNITION)?.as_deref() {
            None | Some("at-check-in") => Recognition::AtCheckIn,
            Some("by-day") => Recognition::ByDay,
            Some(other) => return Err(unreadable(other)),
        },
        invoices_balances: own(keys::INVOICE_BALANCES)?.as_deref() == Some("yes"),
        chargebacks: match own(keys::CHARGEBACKS)?.as_deref() {
            None | Some("expense") => ChargebackPolicy::Expense,
            Some("owed") => ChargebackPolicy::Owed,
            Some(other) => return Err(unreadable(other)),
        },
        direct_tenders: direct_tenders(view)?,
    })
}

fn deferral(word: Option<&str>) -> Result<DeferralPolicy, Error> {
    match word {
        None | Some("automatic") => Ok(DeferralPolicy::Automatic),
        Some("with-cashout") => Ok(DeferralPolicy::WithCashout),
        Some(other) => Err(unreadable(other)),
    }
}

/// Reads taxes by rate: `GST=5,PST=7`. An empty text has none.
///
/// # Errors
/// [`Error::Unreadable`] for anything else.
pub fn taxes(text: Option<&str>) -> Result<Vec<TaxShare>, Error> {
    let shares = text.unwrap_or_default().split(',').map(str::trim).filter(|one| !one.is_empty());
    let share = |one: &str| {
        let (code, percent) = one.split_once('=').ok_or_else(|| unreadable(one))?;
        let percent = words::decimal(percent.trim().trim_end_matches('%').trim())?;
        let (code, is_rate) = (code.trim().to_owned(), percent.is_sign_positive());
        if code.is_empty() || !is_rate || percent.is_zero() || percent.scale() > RATE_DECIMALS {
            return Err(unreadable(one));
        }
        Ok(TaxShare { code, percent })
    };
    shares.map(share).collect()
}

/// Rates have at most four decimals (facts §10.2).
const RATE_DECIMALS: u32 = 4;

/// The base currency of the chart last read.
pub(crate) fn base_currency(view: &Connection) -> Result<Option<Currency>, Error> {
    let code = sql::first(
        view,
        "SELECT content ->> '$.organisation.base_currency' FROM charts ORDER BY id DESC LIMIT 1",
        [],
        |row| Ok(row.get::<_, Option<String>>(0)?),
    )?;
    code.flatten().as_deref().map(words::currency).transpose()
}

fn own_word(view: &Connection, location: i64, key: &str) -> Result<Option<String>, Error> {
    sql::first(
        view,
        "SELECT value FROM location_settings WHERE location_id = :location AND key = :key",
        named_params! { ":location": location, ":key": key },
        |row| Ok(row.get(0)?),
    )
}

fn book_word(view: &Connection, key: &str) -> Result<Option<String>, Error> {
    sql::first(
        view,
        "SELECT value FROM settings WHERE key = :key",
        named_params! { ":key": key },
        |row| Ok(row.get(0)?),
    )
}

fn direct_tenders(view: &Connection) -> Result<Vec<String>, Error> {
    sql::all(
        view,
        "SELECT key FROM mapping m WHERE sort = 'direct_tender'
             AND NOT EXISTS (SELECT 1 FROM mapping t WHERE t.sort = 'tender' AND t.key = m.key)",
        [],
        |row| Ok(row.get(0)?),
    )
}

fn date_of(text: &str) -> Result<NaiveDate, Error> {
    text.parse().map_err(|_| unreadable(text))
}

fn unreadable(text: &str) -> Error {
    Error::Unreadable { what: "setting of a location", text: text.to_owned() }
}
