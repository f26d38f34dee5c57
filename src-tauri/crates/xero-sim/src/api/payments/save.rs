//! Creating and deleting payments; they are never changed (facts §8).

use rust_decimal::Decimal;
use uuid::Uuid;

use super::request::PaymentRequest;
use super::{NAME, node};
use crate::api::lines::{archived, locked, not_for_this_document};
use crate::api::save::{Saved, each};
use crate::api::{Ask, Outcome};
use crate::books::{
    Account, AccountStatus, Author, Books, Document, DocumentStatus, NewPayment, Open,
    Organisation, Payment, rate,
};
use crate::wire::Node;

/// Not documented (facts §8, UNVERIFIED).
const RECONCILED: &str =
    "This payment cannot be deleted as it has been reconciled with a bank statement line.";

pub(super) fn create(ask: &mut Ask<'_>) -> Outcome {
    let requests = ask.elements(NAME, PaymentRequest::read)?;
    each(ask, NAME, &requests, |ask, request| {
        let id = ask.ids.uuid();
        match payment(ask, request, id) {
            Ok(payment) => {
                let books = &mut ask.organisation.books;
                books.keep_payment(payment.clone(), Author::App);
                Saved::new(shown(books, &payment), Vec::new())
            }
            Err(errors) => Saved::new(echo(request), errors),
        }
    })
}

/// POST of an id: `{"Status": "DELETED"}` and nothing else.
pub(super) fn delete(ask: &mut Ask<'_>, id: Uuid) -> Outcome {
    let requests = ask.elements(NAME, PaymentRequest::read)?;
    each(ask, NAME, &requests, |ask, request| {
        let organisation = &mut *ask.organisation;
        let mut errors = Vec::new();
        if request.status.as_deref() != Some("DELETED") {
            errors.push("Payments cannot be updated: delete it and create another.".to_owned());
        }
        if let Some(payment) = organisation.books.payment(id) {
            errors.extend(against_deleting(organisation, payment));
        }
        if errors.is_empty() {
            organisation.books.delete_payment(id, ask.now, Author::App);
        }
        let books = &organisation.books;
        let payment = books.payment(id).map_or(Node::Null, |payment| shown(books, payment));
        Saved::new(payment, errors)
    })
}

fn against_deleting(organisation: &Organisation, payment: &Payment) -> Vec<String> {
    if payment.deleted {
        return vec!["This payment has already been deleted.".to_owned()];
    }
    let mut errors = locked(organisation, [payment.date]);
    if payment.reconciled {
        errors.push(RECONCILED.to_owned());
    }
    errors
}

fn shown(books: &Books, payment: &Payment) -> Node {
    node(payment, &Open::of(books), true)
}

/// A refused payment, as far as it was understood.
fn echo(request: &PaymentRequest) -> Node {
    Node::Object(vec![
        ("PaymentID", Node::id(Uuid::nil())),
        ("Amount", Node::Amount(request.amount.unwrap_or_default())),
        ("Reference", Node::text(request.reference.as_deref().unwrap_or(""))),
    ])
}

fn payment(ask: &Ask<'_>, request: &PaymentRequest, id: Uuid) -> Result<Payment, Vec<String>> {
    let organisation = &*ask.organisation;
    let books = &organisation.books;
    let mut errors = Vec::new();
    if request.id.is_some() {
        errors.push("Payments cannot be updated: delete it and create another.".to_owned());
    }
    let document = request.target.as_ref().and_then(|target| target.find(books));
    let amount = request.amount.unwrap_or_default();
    match document {
        Some(document) => errors.extend(against_paying(books, document, amount)),
        None => errors.push("Document could not be found".to_owned()),
    }
    let account = request.account.find(books);
    errors.extend(against_account(request, account));
    let date = request.date.unwrap_or_else(|| organisation.today(ask.now));
    errors.extend(locked(organisation, [date]));
    if request.rate.is_some_and(|given| rate(given) <= Decimal::ZERO) {
        errors.push("The CurrencyRate must be greater than zero.".to_owned());
    }
    if request.bank_amount.is_some_and(|amount| amount <= Decimal::ZERO) {
        errors.push("The BankAmount must be greater than zero.".to_owned());
    }
    let (Some(document), Some(account), true) = (document, account, errors.is_empty()) else {
        return Err(errors);
    };
    let new = NewPayment {
        id,
        document,
        account,
        date,
        amount,
        bank_amount: request.bank_amount,
        rate: request.rate,
        reference: request.reference.clone().unwrap_or_default(),
        reconciled: request.reconciled.unwrap_or(false),
        now: ask.now,
    };
    organisation.settle(new).map_err(|error| vec![error])
}

fn against_paying(books: &Books, document: &Document, amount: Decimal) -> Vec<String> {
    let mut errors = Vec::new();
    if document.status != DocumentStatus::Authorised {
        errors.push("Payments can only be made against Authorised documents".to_owned());
    }
    if amount <= Decimal::ZERO || amount.normalize().scale() > 2 {
        errors.push("The payment amount must be greater than zero, of two decimals.".to_owned());
    } else if amount > Open::of(books).outstanding(document) {
        errors.push("Payment amount exceeds the amount outstanding on this document".to_owned());
    }
    errors
}

/// A bank account, or one that payments are enabled for.
fn against_account(request: &PaymentRequest, account: Option<&Account>) -> Option<String> {
    let Some(account) = account else {
        return Some(if request.account.is_given() {
            not_for_this_document(&request.account.shown())
        } else {
            "The account code or ID must be specified".to_owned()
        });
    };
    if account.status == AccountStatus::Archived {
        return Some(archived(account));
    }
    let text = "Account type is invalid for making a payment to/from.";
    (!account.takes_payments()).then(|| text.to_owned())
}
