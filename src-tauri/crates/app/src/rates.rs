//! Rates: what a bookkeeper says a foreign currency was worth on a day.

use ipc::{Fault, Rate, Rates};
use ledger::Currency;
use rust_decimal::Decimal;
use store::{Book, CONTRADICTS};

use crate::convert::{day, read_day};
use crate::fault::{invalid, of_book};
use crate::open_book::OpenBook;
use crate::views::documents;
use crate::views::transactions::RATE;

/// How many rates are shown.
const SHOWN_MAX: u32 = 400;

/// The rates, and what saving one brought.
pub(crate) fn shown(book: &Book, message: Option<String>) -> Result<Rates, Fault> {
    let rate = |rate: store::Rate| Rate {
        currency: rate.currency.code().to_owned(),
        day: day(rate.date),
        rate: rate.rate.normalize().to_string(),
        who: rate.who,
    };
    Ok(Rates {
        base: documents::currency(book)?.code().to_owned(),
        rates: book.rates(SHOWN_MAX).map_err(of_book)?.into_iter().map(rate).collect(),
        waiting: waiting(book)?,
        message,
    })
}

/// Enters a rate; what waited for it is posted.
pub(crate) fn set(open: &OpenBook, request: &Rate, who: &str) -> Result<Rates, Fault> {
    let book = &open.book;
    let code = request.currency.trim().to_uppercase();
    let currency: Currency = code.parse().map_err(|_| {
        invalid("currency", format!("\"{}\" is not a currency, like USD.", request.currency))
    })?;
    let base = documents::currency(book)?;
    if currency == base {
        let message = format!("{base} is the organisation's own currency; it needs no rate.");
        return Err(invalid("currency", message));
    }
    let rate = request.rate.trim().parse::<Decimal>().ok().filter(|rate| *rate > Decimal::ZERO);
    let rate = rate.ok_or_else(|| {
        let message =
            format!("\"{}\" is not a rate, like 1.3625: {base} for one {currency}.", request.rate);
        invalid("rate", message)
    })?;
    let date = read_day(&request.day, "day")?;
    let before = waiting(book)?;
    let wrong_before = contradicting(book)?;
    let entered = store::Rate { currency, date, rate, who: who.to_owned(), entered_at: open.now() };
    book.set_rate(&entered).map_err(of_book)?;
    book.post_waiting(open.now()).map_err(of_book)?;
    let wrong = contradicting(book)?;
    let freed = (before + wrong_before).saturating_sub(waiting(book)? + wrong);
    let mut said = match freed {
        0 => "Saved.".to_owned(),
        1 => "Saved. 1 transaction that waited for it can be posted now.".to_owned(),
        many => format!("Saved. {many} transactions that waited for it can be posted now."),
    };
    match wrong.saturating_sub(wrong_before) {
        0 => {}
        1 => said.push_str(" 1 does not add up at this rate; Needs attention says why."),
        many => {
            said.push_str(&format!(
                " {many} do not add up at this rate; Needs attention says why."
            ));
        }
    }
    shown(book, Some(said))
}

/// How many transactions contradict a rate that was entered.
fn contradicting(book: &Book) -> Result<u32, Fault> {
    book.waiting_for(CONTRADICTS).map_err(of_book)
}

fn waiting(book: &Book) -> Result<u32, Fault> {
    book.waiting_for(RATE).map_err(of_book)
}
