//! Choosing accounts: what may be chosen, and keeping what was chosen.

mod candidates;
mod checks;

use std::collections::BTreeMap;

use ipc::{
    AcceptSuggestions, Code, Fault, MappingTarget, MappingsSaved, SetBank, SetGlCode, SetNoTaxType,
    SetRole, SetTax, SetTender, SetTracking, TaxTarget,
};
use ledger::{AccountClass, Chart, Field, GlTarget, TaxSet, TaxWay, TrackingField, normalise};
use store::MapEntry;

use self::checks::{carries_tax, checked, checked_tax_type, checked_tracking, find_rate};
use crate::convert::account_words;
use crate::fault::{fault, invalid, of_book, sentence, with_hint};
use crate::location_rules;
use crate::open_book::OpenBook;
use crate::posting::free_held;
use crate::views::chart;
use crate::views::in_use::InUse;
use crate::views::mappings::{self, read_role};

pub(crate) use self::candidates::candidates;
pub(crate) use self::checks::find_account;

/// Gives a role its account.
pub(crate) fn set_role(
    open: &OpenBook,
    request: &SetRole,
    who: &str,
) -> Result<MappingsSaved, Fault> {
    let role = read_role(&request.role)?;
    let target = MappingTarget::Role { role: request.role.clone() };
    let account = checked(open, &target, request.account.as_ref())?;
    let mut entries = vec![MapEntry::Role(role, account.clone())];
    if carries_tax(role) {
        let snapshot = chart::snapshot(&open.book)?;
        let found = account.map(|id| find_account(&snapshot.chart, &id)).transpose()?;
        let tax_type = checked_tax_type(&snapshot.chart, request.tax_type.as_ref(), found)?;
        entries.push(MapEntry::RoleTaxType(role, tax_type));
    } else if request.tax_type.is_some() {
        let message = format!("Lines of {} carry no tax. Nothing was changed.", role.title());
        return Err(invalid("taxType", message));
    }
    keep(open, &entries, who)
}

/// Gives a GL code its account.
pub(crate) fn set_gl_code(
    open: &OpenBook,
    request: &SetGlCode,
    who: &str,
) -> Result<MappingsSaved, Fault> {
    let code = request.code.as_str().trim();
    if code.is_empty() {
        return Err(invalid("code", "Which GL code? It is empty."));
    }
    let target = MappingTarget::GlCode { code: request.code.clone() };
    let account = checked(open, &target, request.account.as_ref())?;
    let snapshot = chart::snapshot(&open.book)?;
    let gl = match account {
        None => None,
        Some(account_id) => Some(GlTarget {
            tax_type: checked_tax_type(
                &snapshot.chart,
                request.tax_type.as_ref(),
                Some(find_account(&snapshot.chart, &account_id)?),
            )?,
            account_id,
            tracking: checked_tracking(&snapshot.chart, &request.tracking)?,
        }),
    };
    keep(open, &[MapEntry::Gl(code.to_owned(), gl)], who)
}

/// Says where a tax goes: to an account (way B) or to a tax type (way A). An account is refused
/// where no location would use it.
pub(crate) fn set_tax(
    open: &OpenBook,
    request: &SetTax,
    who: &str,
) -> Result<MappingsSaved, Fault> {
    let tax = request.tax.as_str().trim();
    let set = || TaxSet::of(tax.split('+').filter(|code| !code.is_empty()));
    let entries = match &request.target {
        None => vec![MapEntry::TaxAccount(tax.to_owned(), None), MapEntry::TaxType(set(), None)],
        Some(TaxTarget::Account { account, .. }) => {
            let in_use = InUse::read(&open.book)?;
            if !in_use.has_way(TaxWay::TaxLines) {
                return Err(needs_rate(
                    &in_use.chart,
                    find_account(&in_use.chart, account.as_str())?,
                ));
            }
            let target = MappingTarget::Tax { tax: request.tax.clone() };
            vec![MapEntry::TaxAccount(tax.to_owned(), checked(open, &target, Some(account))?)]
        }
        Some(TaxTarget::TaxType { tax_type, .. }) => {
            let snapshot = chart::snapshot(&open.book)?;
            vec![MapEntry::TaxType(set(), checked_tax_type(&snapshot.chart, Some(tax_type), None)?)]
        }
    };
    keep(open, &entries, who)
}

