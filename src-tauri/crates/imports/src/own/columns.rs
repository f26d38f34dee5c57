//! The columns of Daybook's own table, and where their cells go in a value of the schema.

use ledger::Kind;

use super::known::nearest;
use crate::error::ImportError;
use crate::reject::quoted;
use crate::swallow::Holds;
use crate::table::{Columns, header_key};

/// Columns that stand once for a transaction, and where their cells go in the value.
pub(super) const ONCE: [(&str, &str); 41] = [
    ("id", "/id"),
    ("kind", "/kind"),
    ("at", "/at"),
    ("location", "/location"),
    ("till", "/till"),
    ("staff", "/staff"),
    ("customer_id", "/customer/id"),
    ("customer_name", "/customer/name"),
    ("customer_email", "/customer/email"),
    ("booking", "/booking"),
    ("currency", "/currency"),
    ("department", "/department"),
    ("class", "/class"),
    ("tip", "/tip"),
    ("surcharge", "/surcharge"),
    ("refund_of", "/refund_of"),
    ("invoice", "/invoice"),
    ("note", "/note"),
    ("amount", "/amount"),
    ("bank", "/bank"),
    ("bond", "/bond"),
    ("deposit_used", "/deposit_used"),
    ("due_date", "/due_date"),
    ("gift_card", "/gift_card"),
    ("kept", "/kept"),
    ("paid_from", "/paid_from"),
    ("to_booking", "/to_booking"),
    ("rental_from", "/rental/from"),
    ("rental_to", "/rental/to"),
    ("counted", "/count/counted"),
    ("expected", "/count/expected"),
    ("float_to_leave", "/count/float_to_leave"),
    ("count_reason", "/count/reason"),
    ("payout_processor", "/payout/processor"),
    ("payout_id", "/payout/id"),
    ("payout_date", "/payout/date"),
    ("payout_gross", "/payout/gross"),
    ("payout_fees", "/payout/fees"),
    ("payout_net", "/payout/net"),
    ("payout_exchange", "/payout/exchange"),
    ("payout_currency", "/payout/currency"),
];

/// Columns of which every row may carry one more element of a list.
pub(super) const EACH: [(&str, &str, &str); 23] = [
    ("line_description", "/lines", "description"),
    ("line_gl_code", "/lines", "gl_code"),
    ("line_role", "/lines", "role"),
    ("line_quantity", "/lines", "quantity"),
    ("line_unit_price", "/lines", "unit_price"),
    ("line_net", "/lines", "net"),
    ("line_discount", "/lines", "discount"),
    ("tender_name", "/tenders", "name"),
    ("tender_amount", "/tenders", "amount"),
    ("tender_tendered", "/tenders", "tendered"),
    ("tender_change", "/tenders", "change"),
    ("tender_currency", "/tenders", "currency"),
    ("tender_rate", "/tenders", "rate"),
    ("pays_invoice", "/invoices", "invoice"),
    ("pays_amount", "/invoices", "amount"),
    ("denomination_value", "/count/denominations", "value"),
    ("denomination_count", "/count/denominations", "count"),
    ("settles_tender", "/payout/settles", "tender"),
    ("settles_amount", "/payout/settles", "amount"),
    ("settles_carried", "/payout/settles", "carried"),
    ("chargeback_amount", "/payout/chargebacks", "amount"),
    ("chargeback_fee", "/payout/chargebacks", "fee"),
    ("chargeback_of", "/payout/chargebacks", "refund_of"),
];

/// What the name of a column of one tax begins with: "tax:GST".
pub(super) const TAX: &str = "tax:";

/// How many unknown columns an error names.
const NAMED_MAX: usize = 8;

/// Where the cells of a column go.
pub(super) enum Destination {
    /// A field of the transaction, at this pointer.
    Once(&'static str),
    /// A field of this row's element of the list at this pointer.
    Each(&'static str, &'static str),
    /// This tax of the row's line.
    Tax(String),
}

/// What adds up by itself where a row is repeated: twice the bill is paid twice.
const COUNTS_TWICE: [&str; 4] = ["/tenders", "/invoices", "/payout", "/count"];

impl Destination {
    /// Whether a row with such a cell may not stand twice in a transaction. Two equal lines may:
    /// the same is sold twice in one sale, and tills write it so.
    pub(super) fn counts_twice(&self) -> bool {
        match self {
            Self::Once(pointer) | Self::Each(pointer, _) => {
                COUNTS_TWICE.iter().any(|list| pointer.starts_with(list))
            }
            Self::Tax(_) => false,
        }
    }

