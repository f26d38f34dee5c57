//! An invoice as Xero sends it.

use rust_decimal::Decimal;

use crate::api::documents::{
    Detail, View, add_head, add_money, add_paid_on, add_settled, iso_instant,
};
use crate::books::{Document, Open};
use crate::wire::Node;

/// With everything, as the books are shown.
pub(crate) fn whole(invoice: &Document, open: &Open<'_>) -> Node {
    node(invoice, &View::whole(open))
}

pub(super) fn node(invoice: &Document, view: &View<'_>) -> Node {
    let open = view.open;
    let discount: Decimal = invoice.lines.iter().map(|line| line.discounted()).sum();
    let mut node = Node::Object(vec![
        ("Type", Node::text(invoice.kind.as_str())),
        ("InvoiceID", Node::id(invoice.id)),
        ("InvoiceNumber", Node::text(&invoice.number)),
        ("Reference", Node::text(&invoice.reference)),
    ]);
    if view.detail != Detail::Summary {
        add_settled(&mut node, invoice, open);
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
    add_head(&mut node, invoice, open.status(invoice), view);
    add_money(&mut node, invoice);
    if !discount.is_zero() {
        node.push("TotalDiscount", Node::Amount(discount));
    }
    add_paid_on(&mut node, invoice, open);
    node.push("UpdatedDateUTCString", iso_instant(invoice.updated));
    node
}
