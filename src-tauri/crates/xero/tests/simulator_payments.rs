//! Payments against the simulator: made once, looked up, taken back, refused for real.

use http::Method;
use rust_decimal::Decimal;
use xero::{
    AccountKey, Endpoint, Error, InvoiceStatus, NewPayment, Outcome, PaymentStatus, PaymentTarget,
    PaymentType, Refusal, Uuid,
};
use xero_sim::FaultKind;

use crate::desk::{Desk, TODAY};

impl Desk {
    /// A payment of so many cents, into Cash Clearing.
    pub(crate) async fn paying(
        &self,
        target: PaymentTarget,
        cents: i64,
        reference: &str,
    ) -> NewPayment {
        NewPayment {
            target,
            account: AccountKey::Id(self.account("Cash Clearing").await.account_id),
            date: TODAY.parse().unwrap(),
            amount: Decimal::new(cents, 2),
            reference: reference.to_owned(),
            currency_rate: None,
        }
    }
}

#[tokio::test]
async fn an_invoice_is_paid_found_and_its_payment_taken_back() {
    let desk = Desk::open().await;
    let client = &desk.client;
    let invoice = desk.charged(desk.customer("Jo Neill").await, "4K7Q2M").await.invoice_id;
    let new = desk.paying(PaymentTarget::Invoice(invoice), 5_000, "Payment 6M9S4P").await;
    let paid = client.send_payment(&xero::payment_body(&new), "k-1").await.expect("paid");
    assert!(paid.warnings.is_empty(), "{:?}", paid.warnings);
    let id = paid.value.payment_id;

    let read = client.payment(id).await.expect("read");
    let found = client.find_payments_by_reference(&new.reference).await.expect("found");
    assert_eq!(found.iter().map(|payment| payment.payment_id).collect::<Vec<_>>(), [id]);
    assert_eq!((read.invoice_id, read.credit_note_id), (Some(invoice), None));
    assert_eq!((read.amount, read.date), (new.amount, TODAY.parse().unwrap()));
    assert_eq!(read.account_id, Some(desk.account("Cash Clearing").await.account_id));
    assert_eq!(read.payment_type, Some(PaymentType::OfInvoice));
    assert_eq!((read.status, read.is_reconciled), (Some(PaymentStatus::Authorised), false));
    let owed = client.invoice(invoice).await.expect("read");
    assert_eq!((owed.amount_due, owed.amount_paid), (Decimal::new(6_200, 2), new.amount));
    assert_eq!(owed.payments[0].payment_id, id);

    let body = xero::payment_deletion_body();
    client.send_payment_deletion(id, &body, "k-2").await.expect("taken back");
    let read = client.payment(id).await.expect("read");
    assert_eq!(read.status, Some(PaymentStatus::Deleted));
    assert_eq!(client.invoice(invoice).await.expect("read").amount_paid, Decimal::ZERO);
    let found = client.find_payments_by_reference(&new.reference).await.expect("found");
    assert_eq!(found.len(), 1, "a deleted one is found too");
}

#[tokio::test]
async fn a_whole_payment_makes_the_invoice_paid_and_no_longer_voidable() {
    let desk = Desk::open().await;
    let invoice = desk.charged(desk.customer("Jo Neill").await, "4K7Q2M").await.invoice_id;
    let new = desk.paying(PaymentTarget::Invoice(invoice), 11_200, "6M9S4P").await;
    desk.client.send_payment(&xero::payment_body(&new), "k-1").await.expect("paid");
    let read = desk.client.invoice(invoice).await.expect("read");
    assert_eq!((read.status, read.amount_due), (InvoiceStatus::Paid, Decimal::ZERO));

    let void = xero::invoice_status_body(invoice, &InvoiceStatus::Voided);
    let error = desk.client.send_invoice_status(invoice, &void, "k-2").await.expect_err("no");
    assert_eq!(error.refusals(), [Refusal::HasPayments], "{error}");
    assert_eq!(error.outcome(), Outcome::Refused);
}

