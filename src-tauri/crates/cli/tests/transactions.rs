//! What was recorded and what was made of it, listed and shown.

use serde_json::{Value, json};

use crate::support::{Desk, Simulator};
use crate::till;

const DAY: &str = "2026-11-20";

/// Records something of that day and gives what is listed of it.
pub(crate) fn recorded(desk: &Desk, kind: &str, more: &[&str]) -> Value {
    let mut words = vec!["record", kind, "--at", "2026-11-20T10:00:00-08:00"];
    words.extend(more);
    let before = listed(desk, &[]);
    assert_eq!(desk.run(&words).done()["recorded"], 1);
    let after = listed(desk, &[]);
    let is_new = |one: &&Value| !before.iter().any(|other| other["id"] == one["id"]);
    after.iter().find(is_new).unwrap().clone()
}

pub(crate) fn listed(desk: &Desk, more: &[&str]) -> Vec<Value> {
    let words = [&["transactions", "list"], more].concat();
    desk.run(&words).done()["transactions"].as_array().unwrap().clone()
}

pub(crate) fn shown(desk: &Desk, id: &Value) -> Value {
    desk.run(&["transactions", "show", id.as_str().unwrap()]).done()
}

/// What is printed for people.
fn said(desk: &Desk, words: &[&str]) -> String {
    let output = desk.command(words).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

const SALE: [&str; 6] = ["--line", "Boats=10.00", "--tax", "GST=0.50", "--tender", "Cash=10.50"];

#[test]
fn what_is_recorded_is_listed_with_its_number_and_found_by_what_is_asked() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    let sale = recorded(&desk, "sale", &[&SALE[..], &["--customer", "Ana Lund"]].concat());
    let paid = recorded(&desk, "paid_out", &["--line", "Boats=4.00", "--tender", "Cash=4.00"]);
    let ids = |more: &[&str]| -> Vec<Value> {
        listed(&desk, more).iter().map(|one| one["id"].clone()).collect()
    };
    let (sale, paid) = (&sale["id"], &paid["id"]);
    assert_eq!(ids(&[]), [paid.clone(), sale.clone()], "newest first");
    for (words, found) in [
        (["--kind", "sale"].as_slice(), vec![sale]),
        (&["--kind", "sale", "--kind", "paid_out"], vec![paid, sale]),
        (&["--search", "ana"], vec![sale]),
        (&["--state", "open"], vec![paid, sale]),
        (&["--state", "posted"], vec![]),
        (&["--from", DAY, "--to", DAY], vec![paid, sale]),
        (&["--from", "2026-11-21"], vec![]),
        (&["--location", "Main", "--to", DAY], vec![paid, sale]),
        (&["--limit", "1"], vec![paid]),
    ] {
        let found: Vec<Value> = found.into_iter().cloned().collect();
        assert_eq!(ids(words), found, "{words:?}");
    }
    assert_eq!(desk.run(&["transactions", "list", "--limit", "1"]).done()["total"], 2);
    assert_eq!(desk.run(&["transactions", "list", "--location", "Atlantis"]).code, 2);
    let table = said(&desk, &["transactions", "list", "--limit", "1"]);
    assert!(table.contains("1 of 2; --limit shows more."), "{table}");
}

#[test]
fn a_transaction_is_shown_whole_by_its_number_and_by_its_sources_id() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    let sale = recorded(&desk, "sale", &[&SALE[..], &["--id", "till-7"]].concat());
    let number = sale["id"].as_str().unwrap();
    let shown = desk.run(&["transactions", "show", "till-7"]).done();
    assert_eq!(shown, desk.run(&["transactions", "show", number]).done());
    assert_eq!(
        json!([shown["id"], shown["source_id"], shown["kind"], shown["posting"]]),
        json!([number, "till-7", "sale", "open"])
    );
    let line = &shown["lines"][0];
    assert_eq!(
        json!([line["gl_code"], line["net"], line["taxes"]]),
        json!(["Boats", "10.00", "GST 0.50"])
    );
    assert_eq!(
        json!([shown["tenders"][0]["tender"], shown["tenders"][0]["amount"]]),
        json!(["Cash", "10.50"])
    );
    assert!(shown["waits_for"].is_string(), "no account of it is mapped: {shown}");
    let people = said(&desk, &["transactions", "show", "till-7"]);
    for words in [&format!("Transaction {number}"), "till-7", "Boats", "GST 0.50", "Cash"] {
        assert!(people.contains(words), "{words} in {people}");
    }
    assert_eq!(desk.run(&["transactions", "show", "till-8"]).code, 2);
}

#[test]
fn an_id_that_is_a_number_too_is_asked_about_and_never_guessed() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    let first = recorded(&desk, "sale", &[&SALE[..], &["--id", "till-7"]].concat());
    let number = first["id"].as_str().unwrap();
    let second = recorded(&desk, "sale", &[&SALE[..], &["--id", number]].concat());
    let ran = desk.run(&["transactions", "show", number]);
    assert_eq!(ran.code, 2, "{ran:?}");
    let both = format!("#{number} or #{}", second["id"].as_str().unwrap());
    assert!(ran.sentence().contains(&both), "{ran:?}");
    let by_number = desk.run(&["transactions", "show", &format!("#{number}")]).done();
    assert_eq!(by_number["source_id"], "till-7");
}

