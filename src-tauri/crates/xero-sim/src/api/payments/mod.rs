//! `/Payments` of invoices, credit notes, overpayments and prepayments (facts §8).

mod node;
mod request;
mod save;

use super::documents::beside;
use super::{Answer, Ask, Outcome, Refusal, query};
use crate::books::{Books, Open, Payment};

pub(crate) use node::node;

const NAME: &str = "Payments";

pub(super) fn handle(ask: &mut Ask<'_>) -> Outcome {
    let rest = ask.rest.clone();
    match (ask.call.method.as_str(), rest.as_slice()) {
        ("GET", []) => list(ask),
        ("GET", [id]) => {
            let books = &ask.organisation.books;
            let payment = find(books, id).ok_or(Refusal::NotFound)?;
            Ok(Answer::of(NAME, vec![node(payment, &Open::of(books), true)]))
        }
        ("PUT" | "POST", []) => save::create(ask),
        ("POST", [id]) => {
            let id = find(&ask.organisation.books, id).ok_or(Refusal::NotFound)?.id;
            save::delete(ask, id)
        }
        (_, [id, "History"]) => {
            let exists = find(&ask.organisation.books, id).is_some();
            beside(ask, id, &["History"], exists)
        }
        _ => Err(Refusal::NotFound),
    }
}

fn find<'a>(books: &'a Books, id: &str) -> Option<&'a Payment> {
    id.parse().ok().and_then(|id| books.payment(id))
}

/// Deleted ones are in it, as in Xero's.
fn list(ask: &Ask<'_>) -> Outcome {
    let since = ask.modified_since();
    let books = &ask.organisation.books;
    let open = Open::of(books);
    let payments = books.payments.iter();
    let nodes = payments
        .filter(|payment| since.is_none_or(|since| payment.updated > since))
        .map(|payment| node(payment, &open, false))
        .collect();
    let mut nodes = query::filter(ask.call, nodes)?;
    query::sort(ask.call, "UpdatedDateUTC", &mut nodes)?;
    query::paged(ask.call, NAME, nodes)
}
