//! Under any history of recording, correcting, closing and undoing, the kept totals are the sums
//! of the legs, and every part is claimed at most once.

use ledger::{Amount, Lane};
use proptest::prelude::*;
use store::{DocumentId, Error};

use crate::desk::{Desk, desk, later, november, reason, refund, sale};

/// How many histories a run tries; each writes a book of its own to the disk.
const HISTORIES: u32 = 24;

/// One thing that happens to the book.
#[derive(Debug, Clone)]
enum Event {
    Sale { id: u8, day: u32, net: i64 },
    Refund { id: u8, day: u32, net: i64 },
    Close { from: u32, days: u32 },
    Post { document: usize },
    Undo { document: usize },
    Skip { document: usize },
}

fn event() -> impl Strategy<Value = Event> {
    let (day, net) = (1..6_u32, (0..2_000_i64).prop_map(|net| net * 20));
    prop_oneof![
        4 => (any::<u8>(), day.clone(), net.clone())
            .prop_map(|(id, day, net)| Event::Sale { id: id % 12, day, net }),
        2 => (any::<u8>(), day.clone(), net)
            .prop_map(|(id, day, net)| Event::Refund { id: id % 4, day, net }),
        3 => (day, 0..3_u32).prop_map(|(from, days)| Event::Close { from, days }),
        1 => any::<usize>().prop_map(|document| Event::Post { document }),
        1 => any::<usize>().prop_map(|document| Event::Undo { document }),
        1 => any::<usize>().prop_map(|document| Event::Skip { document }),
    ]
}

/// What a refused step may say: the state was wrong for it, nothing else.
fn allowed(done: &Result<(), Error>) {
    assert!(matches!(done, Ok(()) | Err(Error::NotNow { .. })), "{done:?}");
}

fn happen(desk: &Desk, documents: &mut Vec<DocumentId>, event: &Event, number: usize) {
    let pick = |at: &usize| documents.get(at % documents.len().max(1)).copied();
    match event {
        Event::Sale { id, day, net } => {
            desk.record(&[sale(&format!("S-{id}"), november(*day), *net)]);
        }
        Event::Refund { id, day, net } => {
            desk.record(&[refund(&format!("R-{id}"), november(*day), *net)]);
        }
        Event::Close { from, days } => {
            let new = desk.document(&format!("C{number}"), november(*from), november(from + days));
            match desk.book.enqueue(&new, later(0)) {
                Ok(id) => documents.push(id),
                Err(error) => assert!(matches!(error, Error::NothingToClaim), "{error}"),
            }
        }
        Event::Post { document } => {
            let Some(id) = pick(document) else { return };
            if desk.book.begin_attempt(id, "key", "{}", later(1)).is_ok() {
                allowed(&desk.book.record_posted(id, &crate::desk::posted("X"), later(2)));
            }
        }
        Event::Undo { document } => {
            let Some(id) = pick(document) else { return };
            allowed(&desk.book.request_undo(id));
            allowed(&desk.book.record_undone(id, later(3)));
        }
        Event::Skip { document } => {
            let Some(id) = pick(document) else { return };
            allowed(&desk.book.skip(id, &reason("by hand")));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: HISTORIES,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_totals_are_the_sums_of_the_legs_after_any_history(
        events in proptest::collection::vec(event(), 1..40),
    ) {
        let desk = desk();
        let mut documents = Vec::new();
        for (number, event) in events.iter().enumerate() {
            happen(&desk, &mut documents, event, number);
        }
        desk.assert_sound();
        let open = desk.book.open_totals(desk.dock, Lane::Cashout, november(1), november(30));
        let sum: Amount = open.expect("totals").iter().map(|total| total.amount).sum();
        prop_assert_eq!(sum, Amount::ZERO);
    }
}

#[test]
fn a_days_totals_count_its_transactions_by_kind() {
    let desk = desk();
    desk.record(&[
        sale("S-1", november(20), 10_000),
        sale("S-2", november(20), 500),
        refund("R-1", november(20), 500),
        sale("S-3", november(21), 700),
    ]);
    let totals = desk
        .book
        .open_totals(desk.dock, Lane::Cashout, november(20), november(20))
        .expect("totals");
    let summary: Vec<_> = totals
        .iter()
        .map(|total| {
            (total.kind.key(), total.amount.minor(), total.tax.minor(), total.transactions)
        })
        .collect();
    assert_eq!(
        summary,
        [
            ("sale", -10_500, -525, 2),
            ("sale", 11_025, 0, 2),
            ("sale", -525, 0, 2),
            ("refund", 500, 25, 1),
            ("refund", -525, 0, 1),
            ("refund", 25, 0, 1),
        ]
    );
}

#[test]
fn the_check_names_what_is_broken() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000)]);
    desk.file().execute("UPDATE open_totals SET tax = tax + 1", []).expect("rot");
    let broken = [
        ("everything is as it was written", vec!["the table open_totals".to_owned()]),
        (
            "the open totals are the sums of the legs no live document claimed",
            vec!["day 2026-11-20 at location 1".to_owned()],
        ),
    ];
    assert_eq!(desk.broken(), broken);
}
