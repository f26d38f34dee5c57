//! Backups from the command line: made by themselves, listed, put back, and nothing goes twice.

use serde_json::Value;

use crate::journey::{import, map};
use crate::people::ANA;
use crate::support::{Desk, Ran, Simulator};

fn audited(desk: &Desk) -> Vec<Value> {
    let ran = desk.run(&["audit"]);
    ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_backup_that_is_put_back_posts_nothing_twice() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    map(&desk);
    import(&desk);
    let copy = desk.place().join("copy.sqlite");
    let copy = copy.to_str().unwrap();
    desk.run(&["backup", "make", copy]).done();
    desk.run(&["sync"]).done();
    assert_eq!(simulator.posted().len(), 2);

    let asked = desk.run(&["backup", "restore", copy]);
    assert_eq!(asked.code, 1, "{asked:?}");
    assert_eq!(asked.json()["restored"], false, "only asked");
    let listed = desk.run(&["backup", "list"]).done();
    assert_eq!(listed["restored"], Value::Null);
    assert_eq!(
        listed["backups"].as_array().unwrap().len(),
        1,
        "the first sync of the day made one"
    );

    let restored = desk.run(&["backup", "restore", copy, "--confirm"]).done();
    let sentence = restored["restored"]["sentence"].as_str().unwrap();
    assert!(sentence.contains("nothing goes twice"), "{sentence}");
    let deeds = audited(&desk);
    let deed = deeds.iter().find(|one| one["command"] == "restore_backup").unwrap();
    assert_eq!(deed["outcome"], "done", "{deed}");

    // What was sent right before may still be on its way: that is waited for.
    let waits = desk.run(&["sync"]);
    assert_ne!(waits.code, 0, "{waits:?}");
    assert!(waits.out.contains("may still be on its way"), "{waits:?}");
    desk.run(&["outbox", "run", "--until-empty"]).done();
    assert_eq!(simulator.posted().len(), 2, "it is taken over");
    let after = desk.run(&["backup", "list"]).done();
    assert_eq!(after["restored"], Value::Null, "Xero was asked");
    let check = desk.run(&["check"]).done();
    assert_eq!(check["ok"], true);
    assert!(check["checks"].as_array().unwrap().len() > 5);
}

#[test]
fn what_is_no_backup_changes_nothing_and_says_so() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    map(&desk);
    import(&desk);
    let file = desk.write("no-book.sqlite", "not a book at all");
    let refused = desk.run(&["backup", "restore", file.to_str().unwrap(), "--confirm"]);
    assert_ne!(refused.code, 0, "{refused:?}");
    let said = refused.sentence();
    assert!(said.contains("was not restored, and the book was left as it was"), "{said}");
    let missing = desk.run(&["backup", "restore", "nothing.sqlite", "--confirm"]);
    assert_eq!(missing.code, 2, "{missing:?}");
    let deeds = audited(&desk);
    let outcomes: Vec<_> = deeds
        .iter()
        .filter(|one| one["command"] == "restore_backup")
        .map(|one| one["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(outcomes, ["failed", "failed"]);
    desk.run(&["sync"]).done();
    assert_eq!(simulator.posted().len(), 2);
}

#[test]
fn a_book_that_cannot_be_opened_is_put_back_all_the_same() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    map(&desk);
    import(&desk);
    desk.run(&["sync"]).done();
    let book = desk.place().join("book/book.sqlite");
    assert!(book.is_file());
    std::fs::write(&book, "what a damaged disk left of it").unwrap();
    let refused = desk.run(&["attention"]);
    assert_ne!(refused.code, 0);
    assert!(refused.complaint.contains("daybook backup restore"), "{refused:?}");

    let listed = desk.run(&["backup", "list"]).done();
    assert!(listed["problem"].as_str().unwrap().contains("is not a Daybook book"), "{listed}");
    let file = listed["backups"][0]["file"].as_str().unwrap();
    desk.run(&["backup", "restore", file, "--confirm"]).done();
    // What was queued when the backup was made is looked up first, after its settle time.
    let sync = desk.run(&["sync"]);
    assert_eq!(sync.code, 3, "{sync:?}");
    assert_eq!(simulator.posted().len(), 2, "nothing is sent again before that");
    assert_eq!(desk.run(&["check"]).done()["ok"], true);
}

/// What the audit log says of putting backups back, as who and outcome.
fn restores(desk: &Desk) -> Vec<(String, String)> {
    let ran = desk.run_as("Ana", ANA, &["audit", "--search", "restore_backup"]);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let deeds = ran.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    deeds.map(|one| (text(&one["who"]), text(&one["outcome"]))).collect()
}

/// Puts a backup back with the program kept from opening the book by what is no fault of the book.
fn restored_from_outside(desk: &Desk, file: &str, name: &str, value: &str) -> Ran {
    let mut command = desk.command(&["--json", "backup", "restore", file, "--confirm"]);
    command.env(name, value).output().unwrap().into()
}

fn told(who: &str, outcome: &str) -> (String, String) {
    (who.to_owned(), outcome.to_owned())
}

#[test]
fn what_keeps_a_sound_book_shut_lets_nobody_put_a_backup_in_its_place() {
    let simulator = Simulator::start("ca");
    let desk = Desk::new(&simulator);
    desk.hire();
    let copy = desk.place().join("copy.sqlite");
    let copy = copy.to_str().unwrap();
    desk.run_as("Ana", ANA, &["backup", "make", copy]).done();
    for name in ["DAYBOOK_XERO_API", "DAYBOOK_XERO_LOGIN"] {
        let refused = restored_from_outside(&desk, copy, name, "x");
        assert_eq!(refused.code, 1, "{name}: {refused:?}");
        let said = refused.sentence();
        assert!(said.starts_with("This book has people, and nobody is signed in"), "{said}");
    }
    assert!(!desk.place().join("book/aside").exists(), "the book is where it was");
    assert_eq!(restores(&desk), [told("nobody", "refused"), told("nobody", "refused")]);
}

#[test]
fn a_backup_in_the_place_of_a_damaged_book_is_in_its_audit_log() {
    let simulator = Simulator::start("ca");
    let desk = Desk::new(&simulator);
    desk.hire();
    let copy = desk.place().join("copy.sqlite");
    let copy = copy.to_str().unwrap();
    desk.run_as("Ana", ANA, &["backup", "make", copy]).done();
    std::fs::write(desk.place().join("book/book.sqlite"), "what a disk left of it").unwrap();
    desk.run(&["backup", "restore", copy, "--confirm"]).done();
    assert_eq!(restores(&desk), [told("desk", "done")]);

    // The same where the book cannot be opened after it either.
    std::fs::remove_file(desk.place().join("book/book.sqlite")).unwrap();
    let done = restored_from_outside(&desk, copy, "DAYBOOK_XERO_API", "x");
    assert_eq!(done.code, 1, "{done:?}");
    assert!(done.json()["problem"].is_string(), "{done:?}");
    assert_eq!(restores(&desk), [told("desk", "done")]);
}
