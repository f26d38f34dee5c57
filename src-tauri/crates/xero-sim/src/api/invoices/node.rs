//! An invoice as Xero sends it.

use rust_decimal::Decimal;

use crate::api::documents::{Detail, add_head, add_money, add_settled, iso_instant};
use crate::books::{Books, Document, Open};
use crate::wire::Node;

/// With everything, as the books are shown.
pub(crate) fn whole(invoice: &Document, books: &Books, open: &Open<'_>) -> Node {
    node(invoice, books, open, Detail::Whole, 4)
}

pub(super) fn node(
    invoice: &Document,
    books: &Books,
    open: &Open<'_>,
    detail: Detail,
    unit_decimals: u32,
) -> Node {
    let discount: Decimal = invoice.lines.iter().map(|line| line.discounted()).sum();
    let mut node = Node::Object(vec![
        ("Type", Node::text(invoice.kind.as_str())),
        ("InvoiceID", Node::id(invoice.id)),
        ("InvoiceNumber", Node::text(&invoice.number)),
        ("Reference", Node::text(&invoice.reference)),
    ]);
    if detail != Detail::Summary {
        add_settled(&mut node, invoice, open, books);
    }
    let due = open.outstanding(invoice);
    for (name, amount) in [
        ("AmountDue", due),
        ("AmountPaid", open.paid(invoice.id)),
        ("AmountCredited", open.allocated(invoice.id)),
    ] {
        node.push(name, Node::Amount(amount));
    }
    node.push("SentToContact", Node::Bool(invoice.sent));
    node.push("IsDiscounted", Node::Bool(!discount.is_zero()));
    add_head(&mut node, invoice, open, books, detail, unit_decimals);
    add_money(&mut node, invoice);
    if !discount.is_zero() {
        node.push("TotalDiscount", Node::Amount(discount));
    }
    if open.status(invoice) == "PAID" {
        let payments = open.payments(invoice.id).iter().map(|payment| payment.date);
        let credits = open.allocations(invoice.id).iter().map(|allocation| allocation.date);
        let last = payments.chain(credits).max();
        node.push("FullyPaidOnDate", Node::Date(last.unwrap_or(invoice.date)));
    }
    node.push("UpdatedDateUTCString", iso_instant(invoice.updated));
    node
}
