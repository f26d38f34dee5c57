//! Discounts shown apart: one line as two, what was sold and what was taken off.

use crate::allocate::allocate;
use crate::money::Amount;
use crate::role::Role;
use crate::transaction::{Line, LineAccount, Tax};

/// A line as it was before its discount, followed by the discount as a line below zero.
///
/// Way A sends the sale gross before the discount and the discount gross with the same tax type
/// (accounting §4), so the tax that the discount saved is worked out, in proportion and rounded
/// half up, and put on both: together they have exactly the tax collected. It is the same in both
/// ways, so that a transaction's legs do not depend on a setting.
pub(crate) fn apart(line: &Line) -> Vec<Line> {
    if line.discount.is_zero() {
        return vec![line.clone()];
    }
    let collected: Vec<Amount> = line.taxes.iter().map(|tax| tax.amount).collect();
    let tax: Amount = collected.iter().sum();
    let saved = tax.prorated(line.discount, line.net - line.discount);
    let shares = allocate(saved, &collected).expect("nothing is saved where there is no tax");
    let with_taxes = |amount: fn(Amount, Amount) -> Amount| {
        let taxes = line.taxes.iter().zip(&shares);
        taxes
            .map(|(tax, share)| Tax { code: tax.code.clone(), amount: amount(tax.amount, *share) })
            .collect()
    };
    let sold = Line {
        discount: Amount::ZERO,
        taxes: with_taxes(|collected, saved| collected + saved),
        ..line.clone()
    };
    let discount = Line {
        description: format!("Discount on {}", line.description),
        account: LineAccount::Role(Role::Discounts),
        unit_price: None,
        net: -line.discount,
        discount: Amount::ZERO,
        taxes: with_taxes(|_, saved| -saved),
        ..line.clone()
    };
    vec![sold, discount]
}
