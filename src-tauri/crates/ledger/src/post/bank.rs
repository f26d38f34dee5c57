//! What goes to and comes from the bank: each is one bank transaction, so that the bank feed's
//! line matches it to the cent (accounting §5).

use rust_decimal::Decimal;

use super::legs::Legs;
use super::till::bank;
use super::{Rejection, checks};
use crate::allocate::allocate;
use crate::extras::Payout;
use crate::leg::{Against, Lane, Leg, Part, PartKey, Target};
use crate::money::{Amount, Currency};
use crate::role::Role;
use crate::story::{ChargebackPolicy, Story};
use crate::transaction::Transaction;

/// Takings brought to the bank.
pub(super) fn deposit(transaction: &Transaction) -> Result<Vec<Part>, Rejection> {
    checks::is_paid(transaction)?;
    let mut legs = Legs::separate();
    legs.add(bank(transaction), transaction.tendered());
    for tender in &transaction.tenders {
        let words = format!("{} taken to the bank", tender.name);
        legs.add_named(Target::Tender(tender.name.clone()), -tender.amount, words);
    }
    Ok(vec![Part::new(PartKey::all(), Lane::Bank, legs.finish())])
}

/// The float raised from the bank, or lowered to it.
pub(super) fn float_change(transaction: &Transaction) -> Result<Vec<Part>, Rejection> {
    let amount = transaction.extras.amount.unwrap_or_default();
    if amount.is_zero() {
        return Err(Rejection::NoLines);
    }
    let words = if amount.is_negative() { "Float lowered" } else { "Float raised" };
    let mut legs = Legs::separate();
    legs.add(bank(transaction), -amount);
    legs.add_named(Target::cash(), amount, words.to_owned());
    Ok(vec![Part::new(PartKey::all(), Lane::Bank, legs.finish())])
}

/// What a processor paid out. Nothing at all arriving can be in no bank transaction, whose total
/// is above zero (facts §9): it is a journal.
pub(super) fn payout(transaction: &Transaction, story: &Story) -> Result<Vec<Part>, Rejection> {
    let Some(payout) = &transaction.extras.payout else { return Err(Rejection::NoPayout) };
    let currency = payout.currency.unwrap_or(transaction.currency);
    let settled: Amount = payout.settles.iter().map(|one| one.amount).sum();
    let settled = if payout.settles.is_empty() { payout.gross } else { settled };
    let settled = settled + payout.exchange;
    let net = payout.gross - payout.fees - payout.taken_back();
    if settled != payout.gross || net != payout.net {
        return Err(Rejection::PayoutDoesNotAddUp {
            gross: payout.gross,
            net: payout.net,
            currency,
        });
    }
    let lane = if net.is_zero() { Lane::Journal } else { Lane::Bank };
    // What was carried goes by each line, so that none may be merged with another.
    let merges = net.is_zero() && payout.currency.is_none();
    let legs = if merges { Legs::merged() } else { Legs::separate() };
    let legs = payout_legs(legs, transaction, payout, story.rules.chargebacks);
    let legs = if payout.currency.is_some() { carried(legs, payout)? } else { legs };
    let date = Some(payout.date).filter(|date| *date != transaction.business_date);
    Ok(vec![Part { date, ..Part::new(PartKey::all(), lane, legs) }])
}

/// The legs of a payout in its own foreign currency, as its bank transaction says them; none for
/// a payout in base currency, whose part says them.
#[must_use]
pub fn foreign_legs(transaction: &Transaction, policy: ChargebackPolicy) -> Option<Vec<Leg>> {
    let payout = transaction.extras.payout.as_ref().filter(|payout| payout.currency.is_some())?;
    Some(payout_legs(Legs::separate(), transaction, payout, policy))
}

