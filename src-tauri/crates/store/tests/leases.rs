//! Leases: one owner at a time, one machine at a time.

use std::time::Duration;

use store::{Book, Error};

use crate::desk::{desk, later, noon};

#[test]
fn a_lease_has_one_owner_until_it_runs_out() {
    let desk = desk();
    let other = Book::open(desk.folder.path(), noon()).expect("another process's handle");
    let take = |book: &Book, owner: &str, seconds| {
        book.acquire_lease("outbox", owner, later(seconds), Duration::from_secs(30)).expect("asked")
    };
    assert!(take(&desk.book, "a", 0));
    assert!(!take(&other, "b", 29), "it still runs");
    assert!(take(&desk.book, "a", 29), "its owner renews it");
    assert!(!take(&other, "b", 58));
    assert!(take(&other, "b", 59), "it ran out");
    desk.book.release_lease("outbox", "a").expect("not its own any more");
    assert!(!take(&desk.book, "a", 60));
    other.release_lease("outbox", "b").expect("given back");
    assert!(take(&desk.book, "a", 60));
}

#[test]
fn a_lease_taken_before_the_clock_was_set_back_keeps_nobody_out() {
    let desk = desk();
    let take = |owner: &str, seconds| {
        desk.book
            .acquire_lease("outbox", owner, later(seconds), Duration::from_secs(30))
            .expect("asked")
    };
    assert!(take("a", 100_000));
    assert!(take("b", 0), "no lease runs for a day");
    assert!(!take("c", 1), "and this one runs");
}

#[test]
fn two_machines_do_not_work_on_one_book() {
    let desk = desk();
    let minute = Duration::from_secs(60);
    let claim =
        |machine: &str, seconds| desk.book.claim_for_machine(machine, later(seconds), minute);
    claim("front-desk", 0).expect("the first");
    claim("front-desk", 10).expect("another process of the same machine");
    let refused = claim("laptop", 30).expect_err("it is open there");
    assert!(matches!(&refused, Error::OtherMachine { machine } if machine == "front-desk"));
    let said = refused.to_string();
    assert!(said.contains("front-desk") && said.contains("nothing was changed"), "{said}");
    claim("laptop", 71).expect("the front desk is gone");
    desk.book.leave_machine("laptop").expect("closed");
    claim("front-desk", 72).expect("free");
}
