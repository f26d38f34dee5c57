//! `/BankTransfers` (facts §9).

mod save;

use uuid::Uuid;

use super::documents::{bank_node, beside};
use super::lines::tracking_node;
use super::{Answer, Ask, Outcome, Refusal, query};
use crate::books::{BankTransfer, Books};
use crate::wire::Node;

const NAME: &str = "BankTransfers";

pub(super) fn handle(ask: &mut Ask<'_>) -> Outcome {
    let rest = ask.rest.clone();
    match (ask.call.method.as_str(), rest.as_slice()) {
        ("GET", []) => list(ask),
        ("GET", [id]) => {
            let books = &ask.organisation.books;
            let transfer = find(books, id).ok_or(Refusal::NotFound)?;
            Ok(Answer::of(NAME, vec![node(transfer, books)]))
        }
        ("PUT" | "POST", []) => save::create(ask),
        ("POST", [id]) => {
            let transfer = find(&ask.organisation.books, id).ok_or(Refusal::NotFound)?.clone();
            save::delete(ask, &transfer)
        }
        (_, [id, below @ ..]) if !below.is_empty() => {
            let exists = find(&ask.organisation.books, id).is_some();
            beside(ask, id, below, exists)
        }
        _ => Err(Refusal::NotFound),
    }
}

fn find<'a>(books: &'a Books, id: &str) -> Option<&'a BankTransfer> {
    let id: Uuid = id.parse().ok()?;
    books.bank_transfers.iter().find(|transfer| transfer.id == id)
}

/// Not paged. Deleted ones are left out unless asked for.
fn list(ask: &Ask<'_>) -> Outcome {
    let since = ask.modified_since();
    let books = &ask.organisation.books;
    let transfers = books.bank_transfers.iter();
    let nodes = transfers
        .filter(|transfer| !transfer.deleted || query::is_true(ask.call, "includeDeleted"))
        .filter(|transfer| since.is_none_or(|since| transfer.created > since))
        .map(|transfer| node(transfer, books))
        .collect();
    let mut nodes = query::filter(ask.call, nodes)?;
    query::sort(ask.call, "CreatedDateUTC", &mut nodes)?;
    Ok(Answer::of(NAME, nodes))
}

/// A transfer as Xero sends it.
pub(crate) fn node(transfer: &BankTransfer, books: &Books) -> Node {
    let [from, to] = transfer.halves;
    let reconciled = |half| books.document(half).is_some_and(|half| half.reconciled);
    let status = if transfer.deleted { "DELETED" } else { "AUTHORISED" };
    let mut node = Node::Object(vec![
        ("BankTransferID", Node::id(transfer.id)),
        ("DateString", Node::text(format!("{}T00:00:00", transfer.date))),
        ("Date", Node::Date(transfer.date)),
        ("Status", Node::text(status)),
        ("Amount", Node::Amount(transfer.amount)),
        ("Reference", Node::text(&transfer.reference)),
        ("CurrencyRate", Node::Number(transfer.rate)),
        ("FromBankTransactionID", Node::id(from)),
        ("ToBankTransactionID", Node::id(to)),
        ("FromIsReconciled", Node::Bool(reconciled(from))),
        ("ToIsReconciled", Node::Bool(reconciled(to))),
        ("HasAttachments", Node::Bool(books.has_files(transfer.id))),
        ("CreatedDateUTC", Node::Instant(transfer.created)),
        ("FromTracking", tracking_node(books, &transfer.tracking[0])),
        ("ToTracking", tracking_node(books, &transfer.tracking[1])),
    ]);
    for (name, account) in [("FromBankAccount", transfer.from), ("ToBankAccount", transfer.to)] {
        if let Some(account) = books.account(account) {
            node.push(name, bank_node(account));
        }
    }
    node
}
