//! Customers and the contacts in Xero that stand for them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Names a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomerRef {
    /// The customer, as the desk calls them.
    pub customer: String,
}

/// The contacts a customer may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ContactChoices {
    /// The customer, as the desk calls them.
    pub customer: String,
    /// The contacts, the likest first.
    pub contacts: Vec<ContactChoice>,
}

/// A contact a customer may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ContactChoice {
    /// Xero's id of it.
    pub id: String,
    /// Its name in Xero.
    pub name: String,
    /// Its address for mail.
    pub email: Option<String>,
    /// Why it cannot be chosen; absent when it can.
    pub refused: Option<String>,
}

/// Says which contact a customer is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkContact {
    /// The customer, as the desk calls them.
    pub customer: String,
    /// Xero's id or name of the contact; absent to have one created of the customer's name.
    pub contact: Option<String>,
}

/// Every customer who has a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Contacts {
    /// The links, by customer.
    pub contacts: Vec<ContactLink>,
    /// What saving brought, in a sentence.
    pub message: Option<String>,
}

/// A customer and the contact in Xero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ContactLink {
    /// What the customer is called in the book.
    pub customer: String,
    /// The contact's name when it was linked.
    pub contact: String,
    /// Xero's id of it.
    pub id: String,
    /// Who linked it.
    pub who: String,
}

/// Takes a customer's contact away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnlinkContact {
    /// Xero's id of the contact.
    pub id: String,
}
