//! What one resource shows of another inside itself, and other shapes that several share.

use chrono::NaiveDate;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serializer};
use thiserror::Error;
use uuid::Uuid;

use super::lenient;

/// An answer lacks what its resource always has.
#[derive(Debug, Error)]
#[error("{0} is missing")]
pub(super) struct Missing(pub(super) &'static str);

/// The contact of a document.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ContactUse {
    #[serde(rename = "ContactID", default, deserialize_with = "lenient::optional_id")]
    pub(super) contact_id: Option<Uuid>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub(super) name: Option<String>,
}

/// The account of a payment or a bank transaction.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct AccountUse {
    #[serde(rename = "AccountID", default, deserialize_with = "lenient::optional_id")]
    pub(super) account_id: Option<Uuid>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub(super) code: Option<String>,
}

/// A business date: `Date`, or `DateString` where only that came (facts §12.1).
pub(super) fn either(
    date: Option<NaiveDate>,
    date_string: Option<NaiveDate>,
) -> Result<NaiveDate, Missing> {
    date.or(date_string).ok_or(Missing("Date"))
}

/// `{"ContactID": …}` and nothing else: a name would make or change a contact (facts §7.2).
pub(super) fn write_contact<S: Serializer>(id: &Uuid, serializer: S) -> Result<S::Ok, S::Error> {
    write_id("ContactID", id, serializer)
}

/// `{"InvoiceID": …}`.
pub(super) fn write_invoice<S: Serializer>(id: &Uuid, serializer: S) -> Result<S::Ok, S::Error> {
    write_id("InvoiceID", id, serializer)
}

fn write_id<S: Serializer>(
    name: &'static str,
    id: &Uuid,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(name, id)?;
    map.end()
}
