//! Taxes: in way B each to its account, in way A each set of them to a Xero tax type.

use std::collections::BTreeMap;

use ipc::MappingState;
use ledger::{Amount, Chart, Tags, Target, TaxSet, TaxWay};

use super::in_use::{InUse, Waiting};
use super::mappings::{problem_of, state, suggestion};
use super::suggestions;
use crate::convert::{account_words, money};
use crate::fault::sentence;

/// Way B: each tax and its account.
pub(super) fn tax_codes(in_use: &InUse) -> Vec<ipc::TaxMapping> {
    let mut waiting = in_use.waiting(|total| total.target.tax().map(str::to_owned));
    for code in in_use.mapping.tax_accounts.keys() {
        waiting.entry(code.clone()).or_default();
    }
    let resolver = in_use.resolver(TaxWay::TaxLines);
    let row = |(code, waiting): (String, Waiting)| {
        let found =
            resolver.account_for(&Target::Tax(code.clone()), &TaxSet::none(), &Tags::none());
        let mapped = in_use.mapping.tax_accounts.contains_key(&code);
        ipc::TaxMapping {
            rate: None,
            transactions: waiting.transactions,
            waiting: money(waiting.amount.abs(), in_use.currency),
            state: state(&found, mapped, waiting.transactions > 0),
            target: found.as_ref().ok().map(|found| ipc::TaxTarget::Account {
                account: found.account.id.clone().into(),
                label: account_words(found.account),
            }),
            problem: problem_of(&found, true),
            suggestion: found
                .is_err()
                .then(|| suggestions::for_tax(&code, &in_use.chart))
                .and_then(|ranked| ranked.first().map(suggestion)),
            tax: code.into(),
        }
    };
    waiting.into_iter().map(row).collect()
}

/// Way A: each set of taxes and its Xero tax type.
pub(super) fn tax_sets(in_use: &InUse) -> Vec<ipc::TaxMapping> {
    let mut waiting = in_use
        .waiting(|total| total.target.gl().map(|code| (total.tax_set.clone(), code.to_owned())));
    for set in in_use.mapping.tax_types.keys() {
        if !waiting.keys().any(|(used, _)| used == set) {
            waiting.insert((set.clone(), String::new()), Waiting::default());
        }
    }
    let resolver = in_use.resolver(TaxWay::XeroComputes);
    let mut rows: BTreeMap<TaxSet, ipc::TaxMapping> = BTreeMap::new();
    for ((set, code), waiting) in waiting {
        let found = resolver.account_for(&Target::Gl(code), &set, &Tags::none());
        let tax_type = match &found {
            Ok(found) => Some(found.tax_type.clone()),
            Err(_) => in_use.mapping.tax_types.get(&set).cloned(),
        };
        let about_tax = found.as_ref().err().filter(|problem| {
            matches!(problem.concern(), ledger::Concern::TaxSet(_) | ledger::Concern::NoTaxType)
        });
        let mapped = in_use.mapping.tax_types.contains_key(&set);
        let row = rows.entry(set.clone()).or_insert_with(|| ipc::TaxMapping {
            tax: set.key().into(),
            rate: None,
            transactions: 0,
            waiting: money(Amount::ZERO, in_use.currency),
            state: if mapped { MappingState::Mapped } else { MappingState::Direct },
            target: None,
            problem: None,
            suggestion: None,
        });
        row.transactions = row.transactions.saturating_add(waiting.transactions);
        row.target = row.target.take().or_else(|| tax_type_target(&in_use.chart, tax_type?));
        if let Some(problem) = about_tax {
            row.problem = Some(sentence(problem));
            row.state = if mapped { MappingState::Broken } else { MappingState::Unmapped };
        }
    }
    rows.into_values().collect()
}

fn tax_type_target(chart: &Chart, tax_type: String) -> Option<ipc::TaxTarget> {
    let rate = chart.tax_rates.iter().find(|rate| rate.tax_type == tax_type)?;
    Some(ipc::TaxTarget::TaxType { tax_type: tax_type.into(), label: rate.name.clone() })
}
