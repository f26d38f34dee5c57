//! The way out: every row goes to the caller through here and is counted on its way.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use ledger::{Amount, Currency, Kind, Tender, Transaction};

use crate::format::Recognised;
use crate::reject::{Ignored, Reject};
use crate::report::{ColumnTotal, Need, OTHERS, Report, TenderTotal};
use crate::row::{Answer, Row, Warning};
use crate::table::cut;
use crate::tally::{NAMES_MAX, Place, Tally};

/// How often the caller hears of progress, in bytes.
const PROGRESS_EVERY: u64 = 256 * 1024;

/// Hands rows to the caller and keeps the report.
pub(crate) struct Sink<'c> {
    on_row: &'c mut dyn FnMut(Row) -> Answer,
    pub(crate) report: Report,
    /// The book's currency.
    currency: Currency,
    /// Where the totals of each currency begin.
    blocks: BTreeMap<Currency, usize>,
    /// The money columns, in the file's order.
    columns: Vec<String>,
    locations: Tally<u64>,
    tenders: Tally<TenderTotal>,
    unknown_locations: Tally<u64>,
    /// The file's size times the passes through it.
    of: u64,
    passed: u64,
    told: u64,
    waiting_for_revenue: u64,
    waiting_for_tax: (u64, Amount),
}

/// What is counted of a transaction, kept while the caller has it.
struct Counted {
    kind: Kind,
    date: NaiveDate,
    location: Place,
    tenders: Vec<Paid>,
    warnings: Vec<Warning>,
}

/// What one tender paid.
struct Paid {
    tender: Place,
    /// In the transaction's currency.
    amount: (Currency, Amount),
    /// What has no value in it yet, in its own.
    waiting: Option<(Currency, Amount)>,
}

