//! What people see, worked out from the book: one file a family of commands. Plain functions that
//! block; [`crate::App`] runs them away from the async threads.

pub(crate) mod attention;
pub(crate) mod calls;
pub(crate) mod cashout;
pub(crate) mod chart;
pub(crate) mod document_words;
pub(crate) mod documents;
mod doubts;
pub(crate) mod in_use;
pub(crate) mod journal_lines;
mod line_key;
mod mapped_fields;
pub(crate) mod mappings;
pub(crate) mod notices;
mod particulars;
pub(crate) mod separately;
pub(crate) mod suggestions;
pub(crate) mod sync_log;
mod taxes;
pub(crate) mod transaction;
pub(crate) mod transactions;
