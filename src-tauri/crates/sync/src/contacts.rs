//! Contacts: who in Xero a customer is (facts §7.2).
//!
//! A contact of the very name is taken. Where several are alike a person says which; where none
//! is, one is created, unless a person wants to be asked. Names are unique in Xero, so that a
//! creation whose answer was lost is found by the next look.

use ledger::{Customer, Problem, normalise};
use store::Book;
use world::{World, idempotency_key};
use xero::{Client, Contact, ContactStatus, NewContact, contact_body};

use crate::error::Error;
use crate::outbox::on_book;
use crate::policy::ContactPolicy;

/// Names at least so alike are worth a person's look, in thousandths.
const ALIKE: u32 = 880;
/// How many words of a name Xero is searched for, and how long a word is worth it: shorter ones
/// are in too many names.
const WORDS_MAX: usize = 3;
const WORD_MIN: usize = 3;
/// How many contacts that are alike a person is shown.
const SHOWN_MAX: usize = 5;

/// A contact that may be a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Xero's contact id.
    pub id: String,
    /// Its name in Xero.
    pub name: String,
    /// Its address for mail, where it has one.
    pub email: Option<String>,
    /// Whether it is archived: it is restored in Xero before it can be used.
    pub archived: bool,
}

/// Makes sure that a customer has a contact: linked already, of the very name, or created.
///
/// # Errors
/// [`Error::Xero`] when Xero could not be asked. The inner error is what a person has to decide.
pub(crate) async fn ensure(
    book: &Book,
    client: &Client,
    world: &World,
    customer: &Customer,
    policy: ContactPolicy,
) -> Result<Result<(), Problem>, Error> {
    let asked = customer.clone();
    if on_book(book, move |book| book.contact_of(&asked)).await?.is_some() {
        return Ok(Ok(()));
    }
    let found = candidates(client, customer).await?;
    let wanted = normalise(&customer.name);
    let same = found.iter().find(|one| normalise(&one.name) == wanted && !one.archived);
    if let Some(same) = same {
        link_contact(book, world, customer, same, "daybook").await?;
        return Ok(Ok(()));
    }
    if found.is_empty() && policy == ContactPolicy::Create {
        let made = create_contact(client, world, customer).await?;
        link_contact(book, world, customer, &made, "daybook").await?;
        return Ok(Ok(()));
    }
    Ok(Err(unsure(customer, &found)))
}

/// Calls that look for a whole name: exactly, and in any case.
const NAME_CALLS: u32 = 2;

/// The calls [`ensure`] makes for a customer of whom Xero knows nothing: by the whole name, by
/// each word, and the creation.
pub(crate) fn calls_of_new(customer: &Customer, policy: ContactPolicy) -> u32 {
    let searches = u32::try_from(search_words(customer).len()).unwrap_or(u32::MAX);
    let creation = u32::from(policy == ContactPolicy::Create);
    searches.saturating_add(NAME_CALLS).saturating_add(creation)
}

/// The contacts of Xero that may be a customer: of the same name or mail address, or of a name
/// like it; the likest first.
///
/// # Errors
/// When Xero could not be asked.
pub async fn candidates(client: &Client, customer: &Customer) -> Result<Vec<Candidate>, Error> {
    let mut found = client.find_contacts_by_name(&customer.name).await?;
    if found.iter().any(|one| !is_archived(one)) {
        return Ok(found.into_iter().map(candidate).collect());
    }
    for word in search_words(customer) {
        found.extend(client.search_contacts(&word).await?);
    }
    let mut ranked: Vec<(u32, Contact)> = Vec::new();
    for contact in found {
        let score = likeness(customer, &contact);
        let known = ranked.iter().any(|(_, one)| one.contact_id == contact.contact_id);
        if score >= ALIKE && !known {
            ranked.push((score, contact));
        }
    }
    ranked.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    ranked.truncate(SHOWN_MAX);
    Ok(ranked.into_iter().map(|(_, contact)| candidate(contact)).collect())
}

