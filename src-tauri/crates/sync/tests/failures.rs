//! What stands in the way: held, refused or blocked, said plainly, and gone once it is mended.

use ledger::{GlTarget, Role};
use serde_json::json;
use store::{DocumentId, MapEntry, State};
use sync::{Block, Cause, LOCKED_SETTING, Replanned, Until, retry};

use crate::desk::{Desk, Office, november};
use crate::till::sale;

async fn closed(code: &str) -> (Desk, Office, DocumentId) {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 20, code, 10_000)]);
    let made = office.close(20);
    (desk, office, made[0])
}

#[tokio::test]
async fn an_unmapped_day_closes_and_goes_by_itself_once_it_is_mapped() {
    let (desk, office, id) = closed("6545").await;
    assert_eq!(office.state(id), State::Held);
    assert_eq!(office.cause(id), "unmapped_gl_code:gl_code:6545");
    let message = office.document(id).summary.reason.unwrap().message;
    assert_eq!(message, "Unmapped GL codes: 6545 (1 transaction, 100.00)");
    assert_eq!(office.run(Until::Empty).await.posted, []);

    let account_id = office.account("Boats");
    let target = GlTarget { account_id, tax_type: None, tracking: Vec::new() };
    office.map(&[MapEntry::Gl("6545".to_owned(), Some(target))]);
    assert_eq!(office.run(Until::Empty).await.posted, [id]);
    assert_eq!(desk.balance("Boats").await, "-100.00");
}

#[tokio::test]
async fn an_account_archived_after_queueing_is_found_right_before_sending() {
    let (desk, office, id) = closed("Boats").await;
    desk.control(json!({ "archive_account": "Boats" }));
    let report = office.run(Until::Empty).await;
    assert_eq!((report.held, report.posted), (vec![id], vec![]));
    assert_eq!(office.cause(id), "account_archived:gl_code:Boats");
    assert_eq!(desk.wire.count("PUT ManualJournals"), 0, "refused before it was sent");

    desk.control(json!({ "restore_account": "Boats" }));
    assert_eq!(office.run(Until::Empty).await.posted, [id]);
}

#[tokio::test]
async fn a_lock_date_moved_after_queueing_holds_and_lets_go() {
    let (desk, office, id) = closed("Boats").await;
    desk.control(json!({ "lock_date": "2026-11-20" }));
    assert_eq!(office.run(Until::Empty).await.held, [id]);
    assert_eq!(office.cause(id), "period_locked:period:");
    assert_eq!(desk.wire.count("PUT ManualJournals"), 0);
    desk.control(json!({ "lock_date": "2026-11-19" }));
    assert_eq!(office.run(Until::Empty).await.posted, [id]);
}

#[tokio::test]
async fn a_locked_day_goes_to_the_next_open_day_where_that_is_the_setting() {
    let (desk, office, id) = closed("Boats").await;
    desk.control(json!({ "lock_date": "2026-11-24" }));
    office.book.set_setting(LOCKED_SETTING, Some("next-open-day")).unwrap();
    assert_eq!(office.run(Until::Empty).await.posted, [id]);
    let document = office.document(id);
    assert_eq!(document.summary.date, november(25));
    assert!(document.summary.reference.contains("2026-11-20"), "the day it is for stays");
}

#[tokio::test]
async fn a_mapping_changed_after_queueing_decides() {
    let (desk, office, id) = closed("Boats").await;
    office.map_role(Role::RevenueClearing, "Card Clearing");
    assert_eq!(office.run(Until::Empty).await.posted, [id]);
    assert_eq!(desk.balance("Card Clearing").await, "112.00");
    assert_eq!(desk.balance("Revenue Clearing").await, "0.00");
}

#[tokio::test]
async fn a_bank_account_as_revenue_clearing_is_refused_before_queueing() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.map_role(Role::RevenueClearing, "Till");
    office.record(&[sale("s1", 20, "Boats", 10_000)]);
    let id = office.close(20)[0];
    assert_eq!(office.state(id), State::Held);
    assert_eq!(office.cause(id), "account_wrong_type:role:revenue-clearing");
}

/// Refuses the first write: the lock date moves between the chart and the write.
#[tokio::test]
async fn a_refused_document_is_not_repeated_and_goes_with_a_new_key_once_mended() {
    let (desk, office, id) = closed("Boats").await;
    let mut moved = false;
    let report = office
        .outbox
        .run(Until::Empty, &mut |progress| {
            if matches!(progress, sync::Progress::Sending(..)) && !moved {
                moved = true;
                desk.control(json!({ "lock_date": "2026-11-20" }));
            }
        })
        .await
        .unwrap();
    assert_eq!(report.rejected, [id]);
    assert_eq!(office.cause(id), Cause::Refused.key());
    let message = office.document(id).summary.reason.unwrap().message;
    assert!(message.contains("period lock date"), "{message}");
    assert_eq!(office.run(Until::Empty).await.posted, [], "a person must act");

    desk.control(json!({ "lock_date": "" }));
    sync::refresh_chart(&office.book, &office.client, &office.world).await.unwrap();
    assert_eq!(retry(&office.book, id, office.world.now()).unwrap(), Replanned::Ready);
    assert_eq!(office.run(Until::Empty).await.posted, [id]);
    let attempts = office.document(id).attempts;
    assert_ne!(attempts[0].key, attempts[1].key, "the old key remembers the refusal");
    assert_eq!(desk.wire.count("GET ManualJournals"), 1, "looked up before it was sent again");
}

