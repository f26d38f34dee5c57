//! The resolver: from a target in the desk's words to an account, a tax type and tracking.
//!
//! An explicit mapping wins, then an account code that is equal, then one account name that is
//! equal; nothing is guessed (accounting §3). Archived accounts are no candidates, but are named
//! when they are all there is.

use rust_decimal::Decimal;

use crate::chart::{Account, Chart, TaxRate};
use crate::checks::{
    Fit, account_label, check_gl_account, check_role_account, check_tax_account,
    check_tender_account, is_gift_card,
};
use crate::leg::{Target, TaxSet};
use crate::mapping::{GlTarget, Mapping, TaxWay, normalise};
use crate::problem::{Concern, Problem, TaxTypeFault};
use crate::role::Role;

/// Looks targets up over a chart and a mapping, in one way of tax.
#[derive(Debug, Clone, Copy)]
pub struct Resolver<'a> {
    chart: &'a Chart,
    mapping: &'a Mapping,
    way: TaxWay,
}

/// Where a target goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved<'a> {
    /// The account.
    pub account: &'a Account,
    /// Xero's tax type, always sent explicitly.
    pub tax_type: String,
    /// The rate of that tax type in per cent: zero in way B and on lines without tax.
    pub rate: Decimal,
    /// Tracking as (category id, option id), at most two.
    pub tracking: Vec<(String, String)>,
    /// How the account was found.
    pub how: How,
    /// What a bookkeeper may want to change although it works.
    pub warning: Option<String>,
}

/// How an account was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// By an explicit mapping.
    Mapped,
    /// By its code.
    Code,
    /// By its name.
    Name,
    /// By the role or system account that stands in for it: a tender without a clearing account
    /// of its own.
    StandIn,
}

type Found<'a> = (&'a Account, How);

impl<'a> Resolver<'a> {
    /// A resolver over a chart and a mapping.
    #[must_use]
    pub const fn new(chart: &'a Chart, mapping: &'a Mapping, way: TaxWay) -> Self {
        Self { chart, mapping, way }
    }

