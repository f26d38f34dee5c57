//! Creating and updating journals, one or many in a request.

use uuid::Uuid;

use super::draft::draft;
use super::request::JournalRequest;
use super::{NAME, node};
use crate::api::save::{Saved, each};
use crate::api::{Ask, Outcome, Refusal};
use crate::books::{Author, JournalStatus, LineAmountTypes, ManualJournal};

/// PUT: every element is new, whatever id it carries.
pub(super) fn create(ask: &mut Ask<'_>) -> Outcome {
    let requests = ask.elements(NAME, JournalRequest::read)?;
    let targets: Vec<_> = requests.into_iter().map(|request| (request, None)).collect();
    save(ask, &targets)
}

/// POST: an element with a known id changes that journal; `id` is the one in the URL.
pub(super) fn upsert(ask: &mut Ask<'_>, id: Option<Uuid>) -> Outcome {
    let requests = ask.elements(NAME, JournalRequest::read)?;
    let mut targets = Vec::with_capacity(requests.len());
    for request in requests {
        let target = id.or(request.id);
        if target.is_some_and(|id| ask.organisation.books.journal(id).is_none()) {
            let text = "The document with the supplied id was not found for this endpoint.";
            return Err(Refusal::says(text));
        }
        targets.push((request, target));
    }
    save(ask, &targets)
}

fn save(ask: &mut Ask<'_>, targets: &[(JournalRequest, Option<Uuid>)]) -> Outcome {
    each(ask, NAME, targets, |ask, (request, target)| {
        let blank = blank(ask);
        let organisation = &mut *ask.organisation;
        let old = target.and_then(|id| organisation.books.journal(id));
        let mut draft = draft(organisation, request, blank, old);
        if draft.errors.is_empty() {
            draft.journal.updated = ask.now;
            organisation.books.keep(draft.journal.clone(), Author::App);
        } else if old.is_none() {
            draft.journal.id = Uuid::nil();
        }
        Saved {
            node: node(&draft.journal, &organisation.books, true),
            errors: draft.errors,
            tolerated: draft.tolerated,
            warnings: draft.warnings,
        }
    })
}

fn blank(ask: &mut Ask<'_>) -> ManualJournal {
    ManualJournal {
        id: ask.ids.uuid(),
        narration: String::new(),
        date: ask.organisation.today(ask.now),
        types: LineAmountTypes::NoTax,
        status: JournalStatus::Draft,
        url: None,
        show_on_cash_basis: true,
        lines: Vec::new(),
        updated: ask.now,
    }
}
