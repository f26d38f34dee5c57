//! Mappings by words: where a tax goes, and the whole mapping as rows of a table.

use ipc::{
    AccountId, Fault, MappingState, Mappings, MappingsSaved, NoArguments, SetBank, SetGlCode,
    SetNoTaxType, SetRole, SetTax, SetTender, SetTracking, TaxTarget, TrackingChoice,
    TrackingMapping, TrackingValue,
};
use ledger::{TaxWay, normalise};

use crate::fault::{invalid, with_hint};
use crate::people::Command;
use crate::views::chart;
use crate::{App, choices, locations};

/// What a row of the mapping is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapKind {
    /// A role.
    Role,
    /// A GL code.
    Code,
    /// A tax, or a set of taxes (`GST+PST`).
    Tax,
    /// A way of paying.
    Tender,
    /// A way of paying that goes straight into a bank account.
    DirectTender,
    /// A bank account by the name the desk gives it.
    Bank,
    /// A field that decides how lines are tracked; its category and the options of its values.
    Tracking,
    /// The tax type of lines without tax.
    NoTax,
}

/// A row of the mapping, by the names people use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapRow {
    /// What it is about.
    pub kind: MapKind,
    /// The role, GL code, tax or tender.
    pub name: String,
    /// The account's code, or its name where it has none; empty for a tax that goes by tax type.
    pub account: String,
    /// The tax type, where the row says one.
    pub tax_type: Option<String>,
    /// The tracking options; of a field its values and the options they become.
    pub tracking: Vec<TrackingChoice>,
}

impl App {
    /// Says where a tax goes, in words: an account by its code or name, a tax type, or the name of
    /// a tax rate. Where the words are both, the default location's way of sending taxes decides.
    ///
    /// # Errors
    /// When they are neither, or may not be used so; when they are an account, and every location
    /// lets Xero work out the tax, where an account would change nothing.
    pub async fn set_tax_to(&self, tax: &str, words: &str) -> Result<MappingsSaved, Fault> {
        self.refuse_unless_allowed(Command::set_tax).await?;
        let wanted = words.to_owned();
        let target = self
            .on_book(move |open| {
                let chart = chart::snapshot(&open.book)?.chart;
                let word = normalise(&wanted);
                let rate = chart.tax_rates.iter().find(|rate| {
                    normalise(&rate.tax_type) == word || normalise(&rate.name) == word
                });
                let account = choices::find_account(&chart, &wanted);
                let to_rate = |rate: &ledger::TaxRate| TaxTarget::TaxType {
                    tax_type: rate.tax_type.as_str().into(),
                    label: rate.name.clone(),
                };
                let to_account = |account: &ledger::Account| TaxTarget::Account {
                    account: account.id.as_str().into(),
                    label: account.name.clone(),
                };
                match (account, rate) {
                    (Ok(account), None) => Ok(to_account(account)),
                    (Err(_), Some(rate)) => Ok(to_rate(rate)),
                    (Ok(account), Some(rate)) => {
                        match locations::default_location(&open.book)?.location.tax_way {
                            TaxWay::TaxLines => Ok(to_account(account)),
                            TaxWay::XeroComputes => Ok(to_rate(rate)),
                        }
                    }
                    (Err(_), None) => Err(with_hint(
                        invalid(
                            "target",
                            format!("There is no account and no tax rate \"{wanted}\" in Xero."),
                        ),
                        "daybook chart list names them; daybook chart refresh reads them again.",
                    )),
                }
            })
            .await?;
        self.set_tax(SetTax { tax: tax.into(), target: Some(target) }).await
    }

    /// Everything a person has mapped, as rows.
    ///
    /// # Errors
    /// When the book cannot be read or no chart was ever read.
    pub async fn map_rows(&self) -> Result<Vec<MapRow>, Fault> {
        Ok(rows(&self.mappings(NoArguments {}).await?))
    }

