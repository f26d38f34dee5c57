//! Where a book is, and what is said where there was none.

use crate::support::{Desk, Simulator};

/// Every command that only looks, or that is about what a new book cannot have: typed where there
/// is no book, the folder is the wrong one.
const LOOKING: [&[&str]; 45] = [
    &["org", "list"],
    &["org", "use", "Boats"],
    &["org", "disconnect"],
    &["chart", "refresh"],
    &["chart", "list"],
    &["chart", "enable-payments", "090"],
    &["chart", "add-option", "Region", "North"],
    &["location", "list"],
    &["location", "rules", "Main"],
    &["settings", "get"],
    &["map", "list"],
    &["map", "check"],
    &["map", "suggest"],
    &["map", "suggest", "--accept"],
    &["map", "export", "-"],
    &["contact", "list"],
    &["contact", "choices", "Ada"],
    &["contact", "unlink", "no"],
    &["rate", "list"],
    &["transactions", "list"],
    &["transactions", "show", "1"],
    &["transactions", "withdraw", "1", "--why", "no"],
    &["cashout"],
    &["sync"],
    &["outbox", "list"],
    &["outbox", "show", "1"],
    &["outbox", "run"],
    &["outbox", "retry", "1"],
    &["outbox", "undo", "1"],
    &["outbox", "approvals"],
    &["drift"],
    &["drift", "accept", "1"],
    &["attention"],
    &["log"],
    &["people", "list"],
    &["people", "set", "Ana", "--rename", "Anna"],
    &["people", "pin", "Ana"],
    &["people", "reset", "Ana"],
    &["audit"],
    &["export", "--format", "csv"],
    &["check"],
    &["backup", "list"],
    &["backup", "make", "copy.sqlite"],
    &["backup", "restore", "copy.sqlite"],
    &["diagnose"],
];

/// Commands that may be the first in a new book.
const SETTING_UP: [&[&str]; 7] = [
    &["location", "add", "North"],
    &["location", "set", "1", "day-end", "04:00"],
    &["settings", "set", "drafts", "none"],
    &["map", "role", "tips-payable", "Tips"],
    &["rate", "set", "USD", "2026-11-19", "1.36"],
    &["people", "lock-after", "5"],
    &["backup", "restore", "copy.sqlite", "--confirm"],
];

#[test]
fn a_command_that_only_looks_says_where_it_made_a_new_book() {
    let simulator = Simulator::start("ca");
    for (commands, is_said) in [(LOOKING.as_slice(), true), (SETTING_UP.as_slice(), false)] {
        for words in commands {
            let desk = Desk::new(&simulator);
            let mut command = desk.command(words);
            command.current_dir(desk.place()).env("DAYBOOK_PIN", "9171");
            let ran = command.output().unwrap();
            let complaint = String::from_utf8(ran.stderr).unwrap();
            let said = complaint.contains("a new, empty one was made there");
            assert_eq!(said, is_said, "{words:?}: {complaint}");
            assert_ne!(ran.status.code(), Some(2).filter(|_| complaint.contains("Usage:")));
        }
    }
}

#[test]
fn where_a_book_is_nothing_is_said_of_a_new_one() {
    let simulator = Simulator::start("ca");
    let desk = Desk::new(&simulator);
    desk.run(&["location", "add", "North"]).done();
    let checked = desk.run(&["check"]);
    checked.done();
    assert_eq!(checked.complaint, "");
}
