//! Which totals a line of a review was summed from: all the window needs to ask what is in it.

use chrono::NaiveDate;
use ipc::Fault;
use ledger::{Field, LegTotal, Tags, Target, TaxSet};
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
    /// The fields that tracking tells apart.
    pub(crate) fields: Vec<Field>,
    /// The values of these that are in the line.
    pub(crate) tags: Vec<Tags>,
}

/// The key as it travels.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    of: WrittenOf,
    transactions: u32,
    /// Kind of target, its name, the taxes joined by `+`.
    targets: Vec<(String, String, String)>,
    /// The fields that tracking tells apart, and the values of each, in the fields' order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fields: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Vec<Option<String>>>,
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
        fields: &[Field],
    ) -> Self {
        Self::new(LineOf::Open { location, from, to }, totals, fields)
    }

    /// The key of a document's line.
    pub(crate) fn of_document(document: DocumentId, totals: &[LegTotal], fields: &[Field]) -> Self {
        Self::new(LineOf::Document(document), totals, fields)
    }

    fn new(of: LineOf, totals: &[LegTotal], fields: &[Field]) -> Self {
        let mut targets: Vec<_> =
            totals.iter().map(|total| (total.target.clone(), total.tax_set.clone())).collect();
        targets.sort();
        targets.dedup();
        let transactions = totals.iter().map(|total| total.transactions).sum();
        let mut tags: Vec<_> = totals.iter().map(|total| total.tags.clone()).collect();
        tags.sort();
        tags.dedup();
        Self { of, transactions, targets, fields: fields.to_vec(), tags }
    }

    pub(crate) fn print(&self) -> Result<ipc::LineKey, Fault> {
        let targets = self.targets.iter().map(|(target, set)| {
            let (kind, name) = written_target(target);
            (kind.to_owned(), name.to_owned(), set.key().to_owned())
        });
        let values = |tags: &Tags| -> Vec<Option<String>> {
            self.fields.iter().map(|field| tags.get(*field).map(str::to_owned)).collect()
        };
        let written = Written {
            of: match self.of {
                LineOf::Open { location, from, to } => {
                    WrittenOf::Open { location: location.0, from, to }
                }
                LineOf::Document(document) => WrittenOf::Document(document.0),
            },
            transactions: self.transactions,
            targets: targets.collect(),
            fields: self.fields.iter().map(|field| field.key().to_owned()).collect(),
            tags: match self.fields.is_empty() {
                true => Vec::new(),
                false => self.tags.iter().map(values).collect(),
            },
        };
        let text = serde_json::to_string(&written).map_err(|error| internal(&error))?;
        Ok(text.into())
    }

    pub(crate) fn read(key: &ipc::LineKey) -> Result<Self, Fault> {
        let stale = || invalid("line", "This line is no longer there. Open the review again.");
        let written: Written = serde_json::from_str(key.as_str()).map_err(|_| stale())?;
        let mut targets = Vec::with_capacity(written.targets.len());
        for (kind, name, set) in written.targets {
            let target = read_target(&kind, name).ok_or_else(stale)?;
            targets.push((target, TaxSet::of(set.split('+').filter(|code| !code.is_empty()))));
        }
        let of = match written.of {
            WrittenOf::Open { location, from, to } => {
                LineOf::Open { location: LocationId(location), from, to }
            }
            WrittenOf::Document(document) => LineOf::Document(DocumentId(document)),
        };
        let fields: Vec<Field> = written
            .fields
            .iter()
            .map(|field| field.parse().map_err(|_| stale()))
            .collect::<Result<_, _>>()?;
        let tags = written.tags.into_iter().map(|values| {
            let known = fields.iter().copied().zip(values);
            Tags::from_values(known.filter_map(|(field, value)| Some((field, value?))))
        });
        let tags = tags.collect();
        Ok(Self { of, transactions: written.transactions, targets, fields, tags })
    }
}

/// A target's kind and name, as the key has them.
fn written_target(target: &Target) -> (&'static str, &str) {
    match target {
        Target::Gl(code) => ("gl", code),
        Target::Role(role) => ("role", role.key()),
        Target::Tender(name) => ("tender", name),
        Target::Tax(code) => ("tax", code),
        Target::PaidOut(code) => ("paid_out", code),
        Target::PaidIn(code) => ("paid_in", code),
        Target::Receivable => ("receivable", ""),
        Target::Bank(name) => ("bank", name),
        Target::BilledAhead => ("billed_ahead", ""),
    }
}

fn read_target(kind: &str, name: String) -> Option<Target> {
    match kind {
        "gl" => Some(Target::Gl(name)),
        "role" => name.parse().ok().map(Target::Role),
        "tender" => Some(Target::Tender(name)),
        "tax" => Some(Target::Tax(name)),
        "paid_out" => Some(Target::PaidOut(name)),
        "paid_in" => Some(Target::PaidIn(name)),
        "receivable" => Some(Target::Receivable),
        "bank" => Some(Target::Bank(name)),
        "billed_ahead" => Some(Target::BilledAhead),
        _ => None,
    }
}
