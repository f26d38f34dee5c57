//! The day in a few numbers, with the signs the desk uses: money taken is positive.

use std::collections::BTreeMap;

use crate::leg::{LegTotal, Target};
use crate::money::Amount;
use crate::role::Role;

/// What a till took, by what people ask for. Pure sums: takings = categories + other − discounts
/// + taxes + tips + surcharges.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Taken less given back, by tender.
    pub tenders: BTreeMap<String, Amount>,
    /// Sold less refunded, before tax and before discounts shown apart, by GL code.
    pub categories: BTreeMap<String, Amount>,
    /// The same for what goes to a role, such as gift cards sold.
    pub other: BTreeMap<Role, Amount>,
    /// Tax collected less given back, by code.
    pub taxes: BTreeMap<String, Amount>,
    /// Discounts shown apart, without tax.
    pub discounts: Amount,
    /// Tips taken.
    pub tips: Amount,
    /// Card surcharges taken.
    pub surcharges: Amount,
    /// Money taken, before what was given back.
    pub taken: Amount,
    /// Money given back; a part of every number above.
    pub refunds: Amount,
    /// Taken less given back.
    pub takings: Amount,
}

/// Sums totals up for the head of a cashout.
#[must_use]
pub fn summary(totals: &[LegTotal]) -> Summary {
    let mut sums = Summary::default();
    for total in totals {
        let credit = -total.amount;
        match &total.target {
            Target::Tender(name) => {
                *sums.tenders.entry(name.clone()).or_default() += total.amount;
                sums.takings += total.amount;
                if total.kind.gives_back() {
                    sums.refunds += credit;
                } else {
                    sums.taken += total.amount;
                }
            }
            Target::Gl(code) => *sums.categories.entry(code.clone()).or_default() += credit,
            Target::Tax(code) => *sums.taxes.entry(code.clone()).or_default() += credit,
            Target::Role(Role::Discounts) => sums.discounts += total.amount,
            Target::Role(Role::TipsPayable) => sums.tips += credit,
            Target::Role(Role::Surcharges) => sums.surcharges += credit,
            Target::Role(role) => *sums.other.entry(*role).or_default() += credit,
        }
    }
    sums
}
