//! What may be chosen for something that can be mapped.

use ipc::{Candidate, Candidates, Fault, MappingTarget, TaxTypeCandidate};
use ledger::{AccountClass, Chart, Fit, TaxWay};
use store::Book;

use super::checks::{carries_tax, fit, not_for};
use crate::convert::account_ref;
use crate::views::chart;
use crate::views::in_use::InUse;
use crate::views::mappings::{self, read_role};

/// What could be chosen for something that can be mapped: what may be, before what may not.
pub(crate) fn candidates(book: &Book, target: &MappingTarget) -> Result<Candidates, Fault> {
    let in_use = InUse::read(book)?;
    let suggested = mappings::ranked(book, &in_use, target)?;
    let mut accounts: Vec<Candidate> = in_use
        .chart
        .accounts
        .iter()
        .filter(|account| account.active)
        .map(|account| {
            let (refused, warning) = match fit(target, account, &in_use)? {
                Fit::Ok => (None, None),
                Fit::Warning(sentence) => (None, Some(sentence)),
                Fit::Refused { sentence, .. } => (Some(sentence), None),
            };
            let why = suggested.iter().find(|ranked| ranked.account.id == account.id);
            Ok(Candidate {
                account: account_ref(account),
                type_name: account.kind.title().to_owned(),
                refused,
                warning,
                suggested: why.map(|ranked| ranked.why.clone()),
            })
        })
        .collect::<Result<_, Fault>>()?;
    accounts.sort_by(|one, other| {
        let rank = |candidate: &Candidate| {
            let code = candidate.account.code.clone().unwrap_or_default();
            (candidate.refused.is_some(), candidate.suggested.is_none(), code)
        };
        rank(one).cmp(&rank(other))
    });
    let way_a = in_use.has_way(TaxWay::XeroComputes);
    let (tax_types, tracking) = match target {
        MappingTarget::GlCode { .. } => (
            if way_a { tax_types(&in_use.chart) } else { Vec::new() },
            chart::tracking(&in_use.chart),
        ),
        MappingTarget::Tax { .. } if way_a => (tax_types(&in_use.chart), Vec::new()),
        MappingTarget::Role { role } if way_a && carries_tax(read_role(role)?) => {
            (tax_types(&in_use.chart), Vec::new())
        }
        MappingTarget::NoTaxType => (no_tax_types(&in_use.chart), Vec::new()),
        MappingTarget::Tracking { .. } => (Vec::new(), chart::tracking(&in_use.chart)),
        MappingTarget::Tax { .. }
        | MappingTarget::Role { .. }
        | MappingTarget::Tender { .. }
        | MappingTarget::Bank { .. } => (Vec::new(), Vec::new()),
    };
    Ok(Candidates { accounts, tax_types, tracking })
}

/// The tax types of lines without tax: those that are none.
fn no_tax_types(chart: &Chart) -> Vec<TaxTypeCandidate> {
    let mut all = tax_types(chart);
    for (candidate, rate) in all.iter_mut().zip(chart.tax_rates.iter().filter(|rate| rate.active)) {
        candidate.refused =
            (!rate.rate.is_zero()).then(|| format!("“{}” is not 0 per cent.", rate.name));
    }
    all
}

fn tax_types(chart: &Chart) -> Vec<TaxTypeCandidate> {
    chart
        .tax_rates
        .iter()
        .filter(|rate| rate.active)
        .map(|rate| TaxTypeCandidate {
            tax_type: rate.tax_type.as_str().into(),
            name: rate.name.clone(),
            rate: rate.rate.normalize().to_string(),
            refused: (!rate.applies_to.contains(&AccountClass::Revenue))
                .then(|| not_for(rate, "revenue accounts")),
        })
        .collect()
}
