//! New organisations: a country's chart and tax rates, and what a rental desk adds to them.
//!
//! The charts are text files beside this one, so that a bookkeeper can read them.

mod chart;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::books::{Books, Currency, Organisation, TrackingCategory, TrackingOption};
use crate::ids::Ids;
use crate::{Error, Scenario};

/// What differs between countries beside chart and rates.
struct Country {
    key: &'static str,
    code: &'static str,
    name: &'static str,
    version: &'static str,
    currency: &'static str,
    timezone: &'static str,
    zone: &'static str,
    sales_tax: &'static str,
    purchases_tax: &'static str,
    no_tax: &'static str,
    year_end: (u32, u32),
    options: [&'static [&'static str]; 2],
}

const COUNTRIES: [Country; 5] = [
    Country {
        key: "ca",
        code: "CA",
        name: "Harbour Boat Rentals (CA)",
        version: "GLOBAL",
        currency: "CAD",
        timezone: "PACIFICSTANDARDTIME",
        zone: "America/Vancouver",
        sales_tax: "TAX003",
        purchases_tax: "TAX003",
        no_tax: "NONE",
        year_end: (31, 12),
        options: [&["Harbour", "Lake"], &["Boats", "Kayaks", "Shop"]],
    },
    Country {
        key: "au",
        code: "AU",
        name: "Coral Bay Boat Hire (AU)",
        version: "AU",
        currency: "AUD",
        timezone: "AUSEASTERNSTANDARDTIME",
        zone: "Australia/Sydney",
        sales_tax: "OUTPUT",
        purchases_tax: "INPUT",
        no_tax: "BASEXCLUDED",
        year_end: (30, 6),
        options: [&["Bay", "River"], &["Boats", "Kayaks", "Shop"]],
    },
    Country {
        key: "nz",
        code: "NZ",
        name: "Tasman Kayak Hire (NZ)",
        version: "NZ",
        currency: "NZD",
        timezone: "NEWZEALANDSTANDARDTIME",
        zone: "Pacific/Auckland",
        sales_tax: "OUTPUT2",
        purchases_tax: "INPUT2",
        no_tax: "NONE",
        year_end: (31, 3),
        options: [&["North", "South"], &["Boats", "Kayaks", "Shop"]],
    },
    Country {
        key: "uk",
        code: "GB",
        name: "Lakeside Boat Hire (UK)",
        version: "UK",
        currency: "GBP",
        timezone: "GMTSTANDARDTIME",
        zone: "Europe/London",
        sales_tax: "OUTPUT2",
        purchases_tax: "INPUT2",
        no_tax: "NONE",
        year_end: (31, 3),
        options: [&["Windermere", "Ullswater"], &["Boats", "Kayaks", "Shop"]],
    },
    Country {
        key: "us",
        code: "US",
        name: "Bayfront Watersports (US)",
        version: "US",
        currency: "USD",
        timezone: "EASTERNSTANDARDTIME",
        zone: "America/New_York",
        sales_tax: "TAX001",
        purchases_tax: "NONE",
        no_tax: "NONE",
        year_end: (31, 12),
        options: [&["East", "West"], &["Boats", "Kayaks", "Shop"]],
    },
];

/// Seeds one organisation for each country named; `ca` when none is.
pub(crate) fn organisations(
    keys: &[String],
    scenario: &Scenario,
    ids: &mut Ids,
    now: DateTime<Utc>,
) -> Result<Vec<Organisation>, Error> {
    let default = ["ca".to_owned()];
    let keys = if keys.is_empty() { &default[..] } else { keys };
    let mut made: Vec<Organisation> = Vec::with_capacity(keys.len());
    for key in keys {
        let country = COUNTRIES
            .iter()
            .find(|country| country.key.eq_ignore_ascii_case(key))
            .ok_or_else(|| Error::UnknownOrganisation(key.clone()))?;
        let mut organisation = organisation(country, scenario, ids, now);
        let twins = made.iter().filter(|other| other.country == country.code).count();
        if twins > 0 {
            organisation.name = format!("{} {}", organisation.name, twins + 1);
            organisation.key = format!("{}{}", organisation.key, twins + 1);
        }
        made.push(organisation);
    }
    Ok(made)
}

fn organisation(
    country: &Country,
    scenario: &Scenario,
    ids: &mut Ids,
    now: DateTime<Utc>,
) -> Organisation {
    let secret = ids.secret();
    Organisation {
        id: ids.uuid(),
        key: country.key.to_owned(),
        name: country.name.to_owned(),
        country: country.code.to_owned(),
        version: country.version.to_owned(),
        base_currency: country.currency.to_owned(),
        timezone: country.timezone.to_owned(),
        zone: country.zone.to_owned(),
        short_code: format!("!{}", secret.replace(['-', '_'], "x").split_at(5).0),
        no_tax: country.no_tax.to_owned(),
        year_end: country.year_end,
        period_lock: scenario.period_lock_date,
        year_lock: None,
        multicurrency: scenario.multicurrency,
        reporting_role: scenario.reporting_role,
        approve_limit: scenario.approve_limit,
        created: now,
        books: books(country, scenario, ids, now),
    }
}

fn books(country: &Country, scenario: &Scenario, ids: &mut Ids, now: DateTime<Utc>) -> Books {
    let categories = ["Region", "Department"];
    let mut books = Books {
        accounts: chart::accounts(country, ids, now).into_iter().collect(),
        tax_rates: chart::tax_rates(country).into_iter().collect(),
        tracking: categories
            .iter()
            .zip(country.options)
            .map(|(name, options)| tracking(name, options, || ids.uuid()))
            .collect(),
        ..Books::default()
    };
    if scenario.multicurrency && scenario.foreign_bank {
        let currency = if country.currency == "USD" { "EUR" } else { "USD" };
        books.accounts.push(chart::foreign_bank(country, currency, ids, now));
        books.currencies.push(Currency { code: currency.to_owned() });
    }
    books
}

fn tracking(name: &str, options: &[&str], mut id: impl FnMut() -> Uuid) -> TrackingCategory {
    let options = options
        .iter()
        .map(|name| TrackingOption { id: id(), name: (*name).to_owned(), active: true })
        .collect();
    TrackingCategory { id: id(), name: name.to_owned(), active: true, options }
}
