//! Set-offs: what was taken back by its opposite in a locked period is open against nothing.

use std::sync::Arc;

use ledger::{DocumentKind, Kind};
use serde_json::json;
use store::{DocumentFilter, DocumentSummary, NewTransaction, State};
use sync::{Load, OwnScope, Step, Until, plan_calls, queue_own};
use xero::{Budget, Uuid};

use crate::desk::{Circumstances, Desk, Office, november};
use crate::till::event;
use crate::wire::Crash;

/// The calls that read the chart.
const CHART: u32 = 4;
const CHARGE: &str = "Boats 100.00; customer Anneke_Larsen";
const CUSTOMER: &str = "customer Anneke_Larsen";

fn one(kind: Kind, id: &str, text: &str) -> NewTransaction {
    event(kind, id, 19, text)
}

/// These events in Xero, and the books locked over them.
async fn locked(events: &[NewTransaction]) -> (Desk, Office) {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    office.record(events);
    office.run(Until::Empty).await;
    desk.control(json!({ "lock_date": "2026-11-20" }));
    (desk, office)
}

fn all(office: &Office) -> Vec<DocumentSummary> {
    office.book.documents(&DocumentFilter::default(), 99).unwrap()
}

/// The set-offs, in any state.
fn set_offs(office: &Office) -> Vec<DocumentSummary> {
    let mut all = all(office);
    all.retain(|one| one.kind == DocumentKind::Allocation && one.transactions == 0);
    all
}

/// What Xero has open of every invoice and credit note that this book ever made.
async fn open_in_xero(office: &Office) -> Vec<String> {
    let mut open = Vec::new();
    for one in all(office) {
        let Some(id) = one.xero_id.as_deref().and_then(|id| Uuid::parse_str(id).ok()) else {
            continue;
        };
        let left = match one.kind {
            DocumentKind::Invoice => office.client.invoice(id).await.unwrap().amount_due,
            DocumentKind::CreditNote => {
                office.client.credit_note(id).await.unwrap().remaining_credit.unwrap()
            }
            DocumentKind::ManualJournal
            | DocumentKind::Payment
            | DocumentKind::Allocation
            | DocumentKind::BankTransaction => continue,
        };
        if !left.is_zero() {
            open.push(format!("{} {left}", one.reference));
        }
    }
    open
}

async fn undo(office: &Office, kind: DocumentKind) {
    let found = office.live().into_iter().find(|one| one.kind == kind).unwrap();
    office.outbox.undo(found.id).await.unwrap();
    let report = office.run(Until::Empty).await;
    assert_eq!((report.rejected, report.held), (vec![], vec![]), "{:?}", office.troubles());
}

#[tokio::test]
async fn what_was_taken_back_in_a_locked_period_is_open_no_more() {
    let paid = one(Kind::AccountPayment, "P", "pay Card 100.00; customer Anneke_Larsen");
    let part = one(Kind::AccountPayment, "P", "pay Card 30.00; customer Anneke_Larsen");
    let credit = "Boats 40.00; customer Anneke_Larsen; invoice C";
    let refund = "Boats 40.00; pay Card 40.00; customer Anneke_Larsen; invoice C";
    let charge = || one(Kind::AccountCharge, "C", CHARGE);
    let invoice = DocumentKind::Invoice;
    let stories = [
        ("unpaid", invoice, vec![charge()]),
        ("paid", invoice, vec![charge(), paid.clone()]),
        ("paid in part", invoice, vec![charge(), part]),
        ("credited", invoice, vec![charge(), one(Kind::AccountRefund, "R", credit)]),
        (
            "refunded",
            DocumentKind::CreditNote,
            vec![charge(), paid, one(Kind::AccountRefund, "R", refund)],
        ),
    ];
    for (name, kind, events) in stories {
        let (desk, office) = locked(&events).await;
        let before = open_in_xero(&office).await;
        undo(&office, kind).await;
        assert_eq!(open_in_xero(&office).await, [""; 0], "{name}, before: {before:?}");
        let made = set_offs(&office);
        assert!(!made.is_empty() && made.iter().all(|one| one.state == State::Posted), "{name}");
        office.assert_sound();
        // And once only.
        let writes = desk.wire.count("PUT CreditNotes");
        office.run(Until::Empty).await;
        assert_eq!(desk.wire.count("PUT CreditNotes"), writes, "{name}");
    }
}

