//! Xero's limits on the command line: what sending costs is said before, a wait is said while it
//! goes on, and what the day has no calls for stays queued.

use serde_json::{Value, json};

use crate::support::{Desk, Ran, Simulator};

/// Days of October with a sale each.
const DAYS: u32 = 30;

fn ready(simulator: &Simulator) -> Desk {
    let desk = Desk::connected(simulator);
    for (role, account) in
        [("revenue-clearing", "Revenue Clearing"), ("cash-clearing", "Cash Clearing")]
    {
        desk.run(&["map", "role", role, account]).done();
    }
    let sales: Vec<Value> = (1..=DAYS)
        .map(|day| {
            json!({
                "id": format!("S{day}"), "kind": "sale",
                "at": format!("2026-10-{day:02}T12:00:00-07:00"),
                "lines": [{ "gl_code": "Boats", "net": "10.00" }],
                "tenders": [{ "name": "Cash", "amount": "10.00" }],
            })
        })
        .collect();
    let recorded = desk.feed(&["record", "--json", "-"], &Value::from(sales).to_string()).done();
    assert_eq!(recorded["recorded"], DAYS);
    desk
}

/// Runs a command for a person.
fn said(desk: &Desk, words: &[&str]) -> Ran {
    desk.command(words).output().unwrap().into()
}

#[test]
fn a_dry_run_says_what_a_range_costs_and_sends_nothing() {
    let simulator = Simulator::start("ca");
    let desk = ready(&simulator);
    let planned = desk.run(&["sync", "--dry-run"]).done();
    let calls = &planned["calls"];
    assert_eq!(planned["documents"].as_array().unwrap().len(), 30);
    let counts = json!([calls["documents"], calls["calls"], calls["today"]]);
    assert_eq!(counts, json!([30, 34, 30]), "each journal, and the chart once");
    // Another process connected and read the chart: the book remembers what it was told.
    let left = calls["day_left"].as_u64().unwrap();
    assert!((900..1_000).contains(&left), "{calls}");
    assert!(calls["minute_left"].is_u64() && calls["takes_seconds"].is_u64(), "{calls}");
    let message = calls["message"].as_str().unwrap();
    assert!(message.starts_with("30 journals, about 34 calls to Xero: "), "{message}");
    let text = said(&desk, &["sync", "--dry-run"]).out;
    assert!(text.contains(message) && text.contains("Nothing was queued or sent."), "{text}");
    assert_eq!(desk.run(&["outbox", "list"]).done()["calls"], Value::Null, "nothing waits");
    assert_eq!(simulator.posted().len(), 0);
}

#[test]
fn a_wait_for_the_minute_is_said_to_people_and_not_to_scripts() {
    let simulator = Simulator::start("ca");
    let desk = ready(&simulator);
    // Longer than one request waits by itself.
    let limit = json!({
        "kind": "rate_limit", "limit": "minute", "seconds": 1, "method": "PUT", "times": 4,
    });
    let day = |day: &'static str| ["sync", "--from", day, "--to", day];
    simulator.control(&json!({ "faults": [limit] }));
    let ran = said(&desk, &day("2026-10-01"));
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.complaint.lines().count(), 1, "{ran:?}");
    assert!(ran.complaint.contains("It goes on by itself in a moment."), "{ran:?}");
    simulator.control(&json!({ "faults": [limit] }));
    let ran = desk.run(&day("2026-10-02"));
    assert_eq!((ran.code, ran.complaint.as_str()), (0, ""), "{ran:?}");
    assert_eq!(simulator.posted().len(), 2);
}

#[test]
fn what_the_day_has_no_calls_for_is_said_and_stays_queued() {
    let simulator = Simulator::start("ca");
    let desk = ready(&simulator);
    simulator.control(&json!({ "limits": { "minute": 1_000, "day": 80 } }));
    desk.run(&["chart", "refresh"]).done();
    let calls = desk.run(&["sync", "--dry-run"]).done()["calls"].clone();
    let today = calls["today"].as_u64().unwrap();
    assert!(today < 30, "{calls}");
    let ran = said(&desk, &["sync"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.out.contains("more than Xero allows today"), "{ran:?}");
    assert!(ran.out.contains("What is queued goes by itself then."), "{ran:?}");
    let posted = simulator.posted().len();
    assert!((1..30).contains(&posted), "{posted}");
    let waits = desk.run(&["outbox", "list"]).done();
    assert_eq!(waits["documents"].as_array().unwrap().len(), 30 - posted);
    assert_eq!(waits["calls"]["documents"], 30 - posted);
    // Another process knows as well, and does not try.
    let log = |desk: &Desk| desk.run(&["log"]).out.lines().count();
    let before = log(&desk);
    assert_eq!(desk.run(&["outbox", "run"]).code, 3);
    assert_eq!(log(&desk), before, "nothing was asked of Xero");
}