/// An account where only a tax rate is of use, with the tax rates that may be chosen.
fn needs_rate(chart: &Chart, account: &ledger::Account) -> Fault {
    let usable = chart
        .tax_rates
        .iter()
        .filter(|rate| rate.active && rate.applies_to.contains(&AccountClass::Revenue));
    let named: Vec<_> = usable.map(|rate| format!("{} ({})", rate.name, rate.tax_type)).collect();
    let message = format!(
        "This book's locations let Xero work out the tax, and {} is an account; name a Xero tax \
         rate. Nothing was changed.",
        account_words(account)
    );
    let refused = fault(Code::MappingRefused, message);
    let refused = with_hint(refused, format!("The tax rates for sales: {}.", named.join(", ")));
    Fault { field: Some("target".to_owned()), ..refused }
}

/// Gives a tender its own clearing account.
pub(crate) fn set_tender(
    open: &OpenBook,
    request: &SetTender,
    who: &str,
) -> Result<MappingsSaved, Fault> {
    let target = match request.direct {
        true => MappingTarget::Bank { bank: request.tender.0.clone() },
        false => MappingTarget::Tender { tender: request.tender.clone() },
    };
    let account = checked(open, &target, request.account.as_ref())?;
    let (clearing, bank) = if request.direct { (None, account) } else { (account, None) };
    let before = open.book.mapping().map_err(of_book)?.direct_tenders;
    let tender = request.tender.0.clone();
    let entries =
        [MapEntry::Tender(tender.clone(), clearing), MapEntry::DirectTender(tender, bank)];
    let saved = keep(open, &entries, who)?;
    if open.book.mapping().map_err(of_book)?.direct_tenders != before {
        // What was paid with it goes into other documents now.
        location_rules::follow_everywhere(open)?;
    }
    Ok(saved)
}

/// Gives a bank account that the desk calls by a name its account in Xero.
pub(crate) fn set_bank(
    open: &OpenBook,
    request: &SetBank,
    who: &str,
) -> Result<MappingsSaved, Fault> {
    if normalise(&request.bank).is_empty() {
        return Err(invalid("bank", "Which bank account? Its name is empty."));
    }
    let target = MappingTarget::Bank { bank: request.bank.clone() };
    let account = checked(open, &target, request.account.as_ref())?;
    keep(open, &[MapEntry::Bank(request.bank.clone(), account)], who)
}

/// Lets a field decide how lines are tracked.
pub(crate) fn set_tracking(
    open: &OpenBook,
    request: &SetTracking,
    who: &str,
) -> Result<MappingsSaved, Fault> {
    let field = request.field.parse::<Field>().map_err(|error| {
        let known = Field::ALL.map(Field::key).join(", ");
        with_hint(invalid("field", sentence(&error)), format!("Fields are: {known}."))
    })?;
    let Some(category) = &request.category else {
        return keep(open, &[MapEntry::Tracking(field, None)], who);
    };
    let snapshot = chart::snapshot(&open.book)?;
    let named = |one: &&ledger::TrackingCategory| {
        one.active && (normalise(&one.name) == normalise(category) || one.id == *category)
    };
    let found = snapshot.chart.tracking.iter().find(named).ok_or_else(|| {
        invalid("category", format!("There is no tracking category \"{category}\" in Xero."))
    })?;
    let mut options = BTreeMap::new();
    for value in &request.options {
        let Some(option) = &value.option else { continue };
        let known = found.options.iter().find(|one| {
            one.active && (normalise(&one.name) == normalise(option) || one.id == *option)
        });
        let known = known.ok_or_else(|| {
            let message = format!("{} has no option \"{option}\" in Xero.", found.name);
            invalid("options", format!("{message} Nothing was changed."))
        })?;
        options.insert(normalise(&value.value), known.id.clone());
    }
    let mapped = TrackingField { category_id: found.id.clone(), options };
    keep(open, &[MapEntry::Tracking(field, Some(mapped))], who)
}

