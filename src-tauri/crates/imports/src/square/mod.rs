//! Square's transactions export: one row a payment or refund, of any year's columns.
//!
//! The file is gone through twice, and a third time where it has refunds. First it shows how its
//! dates and amounts are written and which sales its refunds may belong to; then those sales are
//! found (exports are newest first, so a refund stands above its sale); then rows are read.

mod columns;
mod convert;
mod key;
mod links;
mod sums;

use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use ledger::Amount;

use self::columns::{Figure, SquareColumns, holds};
use self::convert::{Converted, Converter};
use self::key::Met;
use self::links::Links;
use crate::amounts::{self, MarkEvidence};
use crate::dates::OrderEvidence;
use crate::error::ImportError;
use crate::format::Recognised;
use crate::options::Options;
use crate::reject::{NotAnAmount, Reject};
use crate::report::Report;
use crate::row::{Answer, Row};
use crate::sink::Sink;
use crate::table::{Table, TableRow};

/// Reads an export from beginning to end.
pub(crate) fn read<R: Read + Seek>(
    reader: &mut R,
    recognised: Recognised,
    options: &Options,
    on_row: &mut dyn FnMut(Row) -> Answer,
) -> Result<Report, ImportError> {
    let size = reader.seek(SeekFrom::End(0))?;
    let file = recognised.clone();
    let mut sink = Sink::new(recognised, size * 3, options.currency, on_row);
    let Some(survey) = survey(reader, &file, options, &mut sink)? else {
        return Ok(sink.finish());
    };
    sink.pass_ended(size);
    let mut links = survey.links;
    if !links.is_empty() && link(reader, &file, &mut links, &mut sink)?.is_break() {
        return Ok(sink.finish());
    }
    sink.pass_ended(size);

    let country = options.country.as_deref();
    let mark = survey.marks.decide(country)?;
    let zone = options.location.likely_zone();
    let dates = survey.orders.decide(options.date_order, country, zone.name())?;
    let mut table = Table::open(reader, &file, holds)?;
    let columns = SquareColumns::of(table.columns());
    sink.total_columns(columns.money.iter().map(|(index, _)| table.columns().name(*index)));
    sink.report.dates = Some(dates.clone());
    sink.report.decimal_mark = Some(mark);
    let converter = Converter { columns, options, mark, order: dates.order, links };
    let mut met = Met::default();
    while let Some(row) = table.next_row()? {
        if converter.pass_on(&row, &mut met, &mut sink).is_break()
            || sink.progress(row.done).is_break()
        {
            break;
        }
    }
    Ok(sink.finish())
}

/// What one look over the whole file shows.
struct Survey {
    marks: MarkEvidence,
    orders: OrderEvidence,
    links: Links,
}

/// Looks over the file; nothing if the caller stopped.
fn survey<R: Read + Seek>(
    reader: &mut R,
    file: &Recognised,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Result<Option<Survey>, ImportError> {
    let mut table = Table::open(reader, file, holds)?;
    let columns = SquareColumns::of(table.columns());
    let (mut marks, mut orders) = (MarkEvidence::default(), OrderEvidence::default());
    let mut links = Links::default();
    while let Some(row) = table.next_row()? {
        for (index, figure) in &columns.money {
            if *figure != Figure::Shown {
                marks.see(row.line, row.cell(Some(*index)), options.currency);
            }
        }
        orders.see(row.line, row.cell(columns.date), row.cell(columns.zone));
        links.expect(&row, &columns);
        if sink.progress(row.done).is_break() {
            return Ok(None);
        }
    }
    Ok(Some(Survey { marks, orders, links }))
}

/// Finds the sales that the refunds belong to.
fn link<R: Read + Seek>(
    reader: &mut R,
    file: &Recognised,
    links: &mut Links,
    sink: &mut Sink<'_>,
) -> Result<ControlFlow<()>, ImportError> {
    let mut table = Table::open(reader, file, holds)?;
    let columns = SquareColumns::of(table.columns());
    while let Some(row) = table.next_row()? {
        links.meet(&row, &columns);
        if sink.progress(row.done).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

impl Converter<'_> {
    /// Reads one row and hands on what it is.
    fn pass_on(&self, row: &TableRow<'_>, met: &mut Met, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let money = self.money(row);
        let readable = money.iter().map(|cell| cell.as_ref().ok().copied().flatten());
        if self.is_totals_row(row) {
            for (total, stated) in sink.report.totals.iter_mut().zip(readable) {
                total.stated = stated;
            }
            return ControlFlow::Continue(());
        }
        let shares: Vec<Amount> = readable.map(Option::unwrap_or_default).collect();
        match self.convert(row, money, met) {
            Ok(Converted::Transaction(transaction, warnings)) => {
                sink.transaction(row.line, *transaction, row.raw(), warnings, &shares)
            }
            Ok(Converted::Ignored(reason)) => {
                sink.ignore(reason, &shares);
                ControlFlow::Continue(())
            }
            Err(reason) => {
                if reason == Reject::NeedsTax {
                    let figures = self.columns.money.iter().zip(&shares);
                    let tax = figures.filter(|((_, figure), _)| *figure == Figure::Tax);
                    sink.tax_waits(tax.map(|(_, share)| share).sum());
                }
                sink.reject(row.line, reason, row.raw_cut(), &shares)
            }
        }
    }

    /// Every money column of the row, as far as it can be read.
    fn money(&self, row: &TableRow<'_>) -> Vec<Result<Option<Amount>, NotAnAmount>> {
        let read = |index| amounts::parse(row.cell(Some(index)), self.mark, self.options.currency);
        self.columns.money.iter().map(|(index, _)| read(*index)).collect()
    }

    /// Whether this is the file's own sum: a row that says "Total" and is no payment. One over
    /// several lines is looked at as any row is: its quote may have swallowed payments.
    fn is_totals_row(&self, row: &TableRow<'_>) -> bool {
        let first = row.cells.iter().map(str::trim).find(|cell| !cell.is_empty()).unwrap_or("");
        first.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("total"))
            && row.cell(self.columns.payment).is_empty()
            && row.cell(self.columns.transaction).is_empty()
            && (row.line == row.last_line || row.check().is_ok())
    }
}
