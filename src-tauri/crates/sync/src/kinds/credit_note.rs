//! Credit notes (facts §8).

use ledger::Entry;
use rust_decimal::Decimal;
use xero::{
    Answer, CreditNote, CreditNoteType, InvoiceStatus, NewCreditNote, Uuid, credit_note_body,
    credit_note_status_body,
};

use super::Seen;
use super::invoice::{contact, end, standing};
use super::lines::{self, Side};

/// The body of the credit note's creation. Xero gives it its number.
pub(super) fn body(entry: &Entry) -> Vec<u8> {
    credit_note_body(&NewCreditNote {
        kind: CreditNoteType::Receivable,
        status: if entry.draft { InvoiceStatus::Draft } else { InvoiceStatus::Authorised },
        contact_id: contact(entry),
        date: entry.date,
        line_amount_types: lines::amounts(entry.tax_way),
        credit_note_number: None,
        reference: entry.reference.clone(),
        currency_code: Some(entry.currency.code().to_owned()),
        currency_rate: None,
        lines: lines::new_lines(entry, Side::Debits),
    })
}

pub(super) fn of_answer(answer: Answer<CreditNote>) -> Seen {
    Seen { remarks: answer.warnings, ..seen(answer.value) }
}

pub(super) fn seen(note: CreditNote) -> Seen {
    let allocations = note.allocations.iter().filter(|one| !one.is_deleted);
    let allocations = allocations.filter_map(|one| one.allocation_id);
    let uses = note.payments.iter().map(|one| one.payment_id).chain(allocations).collect();
    Seen {
        id: note.credit_note_id,
        reference: note.reference,
        number: note.credit_note_number,
        standing: standing(&note.status),
        status: note.status.to_string(),
        date: Some(note.date),
        lines: lines::seen_lines(note.lines, note.line_amount_types.as_ref(), Side::Debits),
        about: None,
        contact: note.contact_id,
        bank: None,
        allocated: Decimal::ZERO,
        currency: note.currency_code,
        rate: note.currency_rate,
        reconciled: false,
        uses,
        remarks: note.warnings,
    }
}

pub(super) fn take_back_body(id: Uuid, draft: bool) -> Vec<u8> {
    credit_note_status_body(id, &end(draft))
}
