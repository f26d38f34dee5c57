//! Creating and updating invoices, one or many in a request.

use chrono::Datelike as _;
use uuid::Uuid;

use super::{NAME, node};
use crate::api::documents::{Detail, DocumentRequest, Draft, Names, next_number};
use crate::api::save::{Saved, each};
use crate::api::{Ask, Outcome, Refusal};
use crate::books::{DocumentKind, Open};

const NAMES: Names = Names {
    id: "InvoiceID",
    number: "InvoiceNumber",
    kind: "Xero.API.Library..InvoiceType",
    kinds: &[ACCREC, ACCPAY],
};
const ACCREC: &str = "ACCREC";
const ACCPAY: &str = "ACCPAY";
const NOUN: &str = "Invoice";
/// What numbers of Xero's own making begin with.
const PREFIX: &str = "INV-";

type Target = (DocumentRequest, Option<Uuid>);

/// PUT: every element is new, whatever id or number it carries.
pub(super) fn create(ask: &mut Ask<'_>) -> Outcome {
    let requests = read(ask)?;
    save(ask, &requests.into_iter().map(|request| (request, None)).collect::<Vec<_>>())
}

/// POST: an element with a known id or number changes that invoice (facts §7.2); `id` is the one
/// in the URL.
pub(super) fn upsert(ask: &mut Ask<'_>, id: Option<Uuid>) -> Outcome {
    let books = &ask.organisation.books;
    let mut targets: Vec<Target> = Vec::new();
    for request in read(ask)? {
        let named = |number: &String| {
            let mut invoices = books.invoices.iter();
            invoices.find(|invoice| invoice.number.eq_ignore_ascii_case(number)).map(|i| i.id)
        };
        let target = id.or(request.id).or_else(|| request.number.as_ref().and_then(named));
        if target.is_some_and(|id| !books.invoices.iter().any(|invoice| invoice.id == id)) {
            let text = "An existing invoice with the specified ID could not be found";
            return Err(Refusal::says(text));
        }
        targets.push((request, target));
    }
    save(ask, &targets)
}

fn read(ask: &Ask<'_>) -> Result<Vec<DocumentRequest>, Refusal> {
    let requests = ask.elements(NAME, |field| DocumentRequest::read(field, &NAMES))?;
    if requests.iter().any(|request| request.kind.as_deref() == Some(ACCPAY)) {
        return Err(Refusal::NotImplemented);
    }
    Ok(requests)
}

fn save(ask: &mut Ask<'_>, targets: &[Target]) -> Outcome {
    each(ask, NAME, targets, |ask, (request, target)| {
        let mut draft = Draft::begin(ask, DocumentKind::Invoice, *target);
        if draft.is_new() && request.kind.is_none() {
            draft.refuse("The Type of the invoice must be specified");
        }
        draft.apply(ask, request, NOUN);
        check_number(ask, &mut draft);
        check_limit(ask, &mut draft);
        draft.finish(ask);
        let books = &ask.organisation.books;
        let open = Open::of(books);
        let node = node(&draft.document, books, &open, Detail::Whole, ask.unit_decimals());
        Saved { node, errors: draft.said.errors, tolerated: vec![], warnings: draft.said.warnings }
    })
}

/// Unique among all sales invoices, voided and deleted ones too.
fn check_number(ask: &Ask<'_>, draft: &mut Draft) {
    let invoices = ask.organisation.books.invoices.iter();
    if draft.document.number.is_empty() {
        draft.document.number = next_number(PREFIX, invoices);
        return;
    }
    let mut others = invoices.filter(|other| other.id != draft.document.id);
    if others.any(|other| other.number.eq_ignore_ascii_case(&draft.document.number)) {
        draft.refuse("Invoice # must be unique.");
    }
}

/// The cap of the "Early" plan (facts §3), by the calendar month where the organisation is.
fn check_limit(ask: &Ask<'_>, draft: &mut Draft) {
    let organisation = &*ask.organisation;
    let Some(limit) = organisation.approve_limit.filter(|_| draft.is_approved_now()) else {
        return;
    };
    let month = |at| {
        let date = organisation.today(at);
        (date.year(), date.month())
    };
    let approved = organisation.books.invoices.iter().filter_map(|invoice| invoice.approved);
    let this_month = approved.filter(|at| month(*at) == month(ask.now)).count();
    if this_month >= usize::try_from(limit).unwrap_or(usize::MAX) {
        draft.refuse("You have reached the limit of invoices you can approve");
    }
}