#[tokio::test]
async fn a_retry_with_the_cause_still_there_stays_held() {
    let (_desk, office, id) = closed("6545").await;
    assert!(matches!(retry(&office.book, id, office.world.now()).unwrap(), Replanned::Blocked(_)));
    assert_eq!(office.state(id), State::Held);
}

#[tokio::test]
async fn a_fault_remembered_by_its_key_is_outlived() {
    let (desk, office, id) = closed("Boats").await;
    // Nothing was done, and the key answers 500 for six minutes.
    let fault = json!({ "kind": "server_error", "status": 500, "method": "PUT", "times": 4 });
    desk.fault(&fault);
    let report = office.run(Until::Empty).await;
    assert_eq!(report.posted, [id], "{report:?}");
    assert_eq!(desk.journals("POSTED").await.len(), 1);
}

#[tokio::test]
async fn a_journal_changed_in_xero_after_a_lost_answer_needs_a_person() {
    let (desk, office, id) = closed("Boats").await;
    desk.fault(&json!({ "kind": "loss_after_commit", "method": "PUT", "times": 1 }));
    office.run(Until::Blocked).await;
    let journal = desk.journals("POSTED").await[0]["ManualJournalID"].clone();
    desk.control(json!({ "edit_journal": { "id": journal, "date": "2026-11-19" } }));
    assert_eq!(office.run(Until::Empty).await.held, [id]);
    assert_eq!(office.cause(id), Cause::FoundDifferent.key());
    let message = office.document(id).summary.reason.unwrap().message;
    assert!(message.contains("dated 2026-11-19, here 2026-11-20"), "{message}");
    assert_eq!(desk.wire.count("PUT ManualJournals"), 1);
}

#[tokio::test]
async fn a_journal_voided_in_xero_after_a_lost_answer_needs_a_person() {
    let (desk, office, id) = closed("Boats").await;
    desk.fault(&json!({ "kind": "loss_after_commit", "method": "PUT", "times": 1 }));
    office.run(Until::Blocked).await;
    let journal = desk.journals("POSTED").await[0]["ManualJournalID"].clone();
    desk.control(json!({ "void_journal": journal }));
    assert_eq!(office.run(Until::Empty).await.held, [id]);
    assert_eq!(office.cause(id), Cause::FoundNotPosted.key());
}

#[tokio::test]
async fn another_organisation_gets_nothing() {
    let (desk, office, id) = closed("Boats").await;
    office.book.bind("00000000-0000-0000-0000-000000000001", office.world.now()).unwrap();
    let before = desk.wire.calls().len();
    let report = office.run(Until::Empty).await;
    assert_eq!(report.blocked_by, Some(Block::OtherOrganisation));
    assert_eq!(desk.wire.calls().len(), before, "nothing was even asked");
    assert_eq!(office.state(id), State::Queued);
}

#[tokio::test]
async fn the_first_posting_binds_the_book() {
    let (desk, office, _) = closed("Boats").await;
    assert_eq!(office.book.bound_to().unwrap(), None);
    office.run(Until::Empty).await;
    assert_eq!(office.book.bound_to().unwrap(), Some(desk.tenant.to_string()));
}

#[tokio::test]
async fn a_disconnected_organisation_keeps_everything_queued() {
    let (desk, office, id) = closed("Boats").await;
    desk.control(json!({ "disconnect": true }));
    let report = office.run(Until::Empty).await;
    assert!(matches!(report.blocked_by, Some(Block::Reconnect { .. })), "{report:?}");
    assert_eq!(office.state(id), State::Queued);
}

#[tokio::test]
async fn a_missing_scope_on_the_write_keeps_the_document_queued() {
    let (desk, office, id) = closed("Boats").await;
    let why =
        json!({ "kind": "unauthorised", "why": "missing_scope", "method": "PUT", "times": 1 });
    desk.fault(&why);
    let report = office.run(Until::Empty).await;
    assert!(matches!(report.blocked_by, Some(Block::Reconnect { .. })), "{report:?}");
    assert_eq!(office.state(id), State::Queued);
    assert_eq!(office.run(Until::Empty).await.posted, [id]);
}

