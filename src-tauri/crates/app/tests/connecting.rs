//! Signing in, choosing an organisation, losing the sign-in and getting it back.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use ipc::Code;
use serde_json::{Value, json};
use world::{TestClock, World};

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
    let search = json!({"search": "Sign in to Xero"});
    let given_up = told("Sign in to Xero", "failed");
    desk.until_asked("audit_log", search, |page| entries(page) == [given_up.clone()]).await;
    desk.host.stays.store(false, Ordering::SeqCst);
    assert_eq!(desk.connect().await["kind"], "connected");
}

/// How long Xero keeps an answer back, in milliseconds: longer than what a test does meanwhile.
const HELD_MS: u64 = 3_000;

/// Begins a sign-in whose browser comes back at once, and of which Xero keeps one answer back.
async fn held_at(desk: &Desk, path: &str) -> Value {
    let fault = json!({"kind": "delay", "ms": HELD_MS, "path": path, "times": 1});
    desk.control(json!({ "faults": fault }));
    let request = json!({ "clientId": desk.sim.as_ref().expect("a simulator").client_id() });
    desk.ask("connect_start", request.clone()).await;
    let url = format!("{}/sim/control", desk.sim.as_ref().expect("a simulator").url());
    let asked = tokio::time::timeout(Duration::from_secs(30), async {
        loop {
            let answer = crate::support::get(&url).await.expect("the simulator answers");
            let control: Value = serde_json::from_slice(answer.body()).expect("JSON");
            if control["faults"].as_array().is_some_and(Vec::is_empty) {
                return;
            }
        }
    });
    asked.await.expect("the browser comes back");
    request
}

