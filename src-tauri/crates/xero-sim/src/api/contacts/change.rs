//! Which contact a request means, and what it makes of it.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::request::{ContactRequest, TEXTS};
use crate::books::{Books, Contact};

const MAX_NAME: usize = 255;
const MAX_NUMBER: usize = 50;
const MAX_EMAIL: usize = 255;
const MAX_PERSONS: usize = 5;

/// Said to documents only, and to the same effect for both ways of naming a contact (facts §13).
const ARCHIVED: &str = "The contact with the specified contact details has been archived. The \
                        contact must be un-archived before creating new invoices or credit notes.";

/// What a request of `/Contacts` is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// PUT: a new contact, whatever it is called.
    New,
    /// POST: the contact it names by id, number or name; a new one when there is none.
    Known,
}

/// The contact as it would be kept, and what stands against it.
pub(super) fn change(
    books: &Books,
    request: &ContactRequest,
    target: Target,
    new: Uuid,
    now: DateTime<Utc>,
) -> (Contact, Vec<String>) {
    let blank = || Contact::new(new, "", now);
    let found = match target {
        Target::New => Ok(None),
        Target::Known => known(books, request),
    };
    match found {
        Ok(found) => {
            let mut contact = found.cloned().unwrap_or_else(blank);
            contact.updated = now;
            let errors = apply(books, request, &mut contact);
            (contact, errors)
        }
        Err(message) => (blank(), vec![message]),
    }
}

/// The contact a document is made out to, new or changed or as it is: a name that nobody has
/// makes one, and whatever else is said of it is taken over and drops the contact's persons
/// (facts §7.2). None where nothing says who is meant.
pub(in crate::api) fn resolve(
    books: &Books,
    request: &ContactRequest,
    new: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<Contact>, Vec<String>> {
    if request.id.is_none() && request.number.is_none() && request.name.is_none() {
        return Ok(None);
    }
    let found = known(books, request).map_err(|message| vec![message])?;
    let named = request.name.as_deref().unwrap_or_default();
    let archived = |contact: &Contact| contact.archived && contact.is_called(named);
    if found.is_some_and(|contact| contact.archived)
        || (found.is_none() && books.contacts.iter().any(archived))
    {
        return Err(vec![ARCHIVED.to_owned()]);
    }
    // A name beside an id renames; alone it was what found the contact.
    let renames = |contact: &Contact| {
        let name = request.id.and(request.name.as_ref());
        name.is_some_and(|name| *name != contact.name)
    };
    let contact = match found {
        Some(contact) if !request.says_more() && !renames(contact) => {
            return Ok(Some(contact.clone()));
        }
        Some(contact) => Contact { persons: Vec::new(), ..contact.clone() },
        None => Contact::new(new, "", now),
    };
    let mut contact = Contact { updated: now, ..contact };
    let errors = apply(books, request, &mut contact);
    if errors.is_empty() { Ok(Some(contact)) } else { Err(errors) }
}

/// By id, else by number, else by name. An id that nobody has is an error; the others are new.
fn known<'a>(books: &'a Books, request: &ContactRequest) -> Result<Option<&'a Contact>, String> {
    if let Some(id) = request.id {
        let text = "The contact with the specified ContactID could not be found";
        return books.contact(id).map(Some).ok_or_else(|| text.to_owned());
    }
    let mut contacts = books.contacts.iter();
    if let Some(number) = &request.number
        && let Some(found) = contacts.find(|contact| contact.number.as_ref() == Some(number))
    {
        return Ok(Some(found));
    }
    let name = request.name.as_deref();
    Ok(name.and_then(|name| books.contacts.iter().find(|c| !c.archived && c.is_called(name))))
}

fn apply(books: &Books, request: &ContactRequest, contact: &mut Contact) -> Vec<String> {
    let mut errors = Vec::new();
    match request.status.as_deref() {
        None => {}
        Some("ACTIVE") => contact.archived = false,
        Some("ARCHIVED") => contact.archived = true,
        Some(word) => {
            errors.push(format!("The status '{word}' cannot be applied to the contact"));
        }
    }
    if let Some(name) = &request.name {
        name.trim().clone_into(&mut contact.name);
    }
    if request.number.is_some() {
        contact.number.clone_from(&request.number);
    }
    if let Some(email) = &request.email {
        email.trim().clone_into(&mut contact.email);
    }
    contact.texts.extend(request.texts.clone());
    for (given, kept) in [
        (&request.addresses, &mut contact.addresses),
        (&request.phones, &mut contact.phones),
        (&request.persons, &mut contact.persons),
    ] {
        if let Some(given) = given {
            kept.clone_from(given);
        }
    }
    errors.extend(problems(books, contact));
    errors
}

fn problems(books: &Books, contact: &Contact) -> Vec<String> {
    let mut errors = Vec::new();
    let others = || books.contacts.iter().filter(|other| other.id != contact.id);
    if contact.name.is_empty() || contact.name.chars().count() > MAX_NAME {
        errors.push("The contact name must have 1 to 255 characters.".to_owned());
    }
    if !contact.archived && others().any(|o| !o.archived && o.is_called(&contact.name)) {
        errors.push(format!(
            "The contact name {} is already assigned to another contact. The contact name must \
             be unique across all active contacts.",
            contact.name
        ));
    }
    if let Some(number) = &contact.number {
        if number.chars().count() > MAX_NUMBER {
            errors.push("The ContactNumber must have at most 50 characters.".to_owned());
        }
        if others().any(|other| other.number.as_ref() == Some(number)) {
            errors.push(format!(
                "The contact number {number} is already assigned to another contact. The contact \
                 number must be unique across all contacts."
            ));
        }
    }
    let emails = contact.persons.iter().filter_map(|person| person.get("EmailAddress"));
    if emails.chain([&contact.email]).any(|email| !is_email(email)) {
        errors.push("Email address must be valid".to_owned());
    }
    if contact.persons.len() > MAX_PERSONS {
        errors.push("A contact cannot have more than 5 contact persons.".to_owned());
    }
    for (name, most) in TEXTS {
        if contact.texts.get(name).is_some_and(|text| text.chars().count() > most) {
            errors.push(format!("The {name} must have at most {most} characters."));
        }
    }
    errors
}

/// None, or something that could be one; umlauts are not supported, says Xero's specification.
fn is_email(text: &str) -> bool {
    let parts = text.split_once('@');
    let is_plain = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_graphic() && !"@,;<>()\"".contains(c))
    };
    let is_domain = |domain: &str| {
        domain.contains('.') && !domain.split('.').any(str::is_empty) && is_plain(domain)
    };
    let fits = parts.is_some_and(|(local, domain)| is_plain(local) && is_domain(domain));
    text.is_empty() || (fits && text.len() <= MAX_EMAIL)
}