    /// The chart it looks in.
    #[must_use]
    pub const fn chart(&self) -> &'a Chart {
        self.chart
    }

    /// How tax is sent.
    #[must_use]
    pub const fn way(&self) -> TaxWay {
        self.way
    }

    /// The account, tax type and tracking of a target whose line has these taxes.
    ///
    /// A tender without a clearing account of its own goes to Gift cards when its name says it is
    /// a gift card, else to Revenue clearing; the roles Cash clearing and Card clearing fall back
    /// on Revenue clearing likewise (accounting §2). In way A taxed targets get the tax type
    /// mapped to the set of taxes; untaxed revenue that nothing is mapped for gets the no-tax
    /// type, as every other line does (accounting §4).
    ///
    /// # Errors
    /// The first [`Problem`] on the way.
    pub fn account_for(&self, target: &Target, tax_set: &TaxSet) -> Result<Resolved<'a>, Problem> {
        let gl_target = match target {
            Target::Gl(code) => self.mapping.gl_codes.get(&normalise(code)),
            Target::Role(_) | Target::Tender(_) | Target::Tax(_) => None,
        };
        let (account, how) = match target {
            Target::Gl(code) => self.gl_account(code, gl_target)?,
            Target::Role(role) => self.role_account(*role)?,
            Target::Tender(name) => self.tender_account(name)?,
            Target::Tax(code) => self.tax_account(code)?,
        };
        let warning = self.fit(target, account, how)?;
        let (tax_type, rate) = self.tax_type(target, tax_set, gl_target, account)?;
        let tracking = match (target, gl_target) {
            (Target::Gl(code), Some(gl)) => self.tracking(code, gl)?,
            _ => Vec::new(),
        };
        Ok(Resolved { account, tax_type, rate, tracking, how, warning })
    }

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

    fn gl_account(&self, code: &str, mapped: Option<&GlTarget>) -> Result<Found<'a>, Problem> {
        let concern = Concern::GlCode(code.to_owned());
        match mapped {
            Some(gl) => self.by_id(&gl.account_id, concern),
            None => self
                .direct(code, concern)?
                .ok_or_else(|| Problem::UnmappedGlCode { code: code.to_owned() }),
        }
    }

    fn role_account(&self, role: Role) -> Result<Found<'a>, Problem> {
        if let Some(id) = self.mapping.roles.get(&role) {
            return self.by_id(id, Concern::Role(role));
        }
        match role {
            Role::CashClearing | Role::CardClearing => {
                self.role_account(Role::RevenueClearing).map(|(account, _)| (account, How::StandIn))
            }
            Role::Rounding => self
                .chart
                .accounts
                .iter()
                .find(|account| account.system.as_deref() == Some("ROUNDING"))
                .map(|account| (account, How::StandIn))
                .ok_or(Problem::UnmappedRole { role }),
            Role::Bank
            | Role::RevenueClearing
            | Role::DeferredRevenue
            | Role::ArControl
            | Role::TipsPayable
            | Role::GiftCards
            | Role::DamageBonds
            | Role::Discounts
            | Role::Surcharges
            | Role::OverShort
            | Role::ProcessorFees
            | Role::ExchangeDifferences
            | Role::CancellationIncome
            | Role::BadDebts
            | Role::Chargebacks => Err(Problem::UnmappedRole { role }),
        }
    }

    fn tender_account(&self, name: &str) -> Result<Found<'a>, Problem> {
        match self.mapping.tenders.get(&normalise(name)) {
            Some(id) => self.by_id(id, Concern::Tender(name.to_owned())),
            None => {
                self.role_account(tender_role(name)).map(|(account, _)| (account, How::StandIn))
            }
        }
    }

    fn tax_account(&self, code: &str) -> Result<Found<'a>, Problem> {
        let concern = Concern::Tax(code.to_owned());
        let wanted = normalise(code);
        let mapped = self.mapping.tax_accounts.iter().find(|(key, _)| normalise(key) == wanted);
        match mapped {
            Some((_, id)) => self.by_id(id, concern),
            None => self
                .direct(code, concern)?
                .ok_or_else(|| Problem::UnmappedTax { code: code.to_owned() }),
        }
    }

    fn by_id(&self, id: &str, concern: Concern) -> Result<Found<'a>, Problem> {
        let account = self.chart.accounts.iter().find(|account| account.id == id);
        match account {
            Some(account) if account.active => Ok((account, How::Mapped)),
            Some(account) => {
                Err(Problem::AccountArchived { concern, account: account_label(account) })
            }
            None => Err(Problem::AccountMissing { concern }),
        }
    }

    /// The one active account whose code is `text`, else the one whose name is.
    fn direct(&self, text: &str, concern: Concern) -> Result<Option<Found<'a>>, Problem> {
        let wanted = normalise(text);
        if wanted.is_empty() {
            return Ok(None);
        }
        let accounts = &self.chart.accounts;
        let with_code = accounts.iter().filter(|account| normalise(&account.code) == wanted);
        let with_name = accounts.iter().filter(|account| normalise(&account.name) == wanted);
        if let Some(account) = only(with_code.clone(), &concern)? {
            return Ok(Some((account, How::Code)));
        }
        if let Some(account) = only(with_name.clone(), &concern)? {
            return Ok(Some((account, How::Name)));
        }
        // Only archived ones can be left.
        match with_code.chain(with_name).next() {
            Some(account) => {
                Err(Problem::AccountArchived { concern, account: account_label(account) })
            }
            None => Ok(None),
        }
    }

    /// Refuses an account that may not do the job; gives the warning of one that may.
    fn fit(&self, target: &Target, account: &Account, how: How) -> Result<Option<String>, Problem> {
        let (fit, concern) = match target {
            Target::Gl(code) => (check_gl_account(code, account), Concern::from(target)),
            Target::Tax(code) => (check_tax_account(code, account), Concern::from(target)),
            Target::Tender(name) if how == How::StandIn => {
                self.role_fit(tender_role(name), account)
            }
            Target::Tender(name) => (check_tender_account(name, account), Concern::from(target)),
            Target::Role(role) => self.role_fit(*role, account),
        };
        match fit {
            Fit::Ok => Ok(None),
            Fit::Warning(sentence) => Ok(Some(sentence)),
            Fit::Refused { cause, sentence } => {
                Err(Problem::AccountUnfit { concern, cause, sentence })
            }
        }
    }

    fn role_fit(&self, role: Role, account: &Account) -> (Fit, Concern) {
        (check_role_account(role, account, self.way), Concern::Role(role))
    }

    /// The tax type of a line and its rate.
    fn tax_type(
        &self,
        target: &Target,
        tax_set: &TaxSet,
        gl_target: Option<&GlTarget>,
        account: &Account,
    ) -> Result<(String, Decimal), Problem> {
        if self.way == TaxWay::TaxLines {
            return Ok((self.no_tax_type()?.to_owned(), Decimal::ZERO));
        }
        let own = gl_target.and_then(|gl| gl.tax_type.as_deref());
        let (tax_type, concern) = match own {
            Some(own) => (own, Concern::from(target)),
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

    fn tracking(&self, code: &str, gl: &GlTarget) -> Result<Vec<(String, String)>, Problem> {
        let known = |(category, option): &(String, String)| {
            let categories = self.chart.tracking.iter().filter(|one| one.active);
            let mut options = categories
                .filter(|one| one.id == *category)
                .flat_map(|one| &one.options)
                .filter(|one| one.active);
            options.any(|one| one.id == *option)
        };
        if gl.tracking.len() > MAX_TRACKING || !gl.tracking.iter().all(known) {
            return Err(Problem::TrackingInvalid { code: code.to_owned() });
        }
        Ok(gl.tracking.clone())
    }
}

/// How many tracking categories a line may have (facts §10.3).
const MAX_TRACKING: usize = 2;

/// The role that stands in for a tender without a clearing account of its own.
fn tender_role(name: &str) -> Role {
    if is_gift_card(name) { Role::GiftCards } else { Role::RevenueClearing }
}

/// The only active one of some accounts; two of them are a problem that names both.
fn only<'a>(
    accounts: impl Iterator<Item = &'a Account>,
    concern: &Concern,
) -> Result<Option<&'a Account>, Problem> {
    let mut active = accounts.filter(|account| account.active);
    match (active.next(), active.next()) {
        (Some(first), Some(second)) => Err(Problem::ambiguous(concern.clone(), first, second)),
        (first, _) => Ok(first),
    }
}
