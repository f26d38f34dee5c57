//! Mappings beside accounts of codes and roles: named bank accounts, tracking, lines without tax.

use std::collections::BTreeSet;

use ipc::Fault;
use ledger::{Field, Tags, Target, TaxSet, TrackingCategory, normalise};
use store::Book;

use super::in_use::InUse;
use super::mappings::{problem_of, state};
use crate::convert::account_ref;
use crate::fault::sentence;
use crate::locations;

/// The bank accounts that the desk and the files call by a name.
pub(super) fn banks(in_use: &InUse) -> Vec<ipc::BankMapping> {
    let used = in_use.totals.iter().flat_map(|(_, totals)| totals);
    let names = used.filter_map(|total| total.target.bank().map(str::trim));
    let mut names: BTreeSet<String> =
        names.filter(|name| !name.is_empty()).map(str::to_owned).collect();
    for name in in_use.mapping.banks.keys() {
        if !names.iter().any(|used| normalise(used) == *name) {
            names.insert(name.clone());
        }
    }
    let is_tender = |name: &String| in_use.mapping.direct_tenders.contains_key(&normalise(name));
    let resolver = in_use.resolver(in_use.way);
    let row = |name: String| {
        let target = Target::Bank(name.clone());
        let found = resolver.account_for(&target, &TaxSet::none(), &Tags::none());
        let mapped = in_use.mapping.banks.contains_key(&normalise(&name));
        ipc::BankMapping {
            state: state(&found, mapped, true),
            account: found.as_ref().ok().map(|found| account_ref(found.account)),
            problem: problem_of(&found, true),
            bank: name,
        }
    };
    names.into_iter().filter(|name| !is_tender(name)).map(row).collect()
}

/// The fields that may decide how lines are tracked, with their values in use.
pub(super) fn tracking(book: &Book, in_use: &InUse) -> Result<Vec<ipc::TrackingMapping>, Fault> {
    let mut rows = Vec::new();
    for field in Field::ALL {
        let mapped = in_use.mapping.tracking.get(&field);
        let category = mapped.and_then(|mapped| {
            let found = in_use.chart.tracking.iter().find(|one| one.id == mapped.category_id);
            found.filter(|one| one.active)
        });
        let problem = ledger::Problem::TrackingCategoryMissing { field };
        let values = match mapped {
            Some(mapped) => values(book, in_use, field, &mapped.options, category)?,
            None => Vec::new(),
        };
        rows.push(ipc::TrackingMapping {
            field: field.key().to_owned(),
            label: label(field).to_owned(),
            category: category.map(|one| one.name.clone()),
            problem: (mapped.is_some() && category.is_none()).then(|| sentence(&problem)),
            values,
        });
    }
    Ok(rows)
}

/// The values of a field in use, each with the option it becomes.
fn values(
    book: &Book,
    in_use: &InUse,
    field: Field,
    mapped: &std::collections::BTreeMap<String, String>,
    category: Option<&TrackingCategory>,
) -> Result<Vec<ipc::TrackingValue>, Fault> {
    let used = in_use.totals.iter().flat_map(|(_, totals)| totals);
    let mut names: BTreeSet<String> =
        used.filter_map(|total| total.tags.get(field).map(str::to_owned)).collect();
    if field == Field::Location {
        names.extend(locations::ordered(book)?.into_iter().map(|one| one.location.name));
    }
    for name in mapped.keys() {
        if !names.iter().any(|used| normalise(used) == *name) {
            names.insert(name.clone());
        }
    }
    let option_of = |value: &String| {
        let options = &category?.options;
        let by_id =
            mapped.get(&normalise(value)).and_then(|id| options.iter().find(|o| o.id == *id));
        let called = options.iter().find(|option| normalise(&option.name) == normalise(value));
        by_id.or(called).filter(|option| option.active).map(|option| option.name.clone())
    };
    let value = |value: String| ipc::TrackingValue { option: option_of(&value), value };
    Ok(names.into_iter().map(value).collect())
}

/// The tax type of lines without tax.
pub(super) fn no_tax_type(in_use: &InUse) -> ipc::NoTaxMapping {
    let found = in_use.resolver(in_use.way).no_tax_type();
    let chosen = in_use.mapping.no_tax_type.clone();
    ipc::NoTaxMapping {
        problem: found.as_ref().err().map(|problem| sentence(problem)),
        tax_type: found.ok().or(chosen.as_deref()).unwrap_or_default().into(),
        chosen: chosen.is_some(),
    }
}

/// A field in words.
const fn label(field: Field) -> &'static str {
    match field {
        Field::Location => "Location",
        Field::Department => "Department",
        Field::Class => "Class",
        Field::Till => "Till",
        Field::Staff => "Staff",
        Field::Customer => "Customer",
        Field::Booking => "Booking",
        Field::Kind => "Kind of transaction",
        Field::Source => "Where it came from",
    }
}
