//! Creating and updating what is against the receivables: invoices and credit notes, one or many
//! in a request.

use chrono::Datelike as _;
use uuid::Uuid;

use super::{Detail, DocumentRequest, Draft, Names, View};
use crate::api::save::{Saved, each};
use crate::api::{Ask, Outcome, Refusal};
use crate::books::{Books, Document, DocumentKind, Open, next_number};
use crate::wire::Node;

/// What differs between the two.
pub(in crate::api) struct Receivable {
    pub(in crate::api) collection: &'static str,
    pub(in crate::api) kind: DocumentKind,
    pub(in crate::api) names: Names,
    /// The word of `Type` that means the supplier's side, which is not modelled.
    pub(in crate::api) payable: &'static str,
    /// What errors call it.
    pub(in crate::api) noun: &'static str,
    /// What numbers of Xero's own making begin with.
    pub(in crate::api) prefix: &'static str,
    pub(in crate::api) number_taken: &'static str,
    pub(in crate::api) not_found: &'static str,
    pub(in crate::api) table: fn(&Books) -> &[Document],
    pub(in crate::api) node: fn(&Document, &View<'_>) -> Node,
}

type Target = (DocumentRequest, Option<Uuid>);

impl Receivable {
    /// By id or by number.
    pub(in crate::api) fn find<'a>(&self, books: &'a Books, id: &str) -> Option<&'a Document> {
        (self.table)(books).iter().find(|known| {
            known.id.to_string().eq_ignore_ascii_case(id) || known.number.eq_ignore_ascii_case(id)
        })
    }

    /// PUT: every element is new, whatever id or number it carries.
    pub(in crate::api) fn create(&self, ask: &mut Ask<'_>) -> Outcome {
        let requests = self.read(ask)?;
        self.save(ask, &requests.into_iter().map(|request| (request, None)).collect::<Vec<_>>())
    }

    /// POST: an element with a known id or number changes what has it (facts §7.2); `id` is the
    /// one in the URL.
    pub(in crate::api) fn upsert(&self, ask: &mut Ask<'_>, id: Option<Uuid>) -> Outcome {
        let mut targets: Vec<Target> = Vec::new();
        for request in self.read(ask)? {
            let table = (self.table)(&ask.organisation.books);
            let has = |number: &str| table.iter().find(|d| d.number.eq_ignore_ascii_case(number));
            let named = request.number.as_deref().and_then(has).map(|document| document.id);
            let target = id.or(request.id).or(named);
            if target.is_some_and(|id| !table.iter().any(|document| document.id == id)) {
                return Err(Refusal::says(self.not_found));
            }
            targets.push((request, target));
        }
        self.save(ask, &targets)
    }

    fn read(&self, ask: &Ask<'_>) -> Result<Vec<DocumentRequest>, Refusal> {
        let read = |field: &crate::wire::Field<'_>| DocumentRequest::read(field, &self.names);
        let requests = ask.elements(self.collection, read)?;
        if requests.iter().any(|request| request.kind.as_deref() == Some(self.payable)) {
            return Err(Refusal::NotImplemented);
        }
        Ok(requests)
    }

    fn save(&self, ask: &mut Ask<'_>, targets: &[Target]) -> Outcome {
        each(ask, self.collection, targets, |ask, (request, target)| {
            let mut draft = Draft::begin(ask, self.kind, *target);
            if draft.is_new() && request.kind.is_none() {
                draft.refuse("The Type of the document must be specified");
            }
            draft.apply(ask, request, self.noun);
            self.check_number(ask, &mut draft);
            check_limit(ask, &mut draft);
            draft.finish(ask);
            let open = Open::of(&ask.organisation.books);
            let view = View::new(&open, Detail::Whole, ask.unit_decimals());
            let node = (self.node)(&draft.document, &view);
            let (errors, warnings) = (draft.said.errors, draft.said.warnings);
            Saved { node, errors, tolerated: vec![], warnings }
        })
    }

    /// Unique among all of them, voided and deleted ones too.
    fn check_number(&self, ask: &Ask<'_>, draft: &mut Draft) {
        let all = (self.table)(&ask.organisation.books);
        if draft.document.number.is_empty() {
            draft.document.number = next_number(self.prefix, all);
            return;
        }
        let mut others = all.iter().filter(|other| other.id != draft.document.id);
        if others.any(|other| other.number.eq_ignore_ascii_case(&draft.document.number)) {
            draft.refuse(self.number_taken);
        }
    }
}

/// The cap of the "Early" plan on invoices (facts §3), by the calendar month where the
/// organisation is.
fn check_limit(ask: &Ask<'_>, draft: &mut Draft) {
    let organisation = &*ask.organisation;
    let counts = draft.document.kind == DocumentKind::Invoice && draft.is_approved_now();
    let Some(limit) = organisation.approve_limit.filter(|_| counts) else { return };
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
