//! Reads the charts and rates in the text files beside this one.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::Country;
use crate::books::{Account, AccountStatus, AccountType, SystemAccount, TaxComponent, TaxRate};
use crate::ids::Ids;

const STANDARD: &str = include_str!("standard.txt");
const US: &str = include_str!("us.txt");
const TAXES: &str = include_str!("taxes.txt");

/// Rows of `|`-separated, trimmed cells; `#` starts a comment line.
fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('|').map(str::trim).collect())
}

pub(super) fn accounts(country: &Country, ids: &mut Ids, now: DateTime<Utc>) -> Vec<Account> {
    let text = if country.code == "US" { US } else { STANDARD };
    let mut accounts: Vec<Account> = rows(text)
        .filter(|row| {
            let only = row[4].split(' ').find_map(|remark| remark.strip_prefix("only="));
            let key = country.key.to_ascii_uppercase();
            only.is_none_or(|countries| countries.split(',').any(|c| c == key))
        })
        .map(|row| account(&row, country, ids, now))
        .collect();
    accounts.sort_by(|a, b| a.code.cmp(&b.code));
    accounts
}

fn account(row: &[&str], country: &Country, ids: &mut Ids, now: DateTime<Utc>) -> Account {
    let remarks: Vec<&str> = row[4].split(' ').collect();
    let has = |remark: &str| remarks.contains(&remark);
    let system = remarks.iter().find_map(|remark| remark.strip_prefix("system="));
    let tax_type = match row[3] {
        "sales" => country.sales_tax,
        "purchases" => country.purchases_tax,
        _ => country.no_tax,
    };
    Account {
        id: ids.uuid(),
        code: Some(row[0].to_owned()),
        name: row[1].to_owned(),
        kind: AccountType::parse(row[2]).expect("the charts name known types"),
        status: if has("archived") { AccountStatus::Archived } else { AccountStatus::Active },
        tax_type: tax_type.to_owned(),
        description: String::new(),
        system: system.map(|s| SystemAccount::parse(s).expect("the charts name known accounts")),
        enable_payments: has("payments"),
        bank_account_number: has("bank").then(|| format!("0601{}", row[0])),
        currency: None,
        updated: now,
    }
}

/// A bank account in another currency, with the code after those of the other two.
pub(super) fn foreign_bank(
    country: &Country,
    currency: &str,
    ids: &mut Ids,
    now: DateTime<Utc>,
) -> Account {
    let code = if country.code == "US" { "1020" } else { "092" };
    let name = format!("{currency} Account");
    let bank = account(&[code, &name, "BANK", "none", "bank"], country, ids, now);
    Account { currency: Some(currency.to_owned()), ..bank }
}

pub(super) fn tax_rates(country: &Country) -> Vec<TaxRate> {
    let key = country.key.to_ascii_uppercase();
    rows(TAXES).filter(|row| row[0] == key).map(|row| tax_rate(&row)).collect()
}

fn tax_rate(row: &[&str]) -> TaxRate {
    let component = |text: &str| {
        let (name, rate) = text.trim().rsplit_once(' ').expect("a component is a name and a rate");
        let rate: Decimal = rate.parse().expect("a component's rate is a number");
        TaxComponent { name: name.to_owned(), rate }
    };
    let applies = |class: char| row[4].contains(class);
    TaxRate {
        tax_type: row[1].to_owned(),
        name: row[2].to_owned(),
        components: row[3].split(',').map(component).collect(),
        active: true,
        assets: applies('A'),
        equity: applies('Q'),
        expenses: applies('X'),
        liabilities: applies('L'),
        revenue: applies('R'),
    }
}
