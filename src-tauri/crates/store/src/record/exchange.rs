//! Exchange differences: what the document of a foreign payout left in a clearing account, known
//! only once Xero has said its rate.

use ledger::{PartKey, PartRef, exchange_part};
use rusqlite::{Connection, named_params};
use rust_decimal::Decimal;

use super::{insert, parts};
use crate::error::Error;
use crate::ids::TransactionId;
use crate::rules;
use crate::sql;
use crate::transactions;
use crate::words::Words;
use crate::writer::Writer;

/// Gives a payout that was posted at a rate the part that mends its clearing account.
pub(crate) fn mend(book: &Writer, payout: &PartRef, rate: Decimal) -> Result<(), Error> {
    let id = payout.transaction;
    let transaction = transactions::load(book, TransactionId(id))?.transaction;
    let base = rules::base_currency(book)?.unwrap_or(transaction.currency);
    let Some(part) = exchange_part(&transaction, rate, base) else { return Ok(()) };
    let mut words = Words::default();
    let place = insert::place(book, id)?;
    let (taken, position) = parts::names(book, id)?;
    let key = words.word(book, &parts::free_name(&part.key, &taken))?;
    let against = Some((id, words.word(book, &payout.part.0)?));
    let day = part.date.map_or(place.day, sql::day);
    parts::part(book, (id, key, position), &part, against, (place.location, day))?;
    for (position, leg) in (0..).zip(&part.legs) {
        let target = words.target(book, &leg.target)?;
        let tax_set = words.word(book, leg.tax_set.key())?;
        parts::leg(book, (id, key, position), target, tax_set, leg)?;
    }
    parts::open(book, id, key)
}

/// Retires what mended the clearing account of payouts whose documents are undone: the next one
/// may get another rate.
pub(crate) fn forget(book: &Connection, document: i64) -> Result<(), Error> {
    let is_exchange = "lane = 'journal' AND retired = 0 AND EXISTS (
            SELECT 1 FROM claims c JOIN words w ON w.id = parts.part_id
            WHERE c.document_id = :document AND c.transaction_id = parts.against_transaction
                AND c.part_id = parts.against_part AND w.text LIKE :exchange)";
    let like = format!("{}%", PartKey::exchange().0);
    sql::run(
        book,
        &format!(
            "DELETE FROM open_parts WHERE (transaction_id, part_id) IN (
                 SELECT transaction_id, part_id FROM parts WHERE {is_exchange})"
        ),
        named_params! { ":document": document, ":exchange": like },
    )?;
    sql::run(
        book,
        &format!("UPDATE parts SET retired = 1 WHERE {is_exchange}"),
        named_params! { ":document": document, ":exchange": like },
    )
    .map(drop)
}
