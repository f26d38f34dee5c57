//! A processor's payout: what it settles, what was kept of it, and what arrived.

use ledger::{Amount, Chargeback, Currency, Payout, Settled};

use super::fields::{Fields, Object};
use super::known;
use super::problem::Wrong;
use crate::reject::Sums;

/// Reads a payout's own object, where there is one: gross less fees less chargebacks is what
/// arrived, and what it settles with the exchange difference is its gross (accounting §5, §7).
///
/// A payout into a foreign bank account says its currency. Every amount is in that then, but what
/// the takings were carried at, which is in the book's.
pub(super) fn read(fields: &mut Fields, object: Object<'_, '_>) -> Option<Payout> {
    let at = object.place.key("payout");
    let payout = fields.object(object.get("payout")?, at, &known::PAYOUT)?;
    for key in ["date", "gross", "net"] {
        fields.need(payout, key);
    }
    let foreign = fields.currency(payout, "currency").filter(|found| *found != fields.base);
    let currency = foreign.unwrap_or(fields.base);
    let processor = fields.needed(payout, "processor");
    let date = fields.date(payout, "date");
    let gross = fields.amount_in(payout, "gross", currency);
    let net = fields.amount_in(payout, "net", currency);
    let fees = fields.amount_in(payout, "fees", currency).unwrap_or_default();
    let exchange = fields.amount_in(payout, "exchange", currency).unwrap_or_default();
    let settles = settles(fields, payout, foreign);
    if foreign.is_some() || !exchange.is_zero() {
        fields.need(payout, "settles");
    }
    let read = Payout {
        processor: processor?,
        id: fields.owned(payout, "id"),
        date: date?,
        gross: gross?,
        fees,
        net: net?,
        settles,
        chargebacks: chargebacks(fields, payout, currency),
        exchange,
        currency: foreign,
    };
    if fields.problems.is_empty() {
        check(fields, payout, &read, currency);
    }
    Some(read)
}

fn check(fields: &mut Fields, object: Object<'_, '_>, payout: &Payout, currency: Currency) {
    let mut compare = |key, figure: Amount, what: &str, sum: Amount| {
        if figure != sum {
            let tried = vec![format!("{what}, {}", sum.display(currency))];
            let sums = Sums { figure: figure.display(currency), tried };
            fields.note(object.place.key(key), Wrong::DoesNotAddUp(sums));
        }
    };
    let arrives = payout.gross - payout.fees - payout.taken_back();
    compare("net", payout.net, "gross less fees and chargebacks", arrives);
    if !payout.settles.is_empty() {
        let settled: Amount = payout.settles.iter().map(|one| one.amount).sum();
        let what = match payout.exchange.is_zero() {
            true => "what it settles",
            false => "what it settles and the exchange difference",
        };
        compare("gross", payout.gross, what, settled + payout.exchange);
    }
}

/// What the payout settles by tender.
fn settles(fields: &mut Fields, payout: Object<'_, '_>, foreign: Option<Currency>) -> Vec<Settled> {
    let place = payout.place.key("settles");
    let mut settles = Vec::new();
    for (index, value) in fields.list(payout, "settles").iter().enumerate() {
        let at = place.index(index);
        let Some(one) = fields.object(value, at, &known::SETTLED) else { continue };
        fields.need(one, "amount");
        let tender = fields.needed(one, "tender");
        let amount = fields.amount_in(one, "amount", foreign.unwrap_or(fields.base));
        let carried = fields.amount(one, "carried");
        match foreign {
            Some(_) => fields.need(one, "carried"),
            None if carried.is_some() => {
                fields.note(one.place.key("carried"), Wrong::CarriedAtHome);
            }
            None => {}
        }
        let (Some(tender), Some(amount)) = (tender, amount) else { continue };
        if amount.is_zero() && carried.is_some_and(|carried| !carried.is_zero()) {
            fields.note(one.place.key("carried"), Wrong::CarriedNothing);
        }
        settles.push(Settled { tender, amount, carried });
    }
    settles
}

/// What card holders took back, with the processor's fees for it.
fn chargebacks(fields: &mut Fields, payout: Object<'_, '_>, currency: Currency) -> Vec<Chargeback> {
    let place = payout.place.key("chargebacks");
    let mut taken = Vec::new();
    for (index, value) in fields.list(payout, "chargebacks").iter().enumerate() {
        let at = place.index(index);
        let Some(one) = fields.object(value, at, &known::CHARGEBACK) else { continue };
        fields.need(one, "amount");
        let amount = fields.positive_in(one, "amount", currency);
        let fee = fields.positive_in(one, "fee", currency).unwrap_or_default();
        let sale = fields.owned(one, "refund_of");
        taken.extend(amount.map(|amount| Chargeback { amount, fee, sale }));
    }
    taken
}
