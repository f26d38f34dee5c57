//! Looking up by our own words, and reading what has changed: page by page, and never without end.

use chrono::{DateTime, Utc};

use super::{Call, Client};
use crate::error::Error;
use crate::wire::{Element, Envelope};

/// Most pages looked through for one narration or reference. One document is meant, so more is a
/// fault.
pub const LOOK_UP_PAGES_MAX: u32 = 5;
/// Most pages of changes. At a hundred a page Xero itself refuses what lies beyond (facts §6.7).
pub const CHANGED_PAGES_MAX: u32 = 1_000;

/// A query's names and values.
pub(super) type Query = &'static [(&'static str, &'static str)];

/// One page of a list that is read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// What is on it, in the order of its ids.
    pub elements: Vec<T>,
    /// Whether there is none after it.
    pub is_last: bool,
}

/// Whether something with this narration, reference or name can be looked up by it: nobody has
/// documented how to write a quotation mark in a filter (facts §12, §17). What cannot be looked up
/// must not be sent.
#[must_use]
pub fn is_searchable(text: &str) -> bool {
    !text.is_empty() && !text.contains(['"', '\\'])
}

impl Client {
    /// Everything at `path` whose `field` is this text, of any status, with its lines. What Xero
    /// takes for equal is handed on unfiltered: overlooking one would mean posting twice.
    pub(super) async fn find<T: Element>(
        &self,
        path: &'static str,
        field: &str,
        text: &str,
        more: Query,
    ) -> Result<Vec<T>, Error> {
        if !is_searchable(text) {
            return Err(Error::Unsearchable);
        }
        let filter = format!("{field}==\"{text}\"");
        self.all_pages(path, &[&[("where", filter.as_str())], more].concat()).await
    }

    /// All pages of a short list.
    pub(super) async fn all_pages<T: Element>(
        &self,
        path: &'static str,
        query: &[(&str, &str)],
    ) -> Result<Vec<T>, Error> {
        let mut found = Vec::new();
        for page in 1..=LOOK_UP_PAGES_MAX {
            // Without a page the lines are left out (facts §6.7).
            let page_text = page.to_string();
            let query = [query, &[("page", &page_text)]].concat();
            let envelope = self.elements::<T>(&Call::get(path).query(&query)).await?;
            let is_last = is_last(&envelope, page);
            found.extend(envelope.elements);
            if is_last {
                return Ok(found);
            }
        }
        Err(Error::TooManyFound)
    }

    /// One page of what was made or changed since, counted from 1.
    ///
    /// The order is by id: what changes while the pages are read can then be read twice, but not
    /// slip from a page to come onto one that was read. The next reading's `since` is the time
    /// before this one's first page.
    pub(super) async fn changed<T: Element>(
        &self,
        path: &'static str,
        id_name: &str,
        page: u32,
        since: DateTime<Utc>,
        more: Query,
    ) -> Result<Page<T>, Error> {
        if page > CHANGED_PAGES_MAX {
            return Err(Error::TooManyFound);
        }
        let page = page.max(1);
        let (page_text, order) = (page.to_string(), format!("{id_name} ASC"));
        let query = [&[("order", order.as_str()), ("page", &page_text)], more].concat();
        let call = Call::get(path).query(&query).modified_since(since);
        let envelope = self.elements::<T>(&call).await?;
        Ok(Page { is_last: is_last(&envelope, page), elements: envelope.elements })
    }
}

/// A list that does not say how many pages it has ends with an empty one.
fn is_last<T>(envelope: &Envelope<T>, page: u32) -> bool {
    match envelope.page_count {
        Some(count) => page >= count,
        None => envelope.elements.is_empty(),
    }
}
