//! What is in use and not posted: which codes, roles, taxes, tenders and banks need an account.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ipc::Fault;
use ledger::{
    Amount, Chart, Currency, Field, Lane, LegTotal, Mapping, Resolver, Target, TaxWay, normalise,
};
use store::{Book, DocumentFilter, DocumentId, Location, State};

use super::chart;
use crate::fault::of_book;
use crate::{locations, settings};

/// How many documents that wait for a person are looked into.
const HELD_LOOKED_AT: u32 = 400;

/// What is in use and not posted, over all locations: open, or in a document that is held.
pub(crate) struct InUse {
    pub(crate) chart: Chart,
    pub(crate) mapping: Mapping,
    pub(crate) currency: Currency,
    /// The way of the default location: what role checks and comboboxes go by.
    pub(crate) way: TaxWay,
    pub(crate) totals: Vec<(Location, Vec<LegTotal>)>,
}

/// What waits on one thing that can be mapped.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Waiting {
    pub(crate) transactions: u32,
    pub(crate) amount: Amount,
}

impl InUse {
    /// What no document has claimed, and what is claimed by one that waits for a person: closing
    /// a day does not mend its mapping.
    pub(crate) fn read(book: &Book) -> Result<Self, Fault> {
        let mut in_use = Self::read_open(book)?;
        let fields = in_use.fields();
        for (location, totals) in &mut in_use.totals {
            for state in [State::Held, State::Rejected] {
                let filter = DocumentFilter {
                    states: vec![state],
                    location: Some(location.id),
                    ..DocumentFilter::default()
                };
                for document in book.documents(&filter, HELD_LOOKED_AT).map_err(of_book)? {
                    totals.extend(claimed(book, document.id, &fields)?);
                }
            }
        }
        Ok(in_use)
    }

    /// What no document has claimed.
    pub(crate) fn read_open(book: &Book) -> Result<Self, Fault> {
        let snapshot = chart::snapshot(book)?;
        let from = settings::posting_starts(book)?.unwrap_or(NaiveDate::MIN);
        let mapping = book.mapping().map_err(of_book)?;
        let fields: Vec<Field> = mapping.tracking.keys().copied().collect();
        let through = NaiveDate::MAX;
        let mut totals = Vec::new();
        for location in locations::ordered(book)? {
            let mut open = match fields.is_empty() {
                true => book.open_totals(location.id, Lane::Cashout, from, through),
                false => book.open_totals_by(location.id, from, through, &fields),
            }
            .map_err(of_book)?;
            let own = book.open_part_totals(location.id, from, through, &fields);
            open.extend(own.map_err(of_book)?);
            totals.push((location, open));
        }
        for held in book.attention().map_err(of_book)?.iter().flat_map(|one| &one.documents) {
            if held.state != State::Held {
                continue;
            }
            let claimed = claimed(book, held.id, &fields)?;
            if let Some((_, of_it)) = totals.iter_mut().find(|(one, _)| one.id == held.location) {
                of_it.extend(claimed);
            }
        }
        let way = totals.first().map_or(TaxWay::TaxLines, |(first, _)| first.location.tax_way);
        Ok(Self {
            currency: snapshot.chart.organisation.base_currency,
            chart: snapshot.chart,
            mapping,
            way,
            totals,
        })
    }

    /// The fields that decide how lines are tracked.
    pub(crate) fn fields(&self) -> Vec<Field> {
        self.mapping.tracking.keys().copied().collect()
    }

    pub(crate) const fn resolver(&self, way: TaxWay) -> Resolver<'_> {
        Resolver::new(&self.chart, &self.mapping, way)
    }

    /// What waits on each name `pick` finds in the totals.
    pub(super) fn waiting<K: Ord>(
        &self,
        pick: impl Fn(&LegTotal) -> Option<K>,
    ) -> BTreeMap<K, Waiting> {
        let mut waiting: BTreeMap<K, Waiting> = BTreeMap::new();
        for total in self.totals.iter().flat_map(|(_, totals)| totals) {
            let Some(key) = pick(total) else { continue };
            let one = waiting.entry(key).or_default();
            one.transactions = one.transactions.saturating_add(total.transactions);
            one.amount += total.amount;
        }
        waiting
    }

    /// What a GL code is used as: petty cash has codes of its own.
    pub(crate) fn target_of_code(&self, code: &str) -> Target {
        let wanted = normalise(code);
        let used = self.totals.iter().flat_map(|(_, totals)| totals).map(|total| &total.target);
        let mut same =
            used.filter(|target| target.code().is_some_and(|one| normalise(one) == wanted));
        same.next().cloned().unwrap_or_else(|| Target::Gl(code.to_owned()))
    }

    /// Whether any location sends its taxes in this way.
    pub(crate) fn has_way(&self, way: TaxWay) -> bool {
        self.totals.iter().any(|(location, _)| location.location.tax_way == way)
    }
}

/// What a document has taken, by the fields that tracking follows.
fn claimed(book: &Book, id: DocumentId, fields: &[Field]) -> Result<Vec<LegTotal>, Fault> {
    let claimed = match fields.is_empty() {
        true => book.claimed_totals(id).map_err(of_book)?,
        false => Vec::new(),
    };
    match claimed.is_empty() {
        true => book.claimed_totals_by(id, fields).map_err(of_book),
        false => Ok(claimed),
    }
}
