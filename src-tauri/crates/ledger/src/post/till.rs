//! The drawer: tips paid out, petty cash, counts, and bonds that are kept.

use super::legs::Legs;
use super::sale::add_tenders;
use super::{Rejection, checks};
use crate::extras::PaidFrom;
use crate::leg::{Lane, Part, PartKey, Target};
use crate::money::Amount;
use crate::role::Role;
use crate::story::Story;
use crate::transaction::{LineAccount, Transaction};

/// Tips handed to staff, from the drawer or from the bank.
pub(super) fn tip_payout(transaction: &Transaction) -> Result<Vec<Part>, Rejection> {
    checks::is_paid(transaction)?;
    let paid = transaction.tendered();
    match transaction.extras.paid_from {
        PaidFrom::Drawer => {
            let mut legs = Legs::merged();
            add_tenders(&mut legs, transaction);
            legs.add(Target::Role(Role::TipsPayable), -paid);
            Ok(vec![Part::of_cashout(legs.finish_turned())])
        }
        PaidFrom::Bank => {
            let mut legs = Legs::separate();
            legs.add(bank(transaction), -paid);
            legs.add_named(Target::Role(Role::TipsPayable), paid, "Tips paid to staff".to_owned());
            Ok(vec![Part::new(PartKey::all(), Lane::Bank, legs.finish())])
        }
    }
}

/// Cash taken from the drawer for an expense.
pub(super) fn paid_out(transaction: &Transaction) -> Result<Vec<Part>, Rejection> {
    petty_cash(transaction, Target::PaidOut)
        .map(|legs| vec![Part::of_cashout(legs.finish_turned())])
}

/// Cash put into the drawer.
pub(super) fn paid_in(transaction: &Transaction) -> Result<Vec<Part>, Rejection> {
    petty_cash(transaction, Target::PaidIn).map(|legs| vec![Part::of_cashout(legs.finish())])
}

fn petty_cash(transaction: &Transaction, target: fn(String) -> Target) -> Result<Legs, Rejection> {
    checks::anything(transaction)?;
    checks::lines(transaction)?;
    checks::is_paid(transaction)?;
    checks::adds_up(transaction)?;
    let mut legs = Legs::merged();
    add_tenders(&mut legs, transaction);
    for line in transaction.lines.iter().flat_map(crate::discount::apart) {
        match &line.account {
            LineAccount::Gl(code) => legs.add_line_to(target(code.clone()), &line),
            LineAccount::Role(_) => legs.add_line(&line),
        }
    }
    super::legs::add_extras(&mut legs, transaction.tip, transaction.surcharge);
    Ok(legs)
}

/// A drawer counted: what it is over or short of what should be in it, less what earlier counts of
/// the day booked of that. The till's own reckoning knows nothing of those; the book's does.
/// Counted as it should be, it is a part without legs, so that a cashout takes it like any other.
pub(super) fn count(transaction: &Transaction, story: &Story) -> Result<Vec<Part>, Rejection> {
    let Some(count) = &transaction.extras.count else { return Err(Rejection::NotCounted) };
    let by_till = count.expected.map(|expected| expected + story.over_before);
    let over = count.counted - by_till.unwrap_or(story.drawer);
    let mut legs = Legs::merged();
    legs.add(Target::cash(), over);
    legs.add(Target::Role(Role::OverShort), -over);
    Ok(vec![Part::of_cashout(legs.finish())])
}

/// A damage bond kept: what was owed becomes income with its tax.
pub(super) fn bond_kept(transaction: &Transaction) -> Result<Vec<Part>, Rejection> {
    checks::anything(transaction)?;
    checks::lines(transaction)?;
    let (billed, currency) = (transaction.billed(), transaction.currency);
    if billed <= Amount::ZERO {
        return Err(Rejection::BelowZero { what: "a bond that is kept", currency });
    }
    let mut legs = Legs::merged();
    legs.add(Target::Role(Role::DamageBonds), billed);
    super::sale::add_bill(&mut legs, transaction);
    Ok(vec![Part::of_cashout(legs.finish())])
}

/// The bank account a transaction names.
pub(super) fn bank(transaction: &Transaction) -> Target {
    Target::Bank(transaction.extras.bank.clone().unwrap_or_default())
}
