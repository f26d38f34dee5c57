//! Where a book is, and what is said where there was none.

use crate::support::{Desk, Simulator};

#[test]
fn a_command_that_only_looks_says_where_it_made_a_new_book() {
    let simulator = Simulator::start("ca");
    let desk = Desk::new(&simulator);
    let checked = desk.run(&["check"]);
    checked.done();
    assert!(checked.complaint.contains("a new, empty one was made there"), "{checked:?}");
    assert_eq!(desk.run(&["check"]).complaint, "", "it is there now");
    let other = Desk::new(&simulator);
    let added = other.run(&["location", "add", "North"]);
    added.done();
    assert_eq!(added.complaint, "", "whoever sets up wants one");
}
