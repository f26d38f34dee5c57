//! A contact as it was sent, by itself or inside a document.

use uuid::Uuid;

use crate::books::Texts;
use crate::wire::{Field, Malformed};

/// Plain texts of a contact, with the most characters they may have.
pub(super) const TEXTS: [(&str, usize); 12] = [
    ("AccountNumber", 50),
    ("FirstName", 255),
    ("LastName", 255),
    ("CompanyNumber", 50),
    ("TaxNumber", 50),
    ("BankAccountDetails", 255),
    ("AccountsReceivableTaxType", 50),
    ("AccountsPayableTaxType", 50),
    ("DefaultCurrency", 3),
    ("SalesDefaultAccountCode", 10),
    ("PurchasesDefaultAccountCode", 10),
    ("XeroNetworkKey", 255),
];

pub(super) const ADDRESS: [&str; 10] = [
    "AddressType",
    "AddressLine1",
    "AddressLine2",
    "AddressLine3",
    "AddressLine4",
    "City",
    "Region",
    "PostalCode",
    "Country",
    "AttentionTo",
];

pub(super) const PHONE: [&str; 4] =
    ["PhoneType", "PhoneNumber", "PhoneAreaCode", "PhoneCountryCode"];

pub(super) const PERSON: [&str; 4] = ["FirstName", "LastName", "EmailAddress", "IncludeInEmails"];

/// What is absent keeps its old value.
#[derive(Clone, Default)]
pub(in crate::api) struct ContactRequest {
    pub(in crate::api) id: Option<Uuid>,
    pub(super) number: Option<String>,
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
    pub(super) status: Option<String>,
    pub(super) texts: Texts,
    pub(super) addresses: Option<Vec<Texts>>,
    pub(super) phones: Option<Vec<Texts>>,
    pub(super) persons: Option<Vec<Texts>>,
}

impl ContactRequest {
    pub(in crate::api) fn read(field: &Field<'_>) -> Result<Self, Malformed> {
        let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        Ok(Self {
            id: field.guid("ContactID")?,
            number: filled(field.text("ContactNumber")?),
            name: filled(field.text("Name")?),
            email: field.text("EmailAddress")?,
            status: field.text("ContactStatus")?,
            texts: texts(field, &TEXTS.map(|(name, _)| name))?,
            addresses: list(field, "Addresses", &ADDRESS)?,
            phones: list(field, "Phones", &PHONE)?,
            persons: list(field, "ContactPersons", &PERSON)?,
        })
    }

    /// Whether it says anything beside who is meant. Empty lists say nothing: SDKs send them.
    pub(super) fn says_more(&self) -> bool {
        let filled = |list: &Option<Vec<Texts>>| list.as_ref().is_some_and(|l| !l.is_empty());
        self.email.is_some()
            || self.status.is_some()
            || !self.texts.is_empty()
            || [&self.addresses, &self.phones, &self.persons].into_iter().any(filled)
    }
}

fn texts(field: &Field<'_>, names: &[&str]) -> Result<Texts, Malformed> {
    let mut texts = Texts::new();
    for name in names {
        if let Some(text) = field.text(name)? {
            texts.insert((*name).to_owned(), text);
        }
    }
    Ok(texts)
}

fn list(field: &Field<'_>, name: &str, names: &[&str]) -> Result<Option<Vec<Texts>>, Malformed> {
    let Some(items) = field.get(name) else { return Ok(None) };
    items.items().iter().map(|item| texts(item, names)).collect::<Result<_, _>>().map(Some)
}
