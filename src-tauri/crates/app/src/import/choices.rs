//! What a file does not say itself: chosen by a person, remembered with the file's headers.

use imports::{LocationRule, Options, TaxRule};
use ipc::{DateOrder, Fault, ImportOptions, TaxColumn, TaxShare};
use serde::{Deserialize, Serialize};
use store::Location;

use crate::fault::{invalid, sentence};
use crate::open_book::OpenBook;
use crate::views::chart;
use crate::{convert, locations};

/// What is remembered of a profile: the choices a file does not say itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Choices {
    pub(super) revenue: Option<String>,
    /// One code, or `GST=5,PST=7`.
    pub(super) tax: Option<String>,
    #[serde(skip)]
    pub(super) location: Option<i64>,
    /// Of one file: the next one may be written elsewhere.
    #[serde(skip)]
    pub(super) dates: Option<DateOrder>,
}

/// The importer's options: where rows belong, in which currency, and the choices made.
pub(crate) fn read_options(
    open: &OpenBook,
    choices: &Choices,
    profile: Option<&str>,
) -> Result<Options, Fault> {
    let snapshot = chart::snapshot(&open.book)?;
    let organisation = &snapshot.chart.organisation;
    let place = |location: &Location| imports::Location {
        name: location.location.name.clone(),
        zone: locations::zone(location),
        day_end: location.location.day_end,
    };
    let all = locations::ordered(&open.book)?;
    let location = match choices.location {
        Some(id) => {
            let chosen = all.iter().find(|one| one.id.0 == id);
            let chosen = chosen.ok_or_else(|| invalid("location", "That location is gone."))?;
            LocationRule::Fixed(place(chosen))
        }
        // A business with one place need not care what the till calls it.
        None => LocationRule::FromFile {
            fallback: match all.as_slice() {
                [only] => Some(place(only)),
                _ => None,
            },
            known: all.iter().map(place).collect(),
        },
    };
    let format = profile
        .map(str::parse)
        .transpose()
        .map_err(|error: imports::UnknownFormatName| invalid("profile", sentence(&error)))?;
    Ok(Options {
        format,
        location,
        currency: organisation.base_currency,
        revenue: choices.revenue.clone(),
        tax: choices.tax.as_deref().map_or(Ok(TaxRule::None), read_tax)?,
        date_order: choices.dates.map(order),
        country: Some(organisation.country.clone()),
    })
}

const fn order(chosen: DateOrder) -> imports::DateOrder {
    match chosen {
        DateOrder::YearFirst => imports::DateOrder::YearFirst,
        DateOrder::MonthFirst => imports::DateOrder::MonthFirst,
        DateOrder::DayFirst => imports::DateOrder::DayFirst,
    }
}

/// Reads `GST` or `GST=5,PST=7`.
pub(super) fn read_tax(text: &str) -> Result<TaxRule, Fault> {
    if !text.contains('=') {
        return Ok(TaxRule::Whole(text.trim().to_owned()));
    }
    let shares = text.split(',').map(|share| {
        let (code, rate) = share.split_once('=')?;
        let rate = rate.trim().parse::<rust_decimal::Decimal>().ok()?;
        let usable = !code.trim().is_empty() && rate.is_sign_positive() && !rate.is_zero();
        usable.then(|| (code.trim().to_owned(), rate))
    });
    shares.collect::<Option<Vec<_>>>().map(TaxRule::Split).ok_or_else(|| {
        invalid("tax", format!("\"{text}\" is neither one tax nor shares like GST=5,PST=7."))
    })
}

pub(super) fn read_choices(options: &ImportOptions) -> Result<Choices, Fault> {
    let tax = options.tax.as_ref().map(|tax| match tax {
        TaxColumn::One { tax } => tax.0.clone(),
        TaxColumn::Split { shares } => shares
            .iter()
            .map(|share| format!("{}={}", share.tax, share.rate))
            .collect::<Vec<_>>()
            .join(","),
    });
    // A blank choice is none: rows that need it then say so, instead of going nowhere.
    let tax = tax.filter(|tax| !tax.trim().is_empty());
    if let Some(tax) = &tax {
        read_tax(tax)?;
    }
    let revenue = options.revenue.as_ref().map(|code| code.0.trim().to_owned());
    let location = options.location.as_ref().map(convert::read_location).transpose()?;
    Ok(Choices {
        revenue: revenue.filter(|code| !code.is_empty()),
        tax,
        location: location.map(|id| id.0),
        dates: options.dates,
    })
}

pub(super) fn shown_choices(choices: &Choices) -> Result<ImportOptions, Fault> {
    let tax = match choices.tax.as_deref().map(read_tax).transpose()? {
        None | Some(TaxRule::None) => None,
        Some(TaxRule::Whole(code)) => Some(TaxColumn::One { tax: code.into() }),
        Some(TaxRule::Split(shares)) => Some(TaxColumn::Split {
            shares: shares
                .into_iter()
                .map(|(code, rate)| TaxShare { tax: code.into(), rate: rate.to_string() })
                .collect(),
        }),
    };
    Ok(ImportOptions {
        profile: None,
        revenue: choices.revenue.clone().map(Into::into),
        tax,
        location: choices.location.map(|id| id.to_string().into()),
        dates: choices.dates,
    })
}
