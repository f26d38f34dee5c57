//! Stories: what the book knows beside a transaction that its posting depends on.
//!
//! Only what a kind asks for is looked up: a sale, which is most of what is recorded, asks for
//! nothing. Everything is a sum of legs, so that corrections and undos need no bookkeeping of
//! their own; other revisions of the transaction itself are left out.

pub(crate) mod booking;
mod drawer;
mod invoices;
mod sale;

use ledger::{Currency, Kind, Rules, Story, Transaction};
use rusqlite::{Connection, named_params};
use rust_decimal::Decimal;

use crate::error::Error;
use crate::sql::{self, day};
use crate::words;

/// Which transaction a story is told for, by its outside id and the number of its source, and what
/// of the others it may know.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Own<'a> {
    pub(crate) outside_id: &'a str,
    pub(crate) source: i64,
    /// Of deposits and balances only what was first recorded before this row, or happened before
    /// this instant; all where none.
    pub(crate) known: Option<(i64, i64)>,
}

/// Tells the story of a transaction at a location.
pub(crate) fn tell(
    book: &Connection,
    new: &Transaction,
    rules: Rules,
    own: Own<'_>,
    location: i64,
) -> Result<Story, Error> {
    let mut story = Story::new(rules);
    match new.kind {
        Kind::Refund => sale::tell(book, new, own, &mut story)?,
        Kind::BookingRefund | Kind::CheckIn | Kind::Cancellation | Kind::DepositMove => {
            booking::tell(book, new, own, &mut story)?;
        }
        Kind::BalancePayment | Kind::BalanceWriteOff => {
            booking::tell(book, new, own, &mut story)?;
            story.invoices = invoices::of_booking(book, new, own)?;
        }
        Kind::AccountPayment | Kind::AccountRefund => {
            booking::tell(book, new, own, &mut story)?;
            story.invoices = invoices::of_customer(book, new, own)?;
        }
        Kind::CashCount => drawer::tell(book, new, own, location, &mut story)?,
        Kind::Sale
        | Kind::BookingPayment
        | Kind::AccountCharge
        | Kind::TipPayout
        | Kind::PaidOut
        | Kind::PaidIn
        | Kind::FloatChange
        | Kind::BankDeposit
        | Kind::ProcessorPayout
        | Kind::GiftCardSale
        | Kind::GiftCardRefund
        | Kind::BondTaken
        | Kind::BondReturned
        | Kind::BondKept => {}
    }
    if asks_for_rates(new, story.rules.base) {
        // The sale's own rates, already there, come first.
        story.rates.extend(rates_of(book, day(new.business_date))?);
    }
    Ok(story)
}

fn asks_for_rates(new: &Transaction, base: Currency) -> bool {
    let foreign = new.tenders.iter().filter_map(|tender| tender.foreign.as_ref());
    new.currency != base || foreign.into_iter().any(|foreign| foreign.rate <= Decimal::ZERO)
}

fn rates_of(book: &Connection, day: i64) -> Result<Vec<(Currency, Decimal)>, Error> {
    sql::all(
        book,
        "SELECT currency, rate FROM rates WHERE day = :day ORDER BY currency",
        named_params! { ":day": day },
        |row| {
            let currency = words::currency(&row.get::<_, String>("currency")?)?;
            Ok((currency, words::decimal(&row.get::<_, String>("rate")?)?))
        },
    )
}