#[test]
fn a_part_that_is_shown_can_be_moved_by_the_number_that_is_shown() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    crate::journey::map(&desk);
    desk.run(&["map", "role", "deferred-revenue", "Deferred Revenue"]).done();
    let paid = recorded(
        &desk,
        "booking_payment",
        &["--booking", "B-1", "--customer", "Ana Lund", "--tender", "Cash=40.00"],
    );
    let shown = shown(&desk, &paid["id"]);
    let part = &shown["parts"][0];
    assert_eq!(part["goes_into"], "Journal of its own", "{shown}");
    let (number, name) = (shown["id"].as_str().unwrap(), part["part"].as_str().unwrap());
    desk.run(&["outbox", "move", number, name]).done();
    let after = desk.run(&["transactions", "show", number]).done();
    assert_eq!(after["parts"][0]["goes_into"], "Cashout", "{after}");
}

#[test]
fn a_document_is_shown_with_its_lines_its_attempts_and_where_it_is_in_xero() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    crate::journey::map(&desk);
    desk.run(&["map", "set", "Boats", "Sales"]).done();
    desk.run(&["map", "tax", "GST", "GST"]).done();
    let sale = recorded(&desk, "sale", &SALE);
    let sent = desk.run(&["sync"]).done();
    let document = &sent["documents"][0];
    let number = document["id"].as_str().unwrap();
    let one = desk.run(&["outbox", "show", number]).done();
    for key in ["id", "state", "narration", "xero_id", "link", "number"] {
        assert_eq!(one[key], document[key], "{key} of {one}");
    }
    let lines = one["lines"].as_array().unwrap();
    let debits: Vec<_> = lines.iter().filter_map(|line| line["debit"].as_str()).collect();
    let credits: Vec<_> = lines.iter().filter_map(|line| line["credit"].as_str()).collect();
    assert_eq!(debits, ["10.50"], "{one}");
    assert_eq!(credits.len(), 2, "{one}");
    assert_eq!(json!([one["debits"], one["credits"]]), json!(["10.50", "10.50"]));
    assert_eq!(one["attempts"].as_array().unwrap().len(), 1, "{one}");
    let people = said(&desk, &["outbox", "show", number]);
    for words in ["posted", "10.50", "Attempt", document["xero_id"].as_str().unwrap()] {
        assert!(people.contains(words), "{words} in {people}");
    }
    let transaction = shown(&desk, &sale["id"]);
    assert_eq!(
        json!([transaction["posting"], transaction["documents"][0]["id"]]),
        json!(["posted", number])
    );
}

#[test]
fn a_document_that_waits_is_shown_with_its_reason() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    recorded(&desk, "sale", &SALE);
    let sent = desk.run(&["sync"]).json();
    let number = sent["documents"][0]["id"].as_str().unwrap();
    let one = desk.run(&["outbox", "show", number]).done();
    assert_eq!(json!([one["state"], one["attempts"]]), json!(["held", []]));
    let people = said(&desk, &["outbox", "show", number]);
    assert!(people.contains(one["message"].as_str().unwrap()), "{people}");
    assert_eq!(desk.run(&["outbox", "show", "999"]).code, 2);
}

#[test]
fn what_of_a_file_was_guessed_or_left_out_is_said_with_what_was_recorded() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    let row = |payment: &str| {
        format!(
            "08/05/2026,10:00:00,,$10.00,$0.00,$10.00,$0.00,$0.00,$0.00,$0.00,$10.00,Register,\
             $10.00,$0.00,$0.00,$0.00,,$0.00,$10.00,{payment},{payment},Ann,Kayak,Payment,Elsewhere\n"
        )
    };
    let text = format!("{}\n{}{}{}", till::HEADER, row("P1"), row("P2"), row("P1"));
    let file = desk.write("guessed.csv", &text);
    let words = ["import", file.to_str().unwrap(), "--revenue", "Boats"];
    let said = said(&desk, &words);
    for told in
        ["2 transactions recorded", "no date in the file shows it", "1 row not", "not a location"]
    {
        assert!(said.contains(told), "{told}: {said}");
    }
    let [_, stored] = listed(&desk, &[]).try_into().unwrap();
    assert_eq!(stored["day"], "2026-08-05", "{stored}");
    let chosen = [&words[..], &["--dates", "day-first", "--dry-run"]].concat();
    let chosen = desk.run(&chosen).done();
    assert_eq!(chosen["from"], "2026-05-08", "{chosen}");
    let again = desk.run(&words).done();
    let warnings = again["warnings"].as_array().unwrap();
    assert!(warnings.len() >= 3, "{again}");
}
