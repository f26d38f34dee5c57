//! Bank transactions against the simulator.

use http::Method;
use rust_decimal::Decimal;
use xero::{
    AccountKey, BankTransactionStatus, BankTransactionType, Endpoint, Error, HttpTransport,
    LineAmountTypes, Lock, NewAttachment, NewBankTransaction, Outcome, PaymentTarget, Refusal,
    Transport as _, Uuid,
};
use xero_sim::{Control, FaultKind};

use crate::desk::{Desk, TODAY, visit};

/// A processor's payout of 970.70 into the till account, 29.30 of fees kept.
pub(crate) async fn payout(desk: &Desk, reference: &str) -> NewBankTransaction {
    NewBankTransaction {
        kind: BankTransactionType::Receive,
        contact_id: desk.customer("Card processor").await,
        bank_account: AccountKey::Id(desk.account("Till").await.account_id),
        date: TODAY.parse().unwrap(),
        reference: reference.to_owned(),
        line_amount_types: LineAmountTypes::NoTax,
        url: None,
        currency_rate: None,
        lines: vec![
            desk.line("Card Clearing", 100_000).await,
            desk.line("Processor Fees", -2_930).await,
        ],
    }
}

#[tokio::test]
async fn a_payout_is_posted_found_read_annotated_and_deleted() {
    let desk = Desk::open().await;
    let client = &desk.client;
    let new = payout(&desk, "Payout 7N2T5Q").await;
    let body = xero::bank_transaction_body(&new);
    let posted = client.send_bank_transaction(&body, "k-1").await.expect("posted");
    assert!(posted.warnings.is_empty(), "{:?}", posted.warnings);
    let id = posted.value.bank_transaction_id;
    let read = client.bank_transaction(id).await.expect("read");
    assert_eq!((&read.kind, read.total), (&BankTransactionType::Receive, Decimal::new(97_070, 2)));
    assert_eq!(read.status, Some(BankTransactionStatus::Authorised));
    assert_eq!((read.contact_id, read.date), (Some(new.contact_id), new.date));
    assert_eq!(read.bank_account_id, Some(desk.account("Till").await.account_id));
    assert!(!read.is_reconciled);
    let found = client.find_bank_transactions_by_reference(&new.reference).await.expect("found");
    assert_eq!(found.iter().map(|found| found.bank_transaction_id).collect::<Vec<_>>(), [id]);
    assert_eq!(found[0].lines, read.lines);

    let endpoint = Endpoint::BankTransactions;
    let note = xero::history_note_body("Posted by Daybook");
    client.add_history_note(endpoint, id, &note, "k-2").await.expect("noted");
    let file = NewAttachment::new("payout.csv", "text/csv", b"a,b".to_vec()).expect("a file");
    client.attach(endpoint, id, &file, "k-3").await.expect("put there");
    assert_eq!(client.attachments(endpoint, id).await.expect("listed")[0].file_name, "payout.csv");

    let deletion = xero::bank_transaction_deletion_body(id);
    client.send_bank_transaction_deletion(id, &deletion, "k-4").await.expect("deleted");
    let read = client.bank_transaction(id).await.expect("read");
    assert_eq!(read.status, Some(BankTransactionStatus::Deleted));
    let found = client.find_bank_transactions_by_reference(&new.reference).await.expect("found");
    assert_eq!(found.len(), 1, "a deleted one is found too");
    let again = client.send_bank_transaction_deletion(id, &deletion, "k-5").await;
    assert_eq!(again.expect_err("refused").refusals(), [Refusal::WrongStatus]);
}

#[tokio::test]
async fn what_is_matched_to_the_banks_statement_stays_until_a_person_undoes_that() {
    let desk = Desk::open().await;
    let body = String::from_utf8(xero::bank_transaction_body(&payout(&desk, "7N2T5Q").await));
    let matched = body.unwrap().replace("\"Date\"", "\"IsReconciled\":true,\"Date\"");
    desk.raw(Method::PUT, "/BankTransactions", &matched).await;
    let found = desk.client.find_bank_transactions_by_reference("7N2T5Q").await.expect("found");
    let [banked] = &found[..] else { panic!("{found:?}") };
    assert!(banked.is_reconciled);
    let id = banked.bank_transaction_id;
    let deletion = xero::bank_transaction_deletion_body(id);
    let error = desk.client.send_bank_transaction_deletion(id, &deletion, "k").await;
    assert_eq!(error.expect_err("refused").refusals(), [Refusal::Reconciled]);
}

