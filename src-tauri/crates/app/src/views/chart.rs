//! The chart of accounts as the window shows it.

use ipc::{Action, Fault, MappingTarget};
use ledger::{Account, Chart};
use store::{Book, ChartSnapshot};
use sync::{ChartChange, Mapped, chart_changes};

use crate::convert::instant;
use crate::fault::{not_connected, of_book};

/// The chart as last read, or the fault that says nothing was read yet.
pub(crate) fn snapshot(book: &Book) -> Result<ChartSnapshot, Fault> {
    book.chart().map_err(of_book)?.ok_or_else(not_connected)
}

/// The chart as last read; empty before the first time.
pub(crate) fn shown(book: &Book) -> Result<ipc::Chart, Fault> {
    let Some(snapshot) = book.chart().map_err(of_book)? else {
        return Ok(ipc::Chart {
            accounts: Vec::new(),
            tax_rates: Vec::new(),
            tracking: Vec::new(),
            refreshed_at: None,
        });
    };
    Ok(ipc::Chart {
        accounts: accounts(&snapshot.chart),
        tax_rates: tax_rates(&snapshot.chart),
        tracking: tracking(&snapshot.chart),
        refreshed_at: Some(instant(snapshot.read_at)),
    })
}

fn accounts(chart: &Chart) -> Vec<ipc::Account> {
    let mut accounts: Vec<&Account> = chart.accounts.iter().collect();
    accounts.sort_by(|one, other| (&one.code, &one.name).cmp(&(&other.code, &other.name)));
    accounts
        .into_iter()
        .map(|account| ipc::Account {
            id: account.id.clone().into(),
            code: Some(account.code.clone()).filter(|code| !code.is_empty()),
            name: account.name.clone(),
            account_type: account.kind.xero().to_owned(),
            type_name: account.kind.title().to_owned(),
            tax_type: account.tax_type.clone().map(Into::into),
            system: account.system.clone(),
            archived: !account.active,
        })
        .collect()
}

fn tax_rates(chart: &Chart) -> Vec<ipc::TaxRate> {
    let mut rates: Vec<ipc::TaxRate> = chart
        .tax_rates
        .iter()
        .map(|rate| ipc::TaxRate {
            tax_type: rate.tax_type.clone().into(),
            name: rate.name.clone(),
            rate: rate.rate.normalize().to_string(),
            active: rate.active,
        })
        .collect();
    rates.sort_by(|one, other| one.name.cmp(&other.name));
    rates
}

/// What is different from the chart read before, with what that breaks.
pub(crate) fn changes(book: &Book) -> Result<Vec<ipc::ChartChange>, Fault> {
    let (Some(now), Some(before)) =
        (book.chart().map_err(of_book)?, book.previous_chart().map_err(of_book)?)
    else {
        return Ok(Vec::new());
    };
    let mapping = book.mapping().map_err(of_book)?;
    let changes = chart_changes(&before.chart, &now.chart, &mapping);
    Ok(changes.iter().map(change).collect())
}

fn change(change: &ChartChange) -> ipc::ChartChange {
    let actions = change.mapped.iter().filter_map(|mapped| match mapped {
        Mapped::Role(role) => Some(Action::map_role(role.key())),
        Mapped::GlCode(code) => Some(Action::map_gl_code(code.as_str())),
        Mapped::TaxAccount(code) => Some(Action::map_tax(code.as_str())),
        Mapped::TaxType(set) => {
            Some(Action::Map { target: MappingTarget::Tax { tax: set.key().into() } })
        }
        Mapped::Tender(name) => Some(Action::map_tender(name.as_str())),
        Mapped::NoTaxType => None,
    });
    let breaks_mapping = change.breaks_mapping();
    ipc::ChartChange {
        message: change.change.to_string(),
        breaks_mapping,
        actions: if breaks_mapping { actions.collect() } else { Vec::new() },
    }
}

/// The active tracking categories with their options.
pub(crate) fn tracking(chart: &Chart) -> Vec<ipc::TrackingCategory> {
    chart
        .tracking
        .iter()
        .filter(|category| category.active)
        .map(|category| ipc::TrackingCategory {
            name: category.name.clone(),
            options: category
                .options
                .iter()
                .map(|option| ipc::TrackingOption {
                    id: option.id.clone().into(),
                    name: option.name.clone(),
                    archived: !option.active,
                })
                .collect(),
        })
        .collect()
}
