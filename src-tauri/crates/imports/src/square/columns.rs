//! The columns of a Square transactions export. Each year's has more of them than the last.

use super::convert::event_kind;
use crate::swallow::Holds;
use crate::table::{Columns, header_key};

/// What the amount in a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Figure {
    Gross,
    Discounts,
    Service,
    Net,
    GiftCards,
    Tax,
    Tip,
    PartialRefunds,
    Total,
    /// A way of paying, named by its column.
    Tender,
    /// A way of paying, named in `Other Tender Type`.
    OtherTender,
    /// Shown in the totals and never posted: fees come from payouts, else they double
    /// (accounting §5).
    Shown,
}

const FIGURES: [(&str, Figure); 17] = [
    ("Gross Sales", Figure::Gross),
    ("Discounts", Figure::Discounts),
    ("Service Charges", Figure::Service),
    ("Net Sales", Figure::Net),
    ("Gift Card Sales", Figure::GiftCards),
    ("Tax", Figure::Tax),
    ("Tip", Figure::Tip),
    ("Partial Refunds", Figure::PartialRefunds),
    ("Total Collected", Figure::Total),
    ("Card", Figure::Tender),
    ("Cash", Figure::Tender),
    ("Square Gift Card", Figure::Tender),
    ("Installment", Figure::Tender),
    ("Cash App", Figure::Tender),
    ("Other Tender", Figure::OtherTender),
    ("Fees", Figure::Shown),
    ("Net Total", Figure::Shown),
];

/// What stands in the cells of a column.
pub(super) fn holds(name: &str) -> Holds {
    let key = header_key(name);
    match key.as_str() {
        "date" | "time" => Holds::When,
        "event type" => Holds::OneOf(|word| event_kind(word).is_ok()),
        key if FIGURES.iter().any(|(name, _)| header_key(name) == key) => Holds::Figure,
        _ => Holds::Words,
    }
}

/// Where everything is.
#[derive(Debug)]
pub(super) struct SquareColumns {
    /// The money columns, in the file's order. Of two with one name (very old files had
    /// `Total Collected` twice) the first counts.
    pub(super) money: Vec<(usize, Figure)>,
    pub(super) date: Option<usize>,
    pub(super) time: Option<usize>,
    pub(super) zone: Option<usize>,
    pub(super) event: Option<usize>,
    pub(super) status: Option<usize>,
    pub(super) payment: Option<usize>,
    pub(super) transaction: Option<usize>,
    pub(super) other_tender_type: Option<usize>,
    pub(super) tender_note: Option<usize>,
    /// In the exports of every year, so that a till is called the same in all of them.
    pub(super) device: Option<usize>,
    pub(super) device_nickname: Option<usize>,
    pub(super) staff: Option<usize>,
    pub(super) description: Option<usize>,
    pub(super) location: Option<usize>,
    pub(super) customer: Option<usize>,
    pub(super) customer_name: Option<usize>,
}

impl SquareColumns {
    pub(super) fn of(columns: &Columns) -> Self {
        let mut money: Vec<(usize, Figure)> = FIGURES
            .iter()
            .filter_map(|(name, figure)| Some((columns.find(name)?, *figure)))
            .collect();
        money.sort_unstable_by_key(|(index, _)| *index);
        Self {
            money,
            date: columns.find("Date"),
            time: columns.find("Time"),
            zone: columns.find("Time Zone"),
            event: columns.find("Event Type"),
            status: columns.find("Transaction Status"),
            payment: columns.find("Payment ID"),
            transaction: columns.find("Transaction ID"),
            other_tender_type: columns.find("Other Tender Type"),
            tender_note: columns.find("Tender Note").or(columns.find("Other Tender Note")),
            device: columns.find("Device Name"),
            device_nickname: columns.find("Device Nickname"),
            staff: columns.find("Staff Name"),
            description: columns.find("Description"),
            location: columns.find("Location"),
            customer: columns.find("Customer ID"),
            customer_name: columns.find("Customer Name"),
        }
    }
}
