//! What invoices, credit notes and bank transactions have in common: one shape on the wire, one
//! way from a request to a document that may be kept.

mod draft;
mod lines;
mod node;
mod receivable;
mod request;

use uuid::Uuid;

use super::{Ask, Outcome, Refusal, attachments, history};

pub(super) use draft::Draft;
pub(super) use node::{
    Detail, View, add_credits, add_head, add_money, add_paid_on, add_settled, bank_node,
    credit_ids, iso_instant,
};
pub(super) use receivable::Receivable;
pub(super) use request::{DocumentRequest, Names};

/// What lies below any document's own path.
pub(super) fn beside(ask: &mut Ask<'_>, id: &str, rest: &[&str], exists: bool) -> Outcome {
    let id: Uuid = id.parse().map_err(|_| Refusal::NotFound)?;
    match rest {
        ["History"] => history::handle(ask, id, exists),
        ["Attachments", rest @ ..] => attachments::handle(ask, id, rest, exists),
        _ => Err(Refusal::NotImplemented),
    }
}
