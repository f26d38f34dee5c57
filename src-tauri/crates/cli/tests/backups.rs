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
    assert_eq!(asked.json()["damaged"], false, "{asked:?}");
    let listed = desk.run(&["backup", "list"]).done();
    assert_eq!(listed["restored"], Value::Null);
    assert_eq!(
        listed["backups"].as_array().unwrap().len(),
        1,
        "the first sync of the day made one"
    );
    assert_eq!(listed["backups"][0]["damaged"], false, "{listed}");

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

/// Changes each place of a file where some words stand, as rot does.
pub(crate) fn rot(file: &std::path::Path, words: &[u8], into: &[u8]) {
    let mut bytes = std::fs::read(file).unwrap();
    let places: Vec<usize> =
        (0..bytes.len()).filter(|at| bytes[*at..].starts_with(words)).collect();
    assert!(!places.is_empty(), "it stands there");
    for at in places {
        bytes[at..at + into.len()].copy_from_slice(into);
    }
    std::fs::write(file, bytes).unwrap();
}

#[test]
fn one_changed_bit_in_the_sync_log_ends_no_backup_and_is_said_everywhere() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    map(&desk);
    import(&desk);
    desk.run(&["sync"]).done();
    let home = desk.place().join("book");
    let backups = home.join("backups");
    let daily = std::fs::read_dir(&backups).unwrap().map(|one| one.unwrap().path());
    let daily: Vec<_> =
        daily.filter(|path| path.extension().is_some_and(|it| it == "sqlite")).collect();
    // Another day: nothing is backed up yet.
    daily.iter().for_each(|path| std::fs::remove_file(path).unwrap());
    rot(&home.join("book.sqlite"), b"read back and equal", b"read back and equaL");

    let synced = desk.run(&["sync"]);
    assert!(synced.complaint.contains("it was kept as"), "{synced:?}");
    assert!(synced.complaint.contains("the table sync_log"), "{synced:?}");
    let kept: Vec<_> =
        std::fs::read_dir(&backups).unwrap().map(|one| one.unwrap().file_name()).collect();
    assert!(kept.iter().any(|name| name.to_string_lossy().starts_with("damaged-")), "{kept:?}");

    // A later process, which made no copy itself, says it too.
    let attention = desk.run(&["attention"]).done();
    assert_eq!(attention["groups"][0]["cause"], "damaged", "{attention:#}");
    let listed = desk.run(&["backup", "list"]).done();
    assert!(listed["problem"].as_str().unwrap().contains("damaged"), "{listed:#}");
    assert_eq!(listed["backups"][0]["damaged"], true, "{listed:#}");

    let mine = desk.place().join("mine.sqlite");
    let made = desk.run(&["backup", "make", mine.to_str().unwrap()]);
    assert_ne!(made.code, 0, "{made:?}");
    assert!(made.complaint.contains("damaged-mine.sqlite"), "{made:?}");
    assert!(desk.place().join("damaged-mine.sqlite").exists());
    for copy in [listed["backups"][0]["file"].as_str().unwrap(), "damaged-mine.sqlite"] {
        let asked = desk.run(&["backup", "restore", copy]);
        assert_eq!(asked.json()["damaged"], true, "{asked:?}");
        let words = desk.feed(&["backup", "restore", copy], "");
        assert!(words.out.contains("what it holds is not what was recorded"), "{words:?}");
    }
    let words = desk.feed(&["backup", "list"], "");
    assert!(words.out.contains("what it holds is not what was recorded"), "{words:?}");
}

#[test]
fn a_damaged_book_is_damaged_no_more_once_a_backup_is_in_its_place() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    map(&desk);
    import(&desk);
    let copy = desk.place().join("copy.sqlite");
    let copy = copy.to_str().unwrap();
    desk.run(&["backup", "make", copy]).done();
    let home = desk.place().join("book");
    rot(&home.join("book.sqlite"), b"Connect to Xero", b"Connect to XerO");
    let synced = desk.run(&["sync"]);
    assert!(synced.complaint.contains("it was kept as"), "{synced:?}");

    let restored = desk.run(&["backup", "restore", copy, "--confirm"]);
    assert_eq!(restored.code, 0, "{restored:?}");
    assert_eq!(restored.json()["problem"], Value::Null, "{restored:?}");
    assert_eq!(restored.complaint, "", "{restored:?}");
    let sorts = || -> Vec<String> {
        let listed = desk.run(&["backup", "list"]).done();
        let all = listed["backups"].as_array().unwrap().iter();
        all.map(|one| one["kind"].as_str().unwrap().to_owned()).collect()
    };
    assert!(!sorts().contains(&"daily".to_owned()), "{:?}", sorts());
    let again = desk.run(&["sync"]);
    assert_eq!(again.complaint, "", "{again:?}");
    assert!(sorts().contains(&"daily".to_owned()), "{:?}", sorts());
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

/// Puts the files of a folder in the place of those of another one.
fn replace_all(from: &std::path::Path, to: &std::path::Path) {
    drop(std::fs::remove_dir_all(to));
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

#[test]
fn a_folder_that_came_back_from_last_night_posts_nothing_twice() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    map(&desk);
    import(&desk);
    let (book, night) = (desk.place().join("book"), desk.place().join("night"));
    replace_all(&book, &night);
    desk.run(&["sync"]).done();
    assert_eq!(simulator.posted().len(), 2);
    let listed = desk.run(&["backup", "list"]).done();
    assert_eq!(listed["restored"], Value::Null, "nothing was noticed in the ordinary course");

    // Its mark comes along.
    replace_all(&night, &book);
    let listed = desk.run(&["backup", "list"]).done();
    let sentence = listed["restored"]["sentence"].as_str().unwrap();
    assert!(sentence.contains("The book may be older than it was"), "{sentence}");
    desk.run(&["outbox", "run", "--until-empty"]).done();
    assert_eq!(simulator.posted().len(), 2, "it is taken over");
    let after = desk.run(&["backup", "list"]).done();
    assert_eq!(after["restored"], Value::Null, "Xero was asked, once");
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
    let sentence = done.json()["restored"]["sentence"].as_str().unwrap().to_owned();
    assert!(sentence.starts_with("A backup was put in the place of the book."), "{sentence}");
    assert_eq!(restores(&desk), [told("desk", "done")]);
}
