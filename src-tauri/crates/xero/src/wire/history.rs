//! Notes on the history of a document.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{Element, lenient};

/// An entry of a document's history; ours appear as “System Generated”.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct HistoryNote {
    /// The text, at most 2,500 characters.
    #[serde(default, deserialize_with = "lenient::text")]
    pub details: String,
    /// What kind of change, for example `Note`.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub changes: Option<String>,
    /// Who.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub user: Option<String>,
    /// When, in UTC.
    #[serde(rename = "DateUTC", default, deserialize_with = "lenient::optional_moment")]
    pub at: Option<DateTime<Utc>>,
}

impl Element for HistoryNote {
    const COLLECTION: &'static str = "HistoryRecords";
}
