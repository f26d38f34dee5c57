//! What was paid ahead for a booking or on a customer's account, and what is owed of it.

use ledger::{Amount, Deposit, Kind, Role, Story, Target, Tax, Transaction};
use rusqlite::{Connection, named_params};

use super::Own;
use crate::error::Error;
use crate::ids::TransactionId;
use crate::record::customer_keys;
use crate::sql;
use crate::words;

/// The legs of a booking, summed by kind and target.
struct Sum {
    kind: Kind,
    target: Target,
    amount: Amount,
    tax: Amount,
}

/// Fills in the deposit and the balance owed: the booking's, or the customer's where there is no
/// booking.
pub(super) fn tell(
    book: &Connection,
    new: &Transaction,
    own: Own<'_>,
    story: &mut Story,
) -> Result<(), Error> {
    if let Some(booking) = &new.booking {
        let sums = sums(book, "booking", std::slice::from_ref(booking), own)?;
        let moved = moved(book, booking, own)?;
        story.deposit = deposit(&sums, moved);
        story.owed = owed(&sums);
    } else if let Some(customer) = &new.customer {
        let sums = sums(book, "customer", &customer_keys(customer), own)?;
        story.deposit = deposit(&sums, Amount::ZERO);
    }
    Ok(())
}

/// A deposit of the same booking that is not posted, since nobody has said its rate: what it comes
/// to is not known, and so neither what is left to pay.
pub(crate) fn waiting_deposit(
    book: &Connection,
    new: &Transaction,
    own: Own<'_>,
) -> Result<Option<TransactionId>, Error> {
    let uses_it = matches!(
        new.kind,
        Kind::CheckIn | Kind::BookingRefund | Kind::Cancellation | Kind::DepositMove
    );
    let Some(booking) = new.booking.as_ref().filter(|_| uses_it) else { return Ok(None) };
    sql::first(
        book,
        "SELECT t.id FROM waiting w
             JOIN threads h ON h.transaction_id = w.transaction_id
             JOIN transactions t ON t.id = w.transaction_id
             JOIN words k ON k.id = t.kind_id
         WHERE w.reason = 'rate' AND h.sort = 'booking' AND h.name = :booking AND k.text = :paid
             AND NOT EXISTS (SELECT 1 FROM transactions r WHERE r.reverses = t.id)
             AND (:recorded_before IS NULL OR t.at_ms < :at_ms OR :recorded_before > (
                 SELECT min(f.id) FROM transactions f
                 WHERE f.outside_id = t.outside_id AND f.source_id = t.source_id))
         ORDER BY t.id LIMIT 1",
        named_params! {
            ":booking": booking,
            ":paid": Kind::BookingPayment.key(),
            ":recorded_before": own.known.map(|(first, _)| first),
            ":at_ms": own.known.map(|(_, at_ms)| at_ms),
        },
        |row| Ok(TransactionId(row.get(0)?)),
    )
}

fn deposit(sums: &[Sum], moved: Amount) -> Deposit {
    let mut deposit = Deposit { used: moved, ..Deposit::NONE };
    for sum in sums {
        let paid = sum.kind == Kind::BookingPayment;
        let deferred = sum.target == Target::Role(Role::DeferredRevenue);
        match (deferred, paid) {
            (true, true) => deposit.net -= sum.amount,
            (true, false) => deposit.used += sum.amount + sum.tax,
            (false, _) => {}
        }
        if let Some(code) = sum.target.tax().filter(|_| paid) {
            deposit.taxes.push(Tax { code: code.to_owned(), amount: -sum.amount });
        }
    }
    deposit
}

fn owed(sums: &[Sum]) -> Amount {
    let control = Target::Role(Role::ArControl);
    sums.iter().filter(|sum| sum.target == control).map(|sum| sum.amount).sum()
}

/// A customer's own transactions are those that belong to no booking.
fn sums(book: &Connection, sort: &str, names: &[String], own: Own<'_>) -> Result<Vec<Sum>, Error> {
    let names = serde_json::to_string(names).expect("strings are always JSON");
    sql::all(
        book,
        "SELECT k.text AS kind, g.sort, g.name, sum(l.amount) AS amount, sum(l.tax) AS tax
         FROM (SELECT DISTINCT transaction_id FROM threads
               WHERE sort = :sort AND name IN (SELECT value FROM json_each(:names))) h
             JOIN transactions t ON t.id = h.transaction_id
             JOIN words k ON k.id = t.kind_id
             JOIN parts p ON p.transaction_id = t.id AND p.retired = 0
             JOIN legs l ON l.transaction_id = t.id AND l.part_id = p.part_id
             JOIN targets g ON g.id = l.target_id
         WHERE (t.outside_id, t.source_id) <> (:own_id, :own_source)
             AND (:sort = 'booking' OR NOT EXISTS (
                 SELECT 1 FROM threads b WHERE b.sort = 'booking' AND b.transaction_id = t.id))
             AND (:recorded_before IS NULL OR t.at_ms < :at_ms OR :recorded_before > (
                 SELECT min(f.id) FROM transactions f
                 WHERE f.outside_id = t.outside_id AND f.source_id = t.source_id))
         GROUP BY t.kind_id, l.target_id",
        named_params! {
            ":sort": sort,
            ":names": names,
            ":own_id": own.outside_id,
            ":own_source": own.source,
            ":recorded_before": own.known.map(|(first, _)| first),
            ":at_ms": own.known.map(|(_, at_ms)| at_ms),
        },
        |row| {
            Ok(Sum {
                kind: words::kind(&row.get::<_, String>("kind")?)?,
                target: words::target(&row.get::<_, String>("sort")?, row.get("name")?)?,
                amount: Amount::from_minor(row.get("amount")?),
                tax: Amount::from_minor(row.get("tax")?),
            })
        },
    )
}

/// What was moved from this booking to others, less what was moved to it.
fn moved(book: &Connection, booking: &str, own: Own<'_>) -> Result<Amount, Error> {
    let minor = sql::first(
        book,
        "SELECT coalesce(sum(CASE h.sort WHEN 'booking' THEN t.amount ELSE -t.amount END), 0)
         FROM threads h
             JOIN transactions t ON t.id = h.transaction_id
             JOIN words k ON k.id = t.kind_id
         WHERE h.sort IN ('booking', 'moved_to') AND h.name = :booking
             AND k.text = 'deposit_move'
             AND (t.outside_id, t.source_id) <> (:own_id, :own_source)
             AND (:recorded_before IS NULL OR t.at_ms < :at_ms OR :recorded_before > (
                 SELECT min(f.id) FROM transactions f
                 WHERE f.outside_id = t.outside_id AND f.source_id = t.source_id))",
        named_params! {
            ":booking": booking,
            ":own_id": own.outside_id,
            ":own_source": own.source,
            ":recorded_before": own.known.map(|(first, _)| first),
            ":at_ms": own.known.map(|(_, at_ms)| at_ms),
        },
        |row| Ok(row.get(0)?),
    )?;
    Ok(Amount::from_minor(minor.unwrap_or_default()))
}
