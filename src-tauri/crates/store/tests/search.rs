//! Finding transactions again.

use ledger::{Amount, Kind, Role, Target, TaxSet};
use store::{LineOf, TransactionFilter, TransactionId, TransactionState};

use crate::desk::{Desk, desk, everything, november, refund, sale};

fn filled() -> Desk {
    let desk = desk();
    desk.record(&[
        sale("S-1", november(18), 10_000),
        sale("S-2", november(20), 500),
        refund("R-1", november(19), 500),
        everything("P-1"),
    ]);
    desk
}

fn found(desk: &Desk, filter: &TransactionFilter) -> Vec<String> {
    let page = desk.book.transactions(filter, None, 100).expect("read");
    page.rows.into_iter().map(|row| row.transaction.source.id).collect()
}

fn any() -> TransactionFilter {
    TransactionFilter::default()
}

#[test]
fn the_newest_business_date_comes_first() {
    assert_eq!(found(&filled(), &any()), ["P-1", "S-2", "R-1", "S-1"]);
}

#[test]
fn every_filter_finds_what_it_says_and_nothing_else() {
    let desk = filled();
    let cases = [
        (TransactionFilter { from: Some(november(19)), ..any() }, vec!["P-1", "S-2", "R-1"]),
        (TransactionFilter { to: Some(november(19)), ..any() }, vec!["R-1", "S-1"]),
        (TransactionFilter { kinds: vec![Kind::Refund], ..any() }, vec!["R-1"]),
        (TransactionFilter { tender: Some("US cash".to_owned()), ..any() }, vec!["P-1"]),
        (
            TransactionFilter { location: Some(desk.dock), ..any() },
            vec!["P-1", "S-2", "R-1", "S-1"],
        ),
        (TransactionFilter { customer: Some("o'ne".to_owned()), ..any() }, vec!["P-1"]),
        (TransactionFilter { amount: Some(Amount::from_minor(525)), ..any() }, vec!["S-2", "R-1"]),
        (
            TransactionFilter { target: Some(Target::Gl("4000".to_owned())), ..any() },
            vec!["S-2", "R-1", "S-1"],
        ),
        (
            TransactionFilter { kinds: vec![Kind::Refund, Kind::BookingPayment], ..any() },
            vec!["P-1", "R-1"],
        ),
        (TransactionFilter { target: Some(Target::Role(Role::Bank)), ..any() }, vec![]),
        (TransactionFilter { states: vec![TransactionState::NothingToPost], ..any() }, vec![]),
        (
            TransactionFilter { kinds: vec![Kind::Sale], from: Some(november(19)), ..any() },
            vec!["S-2"],
        ),
    ];
    for (filter, expected) in cases {
        assert_eq!(found(&desk, &filter), expected, "{filter:?}");
        let count = desk.book.count_transactions(&filter).expect("a count");
        assert_eq!(count, expected.len() as u64, "{filter:?}");
    }
}

#[test]
fn a_word_is_found_wherever_it_was_written_and_field_names_are_not() {
    let desk = filled();
    let text =
        |text: &str| found(&desk, &TransactionFilter { text: Some(text.to_owned()), ..any() });
    assert_eq!(text("kayak"), ["P-1"]);
    assert_eq!(text("b-100"), ["P-1"]);
    assert_eq!(text("till 2"), ["P-1"]);
    assert_eq!(text("100%"), ["P-1"]);
    assert_eq!(text("ana").len(), 4);
    assert_eq!(text("r-1"), ["R-1"]);
    for name in ["quantity", "tender", "customer", "null_"] {
        assert_eq!(text(name), [""; 0], "{name}");
    }
}

#[test]
fn pages_follow_each_other_without_gap_or_repetition() {
    let desk = desk();
    let all: Vec<_> =
        (0..25).map(|number| sale(&format!("S-{number}"), november(1 + number % 4), 100)).collect();
    desk.record(&all);
    let mut seen: Vec<TransactionId> = Vec::new();
    let mut cursor = None;
    for _ in 0..4 {
        let page = desk.book.transactions(&any(), cursor, 10).expect("read");
        seen.extend(page.rows.iter().map(|row| row.id));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 25);
    let whole = desk.book.transactions(&any(), None, 100).expect("read");
    assert_eq!(seen, whole.rows.iter().map(|row| row.id).collect::<Vec<_>>());
}

#[test]
fn a_transaction_says_what_became_of_it() {
    let desk = filled();
    let document = desk.close("4K7Q2M", november(20));
    let states = || {
        let page = desk.book.transactions(&any(), None, 10).expect("read");
        page.rows.iter().map(|row| row.state).collect::<Vec<_>>()
    };
    let open = TransactionState::Open;
    assert_eq!(states(), [open, TransactionState::Queued, open, open]);
    desk.post(document);
    assert_eq!(states(), [open, TransactionState::Posted, open, open]);
    desk.book.request_undo(document).expect("asked for");
    assert_eq!(states(), [open, TransactionState::Posted, open, open], "still in Xero");
}

#[test]
fn a_line_opens_to_the_transactions_it_is_made_of() {
    let desk = filled();
    let of = |of: LineOf, target: Target, set: Option<TaxSet>| -> Vec<String> {
        let page = desk
            .book
            .transactions_of_line(of, &[(target, set)], (&[], &[]), None, 10)
            .expect("read");
        page.rows.into_iter().map(|row| row.transaction.source.id).collect()
    };
    let boats = || Target::Gl("4000".to_owned());
    let open = LineOf::Open { location: desk.dock, from: november(18), to: november(20) };
    assert_eq!(of(open, boats(), Some(TaxSet::of(["GST"]))), ["S-2", "R-1", "S-1"]);
    assert_eq!(of(open, boats(), None), ["S-2", "R-1", "S-1"]);
    assert_eq!(of(open, boats(), Some(TaxSet::none())), [""; 0]);
    let document = desk.close("4K7Q2M", november(20));
    assert_eq!(of(LineOf::Document(document), boats(), None), ["S-2"]);
    assert_eq!(of(open, boats(), None), ["R-1", "S-1"]);
    assert_eq!(of(open, Target::Tender("Never".to_owned()), None), [""; 0]);
}
