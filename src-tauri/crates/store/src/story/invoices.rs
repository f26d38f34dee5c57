//! The invoices a payment or a credit may be for.

use ledger::{Amount, OpenInvoice, PartKey, PartRef, Transaction};
use rusqlite::{Connection, Row, named_params};

use super::Own;
use crate::error::Error;
use crate::record::customer_keys;
use crate::sql;

/// A customer's invoices, oldest first: those with something outstanding, and the ones the
/// transaction names.
pub(super) fn of_customer(
    book: &Connection,
    new: &Transaction,
    own: Own<'_>,
) -> Result<Vec<OpenInvoice>, Error> {
    let Some(customer) = &new.customer else { return Ok(Vec::new()) };
    let all = all(book, "customer", &customer_keys(customer), own)?;
    let named = named(new);
    let is_wanted = |one: &OpenInvoice| {
        one.outstanding > Amount::ZERO
            || one.names.iter().any(|name| named.contains(&name.as_str()))
    };
    Ok(all.into_iter().filter(is_wanted).collect())
}

/// The invoices of a booking's balance that have something outstanding.
pub(super) fn of_booking(
    book: &Connection,
    new: &Transaction,
    own: Own<'_>,
) -> Result<Vec<OpenInvoice>, Error> {
    let Some(booking) = &new.booking else { return Ok(Vec::new()) };
    let mut all = all(book, "booking", std::slice::from_ref(booking), own)?;
    all.retain(|one| one.outstanding > Amount::ZERO);
    Ok(all)
}

fn named(new: &Transaction) -> Vec<&str> {
    let chosen = new.extras.invoices.iter().map(|one| one.invoice.trim());
    let single = [&new.invoice, &new.refund_of].into_iter().flatten().map(|name| name.trim());
    chosen.chain(single).collect()
}

/// What is billed less what other parts pay and set off. A part that was taken back is none.
fn all(
    book: &Connection,
    sort: &str,
    names: &[String],
    own: Own<'_>,
) -> Result<Vec<OpenInvoice>, Error> {
    let names = serde_json::to_string(names).expect("strings are always JSON");
    sql::all(
        book,
        "WITH bills AS (
             SELECT t.id, t.outside_id, p.part_id, p.business_day
             FROM (SELECT DISTINCT transaction_id FROM threads
                   WHERE sort = :sort AND name IN (SELECT value FROM json_each(:names))) h
                 JOIN transactions t ON t.id = h.transaction_id
                 JOIN parts p ON p.transaction_id = t.id AND p.retired = 0
             WHERE p.lane = 'invoice'),
         receivable AS (SELECT id FROM targets WHERE sort = 'receivable')
         SELECT b.id, w.text AS part, b.outside_id, b.business_day,
             (SELECT name FROM threads n
              WHERE n.sort = 'booking' AND n.transaction_id = b.id) AS booking,
             (SELECT d.number FROM claims c JOIN documents d ON d.id = c.document_id
              WHERE c.transaction_id = b.id AND c.part_id = b.part_id
                  AND c.released_at_ms IS NULL) AS number,
             (SELECT coalesce(sum(l.amount), 0) FROM legs l
              WHERE l.transaction_id = b.id AND l.part_id = b.part_id
                  AND l.target_id IN receivable) AS billed,
             (SELECT coalesce(sum(l.amount), 0) FROM parts q
                  JOIN transactions t ON t.id = q.transaction_id
                  JOIN legs l ON l.transaction_id = q.transaction_id AND l.part_id = q.part_id
              WHERE q.against_transaction = b.id AND q.against_part = b.part_id
                  AND q.retired = 0 AND l.target_id IN receivable
                  AND (t.outside_id, t.source_id) <> (:own_id, :own_source)) AS paid,
             (SELECT coalesce(sum(q.allocated), 0) FROM parts q
                  JOIN transactions t ON t.id = q.transaction_id
              WHERE q.against_transaction = b.id AND q.against_part = b.part_id
                  AND q.retired = 0
                  AND (t.outside_id, t.source_id) <> (:own_id, :own_source)) AS allocated
         FROM bills b JOIN words w ON w.id = b.part_id
         ORDER BY b.business_day, b.id",
        named_params! {
            ":sort": sort,
            ":names": names,
            ":own_id": own.outside_id,
            ":own_source": own.source,
        },
        invoice,
    )
}

fn invoice(row: &Row<'_>) -> Result<OpenInvoice, Error> {
    let amount = |column| -> Result<Amount, Error> { Ok(Amount::from_minor(row.get(column)?)) };
    let names: [Option<String>; 3] =
        [row.get("outside_id")?, row.get("number")?, row.get("booking")?];
    Ok(OpenInvoice {
        part: PartRef { transaction: row.get("id")?, part: PartKey(row.get("part")?) },
        names: names.into_iter().flatten().collect(),
        date: sql::date(row.get("business_day")?)?,
        outstanding: amount("billed")? + amount("paid")? - amount("allocated")?,
    })
}