fn payout_legs(
    mut legs: Legs,
    transaction: &Transaction,
    payout: &Payout,
    policy: ChargebackPolicy,
) -> Vec<Leg> {
    legs.add(bank(transaction), payout.net);
    add_settled(&mut legs, payout);
    legs.add_named(Target::Role(Role::ProcessorFees), payout.fees, "Fees".to_owned());
    add_chargebacks(&mut legs, payout, policy);
    let words = "Exchange difference".to_owned();
    legs.add_named(Target::Role(Role::ExchangeDifferences), -payout.exchange, words);
    legs.finish()
}

fn add_settled(legs: &mut Legs, payout: &Payout) {
    if payout.settles.is_empty() {
        let words = "Takings settled".to_owned();
        legs.add_named(Target::Role(Role::CardClearing), -payout.gross, words);
    }
    for settled in &payout.settles {
        let words = format!("{} takings settled", settled.tender);
        legs.add_named(Target::Tender(settled.tender.clone()), -settled.amount, words);
    }
}

fn add_chargebacks(legs: &mut Legs, payout: &Payout, policy: ChargebackPolicy) {
    let role = match policy {
        ChargebackPolicy::Expense => Role::Chargebacks,
        ChargebackPolicy::Owed => Role::ArControl,
    };
    for taken in &payout.chargebacks {
        let of = taken.sale.as_ref().map(|sale| format!(" of {sale}")).unwrap_or_default();
        legs.add_named(Target::Role(role), taken.amount, format!("Chargeback{of}"));
        let words = format!("Fee for the chargeback{of}");
        legs.add_named(Target::Role(Role::ProcessorFees), taken.fee, words);
    }
}

/// The legs of a payout in a foreign currency at what its takings were carried at in base
/// currency, shared over what arrived and what was kept. The bank transaction itself is in the
/// payout's currency, and the rate Xero gives it is known only afterwards (accounting §7).
fn carried(legs: Vec<Leg>, payout: &Payout) -> Result<Vec<Leg>, Rejection> {
    let settled = payout.settles.iter().filter(|one| !one.amount.is_zero());
    let total = settled.clone().try_fold(Amount::ZERO, |sum, one| Some(sum + one.carried?));
    let Some(total) = total.filter(|_| !payout.settles.is_empty()) else {
        return Err(Rejection::NotCarried);
    };
    let (mut credits, mut debits): (Vec<Leg>, Vec<Leg>) =
        legs.into_iter().partition(|leg| matches!(leg.target, Target::Tender(_)));
    for (leg, settled) in credits.iter_mut().zip(settled) {
        leg.amount = -settled.carried.unwrap_or_default();
    }
    let weights: Vec<Amount> = debits.iter().map(|leg| leg.amount).collect();
    let shares = allocate(total, &weights).ok_or(Rejection::NotCarried)?;
    debits.iter_mut().zip(shares).for_each(|(leg, share)| leg.amount = share);
    Ok(debits.into_iter().chain(credits).collect())
}

/// What the bank transaction of a foreign payout left between the takings it settled, at what they
/// were carried at, and the rate that Xero gave it; nothing where the two are the same. `rate` is
/// units of the payout's currency for one of the base currency (facts §11). Xero values each line
/// by itself and rounds half away from zero.
#[must_use]
pub fn exchange_part(transaction: &Transaction, rate: Decimal, base: Currency) -> Option<Part> {
    let payout = transaction.extras.payout.as_ref()?;
    let currency = payout.currency?;
    let mut legs = Legs::merged();
    for settled in &payout.settles {
        let value = settled.amount.to_decimal(currency).checked_div(rate)?;
        let value = Amount::round_half_up(value, base).ok()?;
        let difference = value - settled.carried?;
        legs.add(Target::Tender(settled.tender.clone()), difference);
        legs.add(Target::Role(Role::ExchangeDifferences), -difference);
    }
    let legs = legs.finish();
    let date = Some(payout.date).filter(|date| *date != transaction.business_date);
    let against = Some(Against::Own(PartKey::all()));
    let part = Part::new(PartKey::exchange(), Lane::Journal, legs);
    (!part.legs.is_empty()).then_some(Part { date, against, ..part })
}
