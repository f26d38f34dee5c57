//! Creating and updating journals, one or many in a request.

use uuid::Uuid;

use super::draft::{Draft, draft};
use super::request::JournalRequest;
use super::{NAME, node};
use crate::api::{Answer, Ask, Outcome, Refusal};
use crate::books::{JournalStatus, LineAmountTypes, ManualJournal};
use crate::wire::Node;

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

/// Unless `summarizeErrors=false`, one refused element refuses them all.
fn save(ask: &mut Ask<'_>, targets: &[(JournalRequest, Option<Uuid>)]) -> Outcome {
    if targets.is_empty() {
        return Err(Refusal::says("At least one ManualJournal must be provided."));
    }
    let summarize = ask.summarizes_errors();
    let drafts: Vec<Draft> = targets
        .iter()
        .map(|(request, target)| {
            let blank = blank(ask);
            let organisation = &*ask.organisation;
            let old = target.and_then(|id| organisation.books.journal(id));
            draft(organisation, request, blank, old)
        })
        .collect();
    if summarize && drafts.iter().any(|draft| !draft.errors.is_empty()) {
        let refused = drafts.iter().filter(|draft| !draft.errors.is_empty());
        return Err(Refusal::Invalid(refused.map(|draft| echo(ask, draft, false)).collect()));
    }
    let mut nodes = Vec::with_capacity(drafts.len());
    for mut draft in drafts {
        if draft.errors.is_empty() {
            draft.journal.updated = ask.now;
            ask.organisation.books.keep(draft.journal.clone());
        }
        nodes.push(echo(ask, &draft, !summarize));
    }
    Ok(Answer::of(NAME, nodes))
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

/// The journal as kept, or as refused: then with an id of zeros when it is new.
fn echo(ask: &Ask<'_>, draft: &Draft, with_status: bool) -> Node {
    let books = &ask.organisation.books;
    let mut journal = draft.journal.clone();
    if books.journal(journal.id).is_none() {
        journal.id = Uuid::nil();
    }
    let mut node = node(&journal, books, true);
    let refused = !draft.errors.is_empty();
    if with_status {
        let word = match (refused, draft.warnings.is_empty() && draft.tolerated.is_empty()) {
            (true, _) => "ERROR",
            (false, false) => "WARNING",
            (false, true) => "OK",
        };
        node.push("StatusAttributeString", Node::text(word));
        node.push("HasValidationErrors", Node::Bool(refused));
    }
    if !draft.warnings.is_empty() {
        node.push("Warnings", Node::messages(&draft.warnings));
    }
    let errors = [draft.errors.as_slice(), draft.tolerated.as_slice()].concat();
    if !errors.is_empty() {
        node.push("ValidationErrors", Node::messages(&errors));
    }
    node
}
