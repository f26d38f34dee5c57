//! One Square row into one transaction.

use chrono::{DateTime, Utc};
use ledger::{
    Amount, Customer, Extras, Kind, Line, LineAccount, Role, Tax, Tender, Transaction, allocate,
};
use rust_decimal::Decimal;

use super::columns::{Figure, SquareColumns};
use super::key::{Meeting, Met, Named};
use super::links::{Links, is_refund};
use super::sums::{Bill, Figures};
use crate::amounts::{DecimalMark, is_in_proportion};
use crate::dates::{DateOrder, parse_date, parse_time};
use crate::options::{Location, Options, TaxRule};
use crate::reject::{Ignored, NotAnAmount, Reject, quoted};
use crate::row::Warning;
use crate::table::TableRow;
use crate::zones;

/// Everything the file as a whole has decided.
pub(super) struct Converter<'o> {
    pub(super) columns: SquareColumns,
    pub(super) options: &'o Options,
    pub(super) mark: DecimalMark,
    pub(super) order: DateOrder,
    pub(super) links: Links,
}

/// What a row is.
pub(super) enum Converted {
    Transaction(Box<Transaction>, Vec<Warning>),
    Ignored(Ignored),
}

impl Converter<'_> {
    /// Reads one row, whose money columns have been read before.
    pub(super) fn convert(
        &self,
        row: &TableRow<'_>,
        money: Vec<Result<Option<Amount>, NotAnAmount>>,
        met: &mut Met,
    ) -> Result<Converted, Reject> {
        row.check()?;
        if let Some(unsettled) = unsettled(row.cell(self.columns.status))? {
            return Ok(Converted::Ignored(unsettled));
        }
        let kind = event_kind(row.cell(self.columns.event))?;
        let figures = self.figures(row, money)?;
        if figures.is_nothing() {
            return Ok(Converted::Ignored(Ignored::Nothing));
        }
        let mut warnings = Vec::new();
        let (location, caveat) = self.options.location.find(row.cell(self.columns.location))?;
        warnings.extend(caveat);
        let at = self.instant(row, location, &mut warnings)?;
        let figures = self.as_magnitudes(kind, figures)?;
        let bill = figures.bill(self.options.currency)?;
        let lines = self.lines(row, &bill, &mut warnings)?;
        let named = self.named(row, kind, at)?;
        let mut source = named.source_id(&figures);
        if met.meet(&mut source, named.is_own(), row)? == Meeting::Repeated {
            return Ok(Converted::Ignored(Ignored::Repeated));
        }
        let cell = |index| owned(row.cell(index));
        let transaction = Transaction {
            source,
            kind,
            at,
            business_date: location.business_date(at),
            location: location.name.clone(),
            till: cell(self.columns.device).or_else(|| cell(self.columns.device_nickname)),
            staff: cell(self.columns.staff),
            customer: self.customer(row),
            booking: None,
            currency: self.options.currency,
            lines,
            tenders: figures.tenders.into_iter().map(tender).collect(),
            tip: bill.tip,
            surcharge: bill.service,
            refund_of: named
                .is_refund
                .then(|| self.links.sale_of(named.transaction, named.payment))
                .flatten(),
            invoice: None,
            note: cell(self.columns.tender_note),
            department: None,
            class: None,
            extras: Extras::default(),
        };
        Ok(Converted::Transaction(Box::new(transaction), warnings))
    }

    fn figures(
        &self,
        row: &TableRow<'_>,
        money: Vec<Result<Option<Amount>, NotAnAmount>>,
    ) -> Result<Figures, Reject> {
        let mut figures = Figures::default();
        for ((index, figure), amount) in self.columns.money.iter().zip(money) {
            if *figure == Figure::Shown {
                continue;
            }
            let column = row.columns.name(*index);
            let amount = amount.map_err(|why| {
                let text = quoted(row.cell(Some(*index)));
                Reject::NotAnAmount { column: column.to_owned(), text, why }
            })?;
            let value = amount.unwrap_or_default();
            match figure {
                Figure::Gross => figures.gross = amount,
                Figure::Discounts => figures.discounts = value,
                Figure::Service => figures.service = value,
                Figure::Net => figures.net = value,
                Figure::GiftCards => figures.gift_cards = value,
                Figure::Tax => figures.tax = value,
                Figure::Tip => figures.tip = value,
                Figure::PartialRefunds => figures.partial_refunds = value,
                Figure::Total => figures.total = value,
                Figure::Tender | Figure::OtherTender if value.is_zero() => {}
                Figure::Tender => figures.tenders.push((column.to_owned(), value)),
                Figure::OtherTender => {
                    let named = owned(row.cell(self.columns.other_tender_type));
                    figures.tenders.push((named.unwrap_or_else(|| column.to_owned()), value));
                }
                Figure::Shown => {}
            }
        }
        Ok(figures)
    }

    /// A refund's figures are below zero in the file, a payment's are not.
    fn as_magnitudes(&self, kind: Kind, figures: Figures) -> Result<Figures, Reject> {
        let total = figures.total;
        let wrong =
            |event| Reject::WrongSign { event, total: total.display(self.options.currency) };
        if kind != Kind::Refund {
            return if total.is_negative() { Err(wrong("Payment")) } else { Ok(figures) };
        }
        if total.is_negative() || total.is_zero() {
            return Ok(figures.turned());
        }
        Err(wrong("Refund"))
    }

    fn instant(
        &self,
        row: &TableRow<'_>,
        location: &Location,
        warnings: &mut Vec<Warning>,
    ) -> Result<DateTime<Utc>, Reject> {
        let (date, time) = (row.cell(self.columns.date), row.cell(self.columns.time));
        let local = parse_date(date, self.order)
            .ok_or_else(|| Reject::NotADate { text: quoted(date), order: self.order })?
            .and_time(parse_time(time).ok_or_else(|| Reject::NotATime { text: quoted(time) })?);
        let name = row.cell(self.columns.zone);
        let zone = zones::by_name(name).unwrap_or_else(|| {
            if !name.is_empty() {
                warnings.push(Warning::UnknownZone { name: quoted(name) });
            }
            location.zone
        });
        let (at, caveat) = zones::instant(local, zone);
        warnings.extend(caveat);
        Ok(at)
    }

    fn named<'r>(
        &self,
        row: &TableRow<'r>,
        kind: Kind,
        at: DateTime<Utc>,
    ) -> Result<Named<'r>, Reject> {
        let payment = row.cell(self.columns.payment);
        let transaction = row.cell(self.columns.transaction);
        if payment.is_empty() && transaction.is_empty() {
            return Err(Reject::Blank { column: "Payment ID".to_owned() });
        }
        Ok(Named { payment, transaction, is_refund: kind == Kind::Refund, at })
    }

    fn customer(&self, row: &TableRow<'_>) -> Option<Customer> {
        let id = owned(row.cell(self.columns.customer));
        let name = owned(row.cell(self.columns.customer_name)).or_else(|| id.clone())?;
        Some(Customer { id, name, email: None })
    }

    fn lines(
        &self,
        row: &TableRow<'_>,
        bill: &Bill,
        warnings: &mut Vec<Warning>,
    ) -> Result<Vec<Line>, Reject> {
        if !is_in_proportion(bill.sales, bill.discount, bill.tax) {
            return Err(Reject::OutOfProportion);
        }
        let mut lines = Vec::with_capacity(1);
        if ![bill.sales, bill.discount, bill.tax].iter().all(|amount| amount.is_zero()) {
            let described = owned(row.cell(self.columns.description));
            let mut line =
                line(described.unwrap_or_else(|| "Sales".to_owned()), self.revenue()?, bill.sales);
            line.discount = bill.discount;
            line.taxes = self.taxes(bill, warnings)?;
            lines.push(line);
        }
        if !bill.gift_cards.is_zero() {
            let account = LineAccount::Role(Role::GiftCards);
            lines.push(line("Gift cards".to_owned(), account, bill.gift_cards));
        }
        if !bill.partial_refunds.is_zero() {
            warnings.push(Warning::RefundWithoutTax);
            let description = "Refund of an amount".to_owned();
            lines.push(line(description, self.revenue()?, bill.partial_refunds));
        }
        Ok(lines)
    }

    fn revenue(&self) -> Result<LineAccount, Reject> {
        self.options.revenue.clone().map(LineAccount::Gl).ok_or(Reject::NeedsRevenue)
    }

    fn taxes(&self, bill: &Bill, warnings: &mut Vec<Warning>) -> Result<Vec<Tax>, Reject> {
        if bill.tax.is_zero() {
            return Ok(Vec::new());
        }
        match &self.options.tax {
            TaxRule::None => Err(Reject::NeedsTax),
            TaxRule::Whole(code) => Ok(vec![Tax { code: code.clone(), amount: bill.tax }]),
            TaxRule::Split(rates) => {
                if !is_at_rates(bill, rates) {
                    warnings.push(Warning::TaxNotAtRates);
                }
                let weights: Vec<Amount> = rates.iter().map(|(_, rate)| weight(*rate)).collect();
                let shares = allocate(bill.tax, &weights).ok_or(Reject::NeedsTax)?;
                let named = rates.iter().zip(shares);
                Ok(named.map(|((code, _), amount)| Tax { code: code.clone(), amount }).collect())
            }
        }
    }
}

