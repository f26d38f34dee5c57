//! The statements of parts: inserting them, reversing them, retiring them, opening them.

use ledger::{Customer, Kind, Lane, Leg, Part, PartKey, Transaction};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, named_params, params_from_iter};

use crate::error::Error;
use crate::sql;
use crate::words::stored_decimal;
use crate::writer::Writer;

/// Gives a reversal the opposite of the parts that the cashout takes. What has documents of its
/// own is taken back by them instead.
pub(super) fn reverse(book: &Connection, reverses: i64, id: i64) -> Result<(), Error> {
    reverse_parts(book, reverses, id)?;
    reverse_legs(book, reverses, id)?;
    reverse_threads(book, reverses, id)
}

/// A story sums what is tied together: the reversal has to be among it.
fn reverse_threads(book: &Connection, reverses: i64, id: i64) -> Result<(), Error> {
    sql::run(
        book,
        "INSERT INTO threads (sort, name, transaction_id)
         SELECT sort, name, :id FROM threads WHERE transaction_id = :reverses",
        named_params! { ":id": id, ":reverses": reverses },
    )
    .map(drop)
}

fn reverse_parts(book: &Connection, reverses: i64, id: i64) -> Result<(), Error> {
    sql::run(
        book,
        "INSERT INTO parts (transaction_id, part_id, position, lane, location_id, business_day)
         SELECT :id, part_id, position, lane, location_id, business_day
         FROM parts WHERE transaction_id = :reverses AND lane = 'cashout' AND retired = 0",
        named_params! { ":id": id, ":reverses": reverses },
    )
    .map(drop)
}

fn reverse_legs(book: &Connection, reverses: i64, id: i64) -> Result<(), Error> {
    sql::run(
        book,
        "INSERT INTO legs (transaction_id, part_id, position, target_id, tax_set_id, amount, tax)
         SELECT :id, l.part_id, l.position, l.target_id, l.tax_set_id, -l.amount, -l.tax
         FROM legs l JOIN parts p
             ON p.transaction_id = l.transaction_id AND p.part_id = l.part_id
         WHERE l.transaction_id = :reverses AND p.lane = 'cashout' AND p.retired = 0",
        named_params! { ":id": id, ":reverses": reverses },
    )
    .map(drop)
}

/// Inserts a part on its place in the transaction.
pub(super) fn part(
    book: &Writer,
    (id, key, position): (i64, i64, i64),
    part: &Part,
    against: Option<(i64, i64)>,
    (location, day): (i64, i64),
) -> Result<(), Error> {
    let (other, other_part) = against.unzip();
    book.note(
        "parts",
        &[
            ValueRef::Integer(id),
            ValueRef::Integer(key),
            ValueRef::Integer(position),
            sql::text(Some(part.lane.key())),
            ValueRef::Integer(location),
            ValueRef::Integer(day),
            ValueRef::Integer(0),
            sql::number(other),
            sql::number(other_part),
            ValueRef::Integer(part.allocated.minor()),
        ],
    )?;
    sql::run(
        book,
        "INSERT INTO parts (transaction_id, part_id, position, lane, location_id, business_day,
             against_transaction, against_part, allocated)
         VALUES (:id, :part, :position, :lane, :location, :day, :against_transaction,
             :against_part, :allocated)",
        named_params! {
            ":id": id,
            ":part": key,
            ":position": position,
            ":lane": part.lane.key(),
            ":location": location,
            ":day": day,
            ":against_transaction": other,
            ":against_part": other_part,
            ":allocated": part.allocated.minor(),
        },
    )
    .map(drop)
}

/// Inserts a leg; its place is the transaction, the part and the position within it. Its values
/// are bound by their places: a season has millions of legs, and names would cost more than rows.
pub(super) fn leg(
    book: &Writer,
    (id, part, position): (i64, i64, i64),
    target: i64,
    tax_set: i64,
    leg: &Leg,
) -> Result<(), Error> {
    let quantity = leg.words.as_ref().map(|words| stored_decimal(words.quantity));
    let values = [
        ValueRef::Integer(id),
        ValueRef::Integer(part),
        ValueRef::Integer(position),
        ValueRef::Integer(target),
        ValueRef::Integer(tax_set),
        ValueRef::Integer(leg.amount.minor()),
        ValueRef::Integer(leg.tax.minor()),
        sql::text(leg.words.as_ref().map(|words| words.description.as_str())),
        sql::text(quantity.as_deref()),
    ];
    book.note("legs", &values)?;
    sql::run(
        book,
        "INSERT INTO legs (transaction_id, part_id, position, target_id, tax_set_id, amount, tax,
             description, quantity)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params_from_iter(values.map(ToSqlOutput::Borrowed)),
    )
    .map(drop)
}

