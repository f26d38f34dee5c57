//! What was paid with, and foreign money among it.

use ledger::{Amount, Currency, Foreign, Tender};
use rust_decimal::Decimal;
use serde_json::Value;

use super::fields::{Fields, Object, Place};
use super::known;
use super::problem::Wrong;
use crate::reject::Sums;

/// Whether what a tender settled is not known yet: it is foreign money without a rate.
pub(super) fn waits(tender: &Tender) -> bool {
    tender.foreign.as_ref().is_some_and(|foreign| foreign.rate.is_zero())
}

/// What one tender says, as far as it is said.
struct Said {
    amount: Option<Amount>,
    /// In the tender's own currency.
    tendered: Option<Amount>,
    change: Amount,
    rate: Option<Decimal>,
}

pub(super) fn tender(fields: &mut Fields, value: &Value, place: Place<'_>) -> Option<Tender> {
    let object = fields.object(value, place, &known::TENDER)?;
    let name = fields.needed(object, "name");
    let own = fields.currency;
    let currency = match object.says("currency") {
        true => fields.currency(object, "currency")?,
        false => own,
    };
    let said = Said {
        amount: fields.amount(object, "amount"),
        tendered: fields.amount_in(object, "tendered", currency),
        change: fields.amount(object, "change").unwrap_or_default(),
        rate: rate(fields, object),
    };
    let (amount, foreign) = if currency == own {
        of_own_currency(fields, object, &said)?
    } else if own == fields.base {
        of_foreign_currency(fields, object, currency, &said)?
    } else {
        of_third_currency(fields, object, currency, &said)?
    };
    Some(Tender { name: name?, amount, foreign })
}

fn rate(fields: &mut Fields, object: Object<'_, '_>) -> Option<Decimal> {
    let rate = fields.decimal(object, "rate")?;
    if rate > Decimal::ZERO {
        return Some(rate);
    }
    fields.note(object.place.key("rate"), Wrong::NotAboveZero(rate.to_string()));
    None
}

/// Money of the transaction's own currency. Where that is foreign, its rate is the transaction's.
fn of_own_currency(
    fields: &mut Fields,
    object: Object<'_, '_>,
    said: &Said,
) -> Option<(Amount, Option<Foreign>)> {
    let currency = fields.currency;
    let amount = settled(fields, object, said, said.tendered)?;
    let Some(rate) = said.rate else { return Some((amount, None)) };
    if currency == fields.base {
        if rate != Decimal::ONE {
            fields.note(object.place.key("rate"), Wrong::RateOfOwn);
        }
        return Some((amount, None));
    }
    let handed = said.tendered.unwrap_or(amount);
    Some((amount, Some(Foreign { currency, amount: handed, rate })))
}

/// Foreign money: what it settled is worked out by its rate, or waits for the day's. None is ever
/// guessed (accounting §7).
fn of_foreign_currency(
    fields: &mut Fields,
    object: Object<'_, '_>,
    currency: Currency,
    said: &Said,
) -> Option<(Amount, Option<Foreign>)> {
    let Some(handed) = said.tendered else {
        if !object.says("tendered") {
            fields.note(object.place, Wrong::NothingTendered);
        }
        return None;
    };
    let foreign = Foreign { currency, amount: handed, rate: said.rate.unwrap_or_default() };
    let Some(rate) = said.rate else {
        if object.says("amount") {
            fields.note(object.place.key("amount"), Wrong::AmountWithoutRate);
        }
        // What it comes to is added by the ledger once the rate is known.
        return Some((-said.change, Some(foreign)));
    };
    let value = handed.to_decimal(currency).checked_mul(rate);
    let value = value.and_then(|value| Amount::round_half_up(value, fields.currency).ok());
    let Some(value) = value else {
        fields.note(object.place.key("rate"), Wrong::RateTooLarge);
        return None;
    };
    let value = fields.within(object.place.key("tendered"), value)?;
    Some((settled(fields, object, said, Some(value))?, Some(foreign)))
}

/// Money of another currency than a transaction of foreign prices: its rate is to the book's
/// currency, so that what it settled of the bill has to be said.
fn of_third_currency(
    fields: &mut Fields,
    object: Object<'_, '_>,
    currency: Currency,
    said: &Said,
) -> Option<(Amount, Option<Foreign>)> {
    let base_rate = (currency == fields.base).then_some(Decimal::ONE);
    let all = (said.amount, said.tendered, said.rate.or(base_rate));
    let (Some(amount), Some(handed), Some(rate)) = all else {
        fields.note(object.place, Wrong::ThirdCurrency);
        return None;
    };
    Some((amount, Some(Foreign { currency, amount: handed, rate })))
}

/// What a tender settled of the bill: its amount, or what was handed over less the change.
fn settled(
    fields: &mut Fields,
    object: Object<'_, '_>,
    said: &Said,
    tendered: Option<Amount>,
) -> Option<Amount> {
    let Some(tendered) = tendered else {
        if said.amount.is_none() {
            fields.need(object, "amount");
        }
        return said.amount;
    };
    let left = tendered - said.change;
    if let Some(given) = said.amount.filter(|given| *given != left) {
        let tried = vec![format!("what was tendered less the change, {}", fields.shown(left))];
        let sums = Sums { figure: fields.shown(given), tried };
        fields.note(object.place.key("amount"), Wrong::DoesNotAddUp(sums));
    }
    Some(left)
}
