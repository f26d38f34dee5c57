//! `/Contacts` (facts §7.2).

mod change;
mod node;
mod request;

use super::save::{Saved, each};
use super::{Answer, Ask, Outcome, Refusal, history, query};
use crate::books::{Author, Contact, Open};

pub(in crate::api) use change::resolve;
pub(crate) use node::node;
pub(in crate::api) use node::{full, short};
pub(in crate::api) use request::ContactRequest;

const NAME: &str = "Contacts";

pub(super) fn handle(ask: &mut Ask<'_>) -> Outcome {
    match (ask.call.method.as_str(), ask.rest.as_slice()) {
        ("GET", []) => list(ask),
        ("GET", [id]) => {
            let contact = find(ask, id)?;
            let open = Open::of(&ask.organisation.books);
            Ok(Answer::of(NAME, vec![full(contact, &open.owed_by(contact.id, today(ask)))]))
        }
        ("PUT", []) => write(ask, None, change::Target::New),
        ("POST", []) => write(ask, None, change::Target::Known),
        ("POST", [id]) => {
            let id = find(ask, id)?.id;
            write(ask, Some(id), change::Target::Known)
        }
        (_, [id, "History"]) => {
            let id = id.parse().map_err(|_| Refusal::NotFound)?;
            let exists = ask.organisation.books.contact(id).is_some();
            history::handle(ask, id, exists)
        }
        (_, [_, "Attachments" | "CISSettings", ..]) => Err(Refusal::NotImplemented),
        _ => Err(Refusal::NotFound),
    }
}

/// By id or by ContactNumber.
fn find<'a>(ask: &'a Ask<'_>, id: &str) -> Result<&'a Contact, Refusal> {
    let contacts = &ask.organisation.books.contacts;
    let is_it = |contact: &&Contact| {
        contact.id.to_string().eq_ignore_ascii_case(id) || contact.number.as_deref() == Some(id)
    };
    contacts.iter().find(is_it).ok_or(Refusal::NotFound)
}

fn today(ask: &Ask<'_>) -> chrono::NaiveDate {
    ask.organisation.today(ask.now)
}

/// Archived contacts are left out unless asked for. Only pages say what is owed.
fn list(ask: &Ask<'_>) -> Outcome {
    let since = ask.modified_since();
    let call = ask.call;
    let ids = query::words(call, "IDs");
    let term = call.param("searchTerm").map(str::to_lowercase);
    let owed = query::page(call).filter(|_| !query::is_true(call, "summaryOnly"));
    let open = owed.map(|_| Open::of(&ask.organisation.books));
    let contacts = ask.organisation.books.contacts.iter();
    let nodes = contacts
        .filter(|contact| query::is_true(call, "includeArchived") || !contact.archived)
        .filter(|contact| since.is_none_or(|since| contact.updated > since))
        .filter(|contact| query::is_among(ids.as_ref(), &contact.id.to_string()))
        .filter(|contact| term.as_ref().is_none_or(|term| mentions(contact, term)))
        .map(|contact| match &open {
            Some(open) => full(contact, &open.owed_by(contact.id, today(ask))),
            None => node(contact),
        })
        .collect();
    let mut nodes = query::filter(call, nodes)?;
    query::sort(call, "UpdatedDateUTC", &mut nodes)?;
    query::paged(call, NAME, nodes)
}

/// Where `searchTerm` looks, in any case.
fn mentions(contact: &Contact, term: &str) -> bool {
    let text = |name: &str| contact.texts.get(name).map_or("", String::as_str);
    let number = contact.number.as_deref().unwrap_or("");
    [&contact.name, &contact.email, number]
        .into_iter()
        .chain(["FirstName", "LastName", "CompanyNumber"].map(text))
        .any(|text| text.to_lowercase().contains(term))
}

fn write(ask: &mut Ask<'_>, id: Option<uuid::Uuid>, target: change::Target) -> Outcome {
    let mut requests = ask.elements(NAME, ContactRequest::read)?;
    if let Some(id) = id {
        requests.iter_mut().for_each(|request| request.id = Some(id));
    }
    each(ask, NAME, &requests, |ask, request| {
        let new = ask.ids.uuid();
        let books = &mut ask.organisation.books;
        let (contact, errors) = change::change(books, request, target, new, ask.now);
        let mut shown = contact.clone();
        if errors.is_empty() {
            books.keep_contact(contact, Author::App);
        } else if books.contact(contact.id).is_none() {
            shown.id = uuid::Uuid::nil();
        }
        Saved::new(node(&shown), errors)
    })
}
