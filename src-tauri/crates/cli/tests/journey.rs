//! The main job: a till's file, the review, one journal.

use serde_json::{Value, json};

use crate::support::{Desk, Simulator};
use crate::till::{BAD_LINE, FIRST_DAY, SECOND_DAY, export};

/// Gives a desk the accounts of the file's world: what the till names, and where money waits.
pub(crate) fn map(desk: &Desk) {
    for words in [
        ["role", "revenue-clearing", "Revenue Clearing"],
        ["role", "tips-payable", "Tips Payable"],
        ["role", "discounts", "Discounts Given"],
        ["tender", "Card", "Card Clearing"],
        ["tender", "Cash", "612"],
    ] {
        let [what, name, account] = words;
        let saved = desk.run(&["map", what, name, account]);
        assert_eq!(saved.code, 0, "{saved:?}");
    }
}

/// Imports the till's file: everything but the row that is no amount.
pub(crate) fn import(desk: &Desk) -> Value {
    let file = desk.write("square.csv", &export());
    let file = file.to_str().unwrap();
    let ran = desk.run(&["import", file, "--revenue", "Boats", "--tax", "GST=5,PST=7"]);
    assert_eq!(ran.code, 1, "one row is rejected: {ran:?}");
    ran.json()
}

/// Cents of a decimal string.
fn cents(text: &Value) -> i64 {
    text.as_str().unwrap().replace('.', "").parse().unwrap()
}

/// Account by account, debit positive.
fn review(desk: &Desk, day: &str) -> Vec<(String, i64)> {
    let review = desk.run(&["cashout", "--from", day, "--to", day]).done();
    let lines = review["lines"].as_array().unwrap();
    let mut sums: Vec<(String, i64)> = lines
        .iter()
        .map(|line| {
            let name = line["account_name"].as_str().unwrap().to_owned();
            (name, cents(&line["debit"]) - cents(&line["credit"]))
        })
        .collect();
    sums.sort();
    sums
}

/// The same of a journal in Xero's own words.
fn posted(simulator: &Simulator, journal: &Value) -> Vec<(String, i64)> {
    let books = simulator.books();
    let accounts = books["Accounts"].as_array().unwrap();
    let mut sums: Vec<(String, i64)> = journal["JournalLines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            let account = accounts.iter().find(|one| one["Code"] == line["AccountCode"]).unwrap();
            let amount = line["LineAmount"].to_string();
            let (whole, cents) = amount.split_once('.').unwrap_or((&amount, ""));
            let cents = format!("{whole}{cents:0<2}").parse().unwrap();
            (account["Name"].as_str().unwrap().to_owned(), cents)
        })
        .collect();
    sums.sort();
    sums
}

fn sums(expected: &[(&str, i64)]) -> Vec<(String, i64)> {
    expected.iter().map(|(name, cents)| ((*name).to_owned(), *cents)).collect()
}

#[test]
fn a_tills_file_becomes_one_balanced_journal_a_day_and_a_second_sync_posts_nothing() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    map(&desk);
    let imported = import(&desk);
    assert_eq!((&imported["recorded"], &imported["already_known"]), (&json!(4), &json!(0)));
    assert_eq!(imported["rejected"][0]["line"], BAD_LINE);
    let again = import(&desk);
    assert_eq!((&again["recorded"], &again["already_known"]), (&json!(0), &json!(4)));

    assert_eq!(desk.run(&["map", "check"]).done(), json!({ "problems": [] }));
    assert_eq!(review(&desk, "2026-11-19"), sums(&FIRST_DAY));
    assert_eq!(review(&desk, "2026-11-20"), sums(&SECOND_DAY));

    let planned = desk.run(&["sync", "--dry-run"]).done();
    assert_eq!(planned["documents"].as_array().unwrap().len(), 2, "{planned}");
    assert_eq!(simulator.posted().len(), 0, "a dry run sends nothing");

    let sent = desk.run(&["sync", "--from", "2026-11-19", "--to", "2026-11-19"]).done();
    let [document] = sent["documents"].as_array().unwrap().as_slice() else { panic!("{sent}") };
    assert_eq!(
        (&document["kind"], &document["state"]),
        (&json!("manual_journal"), &json!("posted"))
    );
    let [journal] = simulator.posted().try_into().unwrap();
    assert_eq!(journal["ManualJournalID"], document["xero_id"]);
    assert_eq!(journal["Narration"], document["narration"]);
    assert_eq!(posted(&simulator, &journal), sums(&FIRST_DAY));

    let rest = desk.run(&["sync"]).done();
    assert_eq!(rest["documents"][0]["date"], "2026-11-20", "{rest}");
    for _ in 0..2 {
        desk.run(&["sync"]).done();
        desk.run(&["sync", "--from", "2026-11-19", "--to", "2026-11-20"]).done();
    }
    assert_eq!(simulator.posted().len(), 2, "one for each of two days");
    assert_eq!(desk.run(&["outbox", "list"]).done()["documents"], json!([]));
    assert_eq!(desk.run(&["check"]).done()["ok"], true);
}

#[test]
fn what_was_posted_can_be_taken_back_and_posted_again() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    map(&desk);
    import(&desk);
    let sent = desk.run(&["sync", "--from", "2026-11-19", "--to", "2026-11-19"]).done();
    let narration = sent["documents"][0]["narration"].as_str().unwrap();
    let code = narration.rsplit(' ').next().unwrap();
    for words in [["outbox", "hold", code].as_slice(), &["outbox", "skip", code, "--why", "No"]] {
        let late = desk.run(words);
        assert_eq!(late.code, 1, "{late:?}");
        assert!(late.sentence().contains("in Xero already"), "{late:?}");
        assert!(late.complaint.contains("daybook outbox undo"), "{late:?}");
    }
    let day = ["cashout", "--from", "2026-11-19", "--to", "2026-11-19"];
    let of_day = || {
        let review = desk.run(&day).done();
        let document = &review["documents"][0];
        json!([review["state"], document["id"], document["state"], document["xero_id"]])
    };
    let (id, xero_id) = (&sent["documents"][0]["id"], &sent["documents"][0]["xero_id"]);
    assert_eq!(of_day(), json!(["posted", id, "posted", xero_id]));
    let undone = desk.run(&["outbox", "undo", code]).done();
    assert_eq!(undone["documents"][0]["state"], "undone");
    assert_eq!(of_day(), json!(["open", id, "undone", xero_id]));
    assert_eq!(simulator.posted().len(), 0);
    assert_eq!(review(&desk, "2026-11-19"), sums(&FIRST_DAY));
    desk.run(&["sync"]).done();
    assert_eq!(simulator.posted().len(), 2);
}

#[test]
fn several_open_days_are_several_cashouts_and_a_range_is_one() {
    let simulator = Simulator::start("ca");
    for (words, journals) in
        [(["sync"].as_slice(), 2), (&["sync", "--from", "2026-11-19", "--to", "2026-11-20"], 1)]
    {
        let desk = Desk::connected(&simulator);
        map(&desk);
        import(&desk);
        let before = simulator.posted().len();
        desk.run(words).done();
        assert_eq!(simulator.posted().len() - before, journals, "{words:?}");
    }
}
