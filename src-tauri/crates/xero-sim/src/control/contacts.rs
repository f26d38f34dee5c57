//! What bookkeepers do to contacts.

use uuid::Uuid;

use super::{Bookkeeper, Control, Refused, unknown};
use crate::books::{Author, Books, Contact, Organisation};

const TAKEN: &str = "another active contact has that name";

impl Bookkeeper<'_> {
    pub(super) fn change_contacts(
        &mut self,
        organisation: &mut Organisation,
        control: &Control,
    ) -> Result<(), Refused> {
        let books = &mut organisation.books;
        if let Some(new) = &control.add_contact {
            let contact = Contact::new(self.ids.uuid(), &new.name, self.now);
            let email = new.email.clone().unwrap_or_default();
            self.keep_contact(books, Contact { email, ..contact })?;
        }
        if let Some(change) = &control.rename_contact {
            let contact = find(books, &change.contact)?.clone();
            self.keep_contact(books, Contact { name: change.to.clone(), ..contact })?;
        }
        if let Some(name) = &control.archive_contact {
            let contact = find(books, name)?.clone();
            self.keep_contact(books, Contact { archived: true, ..contact })?;
        }
        if let Some(name) = &control.restore_contact {
            let contact = find(books, name)?.clone();
            self.keep_contact(books, Contact { archived: false, ..contact })?;
        }
        if let Some(merge) = &control.merge_contact {
            let from = find(books, &merge.contact)?.clone();
            let into = find(books, &merge.to)?.id;
            if from.id == into {
                return Err(Refused::Impossible("a contact cannot be merged into itself"));
            }
            self.hand_over(books, from.id, into);
            let merged = Contact { archived: true, merged_into: Some(into), ..from };
            self.keep_contact(books, merged)?;
        }
        Ok(())
    }

    fn keep_contact(&self, books: &mut Books, contact: Contact) -> Result<(), Refused> {
        let clashes = |other: &Contact| {
            other.id != contact.id && !other.archived && other.is_called(&contact.name)
        };
        if !contact.archived && books.contacts.iter().any(clashes) {
            return Err(Refused::Impossible(TAKEN));
        }
        books.keep_contact(Contact { updated: self.now, ..contact }, Author::Person);
        Ok(())
    }

    fn hand_over(&self, books: &mut Books, from: Uuid, into: Uuid) {
        let tables = [&books.invoices, &books.credit_notes, &books.bank_transactions];
        let theirs: Vec<_> = tables
            .into_iter()
            .flat_map(|table| table.iter().filter(|document| document.contact == Some(from)))
            .cloned()
            .collect();
        for mut document in theirs {
            document.contact = Some(into);
            document.updated = self.now;
            books.keep_document(document, Author::Person);
        }
    }
}

/// By name or id; of one name an active contact comes before an archived one.
pub(super) fn find<'a>(books: &'a Books, name: &str) -> Result<&'a Contact, Refused> {
    let named = || books.contacts.iter().filter(|contact| contact.is_named(name));
    let active = named().find(|contact| !contact.archived);
    active.or_else(|| named().next()).ok_or_else(|| unknown("contact", name))
}
