//! Documents of single parts: when they are made, and when not.

use ledger::Kind;
use serde_json::json;
use store::{NewTransaction, PartFilter, State, keys};
use sync::{DRAFTS_SETTING, OwnScope, POSTING_STARTS_SETTING, Until, queue_own, replan_held};

use crate::desk::{Circumstances, Desk, Office, november};
use crate::till::event;

async fn mapped() -> (Desk, Office) {
    let desk = Desk::under(Circumstances { mapped: true, ..Circumstances::default() }).await;
    let office = desk.office();
    (desk, office)
}

fn deposit(id: &str, day: u32) -> NewTransaction {
    event(Kind::BookingPayment, id, day, "pay Card 50.00; booking B-17")
}

#[tokio::test]
async fn what_happened_before_posting_began_goes_only_when_a_person_says_so() {
    let (desk, office) = mapped().await;
    office.book.set_setting(POSTING_STARTS_SETTING, Some("2026-11-20")).unwrap();
    office.record(&[deposit("D-1", 19), deposit("D-2", 20)]);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 1);
    assert_eq!(desk.balance("Card Clearing").await, "50.00");
    let days = OwnScope::Days { location: office.dock, from: november(19), to: november(19) };
    let made = queue_own(&office.book, days, "Ana", &office.world).unwrap().made;
    assert_eq!(office.run(Until::Empty).await.posted, made);
    assert_eq!(office.document(made[0]).summary.created_by, "Ana");
    assert_eq!(desk.balance("Card Clearing").await, "100.00");
}

#[tokio::test]
async fn what_a_person_took_back_stays_out_of_xero_when_a_rule_changes_it() {
    let (desk, office) = mapped().await;
    office.record(&[deposit("D-1", 20)]);
    let posted = office.run(Until::Empty).await.posted;
    office.outbox.undo(posted[0]).await.unwrap();
    office.run(Until::Empty).await;
    // It is entered there by hand now.
    let (dock, now) = (office.dock, office.world.now());
    office.book.set_location_setting(dock, keys::DEPOSIT_TAX, Some("GST=5")).unwrap();
    office.book.follow_rules(dock, chrono::NaiveDate::MIN, now).unwrap();
    let report = office.run(Until::Empty).await;
    assert_eq!((report.posted, report.held), (vec![], vec![]), "{:?}", office.troubles());
    assert_eq!(desk.balance("Card Clearing").await, "0.00");
    let days = OwnScope::Days { location: dock, from: november(20), to: november(20) };
    let made = queue_own(&office.book, days, "Ana", &office.world).unwrap().made;
    assert_eq!(office.run(Until::Empty).await.posted, made);
    assert_eq!(desk.balance("Card Clearing").await, "50.00");
    office.assert_sound();
}

#[tokio::test]
async fn what_belongs_to_a_day_that_has_not_come_waits_for_it() {
    let (desk, office) = mapped().await;
    // It is the 21st, noon, at the dock.
    office.record(&[deposit("D-1", 22)]);
    assert_eq!(office.run(Until::Empty).await.posted, []);
    desk.advance(11 * 3_600);
    assert_eq!(office.run(Until::Empty).await.posted, [], "an hour before midnight at the dock");
    desk.advance(2 * 3_600);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 1);
}

#[tokio::test]
async fn two_windows_make_one_document_of_a_part() {
    let (desk, one) = mapped().await;
    let other = desk.office();
    one.record(&[event(Kind::AccountCharge, "C", 20, "Boats 10.00; customer Bo_Chen")]);
    let made = |office: &Office| {
        queue_own(&office.book, OwnScope::Automatic, "Ana", &office.world).unwrap().made
    };
    assert_eq!((made(&one).len(), made(&other).len()), (1, 0));
    let (first, second) = tokio::join!(one.run(Until::Empty), other.run(Until::Empty));
    assert_eq!(first.posted.len() + second.posted.len(), 1);
    assert_eq!(desk.wire.count("PUT Invoices"), 1);
}

#[tokio::test]
async fn nobody_is_made_in_xero_for_a_document_that_cannot_go() {
    let (desk, office) = mapped().await;
    office.record(&[event(Kind::AccountCharge, "C", 20, "6545 10.00; customer Bo_Chen")]);
    office.run(Until::Empty).await;
    let held = &office.live()[0];
    assert_eq!(held.state, State::Held);
    assert_eq!(office.cause(held.id), "unmapped_gl_code:gl_code:6545", "what is mended first");
    assert_eq!(desk.wire.count("GET Contacts") + desk.wire.count("PUT Contacts"), 0);

    let boats = office.account("Boats");
    let target = ledger::GlTarget { account_id: boats, tax_type: None, tracking: Vec::new() };
    office.map(&[store::MapEntry::Gl("6545".to_owned(), Some(target))]);
    assert_eq!(office.run(Until::Empty).await.posted, [held.id], "with its contact, by itself");
}

#[tokio::test]
async fn what_pays_waits_while_its_invoice_cannot_go() {
    let (desk, office) = mapped().await;
    office.record(&[
        event(Kind::AccountCharge, "C", 20, "6545 10.00; customer Bo_Chen"),
        event(Kind::AccountPayment, "P", 20, "pay Card 10.00; customer Bo_Chen"),
    ]);
    office.run(Until::Empty).await;
    assert_eq!(desk.in_force().await, 0);
    office.map(&[store::MapEntry::Gl(
        "6545".to_owned(),
        Some(ledger::GlTarget {
            account_id: office.account("Boats"),
            tax_type: None,
            tracking: Vec::new(),
        }),
    )]);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 2);
    assert_eq!(desk.balance("Accounts Receivable").await, "0.00");
}

