//! Xero's words for the organisation, its accounts, taxes and tracking, as the ledger's values.

use std::str::FromStr;

use ledger::{
    Account, AccountClass, AccountType, Chart, Currency, MoneyError, Organisation, TaxRate,
    TrackingCategory, TrackingOption,
};
use xero::{AccountStatus, TaxRateStatus, TrackingStatus, Uuid};

use super::zones::iana_zone;

/// What the four calls of a refresh answered.
pub(super) struct Answers {
    pub(super) tenant: Uuid,
    pub(super) organisation: xero::Organisation,
    pub(super) accounts: Vec<xero::Account>,
    pub(super) tax_rates: Vec<xero::TaxRate>,
    pub(super) tracking: Vec<xero::TrackingCategory>,
}

/// Joins the answers into a chart, in Xero's order.
///
/// # Errors
/// When the base currency is not a currency code.
pub(super) fn chart(answers: Answers) -> Result<Chart, MoneyError> {
    Ok(Chart {
        organisation: organisation(answers.tenant, answers.organisation)?,
        accounts: answers.accounts.into_iter().filter_map(account).collect(),
        tax_rates: answers.tax_rates.into_iter().map(tax_rate).collect(),
        tracking: answers.tracking.into_iter().map(tracking).collect(),
    })
}

fn organisation(tenant: Uuid, from: xero::Organisation) -> Result<Organisation, MoneyError> {
    Ok(Organisation {
        id: tenant.to_string(),
        name: from.name,
        country: from.country_code.unwrap_or_default(),
        base_currency: Currency::from_str(&from.base_currency)?,
        short_code: from.short_code,
        period_lock: from.period_lock_date,
        year_lock: from.end_of_year_lock_date,
        year_end: from.financial_year_end_month.zip(from.financial_year_end_day),
        time_zone: from.timezone.as_deref().and_then(iana_zone).map(str::to_owned),
    })
}

/// A deleted account is as good as not there: Xero leaves most of them out itself.
fn account(from: xero::Account) -> Option<Account> {
    if from.status == Some(AccountStatus::Deleted) {
        return None;
    }
    let kind = AccountType::from_xero(from.account_type.as_str());
    let said = from.class.as_ref().and_then(class);
    Some(Account {
        id: from.account_id.to_string(),
        code: from.code.unwrap_or_default(),
        name: from.name,
        kind,
        // An account of unknown type is allowed for nothing, so its class decides nothing.
        class: said.or_else(|| kind.class()).unwrap_or(AccountClass::Asset),
        active: matches!(from.status, None | Some(AccountStatus::Active)),
        system: from.system_account.map(|system| system.as_str().to_owned()),
        tax_type: from.tax_type,
        takes_payments: from.enable_payments_to_account,
        currency: from.currency_code.and_then(|code| Currency::from_str(&code).ok()),
    })
}

fn class(from: &xero::AccountClass) -> Option<AccountClass> {
    match from {
        xero::AccountClass::Asset => Some(AccountClass::Asset),
        xero::AccountClass::Equity => Some(AccountClass::Equity),
        xero::AccountClass::Expense => Some(AccountClass::Expense),
        xero::AccountClass::Liability => Some(AccountClass::Liability),
        xero::AccountClass::Revenue => Some(AccountClass::Revenue),
        xero::AccountClass::Other(_) => None,
    }
}

fn tax_rate(from: xero::TaxRate) -> TaxRate {
    let flags = [
        (from.can_apply_to_assets, AccountClass::Asset),
        (from.can_apply_to_equity, AccountClass::Equity),
        (from.can_apply_to_expenses, AccountClass::Expense),
        (from.can_apply_to_liabilities, AccountClass::Liability),
        (from.can_apply_to_revenue, AccountClass::Revenue),
    ];
    TaxRate {
        tax_type: from.tax_type,
        name: from.name,
        rate: from.effective_rate.or(from.display_tax_rate).unwrap_or_default(),
        active: matches!(from.status, None | Some(TaxRateStatus::Active)),
        applies_to: flags.into_iter().filter(|(set, _)| *set).map(|(_, class)| class).collect(),
    }
}

fn tracking(from: xero::TrackingCategory) -> TrackingCategory {
    let active =
        |status: Option<TrackingStatus>| matches!(status, None | Some(TrackingStatus::Active));
    TrackingCategory {
        id: from.tracking_category_id.to_string(),
        name: from.name,
        active: active(from.status),
        options: from
            .options
            .into_iter()
            .map(|option| TrackingOption {
                id: option.tracking_option_id.to_string(),
                name: option.name,
                active: active(option.status),
            })
            .collect(),
    }
}
