//! What somebody does in Xero between our look and our write, and other things that Xero answers
//! with more than yes or no.

use ledger::Kind;
use serde_json::{Value, json};
use store::{About, Claims, NewDocument, NewTransaction};
use sync::{Cause, DRAFTS_SETTING, Until};

use crate::desk::{Circumstances, Desk, Office};
use crate::till::event;

async fn mapped() -> (Desk, Office) {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    (desk, office)
}

fn charge() -> Vec<NewTransaction> {
    vec![event(Kind::AccountCharge, "C-1", 20, "Boats 100.00; customer Anneke_Larsen")]
}

fn xero_id(office: &Office, place: usize) -> Value {
    json!(office.live()[place].xero_id)
}

#[tokio::test]
async fn a_remark_of_xeros_is_not_success() {
    let (desk, office) = mapped().await;
    office.book.set_setting(DRAFTS_SETTING, Some("all")).unwrap();
    office.record(&charge());
    // Its code is another one a moment before the draft arrives: Xero keeps the line without it.
    let recode = json!({ "recode_account": { "account": "Boats", "to": "299" } });
    desk.wire.just_before("PUT Invoices", recode);
    let report = office.run(Until::Empty).await;
    let [id] = report.held[..] else { panic!("{report:?}") };
    assert_eq!(office.cause(id), Cause::FoundDifferent.key());
    let message = office.document(id).summary.reason.unwrap().message;
    assert!(message.contains("Nothing was sent again"), "{message}");
    assert_eq!((desk.in_force().await, desk.wire.count("PUT Invoices")), (1, 1));
    // A person takes it out again, once nothing can be on its way any more.
    desk.advance(90);
    office.outbox.undo(id).await.unwrap();
    assert_eq!(office.run(Until::Empty).await.undone, [id]);
    assert_eq!(desk.in_force().await, 0);
}

#[tokio::test]
async fn what_does_not_balance_is_refused_here() {
    let (_desk, office) = mapped().await;
    office.record(&[event(Kind::BookingPayment, "D", 20, "pay Card 50.00")]);
    office.run(Until::Empty).await;
    let posted = office.document(office.live()[0].id);
    let mut entry = posted.entry;
    entry.lines.truncate(1);
    entry.reference = "Out of balance".to_owned();
    let refused = office.book.enqueue(
        &NewDocument {
            code: "4K7Q2M".to_owned(),
            location: office.dock,
            lane: posted.summary.lane,
            from: entry.date,
            to: entry.date,
            entry,
            body: String::new(),
            claims: Claims::Nothing,
            about: About::default(),
            evidence: false,
            created_by: "Ana".to_owned(),
            hold: None,
        },
        office.world.now(),
    );
    assert!(matches!(refused, Err(store::Error::UnbalancedDocument { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_payment_made_while_an_invoice_is_undone_keeps_it_and_is_explained() {
    let (desk, office) = mapped().await;
    office.record(&charge());
    let id = office.run(Until::Empty).await.posted[0];
    office.outbox.undo(id).await.unwrap();
    let invoice = xero_id(&office, 0);
    let pay = json!({ "pay_invoice": { "id": invoice, "account": "Till", "amount": "40.00" } });
    desk.wire.just_before("POST Invoices", pay);
    assert_eq!(office.run(Until::Empty).await.rejected, [id]);
    let message = office.document(id).summary.reason.unwrap().message;
    assert!(message.contains("has payments or credit notes allocated to it"), "{message}");
    assert!(message.contains("Take the payment or credit back in Xero"), "{message}");
    let payment = desk.books().await["Payments"][0]["PaymentID"].clone();
    desk.control(json!({ "delete_payment": payment }));
    office.outbox.undo(id).await.unwrap();
    assert_eq!(office.run(Until::Empty).await.undone, [id]);
    assert_eq!(desk.trial_balance().await, []);
}

#[tokio::test]
async fn a_document_voided_while_it_is_undone_is_found_gone() {
    let (desk, office) = mapped().await;
    office.record(&charge());
    let id = office.run(Until::Empty).await.posted[0];
    office.outbox.undo(id).await.unwrap();
    desk.wire.just_before("POST Invoices", json!({ "void_invoice": xero_id(&office, 0) }));
    assert_eq!(office.run(Until::Empty).await.rejected, [id]);
    let message = office.document(id).summary.reason.unwrap().message;
    assert!(message.contains("not of valid status for modification"), "{message}");
    office.outbox.undo(id).await.unwrap();
    assert_eq!(office.run(Until::Empty).await.undone, [id]);
    office.assert_sound();
}

#[tokio::test]
async fn a_line_without_words_is_given_some() {
    let (desk, office) = mapped().await;
    let mut charge = charge();
    charge[0].transaction.lines[0].description = "  ".to_owned();
    office.record(&charge);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 1, "{:?}", office.troubles());
    let invoice = &desk.books().await["Invoices"][0];
    assert_eq!(invoice["LineItems"][0]["Description"], "Boats: 1 account charge");
    assert_eq!(invoice["DueDateString"], "2026-11-20T00:00:00");
}
