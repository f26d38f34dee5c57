//! Creating and deleting transfers; they are never changed. The wordings are ours but those of
//! dates and archived accounts.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{NAME, node};
use crate::api::lines::{AccountRequest, Said, TrackingRequest, archived, locked};
use crate::api::save::{Saved, each};
use crate::api::{Ask, Outcome};
use crate::books::{
    Account, AccountStatus, AccountType, Author, BankTransfer, Document, DocumentKind,
    DocumentStatus, Line, LineAmountTypes, Organisation, day_rate, to_base,
};
use crate::wire::{Field, Malformed, Node};

/// Amounts stay below this, so that no sum can overflow.
const MAX_AMOUNT: i64 = 10_000_000_000_000;

/// A transfer as it was sent: first the source, then the destination.
struct Request {
    accounts: [AccountRequest; 2],
    reconciled: [bool; 2],
    tracking: [Vec<TrackingRequest>; 2],
    amount: Decimal,
    date: Option<NaiveDate>,
    reference: String,
    status: Option<String>,
}

fn read(field: &Field<'_>) -> Result<Request, Malformed> {
    let account = |name| AccountRequest::member(field, name).map(Option::unwrap_or_default);
    let tracking = |name| TrackingRequest::list(field, name).map(Option::unwrap_or_default);
    let flag = |name| field.boolean(name).map(Option::unwrap_or_default);
    Ok(Request {
        accounts: [account("FromBankAccount")?, account("ToBankAccount")?],
        reconciled: [flag("FromIsReconciled")?, flag("ToIsReconciled")?],
        tracking: [tracking("FromTracking")?, tracking("ToTracking")?],
        amount: field.decimal("Amount")?.unwrap_or_default(),
        date: field.date("Date")?,
        reference: field.text("Reference")?.unwrap_or_default(),
        status: field.text("Status")?,
    })
}

pub(super) fn create(ask: &mut Ask<'_>) -> Outcome {
    let requests = ask.elements(NAME, read)?;
    each(ask, NAME, &requests, |ask, request| {
        let ids = [ask.ids.uuid(), ask.ids.uuid(), ask.ids.uuid()];
        match transfer(ask, request, ids) {
            Ok(transfer) => {
                let halves = halves(ask.organisation, &transfer, request.reconciled);
                let books = &mut ask.organisation.books;
                books.keep_transfer(transfer.clone(), halves, Author::App);
                Saved::new(node(&transfer, books), Vec::new())
            }
            Err(errors) => {
                let amount = ("Amount", Node::Amount(request.amount));
                let id = ("BankTransferID", Node::id(Uuid::nil()));
                Saved::new(Node::Object(vec![id, amount]), errors)
            }
        }
    })
}

/// POST of an id: `{"Status": "DELETED"}` and nothing else.
pub(super) fn delete(ask: &mut Ask<'_>, old: &BankTransfer) -> Outcome {
    let requests = ask.elements(NAME, read)?;
    each(ask, NAME, &requests, |ask, request| {
        let organisation = &mut *ask.organisation;
        let halves = old.halves.map(|id| organisation.books.document(id).cloned());
        let mut errors = locked(organisation, [old.date]);
        if request.status.as_deref() != Some("DELETED") {
            errors.push("Bank transfers cannot be updated: delete it and create another.".into());
        }
        if old.deleted {
            errors.push("This bank transfer has already been deleted.".to_owned());
        }
        if halves.iter().flatten().any(|half| half.reconciled) {
            errors.push(
                "This bank transfer cannot be deleted as it has been reconciled with a bank \
                 statement line."
                    .to_owned(),
            );
        }
        let mut transfer = old.clone();
        if let ([Some(from), Some(to)], true) = (halves, errors.is_empty()) {
            transfer.deleted = true;
            transfer.updated = ask.now;
            let ended = [from, to].map(|half| Document {
                status: DocumentStatus::Deleted,
                updated: ask.now,
                ..half
            });
            organisation.books.keep_transfer(transfer.clone(), ended, Author::App);
        }
        Saved::new(node(&transfer, &organisation.books), errors)
    })
}