    /// Keeps one row, checked as if it were chosen by hand.
    ///
    /// # Errors
    /// When the row names what is not there or may not be used so.
    pub async fn set_map_row(&self, row: MapRow) -> Result<MappingsSaved, Fault> {
        let account = || Some(AccountId(row.account.clone()));
        let tax_type = row.tax_type.clone().map(Into::into);
        let name = row.name.as_str();
        match row.kind {
            MapKind::Role => {
                self.set_role(SetRole { role: name.into(), account: account(), tax_type }).await
            }
            MapKind::Code => {
                let tracking = row.tracking.clone();
                let account = account();
                self.set_gl_code(SetGlCode { code: name.into(), account, tax_type, tracking }).await
            }
            MapKind::Tax => {
                let words = row.tax_type.as_deref().unwrap_or(&row.account);
                self.set_tax_to(name, words).await
            }
            MapKind::Tender | MapKind::DirectTender => {
                let direct = row.kind == MapKind::DirectTender;
                self.set_tender(SetTender { tender: name.into(), account: account(), direct }).await
            }
            MapKind::Bank => {
                self.set_bank(SetBank { bank: name.to_owned(), account: account() }).await
            }
            MapKind::Tracking => {
                let value = |one: TrackingChoice| TrackingValue {
                    value: one.category,
                    option: Some(one.option),
                };
                let request = SetTracking {
                    field: name.to_owned(),
                    category: Some(row.account.clone()).filter(|name| !name.is_empty()),
                    options: row.tracking.into_iter().map(value).collect(),
                };
                self.set_tracking(request).await
            }
            MapKind::NoTax => self.set_no_tax_type(SetNoTaxType { tax_type }).await,
        }
    }
}

fn rows(mappings: &Mappings) -> Vec<MapRow> {
    let chosen = |state: MappingState| match state {
        MappingState::Mapped | MappingState::Broken => true,
        MappingState::Direct
        | MappingState::Fallback
        | MappingState::Unused
        | MappingState::Unmapped => false,
    };
    let row = |kind, name: &str, account: &ipc::AccountRef| MapRow {
        kind,
        name: name.to_owned(),
        account: account.code.clone().unwrap_or_else(|| account.name.clone()),
        tax_type: None,
        tracking: Vec::new(),
    };
    let roles = mappings.roles.iter().filter(|one| chosen(one.state)).filter_map(|one| {
        Some(MapRow {
            tax_type: one.tax_type.as_ref().map(|tax_type| tax_type.0.clone()),
            ..row(MapKind::Role, one.role.as_str(), one.account.as_ref()?)
        })
    });
    let codes = mappings.gl_codes.iter().filter(|one| chosen(one.state)).filter_map(|one| {
        Some(MapRow {
            tax_type: one.tax_type.as_ref().map(|tax_type| tax_type.0.clone()),
            tracking: one.tracking.clone(),
            ..row(MapKind::Code, one.code.as_str(), one.account.as_ref()?)
        })
    });
    let taxes = mappings.taxes.iter().filter(|one| chosen(one.state)).filter_map(|one| {
        let (account, tax_type) = match one.target.as_ref()? {
            // "820 · GST" begins with the code.
            TaxTarget::Account { label, .. } => {
                (label.split(" · ").next().unwrap_or(label).to_owned(), None)
            }
            TaxTarget::TaxType { tax_type, .. } => (String::new(), Some(tax_type.0.clone())),
        };
        let name = one.tax.0.clone();
        Some(MapRow { kind: MapKind::Tax, name, account, tax_type, tracking: Vec::new() })
    });
    let tenders = mappings.tenders.iter().filter(|one| chosen(one.state)).filter_map(|one| {
        let kind = if one.direct { MapKind::DirectTender } else { MapKind::Tender };
        Some(row(kind, one.tender.as_str(), one.account.as_ref()?))
    });
    let banks = mappings
        .banks
        .iter()
        .filter(|one| chosen(one.state))
        .filter_map(|one| Some(row(MapKind::Bank, &one.bank, one.account.as_ref()?)));
    let tracking = mappings.tracking.iter().filter_map(tracking_row);
    let no_tax = mappings.no_tax_type.chosen.then(|| MapRow {
        kind: MapKind::NoTax,
        name: String::new(),
        account: String::new(),
        tax_type: Some(mappings.no_tax_type.tax_type.0.clone()),
        tracking: Vec::new(),
    });
    let accounts = roles.chain(codes).chain(taxes).chain(tenders).chain(banks);
    accounts.chain(tracking).chain(no_tax).collect()
}

/// A field that a category follows, with those of its values that are called otherwise there.
fn tracking_row(one: &TrackingMapping) -> Option<MapRow> {
    let category = one.category.clone()?;
    let renamed = one.values.iter().filter_map(|value| {
        let option = value.option.clone()?;
        let same = normalise(&option) == normalise(&value.value);
        (!same).then(|| TrackingChoice { category: value.value.clone(), option })
    });
    Some(MapRow {
        kind: MapKind::Tracking,
        name: one.field.clone(),
        account: category,
        tax_type: None,
        tracking: renamed.collect(),
    })
}
