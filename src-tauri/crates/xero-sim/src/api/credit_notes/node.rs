//! A credit note as Xero sends it.

use crate::api::documents::{View, add_credits, add_head, add_money, add_paid_on, iso_instant};
use crate::books::{Document, Open};
use crate::wire::Node;

/// With everything, as the books are shown.
pub(crate) fn whole(note: &Document, open: &Open<'_>) -> Node {
    node(note, &View::whole(open))
}

pub(super) fn node(note: &Document, view: &View<'_>) -> Node {
    let open = view.open;
    let mut node = Node::Object(vec![
        ("Type", Node::text(note.kind.as_str())),
        ("CreditNoteID", Node::id(note.id)),
        ("ID", Node::id(note.id)),
        ("CreditNoteNumber", Node::text(&note.number)),
        ("Reference", Node::text(&note.reference)),
        ("SentToContact", Node::Bool(note.sent)),
    ]);
    add_credits(&mut node, note, open);
    add_head(&mut node, note, open.status(note), view);
    add_money(&mut node, note);
    add_paid_on(&mut node, note, open);
    node.push("UpdatedDateUTCString", iso_instant(note.updated));
    node
}
