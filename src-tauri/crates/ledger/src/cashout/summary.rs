//! The day in a few numbers, with the signs the desk uses: money taken is positive.

use std::collections::BTreeMap;

use crate::kind::Kind;
use crate::leg::{LegTotal, Target};
use crate::money::Amount;
use crate::role::Role;

/// What a till took, by what people ask for. Pure sums: takings = categories + other + petty cash
/// − discounts + taxes + tips + surcharges. What a count found over or short is no taking.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Taken less given back, by tender.
    pub tenders: BTreeMap<String, Amount>,
    /// Sold less refunded, before tax and before discounts shown apart, by GL code.
    pub categories: BTreeMap<String, Amount>,
    /// The same for what goes to a role, such as gift cards sold.
    pub other: BTreeMap<Role, Amount>,
    /// Cash put into the drawer less cash taken out of it for expenses, by code, without tax.
    pub petty_cash: BTreeMap<String, Amount>,
    /// Tax collected less given back, by code.
    pub taxes: BTreeMap<String, Amount>,
    /// Discounts shown apart, without tax.
    pub discounts: Amount,
    /// Tips taken, less those paid out.
    pub tips: Amount,
    /// Card surcharges taken.
    pub surcharges: Amount,
    /// Money taken from customers, before what was given back.
    pub taken: Amount,
    /// Money given back to customers.
    pub refunds: Amount,
    /// Money that went into or out of the drawer and was no customer's: petty cash, tips paid out.
    pub moved: Amount,
    /// All of it: taken less refunds, with what was moved.
    pub takings: Amount,
    /// What counts found over; below zero what they found short.
    pub over_short: Amount,
}

/// Sums totals up for the head of a cashout.
#[must_use]
pub fn summary(totals: &[LegTotal]) -> Summary {
    let mut sums = Summary::default();
    for total in totals.iter().filter(|total| total.kind != Kind::CashCount) {
        sums.add(total);
    }
    let counts = totals.iter().filter(|total| total.kind == Kind::CashCount);
    let over = counts.filter(|total| matches!(total.target, Target::Tender(_)));
    sums.over_short = over.map(|total| total.amount).sum();
    sums
}

impl Summary {
    fn add(&mut self, total: &LegTotal) {
        let credit = -total.amount;
        match &total.target {
            Target::Tender(name) => self.add_tender(name, total),
            Target::Gl(code) => *self.categories.entry(code.clone()).or_default() += credit,
            Target::Tax(code) => *self.taxes.entry(code.clone()).or_default() += credit,
            Target::PaidOut(code) | Target::PaidIn(code) => {
                *self.petty_cash.entry(code.clone()).or_default() += credit;
            }
            Target::Role(Role::Discounts) => self.discounts += total.amount,
            Target::Role(Role::TipsPayable) => self.tips += credit,
            Target::Role(Role::Surcharges) => self.surcharges += credit,
            Target::Role(role) => *self.other.entry(*role).or_default() += credit,
            Target::BilledAhead => {
                *self.other.entry(Role::DeferredRevenue).or_default() += credit;
            }
            // Sides that Xero adds to documents of their own: never in a cashout.
            Target::Receivable | Target::Bank(_) => {}
        }
    }

    fn add_tender(&mut self, name: &str, total: &LegTotal) {
        *self.tenders.entry(name.to_owned()).or_default() += total.amount;
        self.takings += total.amount;
        let moves = matches!(total.kind, Kind::TipPayout | Kind::PaidOut | Kind::PaidIn);
        if moves {
            self.moved += total.amount;
        } else if total.kind.gives_back() {
            self.refunds -= total.amount;
        } else {
            self.taken += total.amount;
        }
    }
}
