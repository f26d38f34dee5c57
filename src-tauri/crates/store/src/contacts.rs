//! Customers and the contacts in Xero that stand for them.

use chrono::{DateTime, Utc};
use ledger::Customer;
use rusqlite::{Row, named_params};

use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::record::customer_keys;
use crate::sql::{self, ms};

/// A customer's contact in Xero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactLink {
    /// What the book knows the customer by: the source's id, or the name.
    pub key: String,
    /// What the desk calls the customer.
    pub customer: String,
    /// The contact's name when it was linked.
    pub name: String,
    /// Xero's contact id.
    pub xero_id: String,
    /// Who linked it: a person, or the program by an equal name.
    pub who: String,
    /// When.
    pub linked_at: DateTime<Utc>,
}

impl Book {
    /// The contact of a customer, where one was linked: by the source's id first, then by name.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn contact_of(&self, customer: &Customer) -> Result<Option<ContactLink>, Error> {
        self.read(|view| {
            for key in customer_keys(customer) {
                let found = sql::first(
                    view,
                    "SELECT * FROM contacts WHERE customer = :customer",
                    named_params! { ":customer": key },
                    link,
                )?;
                if found.is_some() {
                    return Ok(found);
                }
            }
            Ok(None)
        })
    }

    /// Every link, by customer.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn contacts(&self) -> Result<Vec<ContactLink>, Error> {
        self.read(|view| {
            sql::all(view, "SELECT * FROM contacts ORDER BY called, customer", [], link)
        })
    }

    /// Links a customer to a contact, under every name the book knows the customer by.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn link_contact(
        &self,
        customer: &Customer,
        (name, xero_id): (&str, &str),
        who: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.write(|book| {
            let keys = customer_keys(customer);
            let called = customer.name.trim();
            // The same customer may be known by an id as well, which this one does not say.
            let others = sql::all(
                book,
                "SELECT customer FROM contacts WHERE lower(called) = lower(:called)",
                named_params! { ":called": called },
                |row| Ok(row.get::<_, String>(0)?),
            )?;
            for key in keys.iter().chain(others.iter().filter(|other| !keys.contains(other))) {
                sql::run(
                    book,
                    "INSERT INTO contacts (customer, called, name, xero_id, who, linked_at_ms)
                     VALUES (:customer, :called, :name, :xero_id, :who, :linked_at_ms)
                     ON CONFLICT (customer) DO UPDATE SET called = excluded.called,
                         name = excluded.name, xero_id = excluded.xero_id, who = excluded.who,
                         linked_at_ms = excluded.linked_at_ms",
                    named_params! {
                        ":customer": key,
                        ":called": called,
                        ":name": name,
                        ":xero_id": xero_id,
                        ":who": who,
                        ":linked_at_ms": ms(now),
                    },
                )?;
            }
            changes::note(book, Topic::Mapping, None)
        })
    }

    /// Takes every link to a contact away.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn unlink_contact(&self, xero_id: &str) -> Result<(), Error> {
        self.write(|book| {
            sql::run(
                book,
                "DELETE FROM contacts WHERE xero_id = :xero_id",
                named_params! { ":xero_id": xero_id },
            )?;
            changes::note(book, Topic::Mapping, None)
        })
    }
}

fn link(row: &Row<'_>) -> Result<ContactLink, Error> {
    Ok(ContactLink {
        key: row.get("customer")?,
        customer: row.get("called")?,
        name: row.get("name")?,
        xero_id: row.get("xero_id")?,
        who: row.get("who")?,
        linked_at: sql::instant(row.get("linked_at_ms")?)?,
    })
}
