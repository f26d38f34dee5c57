//! What was recorded by mistake, taken out from the command line.

use serde_json::{Value, json};

use crate::people::{ANA, SAM};
use crate::support::{Desk, Simulator};
use crate::transactions::{listed, recorded, shown};

const WHY: [&str; 2] = ["--why", "typed a hundred times too much"];
const DAY: &str = "2026-11-20T10:00:00-08:00";

/// A desk whose cash, sales and bank have their accounts.
fn mapped(simulator: &Simulator) -> Desk {
    let desk = Desk::connected(simulator);
    crate::journey::map(&desk);
    desk.run(&["map", "set", "Boats", "Sales"]).done();
    desk.run(&["map", "role", "bank", "Business Bank Account"]).done();
    desk
}

fn withdraw(desk: &Desk, id: &str) -> Value {
    desk.run(&[&["transactions", "withdraw", id][..], &WHY].concat()).done()
}

/// What the posted journals put on each account, in cents.
fn on_accounts(simulator: &Simulator) -> Vec<(String, i64)> {
    let mut sums = std::collections::BTreeMap::new();
    for journal in simulator.posted() {
        for line in journal["JournalLines"].as_array().unwrap() {
            let amount = line["LineAmount"].as_f64().unwrap() * 100.0;
            let code = line["AccountCode"].as_str().unwrap_or_default().to_owned();
            *sums.entry(code).or_insert(0) += format!("{amount:.0}").parse::<i64>().unwrap();
        }
    }
    sums.into_iter().filter(|(_, sum)| *sum != 0).collect()
}

#[test]
fn a_bank_deposit_that_never_was_leaves_xero_and_does_not_come_back() {
    let simulator = Simulator::start("ca");
    let desk = mapped(&simulator);
    let words = ["--id", "D-1", "--tender", "Cash=100000.00"];
    let banked = recorded(&desk, "bank_deposit", &words);
    let sent = desk.run(&["sync"]).done();
    assert_eq!(sent["documents"][0]["state"], "posted", "{sent}");
    let document = sent["documents"][0]["id"].as_str().unwrap();
    desk.run(&["outbox", "undo", document]).done();
    let late = desk.run(&["outbox", "skip", document, "--why", "A mistake"]);
    assert!(late.complaint.contains("daybook transactions withdraw"), "{late:?}");
    let sent = desk.run(&["sync"]).done();
    assert_eq!(sent["documents"][0]["state"], "posted", "it goes again: {sent}");
    let document = sent["documents"][0]["id"].as_str().unwrap();

    let gone = withdraw(&desk, "D-1");
    assert_eq!(gone["can_withdraw"], false, "{gone}");
    let said = gone["history"].to_string();
    assert!(said.contains("Withdrawn by desk: typed a hundred times too much"), "{said}");
    desk.run(&["sync"]).done();
    assert_eq!(desk.run(&["outbox", "show", document]).done()["state"], "undone");
    for _ in 0..2 {
        let again = desk.run(&["sync"]).done();
        assert_eq!(again["documents"], json!([]), "nothing goes again");
    }
    let words = [&["record", "bank_deposit", "--at", DAY], &words[..]].concat();
    let ran = desk.run(&words).done();
    assert_eq!(json!([ran["recorded"], ran["already_known"]]), json!([0, 1]));
    let people = desk.command(&words).output().unwrap();
    let people = String::from_utf8(people.stdout).unwrap();
    assert!(people.contains("1 was withdrawn and stays so"), "{people}");
    assert_eq!(desk.run(&["sync"]).done()["documents"], json!([]));
    assert_eq!(desk.run(&["check"]).done()["ok"], true);
    assert_eq!(shown(&desk, &banked["id"])["posting"], "nothing");
}

#[test]
fn a_sale_in_a_posted_cashout_is_taken_back_by_a_second_journal() {
    let simulator = Simulator::start("ca");
    let desk = mapped(&simulator);
    let sale = ["--id", "S-1", "--line", "Boats=10.00", "--tender", "Cash=10.00"];
    recorded(&desk, "sale", &sale);
    desk.run(&["sync"]).done();
    assert_eq!(on_accounts(&simulator).len(), 2);
    withdraw(&desk, "S-1");
    let amounts: Vec<_> = listed(&desk, &[]).iter().map(|one| one["amount"].clone()).collect();
    assert_eq!(amounts, ["-10.00", "10.00"]);
    desk.run(&["sync"]).done();
    assert_eq!(simulator.posted().len(), 2);
    assert_eq!(on_accounts(&simulator), []);

    let anew = ["--id", "S-1", "--line", "Boats=12.00", "--tender", "Cash=12.00"];
    let ran = desk.run(&[&["record", "sale", "--at", DAY], &anew[..]].concat()).done();
    assert_eq!(json!([ran["recorded"], ran["reversals"]]), json!([0, 1]), "another content");
    desk.run(&["sync"]).done();
    let sums: Vec<_> = on_accounts(&simulator).into_iter().map(|(_, sum)| sum.abs()).collect();
    assert_eq!(sums, [1_200, 1_200]);
    assert_eq!(desk.run(&["check"]).done()["ok"], true);
}