/// Chooses the tax type of lines without tax.
pub(crate) fn set_no_tax_type(
    open: &OpenBook,
    request: &SetNoTaxType,
    who: &str,
) -> Result<MappingsSaved, Fault> {
    let Some(wanted) = &request.tax_type else {
        return keep(open, &[MapEntry::NoTaxType(None)], who);
    };
    let snapshot = chart::snapshot(&open.book)?;
    let rate = find_rate(&snapshot.chart, wanted)?;
    if !rate.active || !rate.rate.is_zero() {
        let message = format!("“{}” is not a tax rate of lines without tax.", rate.name);
        let refused = with_hint(fault(Code::MappingRefused, message), "Choose one of 0 per cent.");
        return Err(Fault { field: Some("taxType".to_owned()), ..refused });
    }
    keep(open, &[MapEntry::NoTaxType(Some(rate.tax_type.clone()))], who)
}

/// Takes the first suggestion of each target; of everything that is sure when none is named.
pub(crate) fn accept(
    open: &OpenBook,
    request: &AcceptSuggestions,
    who: &str,
) -> Result<MappingsSaved, Fault> {
    let in_use = InUse::read(&open.book)?;
    let only_sure = request.targets.is_empty();
    let targets = match only_sure {
        true => mappings::open_targets(&open.book)?,
        false => request.targets.clone(),
    };
    let mut entries = Vec::new();
    for target in &targets {
        let ranked = mappings::ranked(&open.book, &in_use, target)?;
        let Some(best) = ranked.first().filter(|best| !only_sure || best.is_sure()) else {
            continue;
        };
        let id = Some(best.account.id.clone());
        entries.push(match target {
            MappingTarget::Role { role } => MapEntry::Role(read_role(role)?, id),
            MappingTarget::GlCode { code } => MapEntry::Gl(code.0.clone(), id.map(to_account)),
            MappingTarget::Tax { tax } => MapEntry::TaxAccount(tax.0.clone(), id),
            MappingTarget::Tender { tender } => MapEntry::Tender(tender.0.clone(), id),
            MappingTarget::Bank { bank } => MapEntry::Bank(bank.clone(), id),
            MappingTarget::Tracking { .. } | MappingTarget::NoTaxType => continue,
        });
    }
    keep(open, &entries, who)
}

const fn to_account(account_id: String) -> GlTarget {
    GlTarget { account_id, tax_type: None, tracking: Vec::new() }
}

/// Keeps entries, queues what they mend, and says what can go now.
pub(crate) fn keep(
    open: &OpenBook,
    entries: &[MapEntry],
    who: &str,
) -> Result<MappingsSaved, Fault> {
    let before = mappings::in_the_way(&open.book)?;
    open.book.map(entries, who, open.now()).map_err(of_book)?;
    let queued = free_held(open);
    let after = mappings::in_the_way(&open.book)?;
    let mut said = "Saved.".to_owned();
    match after {
        0 if before > 0 => said += " Nothing else is in the way.",
        0 => {}
        1 => said += " 1 more thing is in the way.",
        many => said += &format!(" {many} more things are in the way."),
    }
    match queued {
        0 => {}
        1 => said += " 1 document that was held goes to Xero.",
        many => said += &format!(" {many} documents that were held go to Xero."),
    }
    Ok(MappingsSaved { changed: u32::try_from(entries.len()).unwrap_or(u32::MAX), message: said })
}