/// Inserts what ties a transaction to others: its booking, its customer's account, its sale.
pub(super) fn threads(book: &Connection, id: i64, new: &Transaction) -> Result<(), Error> {
    for (sort, name) in thread_names(new) {
        sql::run(
            book,
            "INSERT INTO threads (sort, name, transaction_id) VALUES (:sort, :name, :id)
             ON CONFLICT DO NOTHING",
            named_params! { ":sort": sort, ":name": name, ":id": id },
        )?;
    }
    Ok(())
}

/// What ties a transaction to others, by sort and name.
pub(super) fn thread_names(new: &Transaction) -> Vec<(&'static str, String)> {
    let customer = new.customer.as_ref().filter(|_| has_account(new.kind));
    let mut threads: Vec<(&'static str, String)> = Vec::new();
    threads.extend(customer.into_iter().flat_map(customer_keys).map(|key| ("customer", key)));
    threads.extend(new.booking.clone().map(|booking| ("booking", booking)));
    threads.extend(new.refund_of.clone().map(|sale| ("refund_of", sale)));
    threads.extend(new.extras.to_booking.clone().map(|booking| ("moved_to", booking)));
    threads
}

/// Whether a customer's account has to do with a kind: a sale at the desk has none.
const fn has_account(kind: Kind) -> bool {
    match kind {
        Kind::AccountCharge
        | Kind::AccountPayment
        | Kind::AccountRefund
        | Kind::BookingPayment
        | Kind::BookingRefund
        | Kind::CheckIn
        | Kind::Cancellation
        | Kind::BalancePayment
        | Kind::BalanceWriteOff => true,
        Kind::Sale
        | Kind::Refund
        | Kind::DepositMove
        | Kind::TipPayout
        | Kind::PaidOut
        | Kind::PaidIn
        | Kind::FloatChange
        | Kind::CashCount
        | Kind::BankDeposit
        | Kind::ProcessorPayout
        | Kind::GiftCardSale
        | Kind::GiftCardRefund
        | Kind::BondTaken
        | Kind::BondReturned
        | Kind::BondKept => false,
    }
}

/// What a customer is called in the book: by the source's id where it has one, and by name.
pub(crate) fn customer_keys(customer: &Customer) -> Vec<String> {
    let id = customer.id.as_deref().map(str::trim).filter(|id| !id.is_empty());
    let name = ledger::normalise(&customer.name);
    let by_id = id.map(|id| format!("id:{id}"));
    let by_name = (!name.is_empty()).then(|| format!("name:{name}"));
    by_id.into_iter().chain(by_name).collect()
}

/// Lets a part with a document of its own wait for one.
pub(crate) fn open(book: &Connection, transaction: i64, part: i64) -> Result<(), Error> {
    sql::run(
        book,
        "INSERT INTO open_parts (business_day, transaction_id, part_id, lane, location_id)
         SELECT business_day, transaction_id, part_id, lane, location_id FROM parts
         WHERE transaction_id = :transaction AND part_id = :part
             AND lane <> :cashout AND retired = 0
         ON CONFLICT DO NOTHING",
        named_params! {
            ":transaction": transaction,
            ":part": part,
            ":cashout": Lane::Cashout.key(),
        },
    )
    .map(drop)
}

/// Whether a person took a document of a transaction back, or is about to: what of it waits is not
/// to go by itself, nor is what comes in its place.
pub(super) fn were_taken_back(book: &Connection, transaction: i64) -> Result<bool, Error> {
    let found = sql::first(
        book,
        "SELECT 1 FROM open_parts WHERE transaction_id = :transaction AND taken_back = 1
         UNION ALL
         SELECT 1 FROM waiting WHERE transaction_id = :transaction AND taken_back = 1
         UNION ALL
         SELECT 1 FROM parts p JOIN claims c
             ON c.transaction_id = p.transaction_id AND c.part_id = p.part_id
         WHERE p.transaction_id = :transaction AND p.lane = :cashout AND p.retired = 0
         GROUP BY p.part_id HAVING count(*) = count(c.released_at_ms)
         UNION ALL
         SELECT 1 FROM parts p
             JOIN claims c ON c.transaction_id = p.transaction_id AND c.part_id = p.part_id
             JOIN documents d ON d.id = c.document_id
         WHERE p.transaction_id = :transaction AND p.retired = 0 AND c.released_at_ms IS NULL
             AND (d.operation = 'void' OR EXISTS (
                 SELECT 1 FROM documents r
                 WHERE r.reverses = d.id AND r.state NOT IN ('undone', 'skipped')))
         LIMIT 1",
        named_params! { ":transaction": transaction, ":cashout": Lane::Cashout.key() },
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Lets what waits of a transaction wait until a person says so; also where it waits for something
/// else before.
pub(super) fn keep_taken_back(book: &Connection, transaction: i64) -> Result<(), Error> {
    for statement in [
        "UPDATE open_parts SET taken_back = 1 WHERE transaction_id = :transaction",
        "UPDATE waiting SET taken_back = 1 WHERE transaction_id = :transaction",
    ] {
        sql::run(book, statement, named_params! { ":transaction": transaction })?;
    }
    Ok(())
}

/// Retires the parts of a transaction that have documents of their own. Documents that took them
/// are taken back by the outbox.
pub(super) fn retire_own(book: &Connection, transaction: i64) -> Result<(), Error> {
    sql::run(
        book,
        "UPDATE parts SET retired = 1
         WHERE transaction_id = :transaction AND lane <> :cashout AND retired = 0",
        named_params! { ":transaction": transaction, ":cashout": Lane::Cashout.key() },
    )?;
    sql::run(
        book,
        "DELETE FROM open_parts WHERE transaction_id = :transaction",
        named_params! { ":transaction": transaction },
    )
    .map(drop)
}

/// Retires the parts of a transaction that the cashout takes; none of them may be claimed.
pub(super) fn retire_of_cashout(book: &Connection, transaction: i64) -> Result<(), Error> {
    sql::run(
        book,
        "UPDATE parts SET retired = 1
         WHERE transaction_id = :transaction AND lane = :cashout AND retired = 0",
        named_params! { ":transaction": transaction, ":cashout": Lane::Cashout.key() },
    )
    .map(drop)
}

/// Whether a cashout has taken some part of a transaction.
pub(super) fn is_in_cashout(book: &Connection, transaction: i64) -> Result<bool, Error> {
    let found = sql::first(
        book,
        "SELECT 1 FROM parts p JOIN claims c
             ON c.transaction_id = p.transaction_id AND c.part_id = p.part_id
         WHERE p.transaction_id = :transaction AND p.lane = :cashout AND p.retired = 0
             AND c.released_at_ms IS NULL",
        named_params! { ":transaction": transaction, ":cashout": Lane::Cashout.key() },
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Whether a transaction moves cash.
pub(super) fn moves_cash(book: &Connection, transaction: i64) -> Result<bool, Error> {
    let found = sql::first(
        book,
        "SELECT 1 FROM parts p
             JOIN legs l ON l.transaction_id = p.transaction_id AND l.part_id = p.part_id
             JOIN targets g ON g.id = l.target_id
         WHERE p.transaction_id = :transaction AND p.retired = 0
             AND g.sort = 'tender' AND lower(trim(g.name)) = 'cash'",
        named_params! { ":transaction": transaction },
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// The names of all parts a transaction ever had, and the place after the last.
pub(super) fn names(book: &Connection, transaction: i64) -> Result<(Vec<String>, i64), Error> {
    let names = sql::all(
        book,
        "SELECT w.text, p.position FROM parts p JOIN words w ON w.id = p.part_id
         WHERE p.transaction_id = :transaction",
        named_params! { ":transaction": transaction },
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)),
    )?;
    let next = names.iter().map(|(_, position)| position + 1).max().unwrap_or_default();
    Ok((names.into_iter().map(|(name, _)| name).collect(), next))
}

/// The name of a part that a transaction did not have before.
pub(super) fn free_name(key: &PartKey, taken: &[String]) -> String {
    let is_free = |name: &String| !taken.contains(name);
    let mut names = std::iter::once(key.0.clone()).chain((2..).map(|n| format!("{}~{n}", key.0)));
    names.find(is_free).expect("numbers do not end")
}
