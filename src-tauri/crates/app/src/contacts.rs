//! Customers and their contacts in Xero: a person says who is whom.

use std::sync::Arc;

use ipc::{Code, ContactChoice, ContactChoices, Contacts, Fault, LinkContact};
use ledger::{Customer, normalise};
use store::Book;
use sync::{Candidate, candidates, create_contact, link_contact};

use crate::fault::{fault, invalid, not_connected, of_book, with_hint};
use crate::open_book::OpenBook;
use crate::posting::free_held;

/// Every link, and what saving one brought.
pub(crate) fn shown(book: &Book, message: Option<String>) -> Result<Contacts, Fault> {
    let link = |link: store::ContactLink| ipc::ContactLink {
        customer: link.customer,
        contact: link.name,
        id: link.xero_id,
        who: link.who,
    };
    let mut contacts: Vec<ipc::ContactLink> =
        book.contacts().map_err(of_book)?.into_iter().map(link).collect();
    // A customer known by an id and by a name is one.
    contacts.dedup_by(|one, other| one.customer == other.customer && one.id == other.id);
    Ok(Contacts { contacts, message })
}

/// The contacts a customer may be, asked of Xero.
pub(crate) async fn choices(open: &OpenBook, name: &str) -> Result<ContactChoices, Fault> {
    open.ensure_simulator().await?;
    let client = open.client().ok_or_else(not_connected)?;
    let customer = called(name)?;
    let found = candidates(&client, &customer).await.map_err(|error| open.of_sync(error))?;
    let refused = |one: &Candidate| {
        one.archived.then(|| "It is archived in Xero. Restore it there first.".to_owned())
    };
    let contacts = found
        .into_iter()
        .map(|one| ContactChoice {
            refused: refused(&one),
            id: one.id,
            name: one.name,
            email: one.email,
        })
        .collect();
    Ok(ContactChoices { customer: customer.name, contacts })
}

/// Links a customer to a contact, by its id or its name, or to one created for them; what was held
/// for it goes.
pub(crate) async fn link(
    open: &Arc<OpenBook>,
    request: &LinkContact,
    who: &str,
) -> Result<Contacts, Fault> {
    open.ensure_simulator().await?;
    let client = open.client().ok_or_else(not_connected)?;
    let customer = called(&request.customer)?;
    let chosen = match &request.contact {
        None => create_contact(&client, &open.world, &customer)
            .await
            .map_err(|error| open.of_sync(error))?,
        Some(words) => found(open, &client, words).await?,
    };
    link_contact(&open.book, &open.world, &customer, &chosen, who)
        .await
        .map_err(|error| open.of_sync(error))?;
    let said = format!("{} is {} in Xero.", customer.name, chosen.name);
    let contacts = open.away(move |open| {
        let more = match free_held(open) {
            0 => String::new(),
            1 => " 1 document that was held goes to Xero.".to_owned(),
            many => format!(" {many} documents that were held go to Xero."),
        };
        shown(&open.book, Some(said + &more))
    });
    contacts.await
}

/// The one contact of an id or a name.
async fn found(open: &OpenBook, client: &xero::Client, words: &str) -> Result<Candidate, Fault> {
    let of_xero = |error: xero::Error| open.of_sync(sync::Error::Xero(error));
    let by_name = match words.trim().parse() {
        Ok(id) => vec![client.contact(id).await.map_err(of_xero)?],
        Err(_) => client.find_contacts_by_name(words).await.map_err(of_xero)?,
    };
    let active: Vec<_> = by_name.iter().filter(|one| one.is_active()).collect();
    match (active.as_slice(), by_name.as_slice()) {
        ([only], _) => Ok(Candidate {
            id: only.contact_id.to_string(),
            name: only.name.clone(),
            email: only.email.clone(),
            archived: false,
        }),
        ([], []) => Err(with_hint(
            invalid("contact", format!("There is no contact \"{words}\" in Xero.")),
            "Leave the contact out to have one created.",
        )),
        ([], _) => Err(with_hint(
            fault(Code::InvalidInput, format!("The contact {words} is archived in Xero.")),
            "Restore it in Xero, then choose it again. Nothing was changed.",
        )),
        (_, _) => {
            Err(invalid("contact", format!("Several contacts are called \"{words}\". Say its id.")))
        }
    }
}

/// Takes every link to a contact away.
pub(crate) fn unlink(open: &OpenBook, id: &str) -> Result<Contacts, Fault> {
    let known = open.book.contacts().map_err(of_book)?;
    let Some(link) = known.iter().find(|link| link.xero_id == id.trim()) else {
        return Err(fault(Code::NotFound, format!("No customer is linked to the contact {id}.")));
    };
    open.book.unlink_contact(&link.xero_id).map_err(of_book)?;
    let said = format!("Nobody is linked to {} any more. What is in Xero stays.", link.name);
    shown(&open.book, Some(said))
}

fn called(name: &str) -> Result<Customer, Fault> {
    if normalise(name).is_empty() {
        return Err(invalid("customer", "Which customer? The name is empty."));
    }
    Ok(Customer { id: None, name: name.trim().to_owned(), email: None })
}