/// Creates a customer's contact in Xero. Asked twice it is there once: the name is unique.
///
/// # Errors
/// When Xero refused or could not be asked.
pub async fn create_contact(
    client: &Client,
    world: &World,
    customer: &Customer,
) -> Result<Candidate, Error> {
    let email = customer.email.clone().filter(|email| email.contains('@'));
    let made = match send(client, world, customer, email.clone()).await {
        // The address is none to Xero: the contact is worth having without it.
        Err(failure) if email.is_some() && is_about_the_address(&failure) => {
            send(client, world, customer, None).await
        }
        made => made,
    };
    match made {
        Ok(made) => Ok(candidate(made)),
        // Somebody was faster, or the answer of an earlier try was lost.
        Err(failure) if failure.refusals().contains(&xero::Refusal::ContactNameTaken) => {
            let found = client.find_contacts_by_name(&customer.name).await?;
            let active = found.into_iter().find(|one| !is_archived(one));
            active.map(candidate).ok_or(Error::Xero(failure))
        }
        Err(failure) => Err(Error::Xero(failure)),
    }
}

async fn send(
    client: &Client,
    world: &World,
    customer: &Customer,
    email: Option<String>,
) -> Result<Contact, xero::Error> {
    let name = customer.name.trim().to_owned();
    let body = contact_body(&NewContact { name, contact_number: None, email });
    let answer = client.send_contact(&body, &idempotency_key(&*world.entropy)).await?;
    Ok(answer.value)
}

/// "Email address must be valid" (facts §13), and nothing else.
fn is_about_the_address(failure: &xero::Error) -> bool {
    let is_it = |sentence: &String| sentence.to_ascii_lowercase().contains("email address");
    matches!(failure, xero::Error::Invalid { messages } if messages.iter().all(is_it))
}

/// Links a customer to a contact.
///
/// # Errors
/// When the book cannot be written.
pub async fn link_contact(
    book: &Book,
    world: &World,
    customer: &Customer,
    contact: &Candidate,
    who: &str,
) -> Result<(), Error> {
    let (customer, contact) = (customer.clone(), contact.clone());
    let (who, now) = (who.to_owned(), world.now());
    on_book(book, move |book| book.link_contact(&customer, (&contact.name, &contact.id), &who, now))
        .await
}

fn candidate(contact: Contact) -> Candidate {
    Candidate {
        archived: is_archived(&contact),
        id: contact.contact_id.to_string(),
        name: contact.name,
        email: contact.email,
    }
}

/// Whether a contact cannot be on a new document (facts §13).
fn is_archived(contact: &Contact) -> bool {
    !matches!(contact.status, None | Some(ContactStatus::Active))
}

/// What Xero is searched for: the words of the name, since a slip of the pen may be in any of
/// them, and the address for mail.
fn search_words(customer: &Customer) -> Vec<String> {
    let mut words: Vec<&str> = customer.name.split_whitespace().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.retain(|word| word.chars().count() >= WORD_MIN);
    words.truncate(WORDS_MAX);
    words.into_iter().map(str::to_owned).chain(customer.email.clone()).collect()
}

/// How alike a customer and a contact are, in thousandths.
fn likeness(customer: &Customer, contact: &Contact) -> u32 {
    let same_mail = customer.email.as_deref().zip(contact.email.as_deref());
    if same_mail.is_some_and(|(one, other)| normalise(one) == normalise(other)) {
        return 1_000;
    }
    let (one, other) = (normalise(&customer.name), normalise(&contact.name));
    if one == other {
        return 1_000;
    }
    let longest = one.chars().count().max(other.chars().count());
    let distance = strsim::damerau_levenshtein(&one, &other);
    let equal = longest.saturating_sub(distance).saturating_mul(1_000);
    u32::try_from(equal.checked_div(longest).unwrap_or_default()).unwrap_or_default()
}

fn unsure(customer: &Customer, found: &[Candidate]) -> Problem {
    let name = &customer.name;
    let archived = found.iter().find(|one| one.archived && normalise(&one.name) == normalise(name));
    let alike: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
    let sentence = match (archived, alike.as_slice()) {
        (Some(_), _) => format!(
            "The contact {name} is archived in Xero. Restore it there, or choose another contact."
        ),
        (None, []) => format!("{name} has no contact in Xero. Create one, or choose another."),
        (None, alike) => format!(
            "{name} may be {} in Xero. Say which it is, or create a contact of its own.",
            alike.join(" or ")
        ),
    };
    Problem::ContactUnsure { customer: name.clone(), sentence }
}
