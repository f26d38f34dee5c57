//! The way out: every row goes to the caller through here and is counted on its way.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use ledger::{Amount, Transaction};

use crate::format::Recognised;
use crate::reject::{Ignored, Reject};
use crate::report::{ColumnTotal, Need, Report};
use crate::row::{Row, Warning};

/// How often the caller hears of progress, in bytes.
const PROGRESS_EVERY: u64 = 256 * 1024;

/// Hands rows to the caller and keeps the report.
pub(crate) struct Sink<'c> {
    on_row: &'c mut dyn FnMut(Row) -> ControlFlow<()>,
    pub(crate) report: Report,
    /// The file's size times the passes through it.
    of: u64,
    passed: u64,
    told: u64,
    waiting_for_revenue: u64,
    waiting_for_tax: (u64, Amount),
    unknown_locations: BTreeMap<String, u64>,
}

impl<'c> Sink<'c> {
    pub(crate) fn new(
        recognised: Recognised,
        of: u64,
        on_row: &'c mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Self {
        let report = Report {
            recognised,
            stopped: false,
            rows: 0,
            transactions: 0,
            rejects: 0,
            ignored: BTreeMap::new(),
            totals: Vec::new(),
            dates: None,
            decimal_mark: None,
            range: None,
            locations: BTreeMap::new(),
            tenders: BTreeMap::new(),
            kinds: BTreeMap::new(),
            needs: Vec::new(),
            warnings: BTreeMap::new(),
        };
        Self {
            on_row,
            report,
            of,
            passed: 0,
            told: 0,
            waiting_for_revenue: 0,
            waiting_for_tax: (0, Amount::ZERO),
            unknown_locations: BTreeMap::new(),
        }
    }

    /// Names the money columns, in the file's order.
    pub(crate) fn total_columns<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) {
        self.report.totals = names
            .into_iter()
            .map(|name| ColumnTotal {
                column: name.to_owned(),
                taken: Amount::ZERO,
                left: Amount::ZERO,
                stated: None,
            })
            .collect();
    }

    /// One transaction, with its share of each money column.
    pub(crate) fn transaction(
        &mut self,
        line: u64,
        transaction: Transaction,
        raw: String,
        warnings: Vec<Warning>,
        shares: &[Amount],
    ) -> ControlFlow<()> {
        let report = &mut self.report;
        report.rows += 1;
        report.transactions += 1;
        for (total, share) in report.totals.iter_mut().zip(shares) {
            total.taken += *share;
        }
        let date = transaction.business_date;
        report.range =
            Some(report.range.map_or((date, date), |(from, to)| (from.min(date), to.max(date))));
        count(&mut report.locations, &transaction.location);
        *report.kinds.entry(transaction.kind).or_default() += 1;
        for tender in &transaction.tenders {
            if !report.tenders.contains_key(&tender.name) {
                report.tenders.insert(tender.name.clone(), Default::default());
            }
            let total = report.tenders.entry(tender.name.clone()).or_default();
            total.transactions += 1;
            let turn = transaction.kind.gives_back();
            total.amount += if turn { -tender.amount } else { tender.amount };
        }
        for warning in &warnings {
            *report.warnings.entry(warning.clone()).or_default() += 1;
        }
        let transaction = Box::new(transaction);
        self.tell(Row::Transaction { line, transaction, raw, warnings })
    }

    /// One row that cannot be recorded, with its share of each money column as far as it has one.
    pub(crate) fn reject(
        &mut self,
        line: u64,
        reason: Reject,
        raw: String,
        shares: &[Amount],
    ) -> ControlFlow<()> {
        self.report.rows += 1;
        self.report.rejects += 1;
        self.leave(shares);
        if let Reject::UnknownLocation { name } = &reason {
            count(&mut self.unknown_locations, name);
        }
        self.waiting_for_revenue += u64::from(reason == Reject::NeedsRevenue);
        self.tell(Row::Reject { line, reason, raw })
    }

    /// Notes the tax of a row that waits for a tax code.
    pub(crate) fn tax_waits(&mut self, tax: Amount) {
        self.waiting_for_tax.0 += 1;
        self.waiting_for_tax.1 += tax;
    }

    /// One row that is nothing to record.
    pub(crate) fn ignore(&mut self, reason: Ignored, shares: &[Amount]) {
        self.report.rows += 1;
        *self.report.ignored.entry(reason).or_default() += 1;
        self.leave(shares);
    }

    fn leave(&mut self, shares: &[Amount]) {
        for (total, share) in self.report.totals.iter_mut().zip(shares) {
            total.left += *share;
        }
    }

    /// Tells how far this pass has come, where that is worth telling.
    pub(crate) fn progress(&mut self, done: u64) -> ControlFlow<()> {
        let done = self.passed + done;
        if done < self.told + PROGRESS_EVERY {
            return ControlFlow::Continue(());
        }
        self.told = done;
        self.tell(Row::Progress { done: done.min(self.of), of: self.of })
    }

    /// A pass through the file of `size` bytes is over.
    pub(crate) fn pass_ended(&mut self, size: u64) {
        self.passed += size;
    }

    fn tell(&mut self, row: Row) -> ControlFlow<()> {
        let flow = (self.on_row)(row);
        self.report.stopped |= flow.is_break();
        flow
    }

    /// The report, once everything has been told.
    pub(crate) fn finish(mut self) -> Report {
        let (rows, total) = self.waiting_for_tax;
        if self.waiting_for_revenue > 0 {
            self.report.needs.push(Need::Revenue { rows: self.waiting_for_revenue });
        }
        if rows > 0 {
            self.report.needs.push(Need::Tax { rows, total });
        }
        if !self.unknown_locations.is_empty() {
            self.report.needs.push(Need::Location { names: self.unknown_locations });
        }
        self.report
    }
}

fn count(counts: &mut BTreeMap<String, u64>, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => drop(counts.insert(name.to_owned(), 1)),
    }
}
