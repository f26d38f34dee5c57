//! People: who is at a window, with which PIN, and what is kept of what they do.

mod guard;

use std::sync::Arc;

use app::{App, Config, Headless};
use ipc::{Code, Fault, NoArguments, Pin};
use serde_json::{Value, json};
use world::{TestClock, World};

use crate::Desk;
use crate::commands::request;

const ANA: &str = "9171";
const LEE: &str = "2580";
const SAM: &str = "1379";

async fn ask(app: &App, command: &str, payload: Value) -> Value {
    let answer = app.dispatch(command, payload).await;
    answer.unwrap_or_else(|fault| panic!("{command}: {fault:?}"))
}

async fn refused(app: &App, command: &str, payload: Value) -> Fault {
    match app.dispatch(command, payload).await {
        Err(fault) => fault,
        Ok(answer) => panic!("{command} was not refused: {answer:#}"),
    }
}

/// Adds Ana, who may everything, Lee, who keeps the books, and Sam at the desk. Ana is signed in.
async fn hire(app: &App) {
    for (name, role, pin) in
        [("Ana", "administrator", ANA), ("Lee", "bookkeeper", LEE), ("Sam", "frontDesk", SAM)]
    {
        ask(app, "add_person", json!({"name": name, "role": role, "pin": pin})).await;
    }
}

async fn sign_in(app: &App, name: &str, pin: &str) {
    app.sign_in_named(name, Pin::new(pin)).await.unwrap_or_else(|fault| panic!("{name}: {fault}"));
}

async fn window(app: &App) -> Value {
    ask(app, "status", json!({})).await["window"].clone()
}

/// The newest entries of the audit log, as (who, what, outcome).
async fn audited(app: &App, count: usize) -> Vec<(String, String, String)> {
    let page = ask(app, "audit_log", json!({})).await;
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let entries = page["entries"].as_array().expect("entries").iter();
    let told = |one: &Value| (text(&one["who"]), text(&one["what"]), text(&one["outcome"]));
    entries.map(told).take(count).collect()
}

fn told(who: &str, what: &str, outcome: &str) -> (String, String, String) {
    (who.to_owned(), what.to_owned(), outcome.to_owned())
}

/// A book of its own on a clock that the test moves.
async fn at(clock: &TestClock, folder: &tempfile::TempDir) -> Arc<App> {
    let config = Config {
        data_dir: Some(folder.path().join("book")),
        key_dir: Some(folder.path().join("keys")),
        file_vault_only: true,
        ..Config::default()
    };
    let world = World { clock: Arc::new(clock.clone()), ..World::system() };
    App::start_in(config, Arc::new(Headless { no_browser: true }), world).await
}

fn seconds(count: u64) -> std::time::Duration {
    std::time::Duration::from_secs(count)
}

fn noon() -> TestClock {
    TestClock::held("2026-11-21T12:00:00Z".parse().expect("a time"))
}