#[tokio::test]
async fn what_was_recorded_offline_goes_with_everything_it_needs_once_xero_is_there() {
    let (desk, office) = mapped().await;
    desk.wire.unplug(true);
    office.record(&[
        event(Kind::AccountCharge, "C", 20, "Boats 10.00; customer Bo_Chen"),
        event(Kind::AccountPayment, "P", 20, "pay Card 10.00; customer Bo_Chen"),
        deposit("D", 20),
    ]);
    let report = office.run(Until::Empty).await;
    assert_eq!(report.blocked_by, Some(sync::Block::Offline));
    assert_eq!(office.live().len(), 3, "each has its document already");
    desk.wire.unplug(false);
    assert_eq!(office.run(Until::Empty).await.posted.len(), 3);
}

#[tokio::test]
async fn a_document_made_before_the_setting_was_is_sent_as_the_setting_says_now() {
    let (desk, office) = mapped().await;
    office.record(&[deposit("D", 20)]);
    queue_own(&office.book, OwnScope::Automatic, "Ana", &office.world).unwrap().all().unwrap();
    office.book.set_setting(DRAFTS_SETTING, Some("journals")).unwrap();
    assert_eq!(office.run(Until::Empty).await.drafted.len(), 1);
    assert_eq!(desk.trial_balance().await, []);
}

#[tokio::test]
async fn a_tender_that_is_mapped_to_no_account_that_takes_payments_holds_only_its_payment() {
    let (desk, office) = mapped().await;
    desk.control(json!({ "disable_payments": "Card Clearing" }));
    office.record(&[
        event(Kind::AccountCharge, "C", 20, "Boats 10.00; customer Bo_Chen"),
        event(Kind::AccountPayment, "P", 20, "pay Card 10.00; customer Bo_Chen"),
    ]);
    let report = office.run(Until::Empty).await;
    assert_eq!((report.posted.len(), report.held.len()), (1, 1), "{:?}", office.troubles());
    let message = office.document(report.held[0]).summary.reason.unwrap().message;
    assert!(message.contains("tick \"Enable payments to this account\""), "{message}");
    desk.control(json!({ "enable_payments": "Card Clearing" }));
    assert_eq!(office.run(Until::Empty).await.posted, report.held, "noticed by itself");
}

#[tokio::test]
async fn what_is_moved_to_the_cashout_goes_with_the_cashout_and_with_nothing_else() {
    let (desk, office) = mapped().await;
    office.map_role(ledger::Role::DeferredRevenue, "Till");
    office.record(&[deposit("D", 20)]);
    let held = office.run(Until::Empty).await;
    let id = office.live()[0].id;
    assert_eq!((held.posted, office.state(id)), (vec![], State::Held));
    office.outbox.undo(id).await.unwrap();
    let part =
        office.book.open_parts(&PartFilter::everywhere(november(20), november(20)), 9).unwrap()[0]
            .part
            .clone();
    office.book.move_to_cashout(&part).unwrap();
    office.map_role(ledger::Role::DeferredRevenue, "Deferred Revenue");
    assert_eq!(office.run(Until::Empty).await.posted, []);
    let cashout = office.close(20);
    assert_eq!(office.run(Until::Empty).await.posted, cashout);
    assert_eq!(desk.balance("Deferred Revenue").await, "-50.00");
    office.assert_sound();
}

#[tokio::test]
async fn what_is_held_longest_goes_once_it_is_mended_however_much_is_held_since() {
    let (_desk, office) = mapped().await;
    let charge = |id: String, code: &str| {
        event(Kind::AccountCharge, &id, 20, &format!("{code} 10.00; customer Bo_Chen"))
    };
    office.record(&[charge("C".to_owned(), "6545")]);
    let first = queue_own(&office.book, OwnScope::Automatic, "Ana", &office.world).unwrap().made[0];
    let since = (0..1_000).map(|number| charge(format!("C-{number}"), "6546"));
    office.record(&since.collect::<Vec<_>>());
    queue_own(&office.book, OwnScope::Automatic, "Ana", &office.world).unwrap().all().unwrap();
    let boats = office.account("Boats");
    let target = ledger::GlTarget { account_id: boats, tax_type: None, tracking: Vec::new() };
    office.map(&[store::MapEntry::Gl("6545".to_owned(), Some(target))]);
    assert_eq!(replan_held(&office.book, office.world.now()).unwrap(), [first]);
    assert_eq!(office.state(first), State::Queued);
}

#[tokio::test]
async fn one_call_makes_so_many_documents_and_the_next_the_rest() {
    let (_desk, office) = mapped().await;
    let many: Vec<_> = (0..2_001).map(|id| deposit(&format!("D{id}"), 20)).collect();
    office.record(&many);
    let queue = || queue_own(&office.book, OwnScope::Automatic, "Ana", &office.world).unwrap();
    let (first, second, third) = (queue(), queue(), queue());
    assert_eq!((first.made.len(), first.more), (2_000, true));
    assert_eq!((second.made.len(), second.more), (1, false));
    assert!(third.made.is_empty() && third.left_out.is_none());
}
