//! Sales and what is given back of them, gift cards and bonds: lines against tenders.
//!
//! The tender's side is debited, the lines are credited; a refund turns every sign. Gift cards
//! sold and bonds taken are the same with lines that name a role (accounting §5).

use rust_decimal::Decimal;

use crate::discount::apart;
use crate::leg::{Lane, Leg, Part, PartKey, Target, TaxSet};
use crate::money::Amount;
use crate::post::Rejection;
use crate::role::Role;
use crate::transaction::{Line, LineAccount, Tender, Transaction};

/// Which way the money goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// Taken from the customer.
    In,
    /// Given back.
    Out,
}

/// Posts a transaction of lines against tenders as one part of the cashout.
pub(super) fn post(transaction: &Transaction, direction: Direction) -> Result<Part, Rejection> {
    check(transaction, direction)?;
    let mut legs = Legs(Vec::new());
    for tender in &transaction.tenders {
        legs.add(Target::Tender(tender.name.clone()), tender.amount);
    }
    transaction.lines.iter().flat_map(apart).for_each(|line| add_line(&mut legs, &line));
    legs.add(Target::Role(Role::TipsPayable), -transaction.tip);
    legs.add(Target::Role(Role::Surcharges), -transaction.surcharge);
    Ok(Part { key: PartKey::all(), lane: Lane::Cashout, legs: legs.finish(direction) })
}

fn check(transaction: &Transaction, direction: Direction) -> Result<(), Rejection> {
    let currency = transaction.currency;
    let billed = transaction.billed();
    let extras = [transaction.tip, transaction.surcharge];
    if transaction.lines.is_empty() && extras.iter().all(|extra| extra.is_zero()) {
        return Err(Rejection::NoLines);
    }
    if let Some(line) = transaction.lines.iter().find(|line| !discount_fits(line)) {
        return Err(Rejection::DiscountExceedsLine {
            description: line.description.clone(),
            net: line.net,
            discount: line.discount,
            currency,
        });
    }
    if let Some(rejection) = transaction.tenders.iter().find_map(without_rate) {
        return Err(rejection);
    }
    if transaction.tenders.is_empty() && !billed.is_zero() {
        return Err(Rejection::NoTenders { billed, currency });
    }
    let tenders = transaction.tendered();
    if tenders != billed {
        return Err(Rejection::DoesNotAddUp { tenders, billed, currency });
    }
    if direction == Direction::Out && billed.is_negative() {
        return Err(Rejection::RefundBelowZero { billed, currency });
    }
    Ok(())
}

fn without_rate(tender: &Tender) -> Option<Rejection> {
    let foreign = tender.foreign.as_ref().filter(|foreign| foreign.rate <= Decimal::ZERO)?;
    let (tender, foreign) = (tender.name.clone(), foreign.currency);
    Some(Rejection::ForeignWithoutRate { tender, foreign })
}

/// A discount lies between nothing and its line, whichever sign the line has.
fn discount_fits(line: &Line) -> bool {
    let (low, high) = (line.net.min(Amount::ZERO), line.net.max(Amount::ZERO));
    (low..=high).contains(&line.discount)
}

/// Adds a line and its taxes.
fn add_line(legs: &mut Legs, line: &Line) {
    let tax_set = TaxSet::of(line.taxes.iter().map(|tax| tax.code.as_str()));
    let target = match &line.account {
        LineAccount::Gl(code) => Target::Gl(code.clone()),
        LineAccount::Role(role) => Target::Role(*role),
    };
    let tax: Amount = line.taxes.iter().map(|tax| tax.amount).sum();
    legs.add_taxed(Leg { target, tax_set, amount: -line.net, tax: -tax });
    for tax in &line.taxes {
        legs.add(Target::Tax(tax.code.clone()), -tax.amount);
    }
}

/// The legs of a part in the making, one for each target and set of taxes.
struct Legs(Vec<Leg>);

impl Legs {
    fn add(&mut self, target: Target, amount: Amount) {
        self.add_taxed(Leg { target, tax_set: TaxSet::none(), amount, tax: Amount::ZERO });
    }

    fn add_taxed(&mut self, leg: Leg) {
        let same = |one: &&mut Leg| one.target == leg.target && one.tax_set == leg.tax_set;
        match self.0.iter_mut().find(same) {
            Some(one) => {
                one.amount += leg.amount;
                one.tax += leg.tax;
            }
            None => self.0.push(leg),
        }
    }

    /// Drops what came to nothing and gives every leg its side.
    fn finish(self, direction: Direction) -> Vec<Leg> {
        let mut legs = self.0;
        legs.retain(|leg| !leg.amount.is_zero() || !leg.tax.is_zero());
        if direction == Direction::Out {
            for leg in &mut legs {
                (leg.amount, leg.tax) = (-leg.amount, -leg.tax);
            }
        }
        legs
    }
}
