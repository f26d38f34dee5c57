//! Credit notes against the simulator: posted, used for an invoice, paid out, taken back.

use rust_decimal::Decimal;
use xero::{
    Allocation, CreditNote, CreditNoteType, Endpoint, Error, InvoiceStatus, LineAmountTypes,
    NewAllocation, NewCreditNote, Outcome, PaymentTarget, PaymentType, Refusal, Uuid,
};
use xero_sim::FaultKind;

use crate::desk::{Desk, TODAY};

impl Desk {
    /// A credit note of 30.00 to a customer.
    async fn credit(&self, contact_id: Uuid, reference: &str) -> NewCreditNote {
        NewCreditNote {
            kind: CreditNoteType::Receivable,
            status: InvoiceStatus::Authorised,
            contact_id,
            date: TODAY.parse().unwrap(),
            line_amount_types: LineAmountTypes::NoTax,
            credit_note_number: None,
            reference: reference.to_owned(),
            currency_code: None,
            currency_rate: None,
            lines: vec![self.line("Kayak Rentals", 3_000).await],
        }
    }

    /// That credit note, posted.
    pub(crate) async fn credited(&self, contact: Uuid, reference: &str) -> CreditNote {
        let body = xero::credit_note_body(&self.credit(contact, reference).await);
        self.client.send_credit_note(&body, reference).await.expect("posted").value
    }
}

fn using(invoice_id: Uuid, cents: i64) -> Vec<u8> {
    let amount = Decimal::new(cents, 2);
    xero::allocation_body(&NewAllocation { invoice_id, amount, date: TODAY.parse().unwrap() })
}

/// What the credit note is used for now.
async fn uses_of(desk: &Desk, credit_note: Uuid) -> Vec<Allocation> {
    desk.client.credit_note(credit_note).await.expect("read").allocations
}

#[tokio::test]
async fn a_credit_note_is_posted_found_read_and_voided() {
    let desk = Desk::open().await;
    let client = &desk.client;
    let customer = desk.customer("Jo Neill").await;
    let new = desk.credit(customer, "Refund 5L8R3N").await;
    let posted = client.send_credit_note(&xero::credit_note_body(&new), "k-1").await;
    let posted = posted.expect("posted");
    assert_eq!((posted.warnings.len(), &posted.value.status), (0, &InvoiceStatus::Authorised));
    let id = posted.value.credit_note_id;
    let read = client.credit_note(id).await.expect("read");
    assert_eq!((read.contact_id, read.date), (Some(customer), TODAY.parse().unwrap()));
    assert_eq!(
        (read.total, read.remaining_credit),
        (Decimal::new(3_000, 2), Some(Decimal::new(3_000, 2)))
    );
    let found = client.find_credit_notes_by_reference(&new.reference).await.expect("found");
    assert_eq!(found.iter().map(|note| note.credit_note_id).collect::<Vec<_>>(), [id]);
    assert_eq!(found[0].lines, read.lines);

    let note = xero::history_note_body("Posted by Daybook");
    client.add_history_note(Endpoint::CreditNotes, id, &note, "k-2").await.expect("noted");
    let void = xero::credit_note_status_body(id, &InvoiceStatus::Voided);
    client.send_credit_note_status(id, &void, "k-3").await.expect("voided");
    assert_eq!(client.credit_note(id).await.expect("read").status, InvoiceStatus::Voided);
    let error = client.send_credit_note_status(id, &void, "k-4").await.expect_err("refused");
    assert_eq!(error.refusals(), [Refusal::WrongStatus], "{error}");
}

#[tokio::test]
async fn a_credit_note_is_used_for_an_invoice_and_taken_back() {
    let desk = Desk::open().await;
    let client = &desk.client;
    let customer = desk.customer("Jo Neill").await;
    let invoice = desk.charged(customer, "4K7Q2M").await.invoice_id;
    let note = desk.credited(customer, "5L8R3N").await.credit_note_id;
    client.send_allocation(note, &using(invoice, 2_000), "k-1").await.expect("used");

    let [used] = &uses_of(&desk, note).await[..] else { panic!("one use") };
    assert_eq!((used.invoice_id, used.amount), (Some(invoice), Decimal::new(2_000, 2)));
    let owed = client.invoice(invoice).await.expect("read");
    assert_eq!((owed.amount_due, owed.amount_credited), (Decimal::new(9_200, 2), used.amount));
    assert_eq!(owed.credit_notes[0].credit_note_id, note);
    assert_eq!(owed.credit_notes[0].applied_amount, Some(used.amount));

    let void = xero::invoice_status_body(invoice, &InvoiceStatus::Voided);
    let error = client.send_invoice_status(invoice, &void, "k-2").await.expect_err("refused");
    assert_eq!(error.refusals(), [Refusal::HasPayments], "{error}");

    let allocation = used.allocation_id.expect("the credit note tells it");
    client.delete_allocation(note, allocation).await.expect("taken back");
    assert!(uses_of(&desk, note).await.iter().all(|used| used.is_deleted));
    let owed = client.invoice(invoice).await.expect("read");
    assert_eq!(owed.amount_due, Decimal::new(11_200, 2));
    let error = client.delete_allocation(note, allocation).await.expect_err("gone");
    assert_eq!(error.outcome(), Outcome::Refused, "{error:?}");
}

