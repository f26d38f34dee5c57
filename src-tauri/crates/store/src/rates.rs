//! Exchange rates as a bookkeeper entered them, one for a currency and a business date.

use chrono::{DateTime, NaiveDate, Utc};
use ledger::Currency;
use rusqlite::named_params;
use rust_decimal::Decimal;

use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::sql::{self, day, ms};
use crate::words::{self, stored_decimal};

/// A rate of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// The foreign currency.
    pub currency: Currency,
    /// The business date it holds on.
    pub date: NaiveDate,
    /// Base currency for one unit of it; above zero.
    pub rate: Decimal,
    /// Who entered it.
    pub who: String,
    /// When.
    pub entered_at: DateTime<Utc>,
}

impl Book {
    /// Enters a rate, in the place of an earlier one. What was posted at that one keeps it; what
    /// waits for a rate is posted by [`Book::post_waiting`].
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn set_rate(&self, rate: &Rate) -> Result<(), Error> {
        self.write(|book| {
            sql::run(
                book,
                "INSERT INTO rates (currency, day, rate, who, entered_at_ms)
                 VALUES (:currency, :day, :rate, :who, :entered_at_ms)
                 ON CONFLICT (currency, day) DO UPDATE SET rate = excluded.rate,
                     who = excluded.who, entered_at_ms = excluded.entered_at_ms",
                named_params! {
                    ":currency": rate.currency.code(),
                    ":day": day(rate.date),
                    ":rate": stored_decimal(rate.rate),
                    ":who": rate.who,
                    ":entered_at_ms": ms(rate.entered_at),
                },
            )?;
            changes::note(book, Topic::Settings, None)
        })
    }

    /// How many transactions wait for something ([`ledger::Rejection::waits_for`]).
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn waiting_for(&self, reason: &str) -> Result<u32, Error> {
        let count = self.read(|view| {
            sql::first(
                view,
                "SELECT count(*) FROM waiting w
                 WHERE w.reason = :reason AND NOT EXISTS (
                     SELECT 1 FROM transactions r WHERE r.reverses = w.transaction_id)",
                named_params! { ":reason": reason },
                |row| Ok(row.get(0)?),
            )
        })?;
        Ok(count.unwrap_or(0))
    }

    /// The rates of the latest business dates, newest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn rates(&self, limit: u32) -> Result<Vec<Rate>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "SELECT currency, day, rate, who, entered_at_ms FROM rates
                 ORDER BY day DESC, currency LIMIT :limit",
                named_params! { ":limit": limit },
                |row| {
                    Ok(Rate {
                        currency: words::currency(&row.get::<_, String>("currency")?)?,
                        date: sql::date(row.get("day")?)?,
                        rate: words::decimal(&row.get::<_, String>("rate")?)?,
                        who: row.get("who")?,
                        entered_at: sql::instant(row.get("entered_at_ms")?)?,
                    })
                },
            )
        })
    }
}
