//! The resolver: from a target in the desk's words to an account, a tax type and tracking.
//!
//! An explicit mapping wins, then an account code that is equal, then one account name that is
//! equal; nothing is guessed (accounting §3). Archived accounts are no candidates, but are named
//! when they are all there is.

mod accounts;
mod taxes;
mod tracking;

use rust_decimal::Decimal;

use crate::chart::{Account, Chart};
use crate::leg::{Target, TaxSet};
use crate::mapping::{Mapping, TaxWay, normalise};
use crate::problem::Problem;
use crate::role::Role;
use crate::tags::Tags;

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

    /// What the bookkeeper mapped.
    #[must_use]
    pub const fn mapping(&self) -> &'a Mapping {
        self.mapping
    }

    /// The same with tax sent another way.
    #[must_use]
    pub const fn in_way(self, way: TaxWay) -> Self {
        Self { way, ..self }
    }

    /// The account, tax type and tracking of a target whose line has these taxes and whose
    /// transactions have these tags.
    ///
    /// A tender without a clearing account of its own goes to Gift cards, Cash clearing or Card
    /// clearing when its name says so, else to Revenue clearing, on which the roles Cash clearing
    /// and Card clearing fall back (accounting §2). In way A taxed targets get the tax type mapped
    /// to the set of taxes; untaxed revenue that nothing is mapped for gets the no-tax type, as
    /// every other line does (accounting §4).
    ///
    /// # Errors
    /// The first [`Problem`] on the way.
    pub fn account_for(
        &self,
        target: &Target,
        tax_set: &TaxSet,
        tags: &Tags,
    ) -> Result<Resolved<'a>, Problem> {
        let code = match target {
            Target::Gl(code) | Target::PaidOut(code) | Target::PaidIn(code) => Some(code.as_str()),
            Target::Role(_)
            | Target::Tender(_)
            | Target::Tax(_)
            | Target::Receivable
            | Target::Bank(_)
            | Target::BilledAhead => None,
        };
        let gl = code.and_then(|code| Some((code, self.mapping.gl_codes.get(&normalise(code))?)));
        let gl_target = gl.map(|(_, target)| target);
        let (account, how) = match target {
            Target::Gl(code) | Target::PaidOut(code) | Target::PaidIn(code) => {
                self.gl_account(code, gl_target)?
            }
            Target::Role(role) => self.role_account(*role)?,
            Target::BilledAhead => self.role_account(Role::DeferredRevenue)?,
            Target::Tender(name) => self.tender_account(name)?,
            Target::Tax(code) => self.tax_account(code)?,
            Target::Bank(name) => self.bank_account(name)?,
            Target::Receivable => self.receivable()?,
        };
        let warning = self.fit(target, account, how)?;
        let (tax_type, rate) = self.tax_type(target, tax_set, gl_target, account)?;
        let tracking = self.tracking(gl, tags)?;
        Ok(Resolved { account, tax_type, rate, tracking, how, warning })
    }
}