#[tokio::test]
async fn a_payment_that_was_corrected_in_a_locked_period_goes_with_its_invoice() {
    for corrected_twice in [false, true] {
        goes_with_its_invoice(corrected_twice).await;
    }
}

async fn goes_with_its_invoice(corrected_twice: bool) {
    let paid = |by| one(Kind::AccountPayment, "P", &format!("pay {by} 100.00; {CUSTOMER}"));
    let (desk, office) = locked(&[one(Kind::AccountCharge, "C", CHARGE), paid("Card")]).await;
    office.book.set_setting(sync::LOCKED_SETTING, Some("next-open-day")).unwrap();
    office.record(&[paid("Cash")]);
    office.run(Until::Empty).await;
    if corrected_twice {
        // And where it went is locked, too.
        desk.control(json!({ "lock_date": "2026-11-21" }));
        office.record(&[paid("Card")]);
        office.run(Until::Empty).await;
    }
    assert_eq!(open_in_xero(&office).await, [""; 0], "{:?}", office.troubles());
    let invoices = |office: &Office| -> Vec<_> {
        office.live().into_iter().filter(|one| one.kind == DocumentKind::Invoice).collect()
    };
    let before = desk.trial_balance().await;
    // The oldest is the customer's; the other one took the payment back.
    let charged = invoices(&office).iter().map(|one| one.id).min().unwrap();
    office.outbox.undo(charged).await.unwrap();
    office.run(Until::Empty).await;
    assert_eq!(open_in_xero(&office).await, [""; 0], "{:?}", office.troubles());
    let days = OwnScope::Days { location: office.dock, from: november(19), to: november(19) };
    queue_own(&office.book, days, "Ana", &office.world).unwrap();
    office.run(Until::Empty).await;
    assert_eq!(open_in_xero(&office).await, [""; 0], "billed and paid again");
    assert_eq!(desk.trial_balance().await, before);
    office.assert_sound();
}

#[tokio::test]
async fn an_opposite_and_its_set_off_cost_what_was_said() {
    let said = |office: &Office| {
        let load = Load::waiting(&office.book).unwrap();
        plan_calls(&load, &Budget::default(), office.world.now()).calls - CHART
    };
    let sent = |desk: &Desk| {
        let is_of_it = |call: &&String| call.contains("CreditNotes") || call.contains("Invoices");
        u32::try_from(desk.wire.calls().iter().filter(is_of_it).count()).unwrap()
    };
    let (desk, office) = locked(&[one(Kind::AccountCharge, "C", CHARGE)]).await;
    office.outbox.undo(office.live()[0].id).await.unwrap();
    let opposite = said(&office);
    // The first look at the set-off's credit note is lost, and nothing more is sent.
    let lost = json!({ "kind": "loss_before", "method": "GET", "path": "CreditNotes", "times": 1 });
    desk.fault(&lost);
    desk.wire.forget_calls();
    office.run(Until::Blocked).await;
    assert_eq!(sent(&desk), opposite + 1, "{:?}", desk.wire.calls());
    assert_eq!(set_offs(&office)[0].state, State::Queued, "{:?}", office.troubles());

    let set_off = said(&office);
    desk.heal();
    desk.advance(60);
    desk.wire.forget_calls();
    office.run(Until::Empty).await;
    assert_eq!(set_offs(&office)[0].state, State::Posted, "{:?}", office.troubles());
    assert_eq!((sent(&desk), opposite, set_off), (set_off, 2, 4), "{:?}", desk.wire.calls());
}

#[tokio::test]
async fn a_set_off_whose_answer_is_lost_is_there_once() {
    for loss in [r#"{ "kind": "loss_after_commit" }"#, r#"{ "kind": "loss_before" }"#] {
        let (desk, office) = locked(&[one(Kind::AccountCharge, "C", CHARGE)]).await;
        let invoice = office.live()[0].id;
        office.outbox.undo(invoice).await.unwrap();
        desk.wire.fail_first_tries(loss);
        office.run(Until::Empty).await;
        assert_eq!(open_in_xero(&office).await, [""; 0], "{:?}", office.troubles());
        let made = set_offs(&office);
        assert_eq!((made.len(), made[0].state), (1, State::Posted));
        office.assert_sound();
    }
}

