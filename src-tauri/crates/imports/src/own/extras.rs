//! What a kind has beyond the fields every transaction has.

use ledger::{Amount, Chosen, Count, Extras, Kind, PaidFrom, Piece, Rental};
use rust_decimal::Decimal;

use super::fields::{Fields, Object, Place};
use super::money::Money;
use super::problem::Wrong;
use super::{known, payout};
use crate::reject::Sums;

/// Reads all of it, and checks it against what was billed and paid.
pub(super) fn read(
    fields: &mut Fields,
    object: Object<'_, '_>,
    kind: Kind,
    money: &Money,
) -> Extras {
    let extras = Extras {
        amount: fields.amount(object, "amount"),
        bank: fields.owned(object, "bank"),
        bond: fields.owned(object, "bond"),
        gift_card: fields.owned(object, "gift_card"),
        deposit_used: fields.positive(object, "deposit_used"),
        kept: fields.positive(object, "kept"),
        due_date: fields.date(object, "due_date"),
        paid_from: paid_from(fields, object),
        rental: rental(fields, object),
        invoices: invoices(fields, object),
        count: count(fields, object),
        payout: payout::read(fields, object),
        to_booking: fields.owned(object, "to_booking"),
    };
    if fields.problems.is_empty() {
        check(fields, object, kind, money, &extras);
    }
    extras
}

fn check(fields: &mut Fields, object: Object<'_, '_>, kind: Kind, money: &Money, extras: &Extras) {
    let amount = extras.amount.unwrap_or_default();
    let must_be_above = matches!(kind, Kind::BalanceWriteOff | Kind::DepositMove);
    if must_be_above && amount <= Amount::ZERO {
        let shown = fields.shown(amount);
        fields.note(object.place.key("amount"), Wrong::NotAboveZero(shown));
    }
    let booking = fields.text(object, "booking");
    if kind == Kind::DepositMove && booking == extras.to_booking.as_deref() {
        fields.note(object.place.key("to_booking"), Wrong::SameBooking);
    }
    if money.waits() {
        return;
    }
    let deposit = extras.deposit_used.unwrap_or_default();
    if matches!(kind, Kind::CheckIn | Kind::AccountRefund) {
        at_most(
            fields,
            object.place.key("tenders"),
            ("the deposit and the tenders together", deposit + money.tendered()),
            ("the bill", money.billed()),
        );
    }
    if !extras.invoices.is_empty() {
        at_most(
            fields,
            object.place.key("invoices"),
            ("what the invoices take", extras.invoices.iter().map(|one| one.amount).sum()),
            ("what was paid", deposit + money.tendered()),
        );
    }
}

/// Notes where one figure is above another.
fn at_most(
    fields: &mut Fields,
    place: Place<'_>,
    (what, figure): (&str, Amount),
    (limit, most): (&str, Amount),
) {
    if figure > most {
        let sums = Sums {
            figure: format!("{what}, {},", fields.shown(figure)),
            tried: vec![format!("within {limit}, {}", fields.shown(most))],
        };
        fields.note(place, Wrong::DoesNotAddUp(sums));
    }
}

fn paid_from(fields: &mut Fields, object: Object<'_, '_>) -> PaidFrom {
    let Some(text) = fields.text(object, "paid_from") else { return PaidFrom::default() };
    let found = [PaidFrom::Drawer, PaidFrom::Bank].into_iter().find(|from| from.key() == text);
    if found.is_none() {
        fields.note(object.place.key("paid_from"), Wrong::not_one_of(text, "drawer, bank"));
    }
    found.unwrap_or_default()
}

fn rental(fields: &mut Fields, object: Object<'_, '_>) -> Option<Rental> {
    let place = object.place.key("rental");
    let rental = fields.object(object.get("rental")?, place, &known::RENTAL)?;
    fields.need(rental, "from");
    fields.need(rental, "to");
    let (from, to) = (fields.date(rental, "from"), fields.date(rental, "to"));
    let (from, to) = (from?, to?);
    if to < from {
        let sums = Sums { figure: to.to_string(), tried: vec![format!("after {from}")] };
        fields.note(rental.place.key("to"), Wrong::DoesNotAddUp(sums));
    }
    Some(Rental { from, to })
}

fn invoices(fields: &mut Fields, object: Object<'_, '_>) -> Vec<Chosen> {
    let place = object.place.key("invoices");
    let mut chosen = Vec::new();
    for (index, value) in fields.list(object, "invoices").iter().enumerate() {
        let at = place.index(index);
        let Some(one) = fields.object(value, at, &known::CHOSEN) else { continue };
        let (invoice, amount) = (fields.needed(one, "invoice"), fields.magnitude(one, "amount"));
        chosen.extend(invoice.zip(amount).map(|(invoice, amount)| Chosen { invoice, amount }));
    }
    chosen
}

fn count(fields: &mut Fields, object: Object<'_, '_>) -> Option<Count> {
    let place = object.place.key("count");
    let count = fields.object(object.get("count")?, place, &known::COUNT)?;
    let counted = fields.magnitude(count, "counted");
    let read = Count {
        expected: fields.amount(count, "expected"),
        float_to_leave: fields.positive(count, "float_to_leave"),
        pieces: pieces(fields, count),
        reason: fields.owned(count, "reason"),
        counted: counted?,
    };
    let worth = |piece: &Piece| {
        piece.value.to_decimal(fields.currency).saturating_mul(Decimal::from(piece.count))
    };
    let total = read.pieces.iter().map(worth).fold(Decimal::ZERO, Decimal::saturating_add);
    let counted = read.counted.to_decimal(fields.currency);
    if count.says("denominations") && fields.problems.is_empty() && total != counted {
        let tried = vec![format!("what the pieces come to, {}", total.normalize())];
        let sums = Sums { figure: format!("what was counted, {counted},"), tried };
        fields.note(count.place.key("counted"), Wrong::DoesNotAddUp(sums));
    }
    Some(read)
}

fn pieces(fields: &mut Fields, count: Object<'_, '_>) -> Vec<Piece> {
    let place = count.place.key("denominations");
    let mut pieces = Vec::new();
    for (index, value) in fields.list(count, "denominations").iter().enumerate() {
        let at = place.index(index);
        let Some(piece) = fields.object(value, at, &known::PIECE) else { continue };
        let value = fields.magnitude(piece, "value");
        fields.need(piece, "count");
        let count = fields.whole(piece, "count");
        pieces.extend(value.zip(count).map(|(value, count)| Piece { value, count }));
    }
    pieces
}