#[tokio::test]
async fn what_keeps_a_run_from_going_on_is_known_to_who_looks_next_until_it_is_mended() {
    let desk = Desk::open().await;
    let office = desk.office();
    office.record(&[sale("s1", 20, "Boats", 10_000)]);
    office.close(20);
    desk.fault(&json!({ "kind": "unauthorised", "why": "missing_scope" }));
    let report = office.run(Until::Empty).await;
    let told = report.blocked_by.map(|block| block.to_string());
    assert!(told.is_some() && sync::blocked_by(&office.book).unwrap() == told, "{told:?}");
    // Where Xero is not available nothing is known of it.
    desk.heal();
    desk.fault(&json!({ "kind": "server_error", "status": 503 }));
    office.run(Until::Blocked).await;
    assert_eq!(sync::blocked_by(&office.book).unwrap(), told);
    desk.heal();
    office.run(Until::Empty).await;
    assert_eq!(sync::blocked_by(&office.book).unwrap(), None);
}

#[tokio::test]
async fn a_user_without_the_reporting_role_blocks_the_run_and_loses_nothing() {
    let (desk, office, id) = closed("Boats").await;
    desk.control(json!({ "reporting_role": false }));
    let report = office.run(Until::Empty).await;
    assert!(
        matches!(report.blocked_by, Some(Block::Permission { .. } | Block::Reconnect { .. })),
        "{report:?}"
    );
    assert_eq!(office.state(id), State::Queued);
    desk.control(json!({ "reporting_role": true }));
    assert_eq!(office.run(Until::Empty).await.posted, [id]);
}

#[tokio::test]
async fn a_days_limit_leaves_everything_queued_until_it_ends() {
    let (desk, office, id) = closed("Boats").await;
    desk.control(json!({ "limits": { "day": 4 } }));
    let report = office.run(Until::Empty).await;
    assert!(matches!(report.blocked_by, Some(Block::Limit { .. })), "{report:?}");
    assert_eq!(office.state(id), State::Queued);
    desk.control(json!({ "limits": { "day": 1000 } }));
    desk.advance(24 * 3600);
    assert_eq!(office.run(Until::Empty).await.posted, [id]);
}

#[tokio::test]
async fn xero_down_for_long_sends_little_and_posts_once_it_is_back() {
    let (desk, office, id) = closed("Boats").await;
    desk.fault(&json!({ "kind": "server_error", "status": 503, "method": "PUT" }));
    for _ in 0..20 {
        office.run(Until::Empty).await;
        desk.advance(60);
    }
    let attempts = office.document(id).attempts.len();
    assert!(attempts <= 12, "{attempts} attempts while nobody answered");
    desk.heal();
    desk.advance(3600);
    office.run(Until::Empty).await;
    assert_eq!(office.state(id), State::Posted);
    assert_eq!(desk.journals("POSTED").await.len(), 1);
}

#[tokio::test]
async fn other_bytes_wait_until_the_key_of_the_first_is_forgotten() {
    let (desk, office, id) = closed("Boats").await;
    desk.fault(&json!({ "kind": "loss_before", "method": "PUT", "times": 1 }));
    office.run(Until::Blocked).await;
    office.map_role(Role::RevenueClearing, "Card Clearing");
    desk.advance(90);
    office.run(Until::Blocked).await;
    assert_eq!(desk.wire.count("PUT ManualJournals"), 1, "the first may still arrive");
    desk.advance(5 * 60);
    assert_eq!(office.run(Until::Blocked).await.posted, [id]);
    assert_eq!(desk.wire.count("GET ManualJournals"), 2, "looked up once more");
    assert_eq!(desk.balance("Card Clearing").await, "112.00");
}

#[tokio::test]
async fn another_process_keeps_to_the_retry_after_that_this_one_was_told() {
    let (desk, office, id) = closed("Boats").await;
    desk.fault(&json!({ "kind": "rate_limit", "limit": "day", "method": "PUT", "times": 1 }));
    let report = office.run(Until::Empty).await;
    assert!(matches!(report.blocked_by, Some(Block::Limit { .. })), "{report:?}");
    let other = desk.office();
    let before = desk.wire.calls().len();
    other.run(Until::Empty).await;
    assert_eq!(desk.wire.calls().len(), before, "Xero said when to come back");
    desk.advance(10 * 3600);
    assert_eq!(other.run(Until::Empty).await.posted, [id]);
}

#[tokio::test]
async fn a_short_limit_on_a_write_is_waited_out_by_one_click() {
    let (desk, office, id) = closed("Boats").await;
    desk.fault(&json!({ "kind": "rate_limit", "limit": "minute", "method": "PUT", "times": 1 }));
    let begun = office.world.now();
    assert_eq!(office.run(Until::Blocked).await.posted, [id]);
    assert!(office.world.now() - begun >= chrono::TimeDelta::seconds(30), "as Xero said");
    let attempts = office.document(id).attempts;
    assert_ne!(attempts[0].key, attempts[1].key);
}

#[tokio::test]
async fn a_storm_of_short_limits_ends_the_run_and_loses_nothing() {
    let (desk, office, id) = closed("Boats").await;
    desk.fault(&json!({ "kind": "rate_limit", "limit": "minute", "method": "PUT" }));
    let report = office.run(Until::Blocked).await;
    assert!(matches!(report.blocked_by, Some(Block::Limit { .. })), "{report:?}");
    assert_eq!((office.state(id), desk.wire.count("PUT ManualJournals")), (State::Queued, 3));
}
