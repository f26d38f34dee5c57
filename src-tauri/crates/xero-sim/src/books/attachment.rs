//! Files at documents (facts §6.8).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attachment {
    pub(crate) id: Uuid,
    pub(crate) document: Uuid,
    pub(crate) name: String,
    /// `application/pdf`.
    pub(crate) mime: String,
    /// In base64: the state is JSON.
    pub(crate) content: String,
    /// In bytes, before base64.
    pub(crate) length: usize,
    /// Whether the customer sees it with the online invoice.
    pub(crate) online: bool,
}