#[tokio::test]
async fn what_cannot_be_paid_is_refused_and_known_as_such() {
    let desk = Desk::open().await;
    let customer = desk.customer("Jo Neill").await;
    let invoice = desk.charged(customer, "4K7Q2M").await.invoice_id;
    let refusals_of = async |payment: &NewPayment, key: &str| {
        let error = desk.client.send_payment(&xero::payment_body(payment), key).await;
        let error = error.expect_err("refused");
        assert_eq!(error.outcome(), Outcome::Refused, "{error}");
        error.refusals()
    };
    let good = desk.paying(PaymentTarget::Invoice(invoice), 11_200, "6M9S4P").await;

    let mut closed = good.clone();
    closed.account = AccountKey::Id(desk.account("Revenue Clearing").await.account_id);
    assert_eq!(refusals_of(&closed, "k-1").await, [Refusal::PaymentsNotEnabled]);
    let mut more = good.clone();
    more.amount = Decimal::new(11_201, 2);
    assert_eq!(refusals_of(&more, "k-2").await, [Refusal::ExceedsOutstanding]);
    let mut nothing = good.clone();
    nothing.target = PaymentTarget::Invoice(Uuid::from_u128(17));
    assert_eq!(refusals_of(&nothing, "k-3").await, [Refusal::DocumentMissing]);
    assert!(desk.client.find_payments_by_reference("6M9S4P").await.expect("found").is_empty());

    // Mended, and with a key of its own, it goes.
    let clearing = desk.account("Revenue Clearing").await.account_id;
    let open = xero::account_payments_body(clearing);
    desk.client.send_account_update(clearing, &open, "k-4").await.expect("opened");
    desk.client.send_payment(&xero::payment_body(&closed), "k-5").await.expect("paid");
}

#[tokio::test]
async fn a_bank_account_without_a_code_is_paid_into_by_its_id() {
    let desk = Desk::open().await;
    let invoice = desk.charged(desk.customer("Jo Neill").await, "4K7Q2M").await.invoice_id;
    let mut new = desk.paying(PaymentTarget::Invoice(invoice), 11_200, "6M9S4P").await;
    let till = desk.account("Till").await;
    new.account = AccountKey::Id(till.account_id);
    let paid = desk.client.send_payment(&xero::payment_body(&new), "k").await.expect("paid");
    assert_eq!(paid.value.account_id, Some(till.account_id));
}

