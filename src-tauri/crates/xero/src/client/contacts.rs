//! Contacts: find, read, create. They are never changed from here: their details are kept by the
//! people who use Xero.

use http::Method;
use uuid::Uuid;

use super::body::of_one;
use super::find::is_searchable;
use super::{Answer, Call, Client, SUMMARIZE};
use crate::error::Error;
use crate::wire::{Contact, NewContact};

const PATH: &str = "/Contacts";
/// Lists leave archived contacts out unless asked.
const ARCHIVED_TOO: (&str, &str) = ("includeArchived", "true");

/// The bytes of a contact's creation.
#[must_use]
pub fn contact_body(contact: &NewContact) -> Vec<u8> {
    of_one("Contacts", contact)
}

impl Client {
    /// Every contact of this name, archived ones too. Xero's names are unique without regard to
    /// case, and whether its filter has regard to it is not known (facts §17): where the filter
    /// finds no active contact, the name is searched for as well and compared here.
    ///
    /// # Errors
    /// [`Error::TooManyFound`] for a name that cannot be in a filter and is in too many others,
    /// and any other of a read.
    pub async fn find_contacts_by_name(&self, name: &str) -> Result<Vec<Contact>, Error> {
        if !is_searchable(name) {
            return self.contacts_called(name).await;
        }
        let found: Vec<Contact> = self.find(PATH, "Name", name, &[ARCHIVED_TOO]).await?;
        if found.iter().any(Contact::is_active) {
            return Ok(found);
        }
        match self.contacts_called(name).await {
            Ok(called) if !called.is_empty() => Ok(called),
            // A part of too many names. Should one be equal, Xero refuses to make it again.
            Ok(_) | Err(Error::TooManyFound) => Ok(found),
            Err(error) => Err(error),
        }
    }

    async fn contacts_called(&self, name: &str) -> Result<Vec<Contact>, Error> {
        let query = [("searchTerm", name), ARCHIVED_TOO];
        let mut found: Vec<Contact> = self.all_pages(PATH, &query).await?;
        let wanted = name.trim().to_lowercase();
        found.retain(|contact| contact.name.trim().to_lowercase() == wanted);
        Ok(found)
    }

    /// The first page of active contacts with this text in their name, number or address for
    /// mail: for someone who is typing.
    ///
    /// # Errors
    /// Any [`Error`] of a read.
    pub async fn search_contacts(&self, term: &str) -> Result<Vec<Contact>, Error> {
        let query = [("searchTerm", term), ("page", "1")];
        Ok(self.elements(&Call::get(PATH).query(&query)).await?.elements)
    }

    /// The contact by its id.
    ///
    /// # Errors
    /// [`Error::NotFound`], and any other of a read.
    pub async fn contact(&self, id: Uuid) -> Result<Contact, Error> {
        self.element(&Call::get(format!("{PATH}/{id}"))).await
    }

    /// Creates a contact from bytes of [`contact_body`], kept or fresh. `PUT` creates and never
    /// overwrites.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a name that is taken, and any other of a write; done when
    /// [`Client::find_contacts_by_name`] has it.
    pub async fn send_contact(&self, body: &[u8], key: &str) -> Result<Answer<Contact>, Error> {
        self.written(&Call::write(Method::PUT, PATH, body, key).query(&[SUMMARIZE])).await
    }
}
