//! Drift in what no account shows: how lines are tracked, in which currency and at which rate.

use std::collections::BTreeMap;

use ledger::{DocumentKind, Field, Kind, TrackingField};
use serde_json::{Value, json};
use store::{Drift, DriftKind, DriftSettled, MapEntry, State};
use sync::Until;

use crate::books::{balances, trial_balance};
use crate::desk::{Circumstances, Desk, Office};
use crate::scenes::scenes;
use crate::till::event;

/// A desk whose lines are tracked as Region: Harbour.
pub(crate) async fn harbour() -> (Desk, Office) {
    let circumstances =
        Circumstances { mapped: true, foreign_bank: true, ..Circumstances::default() };
    let desk = Desk::under(circumstances).await;
    let office = desk.office();
    let chart = office.book.chart().unwrap().unwrap().chart;
    let region = chart.tracking.iter().find(|one| one.name == "Region").unwrap();
    let harbour = region.options.iter().find(|one| one.name == "Harbour").unwrap();
    let field = TrackingField {
        category_id: region.id.clone(),
        options: BTreeMap::from([("main dock".to_owned(), harbour.id.clone())]),
    };
    office.map(&[MapEntry::Tracking(Field::Location, Some(field))]);
    office.record(&[
        event(Kind::BookingPayment, "D", 20, "pay Card 50.00; booking B-17"),
        event(Kind::AccountCharge, "C", 20, "Boats 100.00; customer Bo_Chen"),
    ]);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 2, "{:?}", office.troubles());
    assert_eq!(look(&office).await, []);
    desk.advance(3_600);
    (desk, office)
}

pub(crate) async fn look(office: &Office) -> Vec<Drift> {
    office.outbox.check_drift().await.unwrap();
    office.book.drifts(false, 99).unwrap()
}

/// The one drift there is, an edit.
pub(crate) async fn edited(office: &Office) -> Drift {
    let mut drifts = look(office).await;
    assert_eq!(drifts.len(), 1, "{drifts:#?}");
    assert_eq!(drifts[0].drift.kind, DriftKind::Edited);
    drifts.remove(0)
}

pub(crate) async fn accept(office: &Office, drift: &Drift) {
    office.outbox.accept_drift(drift.id, "Bea").await.unwrap();
    assert_eq!(look(office).await, [], "what was accepted is what is compared with");
    let settled = office.book.drift(drift.id).unwrap().settled.unwrap();
    assert_eq!((settled.0, settled.1.as_str()), (DriftSettled::Accepted, "Bea"));
}

async fn repost(office: &Office, drift: &Drift) -> store::DocumentId {
    let made = office.outbox.repost_drift(drift.id, "Bea", &mut |_| {}).await.unwrap();
    assert_eq!(office.state(made[0]), State::Posted, "{:?}", office.troubles());
    assert_eq!(look(office).await, []);
    made[0]
}

pub(crate) fn in_xero(office: &Office, kind: DocumentKind) -> Value {
    let live = office.live();
    let one = live.iter().find(|one| one.kind == kind && one.state == State::Posted);
    json!(one.unwrap().xero_id)
}