#[tokio::test]
async fn whatever_happens_to_an_answer_the_look_up_tells_whether_it_was_paid() {
    for (fault, done) in [
        (FaultKind::LossBefore, false),
        (FaultKind::LossAfterCommit, true),
        (FaultKind::TornBody, true),
    ] {
        let desk = Desk::open().await;
        let invoice = desk.charged(desk.customer("Jo Neill").await, "4K7Q2M").await.invoice_id;
        let new = desk.paying(PaymentTarget::Invoice(invoice), 11_200, "6M9S4P").await;
        let body = xero::payment_body(&new);
        desk.arm(fault.clone(), "/Payments");
        let error = desk.client.send_payment(&body, "k").await.expect_err("a fault");
        assert_eq!(error.outcome(), Outcome::Unknown, "{fault:?}: {error:?}");
        let found = desk.client.find_payments_by_reference("6M9S4P").await.expect("looked up");
        assert_eq!(found.len(), usize::from(done), "{fault:?}");
        desk.client.send_payment(&body, "k").await.expect("the same again");
        let found = desk.client.find_payments_by_reference("6M9S4P").await.expect("looked up");
        assert_eq!(found.len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn a_payment_taken_back_twice_is_refused_and_one_that_is_not_there_is_told() {
    let desk = Desk::open().await;
    let invoice = desk.charged(desk.customer("Jo Neill").await, "4K7Q2M").await.invoice_id;
    let new = desk.paying(PaymentTarget::Invoice(invoice), 11_200, "6M9S4P").await;
    let paid = desk.client.send_payment(&xero::payment_body(&new), "k-1").await.expect("paid");
    let (id, body) = (paid.value.payment_id, xero::payment_deletion_body());
    desk.client.send_payment_deletion(id, &body, "k-2").await.expect("taken back");
    let error = desk.client.send_payment_deletion(id, &body, "k-3").await.expect_err("refused");
    assert_eq!(error.refusals(), [Refusal::WrongStatus], "{error}");
    let nowhere = Uuid::from_u128(17);
    let error = desk.client.payment(nowhere).await.expect_err("not there");
    assert!(matches!(error, Error::NotFound), "{error:?}");
}

#[tokio::test]
async fn a_payment_matched_to_the_banks_statement_stays_until_a_person_undoes_that() {
    let desk = Desk::open().await;
    let invoice = desk.charged(desk.customer("Jo Neill").await, "4K7Q2M").await.invoice_id;
    let new = desk.paying(PaymentTarget::Invoice(invoice), 11_200, "6M9S4P").await;
    let body = String::from_utf8(xero::payment_body(&new)).unwrap();
    let matched = body.replace("\"Amount\"", "\"IsReconciled\":true,\"Amount\"");
    desk.raw(Method::PUT, "/Payments", &matched).await;
    let found = desk.client.find_payments_by_reference("6M9S4P").await.expect("found");
    let [paid] = &found[..] else { panic!("{found:?}") };
    assert!(paid.is_reconciled);
    let body = xero::payment_deletion_body();
    let error = desk.client.send_payment_deletion(paid.payment_id, &body, "k").await;
    assert_eq!(error.expect_err("refused").refusals(), [Refusal::Reconciled]);
}

#[tokio::test]
async fn a_voided_invoice_is_not_paid() {
    let desk = Desk::open().await;
    let invoice = desk.charged(desk.customer("Jo Neill").await, "4K7Q2M").await.invoice_id;
    let void = xero::invoice_status_body(invoice, &InvoiceStatus::Voided);
    desk.client.send_invoice_status(invoice, &void, "k-1").await.expect("voided");
    let new = desk.paying(PaymentTarget::Invoice(invoice), 11_200, "6M9S4P").await;
    let error = desk.client.send_payment(&xero::payment_body(&new), "k-2").await.expect_err("no");
    assert!(error.refusals().contains(&Refusal::WrongStatus), "{error}");
}

#[tokio::test]
async fn an_invoice_abroad_is_paid_at_the_rate_of_the_day_it_was_paid() {
    let desk = Desk::abroad().await;
    let mut new = desk.charge(desk.customer("Jo Neill").await, "4K7Q2M").await;
    new.currency_code = Some("USD".to_owned());
    new.currency_rate = Some(Decimal::new(734_125, 6));
    let invoice = desk.client.send_invoice(&xero::invoice_body(&new), "k-1").await.expect("posted");
    let target = PaymentTarget::Invoice(invoice.value.invoice_id);
    let mut payment = desk.paying(target, 11_200, "6M9S4P").await;
    payment.currency_rate = Some(Decimal::new(75, 2));
    let paid = desk.client.send_payment(&xero::payment_body(&payment), "k-2").await.expect("paid");
    let read = desk.client.payment(paid.value.payment_id).await.expect("read");
    assert_eq!((read.amount, read.currency_rate), (payment.amount, payment.currency_rate));
}

#[tokio::test]
async fn a_payment_has_a_history() {
    let desk = Desk::open().await;
    let invoice = desk.charged(desk.customer("Jo Neill").await, "4K7Q2M").await.invoice_id;
    let new = desk.paying(PaymentTarget::Invoice(invoice), 11_200, "6M9S4P").await;
    let paid = desk.client.send_payment(&xero::payment_body(&new), "k-1").await.expect("paid");
    let (endpoint, id) = (Endpoint::Payments, paid.value.payment_id);
    let note = xero::history_note_body("Posted by Daybook");
    desk.client.add_history_note(endpoint, id, &note, "k-2").await.expect("noted");
    let notes = desk.client.history_notes(endpoint, id).await.expect("listed");
    assert!(notes.iter().any(|note| note.details == "Posted by Daybook"), "{notes:?}");
    let error = desk.client.attachments(endpoint, id).await.expect_err("payments take no files");
    assert_eq!(error.outcome(), Outcome::Refused, "{error:?}");
}

#[tokio::test]
async fn payments_changed_since_a_time_are_read() {
    let desk = Desk::open().await;
    let invoice = desk.charged(desk.customer("Jo Neill").await, "4K7Q2M").await.invoice_id;
    let new = desk.paying(PaymentTarget::Invoice(invoice), 11_200, "6M9S4P").await;
    let paid = desk.client.send_payment(&xero::payment_body(&new), "k").await.expect("paid").value;
    let at = paid.updated_at.expect("a time");
    let hour = chrono::TimeDelta::hours(1);
    let changed = desk.client.payments_modified_since(1, at - hour).await.expect("read");
    assert_eq!(changed.elements[0].payment_id, paid.payment_id);
    let later = desk.client.payments_modified_since(1, at + hour).await.expect("read");
    assert!(later.is_last && later.elements.is_empty());
}
