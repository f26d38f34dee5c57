//! How bookkeepers track the lines of what is in the books already.

use uuid::Uuid;

use super::{DocumentEdit, JournalEdit, Refused, unknown};
use crate::books::{Books, TrackingCategory, TrackingOption};

/// Category and option of each entry of a line.
type Tracking = Vec<(Uuid, Uuid)>;

/// The most entries of a line (facts §10.3).
const MAX_TRACKING: usize = 2;

/// What an edit says of tracking.
pub(super) struct Retagging<'a> {
    all: Option<&'a [String]>,
    first: Option<&'a [String]>,
}

impl<'a> From<&'a JournalEdit> for Retagging<'a> {
    fn from(edit: &'a JournalEdit) -> Self {
        Self { all: edit.tracking.as_deref(), first: edit.first_line_tracking.as_deref() }
    }
}

impl<'a> From<&'a DocumentEdit> for Retagging<'a> {
    fn from(edit: &'a DocumentEdit) -> Self {
        Self { all: edit.tracking.as_deref(), first: edit.first_line_tracking.as_deref() }
    }
}

/// Tracks lines as an edit says.
pub(super) fn retag<'a>(
    books: &Books,
    edit: &Retagging<'_>,
    lines: impl Iterator<Item = &'a mut Tracking>,
) -> Result<(), Refused> {
    let all = edit.all.map(|names| entries(books, names)).transpose()?;
    let mut first = edit.first.map(|names| entries(books, names)).transpose()?;
    for tracking in lines {
        if let Some(entries) = first.take().or_else(|| all.clone()) {
            *tracking = entries;
        }
    }
    Ok(())
}

/// Options by name or id, each in the first active category that has it.
fn entries(books: &Books, names: &[String]) -> Result<Tracking, Refused> {
    let mut found: Tracking = Vec::new();
    for name in names {
        let entry = entry(books, name).ok_or_else(|| unknown("tracking option", name))?;
        if found.iter().any(|(category, _)| *category == entry.0) {
            return Err(Refused::Impossible("a tracking category can be used once per line"));
        }
        found.push(entry);
    }
    match found.len() <= MAX_TRACKING {
        true => Ok(found),
        false => Err(Refused::Impossible("a line has at most two tracking categories")),
    }
}

fn entry(books: &Books, name: &str) -> Option<(Uuid, Uuid)> {
    let is_it = |option: &&TrackingOption| {
        option.active && (option.name.eq_ignore_ascii_case(name) || option.id.to_string() == name)
    };
    let of = |category: &TrackingCategory| {
        let option = category.options.iter().find(is_it)?;
        Some((category.id, option.id))
    };
    books.tracking.iter().filter(|category| category.active).find_map(of)
}
