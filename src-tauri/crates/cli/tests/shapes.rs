//! What scripts rely on: exit codes and shapes.

use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::{Desk, Simulator};

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn wrong_usage_is_2_and_says_so_in_the_shape_asked_for() {
    let simulator = Simulator::start("ca");
    let desk = Desk::new(&simulator);
    for words in [
        ["frobnicate"].as_slice(),
        &["import", "no-such-file.csv"],
        &["map", "import", "no-such-file.csv"],
        &["sync", "--from", "never"],
        &["cashout", "--location", "Atlantis"],
        &["outbox", "retry", "ZZZZZZ"],
        &["outbox", "skip", "1"],
        &["record", "no_such_kind"],
        &["settings", "set", "range", "weekly"],
    ] {
        let ran = desk.run(words);
        assert_eq!(ran.code, 2, "{words:?}: {ran:?}");
        let failure: Value = serde_json::from_str(&ran.complaint).unwrap();
        assert_eq!(keys(&failure["error"]), ["code", "hint", "message"]);
        assert_eq!(ran.out, "");
    }
    let plain = desk.command(&["settings", "get", "nothing"]).output().unwrap();
    assert!(String::from_utf8(plain.stderr).unwrap().starts_with("error: "));
}

#[test]
fn before_connecting_a_person_is_needed() {
    let simulator = Simulator::start("ca");
    let desk = Desk::new(&simulator);
    let ran = desk.run(&["cashout"]);
    assert_eq!(ran.code, 1);
    assert!(ran.complaint.contains("not_connected"), "{ran:?}");
    assert_eq!(desk.run(&["attention"]).done()["total"], 0);
}

#[test]
fn one_sign_in_for_several_organisations_asks_which() {
    let simulator = Simulator::start_with(&["ca", "nz"]);
    let desk = Desk::new(&simulator);
    let (_, last) = desk.connect(&[]);
    assert_eq!(last["organisations"].as_array().unwrap().len(), 2);
    assert_eq!(desk.run(&["cashout"]).code, 1, "none is used by guess");
    let second = last["organisations"][1]["id"].as_str().unwrap();
    desk.run(&["org", "use", second]).done();
    let listed = desk.run(&["org", "list"]).done();
    let used: Vec<_> = listed["organisations"].as_array().unwrap().iter().collect();
    let used = used.into_iter().find(|one| one["in_use"] == true).unwrap();
    assert_eq!(used["id"], second);
    let (_, last) = desk.connect(&["--organisation", second]);
    assert_eq!(last["organisations"].as_array().unwrap().len(), 2);
}

#[test]
fn record_takes_one_a_list_or_one_a_line_and_knows_them_again() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    let sale = |id: &str| {
        json!({
            "id": id, "kind": "sale", "at": "2026-11-20T10:00:00-08:00",
            "lines": [{ "gl_code": "Boats", "net": "10.00" }],
            "tenders": [{ "name": "Cash", "amount": "10.00" }],
        })
    };
    let one = sale("A").to_string();
    let list = json!([sale("A"), sale("B")]).to_string();
    let lines = format!("{}\n{}\n", sale("B"), sale("C"));
    for (text, recorded, known) in [(one, 1, 0), (list, 1, 1), (lines, 1, 1)] {
        let answer = desk.feed(&["record", "--json", "-"], &text).done();
        let expected = json!([recorded, known, []]);
        assert_eq!(
            json!([answer["recorded"], answer["already_known"], answer["rejected"]]),
            expected
        );
    }
    let bad = json!([sale("D"), { "kind": "sale", "tenders": 7 }]).to_string();
    let ran = desk.feed(&["record", "--json", "-"], &bad);
    assert_eq!((ran.code, &ran.json()["rejected"][0]["line"]), (1, &json!(2)));
    assert_eq!(desk.feed(&["record", "--json", "-"], "{").code, 2);
}

