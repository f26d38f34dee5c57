//! The bytes of writes, and what they share.

use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

/// Plain JSON, always in the same order of fields.
pub(super) fn to_bytes(body: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(body).expect("what is sent is plain JSON")
}

/// One element inside its collection: one per request, since an error of several does not tell
/// which of them it is about (facts §12).
pub(super) fn of_one(collection: &'static str, element: &impl Serialize) -> Vec<u8> {
    to_bytes(&std::collections::BTreeMap::from([(collection, [element])]))
}

/// A document's id and its new status, and nothing else.
///
/// Facts §7.1 and §9 name the transitions, not the body. This is the one that Xero's own examples
/// of voiding and deleting have and that is in use. A whole document again would be an edit: lines
/// sent without their ids are deleted and made anew (facts §7.2), and where a document may not be
/// edited any more, its end would be refused with the edit.
pub(super) fn of_status(
    collection: &'static str,
    id_name: &'static str,
    id: Uuid,
    status: &str,
) -> Vec<u8> {
    of_one(collection, &json!({ id_name: id, "Status": status }))
}
