//! What stands in Xero's books: everything posted that was not voided, once.

use chrono::NaiveDate;
use ledger::Amount;
use store::{About, Claims, DocumentId, NewDocument, Posted, PostedCursor, ReadBack};

use crate::desk::{Desk, desk, later, november, posted, read_back, reason, sale};

/// A desk with closed days, each with one sale.
fn closed(days: &[u32]) -> (Desk, Vec<DocumentId>) {
    let desk = desk();
    let documents = days
        .iter()
        .map(|day| {
            desk.record(&[sale(&format!("S-{day}"), november(*day), 1_000)]);
            desk.close(&format!("CODE{day:02}"), november(*day))
        })
        .collect();
    (desk, documents)
}

fn listed(desk: &Desk, from: NaiveDate, to: NaiveDate) -> Vec<DocumentId> {
    let page = desk.book.posted_entries(from, to, None, 100).expect("read");
    assert_eq!(page.next, None);
    page.entries.iter().map(|one| one.document.id).collect()
}

fn november_listed(desk: &Desk) -> Vec<DocumentId> {
    listed(desk, november(1), november(30))
}

fn void(desk: &Desk, document: DocumentId) {
    desk.book.request_undo(document).expect("asked for");
    desk.book.begin_attempt(document, "void", "{}", later(3)).expect("begun");
}

/// The opposite of a document, on another day, in Xero.
fn reverse(desk: &Desk, document: DocumentId, code: &str, day: u32) -> DocumentId {
    let original = desk.book.document(document).expect("read");
    let mut entry = original.entry.clone();
    entry.lines = entry.turned_lines();
    entry.date = november(day);
    entry.reference = format!("Reversal of {} · {code}", original.summary.code);
    let new = NewDocument {
        entry,
        claims: Claims::Nothing,
        about: About { reverses: Some(document), ..About::default() },
        ..desk.document(code, november(day), november(day))
    };
    let reversal = desk.book.enqueue(&new, later(5)).expect("queued");
    desk.post(reversal);
    reversal
}

#[test]
fn only_what_is_in_xero_is_listed() {
    let (desk, all) = closed(&[1, 2, 3, 4, 5]);
    assert_eq!(november_listed(&desk), []);
    desk.post(all[0]);
    desk.book.begin_attempt(all[1], "key", "{}", later(1)).expect("begun");
    desk.book.record_unknown(all[1], &reason("silence"), later(99), later(2)).expect("unknown");
    desk.book.begin_attempt(all[2], "key", "{}", later(1)).expect("begun");
    desk.book.record_rejected(all[2], &reason("locked"), later(2)).expect("refused");
    desk.book.skip(all[3], &reason("by hand")).expect("left out");
    assert_eq!(november_listed(&desk), [all[0]]);
}

#[test]
fn an_entry_says_what_was_posted() {
    let (desk, all) = closed(&[1]);
    let rate = Some("0.7362".parse().expect("a rate"));
    desk.book.begin_attempt(all[0], "key", "{}", later(1)).expect("begun");
    let number = Some("INV-0007".to_owned());
    let said = Posted { number: number.clone(), rate, ..posted("X-9") };
    desk.book.record_posted(all[0], &said, later(2)).expect("posted");
    let page = desk.book.posted_entries(november(1), november(1), None, 10).expect("read");
    let one = &page.entries[0];
    assert_eq!(one.entry, desk.book.document(all[0]).expect("read").entry);
    assert!(!one.entry.lines.is_empty());
    assert_eq!(one.rate, rate);
    assert_eq!((one.document.xero_id.as_deref(), &one.document.number), (Some("X-9"), &number));
}

#[test]
fn what_was_voided_counts_as_nothing_and_what_will_be_still_counts() {
    let (desk, all) = closed(&[1]);
    desk.post(all[0]);
    void(&desk, all[0]);
    assert_eq!(november_listed(&desk), all, "until Xero said that it is gone");
    desk.book.record_rejected(all[0], &reason("locked"), later(4)).expect("refused");
    assert_eq!(november_listed(&desk), all);
    desk.book.release(all[0]).expect("again");
    desk.book.begin_attempt(all[0], "void-2", "{}", later(5)).expect("begun");
    desk.book.record_undone(all[0], later(6)).expect("voided");
    assert_eq!(november_listed(&desk), []);
}

#[test]
fn a_document_and_its_opposite_both_stand_there() {
    let (desk, all) = closed(&[1]);
    desk.post(all[0]);
    let reversal = reverse(&desk, all[0], "OPPOSE", 7);
    assert_eq!(november_listed(&desk), [all[0], reversal]);
    let page = desk.book.posted_entries(november(1), november(30), None, 10).expect("read");
    let lines = page.entries.iter().flat_map(|one| &one.entry.lines);
    assert_eq!(lines.map(|line| line.amount).sum::<Amount>(), Amount::ZERO);
    // The opposite is voided by hand: the document stands there on its own again.
    void(&desk, reversal);
    desk.book.record_undone(reversal, later(9)).expect("voided");
    assert_eq!(november_listed(&desk), [all[0]]);
}

#[test]
fn a_draft_that_nobody_approved_is_in_no_books() {
    let (desk, all) = closed(&[1, 2]);
    let draft =
        Posted { read_back: ReadBack { status: "DRAFT".to_owned(), ..read_back() }, ..posted("X") };
    for document in &all {
        desk.book.begin_attempt(*document, "key", "{}", later(1)).expect("begun");
        desk.book
            .record_awaiting_approval(*document, &draft, later(99), later(2))
            .expect("a draft");
    }
    assert_eq!(november_listed(&desk), []);
    desk.book.record_posted(all[0], &posted("X"), later(3)).expect("approved");
    assert_eq!(november_listed(&desk), [all[0]]);
    desk.book.request_undo(all[0]).expect("asked for");
    desk.book.request_undo(all[1]).expect("asked for");
    assert_eq!(november_listed(&desk), [all[0]], "the other never was more than a draft");
}

#[test]
fn pages_follow_each_other_by_date_without_gap_or_repetition() {
    // Closed in another order than that of their dates, two of them with one date.
    let (desk, mut all) = closed(&[5, 3, 9, 1]);
    desk.record(&[sale("S-late", november(3), 700)]);
    all.push(desk.close("LATE03", november(3)));
    all.iter().for_each(|document| desk.post(*document));
    let expected = [all[3], all[1], all[4], all[0], all[2]];
    for limit in [1, 2, 5, 9] {
        let mut found = Vec::new();
        let mut after: Option<PostedCursor> = None;
        for _ in 0..10 {
            let page = desk.book.posted_entries(november(1), november(30), after, limit);
            let page = page.expect("read");
            found.extend(page.entries.iter().map(|one| one.document.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(found, expected, "{limit} a page");
    }
    assert_eq!(listed(&desk, november(3), november(5)), [all[1], all[4], all[0]]);
}
