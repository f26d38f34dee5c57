//! Contacts as Xero sends them.

use super::request::{ADDRESS, PERSON, PHONE, TEXTS};
use crate::books::{Contact, Owed, Texts};
use crate::wire::Node;

const SEARCHED: [&str; 4] = ["AccountNumber", "FirstName", "LastName", "CompanyNumber"];

/// As inside a document of a list.
pub(in crate::api) fn short(contact: &Contact) -> Node {
    Node::Object(vec![
        ("ContactID", Node::id(contact.id)),
        ("ContactNumber", Node::text(contact.number.as_deref().unwrap_or(""))),
        ("Name", Node::text(&contact.name)),
        ("ContactStatus", Node::text(status(contact))),
    ])
}

pub(crate) fn node(contact: &Contact) -> Node {
    let mut node = short(contact);
    node.push("EmailAddress", Node::text(&contact.email));
    for (name, _) in TEXTS {
        let text = contact.texts.get(name).map_or("", String::as_str);
        // What a filter may ask for is there even where it is empty.
        if !text.is_empty() || SEARCHED.contains(&name) {
            node.push(name, Node::text(text));
        }
    }
    node.push("Addresses", list(&contact.addresses, &ADDRESS));
    node.push("Phones", list(&contact.phones, &PHONE));
    node.push("ContactPersons", list(&contact.persons, &PERSON));
    node.push("ContactGroups", Node::List(vec![]));
    node.push("IsSupplier", Node::Bool(false));
    node.push("IsCustomer", Node::Bool(contact.customer));
    node.push("UpdatedDateUTC", Node::Instant(contact.updated));
    node.push("HasAttachments", Node::Bool(false));
    if let Some(into) = contact.merged_into {
        node.push("MergedToContactID", Node::id(into));
    }
    node
}

/// As on a page or by id: with what is owed.
pub(in crate::api) fn full(contact: &Contact, owed: &Owed) -> Node {
    let balance = |owed: &Owed| {
        Node::Object(vec![
            ("Outstanding", Node::Amount(owed.outstanding)),
            ("Overdue", Node::Amount(owed.overdue)),
        ])
    };
    let mut node = node(contact);
    node.push(
        "Balances",
        Node::Object(vec![
            ("AccountsReceivable", balance(owed)),
            ("AccountsPayable", balance(&Owed::default())),
        ]),
    );
    node
}

fn status(contact: &Contact) -> &'static str {
    if contact.archived { "ARCHIVED" } else { "ACTIVE" }
}

fn list(all: &[Texts], names: &[&'static str]) -> Node {
    Node::list(all.iter().map(|texts| {
        let member = |name: &&'static str| {
            let text = texts.get(*name)?;
            let node = match (*name, text.as_str()) {
                ("IncludeInEmails", flag) => Node::Bool(flag == "true"),
                (_, text) => Node::text(text),
            };
            Some((*name, node))
        };
        Node::Object(names.iter().filter_map(member).collect())
    }))
}
