//! A chart as JSON. `ledger` knows no serialisation; this is the book's own form of it.

use chrono::NaiveDate;
use ledger::{
    Account, AccountClass, AccountType, Chart, Organisation, TaxRate, TrackingCategory,
    TrackingOption,
};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::sql::{self, day};
use crate::words;

#[derive(Serialize, Deserialize)]
struct StoredChart {
    organisation: StoredOrganisation,
    accounts: Vec<StoredAccount>,
    tax_rates: Vec<StoredTaxRate>,
    tracking: Vec<StoredCategory>,
}

#[derive(Serialize, Deserialize)]
struct StoredOrganisation {
    id: String,
    name: String,
    country: String,
    base_currency: String,
    short_code: Option<String>,
    period_lock_day: Option<i64>,
    year_lock_day: Option<i64>,
    year_end: Option<(u32, u32)>,
    time_zone: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredAccount {
    id: String,
    code: String,
    name: String,
    kind: String,
    class: String,
    active: bool,
    system: Option<String>,
    tax_type: Option<String>,
    takes_payments: bool,
    #[serde(default)]
    currency: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredTaxRate {
    tax_type: String,
    name: String,
    rate: String,
    active: bool,
    applies_to: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredCategory {
    id: String,
    name: String,
    active: bool,
    options: Vec<StoredOption>,
}

#[derive(Serialize, Deserialize)]
struct StoredOption {
    id: String,
    name: String,
    active: bool,
}

pub(super) fn write(chart: &Chart) -> String {
    let stored = StoredChart {
        organisation: stored_organisation(&chart.organisation),
        accounts: chart.accounts.iter().map(stored_account).collect(),
        tax_rates: chart.tax_rates.iter().map(stored_tax_rate).collect(),
        tracking: chart.tracking.iter().map(stored_category).collect(),
    };
    serde_json::to_string(&stored).expect("strings and integers are always JSON")
}

pub(crate) fn read(text: &str) -> Result<Chart, Error> {
    let stored: StoredChart = serde_json::from_str(text).map_err(|_| unreadable(text))?;
    let categories = stored.tracking.into_iter().map(category);
    Ok(Chart {
        organisation: organisation(stored.organisation)?,
        accounts: stored.accounts.into_iter().map(account).collect::<Result<_, _>>()?,
        tax_rates: stored.tax_rates.into_iter().map(tax_rate).collect::<Result<_, _>>()?,
        tracking: categories.collect(),
    })
}

fn stored_organisation(organisation: &Organisation) -> StoredOrganisation {
    let Organisation {
        id,
        name,
        country,
        base_currency,
        short_code,
        period_lock,
        year_lock,
        year_end,
        time_zone,
    } = organisation.clone();
    StoredOrganisation {
        id,
        name,
        country,
        base_currency: base_currency.code().to_owned(),
        short_code,
        period_lock_day: period_lock.map(day),
        year_lock_day: year_lock.map(day),
        year_end,
        time_zone,
    }
}

fn organisation(stored: StoredOrganisation) -> Result<Organisation, Error> {
    let lock =
        |day: Option<i64>| -> Result<Option<NaiveDate>, Error> { day.map(sql::date).transpose() };
    Ok(Organisation {
        base_currency: words::currency(&stored.base_currency)?,
        period_lock: lock(stored.period_lock_day)?,
        year_lock: lock(stored.year_lock_day)?,
        id: stored.id,
        name: stored.name,
        country: stored.country,
        short_code: stored.short_code,
        year_end: stored.year_end,
        time_zone: stored.time_zone,
    })
}

fn stored_account(account: &Account) -> StoredAccount {
    let account = account.clone();
    StoredAccount {
        id: account.id,
        code: account.code,
        name: account.name,
        kind: account.kind.xero().to_owned(),
        class: class_key(account.class).to_owned(),
        active: account.active,
        system: account.system,
        tax_type: account.tax_type,
        takes_payments: account.takes_payments,
        currency: account.currency.map(|currency| currency.code().to_owned()),
    }
}

fn account(stored: StoredAccount) -> Result<Account, Error> {
    Ok(Account {
        kind: AccountType::from_xero(&stored.kind),
        class: class(&stored.class)?,
        id: stored.id,
        code: stored.code,
        name: stored.name,
        active: stored.active,
        system: stored.system,
        tax_type: stored.tax_type,
        takes_payments: stored.takes_payments,
        currency: stored.currency.as_deref().map(words::currency).transpose()?,
    })
}

const fn class_key(class: AccountClass) -> &'static str {
    match class {
        AccountClass::Asset => "asset",
        AccountClass::Equity => "equity",
        AccountClass::Expense => "expense",
        AccountClass::Liability => "liability",
        AccountClass::Revenue => "revenue",
    }
}

fn class(key: &str) -> Result<AccountClass, Error> {
    [
        AccountClass::Asset,
        AccountClass::Equity,
        AccountClass::Expense,
        AccountClass::Liability,
        AccountClass::Revenue,
    ]
    .into_iter()
    .find(|class| class_key(*class) == key)
    .ok_or_else(|| unreadable(key))
}

fn stored_tax_rate(rate: &TaxRate) -> StoredTaxRate {
    StoredTaxRate {
        tax_type: rate.tax_type.clone(),
        name: rate.name.clone(),
        rate: rate.rate.to_string(),
        active: rate.active,
        applies_to: rate.applies_to.iter().map(|class| class_key(*class).to_owned()).collect(),
    }
}

fn tax_rate(stored: StoredTaxRate) -> Result<TaxRate, Error> {
    Ok(TaxRate {
        rate: stored.rate.parse().map_err(|_| unreadable(&stored.rate))?,
        applies_to: stored.applies_to.iter().map(|key| class(key)).collect::<Result<_, _>>()?,
        tax_type: stored.tax_type,
        name: stored.name,
        active: stored.active,
    })
}

fn stored_category(category: &TrackingCategory) -> StoredCategory {
    let options = category.options.iter().cloned().map(|option| StoredOption {
        id: option.id,
        name: option.name,
        active: option.active,
    });
    StoredCategory {
        id: category.id.clone(),
        name: category.name.clone(),
        active: category.active,
        options: options.collect(),
    }
}

fn category(stored: StoredCategory) -> TrackingCategory {
    let options = stored.options.into_iter().map(|option| TrackingOption {
        id: option.id,
        name: option.name,
        active: option.active,
    });
    TrackingCategory {
        id: stored.id,
        name: stored.name,
        active: stored.active,
        options: options.collect(),
    }
}

fn unreadable(text: &str) -> Error {
    Error::Unreadable { what: "chart", text: text.to_owned() }
}
