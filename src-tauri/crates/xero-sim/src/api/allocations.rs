//! `{credit}/Allocations`: using a credit note, an overpayment or a prepayment for an invoice,
//! and taking it back (facts §8).

use rust_decimal::Decimal;
use uuid::Uuid;

use super::documents::credit_ids;
use super::lines::{filled, locked};
use super::save::{Saved, each};
use super::{Answer, Ask, Outcome, Refusal};
use crate::books::{Allocation, Author, Books, Document, DocumentStatus, Open, Organisation};
use crate::wire::{Field, Malformed, Node};

const NAME: &str = "Allocations";

/// An allocation as it was sent. Its date is not looked at: Xero dates it like the later of the
/// two documents.
struct Request {
    invoice: Option<Uuid>,
    number: Option<String>,
    amount: Decimal,
}

fn read(field: &Field<'_>) -> Result<Request, Malformed> {
    let invoice = field.get("Invoice");
    let invoice = invoice.as_ref();
    field.date("Date")?;
    Ok(Request {
        invoice: invoice.map_or(Ok(None), |invoice| invoice.guid("InvoiceID"))?,
        number: filled(invoice.map_or(Ok(None), |invoice| invoice.text("InvoiceNumber"))?),
        amount: field.decimal("Amount")?.unwrap_or_default(),
    })
}

/// PUT and DELETE for the credit `id`, which exists. `rest` is the path below `Allocations`.
pub(super) fn handle(ask: &mut Ask<'_>, id: Uuid, rest: &[&str]) -> Outcome {
    match (ask.call.method.as_str(), rest) {
        ("PUT", []) => create(ask, id),
        ("DELETE", [allocation]) => {
            let allocation = allocation.parse().map_err(|_| Refusal::NotFound)?;
            remove(ask, id, allocation)
        }
        _ => Err(Refusal::NotFound),
    }
}

fn create(ask: &mut Ask<'_>, credit: Uuid) -> Outcome {
    let requests = ask.elements(NAME, read)?;
    each(ask, NAME, &requests, |ask, request| {
        let id = ask.ids.uuid();
        let books = &ask.organisation.books;
        let credit = books.document(credit);
        let invoice = books.invoices.iter().find(|invoice| match request.invoice {
            Some(id) => invoice.id == id,
            None => request.number.as_ref() == Some(&invoice.number),
        });
        let (Some(credit), Some(invoice)) = (credit, invoice) else {
            let text = "An existing invoice with the specified ID could not be found";
            return Saved::new(echo(request), vec![text.to_owned()]);
        };
        let errors = against(ask.organisation, credit, invoice, request.amount);
        if !errors.is_empty() {
            return Saved::new(echo(request), errors);
        }
        let allocation = books.allocation(id, credit, invoice, request.amount);
        let node = node(&allocation, books);
        ask.organisation.books.keep_allocation(allocation, ask.now, Author::App);
        Saved::new(node, errors)
    })
}

/// The wordings are ours but that of the locked date.
fn against(
    organisation: &Organisation,
    credit: &Document,
    invoice: &Document,
    amount: Decimal,
) -> Vec<String> {
    let open = Open::of(&organisation.books);
    let approved = [credit, invoice].iter().all(|d| d.status == DocumentStatus::Authorised);
    let is_amount = amount > Decimal::ZERO && amount.normalize().scale() <= 2;
    let wrong = [
        (!approved, "Credit can only be allocated between Authorised documents"),
        // What was paid to a supplier is a credit for bills, which are not modelled.
        (
            credit.contact != invoice.contact
                || credit.kind.is_of_a_bank() && !credit.kind.comes_in(),
            "Credit can only be allocated to sales invoices of the same contact",
        ),
        (
            credit.currency != invoice.currency,
            "Credit can only be allocated to invoices of the same currency",
        ),
        (!is_amount, "The allocated amount must be greater than zero, of two decimals."),
        (
            amount > open.outstanding(credit),
            "Allocation amount exceeds the remaining credit of this document",
        ),
        (
            amount > open.outstanding(invoice),
            "Allocation amount exceeds the amount outstanding on this document",
        ),
    ];
    let wrong = wrong.into_iter().filter(|(is_wrong, _)| *is_wrong);
    let date = credit.date.max(invoice.date);
    wrong.map(|(_, text)| text.to_owned()).chain(locked(organisation, [date])).collect()
}

/// Answered without an envelope, and the invoice in a list (OpenAPI).
fn remove(ask: &mut Ask<'_>, credit: Uuid, id: Uuid) -> Outcome {
    let organisation = &mut *ask.organisation;
    let mut all = organisation.books.allocations.iter();
    let found = all.find(|known| known.id == id && known.credit == credit && !known.deleted);
    let allocation = found.cloned().ok_or(Refusal::NotFound)?;
    let errors = locked(organisation, [allocation.date]);
    if !errors.is_empty() {
        let errors = Node::messages(&errors);
        return Err(Refusal::Invalid(vec![Node::Object(vec![("ValidationErrors", errors)])]));
    }
    organisation.books.remove_allocation(id, ask.now, Author::App);
    let invoice = Node::Object(vec![("InvoiceID", Node::id(allocation.invoice))]);
    Ok(Answer::Bare(Node::Object(vec![
        ("AllocationId", Node::id(id)),
        ("Date", Node::Date(allocation.date)),
        ("Invoice", Node::list([invoice])),
        ("IsDeleted", Node::Bool(true)),
    ])))
}

fn node(allocation: &Allocation, books: &Books) -> Node {
    let mut node = Node::Object(vec![
        ("AllocationID", Node::id(allocation.id)),
        ("Amount", Node::Amount(allocation.amount)),
        ("Date", Node::Date(allocation.date)),
        ("Invoice", Node::Object(vec![("InvoiceID", Node::id(allocation.invoice))])),
    ]);
    if let Some(credit) = books.document(allocation.credit) {
        let name = if credit.kind.is_overpayment() {
            "Overpayment"
        } else if credit.kind.is_prepayment() {
            "Prepayment"
        } else {
            "CreditNote"
        };
        node.push(name, credit_ids(credit));
    }
    node
}

fn echo(request: &Request) -> Node {
    Node::Object(vec![
        ("Amount", Node::Amount(request.amount)),
        (
            "Invoice",
            Node::Object(vec![("InvoiceID", Node::id(request.invoice.unwrap_or_default()))]),
        ),
    ])
}
