//! `/BankTransactions` (facts §9). Overpayments and prepayments are made here; the halves of
//! transfers are only read here.

mod node;
mod save;

use uuid::Uuid;

use super::documents::{Detail, View, beside};
use super::{Answer, Ask, Outcome, Refusal, query};
use crate::books::{Books, Document, Open};

use node::node;
pub(crate) use node::whole;

const NAME: &str = "BankTransactions";

pub(super) fn handle(ask: &mut Ask<'_>) -> Outcome {
    let rest = ask.rest.clone();
    match (ask.call.method.as_str(), rest.as_slice()) {
        ("GET", []) => list(ask),
        ("GET", [id]) => {
            let books = &ask.organisation.books;
            let transaction = find(books, id).ok_or(Refusal::NotFound)?;
            let open = Open::of(books);
            let view = View::new(&open, Detail::Whole, ask.unit_decimals());
            Ok(Answer::of(NAME, vec![node(transaction, &view)]))
        }
        ("PUT", []) => save::create(ask),
        ("POST", []) => save::upsert(ask, None),
        ("POST", [id]) => {
            let id = find(&ask.organisation.books, id).ok_or(Refusal::NotFound)?.id;
            save::upsert(ask, Some(id))
        }
        (_, [id, below @ ..]) if !below.is_empty() => {
            let exists = find(&ask.organisation.books, id).is_some();
            beside(ask, id, below, exists)
        }
        _ => Err(Refusal::NotFound),
    }
}

fn find<'a>(books: &'a Books, id: &str) -> Option<&'a Document> {
    let id: Uuid = id.parse().ok()?;
    books.bank_transactions.iter().find(|transaction| transaction.id == id)
}

fn list(ask: &Ask<'_>) -> Outcome {
    let since = ask.modified_since();
    let open = Open::of(&ask.organisation.books);
    let detail = if query::page(ask.call).is_some() { Detail::Page } else { Detail::List };
    let view = View::new(&open, detail, ask.unit_decimals());
    let transactions = open.books().bank_transactions.iter();
    let nodes = transactions
        .filter(|transaction| since.is_none_or(|since| transaction.updated > since))
        .map(|transaction| node(transaction, &view))
        .collect();
    let mut nodes = query::filter(ask.call, nodes)?;
    query::sort(ask.call, "UpdatedDateUTC", &mut nodes)?;
    query::paged(ask.call, NAME, nodes)
}
