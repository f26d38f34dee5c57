//! Doubts: what of some days is recorded as it was said, and may be a mistake all the same.
//!
//! Nothing of it stands in the way. A deposit may have been paid before the book began, and a float
//! may never have been told to it; only a person knows. Balances are as of the last of the days.

use chrono::NaiveDate;
use ledger::{Amount, Role};
use rusqlite::{Connection, Row, ToSql, named_params};

use crate::book::Book;
use crate::error::Error;
use crate::ids::LocationId;
use crate::sql::{self, day};

/// How many doubts of one sort are told.
const TOLD: u32 = 20;

/// Something that may be a mistake. Amounts are in base currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// More of a booking's deposit was used, kept, moved or given back than was paid.
    Booking {
        /// The booking.
        booking: String,
        /// What its deposit comes to.
        balance: Amount,
    },
    /// The same of what a customer paid ahead without a booking.
    Customer {
        /// The customer's name.
        customer: String,
        /// What the customer's deposit comes to.
        balance: Amount,
    },
    /// More of a damage bond was returned or kept than was taken.
    Bond {
        /// The bond's number.
        bond: String,
        /// What is left of it.
        balance: Amount,
    },
    /// More of a gift card was given back than it was sold for.
    GiftCard {
        /// The card's number.
        gift_card: String,
        /// What is left of it, uses apart: they name no card.
        balance: Amount,
    },
    /// An account refund names an invoice that the book does not know.
    Invoice {
        /// The invoice as it is named.
        invoice: String,
        /// The customer's name.
        customer: String,
    },
    /// All that was counted in a drawer is over: the book knows of no cash in it.
    Count {
        /// The till; none where all of them were counted together.
        till: Option<String>,
        /// What was counted.
        over: Amount,
        /// The tills that the other transactions of its day name.
        tills: Vec<String>,
    },
    /// One till was counted after all tills of its day were counted together, and both are over or
    /// both are short: it may be the same money.
    CountedTwice {
        /// The till.
        till: String,
        /// What was found over or short in it.
        over: Amount,
        /// What was found over or short in all of them before.
        together: Amount,
    },
}

/// Of which days of which location.
#[derive(Clone, Copy)]
struct Days {
    location: i64,
    from: i64,
    to: i64,
}

impl Book {
    /// What of a location's days may be a mistake, the first few of each sort.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn doubts(
        &self,
        location: LocationId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Doubt>, Error> {
        let days = Days { location: location.0, from: day(from), to: day(to) };
        self.read(|view| {
            let mut doubts = counts::all_over(view, days)?;
            doubts.extend(counts::counted_twice(view, days)?);
            doubts.extend(bookings(view, days)?);
            doubts.extend(customers(view, days)?);
            doubts.extend(held(view, days, &BONDS)?);
            doubts.extend(held(view, days, &GIFT_CARDS)?);
            doubts.extend(invoices(view, days)?);
            Ok(doubts)
        })
    }
}

