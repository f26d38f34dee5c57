//! The sale that a refund gives back, with what was given back of it already.

use ledger::{Amount, SaleStory, Story, Transaction, base_lines};
use rusqlite::{Connection, named_params};

use super::{Own, rates_of};
use crate::error::Error;
use crate::ids::TransactionId;
use crate::sql::{self, day};
use crate::transactions::load;

/// Fills in the sale and the rates its money was taken at.
pub(super) fn tell(
    book: &Connection,
    new: &Transaction,
    own: Own<'_>,
    story: &mut Story,
) -> Result<(), Error> {
    let Some(name) = &new.refund_of else { return Ok(()) };
    let Some(id) = find(book, name, own)? else { return Ok(()) };
    let sale = load(book, TransactionId(id))?.transaction;
    let foreign = sale.tenders.iter().filter_map(|tender| tender.foreign.as_ref());
    story.rates = foreign.map(|foreign| (foreign.currency, foreign.rate)).collect();
    // What was entered for the day of the sale, never of the refund (accounting §7).
    story.rates.extend(rates_of(book, day(sale.business_date))?);
    // A sale whose own rate is missing waits itself, and its refund with it.
    if let Some(lines) = base_lines(&sale, story.rules.base, &story.rates) {
        story.sale = Some(SaleStory { lines, refunded: refunded(book, name, own)? });
    }
    Ok(())
}

/// The sale of that id, as it stands now; the same source's where several have it.
fn find(book: &Connection, name: &str, own: Own<'_>) -> Result<Option<i64>, Error> {
    sql::first(
        book,
        "SELECT t.id FROM transactions t JOIN words k ON k.id = t.kind_id
         WHERE t.outside_id = :name AND t.reverses IS NULL AND k.text <> 'refund'
             AND NOT EXISTS (SELECT 1 FROM transactions r WHERE r.reverses = t.id)
         ORDER BY t.source_id <> :own_source, t.id LIMIT 1",
        named_params! { ":name": name, ":own_source": own.source },
        |row| Ok(row.get(0)?),
    )
}

/// What refunds of that sale gave back of its lines, in base currency; tips and surcharges apart.
fn refunded(book: &Connection, name: &str, own: Own<'_>) -> Result<Amount, Error> {
    let minor = sql::first(
        book,
        "SELECT coalesce(sum(l.amount), 0)
         FROM threads h
             JOIN transactions t ON t.id = h.transaction_id
             JOIN parts p ON p.transaction_id = t.id AND p.retired = 0
             JOIN legs l ON l.transaction_id = t.id AND l.part_id = p.part_id
             JOIN targets g ON g.id = l.target_id
         WHERE h.sort = 'refund_of' AND h.name = :name
             AND (g.sort IN ('gl', 'tax')
                 OR (g.sort = 'role' AND g.name NOT IN ('tips-payable', 'surcharges')))
             AND (t.outside_id, t.source_id) <> (:own_id, :own_source)",
        named_params! { ":name": name, ":own_id": own.outside_id, ":own_source": own.source },
        |row| Ok(row.get(0)?),
    )?;
    Ok(Amount::from_minor(minor.unwrap_or_default()))
}
