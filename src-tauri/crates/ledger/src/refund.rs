//! Refunds in parts: which share of a sale each of them gives back.

use crate::allocate::allocate;
use crate::discount::apart;
use crate::money::Amount;
use crate::transaction::{Line, Tax};

/// The lines of a refund that gives back `this` of a sale whose lines are `original`, after
/// earlier refunds gave back `already`. Amounts are what the lines come to with their taxes; the
/// tip and the surcharge are no part of it.
///
/// The refunds so far are allocated together over every net, discount and tax of the sale, and
/// what the earlier ones took is subtracted: the last refund takes exactly what is left
/// (accounting §5). A discount comes back as a line of its own, below zero and with the tax it
/// saved, so that its cents add up in both ways of tax.
///
/// # Errors
/// [`RefundTooLarge`] when more would be given back than was paid.
pub fn refund_share(
    original: &[Line],
    already: Amount,
    this: Amount,
) -> Result<Vec<Line>, RefundTooLarge> {
    let lines: Vec<Line> = original.iter().flat_map(apart).collect();
    let components: Vec<Amount> = lines.iter().flat_map(components).collect();
    let paid: Amount = components.iter().sum();
    let too_large = RefundTooLarge { paid, already, this };
    if this.is_negative() || already.is_negative() || already + this > paid {
        return Err(too_large);
    }
    // What came to nothing (a sale all given away) is given back as it is.
    let after = allocate(already + this, &components).filter(|_| !paid.is_zero());
    let after = after.unwrap_or_else(|| components.clone());
    let before = allocate(already, &components).ok_or(too_large)?;
    let mut shares = after.into_iter().zip(before).map(|(after, before)| after - before);
    Ok(lines.iter().map(|line| share_of(line, &mut shares)).collect())
}

fn components(line: &Line) -> impl Iterator<Item = Amount> {
    std::iter::once(line.net).chain(line.taxes.iter().map(|tax| tax.amount))
}

/// Rebuilds a line from its shares, which come in the order of [`components`].
fn share_of(line: &Line, shares: &mut impl Iterator<Item = Amount>) -> Line {
    let mut next = || shares.next().expect("a share for each component");
    let net = next();
    let taxes = line.taxes.iter().map(|tax| Tax { code: tax.code.clone(), amount: next() });
    Line { net, taxes: taxes.collect(), ..line.clone() }
}

/// A refund would give back more than was paid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this refund and the ones before it come to more than the sale")]
pub struct RefundTooLarge {
    /// What the sale's lines came to, with taxes.
    pub paid: Amount,
    /// What earlier refunds gave back.
    pub already: Amount,
    /// What this one would give back.
    pub this: Amount,
}