/// What stands of some days: no reversal, and nothing reversed.
macro_rules! of_days {
    ($kinds:literal) => {
        concat!(
            "t.business_day BETWEEN :from AND :to AND t.location_id = :location
             AND t.reverses IS NULL
             AND NOT EXISTS (
                 SELECT 1 FROM transactions r WHERE r.outside_id = t.outside_id
                     AND r.source_id = t.source_id AND r.revision = t.revision + 1)
             AND t.kind_id IN (SELECT id FROM words WHERE text IN (",
            $kinds,
            "))"
        )
    };
}

mod counts;

fn bookings(view: &Connection, days: Days) -> Result<Vec<Doubt>, Error> {
    let drawn = sql::all(
        view,
        concat!(
            "SELECT DISTINCT t.particulars ->> '$[3]' AS booking FROM transactions t
             WHERE ",
            of_days!(
                "'booking_refund', 'cancellation', 'check_in', 'deposit_move', 'account_payment'"
            ),
            " AND booking IS NOT NULL ORDER BY booking"
        ),
        named_params! { ":location": days.location, ":from": days.from, ":to": days.to },
        |row| Ok(row.get::<_, String>("booking")?),
    )?;
    let mut doubts = Vec::new();
    for booking in drawn {
        let paid = deferred(view, "booking", std::slice::from_ref(&booking), days.to)?;
        let balance = paid - moved(view, &booking, days.to)?;
        if balance.is_negative() && doubts.len() < TOLD as usize {
            doubts.push(Doubt::Booking { booking, balance });
        }
    }
    Ok(doubts)
}

fn customers(view: &Connection, days: Days) -> Result<Vec<Doubt>, Error> {
    let drawn = sql::all(
        view,
        concat!(
            "SELECT t.particulars ->> '$[2][1]' AS customer, json_group_array(h.name) AS names
             FROM transactions t
                 JOIN threads h ON h.transaction_id = t.id AND h.sort = 'customer'
             WHERE ",
            of_days!("'booking_refund', 'account_payment'"),
            " AND t.particulars ->> '$[3]' IS NULL
             GROUP BY customer ORDER BY customer"
        ),
        named_params! { ":location": days.location, ":from": days.from, ":to": days.to },
        |row| Ok((row.get::<_, String>("customer")?, row.get::<_, String>("names")?)),
    )?;
    let mut doubts = Vec::new();
    for (customer, names) in drawn {
        let names: Vec<String> = serde_json::from_str(&names)
            .map_err(|_| Error::Unreadable { what: "customer", text: names })?;
        let balance = deferred(view, "customer", &names, days.to)?;
        if balance.is_negative() && doubts.len() < TOLD as usize {
            doubts.push(Doubt::Customer { customer, balance });
        }
    }
    Ok(doubts)
}

/// What is deferred under some threads at the end of a day, with its taxes.
fn deferred(view: &Connection, sort: &str, names: &[String], to: i64) -> Result<Amount, Error> {
    let names = serde_json::to_string(names).expect("strings are always JSON");
    let sum = sql::first(
        view,
        "SELECT -coalesce(sum(l.amount + l.tax), 0) AS balance
         FROM (SELECT DISTINCT transaction_id FROM threads
               WHERE sort = :sort AND name IN (SELECT value FROM json_each(:names))) h
             JOIN transactions t ON t.id = h.transaction_id
             JOIN parts p ON p.transaction_id = t.id AND p.retired = 0
             JOIN legs l ON l.transaction_id = t.id AND l.part_id = p.part_id
             JOIN targets g ON g.id = l.target_id
         WHERE t.business_day <= :to AND g.sort = 'role' AND g.name = :deferred
             AND t.reverses IS NULL
             AND NOT EXISTS (
                 SELECT 1 FROM transactions r WHERE r.outside_id = t.outside_id
                     AND r.source_id = t.source_id AND r.revision = t.revision + 1)
             AND (:sort = 'booking' OR NOT EXISTS (
                 SELECT 1 FROM threads b WHERE b.sort = 'booking' AND b.transaction_id = t.id))",
        named_params! {
            ":sort": sort,
            ":names": names,
            ":to": to,
            ":deferred": Role::DeferredRevenue.key(),
        },
        |row| amount(row, "balance"),
    )?;
    Ok(sum.unwrap_or_default())
}

/// What was moved from a booking to others by the end of a day, less what was moved to it.
fn moved(view: &Connection, booking: &str, to: i64) -> Result<Amount, Error> {
    let sum = sql::first(
        view,
        "SELECT coalesce(sum(CASE h.sort WHEN 'booking' THEN t.amount ELSE -t.amount END), 0)
             AS moved
         FROM threads h
             JOIN transactions t ON t.id = h.transaction_id
             JOIN words k ON k.id = t.kind_id
         WHERE h.sort IN ('booking', 'moved_to') AND h.name = :booking
             AND k.text = 'deposit_move' AND t.business_day <= :to AND t.reverses IS NULL
             AND NOT EXISTS (
                 SELECT 1 FROM transactions r WHERE r.outside_id = t.outside_id
                     AND r.source_id = t.source_id AND r.revision = t.revision + 1)",
        named_params! { ":booking": booking, ":to": to },
        |row| amount(row, "moved"),
    )?;
    Ok(sum.unwrap_or_default())
}

/// What is owed under a name that stands in the particulars.
struct Held {
    role: Role,
    /// Drawn from by, in the list of these words.
    drawn: &'static str,
    balances: &'static str,
    doubt: fn(String, Amount) -> Doubt,
}

/// The names drawn from in some days; the path is that of `record/extras.rs`.
macro_rules! drawn {
    ($path:literal, $kinds:literal) => {
        concat!(
            "SELECT json_group_array(DISTINCT t.particulars ->> '",
            $path,
            "') AS names FROM transactions t
             WHERE t.particulars ->> '",
            $path,
            "' IS NOT NULL AND ",
            of_days!($kinds)
        )
    };
}

/// What is owed under each of some names.
macro_rules! balances {
    ($path:literal, $kinds:literal) => {
        concat!(
            "SELECT t.particulars ->> '",
            $path,
            "' AS called, -sum(l.amount) AS balance
             FROM transactions t
                 JOIN parts p ON p.transaction_id = t.id AND p.retired = 0
                 JOIN legs l ON l.transaction_id = t.id AND l.part_id = p.part_id
                 JOIN targets g ON g.id = l.target_id
             WHERE t.kind_id IN (SELECT id FROM words WHERE text IN (",
            $kinds,
            ")) AND t.business_day <= :to AND g.sort = 'role' AND g.name = :role
                 AND t.reverses IS NULL
                 AND NOT EXISTS (
                     SELECT 1 FROM transactions r WHERE r.outside_id = t.outside_id
                         AND r.source_id = t.source_id AND r.revision = t.revision + 1)
                 AND called IN (SELECT value FROM json_each(:names))
             GROUP BY called HAVING balance < 0 ORDER BY called LIMIT :told"
        )
    };
}

const BONDS: Held = Held {
    role: Role::DamageBonds,
    drawn: drawn!("$[11][2]", "'bond_returned', 'bond_kept'"),
    balances: balances!("$[11][2]", "'bond_taken', 'bond_returned', 'bond_kept'"),
    doubt: |bond, balance| Doubt::Bond { bond, balance },
};

const GIFT_CARDS: Held = Held {
    role: Role::GiftCards,
    drawn: drawn!("$[11][3]", "'gift_card_refund'"),
    balances: balances!("$[11][3]", "'gift_card_sale', 'gift_card_refund'"),
    doubt: |gift_card, balance| Doubt::GiftCard { gift_card, balance },
};

fn held(view: &Connection, days: Days, held: &Held) -> Result<Vec<Doubt>, Error> {
    let names = sql::first(
        view,
        held.drawn,
        named_params! { ":location": days.location, ":from": days.from, ":to": days.to },
        |row| Ok(row.get::<_, String>("names")?),
    )?;
    let Some(names) = names.filter(|names| names != "[]") else { return Ok(Vec::new()) };
    sql::all(
        view,
        held.balances,
        named_params! {
            ":names": names,
            ":role": held.role.key(),
            ":to": days.to,
            ":told": TOLD,
        },
        |row| Ok((held.doubt)(row.get("called")?, amount(row, "balance")?)),
    )
}

/// Account refunds whose invoice is no charge's id, no document's number and no booking's balance.
fn invoices(view: &Connection, days: Days) -> Result<Vec<Doubt>, Error> {
    sql::all(
        view,
        concat!(
            "SELECT DISTINCT trim(t.particulars ->> '$[7]') AS invoice,
                 coalesce(t.particulars ->> '$[2][1]', '') AS customer
             FROM transactions t
             WHERE ",
            of_days!("'account_refund'"),
            " AND invoice IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM transactions o WHERE o.outside_id = invoice)
                 AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.number = invoice)
                 AND NOT EXISTS (
                     SELECT 1 FROM threads h WHERE h.sort = 'booking' AND h.name = invoice)
             ORDER BY invoice LIMIT :told"
        ),
        params(&days).as_slice(),
        |row| Ok(Doubt::Invoice { invoice: row.get("invoice")?, customer: row.get("customer")? }),
    )
}

fn params(days: &Days) -> [(&'static str, &dyn ToSql); 4] {
    [(":location", &days.location), (":from", &days.from), (":to", &days.to), (":told", &TOLD)]
}

fn amount(row: &Row<'_>, column: &str) -> Result<Amount, Error> {
    Ok(Amount::from_minor(row.get(column)?))
}
