//! How the book is set up: settings of fixed keys, locations by number, the chart counted.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use ledger::{AccountClass, AccountType, Chart, Currency, Role, TaxWay};
use rusqlite::{Connection, named_params};

use crate::chart;
use crate::error::Error;
use crate::ids::LocationId;
use crate::settings::tax_way;
use crate::sql;

/// The most locations that are told.
const LOCATIONS_MAX: u32 = 200;

/// A location without its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocationShape {
    /// Its number in this book.
    pub id: LocationId,
    /// Its time zone, as it was typed.
    pub zone: String,
    /// When its day ends, minutes after midnight.
    pub day_end_minutes: u32,
    /// How its taxes reach Xero.
    pub tax_way: TaxWay,
    /// What was decided for it, of the keys that were asked for. The values are as they were typed.
    pub settings: Vec<(String, String)>,
}

/// The chart of accounts, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartShape {
    /// When it was read from Xero.
    pub read_at: DateTime<Utc>,
    /// The organisation's country, as Xero writes it.
    pub country: String,
    /// The organisation's currency.
    pub base_currency: Currency,
    /// The last locked dates.
    pub locks: [Option<NaiveDate>; 2],
    /// The accounts of each sort, and how many there are.
    pub accounts: BTreeMap<AccountShape, u32>,
    /// Tax rates: active ones, and others.
    pub tax_rates: (u32, u32),
    /// Tracking categories, and the options of all of them.
    pub tracking: (u32, u32),
}

/// A sort of account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccountShape {
    /// Its type.
    pub kind: AccountType,
    /// Its class.
    pub class: AccountClass,
    /// Its tax type, as Xero writes it.
    pub tax_type: Option<String>,
    /// Whether it is active.
    pub active: bool,
    /// Whether Xero keeps it to itself.
    pub is_system: bool,
    /// Whether payments may be made to it.
    pub takes_payments: bool,
}

/// What is mapped, without to what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MappedShape {
    /// The roles that have an account.
    pub roles: Vec<Role>,
    /// How many of each other sort.
    pub others: BTreeMap<String, u32>,
}

/// The values of some settings.
pub(super) fn settings(view: &Connection, keys: &[&str]) -> Result<Vec<(String, String)>, Error> {
    let mut found = Vec::new();
    for key in keys {
        let value = sql::first(
            view,
            "SELECT value FROM settings WHERE key = :key",
            named_params! { ":key": key },
            |row| Ok(row.get(0)?),
        )?;
        found.extend(value.map(|value| ((*key).to_owned(), value)));
    }
    Ok(found)
}

/// The locations, by number.
pub(super) fn locations(view: &Connection, keys: &[&str]) -> Result<Vec<LocationShape>, Error> {
    let mut locations = sql::all(
        view,
        "SELECT id, zone, day_end_minutes, tax_way FROM locations ORDER BY id LIMIT :limit",
        named_params! { ":limit": LOCATIONS_MAX },
        |row| {
            Ok(LocationShape {
                id: LocationId(row.get("id")?),
                zone: row.get("zone")?,
                day_end_minutes: row.get("day_end_minutes")?,
                tax_way: tax_way(&row.get::<_, String>("tax_way")?)?,
                settings: Vec::new(),
            })
        },
    )?;
    for location in &mut locations {
        for key in keys {
            let value = sql::first(
                view,
                "SELECT value FROM location_settings WHERE location_id = :id AND key = :key",
                named_params! { ":id": location.id.0, ":key": key },
                |row| Ok(row.get(0)?),
            )?;
            location.settings.extend(value.map(|value| ((*key).to_owned(), value)));
        }
    }
    Ok(locations)
}

/// The chart last read, counted.
pub(super) fn chart(view: &Connection) -> Result<Option<ChartShape>, Error> {
    let last = sql::first(
        view,
        "SELECT read_at_ms, content FROM charts ORDER BY id DESC LIMIT 1",
        [],
        |row| Ok((sql::instant(row.get("read_at_ms")?)?, row.get::<_, String>("content")?)),
    )?;
    last.map(|(read_at, content)| Ok(counted(read_at, &chart::read(&content)?))).transpose()
}

fn counted(read_at: DateTime<Utc>, chart: &Chart) -> ChartShape {
    let mut accounts = BTreeMap::new();
    for account in &chart.accounts {
        let shape = AccountShape {
            kind: account.kind,
            class: account.class,
            tax_type: account.tax_type.clone(),
            active: account.active,
            is_system: account.system.is_some(),
            takes_payments: account.takes_payments,
        };
        *accounts.entry(shape).or_default() += 1;
    }
    let active = chart.tax_rates.iter().filter(|rate| rate.active).count();
    let options = chart.tracking.iter().map(|category| category.options.len()).sum();
    ChartShape {
        read_at,
        country: chart.organisation.country.clone(),
        base_currency: chart.organisation.base_currency,
        locks: [chart.organisation.period_lock, chart.organisation.year_lock],
        accounts,
        tax_rates: (number(active), number(chart.tax_rates.len() - active)),
        tracking: (number(chart.tracking.len()), number(options)),
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// What is mapped: roles by name, which are ours, and how many of what the desk has words for.
pub(super) fn mapped(view: &Connection) -> Result<MappedShape, Error> {
    let roles = sql::all(view, "SELECT key FROM mapping WHERE sort = 'role'", [], |row| {
        Ok(row.get::<_, String>("key")?)
    })?;
    let others = sql::all(
        view,
        "SELECT sort, count(*) AS mapped FROM mapping WHERE sort <> 'role' GROUP BY sort",
        [],
        |row| Ok((row.get("sort")?, row.get("mapped")?)),
    )?;
    let role = |key: &String| Role::ALL.into_iter().find(|role| role.key() == key);
    Ok(MappedShape {
        roles: roles.iter().filter_map(role).collect(),
        others: others.into_iter().collect(),
    })
}