#[tokio::test]
async fn whatever_happens_to_an_answer_the_look_up_tells_whether_it_was_banked() {
    for (fault, done) in [
        (FaultKind::LossBefore, false),
        (FaultKind::LossAfterCommit, true),
        (FaultKind::TornBody, true),
    ] {
        let desk = Desk::open().await;
        let body = xero::bank_transaction_body(&payout(&desk, "7N2T5Q").await);
        desk.arm(fault.clone(), "/BankTransactions");
        let error = desk.client.send_bank_transaction(&body, "k").await.expect_err("a fault");
        assert_eq!(error.outcome(), Outcome::Unknown, "{fault:?}: {error:?}");
        let look_up = || desk.client.find_bank_transactions_by_reference("7N2T5Q");
        assert_eq!(look_up().await.expect("looked up").len(), usize::from(done), "{fault:?}");
        desk.client.send_bank_transaction(&body, "k").await.expect("the same again");
        assert_eq!(look_up().await.expect("looked up").len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn what_xero_does_not_take_is_refused_and_not_done() {
    let desk = Desk::open().await;
    let good = payout(&desk, "7N2T5Q").await;
    let refused = async |new: &NewBankTransaction, key: &str| {
        let body = xero::bank_transaction_body(new);
        let error = desk.client.send_bank_transaction(&body, key).await.expect_err("refused");
        assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
        error
    };
    let mut no_bank = good.clone();
    no_bank.bank_account = AccountKey::Id(desk.account("Cash Clearing").await.account_id);
    refused(&no_bank, "k-1").await;
    let mut below_zero = good.clone();
    below_zero.lines.remove(0);
    refused(&below_zero, "k-2").await;
    let mut nobody = good.clone();
    nobody.contact_id = Uuid::from_u128(17);
    assert_eq!(refused(&nobody, "k-3").await.refusals(), [Refusal::ContactMissing]);
    desk.control(Control { year_lock_date: Some(TODAY.to_owned()), ..Control::default() });
    let until = TODAY.parse().ok();
    assert_eq!(
        refused(&good, "k-4").await.refusals(),
        [Refusal::PeriodLocked { lock: Lock::EndOfYear, until }]
    );
    let found = desk.client.find_bank_transactions_by_reference("7N2T5Q").await;
    assert!(found.expect("looked up").is_empty());
}

#[tokio::test]
async fn money_in_an_account_abroad_is_of_that_accounts_currency_at_the_rate_given() {
    let desk = Desk::abroad().await;
    let accounts = desk.client.accounts().await.expect("the chart");
    let is_abroad = |account: &&xero::Account| account.currency_code.as_deref() == Some("USD");
    let bank = accounts.iter().find(is_abroad).expect("a seeded account").account_id;
    let mut new = payout(&desk, "7N2T5Q").await;
    new.bank_account = AccountKey::Id(bank);
    new.currency_rate = Some(Decimal::new(734_125, 6));
    let body = xero::bank_transaction_body(&new);
    let posted = desk.client.send_bank_transaction(&body, "k").await.expect("posted").value;
    assert_eq!(posted.currency_code.as_deref(), Some("USD"));
    assert_eq!(posted.currency_rate, new.currency_rate);
    let read = desk.client.bank_transaction(posted.bank_transaction_id).await.expect("read");
    assert_eq!((read.bank_account_id, read.total), (Some(bank), Decimal::new(97_070, 2)));
}

#[tokio::test]
async fn bank_transactions_changed_since_a_time_are_read() {
    let desk = Desk::open().await;
    let body = xero::bank_transaction_body(&payout(&desk, "7N2T5Q").await);
    let posted = desk.client.send_bank_transaction(&body, "k").await.expect("posted").value;
    let at = posted.updated_at.expect("a time");
    let hour = chrono::TimeDelta::hours(1);
    let changed = desk.client.bank_transactions_modified_since(1, at - hour).await.expect("read");
    assert_eq!(changed.elements[0].lines, posted.lines);
    let later = desk.client.bank_transactions_modified_since(1, at + hour).await.expect("read");
    assert!(later.is_last && later.elements.is_empty());
}

#[tokio::test]
async fn every_document_has_a_page_to_look_at() {
    let desk = Desk::open().await;
    let short_code = desk.client.organisation().await.expect("read").short_code.expect("a code");
    let customer = desk.customer("Jo Neill").await;
    let invoice = desk.charged(customer, "4K7Q2M").await.invoice_id;
    let note = desk.credited(customer, "5L8R3N").await.credit_note_id;
    let paying = desk.paying(PaymentTarget::Invoice(invoice), 5_000, "6M9S4P").await;
    let paid = desk.client.send_payment(&xero::payment_body(&paying), "k-1").await.expect("paid");
    let body = xero::bank_transaction_body(&payout(&desk, "7N2T5Q").await);
    let banked = desk.client.send_bank_transaction(&body, "k-2").await.expect("posted");
    let origins = desk.client.session().origins();
    for (link, shown) in [
        (origins.invoice_link(&short_code, invoice), "4K7Q2M"),
        (origins.contact_link(&short_code, customer), "Jo Neill"),
        (origins.credit_note_link(&short_code, note), "5L8R3N"),
        (origins.bank_transaction_link(&short_code, paid.value.payment_id), "6M9S4P"),
        (origins.bank_transaction_link(&short_code, banked.value.bank_transaction_id), "7N2T5Q"),
    ] {
        let network = HttpTransport::new().expect("a network");
        let mut page = network.send(visit(link.as_str())).await.expect("a page");
        // A page inside an organisation is come to by way of choosing it.
        if let Some(next) = page.headers().get("location") {
            let next = link.join(next.to_str().unwrap()).expect("an address");
            page = network.send(visit(next.as_str())).await.expect("a page");
        }
        assert_eq!(page.status(), 200, "{link}");
        assert!(String::from_utf8_lossy(page.body()).contains(shown), "{link}");
    }
}