    /// Whether such a cell is a line's.
    pub(super) fn is_of_a_line(&self) -> bool {
        match self {
            Self::Once(_) => false,
            Self::Each(list, _) => *list == "/lines",
            Self::Tax(_) => true,
        }
    }
}

/// Where the cells of each column go.
pub(super) struct Plan(pub(super) Vec<Destination>);

impl Plan {
    /// Refuses a column it does not know: a misspelt one would lose money silently.
    pub(super) fn of(columns: &Columns) -> Result<Self, ImportError> {
        let mut unknown = Vec::new();
        let mut destinations = Vec::new();
        for (index, name) in columns.names().iter().enumerate() {
            match destination(name).filter(|_| columns.find(name) == Some(index)) {
                Some(destination) => destinations.push(destination),
                None => unknown.push(name.as_str()),
            }
        }
        if unknown.is_empty() {
            return Ok(Self(destinations));
        }
        let more = unknown.len().saturating_sub(NAMED_MAX);
        unknown.truncate(NAMED_MAX);
        Err(ImportError::UnknownColumns {
            columns: unknown.into_iter().map(with_nearest).collect(),
            more,
        })
    }
}

fn destination(name: &str) -> Option<Destination> {
    let key = header_key(name);
    let once = ONCE.iter().find(|(column, _)| *column == key);
    let each = EACH.iter().find(|(column, _, _)| *column == key);
    let tax = name.get(..TAX.len()).filter(|start| start.eq_ignore_ascii_case(TAX));
    match (once, each, tax) {
        (Some((_, pointer)), _, _) => Some(Destination::Once(pointer)),
        (None, Some((_, list, field)), _) => Some(Destination::Each(list, field)),
        (None, None, Some(_)) => Some(Destination::Tax(name[TAX.len()..].trim().to_owned())),
        (None, None, None) => None,
    }
}

/// What stands in the cells of a column.
pub(super) fn holds(name: &str) -> Holds {
    match destination(name) {
        Some(Destination::Once(pointer)) => holds_at(pointer),
        Some(Destination::Each(_, field)) => holds_at(field),
        Some(Destination::Tax(_)) => Holds::Figure,
        None => Holds::Words,
    }
}

/// What is said at a pointer, or in a field of a list's element.
fn holds_at(pointer: &str) -> Holds {
    match pointer {
        "/kind" => Holds::OneOf(|word| word.parse::<Kind>().is_ok()),
        "/at" | "/due_date" | "/rental/from" | "/rental/to" | "/payout/date" => Holds::When,
        "/tip" | "/surcharge" | "/amount" | "/deposit_used" | "/kept" => Holds::Figure,
        "/count/counted" | "/count/expected" | "/count/float_to_leave" => Holds::Figure,
        "/payout/gross" | "/payout/fees" | "/payout/net" | "/payout/exchange" => Holds::Figure,
        "quantity" | "unit_price" | "net" | "discount" | "amount" | "tendered" => Holds::Figure,
        "change" | "rate" | "value" | "count" | "carried" | "fee" => Holds::Figure,
        _ => Holds::Words,
    }
}

fn with_nearest(name: &str) -> String {
    let columns = ONCE.iter().map(|(column, _)| *column);
    let columns = columns.chain(EACH.iter().map(|(column, _, _)| *column));
    match nearest(name, columns.chain([TAX])) {
        None => format!("\"{}\"", quoted(name)),
        Some(near) => format!("\"{}\" (the nearest is \"{near}\")", quoted(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_names_every_column() {
        let page = include_str!("../../../../docs/IMPORT-FORMATS.md");
        let once = ONCE.iter().map(|(column, _)| *column);
        for column in once.chain(EACH.iter().map(|(column, _, _)| *column)) {
            assert!(page.contains(&format!("`{column}`")), "{column} is not named");
        }
    }

    #[test]
    fn a_column_is_named_once() {
        let once = ONCE.iter().map(|(column, _)| *column);
        let mut columns: Vec<&str> =
            once.chain(EACH.iter().map(|(column, _, _)| *column)).collect();
        let many = columns.len();
        columns.sort_unstable();
        columns.dedup();
        assert_eq!(columns.len(), many);
    }
}