#[tokio::test]
async fn what_a_person_took_apart_again_is_not_set_off_once_more() {
    let (_desk, office) = locked(&[one(Kind::AccountCharge, "C", CHARGE)]).await;
    undo(&office, DocumentKind::Invoice).await;
    let made = set_offs(&office);
    office.outbox.undo(made[0].id).await.unwrap();
    office.run(Until::Empty).await;
    office.run(Until::Empty).await;
    assert_eq!(set_offs(&office).len(), 1);
    assert_eq!(office.state(made[0].id), State::Undone);
    assert_eq!(open_in_xero(&office).await.len(), 2);
    office.assert_sound();
}

#[tokio::test]
async fn a_set_off_of_what_is_gone_from_xero_waits_for_nothing() {
    let (desk, office) = locked(&[one(Kind::AccountCharge, "C", CHARGE)]).await;
    let invoice = office.live()[0].clone();
    office.outbox.undo(invoice.id).await.unwrap();
    // The period is locked once more between the opposite and its set-off.
    let lost = json!({ "kind": "loss_before", "method": "GET", "path": "CreditNotes", "times": 1 });
    desk.fault(&lost);
    office.run(Until::Blocked).await;
    desk.heal();
    desk.control(json!({ "lock_date": "2026-11-30" }));
    desk.advance(3_600);
    office.run(Until::Empty).await;
    assert_eq!(set_offs(&office)[0].state, State::Held, "{:?}", office.troubles());
    // Both are voided by hand.
    let opposite = office.live().into_iter().find(|one| one.about.reverses.is_some()).unwrap();
    for control in [
        json!({ "lock_date": "" }),
        json!({ "void_credit_note": opposite.xero_id }),
        json!({ "void_invoice": invoice.xero_id }),
    ] {
        desk.control(control);
    }
    desk.advance(3_600);
    office.outbox.check_drift().await.unwrap();
    for drift in office.book.drifts(false, 9).unwrap() {
        office.outbox.accept_drift(drift.id, "Bea").await.unwrap();
    }
    office.run(Until::Empty).await;
    assert_eq!(office.state(opposite.id), State::Undone);
    assert_eq!(set_offs(&office)[0].state, State::Undone, "{:?}", office.troubles());
    assert_eq!(office.live(), [], "nothing waits");
    office.assert_sound();
}

#[tokio::test]
async fn what_was_set_off_in_xero_meanwhile_is_left_as_it_is() {
    let (desk, office) = locked(&[one(Kind::AccountCharge, "C", CHARGE)]).await;
    let invoice = office.live()[0].clone();
    office.outbox.undo(invoice.id).await.unwrap();
    // Somebody pays the invoice by hand before its opposite is set off against it.
    desk.control(json!({ "lock_date": "" }));
    desk.control(json!({ "pay_invoice": {
        "id": invoice.xero_id, "account": "Business Bank Account", "amount": "100.00",
    } }));
    desk.control(json!({ "lock_date": "2026-11-20" }));
    office.run(Until::Empty).await;
    let made = set_offs(&office);
    assert_eq!((made.len(), made[0].state), (1, State::Skipped), "{:?}", office.troubles());
    assert_eq!(open_in_xero(&office).await.len(), 1, "the credit is the customer's");
    office.assert_sound();
}

#[tokio::test]
async fn a_set_off_that_a_lock_keeps_waits_without_asking_xero_and_goes_once_it_opens() {
    let (desk, office) = locked(&[one(Kind::AccountCharge, "C", CHARGE)]).await;
    let invoice = office.live()[0].id;
    office.outbox.undo(invoice).await.unwrap();
    // The lock moves over the opposite's own day before the set-off is sent.
    let sleeper = Arc::new(Crash::asleep_at(Step::OutcomeCommitted));
    let window = desk.office_that(sleeper.clone());
    let accountant = async {
        sleeper.happens().await;
        desk.control(json!({ "lock_date": "2026-11-21" }));
        desk.advance(600);
        sleeper.wake();
    };
    tokio::join!(window.run(Until::Empty), accountant);
    assert_eq!(set_offs(&office)[0].state, State::Held, "{:?}", office.troubles());
    office.run(Until::Empty).await;
    let before = desk.wire.calls().len();
    office.run(Until::Empty).await;
    let calls = desk.wire.calls().split_off(before);
    let about_it = |call: &&String| call.ends_with("CreditNotes") || call.ends_with("Invoices");
    assert_eq!(calls.iter().filter(about_it).count(), 0, "{calls:?}");
    desk.control(json!({ "lock_date": "" }));
    office.run(Until::Empty).await;
    assert_eq!(open_in_xero(&office).await, [""; 0], "{:?}", office.troubles());
}
