//! Files on documents (facts §6.8).

use serde::Deserialize;
use uuid::Uuid;

use super::{Element, lenient};

/// A file on a document, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attachment {
    /// Xero's id.
    #[serde(rename = "AttachmentID", default, deserialize_with = "lenient::optional_id")]
    pub attachment_id: Option<Uuid>,
    /// What it is found by.
    #[serde(default, deserialize_with = "lenient::text")]
    pub file_name: String,
    /// For example `application/pdf`.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub mime_type: Option<String>,
    /// Its size in bytes.
    #[serde(default, deserialize_with = "lenient::optional_count")]
    pub content_length: Option<u32>,
}

impl Element for Attachment {
    const COLLECTION: &'static str = "Attachments";
}
