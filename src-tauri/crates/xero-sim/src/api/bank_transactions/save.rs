//! Creating, changing and deleting bank transactions, one or many in a request.

use uuid::Uuid;

use super::{NAME, node};
use crate::api::documents::{Detail, DocumentRequest, Draft, Names, View};
use crate::api::lines::{archived, not_for_this_document};
use crate::api::save::{Saved, each};
use crate::api::{Ask, Outcome, Refusal};
use crate::books::{
    AccountStatus, AccountType, Document, DocumentKind, DocumentStatus, LineAmountTypes, Open,
};

const NAMES: Names = Names {
    id: "BankTransactionID",
    number: None,
    kind: "Xero.API.Library..BankTransactionType",
    kinds: &[
        "RECEIVE",
        "RECEIVE-OVERPAYMENT",
        "RECEIVE-PREPAYMENT",
        "RECEIVE-TRANSFER",
        "SPEND",
        "SPEND-OVERPAYMENT",
        "SPEND-PREPAYMENT",
        "SPEND-TRANSFER",
    ],
};
const NOUN: &str = "Bank Transaction";

// The wordings of what follows are ours: facts §9 gives the rules only.
const NO_TYPE: &str = "The Type of the bank transaction must be RECEIVE or SPEND, or an \
                       overpayment or prepayment of these.";
const FIXED: &str = "Overpayments, prepayments and transfers cannot be changed or deleted as bank \
                     transactions.";
const RECONCILED: &str = "This transaction cannot be changed or deleted as it has been reconciled \
                          with a bank statement line.";
const NOT_A_BANK: &str = "The BankAccount must be an account of type BANK.";

/// A request and what it is about.
struct Target {
    request: DocumentRequest,
    old: Option<Document>,
}

pub(super) fn create(ask: &mut Ask<'_>) -> Outcome {
    let requests = ask.elements(NAME, |field| DocumentRequest::read(field, &NAMES))?;
    let new = |request| Target { request, old: None };
    save(ask, &requests.into_iter().map(new).collect::<Vec<_>>())
}

/// POST: an element with a known id changes that transaction; `id` is the one in the URL.
pub(super) fn upsert(ask: &mut Ask<'_>, id: Option<Uuid>) -> Outcome {
    let mut targets = Vec::new();
    for request in ask.elements(NAME, |field| DocumentRequest::read(field, &NAMES))? {
        let old = id.or(request.id).map(|id| {
            let mut all = ask.organisation.books.bank_transactions.iter();
            all.find(|transaction| transaction.id == id).cloned().ok_or_else(|| {
                Refusal::says("The document with the supplied id was not found for this endpoint.")
            })
        });
        targets.push(Target { request, old: old.transpose()? });
    }
    save(ask, &targets)
}

fn save(ask: &mut Ask<'_>, targets: &[Target]) -> Outcome {
    each(ask, NAME, targets, |ask, target| {
        let kind = target.kind();
        let mut draft = Draft::begin(ask, kind, target.old.as_ref().map(|old| old.id));
        target.check_kind(&mut draft);
        if draft.said.errors.is_empty() {
            target.apply_bank(ask, &mut draft);
            draft.apply(ask, &target.request, NOUN);
            target.check(&mut draft);
        }
        draft.finish(ask);
        let open = Open::of(&ask.organisation.books);
        let view = View::new(&open, Detail::Whole, ask.unit_decimals());
        let node = node(&draft.document, &view);
        let (errors, warnings) = (draft.said.errors, draft.said.warnings);
        Saved { node, errors, tolerated: vec![], warnings }
    })
}

impl Target {
    fn asked(&self) -> Option<DocumentKind> {
        self.request.kind.as_deref().and_then(DocumentKind::parse)
    }

    fn kind(&self) -> DocumentKind {
        let old = self.old.as_ref().map(|old| old.kind);
        old.or_else(|| self.asked()).unwrap_or(DocumentKind::Receive)
    }

    fn check_kind(&self, draft: &mut Draft) {
        let is_fixed = |kind: DocumentKind| kind.is_credit() || kind.is_transfer();
        match (&self.old, self.asked()) {
            (Some(old), _) if is_fixed(old.kind) => draft.refuse(FIXED),
            (Some(old), Some(asked)) if asked != old.kind => {
                draft.refuse("The Type of a bank transaction cannot be changed.");
            }
            (None, Some(asked)) if asked.is_transfer() => draft.refuse(NO_TYPE),
            (None, None) => draft.refuse(NO_TYPE),
            (Some(_) | None, _) => {}
        }
    }

    /// The bank account, whose currency the transaction has.
    fn apply_bank(&self, ask: &mut Ask<'_>, draft: &mut Draft) {
        let Some(request) = &self.request.bank else {
            if draft.document.bank.is_none() {
                draft.refuse("A BankAccount must be specified for this type of transaction");
            }
            return;
        };
        let organisation = &*ask.organisation;
        let Some(account) = request.find(&organisation.books) else {
            return draft.refuse(not_for_this_document(&request.shown()));
        };
        if account.kind != AccountType::Bank {
            return draft.refuse(NOT_A_BANK);
        }
        if account.status == AccountStatus::Archived {
            return draft.refuse(archived(account));
        }
        draft.document.bank = Some(account.id);
        let currency = organisation.currency_of(account);
        currency.clone_into(&mut draft.document.currency);
        if draft.is_new() {
            draft.document.reconciled = self.request.reconciled.unwrap_or(false);
            let makes_credit = draft.document.kind.is_credit();
            draft.document.credit = makes_credit.then(|| ask.ids.uuid());
        }
    }

    /// What is peculiar to overpayments, and what a reconciled transaction allows.
    fn check(&self, draft: &mut Draft) {
        let document = &draft.document;
        if document.kind.is_overpayment() {
            if document.lines.len() > 1 {
                draft.refuse("An overpayment must have exactly one line.");
            }
            if draft.document.types != LineAmountTypes::NoTax {
                draft.refuse("The LineAmountTypes of an overpayment must be NoTax.");
            }
            return;
        }
        let Some(old) = self.old.as_ref().filter(|old| old.reconciled) else { return };
        let moves = document.total() != old.total()
            || document.bank != old.bank
            || document.date != old.date;
        if moves || document.status == DocumentStatus::Deleted {
            draft.refuse(RECONCILED);
        }
    }
}
