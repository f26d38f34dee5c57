//! Whether a drift was told already: open, noted, or what was accepted last, it says the same of
//! the same. What was accepted before that is past: where it is so again, that is a change.
//!
//! What is there is compared as far as both say it, and without what is no change of its own. Names
//! of accounts and options are Xero's to change, a description says nothing to the books, and a
//! rate that is another is in the drift's sentences. A drift that was noted before currencies and
//! tracking were kept is so the same as one that is read anew.

use rusqlite::{Connection, named_params};

use super::{DriftKind, NewDrift, noted};
use crate::documents::{ReadBack, ReadBackLine};
use crate::error::Error;
use crate::sql;

pub(super) fn is_known(book: &Connection, new: &NewDrift) -> Result<bool, Error> {
    let told = sql::all(
        book,
        "SELECT * FROM drifts
         WHERE document_id = :document AND kind = :kind AND xero_id = :xero_id
             AND (how IS NULL OR how = 'noted' OR id = (
                 SELECT max(id) FROM drifts
                 WHERE document_id = :document AND kind = :kind AND xero_id = :xero_id
                     AND how = 'accepted'))",
        named_params! {
            ":document": new.document.0,
            ":kind": new.kind.key(),
            ":xero_id": new.xero_id,
        },
        noted,
    )?;
    Ok(told.iter().any(|old| match new.kind {
        // A duplicate that was accepted is so whatever becomes of it.
        DriftKind::Duplicate => true,
        DriftKind::Edited | DriftKind::Voided | DriftKind::Reconciled => says_the_same(old, new),
    }))
}

fn says_the_same(old: &NewDrift, new: &NewDrift) -> bool {
    old.message == new.message
        && is_equal_or_unsaid(old.contact.as_ref(), new.contact.as_ref())
        && is_same(&old.now, &new.now)
}

fn is_same(old: &ReadBack, new: &ReadBack) -> bool {
    let ReadBack { status, date, currency, rate: _, lines } = old;
    (status, date) == (&new.status, &new.date)
        && is_equal_or_unsaid(currency.as_ref(), new.currency.as_ref())
        && are_same(lines, &new.lines)
}

fn is_equal_or_unsaid<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    one.zip(other).is_none_or(|(one, other)| one == other)
}

/// Whether the same lines stand in both, in whatever order.
fn are_same(old: &[ReadBackLine], new: &[ReadBackLine]) -> bool {
    let mut left: Vec<&ReadBackLine> = new.iter().collect();
    let has_partner = |line: &ReadBackLine| {
        let is_it = |other: &&ReadBackLine| line.is_same(other) && line.is_tracked_same(other);
        let place = left.iter().position(is_it);
        place.map(|place| left.remove(place)).is_some()
    };
    old.len() == new.len() && old.iter().all(has_partner)
}