fn transfer(ask: &Ask<'_>, request: &Request, ids: [Uuid; 3]) -> Result<BankTransfer, Vec<String>> {
    let organisation = &*ask.organisation;
    let books = &organisation.books;
    let [from, to] = [&request.accounts[0], &request.accounts[1]].map(|asked| asked.find(books));
    let mut errors: Vec<String> = [from, to].into_iter().filter_map(against_account).collect();
    let date = request.date.unwrap_or_else(|| organisation.today(ask.now));
    errors.extend(locked(organisation, [date]));
    let amount = request.amount;
    if amount <= Decimal::ZERO
        || amount.normalize().scale() > 2
        || amount >= Decimal::from(MAX_AMOUNT)
    {
        errors.push("The Amount must be greater than zero, of two decimals.".to_owned());
    }
    let mut said = Said::default();
    let tracking = [0, 1].map(|side| said.tracking(books, &request.tracking[side]));
    errors.extend(said.errors);
    let (Some(from), Some(to)) = (from, to) else { return Err(errors) };
    if from.id == to.id {
        errors.push("The two bank accounts of a transfer must differ.".to_owned());
    }
    let currency = organisation.currency_of(from);
    if currency != organisation.currency_of(to) {
        errors.push("Both bank accounts of a transfer must have the same currency.".to_owned());
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let rate = day_rate(&organisation.base_currency, currency).unwrap_or(Decimal::ONE);
    let [id, half, other] = ids;
    Ok(BankTransfer {
        id,
        from: from.id,
        to: to.id,
        halves: [half, other],
        amount,
        base: to_base(amount, rate),
        rate,
        date,
        reference: request.reference.clone(),
        tracking,
        deleted: false,
        created: ask.now,
        updated: ask.now,
    })
}

fn against_account(account: Option<&Account>) -> Option<String> {
    match account {
        Some(account) if account.kind != AccountType::Bank => {
            Some("Bank transfers can only be made between accounts of type BANK.".to_owned())
        }
        Some(account) if account.status == AccountStatus::Archived => Some(archived(account)),
        Some(_) => None,
        None => Some("Both bank accounts of a transfer must be specified and exist.".to_owned()),
    }
}

/// The two bank transactions a transfer is seen as, from and to.
fn halves(
    organisation: &Organisation,
    transfer: &BankTransfer,
    reconciled: [bool; 2],
) -> [Document; 2] {
    let half = |side: usize, kind: DocumentKind, account: Uuid| Document {
        id: transfer.halves[side],
        kind,
        number: String::new(),
        reference: transfer.reference.clone(),
        contact: None,
        date: transfer.date,
        due: None,
        types: LineAmountTypes::NoTax,
        currency: organisation.books.account(account).map_or_else(
            || organisation.base_currency.clone(),
            |account| organisation.currency_of(account).to_owned(),
        ),
        rate: transfer.rate,
        status: DocumentStatus::Authorised,
        lines: vec![line(organisation, transfer)],
        url: None,
        branding: None,
        sent: false,
        bank: Some(account),
        reconciled: reconciled[side],
        credit: None,
        approved: None,
        by_app: true,
        updated: transfer.updated,
    };
    [
        half(0, DocumentKind::SpendTransfer, transfer.from),
        half(1, DocumentKind::ReceiveTransfer, transfer.to),
    ]
}

/// Carries the amount; the transfer itself is posted.
fn line(organisation: &Organisation, transfer: &BankTransfer) -> Line {
    Line {
        id: transfer.id,
        description: "Bank Transfer".to_owned(),
        quantity: Decimal::ONE,
        unit: transfer.amount,
        discount: None,
        item: None,
        account: None,
        tax_type: organisation.no_tax.clone(),
        tax: Decimal::ZERO,
        amount: transfer.amount,
        tracking: Vec::new(),
    }
}
