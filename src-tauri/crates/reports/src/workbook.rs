//! The general ledger as an Excel workbook: a sheet of postings and a sheet of balances.
//!
//! A cell of Excel's holds a binary floating point number whatever is written into it, and shows
//! fifteen digits of it. What is longer is written as text, so that nothing is rounded unseen.

use chrono::{Datelike, NaiveDate};
use ledger::{Amount, Currency};
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::general_ledger::GeneralLedger;
use crate::rows::{HEADINGS, rows};

/// The largest count of minor units that Excel shows to the last digit.
const EXACT_MAX: i64 = 999_999_999_999_999;

/// The most UTF-16 units a cell of Excel's takes; a little under it, for the ellipsis.
const CELL_UNITS_MAX: usize = 32_000;

/// The headings of the balances, and their widths in characters.
const BALANCES: [(&str, u16); 7] = [
    ("Account code", 13),
    ("Account", 34),
    ("Account type", 18),
    ("Opening", 16),
    ("Debit", 16),
    ("Credit", 16),
    ("Closing", 16),
];

/// The widths of the postings' columns in characters.
const WIDTHS: [u16; 12] = [12, 18, 16, 44, 13, 30, 18, 16, 16, 9, 40, 24];

/// Writes the workbook. The same ledger makes the same bytes: the day it says it was made on is
/// the last day in it.
///
/// # Errors
/// [`WorkbookError`] when there are more postings than a sheet has rows.
pub fn xlsx(ledger: &GeneralLedger) -> Result<Vec<u8>, WorkbookError> {
    let styles = Styles::new(ledger.currency());
    let mut workbook = Workbook::new();
    let last = ledger.entries().last().map(|entry| entry.date).or(ledger.first_date());
    let made = last.map_or_else(|| ExcelDateTime::from_ymd(1970, 1, 1), excel_date)?;
    let properties = DocProperties::new()
        .set_title("General ledger")
        .set_company(cut(ledger.organisation()))
        .set_creation_datetime(&made);
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet().set_name("General ledger")?;
    write_postings(sheet, ledger, &styles)?;
    let sheet = workbook.add_worksheet().set_name("Balances")?;
    write_balances(sheet, ledger, &styles)?;
    Ok(workbook.save_to_buffer()?)
}

/// Why there is no workbook.
#[derive(Debug, thiserror::Error)]
#[error("the workbook could not be written: {0}")]
pub struct WorkbookError(#[from] XlsxError);

struct Styles {
    currency: Currency,
    heading: Format,
    figure_heading: Format,
    date: Format,
    figure: Format,
    long_figure: Format,
}

impl Styles {
    fn new(currency: Currency) -> Self {
        let decimals = usize::try_from(currency.decimals()).unwrap_or_default();
        let places = if decimals == 0 { String::new() } else { format!(".{:0<decimals$}", "") };
        let heading = Format::new().set_bold().set_border_bottom(FormatBorder::Thin);
        Self {
            currency,
            figure_heading: heading.clone().set_align(FormatAlign::Right),
            heading,
            date: Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            figure: Format::new().set_num_format(format!("#,##0{places};-#,##0{places}")),
            long_figure: Format::new().set_align(FormatAlign::Right),
        }
    }
}

fn write_postings(
    sheet: &mut Worksheet,
    ledger: &GeneralLedger,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let headings = HEADINGS.into_iter().zip(WIDTHS);
    write_headings(sheet, headings, &["Debit", "Credit"], styles)?;
    let mut at = 1;
    for row in rows(ledger) {
        let text = [row.document, row.reference, row.description];
        sheet.write_datetime_with_format(at, 0, excel_date(row.date)?, &styles.date)?;
        for (column, text) in (1..).zip(text) {
            sheet.write_string(at, column, cut(text))?;
        }
        sheet.write_string(at, 4, cut(&row.account.code))?;
        sheet.write_string(at, 5, cut(&row.account.name))?;
        sheet.write_string(at, 6, row.account.kind.title())?;
        for (column, amount) in [(7, row.debit()), (8, row.credit())] {
            if let Some(amount) = amount {
                write_amount(sheet, (at, column), amount, styles)?;
            }
        }
        sheet.write_string(at, 9, styles.currency.code())?;
        sheet.write_string(at, 10, cut(row.line_description))?;
        sheet.write_string(at, 11, cut(&row.tags()))?;
        at += 1;
    }
    // Filters and frozen headings over what is there, the headings included.
    sheet.autofilter(0, 0, at - 1, 11)?;
    Ok(())
}

fn write_balances(
    sheet: &mut Worksheet,
    ledger: &GeneralLedger,
    styles: &Styles,
) -> Result<(), XlsxError> {
    write_headings(sheet, BALANCES, &["Opening", "Debit", "Credit", "Closing"], styles)?;
    let accounts = ledger.accounts().iter().zip(ledger.balances());
    for (at, (account, balance)) in (1..).zip(accounts) {
        sheet.write_string(at, 0, cut(&account.code))?;
        sheet.write_string(at, 1, cut(&account.name))?;
        sheet.write_string(at, 2, account.kind.title())?;
        let amounts = [balance.opening, balance.debits, balance.credits, balance.closing()];
        for (column, amount) in (3..).zip(amounts) {
            write_amount(sheet, (at, column), amount, styles)?;
        }
    }
    Ok(())
}

fn write_headings(
    sheet: &mut Worksheet,
    headings: impl IntoIterator<Item = (&'static str, u16)>,
    figures: &[&str],
    styles: &Styles,
) -> Result<(), XlsxError> {
    for (column, (heading, width)) in (0..).zip(headings) {
        let is_figure = figures.contains(&heading);
        let style = if is_figure { &styles.figure_heading } else { &styles.heading };
        sheet.write_string_with_format(0, column, heading, style)?;
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// Puts an amount into a cell as a number. This is the one place where money becomes a floating
/// point number, because Excel's files know no other; up to [`EXACT_MAX`] the nearest one prints
/// as the very decimal it came from, and anything longer stays text.
fn write_amount(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    amount: Amount,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let decimal = amount.to_decimal(styles.currency);
    let is_exact = amount.minor().unsigned_abs() <= EXACT_MAX.unsigned_abs();
    match decimal.to_f64().filter(|_| is_exact) {
        Some(number) => sheet.write_number_with_format(row, column, number, &styles.figure)?,
        None => sheet.write_string_with_format(
            row,
            column,
            amount.display(styles.currency),
            &styles.long_figure,
        )?,
    };
    Ok(())
}

fn excel_date(date: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let part = |part: u32| u8::try_from(part).unwrap_or_default();
    let year = u16::try_from(date.year()).unwrap_or_default();
    ExcelDateTime::from_ymd(year, part(date.month()), part(date.day()))
}

/// The text as far as a cell takes it: XML has no way to say the two code points left out.
fn cut(text: &str) -> String {
    let text = text.replace(['\u{fffe}', '\u{ffff}'], "");
    let mut units = 0;
    let mut fits = text.char_indices().skip_while(|(_, c)| {
        units += c.len_utf16();
        units <= CELL_UNITS_MAX
    });
    match fits.next() {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
