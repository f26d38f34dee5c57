//! What waits for a document of its own: read page by page, as it was asked for.

use chrono::NaiveDate;
use ledger::{Amount, Customer, Kind, PartKey, Tender, Transaction};
use store::{NewTransaction, PartFilter};

use crate::desk::{Desk, bare, desk, location, noon, november};
use crate::seals::queue_own;

fn deposit(id: &str, date: NaiveDate) -> NewTransaction {
    let card = Tender { name: "Card".to_owned(), amount: Amount::from_minor(5_000), foreign: None };
    let transaction = Transaction {
        booking: Some(format!("B-{id}")),
        customer: Some(Customer { name: "Ada".to_owned(), ..Customer::default() }),
        ..bare(Kind::BookingPayment, id, date, Vec::new(), vec![card])
    };
    NewTransaction { transaction, raw: None }
}

fn read(desk: &Desk, filter: &PartFilter) -> Vec<(i64, PartKey)> {
    let read = desk.book.open_parts(filter, 9).expect("read");
    read.into_iter().map(|open| (open.part.transaction, open.part.part)).collect()
}

#[test]
fn pages_of_any_size_hold_everything_that_waits_once() {
    let desk = desk();
    let ids = ["a", "b", "c", "d", "e"];
    let deposits = ids.map(|id| deposit(id, november(20 + u32::from(id == "b"))));
    desk.record(&deposits);
    let all = PartFilter::everywhere(november(1), november(30));
    let whole = read(&desk, &all);
    assert_eq!(whole.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [1, 3, 4, 5, 2]);
    for size in 1..=6 {
        let (mut filter, mut seen) = (all, Vec::new());
        loop {
            let page = desk.book.open_parts(&filter, size).expect("read");
            let Some(last) = page.last() else { break };
            filter.after = Some(last.place());
            seen.extend(page.into_iter().map(|open| (open.part.transaction, open.part.part)));
        }
        assert_eq!(seen, whole, "pages of {size}");
    }
}

#[test]
fn what_another_location_has_or_a_person_took_back_is_left_out_where_it_is_not_asked_for() {
    let desk = desk();
    let north = desk.book.add_location(&location("North")).expect("a location");
    desk.record(&[deposit("a", november(20)), deposit("b", november(20))]);
    let all = PartFilter::everywhere(november(1), november(30));
    assert_eq!(read(&desk, &PartFilter::at(north, november(1), november(30))), []);
    let at_dock = PartFilter::at(desk.dock, november(1), november(30));
    assert_eq!(read(&desk, &at_dock), read(&desk, &all));

    let first = desk.book.open_parts(&all, 1).expect("read").remove(0).part;
    let document = queue_own(&desk, "4K7Q2M", &first);
    desk.post(document);
    desk.book.request_undo(document).expect("posted");
    desk.book.record_undone(document, noon()).expect("undone");
    let by_itself = PartFilter { taken_back: false, ..all };
    let ids = |filter| read(&desk, filter).into_iter().map(|(id, _)| id).collect::<Vec<_>>();
    assert_eq!((ids(&all), ids(&by_itself)), (vec![1, 2], vec![2]));
    desk.assert_sound();
}
