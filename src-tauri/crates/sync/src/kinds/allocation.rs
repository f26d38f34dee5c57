//! Allocations of credit notes to invoices (facts §8). They have no reference of ours: the credit
//! note's own list says whether one is there.

use ledger::{DocumentKind, Entry};
use rust_decimal::Decimal;
use store::Document;
use xero::{Allocation, Client, NewAllocation, Uuid, allocation_body};

use super::invoice::standing;
use super::{Refs, Seen, Standing, gone, major};

/// The body of the allocation; empty while credit note or invoice are not in Xero.
pub(super) fn body(entry: &Entry, refs: Refs) -> Vec<u8> {
    let (Some(_), Some(invoice_id)) = (refs.about, refs.allocates_to) else { return Vec::new() };
    allocation_body(&NewAllocation {
        invoice_id,
        amount: major(entry.total, entry.currency),
        date: entry.date,
    })
}

pub(super) async fn send(
    client: &Client,
    refs: Refs,
    body: &[u8],
    key: &str,
) -> Result<Seen, xero::Error> {
    let answer = client.send_allocation(credit_note(refs)?, body, key).await?;
    match answer.value.allocation_id {
        Some(id) => Ok(Seen { remarks: answer.warnings, ..seen(&answer.value, id) }),
        // An older answer without the id: the credit note says it.
        None => {
            let wanted = answer.value;
            let note = client.credit_note(credit_note(refs)?).await?;
            let same = |one: &&Allocation| {
                one.invoice_id == wanted.invoice_id
                    && one.amount == wanted.amount
                    && !one.is_deleted
            };
            let found = note.allocations.iter().find(same);
            let id = found.and_then(|one| one.allocation_id);
            id.map(|id| seen(&wanted, id))
                .ok_or(xero::Error::Unreadable { status: 200, what: "AllocationID" })
        }
    }
}

/// The allocations of the credit note that are this one: to the invoice, of the amount.
pub(super) async fn find(
    client: &Client,
    document: &Document,
    refs: Refs,
) -> Result<Vec<Seen>, xero::Error> {
    let note = client.credit_note(credit_note(refs)?).await?;
    let amount = major(document.entry.total, document.entry.currency);
    let is_it = |one: &&Allocation| {
        one.invoice_id == refs.allocates_to && one.amount == amount && !one.is_deleted
    };
    let found = note.allocations.iter().filter(is_it);
    Ok(found.filter_map(|one| Some(seen(one, one.allocation_id?))).collect())
}

/// The allocation by its id, in the credit note's list; gone where it is not there.
pub(super) async fn read(
    client: &Client,
    _document: &Document,
    refs: Refs,
    id: Uuid,
) -> Result<Seen, xero::Error> {
    let note = client.credit_note(credit_note(refs)?).await?;
    let is_it = |one: &&Allocation| one.allocation_id == Some(id) && !one.is_deleted;
    let found = note.allocations.iter().find(is_it);
    Ok(found.map_or_else(|| gone(id), |one| seen(one, id)))
}

/// What is open on both sides of an allocation in Xero, in major units; nothing where one of them
/// is not in the ledger.
pub(crate) async fn open_on_both(client: &Client, refs: Refs) -> Result<Decimal, xero::Error> {
    let note = client.credit_note(credit_note(refs)?).await?;
    let invoice = client.invoice(refs.allocates_to.ok_or(xero::Error::NotFound)?).await?;
    let both = [standing(&note.status), standing(&invoice.status)];
    if both != [Standing::Live; 2] {
        return Ok(Decimal::ZERO);
    }
    Ok(note.remaining_credit.unwrap_or(note.total).min(invoice.amount_due))
}

/// Takes an allocation back: done twice it is done once.
pub(super) async fn take_back(client: &Client, refs: Refs, id: Uuid) -> Result<Seen, xero::Error> {
    match client.delete_allocation(credit_note(refs)?, id).await {
        Ok(()) | Err(xero::Error::NotFound) => Ok(gone(id)),
        Err(error) => Err(error),
    }
}

fn credit_note(refs: Refs) -> Result<Uuid, xero::Error> {
    match refs.about {
        Some((DocumentKind::CreditNote, id)) => Ok(id),
        Some(_) | None => Err(xero::Error::NotFound),
    }
}

fn seen(allocation: &Allocation, id: Uuid) -> Seen {
    Seen {
        standing: Standing::Live,
        status: "ALLOCATED".to_owned(),
        about: allocation.invoice_id,
        allocated: allocation.amount,
        ..gone(id)
    }
}
