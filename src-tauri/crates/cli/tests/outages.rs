//! Whatever breaks off, each day is in Xero once.

use std::process::Stdio;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use serde_json::{Value, json};

use crate::journey::{import, map};
use crate::support::{Desk, Simulator};

const DAY: [&str; 5] = ["sync", "--from", "2026-11-19", "--to", "2026-11-19"];

fn ready(simulator: &Simulator) -> Desk {
    let desk = Desk::connected(simulator);
    map(&desk);
    import(&desk);
    desk
}

#[track_caller]
fn state(answer: &Value) -> &str {
    let [document] = answer["documents"].as_array().unwrap().as_slice() else {
        panic!("one document: {answer}")
    };
    document["state"].as_str().unwrap()
}

#[test]
fn without_xero_the_day_is_queued_and_goes_when_it_is_back() {
    let simulator = Simulator::start("ca");
    let desk = ready(&simulator);
    let start_again = simulator.stop();
    let offline = desk.run(&DAY);
    assert_eq!(offline.code, 3, "{offline:?}");
    assert_eq!(state(&offline.json()), "queued");
    assert_eq!(desk.run(&["outbox", "run"]).code, 3);

    let simulator = start_again();
    let sent = desk.run(&["outbox", "run", "--until-empty", "--timeout", "240"]).done();
    assert_eq!(state(&sent), "posted");
    assert_eq!(simulator.posted().len(), 1);
}

#[test]
fn what_xero_wants_of_somebody_needs_attention_in_the_next_command_too() {
    let simulator = Simulator::start("ca");
    let desk = ready(&simulator);
    simulator.control(&json!({ "faults": { "kind": "unauthorised", "why": "missing_scope" } }));
    assert_eq!(desk.run(&DAY).code, 1);
    let told = |desk: &Desk| desk.run(&["attention"]).json().to_string();
    assert!(told(&desk).contains("The last sync could not go on"), "{}", told(&desk));
    simulator.control(&json!({ "heal": true }));
    desk.run(&DAY).done();
    assert!(!told(&desk).contains("could not go on"), "{}", told(&desk));
}

fn deposit(desk: &Desk, id: &str) {
    let words = ["--id", id, "--at", "2026-11-19 10:00", "--tender", "Cash=50.00"];
    let booking = ["--booking", "B-1"];
    desk.run(&[&["record", "booking_payment"][..], &words, &booking].concat()).done();
}

/// The disk changes what was recorded under this id.
fn rots(desk: &Desk, id: &str) {
    let shown = desk.run(&["transactions", "show", id]).done();
    let id: i64 = shown["id"].as_str().unwrap().parse().unwrap();
    let file = Connection::open(desk.place().join("book/book.sqlite")).unwrap();
    file.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).unwrap();
    let rot = "UPDATE legs SET amount = amount + 700 WHERE transaction_id = ?1";
    assert!(file.execute(rot, [id]).unwrap() > 0);
}

#[test]
fn a_retry_that_did_its_own_says_what_was_left_out_besides() {
    let simulator = Simulator::start("ca");
    let desk = ready(&simulator);
    simulator.control(&json!({ "faults": { "kind": "organisation_offline" } }));
    let kept = desk.run(&DAY).json();
    let id = kept["documents"][0]["id"].as_str().unwrap().to_owned();
    desk.run(&["outbox", "hold", &id]).done();
    deposit(&desk, "D2");
    rots(&desk, "D2");
    simulator.control(&json!({ "heal": true }));
    let sent = desk.run(&["outbox", "retry", &id]);
    assert_eq!(sent.code, 1, "{sent:?}");
    let answer = sent.json();
    assert_eq!(answer["documents"][0]["state"], "posted", "{answer}");
    assert!(answer["message"].as_str().unwrap().contains("damaged"), "{answer}");
}

