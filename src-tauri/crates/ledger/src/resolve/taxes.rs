//! From a line's taxes to the tax type it is sent with.

use rust_decimal::Decimal;

use super::Resolver;
use crate::chart::{Account, TaxRate};
use crate::checks::account_label;
use crate::concern::Concern;
use crate::leg::{Target, TaxSet};
use crate::mapping::{GlTarget, TaxWay, normalise};
use crate::problem::{Problem, TaxTypeFault};
use crate::role::Role;

impl<'a> Resolver<'a> {
    /// The tax type of lines that carry no tax: as chosen, else BASEXCLUDED in Australia and NONE
    /// elsewhere (accounting §4).
    ///
    /// # Errors
    /// When the organisation has no such active rate.
    pub fn no_tax_type(&self) -> Result<&'a str, Problem> {
        let usual = match self.chart.organisation.country.as_str() {
            "AU" => "BASEXCLUDED",
            _ => "NONE",
        };
        let wanted = self.mapping.no_tax_type.as_deref().unwrap_or(usual);
        let rate = self.chart.tax_rates.iter().find(|rate| rate.tax_type == wanted && rate.active);
        rate.map(|rate| rate.tax_type.as_str())
            .ok_or_else(|| Problem::NoTaxTypeMissing { tax_type: wanted.to_owned() })
    }

    /// The tax type of a line and its rate.
    pub(super) fn tax_type(
        &self,
        target: &Target,
        tax_set: &TaxSet,
        gl_target: Option<&GlTarget>,
        account: &Account,
    ) -> Result<(String, Decimal), Problem> {
        if self.way == TaxWay::TaxLines {
            return Ok((self.no_tax_type()?.to_owned(), Decimal::ZERO));
        }
        let own = match target.role() {
            Some(role) => self.mapping.role_tax_types.get(&role).map(String::as_str),
            None => gl_target.and_then(|gl| gl.tax_type.as_deref()),
        };
        let spent = matches!(target, Target::PaidOut(_)) && !tax_set.is_none();
        let (tax_type, concern) = match own {
            Some(own) => (own, Concern::from(target)),
            // What is spent has the taxes of purchases, which only its account knows.
            None if spent => match account.tax_type.as_deref() {
                Some(usual) => (usual, Concern::from(target)),
                None => return Err(Problem::UnmappedTaxSet { set: tax_set.clone() }),
            },
            None => match self.set_type(target, tax_set)? {
                Some(of_set) => (of_set, Concern::TaxSet(tax_set.clone())),
                None => (self.no_tax_type()?, Concern::NoTaxType),
            },
        };
        let rate = self.usable_rate(tax_type, account).map_err(|why| {
            let tax_type = tax_type.to_owned();
            Problem::TaxTypeInvalid { concern, tax_type, why }
        })?;
        Ok((rate.tax_type.clone(), rate.rate))
    }

    /// The tax type that stands for a set of taxes; none for what has no tax and no mapping.
    fn set_type(&self, target: &Target, set: &TaxSet) -> Result<Option<&'a str>, Problem> {
        let is_revenue = matches!(target, Target::Gl(_) | Target::Role(Role::Discounts));
        if set.is_none() && !is_revenue {
            return Ok(None);
        }
        let wanted = normalise(set.key());
        let mapped = self.mapping.tax_types.iter().find(|(key, _)| normalise(key.key()) == wanted);
        if let Some((_, tax_type)) = mapped {
            return Ok(Some(tax_type));
        }
        if set.is_none() {
            return Ok(None);
        }
        let mut equal = self.chart.tax_rates.iter().filter(|rate| {
            rate.active && (normalise(&rate.tax_type) == wanted || normalise(&rate.name) == wanted)
        });
        match (equal.next(), equal.next()) {
            (Some(rate), None) => Ok(Some(&rate.tax_type)),
            (Some(first), Some(second)) => Err(Problem::AmbiguousTaxType {
                set: set.clone(),
                first: first.tax_type.clone(),
                second: second.tax_type.clone(),
            }),
            (None, _) => Err(Problem::UnmappedTaxSet { set: set.clone() }),
        }
    }

    fn usable_rate(&self, tax_type: &str, account: &Account) -> Result<&'a TaxRate, TaxTypeFault> {
        let rate = self.chart.tax_rates.iter().find(|rate| rate.tax_type == tax_type);
        let rate = rate.ok_or(TaxTypeFault::Missing)?;
        if !rate.active {
            return Err(TaxTypeFault::Inactive);
        }
        if !rate.applies_to.contains(&account.class) {
            return Err(TaxTypeFault::NotForAccount { account: account_label(account) });
        }
        Ok(rate)
    }
}
