//! A processor's payout: what it settles, what was kept of it, and what arrived.

use ledger::Amount;

use super::fields::{Fields, Object};
use super::problem::Wrong;
use crate::reject::Sums;

/// Checks a payout's own object, where there is one: gross less fees less chargebacks is what
/// arrived, and what it settles is its gross (accounting §5).
pub(super) fn check(fields: &mut Fields, object: Object<'_, '_>) {
    let Some(value) = object.get("payout") else { return };
    let known = ["processor", "id", "date", "gross", "fees", "net", "settles", "chargebacks"];
    let at = object.place.key("payout");
    let Some(payout) = fields.object(value, at, &known) else { return };
    for key in ["processor", "date", "gross", "net"] {
        fields.need(payout, key);
    }
    let _processor = fields.text(payout, "processor");
    let _id = fields.text(payout, "id");
    let _date = fields.date(payout, "date");
    let gross = fields.amount(payout, "gross").unwrap_or_default();
    let fees = fields.amount(payout, "fees").unwrap_or_default();
    let net = fields.amount(payout, "net").unwrap_or_default();
    let settled = settles(fields, payout);
    let taken_back = chargebacks(fields, payout);
    let arrives = gross - fees - taken_back;
    let tried = "gross less fees and chargebacks";
    compare(fields, payout, ("net", net), (tried, arrives));
    if let Some(settled) = settled {
        compare(fields, payout, ("gross", gross), ("what it settles", settled));
    }
}

fn compare(
    fields: &mut Fields,
    payout: Object<'_, '_>,
    (key, figure): (&str, Amount),
    (what, sum): (&str, Amount),
) {
    if figure != sum {
        let shown = |amount: Amount| amount.display(fields.currency);
        let sums = Sums { figure: shown(figure), tried: vec![format!("{what}, {}", shown(sum))] };
        fields.note(payout.place.key(key), Wrong::DoesNotAddUp(sums));
    }
}

/// The sum of what the payout settles by tender; nothing where it does not say.
fn settles(fields: &mut Fields, payout: Object<'_, '_>) -> Option<Amount> {
    let place = payout.place.key("settles");
    let mut sum = None;
    for (index, value) in fields.list(payout, "settles").iter().enumerate() {
        let at = place.index(index);
        let Some(one) = fields.object(value, at, &["tender", "amount"]) else { continue };
        fields.need(one, "tender");
        fields.need(one, "amount");
        let _tender = fields.text(one, "tender");
        let amount = fields.amount(one, "amount").unwrap_or_default();
        sum = Some(sum.unwrap_or_default() + amount);
    }
    sum
}

/// What card holders took back, with the processor's fees for it.
fn chargebacks(fields: &mut Fields, payout: Object<'_, '_>) -> Amount {
    let place = payout.place.key("chargebacks");
    let mut sum = Amount::ZERO;
    for (index, value) in fields.list(payout, "chargebacks").iter().enumerate() {
        let at = place.index(index);
        let known = ["amount", "fee", "refund_of"];
        let Some(one) = fields.object(value, at, &known) else { continue };
        sum += fields.magnitude(one, "amount").unwrap_or_default();
        sum += fields.positive(one, "fee").unwrap_or_default();
        let _sale = fields.text(one, "refund_of");
    }
    sum
}
