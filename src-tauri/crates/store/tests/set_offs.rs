//! Set-offs: each pair once, whoever looks.

use ledger::{Amount, DocumentKind, Lane};
use store::{About, Claims, Error, NewDocument};

use crate::desk::{desk, later, november, sale};

#[test]
fn two_that_look_at_once_set_a_pair_off_once() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let original = desk.document("AAAAAA", november(20), november(20));
    let invoice = desk.book.enqueue(&original, later(1)).expect("queued");
    desk.post(invoice);
    let mut opposite = original.clone();
    opposite.code = "BBBBBB".to_owned();
    opposite.entry.reference = "Reversal of AAAAAA · BBBBBB".to_owned();
    opposite.claims = Claims::Nothing;
    opposite.about = About { reverses: Some(invoice), ..About::default() };
    let credit = desk.book.enqueue(&opposite, later(1)).expect("queued");
    let set_off = |code: &str| {
        let mut new = desk.document(code, november(20), november(20));
        new.entry.kind = DocumentKind::Allocation;
        new.entry.reference = format!("Set-off of AAAAAA · {code}");
        new.entry.lines.clear();
        new.entry.total = Amount::from_minor(10_500);
        let about =
            About { document: Some(credit), allocates_to: Some(invoice), ..About::default() };
        NewDocument { lane: Lane::Allocation, claims: Claims::Nothing, about, ..new }
    };
    let first = desk.book.enqueue(&set_off("CCCCCC"), later(1)).expect("queued");
    let second = desk.book.enqueue(&set_off("DDDDDD"), later(1));
    assert!(matches!(second, Err(Error::NothingToClaim)), "{second:?}");
    // Nor once a person took it apart.
    desk.book.record_undone(first, later(2)).expect("given up");
    let third = desk.book.enqueue(&set_off("EEEEEE"), later(3));
    assert!(matches!(third, Err(Error::NothingToClaim)), "{third:?}");
    desk.assert_sound();
}
