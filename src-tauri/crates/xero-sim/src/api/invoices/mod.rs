//! `/Invoices` of type ACCREC (facts §7). Bills are not modelled.

mod node;

use super::documents::{Detail, Names, Receivable, View, beside};
use super::{Answer, Ask, Outcome, Refusal, query};
use crate::books::{Books, Document, DocumentKind, INVOICE_PREFIX, Open};

use node::node;
pub(crate) use node::whole;

const NAME: &str = "Invoices";

const INVOICES: Receivable = Receivable {
    collection: NAME,
    kind: DocumentKind::Invoice,
    names: Names {
        id: "InvoiceID",
        number: Some("InvoiceNumber"),
        kind: "Xero.API.Library..InvoiceType",
        kinds: &["ACCREC", "ACCPAY"],
    },
    payable: "ACCPAY",
    noun: "Invoice",
    prefix: INVOICE_PREFIX,
    number_taken: "Invoice # must be unique.",
    not_found: "An existing invoice with the specified ID could not be found",
    table: |books| &books.invoices,
    node,
};

pub(super) fn handle(ask: &mut Ask<'_>) -> Outcome {
    let rest = ask.rest.clone();
    match (ask.call.method.as_str(), rest.as_slice()) {
        ("GET", []) => list(ask),
        ("GET", [id]) => {
            let books = &ask.organisation.books;
            let invoice = INVOICES.find(books, id).ok_or(Refusal::NotFound)?;
            let open = Open::of(books);
            let view = View::new(&open, Detail::Whole, ask.unit_decimals());
            Ok(Answer::of(NAME, vec![node(invoice, &view)]))
        }
        ("PUT", []) => INVOICES.create(ask),
        ("POST", []) => INVOICES.upsert(ask, None),
        ("POST", [id]) => {
            let id = INVOICES.find(&ask.organisation.books, id).ok_or(Refusal::NotFound)?.id;
            INVOICES.upsert(ask, Some(id))
        }
        (_, [id, below @ ..]) if !below.is_empty() => {
            let exists = INVOICES.find(&ask.organisation.books, id).is_some();
            beside(ask, id, below, exists)
        }
        _ => Err(Refusal::NotFound),
    }
}

/// Voided and deleted ones are in it, as in Xero's.
fn list(ask: &Ask<'_>) -> Outcome {
    let (call, since) = (ask.call, ask.modified_since());
    let books = &ask.organisation.books;
    let open = Open::of(books);
    let detail = match (query::is_true(call, "summaryOnly"), query::page(call)) {
        (true, _) => Detail::Summary,
        (false, Some(_)) => Detail::Page,
        (false, None) => Detail::List,
    };
    let view = View::new(&open, detail, ask.unit_decimals());
    let asked = |name| query::words(call, name);
    let (ids, numbers) = (asked("IDs"), asked("InvoiceNumbers"));
    let (contacts, statuses) = (asked("ContactIDs"), asked("Statuses"));
    let term = call.param("searchTerm").map(str::to_lowercase);
    let only_ours = query::is_true(call, "createdByMyApp");
    let contact = |invoice: &Document| invoice.contact.unwrap_or_default().to_string();
    let nodes = books
        .invoices
        .iter()
        .filter(|invoice| since.is_none_or(|since| invoice.updated > since))
        .filter(|invoice| invoice.by_app || !only_ours)
        .filter(|invoice| query::is_among(ids.as_ref(), &invoice.id.to_string()))
        .filter(|invoice| query::is_among(numbers.as_ref(), &invoice.number))
        .filter(|invoice| query::is_among(contacts.as_ref(), &contact(invoice)))
        .filter(|invoice| query::is_among(statuses.as_ref(), open.status(invoice)))
        .filter(|invoice| term.as_ref().is_none_or(|term| mentions(books, invoice, term)))
        .map(|invoice| node(invoice, &view))
        .collect();
    let mut nodes = query::filter(call, nodes)?;
    query::sort(call, "UpdatedDateUTC", &mut nodes)?;
    query::paged(call, NAME, nodes)
}

/// Where `searchTerm` looks, in any case.
fn mentions(books: &Books, invoice: &Document, term: &str) -> bool {
    let contact = invoice.contact.and_then(|id| books.contact(id));
    let name = contact.map_or("", |contact| contact.name.as_str());
    [invoice.number.as_str(), &invoice.reference, name]
        .iter()
        .any(|text| text.to_lowercase().contains(term))
}
