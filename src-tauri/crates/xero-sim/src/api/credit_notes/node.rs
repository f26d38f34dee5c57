//! A credit note as Xero sends it.

use crate::api::documents::{Detail, add_credits, add_head, add_money, iso_instant};
use crate::books::{Books, Document, Open};
use crate::wire::Node;

/// With everything, as the books are shown.
pub(crate) fn whole(note: &Document, books: &Books, open: &Open<'_>) -> Node {
    node(note, books, open, Detail::Whole, 4)
}

pub(super) fn node(
    note: &Document,
    books: &Books,
    open: &Open<'_>,
    detail: Detail,
    unit_decimals: u32,
) -> Node {
    let mut node = Node::Object(vec![
        ("Type", Node::text(note.kind.as_str())),
        ("CreditNoteID", Node::id(note.id)),
        ("ID", Node::id(note.id)),
        ("CreditNoteNumber", Node::text(&note.number)),
        ("Reference", Node::text(&note.reference)),
        ("SentToContact", Node::Bool(note.sent)),
    ]);
    add_credits(&mut node, note, open, books);
    add_head(&mut node, note, open, books, detail, unit_decimals);
    add_money(&mut node, note);
    if open.status(note) == "PAID" {
        let payments = open.payments(note.id).iter().map(|payment| payment.date);
        let uses = open.allocations(note.id).iter().map(|allocation| allocation.date);
        let last = payments.chain(uses).max();
        node.push("FullyPaidOnDate", Node::Date(last.unwrap_or(note.date)));
    }
    node.push("UpdatedDateUTCString", iso_instant(note.updated));
    node
}