/// Whether the tax is what the rates make of the sale, with or without its service charge, to the
/// cent a rate that rounding may take.
fn is_at_rates(bill: &Bill, rates: &[(String, Decimal)]) -> bool {
    let rate = rates.iter().fold(Decimal::ZERO, |sum, (_, rate)| sum.saturating_add(*rate));
    let tolerance = Decimal::from(rates.len());
    let net = bill.sales - bill.discount;
    [net, net + bill.service].iter().any(|base| {
        let exact = Decimal::from(base.minor()).saturating_mul(rate) / Decimal::ONE_HUNDRED;
        Decimal::from(bill.tax.minor()).saturating_sub(exact).abs() <= tolerance
    })
}

/// A rate as a weight to split by: millionths of a per cent, finer than any rate in law.
fn weight(rate: Decimal) -> Amount {
    let millionths = rate.checked_mul(Decimal::from(1_000_000)).map(|exact| exact.round());
    Amount::from_minor(millionths.and_then(|whole| i64::try_from(whole).ok()).unwrap_or(0))
}

fn line(description: String, account: LineAccount, net: Amount) -> Line {
    Line {
        description,
        account,
        quantity: Decimal::ONE,
        unit_price: None,
        net,
        discount: Amount::ZERO,
        taxes: Vec::new(),
    }
}

fn tender((name, amount): (String, Amount)) -> Tender {
    Tender { name, amount, foreign: None }
}

fn owned(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| cell.to_owned())
}

/// Why the payment came to nothing, or not yet; older files have no status at all. A status that is
/// not known may be one of money taken: leaving its row out would be a guess.
fn unsettled(status: &str) -> Result<Option<Ignored>, Reject> {
    match status.to_lowercase().as_str() {
        "" | "complete" | "completed" => Ok(None),
        "pending" | "approved" | "authorized" | "failed" | "declined" | "canceled"
        | "cancelled" | "void" | "voided" => {
            Ok(Some(Ignored::Status { status: status.to_owned() }))
        }
        _ => Err(Reject::UnknownStatus { text: quoted(status) }),
    }
}

pub(super) fn event_kind(event: &str) -> Result<Kind, Reject> {
    match () {
        () if event.eq_ignore_ascii_case("payment") => Ok(Kind::Sale),
        () if is_refund(event) => Ok(Kind::Refund),
        () => Err(Reject::UnknownEvent { text: quoted(event) }),
    }
}
