//! What is decided for a location, and what is open follows: both or neither.

use ledger::Lane;
use store::{Decision, Error, keys};

use crate::desk::{Desk, desk, later, november, sale};
use crate::seals::open;

fn decided(desk: &Desk) -> Vec<(String, String)> {
    desk.book.location_settings(desk.dock).expect("read")
}

const BY_INVOICE: [Decision<'static>; 3] = [
    (keys::MODE_BEFORE, Some("daily-journal")),
    (keys::MODE_FROM, Some("2026-11-20")),
    (keys::MODE, Some("invoices")),
];

#[test]
fn a_mode_is_changed_with_the_sales_that_are_open() {
    let desk = desk();
    desk.record(&[sale("S-1", november(19), 10_000), sale("S-2", november(20), 500)]);
    desk.book.decide(desk.dock, &BY_INVOICE, november(20), later(1)).expect("decided");
    let waits: Vec<_> = open(&desk).iter().map(|one| (one.part.transaction, one.lane)).collect();
    assert_eq!(waits, [(2, Lane::Invoice), (2, Lane::Payment)]);
    desk.book
        .decide(desk.dock, &[(keys::MODE_FROM, None)], november(1), later(2))
        .expect("decided");
    assert_eq!(decided(&desk).len(), 2);
    assert_eq!(open(&desk).len(), 4, "from the first day on");
    desk.assert_sound();
}

#[test]
fn what_cannot_be_followed_is_not_decided() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let unknown = [BY_INVOICE[0], BY_INVOICE[1], (keys::MODE, Some("by-pigeon"))];
    let refused = desk.book.decide(desk.dock, &unknown, november(20), later(1));
    assert!(matches!(refused, Err(Error::Unreadable { .. })), "{refused:?}");
    assert_eq!(decided(&desk), []);
    assert_eq!(open(&desk), []);
    desk.assert_sound();
}
