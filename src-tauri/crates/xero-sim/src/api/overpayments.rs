//! `/Overpayments` and `/Prepayments`: credits made by bank transactions (facts §8).

use super::documents::{
    Detail, View, add_credits, add_head, add_money, beside, credit_ids, iso_instant,
};
use super::{Answer, Ask, Outcome, Refusal, allocations, query};
use crate::books::{Books, Document, DocumentKind, Open};
use crate::wire::Node;

/// What differs between the two.
struct Kind {
    collection: &'static str,
    includes: fn(DocumentKind) -> bool,
}

const OVERPAYMENTS: Kind =
    Kind { collection: "Overpayments", includes: DocumentKind::is_overpayment };
const PREPAYMENTS: Kind = Kind { collection: "Prepayments", includes: DocumentKind::is_prepayment };

pub(super) fn overpayments(ask: &mut Ask<'_>) -> Outcome {
    OVERPAYMENTS.handle(ask)
}

pub(super) fn prepayments(ask: &mut Ask<'_>) -> Outcome {
    PREPAYMENTS.handle(ask)
}

impl Kind {
    fn handle(&self, ask: &mut Ask<'_>) -> Outcome {
        let rest = ask.rest.clone();
        match (ask.call.method.as_str(), rest.as_slice()) {
            ("GET", []) => self.list(ask),
            ("GET", [id]) => {
                let books = &ask.organisation.books;
                let credit = self.find(books, id).ok_or(Refusal::NotFound)?;
                let open = Open::of(books);
                let view = View::new(&open, Detail::Whole, ask.unit_decimals());
                Ok(Answer::of(self.collection, vec![node(credit, &view)]))
            }
            (_, [id, "Allocations", rest @ ..]) => {
                let credit = self.find(&ask.organisation.books, id).ok_or(Refusal::NotFound)?;
                let id = credit.id;
                allocations::handle(ask, id, rest)
            }
            (_, [id, "History"]) => {
                let credit = self.find(&ask.organisation.books, id);
                let id = credit.map_or_else(|| (*id).to_owned(), |credit| credit.id.to_string());
                let exists = self.find(&ask.organisation.books, &id).is_some();
                beside(ask, &id, &["History"], exists)
            }
            _ => Err(Refusal::NotFound),
        }
    }

    /// By its own id; by that of its transaction for a history, which is the transaction's.
    fn find<'a>(&self, books: &'a Books, id: &str) -> Option<&'a Document> {
        let id = id.parse().ok()?;
        let mut all = books.bank_transactions.iter();
        all.find(|d| (self.includes)(d.kind) && (d.credit == Some(id) || d.id == id))
    }

    fn list(&self, ask: &Ask<'_>) -> Outcome {
        let since = ask.modified_since();
        let open = Open::of(&ask.organisation.books);
        let detail = if query::page(ask.call).is_some() { Detail::Page } else { Detail::List };
        let view = View::new(&open, detail, ask.unit_decimals());
        let references = query::words(ask.call, "References");
        let nodes = open
            .books()
            .bank_transactions
            .iter()
            .filter(|document| (self.includes)(document.kind))
            .filter(|document| since.is_none_or(|since| document.updated > since))
            .filter(|document| query::is_among(references.as_ref(), &document.reference))
            .map(|document| node(document, &view))
            .collect();
        let mut nodes = query::filter(ask.call, nodes)?;
        query::sort(ask.call, "UpdatedDateUTC", &mut nodes)?;
        query::paged(ask.call, self.collection, nodes)
    }
}

/// With everything, as the books are shown.
pub(crate) fn whole(credit: &Document, open: &Open<'_>) -> Node {
    node(credit, &View::whole(open))
}

fn node(credit: &Document, view: &View<'_>) -> Node {
    let mut node = credit_ids(credit);
    node.push("Type", Node::text(credit.kind.as_str()));
    node.push("Reference", Node::text(&credit.reference));
    add_credits(&mut node, credit, view.open);
    add_head(&mut node, credit, view.open.status(credit), view);
    add_money(&mut node, credit);
    node.push("UpdatedDateUTCString", iso_instant(credit.updated));
    node
}
