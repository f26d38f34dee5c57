//! The legs of a part in the making.

use crate::leg::{Leg, LegWords, Target, TaxSet};
use crate::money::Amount;
use crate::role::Role;
use crate::transaction::{Line, LineAccount};

/// Legs in the making: one for each target and set of taxes, or one for each line where the
/// document shows lines of its own.
pub(super) struct Legs {
    legs: Vec<Leg>,
    separate: bool,
}

impl Legs {
    /// Legs of a journal: what goes to one target is one leg.
    pub(super) const fn merged() -> Self {
        Self { legs: Vec::new(), separate: false }
    }

    /// Legs of a document that says what each of its lines was.
    pub(super) const fn separate() -> Self {
        Self { legs: Vec::new(), separate: true }
    }

    /// Adds an amount without tax.
    pub(super) fn add(&mut self, target: Target, amount: Amount) {
        self.push(Leg::plain(target, amount));
    }

    /// Adds an amount without tax that has words of its own.
    pub(super) fn add_named(&mut self, target: Target, amount: Amount, description: String) {
        let words = LegWords { description, quantity: rust_decimal::Decimal::ONE };
        self.push(Leg { words: Some(words), ..Leg::plain(target, amount) });
    }

    /// Adds a line as income: it and its taxes are credits.
    pub(super) fn add_line(&mut self, line: &Line) {
        self.add_line_to(line_target(&line.account), line);
    }

    /// The same for a line that goes elsewhere than it says.
    pub(super) fn add_line_to(&mut self, target: Target, line: &Line) {
        let tax_set = TaxSet::of(line.taxes.iter().map(|tax| tax.code.as_str()));
        let tax: Amount = line.taxes.iter().map(|tax| tax.amount).sum();
        let words = LegWords { description: line.description.clone(), quantity: line.quantity };
        self.push(Leg { target, tax_set, amount: -line.net, tax: -tax, words: Some(words) });
        for tax in &line.taxes {
            self.push(Leg::plain(Target::Tax(tax.code.clone()), -tax.amount));
        }
    }

    pub(super) fn push(&mut self, leg: Leg) {
        let same = |one: &&mut Leg| one.target == leg.target && one.tax_set == leg.tax_set;
        // Taxes are one line each also where everything else has its own.
        let alone = self.separate && !matches!(leg.target, Target::Tax(_));
        match self.legs.iter_mut().find(same).filter(|_| !alone) {
            Some(one) => {
                one.amount += leg.amount;
                one.tax += leg.tax;
            }
            None => self.legs.push(leg),
        }
    }

    /// Drops what came to nothing.
    pub(super) fn finish(self) -> Vec<Leg> {
        let Self { mut legs, separate } = self;
        legs.retain(|leg| !leg.amount.is_zero() || !leg.tax.is_zero());
        if !separate {
            legs.iter_mut().for_each(|leg| leg.words = None);
        }
        legs
    }

    /// Drops what came to nothing and puts every leg on its other side.
    pub(super) fn finish_turned(self) -> Vec<Leg> {
        self.finish().into_iter().map(Leg::turned).collect()
    }
}

/// Where a line says that it goes.
pub(super) fn line_target(account: &LineAccount) -> Target {
    match account {
        LineAccount::Gl(code) => Target::Gl(code.clone()),
        LineAccount::Role(role) => Target::Role(*role),
    }
}

/// Adds the tip and the surcharge as income.
pub(super) fn add_extras(legs: &mut Legs, tip: Amount, surcharge: Amount) {
    legs.add_named(Target::Role(Role::TipsPayable), -tip, "Tip".to_owned());
    legs.add_named(Target::Role(Role::Surcharges), -surcharge, "Card surcharge".to_owned());
}