#[test]
fn a_file_that_is_imported_again_says_what_was_withdrawn() {
    let simulator = Simulator::start("ca");
    let desk = mapped(&simulator);
    crate::journey::import(&desk);
    let first = listed(&desk, &["--kind", "sale"]);
    withdraw(&desk, first[0]["id"].as_str().unwrap());
    let again = crate::journey::import(&desk);
    assert_eq!(json!([again["recorded"], again["already_known"]]), json!([0, 4]));
    assert_eq!(desk.run(&["check"]).done()["ok"], true);
}

#[test]
fn what_cannot_be_withdrawn_says_why_and_it_is_all_in_the_audit_log() {
    let simulator = Simulator::start("ca");
    let desk = mapped(&simulator);
    let sale = ["--id", "S-1", "--line", "Boats=10.00", "--tender", "Cash=10.00"];
    recorded(&desk, "sale", &sale);
    let blank = desk.run(&["transactions", "withdraw", "S-1", "--why", " "]);
    assert_eq!(blank.code, 2, "{blank:?}");
    withdraw(&desk, "S-1");
    let twice = desk.run(&[&["transactions", "withdraw", "S-1"][..], &WHY].concat());
    assert_eq!(twice.code, 1, "{twice:?}");
    assert!(twice.sentence().contains("was withdrawn already. Nothing was changed."), "{twice:?}");
    let log = desk.run(&["audit", "--search", "withdraw"]);
    let entries: Vec<Value> =
        log.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let outcomes: Vec<_> = entries.iter().map(|entry| entry["outcome"].clone()).collect();
    assert_eq!(outcomes, ["failed", "done", "failed"], "{log:?}");
    let said = entries[1]["what"].as_str().unwrap();
    assert!(said.starts_with("Withdraw a transaction: transaction "), "{said}");
    assert!(said.ends_with("because: typed a hundred times too much"), "{said}");
}

#[test]
fn what_has_a_document_of_its_own_in_xero_is_withdrawn_by_a_bookkeeper_only() {
    let simulator = Simulator::start("ca");
    let desk = mapped(&simulator);
    recorded(&desk, "bank_deposit", &["--id", "D-1", "--tender", "Cash=100.00"]);
    desk.run(&["sync"]).done();
    desk.hire();
    let words = |id| [&["transactions", "withdraw", id][..], &WHY].concat();
    let show = |name, pin| desk.run_as(name, pin, &["transactions", "show", "D-1"]).done();

    let shown = show("Sam", SAM);
    assert_eq!(shown["can_withdraw"], false, "{shown}");
    let said = shown["withdrawn_by_others"].as_str().unwrap();
    assert!(said.contains("in Xero") && said.contains("bookkeeper"), "{said}");
    let refused = desk.run_as("Sam", SAM, &words("D-1"));
    let said = refused.sentence();
    assert!(said.starts_with("Only a bookkeeper or an administrator may withdraw"), "{said}");
    assert!(said.contains("Xero") && said.ends_with("Nothing was changed."), "{said}");
    desk.run_as("Ana", ANA, &["sync"]).done();
    let books = simulator.books();
    let there = books["BankTransactions"].as_array().unwrap().iter();
    let all: Vec<_> = there.chain(books["ManualJournals"].as_array().unwrap()).collect();
    assert!(all.iter().all(|one| one["Status"] != "DELETED" && one["Status"] != "VOIDED"));
    let log = desk.run_as("Ana", ANA, &["audit", "--by", "Sam", "--search", "withdraw"]);
    let entry: Value = serde_json::from_str(log.out.lines().next().unwrap()).unwrap();
    assert_eq!(entry["outcome"], "refused", "{entry}");

    // As whoever may record may correct: what is in nobody's books yet.
    recorded_by_sam(&desk, "D-3");
    desk.run_as("Sam", SAM, &words("D-3")).done();
    assert_eq!(show("Ana", ANA)["can_withdraw"], true);
    desk.run_as("Ana", ANA, &words("D-1")).done();
}

fn recorded_by_sam(desk: &Desk, id: &str) {
    let words = ["record", "bank_deposit", "--at", DAY, "--id", id, "--tender", "Cash=7.00"];
    assert_eq!(desk.run_as("Sam", SAM, &words).done()["recorded"], 1);
}
