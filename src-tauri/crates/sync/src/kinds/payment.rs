//! Payments of invoices and refunds of credit notes (facts §8). They are made and deleted, never
//! changed.

use ledger::{DocumentKind, Entry};
use rust_decimal::Decimal;
use xero::{Answer, NewPayment, Payment, PaymentStatus, PaymentTarget, PaymentType, payment_body};

use super::{Refs, Seen, SeenLine, Standing, lines, major};

/// The body of the payment's creation; empty while what it pays is not in Xero.
pub(super) fn body(entry: &Entry, refs: Refs) -> Vec<u8> {
    let (Some((kind, id)), Some(line)) = (refs.about, entry.lines.first()) else {
        return Vec::new();
    };
    let target = match kind {
        DocumentKind::CreditNote => PaymentTarget::CreditNote(id),
        DocumentKind::Invoice
        | DocumentKind::ManualJournal
        | DocumentKind::Payment
        | DocumentKind::Allocation
        | DocumentKind::BankTransaction => PaymentTarget::Invoice(id),
    };
    payment_body(&NewPayment {
        target,
        account: lines::account(&line.account_code, &line.account_id),
        date: entry.date,
        amount: major(entry.total, entry.currency),
        reference: entry.reference.clone(),
        currency_rate: None,
    })
}

pub(super) fn of_answer(answer: Answer<Payment>) -> Seen {
    Seen { remarks: answer.warnings, ..seen(answer.value) }
}

pub(crate) fn seen(payment: Payment) -> Seen {
    // A refund takes money out of the account.
    let refund = payment.payment_type == Some(PaymentType::OfCreditNote);
    let line = SeenLine {
        account_id: payment.account_id,
        account_code: payment.account_code,
        description: None,
        amount: if refund { -payment.amount } else { payment.amount },
        tax: Decimal::ZERO,
        tax_type: None,
        tracking: None,
    };
    let status = payment.status.unwrap_or(PaymentStatus::Authorised);
    Seen {
        id: payment.payment_id,
        reference: payment.reference,
        number: None,
        standing: match status {
            PaymentStatus::Authorised => Standing::Live,
            PaymentStatus::Deleted => Standing::Gone,
            PaymentStatus::Other(_) => Standing::Other,
        },
        status: status.to_string(),
        date: Some(payment.date),
        lines: vec![line],
        about: payment.credit_note_id.or(payment.invoice_id),
        contact: None,
        bank: None,
        allocated: Decimal::ZERO,
        currency: None,
        rate: None,
        reconciled: payment.is_reconciled,
        uses: Vec::new(),
        remarks: payment.warnings,
    }
}
