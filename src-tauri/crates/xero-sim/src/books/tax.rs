//! Tax rates (facts §10.2) and the tax of one line (facts §7.3).

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::{Class, LineAmountTypes};

/// A tax rate of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TaxRate {
    pub(crate) name: String,
    pub(crate) tax_type: String,
    pub(crate) components: Vec<TaxComponent>,
    /// False is a rate somebody deleted or archived.
    pub(crate) active: bool,
    /// The classes it may be used with: the CanApplyTo flags.
    pub(crate) assets: bool,
    pub(crate) equity: bool,
    pub(crate) expenses: bool,
    pub(crate) liabilities: bool,
    pub(crate) revenue: bool,
}

/// One part of a rate, in percent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TaxComponent {
    pub(crate) name: String,
    pub(crate) rate: Decimal,
}

impl TaxRate {
    /// The sum of the components in percent; none of the seeded ones compounds.
    pub(crate) fn effective(&self) -> Decimal {
        self.components.iter().map(|component| component.rate).sum()
    }

    pub(crate) fn applies_to(&self, class: Class) -> bool {
        match class {
            Class::Asset => self.assets,
            Class::Equity => self.equity,
            Class::Expense => self.expenses,
            Class::Liability => self.liabilities,
            Class::Revenue => self.revenue,
        }
    }
}

/// Splits a line's amount into net and tax, each of two decimals and of the amount's sign. Tax is
/// rounded per line, half away from zero: facts §7.3 gives half-up for positive amounts, and
/// journals' credits are negative.
pub(crate) fn split_tax(
    amount: Decimal,
    percent: Decimal,
    types: LineAmountTypes,
) -> (Decimal, Decimal) {
    let round =
        |tax: Decimal| tax.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    match types {
        LineAmountTypes::NoTax => (amount, Decimal::ZERO),
        LineAmountTypes::Exclusive => (amount, round(amount * percent / Decimal::ONE_HUNDRED)),
        LineAmountTypes::Inclusive => {
            let tax = round(amount * percent / (Decimal::ONE_HUNDRED + percent));
            (amount - tax, tax)
        }
    }
}