#[tokio::test(flavor = "multi_thread")]
async fn without_people_nobody_signs_in_and_everything_is_done_by_the_desk() {
    let desk = Desk::ready(false).await;
    let there = window(&desk.app).await;
    assert_eq!(there["peopleSignIn"], false);
    assert_eq!((&there["person"], &there["mayNot"]), (&Value::Null, &json!([])));
    desk.sync("2026-11-19", "2026-11-19").await;
    let (who, what, outcome) = audited(&desk.app, 1).await.remove(0);
    assert_eq!((who.as_str(), outcome.as_str()), ("desk", "done"));
    assert_eq!(what, "Close days and send them to Xero: 2026-11-19");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_person_is_an_administrator_and_from_then_on_a_window_asks_who_is_there() {
    let desk = Desk::before(&["ca"], false).await;
    let early = json!({"name": "Sam", "role": "frontDesk", "pin": SAM});
    let fault = refused(&desk.app, "add_person", early).await;
    assert_eq!(fault.code, Code::InvalidInput, "{fault:?}");
    hire(&desk.app).await;
    let there = window(&desk.app).await;
    assert_eq!((&there["peopleSignIn"], &there["person"]["name"]), (&json!(true), &json!("Ana")));
    assert_eq!(there["mayNot"], json!([]));

    // Another window of the same book begins with nobody.
    let other = desk.another().await;
    let there = window(&other.app).await;
    assert_eq!((&there["peopleSignIn"], &there["person"]), (&json!(true), &Value::Null));
    let people = ask(&other.app, "people", json!({})).await;
    assert_eq!(people["people"].as_array().map(Vec::len), Some(3), "to choose among: {people:#}");
    let open = ["status", "people", "sign_in", "sign_out", "still_here", "leave_practice"];
    for command in ipc::NAMES.iter().filter(|name| !open.contains(name)) {
        let fault = refused(&other.app, command, request(command)).await;
        assert_eq!(fault.code, Code::PersonNeeded, "{command}: {fault:?}");
        assert!(there["mayNot"].as_array().unwrap().contains(&json!(command)), "{command}");
    }
    let lee = people["people"][1]["id"].clone();
    let status = ask(&other.app, "sign_in", json!({"person": lee, "pin": LEE})).await;
    assert_eq!(status["window"]["person"]["name"], "Lee");
    assert_eq!(window(&desk.app).await["person"]["name"], "Ana", "each window has its own");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_connect_does_not_change_the_client_id_by_the_settings() {
    let desk = Desk::before(&["ca"], false).await;
    hire(&desk.app).await;
    sign_in(&desk.app, "Lee", LEE).await;
    let mut settings = request("set_settings");
    ask(&desk.app, "set_settings", settings.clone()).await;
    settings["clientId"] = json!("0123456789ABCDEF0123456789ABCDEF");
    let fault = refused(&desk.app, "set_settings", settings.clone()).await;
    assert_eq!(fault.code, Code::NotAllowed, "{fault:?}");
    let by_key = desk.app.set_setting("client-id", "0123").await.expect_err("by its key neither");
    assert_eq!(by_key.code, Code::NotAllowed);
    assert_eq!(ask(&desk.app, "settings", json!({})).await["clientId"], Value::Null);
    sign_in(&desk.app, "Ana", ANA).await;
    ask(&desk.app, "set_settings", settings).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_does_carries_their_name() {
    let desk = Desk::connected("ca", false).await;
    hire(&desk.app).await;
    sign_in(&desk.app, "Sam", SAM).await;
    desk.import(&crate::till::export()).await;
    sign_in(&desk.app, "Lee", LEE).await;
    desk.map_all().await;
    ask(&desk.app, "set_rate", json!({"currency": "USD", "day": "2026-11-19", "rate": "1.36"}))
        .await;
    let rates = ask(&desk.app, "rates", json!({})).await;
    assert_eq!(rates["rates"][0]["who"], "Lee");
    let link = json!({"customer": "Anneke Larsen", "contact": null});
    let contacts = ask(&desk.app, "link_contact", link).await;
    assert_eq!(contacts["contacts"][0]["who"], "Lee", "{contacts:#}");
    sign_in(&desk.app, "Sam", SAM).await;
    let sent = desk.sync("2026-11-19", "2026-11-19").await;
    let document = &sent["documents"][0]["id"];
    let opened = ask(&desk.app, "document", json!({"document": document})).await;
    assert_eq!(opened["madeBy"], "Sam", "{opened:#}");
    let log = ask(&desk.app, "sync_log", json!({"results": [], "document": document})).await;
    let created = log["entries"].as_array().unwrap().iter();
    let created = created.filter(|one| one["operation"] == "create journal");
    let by: Vec<_> = created.map(|one| one["who"].as_str().unwrap()).collect();
    assert_eq!(by, ["Sam"]);

    sign_in(&desk.app, "Lee", LEE).await;
    let newest = audited(&desk.app, 60).await;
    let has = |entry: (String, String, String)| newest.contains(&entry);
    assert!(has(told("Sam", "Close days and send them to Xero: 2026-11-19", "done")), "{newest:?}");
    assert!(has(told("Lee", "Enter a rate: USD on 2026-11-19, 1.36", "done")), "{newest:?}");
    assert!(has(told("Sam", "Import a file", "done")), "{newest:?}");
    let role = newest.iter().find(|(_, what, _)| what.contains("tips-payable")).expect("a role");
    assert!(role.1.starts_with("Give a role its account: tips-payable → "), "{role:?}");
    assert!(role.1.ends_with("Tips Payable"), "an account by its name: {role:?}");
    assert!(has(told("Lee", "Sign in", "done")), "{newest:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_and_a_failure_are_in_the_audit_log_too() {
    let desk = Desk::before(&["ca"], false).await;
    hire(&desk.app).await;
    sign_in(&desk.app, "Sam", SAM).await;
    refused(&desk.app, "undo_document", json!({"document": "7"})).await;
    sign_in(&desk.app, "Lee", LEE).await;
    refused(&desk.app, "undo_document", json!({"document": "7"})).await;
    let page = ask(&desk.app, "audit_log", json!({"search": "document 7"})).await;
    let entries = page["entries"].as_array().unwrap();
    let told: Vec<_> = entries
        .iter()
        .map(|one| [&one["who"], &one["command"], &one["outcome"], &one["ids"][0]])
        .collect();
    let expected = [
        ["Lee", "undo_document", "failed", "7"].map(Value::from),
        ["Sam", "undo_document", "refused", "7"].map(Value::from),
    ];
    assert_eq!(told, expected.each_ref().map(|row| row.each_ref()), "{page:#}");
    let why = entries[1]["message"].as_str().unwrap();
    assert!(why.starts_with("Only a bookkeeper or an administrator may take a document"), "{why}");
    let refusals = ask(&desk.app, "audit_log", json!({"outcome": "refused"})).await;
    assert_eq!(refusals["entries"].as_array().map(Vec::len), Some(1));
    assert_eq!(refusals["mark"].as_str().map(str::len), Some(64));
    let of_sam = ask(&desk.app, "audit_log", json!({"who": "Sam", "to": "2000-01-01"})).await;
    assert_eq!(of_sam["entries"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_pins_are_slowed_after_a_restart_too_and_are_in_the_audit_log() {
    let (clock, folder) = (noon(), tempfile::tempdir().expect("a folder"));
    let app = at(&clock, &folder).await;
    hire(&app).await;
    let wrong = async |app: &App| {
        let fault = app.sign_in_named("Sam", Pin::new("0001")).await.expect_err("wrong");
        assert_eq!((fault.code, fault.field.as_deref()), (Code::InvalidInput, Some("pin")));
        fault.message
    };
    for _ in 0..3 {
        assert_eq!(wrong(&app).await, "That is not the PIN of Sam.");
    }
    let slowed = wrong(&app).await;
    assert_eq!(slowed, "That is not the PIN of Sam. Try again in 5 seconds.");
    let again = at(&clock, &folder).await;
    let refused = "There were several wrong PINs for Sam. Try again in 5 seconds.";
    assert_eq!(wrong(&again).await, refused);
    let early = again.sign_in_named("Sam", Pin::new(SAM)).await.expect_err("too early");
    assert_eq!(early.message, refused, "the right one has to wait as well");
    sign_in(&again, "Lee", LEE).await;
    let people = ask(&again, "people", json!({})).await;
    assert!(people["people"][2]["waitsUntil"].is_string(), "{people:#}");
    clock.advance(seconds(5));
    sign_in(&again, "Sam", SAM).await;
    sign_in(&again, "Ana", ANA).await;
    let page = ask(&again, "audit_log", json!({"who": "Sam", "outcome": "refused"})).await;
    assert_eq!(page["entries"].as_array().map(Vec::len), Some(6), "{page:#}");
    assert!(!page.to_string().contains("0001"), "{page:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_window_is_locked_and_a_person_who_is_still_there_is_not() {
    let (clock, folder) = (noon(), tempfile::tempdir().expect("a folder"));
    let app = at(&clock, &folder).await;
    hire(&app).await;
    let status = ask(&app, "set_lock_after", json!({"minutes": 10})).await;
    assert_eq!(status["window"]["lockAfterMinutes"], 10);
    clock.advance(seconds(9 * 60));
    ask(&app, "still_here", json!({})).await;
    clock.advance(seconds(9 * 60));
    ask(&app, "attention", json!({})).await;
    clock.advance(seconds(60));
    // Looking is what a window does by itself: it keeps nobody in their seat.
    let fault = refused(&app, "attention", json!({})).await;
    assert_eq!(fault.code, Code::PersonNeeded);
    ask(&app, "still_here", json!({})).await;
    assert_eq!(window(&app).await["person"], Value::Null, "too late");
    sign_in(&app, "Ana", ANA).await;
    let newest = audited(&app, 2).await;
    assert_eq!(newest[1], told("Ana", "Sign out, after 10 idle minutes", "done"));
    for wrong in [0, 1441] {
        assert_eq!(
            refused(&app, "set_lock_after", json!({"minutes": wrong})).await.code,
            Code::InvalidInput
        );
    }
    ask(&app, "set_lock_after", json!({"minutes": null})).await;
    clock.advance(seconds(48 * 60 * 60));
    assert_eq!(window(&app).await["person"]["name"], "Ana");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_window_is_locked_after_a_quarter_of_an_hour_where_nobody_decided_it() {
    let (clock, folder) = (noon(), tempfile::tempdir().expect("a folder"));
    let app = at(&clock, &folder).await;
    assert_eq!(window(&app).await["lockAfterMinutes"], Value::Null, "nobody signs in");
    hire(&app).await;
    assert_eq!(window(&app).await["lockAfterMinutes"], 15);
    clock.advance(seconds(15 * 60 - 1));
    ask(&app, "attention", json!({})).await;
    clock.advance(seconds(1));
    assert_eq!(refused(&app, "attention", json!({})).await.code, Code::PersonNeeded);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_or_loses_a_role_is_out_with_the_next_command() {
    let desk = Desk::before(&["ca"], false).await;
    hire(&desk.app).await;
    let other = desk.another().await;
    sign_in(&other.app, "Lee", LEE).await;
    let people = ask(&desk.app, "people", json!({})).await;
    let mut lee = people["people"][1].clone();
    lee.as_object_mut().unwrap().remove("waitsUntil");
    lee["role"] = json!("frontDesk");
    ask(&desk.app, "save_person", lee.clone()).await;
    assert_eq!(refused(&other.app, "audit_log", json!({})).await.code, Code::NotAllowed);
    ask(&other.app, "attention", json!({})).await;
    lee["active"] = json!(false);
    ask(&desk.app, "save_person", lee.clone()).await;
    assert_eq!(refused(&other.app, "attention", json!({})).await.code, Code::PersonNeeded);
    let gone = other.app.sign_in_named("Lee", Pin::new(LEE)).await.expect_err("gone");
    assert_eq!(gone.code, Code::NotFound);
    let shown = ask(&other.app, "people", json!({})).await;
    assert_eq!(shown["people"].as_array().map(Vec::len), Some(2), "nobody chooses Lee any more");

    // The last administrator stays while others sign in, and may go with the last of them.
    let mut ana = people["people"][0].clone();
    ana.as_object_mut().unwrap().remove("waitsUntil");
    ana["active"] = json!(false);
    let fault = refused(&desk.app, "save_person", ana.clone()).await;
    assert!(fault.message.contains("administrator"), "{fault:?}");
    let mut sam = people["people"][2].clone();
    sam.as_object_mut().unwrap().remove("waitsUntil");
    sam["active"] = json!(false);
    ask(&desk.app, "save_person", sam).await;
    let saved = ask(&desk.app, "save_person", ana).await;
    assert!(saved["message"].as_str().unwrap().contains("Nobody signs in"), "{saved:#}");
    assert_eq!(window(&other.app).await["peopleSignIn"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_is_set_by_its_owner_or_an_administrator_with_a_pin_of_their_own() {
    let desk = Desk::before(&["ca"], false).await;
    hire(&desk.app).await;
    let people = ask(&desk.app, "people", json!({})).await;
    let id = |place: usize| people["people"][place]["id"].clone();
    let set = |person: Value, pin: &str, own: &str| json!({"id": person, "pin": pin, "own": own});
    sign_in(&desk.app, "Sam", SAM).await;
    let fault = refused(&desk.app, "set_pin", set(id(1), "5555123", SAM)).await;
    assert_eq!(fault.code, Code::NotAllowed);
    let fault = refused(&desk.app, "set_pin", set(id(2), "5551234", "0000")).await;
    assert_eq!(fault.field.as_deref(), Some("own"));
    for wrong in ["123", "1111", "12ab"] {
        let fault = refused(&desk.app, "set_pin", set(id(2), wrong, SAM)).await;
        assert_eq!(fault.field.as_deref(), Some("pin"), "{wrong}");
    }
    ask(&desk.app, "set_pin", set(id(2), "5551234", SAM)).await;
    assert!(desk.app.sign_in_named("Sam", Pin::new(SAM)).await.is_err());
    sign_in(&desk.app, "Sam", "5551234").await;
    sign_in(&desk.app, "Ana", ANA).await;
    ask(&desk.app, "set_pin", set(id(2), SAM, ANA)).await;
    sign_in(&desk.app, "Sam", SAM).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_pin_is_set_anew_at_the_command_line_and_the_log_says_so() {
    let desk = Desk::before(&["ca"], false).await;
    hire(&desk.app).await;
    let terminal = desk.another().await;
    terminal.app.reset_pin("ana", Pin::new("8642")).await.expect("whoever has the account");
    assert!(terminal.app.reset_pin("Nobody", Pin::new("8642")).await.is_err());
    assert!(desk.app.dispatch("reset_pin", json!({"name": "Ana", "pin": "1234"})).await.is_err());
    sign_in(&terminal.app, "Ana", "8642").await;
    let newest = audited(&terminal.app, 2).await;
    assert_eq!(newest[1], told("command line", "Set a PIN without the old one: Ana", "done"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_practice_company_opens_no_way_around_the_people_of_the_real_book() {
    let desk = Desk::before(&["ca"], false).await;
    hire(&desk.app).await;
    for leave in [true, false] {
        ask(&desk.app, "start_practice", json!({"run": "practice"})).await;
        assert_eq!(window(&desk.app).await["peopleSignIn"], false, "the practice company has none");
        if leave {
            ask(&desk.app, "leave_practice", json!({})).await;
            let there = window(&desk.app).await;
            assert_eq!((&there["peopleSignIn"], &there["person"]), (&json!(true), &Value::Null));
            sign_in(&desk.app, "Ana", ANA).await;
        }
    }
    let fault = refused(&desk.app, "connect_start", json!({"clientId": "0123"})).await;
    assert_eq!(fault.code, Code::PersonNeeded, "the real book is open, and asks who is there");
    let there = window(&desk.app).await;
    assert_eq!((&there["peopleSignIn"], &there["person"]), (&json!(true), &Value::Null));
    sign_in(&desk.app, "Ana", ANA).await;
    assert_eq!(ask(&desk.app, "settings", json!({})).await["clientId"], Value::Null);
    desk.app.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_is_in_no_answer_no_fault_and_no_file() {
    let desk = Desk::before(&["ca"], false).await;
    hire(&desk.app).await;
    let mut told = String::new();
    for (command, payload) in [
        ("sign_in", json!({"person": "1", "pin": 91_719_171})),
        ("sign_in", json!({"person": "1", "pin": ["91719171"]})),
        ("sign_in", json!({"person": "1", "pin": "91719171"})),
        ("set_pin", json!({"id": "1", "pin": "91719171", "own": "91719172"})),
        ("add_person", json!({"name": "Mo", "role": "frontDesk", "pin": "91719171"})),
        ("add_person", json!({"name": "mo", "role": "frontDesk", "pin": "91719171"})),
        ("people", json!({})),
        ("audit_log", json!({})),
    ] {
        told += &format!("{:?}\n", desk.app.dispatch(command, payload).await);
    }
    let status = desk.app.status(NoArguments {}).await.expect("a status");
    told += &format!("{status:?}");
    assert!(!told.contains("9171917"), "{told}");
    desk.app.shut_down().await;
    for file in ["book.sqlite", "book.sqlite-wal"] {
        let bytes = std::fs::read(desk.book_folder().join(file)).unwrap_or_default();
        let shown = bytes.windows(8).any(|window| window == b"91719171");
        assert!(!shown, "{file}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_corrects_what_is_recorded_by_a_file_is_in_the_audit_log() {
    let desk = Desk::connected("ca", false).await;
    let sale = |amount: &str| {
        json!([{
            "id": "S1", "kind": "sale", "at": "2026-11-19 12:00",
            "lines": [{"gl_code": "Boats", "net": amount}],
            "tenders": [{"name": "Cash", "amount": amount}],
        }])
        .to_string()
    };
    for (amount, newest) in [("187.42", "Import a file"), ("1.12", "Correct recorded transactions")]
    {
        let preview = desk.preview(&desk.file("sales.json", &sale(amount))).await;
        ask(&desk.app, "import_run", json!({"preview": preview["id"], "run": "import"})).await;
        let told = audited(&desk.app, 3).await;
        assert!(told.iter().any(|(_, what, _)| what.starts_with(newest)), "{told:?}");
    }
    let all = audited(&desk.app, 3).await;
    let what = all.iter().find(|(_, what, _)| what.starts_with("Correct")).expect("its deed");
    assert_eq!(*what, told("desk", "Correct recorded transactions from sales.json: S1", "done"));
    let page = ask(&desk.app, "audit_log", json!({"search": "Correct recorded"})).await;
    let ids = page["entries"][0]["ids"].as_array().expect("ids");
    let shown = ask(&desk.app, "transaction", json!({"transaction": ids[0]})).await;
    assert_eq!((ids.len(), &shown["summary"]["amount"]), (1, &json!("1.12")), "{shown:#}");
}
