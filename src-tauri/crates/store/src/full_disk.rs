//! A disk that is full at any page: what was acknowledged is there, what was not is not, and with
//! room it goes on.

use ledger::Lane;

use crate::desk::{Desk, desk, later, noon, november, posted, sale};
use crate::error::Error;
use crate::{DocumentFilter, State};

/// No limit that a test could reach.
const UNLIMITED: u32 = 4_294_967_294;
/// More pages than all the steps together need.
const PAGES_MAX: u32 = 200;
/// How many sales are recorded.
const SALES: u32 = 30;

fn limit(desk: &Desk, pages: u32) {
    let writer = desk.book.writer();
    writer.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).expect("a limit");
}

fn pages(desk: &Desk) -> u32 {
    desk.book.writer().pragma_query_value(None, "page_count", |row| row.get(0)).expect("a count")
}

/// One step of a day, which may not find room.
type Step = fn(&Desk) -> Result<(), Error>;

/// A day from its sales to its journal in Xero.
const STEPS: [Step; 4] = [
    |desk| {
        let sale = |number: u32| sale(&format!("S-{number}"), november(20), 1_000);
        let sales: Vec<_> = (0..SALES).map(sale).collect();
        desk.book.record(&sales, noon()).map(drop)
    },
    |desk| {
        let document = desk.document("4K7Q2M", november(20), november(20));
        desk.book.enqueue(&document, noon()).map(drop)
    },
    |desk| {
        let body = "{}".repeat(4_000);
        desk.book.begin_attempt(only(desk), "key", &body, later(1)).map(drop)
    },
    |desk| desk.book.record_posted(only(desk), &posted("X-1"), later(2)),
];

fn only(desk: &Desk) -> crate::DocumentId {
    let all = desk.book.documents(&DocumentFilter::default(), 10).expect("read");
    assert_eq!(all.len(), 1, "one document");
    all[0].id
}

/// Runs the steps; gives how many were done before there was no room.
fn run(desk: &Desk, from: usize) -> usize {
    for (number, step) in STEPS.iter().enumerate().skip(from) {
        match step(desk) {
            Ok(()) => {}
            Err(Error::DiskFull) => return number,
            Err(error) => panic!("step {number}: {error:?}"),
        }
    }
    STEPS.len()
}

#[test]
fn at_every_page_a_full_disk_keeps_what_was_acknowledged_and_goes_on_with_room() {
    let mut stopped = [0_u32; STEPS.len()];
    for room in 0..PAGES_MAX {
        let desk = desk();
        limit(&desk, pages(&desk) + room);
        let done = run(&desk, 0);
        desk.assert_sound();
        let recorded = desk.book.transaction_count().expect("a count");
        assert_eq!(recorded, if done > 0 { u64::from(SALES) } else { 0 }, "{room} pages");
        if done < STEPS.len() {
            stopped[done] += 1;
            limit(&desk, UNLIMITED);
            assert_eq!(run(&desk, done), STEPS.len(), "{room} pages");
            desk.assert_sound();
        }
        let document = desk.book.document(only(&desk)).expect("read");
        assert_eq!(document.summary.state, State::Posted);
        assert_eq!(document.attempts.len(), 1, "{room} pages");
        assert_eq!(document.summary.transactions, SALES);
        let open = desk.book.open_totals(desk.dock, Lane::Cashout, november(1), november(30));
        assert_eq!(open.expect("totals"), []);
        if done == STEPS.len() {
            assert!(stopped[0] > 0 && stopped[2] > 0, "it was full in several steps: {stopped:?}");
            return;
        }
    }
    panic!("{PAGES_MAX} pages are room enough");
}
