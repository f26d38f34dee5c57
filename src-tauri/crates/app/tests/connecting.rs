//! Signing in, choosing an organisation, losing the sign-in and getting it back.

use std::sync::atomic::Ordering;

use ipc::Code;
use serde_json::json;

use crate::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_with_one_organisation_connects_and_reads_its_chart() {
    let desk = Desk::connected("ca", false).await;
    let status = desk.ask("status", json!({})).await;
    assert_eq!(status["connection"]["kind"], "connected");
    assert_eq!(status["currency"], "CAD");
    let chart = desk.ask("chart", json!({})).await;
    assert!(chart["accounts"].as_array().is_some_and(|accounts| accounts.len() > 20));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_sign_in_is_over_and_another_can_begin() {
    let desk = Desk::before(&["ca"], false).await;
    desk.host.stays.store(true, Ordering::SeqCst);
    let client_id = desk.sim.as_ref().expect("a simulator").client_id();
    let waiting = desk.ask("connect_start", json!({ "clientId": client_id })).await;
    assert_eq!(waiting["kind"], "waiting");
    let cancelled = desk.ask("connect_cancel", json!({})).await;
    assert_eq!(cancelled["kind"], "idle");
    desk.host.stays.store(false, Ordering::SeqCst);
    assert_eq!(desk.connect().await["kind"], "connected");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_organisations_are_a_choice_and_the_book_keeps_to_the_one_it_posted_to() {
    let desk = Desk::before(&["ca", "au"], false).await;
    let choose = desk.connect().await;
    assert_eq!(choose["kind"], "choose", "{choose:#}");
    let organisations = choose["organisations"].as_array().expect("a list").clone();
    let (first, second) = (&organisations[0], &organisations[1]);
    let take = |one: &serde_json::Value| json!({"id": one["id"], "name": one["name"]});
    let used = desk.ask("use_organisation", take(first)).await;
    assert_eq!(used["organisation"]["id"], first["id"]);

    desk.import(&crate::till::export()).await;
    desk.map_all().await;
    let outcome = desk.sync("2026-11-19", "2026-11-19").await;
    assert_eq!(outcome["settled"], true, "{outcome:#}");

    let fault = desk.refused("use_organisation", take(second)).await;
    assert_eq!(fault.code, Code::OtherOrganisation);
    assert!(fault.message.contains("another Xero organisation"), "{}", fault.message);
    let listed = desk.ask("list_organisations", json!({})).await;
    assert_eq!(listed[0]["refused"], serde_json::Value::Null);
    assert!(listed[1]["refused"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_sign_in_shows_as_lapsed_and_signing_in_mends_it() {
    let desk = Desk::connected("ca", false).await;
    desk.control(json!({"revoke": true}));
    let fault = desk.refused("refresh_chart", json!({})).await;
    assert_eq!(fault.code, Code::ReconnectNeeded, "{fault:?}");
    let status = desk.ask("status", json!({})).await;
    assert_eq!(status["connection"]["kind"], "lapsed");
    assert_eq!(desk.connect().await["kind"], "connected");
    let status = desk.ask("status", json!({})).await;
    assert_eq!(status["connection"]["kind"], "connected");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_disconnected_in_xero_shows_as_lapsed() {
    let desk = Desk::connected("ca", false).await;
    desk.control(json!({"disconnect": true}));
    let fault = desk.refused("refresh_chart", json!({})).await;
    assert_eq!(fault.code, Code::ReconnectNeeded, "{fault:?}");
    let idle = desk.ask("sync_now", json!({"run": "now"})).await;
    assert_eq!(idle["settled"], true);
    let status = desk.ask("status", json!({})).await;
    assert_eq!(status["connection"]["kind"], "lapsed", "an empty run proves nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn disconnecting_keeps_the_book_and_connecting_again_goes_on() {
    let desk = Desk::ready(false).await;
    desk.ask("disconnect", json!({})).await;
    let status = desk.ask("status", json!({})).await;
    assert_eq!(status["connection"]["kind"], "none");
    let outcome = desk.sync("2026-11-19", "2026-11-19").await;
    assert_eq!(outcome["settled"], false);
    assert!(outcome["message"].as_str().is_some_and(|said| said.contains("nothing is lost")));
    assert_eq!(desk.connect().await["kind"], "connected");
    let outcome = desk.ask("sync_now", json!({"run": "now"})).await;
    assert_eq!(outcome["settled"], true, "{outcome:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_is_refused_or_takes_too_long_says_so_and_what_to_do() {
    let desk = Desk::before(&["ca"], false).await;
    desk.host.stays.store(true, Ordering::SeqCst);
    let client_id = desk.sim.as_ref().expect("a simulator").client_id();
    let waiting = desk.ask("connect_start", json!({ "clientId": client_id })).await;
    let page = waiting["authorizeUrl"].as_str().expect("an address").replace("%3A", ":");
    let page = page.replace("%2F", "/");
    let part = |name: &str| {
        let (_, rest) = page.split_once(&format!("{name}=")).expect("the address has it");
        rest.split('&').next().unwrap_or_default().to_owned()
    };
    let (back, state) = (part("redirect_uri"), part("state"));
    crate::support::get(&format!("{back}?error=access_denied&state={state}")).await;
    let refused = desk.until("connect_status", |one| one["kind"] != "waiting").await;
    assert_eq!(refused["fault"]["code"], "sign_in_failed", "{refused:#}");
    assert!(refused["fault"]["message"].as_str().is_some_and(|said| said.ends_with('.')));

    let patience = Some(std::time::Duration::from_millis(1));
    let options = app::headless::SignInOptions { client_id: None, port: None, patience };
    desk.app.sign_in_begin(options).await.expect("a port is free");
    let fault = desk.app.sign_in_end(None).await.expect_err("nobody signs in");
    assert_eq!(fault.code, Code::SignInFailed);
    assert!(fault.hint.is_some(), "{fault:?}");
}
