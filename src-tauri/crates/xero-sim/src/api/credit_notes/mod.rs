//! `/CreditNotes` of type ACCRECCREDIT (facts §8). Those of suppliers are not modelled.

mod node;

use super::documents::{Detail, Names, Receivable, View, beside};
use super::{Answer, Ask, Outcome, Refusal, allocations, query};
use crate::books::{DocumentKind, Open};

use node::node;
pub(crate) use node::whole;

const NAME: &str = "CreditNotes";

/// What Xero says to a taken number of a credit note is not known.
const NOTES: Receivable = Receivable {
    collection: NAME,
    kind: DocumentKind::CreditNote,
    names: Names {
        id: "CreditNoteID",
        number: Some("CreditNoteNumber"),
        kind: "Xero.API.Library..CreditNoteType",
        kinds: &["ACCRECCREDIT", "ACCPAYCREDIT"],
    },
    payable: "ACCPAYCREDIT",
    noun: "Credit Note",
    prefix: "CN-",
    number_taken: "Credit Note # must be unique.",
    not_found: "An existing Credit Note with the specified CreditNoteID could not be found",
    table: |books| &books.credit_notes,
    node,
};

pub(super) fn handle(ask: &mut Ask<'_>) -> Outcome {
    let rest = ask.rest.clone();
    match (ask.call.method.as_str(), rest.as_slice()) {
        ("GET", []) => list(ask),
        ("GET", [id]) => {
            let books = &ask.organisation.books;
            let note = NOTES.find(books, id).ok_or(Refusal::NotFound)?;
            let open = Open::of(books);
            let view = View::new(&open, Detail::Whole, ask.unit_decimals());
            Ok(Answer::of(NAME, vec![node(note, &view)]))
        }
        ("PUT", []) => NOTES.create(ask),
        ("POST", []) => NOTES.upsert(ask, None),
        ("POST", [id]) => {
            let id = NOTES.find(&ask.organisation.books, id).ok_or(Refusal::NotFound)?.id;
            NOTES.upsert(ask, Some(id))
        }
        (_, [id, "Allocations", rest @ ..]) => {
            let id = NOTES.find(&ask.organisation.books, id).ok_or(Refusal::NotFound)?.id;
            allocations::handle(ask, id, rest)
        }
        (_, [id, below @ ..]) if !below.is_empty() => {
            let exists = NOTES.find(&ask.organisation.books, id).is_some();
            beside(ask, id, below, exists)
        }
        _ => Err(Refusal::NotFound),
    }
}

fn list(ask: &Ask<'_>) -> Outcome {
    let since = ask.modified_since();
    let books = &ask.organisation.books;
    let open = Open::of(books);
    let detail = if query::page(ask.call).is_some() { Detail::Page } else { Detail::List };
    let view = View::new(&open, detail, ask.unit_decimals());
    let nodes = books
        .credit_notes
        .iter()
        .filter(|note| since.is_none_or(|since| note.updated > since))
        .map(|note| node(note, &view))
        .collect();
    let mut nodes = query::filter(ask.call, nodes)?;
    query::sort(ask.call, "UpdatedDateUTC", &mut nodes)?;
    query::paged(ask.call, NAME, nodes)
}
