//! Which totals a line of a review was summed from: all the window needs to ask what is in it.

use chrono::NaiveDate;
use ipc::Fault;
use ledger::{LegTotal, Target, TaxSet};
use serde::{Deserialize, Serialize};
use store::{DocumentId, LineOf, LocationId};

use crate::fault::{internal, invalid};

/// A line's days or document, and its targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineKey {
    /// What it is a line of.
    pub(crate) of: LineOf,
    pub(crate) transactions: u32,
    pub(crate) targets: Vec<(Target, TaxSet)>,
}

/// The key as it travels.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    of: WrittenOf,
    transactions: u32,
    /// Kind of target, its name, the taxes joined by `+`.
    targets: Vec<(String, String, String)>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
enum WrittenOf {
    Open { location: i64, from: NaiveDate, to: NaiveDate },
    Document(i64),
}

impl LineKey {
    /// The key of a line that is not in a document yet.
    pub(crate) fn of_days(
        location: LocationId,
        (from, to): (NaiveDate, NaiveDate),
        totals: &[LegTotal],
    ) -> Self {
        Self::new(LineOf::Open { location, from, to }, totals)
    }

    /// The key of a document's line.
    pub(crate) fn of_document(document: DocumentId, totals: &[LegTotal]) -> Self {
        Self::new(LineOf::Document(document), totals)
    }

    fn new(of: LineOf, totals: &[LegTotal]) -> Self {
        let mut targets: Vec<_> =
            totals.iter().map(|total| (total.target.clone(), total.tax_set.clone())).collect();
        targets.sort();
        targets.dedup();
        let transactions = totals.iter().map(|total| total.transactions).sum();
        Self { of, transactions, targets }
    }

    pub(crate) fn print(&self) -> Result<ipc::LineKey, Fault> {
        let targets = self.targets.iter().map(|(target, set)| {
            let (kind, name) = match target {
                Target::Gl(code) => ("gl", code.as_str()),
                Target::Role(role) => ("role", role.key()),
                Target::Tender(name) => ("tender", name.as_str()),
                Target::Tax(code) => ("tax", code.as_str()),
            };
            (kind.to_owned(), name.to_owned(), set.key().to_owned())
        });
        let written = Written {
            of: match self.of {
                LineOf::Open { location, from, to } => {
                    WrittenOf::Open { location: location.0, from, to }
                }
                LineOf::Document(document) => WrittenOf::Document(document.0),
            },
            transactions: self.transactions,
            targets: targets.collect(),
        };
        let text = serde_json::to_string(&written).map_err(|error| internal(&error))?;
        Ok(text.into())
    }

    pub(crate) fn read(key: &ipc::LineKey) -> Result<Self, Fault> {
        let stale = || invalid("line", "This line is no longer there. Open the review again.");
        let written: Written = serde_json::from_str(key.as_str()).map_err(|_| stale())?;
        let mut targets = Vec::with_capacity(written.targets.len());
        for (kind, name, set) in written.targets {
            let target = match kind.as_str() {
                "gl" => Target::Gl(name),
                "role" => Target::Role(name.parse().map_err(|_| stale())?),
                "tender" => Target::Tender(name),
                "tax" => Target::Tax(name),
                _ => return Err(stale()),
            };
            targets.push((target, TaxSet::of(set.split('+').filter(|code| !code.is_empty()))));
        }
        let of = match written.of {
            WrittenOf::Open { location, from, to } => {
                LineOf::Open { location: LocationId(location), from, to }
            }
            WrittenOf::Document(document) => LineOf::Document(DocumentId(document)),
        };
        Ok(Self { of, transactions: written.transactions, targets })
    }
}
