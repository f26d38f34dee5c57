//! The documents of some parts and of no others: what left Xero to be posted again.

use ledger::PartRef;
use store::{Book, DocumentId, OpenPart, PartFilter};
use world::World;

use super::{Desk, PAGES_MAX, PARTS_PAGE, PASSES_MAX};
use crate::error::Error;
use crate::policy::Policy;

/// Makes the documents of those of some parts that wait for one, also of what was taken back.
/// What cannot be sent yet is held with its cause. Nothing where no chart was ever read.
///
/// # Errors
/// [`Error::Book`]; documents made before the error stay.
pub(crate) fn queue_picked(
    book: &Book,
    picked: &[PartRef],
    who: &str,
    world: &World,
) -> Result<Vec<DocumentId>, Error> {
    let mut made = Vec::new();
    let Some(snapshot) = book.chart()? else { return Ok(made) };
    let (mapping, policy) = (book.mapping()?, Policy::of(book)?);
    let desk = Desk { book, chart: &snapshot.chart, mapping: &mapping, policy };
    for _ in 0..PASSES_MAX {
        let before = made.len();
        for part in picked {
            let Some(open) = waiting(book, part)? else { continue };
            match desk.make(&open, who, world) {
                Ok(id) => made.extend(id),
                // It is not queued, and the run that sends these tells it.
                Err(error) if error.is_of_one_document() => {
                    let transaction = part.transaction;
                    tracing::error!(transaction, %error, "a part is left aside");
                }
                Err(error) => return Err(error),
            }
        }
        if made.len() == before {
            break;
        }
    }
    Ok(made)
}

/// The part as it waits, among all of its day.
fn waiting(book: &Book, part: &PartRef) -> Result<Option<OpenPart>, Error> {
    let date = book.part(part)?.date;
    let mut filter = PartFilter::everywhere(date, date);
    for _ in 0..PAGES_MAX {
        let page = book.open_parts(&filter, PARTS_PAGE)?;
        filter.after = page.last().map(OpenPart::place);
        let is_last = page.len() < PARTS_PAGE as usize;
        let found = page.into_iter().find(|open| open.part == *part);
        if found.is_some() || is_last {
            return Ok(found);
        }
    }
    Ok(None)
}
