//! Sales invoices (facts §7).

use ledger::Entry;
use rust_decimal::Decimal;
use xero::{
    Answer, Invoice, InvoiceStatus, InvoiceType, NewInvoice, Uuid, invoice_body,
    invoice_status_body,
};

use super::lines::{self, Side};
use super::{Seen, Standing};

/// The body of the invoice's creation. Xero gives it its number.
pub(super) fn body(entry: &Entry) -> Vec<u8> {
    invoice_body(&NewInvoice {
        kind: InvoiceType::Receivable,
        status: if entry.draft { InvoiceStatus::Draft } else { InvoiceStatus::Authorised },
        contact_id: contact(entry),
        date: entry.date,
        due_date: entry.due.unwrap_or(entry.date),
        line_amount_types: lines::amounts(entry.tax_way),
        invoice_number: None,
        reference: entry.reference.clone(),
        url: None,
        currency_code: Some(entry.currency.code().to_owned()),
        currency_rate: None,
        lines: lines::new_lines(entry, Side::Credits),
    })
}

/// The contact's id; none at all is Xero's to refuse.
pub(super) fn contact(entry: &Entry) -> Uuid {
    let id = entry.contact.as_deref().unwrap_or_default();
    Uuid::parse_str(id).unwrap_or_default()
}

pub(super) fn of_answer(answer: Answer<Invoice>) -> Seen {
    Seen { remarks: answer.warnings, ..seen(answer.value) }
}

pub(crate) fn seen(invoice: Invoice) -> Seen {
    let credits = invoice.credit_notes.iter().map(|credit| credit.credit_note_id);
    let uses = invoice.payments.iter().map(|payment| payment.payment_id).chain(credits).collect();
    Seen {
        id: invoice.invoice_id,
        reference: invoice.reference,
        number: invoice.invoice_number,
        standing: standing(&invoice.status),
        status: invoice.status.to_string(),
        date: Some(invoice.date),
        lines: lines::seen_lines(invoice.lines, invoice.line_amount_types.as_ref(), Side::Credits),
        about: None,
        contact: invoice.contact_id,
        bank: None,
        allocated: Decimal::ZERO,
        currency: invoice.currency_code,
        rate: invoice.currency_rate,
        reconciled: false,
        uses,
        remarks: invoice.warnings,
    }
}

/// What a status means; credit notes have the same.
pub(super) const fn standing(status: &InvoiceStatus) -> Standing {
    match status {
        InvoiceStatus::Authorised | InvoiceStatus::Paid => Standing::Live,
        InvoiceStatus::Draft | InvoiceStatus::Submitted => Standing::Draft,
        InvoiceStatus::Voided | InvoiceStatus::Deleted => Standing::Gone,
        InvoiceStatus::Other(_) => Standing::Other,
    }
}

/// The status that ends one.
pub(super) const fn end(draft: bool) -> InvoiceStatus {
    if draft { InvoiceStatus::Deleted } else { InvoiceStatus::Voided }
}

pub(super) fn take_back_body(id: Uuid, draft: bool) -> Vec<u8> {
    invoice_status_body(id, &end(draft))
}