#[test]
fn what_is_damaged_is_told_with_what_was_sent_all_the_same() {
    let simulator = Simulator::start("ca");
    let desk = ready(&simulator);
    deposit(&desk, "D1");
    deposit(&desk, "D2");
    rots(&desk, "D2");
    let sent = desk.run(&["sync"]);
    assert_eq!(sent.code, 1, "{sent:?}");
    let answer = sent.json();
    let states: Vec<&str> = answer["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["state"].as_str().unwrap())
        .collect();
    assert!(states.iter().filter(|state| **state == "posted").count() >= 2, "{answer}");
    assert!(answer["message"].as_str().unwrap().contains("damaged"), "{answer}");
}

#[test]
fn days_that_have_not_come_are_left_and_told() {
    let simulator = Simulator::start("ca");
    let desk = ready(&simulator);
    let ahead = ["--at", "2039-01-02 10:00", "--line", "Boats=4.00", "--tender", "Cash=4.00"];
    desk.run(&[&["record", "sale"][..], &ahead].concat()).done();
    let sent = desk.run(&["sync"]).done();
    let told = sent["note"].as_str().unwrap();
    assert!(told.starts_with("2039-01-02 has something recorded and has not come yet"), "{told}");
}

#[test]
fn what_may_be_in_xero_is_not_skipped_and_is_not_said_to_be_taken_back() {
    let simulator = Simulator::start("ca");
    let desk = ready(&simulator);
    simulator.control(&json!({ "faults": [
        { "kind": "loss_after_commit", "path": "ManualJournals", "method": "PUT" },
        { "kind": "loss_after_commit", "path": "ManualJournals", "method": "POST" },
    ] }));
    let sent = desk.run(&DAY).json();
    let id = sent["documents"][0]["id"].as_str().unwrap();
    desk.run(&["outbox", "hold", id]).done();
    let refused = desk.run(&["outbox", "skip", id, "--why", "entered by hand"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    let said = refused.sentence();
    assert_eq!(
        said,
        format!(
            "Document {id} was sent, and it is not known yet whether Xero has it. Nothing was \
             skipped."
        )
    );
}

/// Sends again what has no answer: the look-up comes when the settle time is over.
#[track_caller]
fn settles_as_one_journal(desk: &Desk, simulator: &Simulator) {
    let sent = desk.run(&["outbox", "run", "--until-empty", "--timeout", "400"]).done();
    assert_eq!(state(&sent), "posted");
    desk.run(&DAY).done();
    assert_eq!(simulator.posted().len(), 1);
    assert_eq!(desk.run(&["check"]).done()["ok"], true);
}

#[test]
fn a_kill_while_a_journal_is_on_its_way_leaves_one() {
    let simulator = Simulator::start("ca");
    let desk = ready(&simulator);
    simulator.control(&json!({ "faults": [
        { "kind": "delay", "ms": 2_000, "path": "ManualJournals", "method": "PUT", "times": 1 },
        { "kind": "delay", "ms": 2_000, "path": "ManualJournals", "method": "POST", "times": 1 },
    ] }));
    let mut sync = desk.command(&DAY).stdout(Stdio::null()).spawn().unwrap();
    // One of the two is taken from the armed ones when the simulator has the request.
    while simulator.armed_faults() == 2 {
        std::thread::yield_now();
    }
    sync.kill().unwrap();
    let _code = sync.wait().unwrap();
    simulator.control(&json!({ "heal": true }));
    settles_as_one_journal(&desk, &simulator);
}

#[test]
fn an_answer_that_is_lost_leaves_one_journal() {
    let simulator = Simulator::start("ca");
    let desk = ready(&simulator);
    simulator.control(&json!({ "faults": [
        { "kind": "loss_after_commit", "path": "ManualJournals", "method": "PUT" },
        { "kind": "loss_after_commit", "path": "ManualJournals", "method": "POST" },
    ] }));
    let sent = desk.run(&DAY);
    assert_eq!((sent.code, state(&sent.json())), (3, "unknown"), "{sent:?}");
    simulator.control(&json!({ "heal": true }));
    settles_as_one_journal(&desk, &simulator);
}

#[test]
fn two_at_once_post_one_journal() {
    let simulator = Simulator::start("ca");
    let desk = ready(&simulator);
    let mut both: Vec<_> =
        (0..2).map(|_| desk.command(&DAY).stdout(Stdio::null()).spawn().unwrap()).collect();
    for process in &mut both {
        let _code = process.wait().unwrap();
    }
    let sent = desk.run(&["outbox", "run", "--until-empty", "--timeout", "240"]);
    assert_eq!(sent.code, 0, "{sent:?}");
    assert_eq!(simulator.posted().len(), 1);
}