#[tokio::test]
async fn more_than_is_left_cannot_be_used() {
    let desk = Desk::open().await;
    let customer = desk.customer("Jo Neill").await;
    let invoice = desk.charged(customer, "4K7Q2M").await.invoice_id;
    let note = desk.credited(customer, "5L8R3N").await.credit_note_id;
    let error = desk.client.send_allocation(note, &using(invoice, 3_001), "k-1").await;
    let error = error.expect_err("refused");
    assert_eq!(error.refusals(), [Refusal::ExceedsOutstanding], "{error}");
    let paid = desk.paying(PaymentTarget::Invoice(invoice), 10_000, "6M9S4P").await;
    desk.client.send_payment(&xero::payment_body(&paid), "k-2").await.expect("paid");
    let error = desk.client.send_allocation(note, &using(invoice, 1_201), "k-3").await;
    let error = error.expect_err("refused");
    assert_eq!(error.refusals(), [Refusal::ExceedsOutstanding], "{error}");
    assert!(uses_of(&desk, note).await.is_empty());
}

#[tokio::test]
async fn a_lost_answer_to_a_use_is_settled_by_the_credit_notes_own() {
    for (fault, done) in [(FaultKind::LossBefore, false), (FaultKind::LossAfterCommit, true)] {
        let desk = Desk::open().await;
        let customer = desk.customer("Jo Neill").await;
        let invoice = desk.charged(customer, "4K7Q2M").await.invoice_id;
        let note = desk.credited(customer, "5L8R3N").await.credit_note_id;
        desk.arm(fault.clone(), "/Allocations");
        let body = using(invoice, 2_000);
        let error = desk.client.send_allocation(note, &body, "k").await.expect_err("a fault");
        assert_eq!(error.outcome(), Outcome::Unknown, "{fault:?}: {error:?}");
        assert_eq!(uses_of(&desk, note).await.len(), usize::from(done), "{fault:?}");
        desk.client.send_allocation(note, &body, "k").await.expect("the same again");
        assert_eq!(uses_of(&desk, note).await.len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn what_is_left_of_a_credit_note_is_paid_out() {
    let desk = Desk::open().await;
    let note = desk.credited(desk.customer("Jo Neill").await, "5L8R3N").await.credit_note_id;
    let new = desk.paying(PaymentTarget::CreditNote(note), 3_000, "Refund 8P3V6R").await;
    let paid = desk.client.send_payment(&xero::payment_body(&new), "k-1").await.expect("paid out");
    let read = desk.client.payment(paid.value.payment_id).await.expect("read");
    assert_eq!((read.credit_note_id, read.invoice_id), (Some(note), None));
    assert_eq!(read.payment_type, Some(PaymentType::OfCreditNote));
    let kept = desk.client.credit_note(note).await.expect("read");
    assert_eq!((kept.status, kept.remaining_credit), (InvoiceStatus::Paid, Some(Decimal::ZERO)));
    assert_eq!(kept.payments[0].payment_id, paid.value.payment_id);

    let void = xero::credit_note_status_body(note, &InvoiceStatus::Voided);
    let error = desk.client.send_credit_note_status(note, &void, "k-2").await.expect_err("no");
    assert_eq!(error.refusals(), [Refusal::HasPayments], "{error}");
}

#[tokio::test]
async fn the_same_bytes_with_the_same_key_are_one_credit_note() {
    let desk = Desk::open().await;
    let customer = desk.customer("Jo Neill").await;
    let body = xero::credit_note_body(&desk.credit(customer, "5L8R3N").await);
    desk.arm(FaultKind::LossAfterCommit, "/CreditNotes");
    let error = desk.client.send_credit_note(&body, "k").await.expect_err("lost");
    assert!(matches!(error, Error::NoAnswer(_)), "{error:?}");
    let posted = desk.client.send_credit_note(&body, "k").await.expect("replayed").value;
    let found = desk.client.find_credit_notes_by_reference("5L8R3N").await.expect("found");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].credit_note_id, posted.credit_note_id);
    let at = posted.updated_at.expect("a time") - chrono::TimeDelta::hours(1);
    let changed = desk.client.credit_notes_modified_since(1, at).await.expect("read");
    assert_eq!(changed.elements.len(), 1);
}
