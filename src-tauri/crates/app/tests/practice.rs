//! The main job at the practice company.

use serde_json::{Value, json};
use world::World;

use crate::Desk;

async fn today(desk: &Desk) -> Value {
    let status = desk.ask("status", json!({})).await;
    status["today"].clone()
}

/// The ids of the documents that hold a day.
fn cashouts(outcome: &Value) -> Vec<Value> {
    let documents = outcome["documents"].as_array().expect("a list");
    let is_cashout = |one: &&Value| {
        assert_eq!(one["state"], "posted", "{one:#}");
        one["title"].as_str().is_some_and(|title| title.starts_with("Cashout"))
    };
    documents.iter().filter(is_cashout).map(|one| one["id"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_cashout_maps_the_one_unmapped_code_and_posts_one_journal() {
    let desk = Desk::practice().await;
    let today = today(&desk).await;
    let day = json!({"location": null, "from": today, "to": today});

    let review = desk.ask("cashout", day.clone()).await;
    assert_eq!(review["state"]["kind"], "open");
    assert_eq!(
        review["blockers"][0]["message"],
        "Unmapped GL codes: 6545 (3 transactions, 120.00)"
    );
    assert_eq!(
        review["blockers"].as_array().map(Vec::len),
        Some(1),
        "only one thing is in the way"
    );
    assert_eq!(review["journals"][0]["debits"], review["journals"][0]["credits"]);

    let candidates = desk.ask("candidates", json!({"kind": "glCode", "code": "6545"})).await;
    let sales = candidates["accounts"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["account"]["name"] == "Equipment Sales")
        .expect("the practice company has it");
    assert_eq!(sales["refused"], Value::Null);
    let account = sales["account"]["id"].clone();
    desk.ask(
        "set_gl_code",
        json!({"code": "6545", "account": account, "taxType": null, "tracking": []}),
    )
    .await;

    let sync = json!({"run": "r1", "location": null, "from": today, "to": today});
    let outcome = desk.ask("sync_cashout", sync.clone()).await;
    assert_eq!(outcome["settled"], true, "{outcome:#}");
    let cashouts = cashouts(&outcome);
    assert_eq!(cashouts.len(), 1, "{outcome:#}");
    assert!(outcome["documents"].as_array().map_or(0, Vec::len) > 5, "deposits and the like");
    let again = desk.ask("sync_cashout", sync).await;
    assert_eq!(self::cashouts(&again), cashouts, "nothing twice");

    let review = desk.ask("cashout", day).await;
    assert_eq!(review["state"]["kind"], "posted");
    assert_eq!(review["blockers"], json!([]));
    desk.app.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_the_journal_opens_to_the_transactions_in_it() {
    let desk = Desk::practice().await;
    let today = today(&desk).await;
    let review = desk.ask("cashout", json!({"location": null, "from": today, "to": today})).await;
    let line = review["journals"][0]["lines"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|line| line["unmapped"] == true)
        .expect("the unmapped code has a line");
    let page =
        desk.ask("cashout_line_transactions", json!({"line": line["key"], "cursor": null})).await;
    let shares: Vec<_> = page["transactions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["share"].as_str().unwrap_or_default())
        .collect();
    assert_eq!(shares, ["-40.00", "-40.00", "-40.00"]);
    desk.app.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn starting_the_practice_company_twice_goes_on_with_the_same_simulator() {
    let desk = Desk::practice().await;
    let before = desk.ask("status", json!({})).await;
    let again = desk.ask("start_practice", json!({"run": "again"})).await;
    assert_eq!(again["simulatorUrl"], before["simulatorUrl"]);
    assert_eq!(again["organisation"], before["organisation"]);
    assert_eq!(again["connection"]["kind"], "connected");
    desk.app.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_practice_opens_the_real_book_and_coming_back_finds_the_same_company() {
    let desk = Desk::practice().await;
    let practised = desk.ask("status", json!({})).await;
    let real = desk.ask("leave_practice", json!({})).await;
    assert_eq!(real["practice"], false);
    assert_eq!(real["connection"]["kind"], "none");
    let again = desk.ask("leave_practice", json!({})).await;
    assert_eq!(again["practice"], false, "who is out stays out");
    let back = desk.ask("start_practice", json!({"run": "back"})).await;
    assert_eq!(back["organisation"], practised["organisation"]);
    assert_eq!(back["simulatorUrl"], practised["simulatorUrl"], "the port is kept");
    assert_eq!(back["connection"]["kind"], "connected");
    desk.app.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_another_book_is_open_every_answer_is_stale() {
    let desk = Desk::practice_in(World::system(), 1).await;
    for command in ["leave_practice", "start_practice"] {
        desk.host.topics.lock().expect("heard").clear();
        desk.ask(command, crate::commands::request(command)).await;
        let heard = desk.host.topics.lock().expect("heard").clone();
        for topic in ipc::Topic::ALL {
            assert!(heard.contains(&topic), "{command}: {topic:?} of {heard:?}");
        }
    }
    desk.app.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connecting_to_xero_leaves_the_practice_company() {
    let desk = Desk::practice().await;
    // Here it goes no further for want of a client id.
    let fault = desk.refused("connect_start", json!({"clientId": null})).await;
    assert_eq!(fault.field.as_deref(), Some("clientId"));
    let real = desk.ask("status", json!({})).await;
    assert_eq!(real["practice"], false);
    desk.app.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_practice_company_in_a_folder_of_its_own_has_nothing_beside_it_to_go_back_to() {
    let desk = Desk::practice_in_place().await;
    let before = desk.ask("status", json!({})).await;
    assert_eq!(before["practice"], true);
    let fault = desk.refused("leave_practice", json!({})).await;
    assert_eq!(fault.code, ipc::Code::NotFound, "{fault:?}");
    let after = desk.ask("status", json!({})).await;
    assert_eq!(after["simulatorUrl"], before["simulatorUrl"]);
    desk.app.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_left_practice_opens_the_real_book_the_next_time() {
    let desk = Desk::practice().await;
    desk.ask("leave_practice", json!({})).await;
    desk.app.shut_down().await;
    let again = desk.window_again().await;
    assert_eq!(again.ask("status", json!({})).await["practice"], false);
    again.app.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_taken_by_a_stranger_moves_the_simulator_and_keeps_its_books() {
    let desk = Desk::practice().await;
    let before = desk.ask("status", json!({})).await;
    desk.app.shut_down().await;
    let address = before["simulatorUrl"].as_str().expect("an address").replace("http://", "");
    let _stranger = tokio::net::TcpListener::bind(address).await.expect("the port is free");
    let again = desk.reopened().await;
    let after = again.ask("status", json!({})).await;
    assert_ne!(after["simulatorUrl"], before["simulatorUrl"]);
    assert_eq!(after["organisation"], before["organisation"]);
    assert_eq!(after["connection"]["kind"], "connected");
    again.ask("refresh_chart", json!({})).await;
    again.app.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_closed_in_practice_opens_in_practice_again() {
    let desk = Desk::practice().await;
    let before = desk.ask("status", json!({})).await;
    desk.app.shut_down().await;
    let again = desk.window_again().await;
    let after = again.ask("status", json!({})).await;
    assert_eq!(after["practice"], true);
    assert_eq!(after["organisation"], before["organisation"]);
    assert_eq!(after["simulatorUrl"], before["simulatorUrl"]);
    again.app.shut_down().await;
}