#[tokio::test(flavor = "multi_thread")]
async fn what_xero_has_answered_is_not_stopped_and_asks_which_organisation_as_ever() {
    for path in ["/connect/token", "/connections"] {
        let desk = Desk::before(&["ca", "au"], false).await;
        let request = held_at(&desk, path).await;
        for (command, request) in [("connect_cancel", json!({})), ("connect_start", request)] {
            let fault = desk.refused(command, request).await;
            assert_eq!(fault.code, Code::AlreadyDone, "{path}, {command}: {fault:?}");
            assert!(fault.message.starts_with("Xero has answered"), "{}", fault.message);
        }
        let shown = desk.ask("connect_status", json!({})).await;
        assert_eq!(shown["kind"], "waiting", "{path}: it is not over");
        let choose = desk.until("connect_status", |one| one["kind"] != "waiting").await;
        assert_eq!(choose["kind"], "choose", "{path}: {choose:#}");
        assert_eq!(desk.ask("connect_cancel", json!({})).await["kind"], "idle");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_xero_answers_after_a_disconnect_connects_nothing_and_is_revoked() {
    for path in ["/connect/token", "/connections"] {
        for before in [false, true] {
            let desk = Desk::before(&["ca"], false).await;
            if before {
                assert_eq!(desk.connect().await["kind"], "connected");
            }
            held_at(&desk, path).await;
            desk.ask("disconnect", json!({})).await;
            let ended = desk.ask("audit_log", json!({"search": "Sign in to Xero"})).await;
            let last = entries(&ended).pop().expect("it was waited for");
            assert_eq!(last, told("Sign in to Xero", "failed"), "{path}, {before}");
            let status = desk.ask("status", json!({})).await;
            assert_eq!(status["connection"]["kind"], "none", "{path}, {before}: {status:#}");
            assert_eq!(status["organisation"], Value::Null, "{path}, {before}");
            assert_eq!(desk.ask("connect_status", json!({})).await["kind"], "idle");
            let log = desk.ask("sync_log", json!({"results": [], "from": null, "to": null})).await;
            assert!(log.to_string().contains("revocation"), "{path}, {before}: {log:#}");
            assert_eq!(desk.connect().await["kind"], "connected", "{path}, {before}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blank_client_id_leaves_the_one_that_is_kept() {
    let desk = Desk::connected("ca", false).await;
    let kept = desk.ask("settings", json!({})).await["clientId"].clone();
    assert_ne!(kept, Value::Null);
    for blank in ["", "  "] {
        assert_eq!(desk.connect_as(blank).await["kind"], "connected");
        assert_eq!(desk.ask("settings", json!({})).await["clientId"], kept, "\"{blank}\"");
    }
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
    let settings = desk.ask("settings", json!({})).await;
    assert_eq!(settings["clientId"], Value::Null, "what did not sign in is not kept");

    let patience = Some(std::time::Duration::from_millis(1));
    let options =
        app::headless::SignInOptions { client_id: Some(client_id.clone()), port: None, patience };
    desk.app.sign_in_begin(options).await.expect("a port is free");
    let fault = desk.app.sign_in_end(None).await.expect_err("nobody signs in");
    assert_eq!(fault.code, Code::SignInFailed);
    assert!(fault.hint.is_some(), "{fault:?}");

    desk.host.stays.store(false, Ordering::SeqCst);
    assert_eq!(desk.connect().await["kind"], "connected");
    let settings = desk.ask("settings", json!({})).await;
    assert_eq!(settings["clientId"], client_id, "and what did is");
}

/// What the audit log says of connecting, oldest first, as what and outcome.
async fn audited(desk: &Desk) -> Vec<(String, String)> {
    entries(&desk.ask("audit_log", json!({"search": "connect_start"})).await)
}

fn entries(page: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let entries = page["entries"].as_array().expect("entries").iter().rev();
    entries.map(|one| (text(&one["what"]), text(&one["outcome"]))).collect()
}

fn told(what: &str, outcome: &str) -> (String, String) {
    (what.to_owned(), outcome.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_sign_in_came_to_is_in_the_audit_log_of_the_book_it_is_for() {
    let desk = Desk::before(&["ca"], false).await;
    desk.ask("start_practice", json!({"run": "practice"})).await;
    let connection = desk.connect().await;
    assert_eq!(connection["kind"], "connected", "{connection:#}");
    let name = connection["organisation"]["name"].as_str().expect("a name").to_owned();
    let begun = told("Connect to Xero", "done");
    let first = told(&format!("Sign in to Xero: {name} is used from now on"), "done");
    assert_eq!(audited(&desk).await, [begun.clone(), first.clone()]);

    desk.connect().await;
    let again = told(&format!("Sign in to Xero: again to {name}; its tokens are new"), "done");
    assert_eq!(audited(&desk).await, [begun.clone(), first, begun, again]);

    desk.control(json!({"faults": {"kind": "loss_before", "path": "/api.xro/2.0/Accounts"}}));
    let failed = desk.connect().await;
    assert_eq!(failed["kind"], "failed", "{failed:#}");
    let last = audited(&desk).await.pop().expect("an entry");
    assert_eq!(
        last,
        told(&format!("Sign in to Xero: again to {name}; its tokens are new"), "failed")
    );
    desk.app.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_to_a_foreign_organisation_leaves_the_one_that_works() {
    let desk = Desk::ready(false).await;
    desk.sync("2026-11-19", "2026-11-19").await;
    let status = desk.ask("status", json!({})).await;
    let other = Desk::before(&["nz"], false).await;
    let turned = desk.before_xero_of(&other).await;
    let client_id = other.sim.as_ref().expect("a simulator").client_id();
    let failed = turned.connect_as(&client_id).await;
    assert_eq!(failed["kind"], "failed", "{failed:#}");
    let said = failed["fault"]["message"].as_str().expect("a sentence");
    let name = status["organisation"]["name"].as_str().expect("a name");
    assert_eq!(
        said,
        format!(
            "This sign-in does not open {name}, to which this book posts; nothing was changed."
        )
    );
    assert!(failed["fault"]["hint"].as_str().is_some_and(|hint| hint.contains(name)), "{failed}");
    let (what, outcome) = audited(&turned).await.pop().expect("an entry");
    assert_eq!(told("Sign in to Xero", "failed"), (what, outcome));
    turned.app.shut_down().await;

    let outcome = desk.sync("2026-11-20", "2026-11-20").await;
    assert_eq!(outcome["settled"], true, "the sign-in before it works on: {outcome:#}");
    let again = desk.another().await;
    again.ask("refresh_chart", json!({})).await;
    again.app.shut_down().await;
}

const DAY: u64 = 24 * 60 * 60;

/// A window on a clock that the test moves, and Xero's with it.
async fn window() -> (TestClock, Desk) {
    let clock = TestClock::held(World::system().now());
    let world = World { clock: Arc::new(clock.clone()), ..World::system() };
    (clock, Desk::window_in(world, "ca", true).await)
}

fn days_pass(clock: &TestClock, desk: &Desk, days: u64) {
    desk.control(json!({"advance_seconds": days * DAY}));
    clock.advance(Duration::from_secs(days * DAY));
}

fn lapses_at(status: &Value) -> String {
    status["connection"]["lapsesAt"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_posts_nothing_all_winter_is_still_signed_in() {
    let (clock, desk) = window().await;
    for _ in 0..9 {
        let before = lapses_at(&desk.ask("status", json!({})).await);
        days_pass(&clock, &desk, 8);
        let renewed = desk.until("status", |status| lapses_at(status) > before).await;
        assert_eq!(renewed["connection"]["lapsesSoon"], false);
    }
    desk.ask("refresh_chart", json!({})).await;
    desk.app.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_sign_in_cannot_be_renewed_the_desk_is_reminded_before_it_lapses() {
    let (clock, desk) = window().await;
    desk.control(json!({"faults": {"kind": "loss_before", "path": "/"}}));
    days_pass(&clock, &desk, 45);
    let status = desk.until("status", |status| status["connection"]["kind"] == "offline").await;
    assert_eq!(status["connection"]["lapsesSoon"], Value::Bool(false), "{status:#}");
    days_pass(&clock, &desk, 2);
    let status = desk.until("status", |status| status["connection"]["lapsesSoon"] == true).await;
    assert_ne!(lapses_at(&status), "");
    desk.control(json!({"heal": true}));
    days_pass(&clock, &desk, 1);
    desk.until("status", |status| status["connection"]["lapsesSoon"] == false).await;
    desk.app.shut_down().await;
}
