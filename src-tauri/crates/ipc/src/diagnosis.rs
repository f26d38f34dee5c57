//! The diagnostic bundle: what helps to find a fault, without what is in the book.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Saves a diagnostic bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaveBundle {
    /// The file, which must not exist yet; one in the book's folder, named by date and time, where
    /// absent.
    pub to: Option<String>,
}

/// A diagnostic bundle that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SavedBundle {
    /// The file.
    pub path: String,
    /// Where it is and what is not in it, in a sentence or two.
    pub message: String,
}