#[test]
fn every_answer_for_scripts_has_its_keys() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    desk.run(&["map", "role", "revenue-clearing", "Revenue Clearing"]).done();
    desk.run(&["record", "sale", "--line", "Boats=10.00", "--tender", "Cash=10.00"]).done();
    for (words, wanted) in [
        (["chart", "list"].as_slice(), ["accounts", "tax_rates", "tracking"].as_slice()),
        (&["map", "list"], &["mappings"]),
        (&["map", "check"], &["problems"]),
        (&["org", "list"], &["organisations"]),
        (
            &["cashout"],
            &[
                "from",
                "to",
                "location",
                "state",
                "lines",
                "posted_separately",
                "documents",
                "blockers",
                "warnings",
            ],
        ),
        (&["sync"], &["documents"]),
        (&["outbox", "list", "--all"], &["documents"]),
        (&["check"], &["ok", "checks"]),
    ] {
        let answer = desk.run(words).done();
        for key in wanted {
            assert!(keys(&answer).contains(key), "{words:?} has {key}: {answer}");
        }
    }
    let log = desk.run(&["log", "--since", "2000-01-01"]);
    assert!(log.out.lines().count() > 3);
    for line in log.out.lines() {
        let entry: Value = serde_json::from_str(line).unwrap();
        assert!(entry["operation"].is_string(), "{entry}");
    }
}

#[test]
fn the_mapping_goes_out_to_a_file_and_comes_back() {
    let simulator = Simulator::start("ca");
    let (desk, other) = (Desk::connected(&simulator), Desk::connected(&simulator));
    crate::journey::map(&desk);
    desk.run(&["map", "set", "6545", "Equipment Sales"]).done();
    desk.run(&["map", "tax", "GST", "GST"]).done();
    let file = desk.write("mapping.csv", "");
    let file = file.to_str().unwrap();
    desk.run(&["map", "export", file]).done();
    let read = other.run(&["map", "import", file]).done();
    assert_eq!(read["rejected"], json!([]));
    let export = |desk: &Desk| desk.command(&["map", "export", "-"]).output().unwrap().stdout;
    assert_eq!(String::from_utf8(export(&desk)), String::from_utf8(export(&other)));
}

#[test]
fn a_file_of_something_else_is_no_mapping_and_lines_are_counted_as_an_editor_does() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    let other = desk.write("other.csv", "Date,Amount\r\n2026-11-20,5.00\r\n");
    let ran = desk.run(&["map", "import", other.to_str().unwrap()]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.sentence().contains("no column \"kind\""), "{ran:?}");
    let rows = "kind,name,account\r\nrole,no-such,Sales\r\n\r\n\r\nrole,nor-this,Sales\r\n";
    for text in [rows.to_owned(), rows.replace("\r\n", "\n")] {
        let file = desk.write("mapping.csv", &text);
        let rejected = &desk.run(&["map", "import", file.to_str().unwrap()]).json()["rejected"];
        assert_eq!([&rejected[0]["line"], &rejected[1]["line"]], [&json!(2), &json!(5)]);
    }
}

#[test]
#[cfg(unix)]
fn what_has_no_end_is_no_file_to_import() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    let ran = desk.run(&["import", "/dev/zero"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.sentence().contains("is a device or a pipe"), "{ran:?}");
}

#[test]
fn a_connection_that_is_not_there_is_not_ended() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    for ended in [true, false] {
        assert_eq!(desk.run(&["org", "disconnect"]).done(), json!({ "disconnected": ended }));
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_panic() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    let mut command = desk.command(&["chart", "list"]);
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(process.stdout.take());
    let ended = process.wait_with_output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    assert_eq!(String::from_utf8(ended.stderr).unwrap(), "");
}

#[test]
fn a_sign_in_that_opens_one_foreign_organisation_says_that_and_not_that_there_are_several() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    crate::journey::map(&desk);
    crate::journey::import(&desk);
    desk.run(&["sync"]).done();
    let foreign = Simulator::start("nz");
    let told = desk.refused_before(&foreign);
    assert_eq!(told["error"]["code"], "other_organisation", "{told}");
    let said = told["error"]["message"].as_str().unwrap();
    assert!(said.starts_with("This sign-in does not open "), "{said}");
    desk.run(&["chart", "refresh"]).done();
}
