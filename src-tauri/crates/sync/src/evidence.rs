//! The evidence of a cashout: a sheet of it, attached to its journal in Xero.

use std::fmt::Debug;

use store::{Book, DocumentId};

/// A sheet to attach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The name of its file, unique among the journal's.
    pub file_name: String,
    /// What it is: `application/pdf`.
    pub content_type: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Who makes the sheets: this crate knows no page. Asked twice for one document it gives the same
/// file name.
pub trait Evidence: Send + Sync + Debug {
    /// The sheet of a document; none where there is nothing to show. It blocks.
    ///
    /// # Errors
    /// A sentence that says why it could not be made.
    fn sheet(&self, book: &Book, document: DocumentId) -> Result<Option<Sheet>, String>;
}

/// Nobody makes sheets.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoEvidence;

impl Evidence for NoEvidence {
    fn sheet(&self, _book: &Book, _document: DocumentId) -> Result<Option<Sheet>, String> {
        Ok(None)
    }
}
