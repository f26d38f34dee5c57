//! Documents after they were made: taken back, held, skipped, retried, opened.

use ipc::Code;
use serde_json::{Value, json};

use crate::Desk;

const DAY: &str = "2026-11-19";

async fn posted(desk: &Desk) -> Value {
    let outcome = desk.sync(DAY, DAY).await;
    assert_eq!(outcome["settled"], true, "{outcome:#}");
    json!({"document": outcome["documents"][0]["id"]})
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undone_day_is_open_again_and_can_be_posted_again() {
    let desk = Desk::ready(false).await;
    let first = posted(&desk).await;
    let undone = desk.ask("undo_document", first.clone()).await;
    assert_eq!(undone["documents"][0]["state"], "undone", "{undone:#}");
    assert_eq!(desk.review(DAY).await["state"]["kind"], "open");
    let second = posted(&desk).await;
    assert_ne!(first, second, "a new document of its own");
    let journals = desk.books().await["ManualJournals"].as_array().cloned().unwrap_or_default();
    let states: Vec<_> = journals.iter().map(|one| one["Status"].clone()).collect();
    assert_eq!(states.iter().filter(|state| **state == "POSTED").count(), 1, "{states:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_a_posted_journal_opens_to_its_transactions() {
    let desk = Desk::ready(false).await;
    let document = desk.ask("document", posted(&desk).await).await;
    let lines = document["lines"].as_array().expect("a list");
    let boats = lines.iter().find(|line| line["accountName"] == "Boats").expect("a line");
    let request = json!({"line": boats["key"], "cursor": null});
    let page = desk.ask("cashout_line_transactions", request).await;
    let mut shares: Vec<_> = page["transactions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["share"].as_str().unwrap_or_default().to_owned())
        .collect();
    shares.sort();
    assert_eq!(shares, ["-100.00", "-1149.00", "30.02"], "{page:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queued_day_can_be_held_retried_and_skipped_and_what_is_over_is_refused() {
    let desk = Desk::ready(false).await;
    desk.control(json!({"faults": {"kind": "loss_before"}}));
    let queued = desk.sync(DAY, DAY).await;
    let document = json!({"document": queued["documents"][0]["id"]});
    assert_eq!(queued["documents"][0]["state"], "queued", "{queued:#}");
    let held = desk.ask("hold_document", document.clone()).await;
    assert_eq!(held["summary"]["state"], "held");
    desk.control(json!({"heal": true}));
    let idle = desk.ask("sync_now", json!({"run": "now"})).await;
    assert_eq!(idle["documents"], json!([]), "what a person holds does not go");
    let retried = desk.ask("retry_document", document.clone()).await;
    assert_eq!(retried["settled"], true, "{retried:#}");
    for (command, request) in [
        ("retry_document", document.clone()),
        ("hold_document", document.clone()),
        ("skip_document", json!({"document": document["document"], "why": "twice"})),
    ] {
        let fault = desk.refused(command, request).await;
        assert_eq!(fault.code, Code::AlreadyDone, "{command}: {fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_skipped_day_counts_as_done_and_undoing_it_opens_it_again() {
    let desk = Desk::connected("ca", false).await;
    desk.import(&crate::till::export()).await;
    let held = desk.sync(DAY, DAY).await;
    let id = &held["documents"][0]["id"];
    let blank = desk.refused("skip_document", json!({"document": id, "why": " "})).await;
    assert_eq!(blank.field.as_deref(), Some("why"));
    let skipped =
        desk.ask("skip_document", json!({"document": id, "why": "entered by hand"})).await;
    assert_eq!(skipped["summary"]["state"], "skipped");
    assert_eq!(desk.review(DAY).await["state"]["kind"], "posted");
    desk.ask("undo_document", json!({"document": id})).await;
    assert_eq!(desk.review(DAY).await["state"]["kind"], "open");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_arrives_after_the_cashout_is_a_supplement() {
    let desk = Desk::ready(false).await;
    posted(&desk).await;
    let late = crate::till::export().replace("T2,P2", "T8,P8");
    desk.import(&late).await;
    let review = desk.review(DAY).await;
    assert_eq!(review["state"]["kind"], "supplement", "{review:#}");
    let outcome = desk.sync(DAY, DAY).await;
    assert_eq!(outcome["settled"], true, "{outcome:#}");
    assert_eq!(desk.review(DAY).await["documents"].as_array().map(Vec::len), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_posted_with_others_in_one_journal_shows_as_posted_by_itself() {
    let desk = Desk::ready(false).await;
    let outcome = desk.sync(DAY, "2026-11-20").await;
    assert_eq!(outcome["documents"].as_array().map(Vec::len), Some(1), "{outcome:#}");
    let review = desk.review(DAY).await;
    assert_eq!(review["state"]["kind"], "posted");
    assert_eq!(review["documents"][0]["id"], outcome["documents"][0]["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn earlier_open_days_are_named_from_where_posting_starts() {
    let desk = Desk::ready(false).await;
    let review = desk.review("2026-11-20").await;
    assert_eq!(review["earlierOpenDays"][0]["day"], DAY);
    desk.app.set_setting("posting-starts", "2026-11-20").await.expect("a setting");
    assert_eq!(desk.review("2026-11-20").await["earlierOpenDays"], json!([]));
}

/// An invoice of 100.00 that two payments pay in part, and a credit note of 10.00 set off against
/// it; in Xero.
async fn with_an_account() -> Desk {
    let desk = Desk::ready(false).await;
    let on_account = |id: &str, kind: &str, hour: u32| {
        let at = format!("{DAY}T{hour}:00:00-08:00");
        json!({"id": id, "kind": kind, "at": at, "customer": {"name": "Anneke Larsen"}})
    };
    let with = |mut one: Value, more: Value| {
        for (key, value) in more.as_object().expect("an object") {
            one[key] = value.clone();
        }
        one
    };
    let boats = |net: &str| json!([{"gl_code": "Boats", "net": net}]);
    let card = |amount: &str| json!([{"name": "Card", "amount": amount}]);
    let all = [
        with(on_account("C", "account_charge", 10), json!({"lines": boats("100.00")})),
        with(on_account("P", "account_payment", 11), json!({"tenders": card("30.00")})),
        with(on_account("Q", "account_payment", 12), json!({"tenders": card("40.00")})),
        with(
            on_account("R", "account_refund", 13),
            json!({"lines": boats("10.00"), "invoice": "C"}),
        ),
    ];
    desk.app.record(&Value::from(all.to_vec()).to_string()).await.expect("they are recorded");
    let outcome = desk.sync(DAY, DAY).await;
    assert_eq!(outcome["settled"], true, "{outcome:#}");
    desk
}

async fn the(desk: &Desk, kind: &str) -> Value {
    let all = desk.ask("documents", json!({"states": ["posted"], "cursor": null})).await;
    let mut all = all["documents"].as_array().cloned().unwrap_or_default().into_iter();
    let found = all.find(|one| one["kind"] == kind);
    json!({"document": found.expect("it is posted")["id"]})
}

fn kinds(documents: &Value) -> Vec<&str> {
    let mut kinds: Vec<&str> = documents
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["kind"].as_str())
        .collect();
    kinds.sort_unstable();
    kinds
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_names_every_document_that_goes_with_it_before_and_after() {
    let desk = with_an_account().await;
    let invoice = the(&desk, "invoice").await;
    let before = desk.ask("undo_preview", invoice.clone()).await;
    assert_eq!(kinds(&before["documents"]), ["allocation", "payment", "payment"], "{before:#}");
    assert_eq!(kinds(&before["stays"]), ["credit_note"], "{before:#}");

    let undone = desk.ask("undo_document", invoice.clone()).await;
    assert_eq!(undone["settled"], true, "{undone:#}");
    assert_eq!(undone["documents"][0]["id"], invoice["document"], "the one asked for is first");
    let all = ["allocation", "invoice", "payment", "payment"];
    assert_eq!(kinds(&undone["documents"]), all, "{undone:#}");
    let said = undone["message"].as_str().expect("a sentence");
    assert!(said.starts_with("Taken back out of Xero."), "{said}");
    for name in ["With it: ", "Payment P", "Payment Q", "Allocation R"] {
        assert!(said.contains(name), "{said}");
    }
    assert!(said.contains("this stays in Xero: Credit note"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_in_a_locked_period_names_the_opposites_too() {
    let desk = with_an_account().await;
    let invoice = the(&desk, "invoice").await;
    desk.control(json!({"lock_date": DAY}));
    desk.ask("refresh_chart", json!({})).await;
    let allocation = the(&desk, "allocation").await;
    for command in ["undo_preview", "undo_document"] {
        let refused = desk.refused(command, allocation.clone()).await;
        assert_eq!(refused.code, Code::PeriodLocked);
        assert!(refused.message.contains("moves nothing in the ledger"), "{}", refused.message);
    }
    let before = desk.ask("undo_preview", invoice.clone()).await;
    let along = ["allocation", "credit_note", "payment", "payment"];
    assert_eq!(kinds(&before["documents"]), along, "{before:#}");
    assert_eq!(before["stays"], json!([]));
    let undone = desk.ask("undo_document", invoice).await;
    let said = undone["message"].as_str().expect("a sentence");
    assert!(said.starts_with("Taken back by the opposite document"), "{said}");
    assert!(said.contains("With it: ") && said.contains("Credit note"), "{said}");
    let states: Vec<_> = undone["documents"].as_array().expect("a list").iter().collect();
    assert!(
        states
            .iter()
            .any(|one| one["title"].as_str().is_some_and(|title| title.starts_with("Reversal")))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_xero_does_not_let_go_can_be_kept_and_needs_nobody_any_more() {
    let desk = with_an_account().await;
    let payment = the(&desk, "payment").await;
    let shown = desk.ask("document", payment.clone()).await;
    let in_xero = shown["summary"]["xeroId"].clone();
    desk.control(json!({"reconcile": in_xero}));
    let held = desk.ask("undo_document", payment.clone()).await;
    assert_eq!(held["documents"][0]["state"], "held", "{held:#}");
    let attention = desk.ask("attention", json!({})).await;
    let item = &attention["groups"][0]["items"][0];
    let keep = json!({"kind": "keep", "document": payment["document"]});
    assert!(item["actions"].as_array().expect("a list").contains(&keep), "{item:#}");

    let kept = desk.ask("keep_document", payment.clone()).await;
    assert_eq!(kept["summary"]["state"], "posted", "{kept:#}");
    assert_eq!(desk.ask("attention", json!({})).await["total"], 0);
    let later = desk.ask("sync_now", json!({"run": "later"})).await;
    assert_eq!(later["settled"], true, "{later:#}");
    assert_eq!(desk.refused("keep_document", payment).await.code, Code::AlreadyDone);
}
