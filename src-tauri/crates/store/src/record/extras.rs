//! What only some kinds of transactions have, as a JSON array within the particulars.
//!
//! Like those, arrays without field names; a new field is appended with a default.

use ledger::{Amount, Chargeback, Chosen, Count, Extras, PaidFrom, Payout, Piece, Rental, Settled};
use serde::{Deserialize, Serialize};

use super::particulars::unreadable;
use crate::error::Error;
use crate::sql;
use crate::words;

/// Amount, bank, bond, gift card, deposit used, kept, due day, paid from, rental, invoices, count,
/// payout, to booking.
#[derive(PartialEq, Serialize, Deserialize)]
pub(super) struct StoredExtras(
    Option<i64>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    Option<String>,
    Option<(i64, i64)>,
    Vec<(String, i64)>,
    Option<StoredCount>,
    Option<StoredPayout>,
    Option<String>,
);

/// Counted, expected, float to leave, pieces as (value, count), reason.
#[derive(PartialEq, Serialize, Deserialize)]
struct StoredCount(i64, Option<i64>, Option<i64>, Vec<(i64, u64)>, Option<String>);

/// Processor, id, day, gross, fees, net, what it settles as (tender, amount, carried),
/// chargebacks as (amount, fee, sale), exchange difference, currency.
#[derive(PartialEq, Serialize, Deserialize)]
struct StoredPayout(
    String,
    Option<String>,
    i64,
    i64,
    i64,
    i64,
    Vec<(String, i64, Option<i64>)>,
    Vec<(i64, i64, Option<String>)>,
    i64,
    Option<String>,
);

/// The extras as they are stored; none where there are none.
pub(super) fn stored(extras: &Extras) -> Option<StoredExtras> {
    if *extras == Extras::default() {
        return None;
    }
    let minor = |amount: Option<Amount>| amount.map(Amount::minor);
    let from_bank = extras.paid_from == PaidFrom::Bank;
    Some(StoredExtras(
        minor(extras.amount),
        extras.bank.clone(),
        extras.bond.clone(),
        extras.gift_card.clone(),
        minor(extras.deposit_used),
        minor(extras.kept),
        extras.due_date.map(sql::day),
        from_bank.then(|| PaidFrom::Bank.key().to_owned()),
        extras.rental.map(|rental| (sql::day(rental.from), sql::day(rental.to))),
        extras.invoices.iter().map(|one| (one.invoice.clone(), one.amount.minor())).collect(),
        extras.count.as_ref().map(stored_count),
        extras.payout.as_ref().map(stored_payout),
        extras.to_booking.clone(),
    ))
}

fn stored_count(count: &Count) -> StoredCount {
    StoredCount(
        count.counted.minor(),
        count.expected.map(Amount::minor),
        count.float_to_leave.map(Amount::minor),
        count.pieces.iter().map(|piece| (piece.value.minor(), piece.count)).collect(),
        count.reason.clone(),
    )
}

fn stored_payout(payout: &Payout) -> StoredPayout {
    let settled =
        |one: &Settled| (one.tender.clone(), one.amount.minor(), one.carried.map(Amount::minor));
    let taken = |one: &Chargeback| (one.amount.minor(), one.fee.minor(), one.sale.clone());
    StoredPayout(
        payout.processor.clone(),
        payout.id.clone(),
        sql::day(payout.date),
        payout.gross.minor(),
        payout.fees.minor(),
        payout.net.minor(),
        payout.settles.iter().map(settled).collect(),
        payout.chargebacks.iter().map(taken).collect(),
        payout.exchange.minor(),
        payout.currency.map(|currency| currency.code().to_owned()),
    )
}

/// Puts them together again.
pub(super) fn read(stored: StoredExtras) -> Result<Extras, Error> {
    let StoredExtras(
        amount,
        bank,
        bond,
        gift_card,
        deposit_used,
        kept,
        due_day,
        paid_from,
        rental,
        invoices,
        count,
        payout,
        to_booking,
    ) = stored;
    let amount_of = |minor: Option<i64>| minor.map(Amount::from_minor);
    let rental = rental
        .map(|(from, to)| Ok::<_, Error>(Rental { from: sql::date(from)?, to: sql::date(to)? }));
    Ok(Extras {
        amount: amount_of(amount),
        bank,
        bond,
        gift_card,
        deposit_used: amount_of(deposit_used),
        kept: amount_of(kept),
        due_date: due_day.map(sql::date).transpose()?,
        paid_from: match paid_from.as_deref() {
            None => PaidFrom::Drawer,
            Some("bank") => PaidFrom::Bank,
            Some(other) => return Err(unreadable(other)),
        },
        rental: rental.transpose()?,
        invoices: invoices
            .into_iter()
            .map(|(invoice, amount)| Chosen { invoice, amount: Amount::from_minor(amount) })
            .collect(),
        count: count.map(read_count),
        payout: payout.map(read_payout).transpose()?,
        to_booking,
    })
}

fn read_count(StoredCount(counted, expected, left, pieces, reason): StoredCount) -> Count {
    let piece = |(value, count)| Piece { value: Amount::from_minor(value), count };
    Count {
        counted: Amount::from_minor(counted),
        expected: expected.map(Amount::from_minor),
        float_to_leave: left.map(Amount::from_minor),
        pieces: pieces.into_iter().map(piece).collect(),
        reason,
    }
}

fn read_payout(stored: StoredPayout) -> Result<Payout, Error> {
    let StoredPayout(
        processor,
        id,
        day,
        gross,
        fees,
        net,
        settles,
        chargebacks,
        exchange,
        currency,
    ) = stored;
    let settled = |(tender, amount, carried): (String, i64, Option<i64>)| Settled {
        tender,
        amount: Amount::from_minor(amount),
        carried: carried.map(Amount::from_minor),
    };
    let taken = |(amount, fee, sale): (i64, i64, Option<String>)| Chargeback {
        amount: Amount::from_minor(amount),
        fee: Amount::from_minor(fee),
        sale,
    };
    Ok(Payout {
        processor,
        id,
        date: sql::date(day)?,
        gross: Amount::from_minor(gross),
        fees: Amount::from_minor(fees),
        net: Amount::from_minor(net),
        settles: settles.into_iter().map(settled).collect(),
        chargebacks: chargebacks.into_iter().map(taken).collect(),
        exchange: Amount::from_minor(exchange),
        currency: currency.as_deref().map(words::currency).transpose()?,
    })
}
