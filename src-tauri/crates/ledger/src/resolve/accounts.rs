//! From a target to its account: mapped, of that code, of that name, or what stands in for it.

use super::{Found, How, Resolver};
use crate::chart::{Account, AccountType};
use crate::checks::{
    Fit, account_label, check_gl_account, check_paid_in_account, check_paid_out_account,
    check_role_account, check_tax_account, check_tender_account, is_gift_card,
};
use crate::concern::Concern;
use crate::leg::Target;
use crate::mapping::{GlTarget, normalise};
use crate::problem::Problem;
use crate::role::Role;

impl<'a> Resolver<'a> {
    pub(super) fn gl_account(
        &self,
        code: &str,
        mapped: Option<&GlTarget>,
    ) -> Result<Found<'a>, Problem> {
        let concern = Concern::GlCode(code.to_owned());
        match mapped {
            Some(gl) => self.by_id(&gl.account_id, concern),
            None => self
                .direct(code, concern)?
                .ok_or_else(|| Problem::UnmappedGlCode { code: code.to_owned() }),
        }
    }

    pub(super) fn role_account(&self, role: Role) -> Result<Found<'a>, Problem> {
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

    /// The role whose account a role has: what is wrong with it is mended there.
    fn role_in_place_of(&self, role: Role) -> Role {
        let stands_back = matches!(role, Role::CashClearing | Role::CardClearing);
        let is_mapped = self.mapping.roles.contains_key(&role);
        if stands_back && !is_mapped { Role::RevenueClearing } else { role }
    }

    pub(super) fn tender_account(&self, name: &str) -> Result<Found<'a>, Problem> {
        let key = normalise(name);
        let mapped =
            self.mapping.tenders.get(&key).or_else(|| self.mapping.direct_tenders.get(&key));
        match mapped {
            Some(id) => self.by_id(id, Concern::Tender(name.to_owned())),
            None => {
                self.role_account(tender_role(name)).map(|(account, _)| (account, How::StandIn))
            }
        }
    }

    pub(super) fn tax_account(&self, code: &str) -> Result<Found<'a>, Problem> {
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

    /// The bank account of a name: mapped, a direct tender's, or one account of type BANK of that
    /// code or name; the role's where there is no name.
    pub(super) fn bank_account(&self, name: &str) -> Result<Found<'a>, Problem> {
        if name.trim().is_empty() {
            return self.role_account(Role::Bank);
        }
        let (key, concern) = (normalise(name), Concern::Bank(name.to_owned()));
        let mapped = self.mapping.banks.get(&key).or_else(|| self.mapping.direct_tenders.get(&key));
        if let Some(id) = mapped {
            return self.by_id(id, concern);
        }
        let banks = self.chart.accounts.iter().filter(|account| account.kind == AccountType::Bank);
        let called =
            |account: &&Account| normalise(&account.code) == key || normalise(&account.name) == key;
        only(banks.filter(called), &concern)?
            .map(|account| (account, How::Name))
            .ok_or_else(|| Problem::UnmappedBank { name: name.to_owned() })
    }

    /// Accounts Receivable, which only Xero itself posts to.
    pub(super) fn receivable(&self) -> Result<Found<'a>, Problem> {
        let accounts = &self.chart.accounts;
        let found = accounts.iter().find(|account| account.system.as_deref() == Some("DEBTORS"));
        found
            .map(|account| (account, How::StandIn))
            .ok_or(Problem::AccountMissing { concern: Concern::Organisation })
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
    pub(super) fn fit(
        &self,
        target: &Target,
        account: &Account,
        how: How,
    ) -> Result<Option<String>, Problem> {
        let (fit, concern) = match target {
            Target::Gl(code) => (check_gl_account(code, account), Concern::from(target)),
            Target::Tax(code) => (check_tax_account(code, account), Concern::from(target)),
            Target::PaidOut(code) => (check_paid_out_account(code, account), Concern::from(target)),
            Target::PaidIn(code) => (check_paid_in_account(code, account), Concern::from(target)),
            Target::Tender(name) if how == How::StandIn => {
                self.role_fit(self.role_in_place_of(tender_role(name)), account)
            }
            Target::Tender(name) if self.is_direct(name) => {
                return Err(Problem::TenderIsDirect { tender: name.clone() });
            }
            Target::Tender(name) => (check_tender_account(name, account), Concern::from(target)),
            Target::Role(role) => self.role_fit(self.role_in_place_of(*role), account),
            Target::BilledAhead => self.role_fit(Role::DeferredRevenue, account),
            Target::Bank(_) => self.role_fit(Role::Bank, account),
            // Xero posts there itself: it is never a line of ours.
            Target::Receivable => (Fit::Ok, Concern::Organisation),
        };
        match fit {
            Fit::Ok => Ok(None),
            Fit::Warning(sentence) => Ok(Some(sentence)),
            Fit::Refused { cause, sentence } => {
                Err(Problem::AccountUnfit { concern, cause, sentence })
            }
        }
    }

    /// Whether a tender is paid straight into a bank account.
    #[must_use]
    pub fn is_direct(&self, tender: &str) -> bool {
        let key = normalise(tender);
        !self.mapping.tenders.contains_key(&key) && self.mapping.direct_tenders.contains_key(&key)
    }

    fn role_fit(&self, role: Role, account: &Account) -> (Fit, Concern) {
        (check_role_account(role, account, self.way), Concern::Role(role))
    }
}

/// The role that stands in for a tender without a clearing account of its own. Cash and card
/// clearing stand back for Revenue clearing where they have no account (accounting §2).
pub(super) fn tender_role(name: &str) -> Role {
    if is_gift_card(name) {
        return Role::GiftCards;
    }
    let key = normalise(name);
    let is_card = key.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == "card");
    match key == "cash" {
        true => Role::CashClearing,
        false if is_card => Role::CardClearing,
        false => Role::RevenueClearing,
    }
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
