//! `/ManualJournals` (facts §6).

mod draft;
mod request;
mod save;

use uuid::Uuid;

use super::documents::beside;
use super::lines::tracking_node;
use super::{Answer, Ask, Outcome, Refusal, query};
use crate::books::{Books, JournalLine, ManualJournal};
use crate::wire::Node;

const NAME: &str = "ManualJournals";

pub(super) fn handle(ask: &mut Ask<'_>) -> Outcome {
    let rest = ask.rest.clone();
    match (ask.call.method.as_str(), rest.as_slice()) {
        ("GET", []) => list(ask),
        ("GET", [id]) => {
            let books = &ask.organisation.books;
            let journal = id.parse().ok().and_then(|id| books.journal(id));
            let journal = journal.ok_or(Refusal::NotFound)?;
            Ok(Answer::of(NAME, vec![node(journal, books, true)]))
        }
        ("PUT", []) => save::create(ask),
        ("POST", []) => save::upsert(ask, None),
        ("POST", [id]) => {
            let id: Option<Uuid> = id.parse().ok();
            let id = id.filter(|id| ask.organisation.books.journal(*id).is_some());
            save::upsert(ask, Some(id.ok_or(Refusal::NotFound)?))
        }
        (_, [id, below @ ..]) if !below.is_empty() => {
            let books = &ask.organisation.books;
            let exists = id.parse().is_ok_and(|id| books.journal(id).is_some());
            beside(ask, id, below, exists)
        }
        _ => Err(Refusal::NotFound),
    }
}

/// Without `page` the lines are left out (facts §6.7).
fn list(ask: &Ask<'_>) -> Outcome {
    let since = ask.modified_since();
    let books = &ask.organisation.books;
    let lines = query::page(ask.call).is_some();
    let journals = books.journals.iter();
    let nodes = journals
        .filter(|journal| since.is_none_or(|since| journal.updated > since))
        .map(|journal| node(journal, books, lines))
        .collect();
    let mut nodes = query::filter(ask.call, nodes)?;
    query::sort(ask.call, "UpdatedDateUTC", &mut nodes)?;
    query::paged(ask.call, NAME, nodes)
}

/// A journal as Xero sends it.
pub(crate) fn node(journal: &ManualJournal, books: &Books, with_lines: bool) -> Node {
    let lines = if with_lines { journal.lines.as_slice() } else { &[] };
    let mut node = Node::Object(vec![
        ("Date", Node::Date(journal.date)),
        ("Status", Node::text(journal.status.as_str())),
        ("LineAmountTypes", Node::text(journal.types.as_str())),
        ("UpdatedDateUTC", Node::Instant(journal.updated)),
        ("ManualJournalID", Node::id(journal.id)),
        ("Narration", Node::text(&journal.narration)),
        ("JournalLines", Node::list(lines.iter().map(|line| line_node(line, books)))),
        ("ShowOnCashBasisReports", Node::Bool(journal.show_on_cash_basis)),
        ("HasAttachments", Node::Bool(books.has_files(journal.id))),
    ]);
    if let Some(url) = &journal.url {
        node.push("Url", Node::text(url));
    }
    node
}

fn line_node(line: &JournalLine, books: &Books) -> Node {
    let mut node = Node::Object(vec![
        ("TaxType", Node::text(&line.tax_type)),
        ("TaxAmount", Node::Amount(line.tax)),
        ("LineAmount", Node::Amount(line.net)),
        ("Tracking", tracking_node(books, &line.tracking)),
        ("IsBlank", Node::Bool(false)),
    ]);
    if let Some(description) = &line.description {
        node.push("Description", Node::text(description));
    }
    if let Some(account) = line.account.and_then(|id| books.account(id)) {
        node.push("AccountID", Node::id(account.id));
        if let Some(code) = &account.code {
            node.push("AccountCode", Node::text(code));
        }
    }
    node
}
