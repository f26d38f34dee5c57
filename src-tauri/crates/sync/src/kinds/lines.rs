//! Lines to Xero and back, for the documents that have line items.

use ledger::{Currency, Entry, EntryLine, TaxWay};
use rust_decimal::Decimal;
use store::Tracked;
use xero::{AccountKey, DocumentLine, LineAmountTypes, NewLine, NewTracking, TrackingUse, Uuid};

use super::SeenLine;

/// Which sign a debit has on a document's lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Lines are credits: an invoice, money received.
    Credits,
    /// Lines are debits: a credit note, money spent.
    Debits,
}

impl Side {
    fn turn(self, amount: Decimal) -> Decimal {
        match self {
            Self::Credits => -amount,
            Self::Debits => amount,
        }
    }
}

/// How amounts are sent: nothing is left to Xero's defaults, which differ by document (facts §7.2).
pub(super) const fn amounts(way: TaxWay) -> LineAmountTypes {
    match way {
        TaxWay::XeroComputes => LineAmountTypes::Inclusive,
        TaxWay::TaxLines => LineAmountTypes::NoTax,
    }
}

/// The lines of a document as they are sent. A quantity is never below zero (facts §7.2): what is
/// taken off has a unit price below zero.
pub(super) fn new_lines(entry: &Entry, side: Side) -> Vec<NewLine> {
    entry.lines.iter().map(|line| new_line(line, entry.currency, side)).collect()
}

fn new_line(line: &EntryLine, currency: Currency, side: Side) -> NewLine {
    let amount = side.turn(line.amount.to_decimal(currency));
    let unit = amount.checked_div(line.quantity).unwrap_or(amount);
    NewLine {
        description: line.description.clone(),
        quantity: line.quantity,
        unit_amount: unit.normalize(),
        account: account(&line.account_code, &line.account_id),
        tax_type: Some(line.tax_type.clone()),
        tracking: tracking(line),
    }
}

/// An account by its code, or by its id where it has none (facts §10.1).
pub(super) fn account(code: &str, id: &str) -> AccountKey {
    match (code.is_empty(), Uuid::parse_str(id)) {
        (true, Ok(id)) => AccountKey::Id(id),
        (true, Err(_)) | (false, _) => AccountKey::Code(code.to_owned()),
    }
}

pub(super) fn tracking(line: &EntryLine) -> Vec<NewTracking> {
    let pair = |(category, option): &(String, String)| {
        Some(NewTracking {
            tracking_category_id: Uuid::parse_str(category).ok()?,
            tracking_option_id: Uuid::parse_str(option).ok()?,
        })
    };
    line.tracking.iter().filter_map(pair).collect()
}

/// How Xero tracks a line, by name: the order in which it says so means nothing.
pub(super) fn seen_tracking(tracking: Vec<TrackingUse>) -> Vec<Tracked> {
    let tracked = |used: TrackingUse| Tracked {
        category_id: used.tracking_category_id.map(|id| id.to_string()),
        option_id: used.tracking_option_id.map(|id| id.to_string()),
        category: used.name.unwrap_or_default(),
        option: used.option.unwrap_or_default(),
    };
    let mut all: Vec<Tracked> = tracking.into_iter().map(tracked).collect();
    all.sort();
    all
}

/// The lines Xero has, debit positive and with their tax where it stands beside the amount.
pub(super) fn seen_lines(
    lines: Vec<DocumentLine>,
    types: Option<&LineAmountTypes>,
    side: Side,
) -> Vec<SeenLine> {
    let beside = types == Some(&LineAmountTypes::Exclusive);
    let line = |line: DocumentLine| {
        let tax = line.tax_amount.unwrap_or_default();
        let net = line.line_amount.unwrap_or_default();
        let amount = if beside { net + tax } else { net };
        SeenLine {
            account_id: line.account_id,
            account_code: line.account_code,
            description: line.description,
            amount: side.turn(amount),
            tax: side.turn(tax),
            tax_type: line.tax_type,
            tracking: Some(seen_tracking(line.tracking)),
        }
    };
    lines.into_iter().map(line).collect()
}