/// How the lines of a document are tracked in Xero.
async fn options(desk: &Desk, office: &Office, id: store::DocumentId) -> Vec<String> {
    let xero_id = office.document(id).summary.xero_id.unwrap();
    let books = desk.books().await;
    let journals = books["ManualJournals"].as_array().unwrap();
    let journal = journals.iter().find(|one| one["ManualJournalID"] == *xero_id).unwrap();
    let lines = journal["JournalLines"].as_array().unwrap().iter();
    let all = lines.flat_map(|line| line["Tracking"].as_array().unwrap());
    all.map(|one| one["Option"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_line_that_is_tracked_otherwise_is_told_with_before_and_now_and_accepted() {
    let (desk, office) = harbour().await;
    let journal = in_xero(&office, DocumentKind::ManualJournal);
    let retag = |options: Value| {
        desk.control(json!({ "edit_journal": { "id": journal, "first_line_tracking": options } }));
    };
    retag(json!(["Lake"]));
    let drift = edited(&office).await;
    let said = &drift.drift.message;
    assert!(said.contains("on 613 is tracked as Region: Lake now"), "{said}");
    assert!(said.contains("it was tracked as Region: Harbour"), "{said}");
    let of = |read: &store::ReadBack| -> Vec<String> {
        let all = read.lines.iter().flat_map(|line| line.tracking.iter().flatten());
        all.map(|one| one.option.clone()).collect()
    };
    let document = office.document(drift.drift.document);
    assert!(document.entry.lines.iter().all(|line| line.tracking.len() == 1), "what was sent");
    assert_eq!(of(&document.read_back.unwrap()), ["Harbour", "Harbour"], "what Xero answered");
    assert_eq!(of(&drift.drift.now), ["Lake", "Harbour"], "what is there now");
    assert_eq!(look(&office).await.len(), 1, "once");
    accept(&office, &drift).await;
    retag(json!(["Lake", "Boats"]));
    let said = edited(&office).await.drift.message;
    assert!(said.contains("Department: Boats, Region: Lake now"), "{said}");
    retag(json!([]));
    let said = edited(&office).await.drift.message;
    assert!(said.contains("is not tracked now; it was tracked as Region: Lake."), "{said}");
    retag(json!(["Lake"]));
    assert_eq!(look(&office).await, [], "put back as it was accepted");
    office.assert_sound();
}

#[tokio::test]
async fn lines_that_are_all_tracked_otherwise_are_posted_again_as_they_were() {
    let (desk, office) = harbour().await;
    let journal = in_xero(&office, DocumentKind::ManualJournal);
    desk.control(json!({ "edit_journal": { "id": journal, "tracking": ["Lake"] } }));
    let drift = edited(&office).await;
    let said = &drift.drift.message;
    assert_eq!(
        said,
        "In Xero 2 lines are tracked as Region: Lake now; they were tracked as Region: Harbour."
    );
    assert_eq!(options(&desk, &office, drift.drift.document).await, ["Lake", "Lake"]);
    let made = repost(&office, &drift).await;
    assert_eq!(options(&desk, &office, made).await, ["Harbour", "Harbour"]);
    assert_eq!(desk.in_force().await, 2);
    office.assert_sound();
}

#[tokio::test]
async fn an_option_that_got_another_name_in_xero_is_no_drift() {
    let (desk, office) = harbour().await;
    let (journal, invoice) =
        (in_xero(&office, DocumentKind::ManualJournal), in_xero(&office, DocumentKind::Invoice));
    // Whatever is read anew says the new name, and the tracking's own ids.
    desk.wire.rewrite("\"Harbour\"", "\"Harbor Front\"");
    for (edit, id) in [("edit_journal", journal), ("edit_invoice", invoice)] {
        desk.control(json!({ edit: { "id": id } }));
    }
    assert_eq!(look(&office).await, []);
}

#[tokio::test]
async fn tracking_is_seen_on_every_kind_of_document_that_has_lines() {
    let mut seen = Vec::new();
    for scene in scenes() {
        let desk = scene.desk().await;
        let office = desk.office();
        scene.post(&office).await;
        assert_eq!(look(&office).await, [], "{}", scene.name);
        let mut expected = Vec::new();
        for one in office.live() {
            let edit = match one.kind {
                DocumentKind::ManualJournal => "edit_journal",
                DocumentKind::Invoice => "edit_invoice",
                DocumentKind::CreditNote => "edit_credit_note",
                DocumentKind::BankTransaction => "edit_bank_transaction",
                DocumentKind::Payment | DocumentKind::Allocation => continue,
            };
            desk.control(json!({ edit: { "id": one.xero_id, "first_line_tracking": ["Lake"] } }));
            expected.push(one.id);
            seen.push(one.kind);
        }
        let mut found: Vec<_> = look(&office).await;
        found.sort_by_key(|one| one.drift.document);
        let documents: Vec<_> = found.iter().map(|one| one.drift.document).collect();
        assert_eq!(documents, expected, "{}: {found:#?}", scene.name);
        for one in found {
            let said = &one.drift.message;
            assert!(
                said.ends_with("is tracked as Region: Lake now; it was not tracked."),
                "{said}"
            );
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 4, "{seen:?}");
}

#[tokio::test]
async fn another_rate_of_a_payout_abroad_is_told_accepted_and_posted_again() {
    let scene = scenes().into_iter().find(|scene| scene.name == "a payout abroad").unwrap();
    let desk = scene.desk().await;
    let office = desk.office();
    scene.post(&office).await;
    assert_eq!(look(&office).await, [], "Xero chose the rate");
    let rate = |rate: &str| {
        let banked = in_xero(&office, DocumentKind::BankTransaction);
        desk.control(json!({ "edit_bank_transaction": { "id": banked, "rate": rate } }));
    };
    rate("0.75");
    let drift = edited(&office).await;
    let said = &drift.drift.message;
    assert_eq!(said, "In Xero its exchange rate is 0.75 now; it was 0.735294.");
    let document = office.document(drift.drift.document);
    let now = drift.drift.now.clone();
    assert_eq!((now.currency.unwrap().code(), now.rate), ("USD", "0.75".parse().ok()));
    assert_eq!(document.read_back.unwrap().rate, "0.735294".parse().ok());
    accept(&office, &drift).await;
    rate("0.7353");
    let again = edited(&office).await;
    assert!(again.drift.message.contains("0.7353 now; it was 0.75."), "{}", again.drift.message);
    repost(&office, &again).await;
    assert_eq!(trial_balance(&desk.books().await), balances(scene.balances));
    office.assert_sound();
}

#[tokio::test]
async fn a_rate_that_xero_writes_with_other_digits_is_no_drift() {
    let scene = scenes().into_iter().find(|scene| scene.name == "a payout abroad").unwrap();
    let desk = scene.desk().await;
    let office = desk.office();
    scene.post(&office).await;
    for digits in ["0.735294000", "0.7352941176470588", "0.7352935", "0.735295"] {
        desk.wire.rewrite("0.735294", digits);
        assert_eq!(look(&office).await, [], "{digits}");
    }
    desk.wire.rewrite("0.735294", "0.7353");
    assert_eq!(look(&office).await.len(), 1);
}

#[tokio::test]
async fn an_invoice_that_was_put_into_another_currency_is_told_and_then_its_rate() {
    let (desk, office) = harbour().await;
    let invoice = in_xero(&office, DocumentKind::Invoice);
    desk.control(json!({ "edit_invoice": { "id": invoice, "currency": "USD" } }));
    let drift = edited(&office).await;
    assert_eq!(drift.drift.message, "In Xero it is in USD now; it was in CAD.");
    accept(&office, &drift).await;
    desk.control(json!({ "edit_invoice": { "id": invoice, "rate": "0.8" } }));
    let drift = edited(&office).await;
    assert_eq!(drift.drift.message, "In Xero its exchange rate is 0.8 now; it was 0.735294.");
    let made = repost(&office, &drift).await;
    let read = office.document(made).read_back.unwrap();
    assert_eq!(read.currency.unwrap().code(), "CAD");
    assert_eq!(desk.balance("Accounts Receivable").await, "100.00");
    office.assert_sound();
}