impl<'c> Sink<'c> {
    pub(crate) fn new(
        recognised: Recognised,
        of: u64,
        currency: Currency,
        on_row: &'c mut dyn FnMut(Row) -> Answer,
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
            currency,
            blocks: BTreeMap::new(),
            columns: Vec::new(),
            locations: Tally::new(),
            tenders: Tally::new(),
            unknown_locations: Tally::new(),
            of,
            passed: 0,
            told: 0,
            waiting_for_revenue: 0,
            waiting_for_tax: (0, Amount::ZERO),
        }
    }

    /// Names the money columns, in the file's order.
    pub(crate) fn total_columns<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) {
        self.columns = names.into_iter().map(str::to_owned).collect();
        let _book = self.block(self.currency);
    }

    /// The totals of a currency.
    fn block(&mut self, currency: Currency) -> &mut [ColumnTotal] {
        let totals = &mut self.report.totals;
        let start = *self.blocks.entry(currency).or_insert_with(|| {
            let start = totals.len();
            totals.extend(self.columns.iter().map(|column| ColumnTotal {
                column: column.clone(),
                currency,
                taken: Amount::ZERO,
                left: Amount::ZERO,
                stated: None,
            }));
            start
        });
        &mut totals[start..start + self.columns.len()]
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
        let currency = transaction.currency;
        let overflows = |(total, share): &(&mut ColumnTotal, &Amount)| {
            total.taken.minor().checked_add(share.minor()).is_none()
        };
        let full = self.block(currency).iter_mut().zip(shares).find(overflows);
        if let Some(column) = full.map(|(total, _)| total.column.clone()) {
            return self.reject(line, Reject::TooMuch { column }, cut(raw), &[]);
        }
        let counted = self.counted(&transaction, &warnings);
        let transaction = Box::new(transaction);
        match self.tell(Row::Transaction { line, transaction, raw, warnings }) {
            Answer::Refused { reason, raw } => {
                self.reject_in(currency, line, Reject::Refused(reason), cut(raw), shares)
            }
            answer @ (Answer::GoOn | Answer::Stop) => {
                for (total, share) in self.block(currency).iter_mut().zip(shares) {
                    total.taken += *share;
                }
                self.count(counted);
                flow(&answer)
            }
        }
    }

    fn counted(&mut self, transaction: &Transaction, warnings: &[Warning]) -> Counted {
        let turn = transaction.kind.gives_back();
        let signed = |amount: Amount| if turn { -amount } else { amount };
        let paid = |tender: &Tender| Paid {
            tender: self.tenders.place(&tender.name),
            amount: (transaction.currency, signed(tender.amount)),
            waiting: waiting(tender).map(|(currency, amount)| (currency, signed(amount))),
        };
        Counted {
            kind: transaction.kind,
            date: transaction.business_date,
            tenders: transaction.tenders.iter().map(paid).collect(),
            location: self.locations.place(&transaction.location),
            warnings: warnings.to_vec(),
        }
    }

    fn count(&mut self, counted: Counted) {
        let report = &mut self.report;
        report.rows += 1;
        report.transactions += 1;
        let date = counted.date;
        report.range =
            Some(report.range.map_or((date, date), |(from, to)| (from.min(date), to.max(date))));
        *report.kinds.entry(counted.kind).or_default() += 1;
        *self.locations.at(counted.location) += 1;
        for paid in counted.tenders {
            let total = self.tenders.at(paid.tender);
            total.transactions += 1;
            for (currency, amount) in std::iter::once(paid.amount).chain(paid.waiting) {
                let sum = total.amounts.entry(currency).or_default();
                *sum = saturating(*sum, amount);
            }
        }
        for warning in counted.warnings {
            let is_new = !report.warnings.contains_key(&warning);
            let is_one_more = is_new && report.warnings.len() >= NAMES_MAX;
            let warning = if is_one_more { warning.of_others() } else { warning };
            *report.warnings.entry(warning).or_default() += 1;
        }
    }

    /// One row that cannot be recorded, with its share of each money column as far as it has one.
    pub(crate) fn reject(
        &mut self,
        line: u64,
        reason: Reject,
        raw: String,
        shares: &[Amount],
    ) -> ControlFlow<()> {
        self.reject_in(self.currency, line, reason, raw, shares)
    }

    fn reject_in(
        &mut self,
        currency: Currency,
        line: u64,
        reason: Reject,
        raw: String,
        shares: &[Amount],
    ) -> ControlFlow<()> {
        self.report.rows += 1;
        self.report.rejects += 1;
        self.leave(currency, shares);
        if let Reject::UnknownLocation { name } = &reason {
            let place = self.unknown_locations.place(name);
            *self.unknown_locations.at(place) += 1;
        }
        self.waiting_for_revenue += u64::from(reason == Reject::NeedsRevenue);
        flow(&self.tell(Row::Reject { line, reason, raw }))
    }

    /// Notes the tax of a row that waits for a tax code.
    pub(crate) fn tax_waits(&mut self, tax: Amount) {
        self.waiting_for_tax.0 += 1;
        self.waiting_for_tax.1 = saturating(self.waiting_for_tax.1, tax);
    }

    /// One row that is nothing to record.
    pub(crate) fn ignore(&mut self, reason: Ignored, shares: &[Amount]) {
        self.report.rows += 1;
        *self.report.ignored.entry(reason).or_default() += 1;
        self.leave(self.currency, shares);
    }

    fn leave(&mut self, currency: Currency, shares: &[Amount]) {
        if !shares.is_empty() {
            for (total, share) in self.block(currency).iter_mut().zip(shares) {
                total.left = saturating(total.left, *share);
            }
        }
    }

    /// Tells how far this pass has come, where that is worth telling.
    pub(crate) fn progress(&mut self, done: u64) -> ControlFlow<()> {
        let done = self.passed + done;
        if done < self.told + PROGRESS_EVERY {
            return ControlFlow::Continue(());
        }
        self.told = done;
        flow(&self.tell(Row::Progress { done: done.min(self.of), of: self.of }))
    }

    /// A pass through the file of `size` bytes is over.
    pub(crate) fn pass_ended(&mut self, size: u64) {
        self.passed += size;
    }

    fn tell(&mut self, row: Row) -> Answer {
        let answer = (self.on_row)(row);
        self.report.stopped |= answer == Answer::Stop;
        answer
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
        let names = self.unknown_locations.finish();
        if !names.is_empty() {
            self.report.needs.push(Need::Location { names });
        }
        self.report.locations = self.locations.finish();
        self.report.tenders = self.tenders.finish();
        self.report
    }
}

impl Warning {
    /// The same of a name that is not told apart any more.
    fn of_others(self) -> Self {
        match self {
            Self::UnknownZone { .. } => Self::UnknownZone { name: OTHERS.to_owned() },
            Self::UnknownLocation { .. } => Self::UnknownLocation { name: OTHERS.to_owned() },
            Self::RepeatedHour
            | Self::SkippedHour
            | Self::RefundWithoutTax
            | Self::TaxNotAtRates
            | Self::EqualLines => self,
        }
    }
}

/// What a tender handed over that has no value in the transaction's currency yet.
fn waiting(tender: &Tender) -> Option<(Currency, Amount)> {
    let foreign = tender.foreign.as_ref().filter(|foreign| foreign.rate.is_zero())?;
    Some((foreign.currency, foreign.amount))
}

const fn flow(answer: &Answer) -> ControlFlow<()> {
    match answer {
        Answer::Stop => ControlFlow::Break(()),
        Answer::GoOn | Answer::Refused { .. } => ControlFlow::Continue(()),
    }
}

/// What is only shown stops at the largest amount there is, where a file is all of those.
const fn saturating(sum: Amount, share: Amount) -> Amount {
    Amount::from_minor(sum.minor().saturating_add(share.minor()))
}
