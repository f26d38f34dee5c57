//! Documents: claimed once, sent along legal paths only, undone completely.

use ledger::{Amount, Lane, LegTotal};
use store::{
    Claims, DocumentFilter, DocumentId, DueFor, Error, NewDocument, Operation, Outcome, Posted,
    ReadBack, ReadBackLine, State, Tracked, TransactionState,
};

use crate::desk::{Desk, desk, later, noon, november, posted, read_back, reason, refund, sale};

/// The totals a document was made from.
fn expected(new: &NewDocument) -> Vec<LegTotal> {
    match &new.claims {
        Claims::Days { expected } => expected.clone(),
        Claims::Part(_) | Claims::Nothing => Vec::new(),
    }
}

/// A desk with one closed day of two sales.
fn closed() -> (Desk, DocumentId) {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000), sale("S-2", november(20), 500)]);
    let document = desk.close("4K7Q2M", november(20));
    (desk, document)
}

fn state(desk: &Desk, document: DocumentId) -> (Operation, State) {
    let summary = desk.book.document(document).expect("read").summary;
    (summary.operation, summary.state)
}

#[test]
fn a_document_comes_back_as_it_was_made() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000), refund("R-1", november(20), 500)]);
    let new = desk.document("4K7Q2M", november(19), november(20));
    let id = desk.book.enqueue(&new, noon()).expect("queued");
    let document = desk.book.document(id).expect("read");
    assert_eq!(document.entry, new.entry);
    assert_eq!(document.body, new.body);
    assert_eq!(document.summary.total, new.entry.total);
    assert_eq!(document.summary.transactions, 2);
    assert_eq!((document.summary.from, document.summary.to), (november(19), november(20)));
    assert_eq!(state(&desk, id), (Operation::Create, State::Queued));
    assert_eq!(desk.book.claimed_totals(id).expect("read"), expected(&new));
    desk.assert_sound();
}

#[test]
fn what_a_document_claimed_is_open_no_more() {
    let (desk, document) = closed();
    let open = desk.book.open_totals(desk.dock, Lane::Cashout, november(1), november(30));
    assert_eq!(open.expect("totals"), []);
    assert_eq!(desk.book.open_days(desk.dock, Lane::Cashout, november(30)).expect("days"), []);
    let days = desk.book.days(desk.dock, november(1), november(30)).expect("days");
    assert_eq!(days.len(), 1);
    assert_eq!(days[0].documents, [(document, State::Queued)]);
    assert!(!days[0].open);
}

#[test]
fn a_second_close_finds_nothing_to_claim() {
    let (desk, _) = closed();
    let second = desk.document("9ZZZZZ", november(20), november(20));
    let refused = desk.book.enqueue(&second, noon());
    assert!(matches!(refused, Err(Error::NothingToClaim)), "{refused:?}");
    let all = desk.book.documents(&DocumentFilter::default(), 10).expect("read");
    assert_eq!(all.len(), 1, "nothing of the second is left");
}

#[test]
fn the_database_refuses_a_second_claim() {
    let (desk, _) = closed();
    desk.record(&[sale("S-3", november(21), 700)]);
    let other = desk.close("8YYYYY", november(21));
    let refused = desk
        .file()
        .execute(
            "INSERT INTO claims (transaction_id, part_id, document_id)
             SELECT transaction_id, part_id, ?1 FROM claims WHERE document_id <> ?1",
            [other.0],
        )
        .expect_err("they are claimed");
    assert!(refused.to_string().contains("UNIQUE"), "{refused}");
}

#[test]
fn a_day_that_changed_since_its_review_is_not_queued() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let reviewed = desk.document("4K7Q2M", november(20), november(20));
    desk.record(&[sale("S-2", november(20), 500)]);
    let refused = desk.book.enqueue(&reviewed, noon());
    assert!(matches!(refused, Err(Error::DayChanged)), "{refused:?}");
    desk.close("4K7Q2M", november(20));
}

#[test]
fn totals_that_are_not_the_sum_of_the_legs_stop_the_document() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000)]);
    desk.file().execute("UPDATE open_totals SET amount = amount + 1", []).expect("rot");
    let recheck = desk.book.recheck(desk.dock, Lane::Cashout, november(1), november(30));
    let Err(Error::TotalsDiffer { date }) = recheck else { panic!("{recheck:?}") };
    assert_eq!(date, november(20));
    let mut document = desk.document("4K7Q2M", november(20), november(20));
    document.entry.lines.clear();
    document.entry.total = Amount::ZERO;
    let refused = desk.book.enqueue(&document, noon());
    assert!(matches!(refused, Err(Error::TotalsDiffer { .. })), "{refused:?}");
}

#[test]
fn a_journal_that_does_not_balance_is_refused() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let mut document = desk.document("4K7Q2M", november(20), november(20));
    document.entry.lines[0].amount += Amount::from_minor(1);
    let refused = desk.book.enqueue(&document, noon());
    assert!(matches!(refused, Err(Error::UnbalancedDocument { .. })), "{refused:?}");
}

#[test]
fn a_late_transaction_stays_open_for_a_supplement() {
    let (desk, first) = closed();
    desk.post(first);
    desk.record(&[sale("S-3", november(20), 900)]);
    let days = desk.book.open_days(desk.dock, Lane::Cashout, november(30)).expect("days");
    assert_eq!(days, [november(20)]);
    let second = desk.close("8YYYYY", november(20));
    assert_eq!(desk.book.document(second).expect("read").summary.transactions, 1);
    desk.assert_sound();
}

#[test]
fn an_attempt_is_durable_before_its_request_leaves() {
    let (desk, document) = closed();
    assert_eq!(desk.book.begin_attempt(document, "key-1", "{1}", later(5)).expect("begun"), 1);
    let other = store::Book::open(desk.folder.path(), noon()).expect("after a crash");
    let found = other.document(document).expect("read");
    assert_eq!(found.summary.state, State::Sending);
    let attempt = &found.attempts[0];
    assert_eq!((attempt.key.as_str(), attempt.body.as_str()), ("key-1", "{1}"));
    assert_eq!((attempt.started_at, attempt.outcome), (later(5), None));
    let due = other.next_due(later(5)).expect("read").expect("due");
    assert_eq!((due.document, due.what, due.attempts), (document, DueFor::Interrupted, 1));
}

#[test]
fn an_unknown_document_is_looked_up_after_its_settle_time_and_sent_again_when_absent() {
    let (desk, document) = closed();
    desk.book.begin_attempt(document, "key-1", "{}", later(0)).expect("begun");
    desk.book
        .record_unknown(document, &reason("no-answer"), later(90), later(60))
        .expect("unknown");
    assert_eq!(desk.book.next_due(later(89)).expect("read"), None);
    assert_eq!(desk.book.next_due_at().expect("read"), Some(later(90)));
    let due = desk.book.next_due(later(90)).expect("read").expect("due");
    assert_eq!(due.what, DueFor::LookUp);
    desk.book.record_absent(document).expect("queued again");
    let due = desk.book.next_due(later(90)).expect("read").expect("due");
    assert_eq!((due.what, due.attempts), (DueFor::Send, 1));
    assert_eq!(desk.book.begin_attempt(document, "key-2", "{}", later(91)).expect("begun"), 2);
    desk.book.record_posted(document, &posted("X-1"), later(92)).expect("posted");
    let found = desk.book.document(document).expect("read");
    let outcomes: Vec<_> = found.attempts.iter().map(|attempt| attempt.outcome).collect();
    assert_eq!(outcomes, [Some(Outcome::Unknown), Some(Outcome::Done)]);
    assert_eq!(desk.book.next_due(later(9_999)).expect("read"), None);
}

#[test]
fn what_was_read_back_comes_back() {
    let (desk, document) = closed();
    let line = ReadBackLine {
        account_id: None,
        account_code: "4000".to_owned(),
        description: "Boats: 2 sales".to_owned(),
        amount: Amount::from_minor(-10_500),
        tax: Amount::from_minor(-525),
        tax_type: "TAX001".to_owned(),
        tracking: Some(vec![Tracked {
            category_id: Some("region".to_owned()),
            option_id: None,
            category: "Region".to_owned(),
            option: "Harbour".to_owned(),
        }]),
    };
    let plain = ReadBackLine { tracking: None, ..line.clone() };
    let read = ReadBack {
        currency: Some("USD".parse().expect("a currency")),
        rate: Some("0.735294".parse().expect("a rate")),
        lines: vec![line, plain],
        ..read_back()
    };
    desk.book.begin_attempt(document, "key", "{}", later(1)).expect("begun");
    desk.book
        .record_posted(document, &Posted { read_back: read.clone(), ..posted("X-1") }, later(2))
        .expect("posted");
    let found = desk.book.document(document).expect("read");
    assert_eq!(found.read_back, Some(read));
    assert_eq!(found.summary.xero_id.as_deref(), Some("X-1"));
    assert_eq!(found.summary.posted_at, Some(later(2)));
}

#[test]
fn a_request_that_never_left_is_queued_again_and_waits() {
    let (desk, document) = closed();
    desk.book.begin_attempt(document, "key", "{}", later(1)).expect("begun");
    desk.book
        .record_not_sent(document, &reason("offline"), later(60), later(2))
        .expect("queued again");
    assert_eq!(desk.book.next_due(later(59)).expect("read"), None);
    let due = desk.book.next_due(later(60)).expect("read").expect("due");
    assert_eq!(due.what, DueFor::Send);
}

#[test]
fn a_held_document_needs_no_lines_and_is_mended_by_a_rewrite() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let whole = desk.document("4K7Q2M", november(20), november(20));
    let mut held = NewDocument { hold: Some(reason("unmapped:4000")), ..whole.clone() };
    held.entry.lines.clear();
    held.entry.total = Amount::ZERO;
    held.body.clear();
    let document = desk.book.enqueue(&held, noon()).expect("held");
    assert_eq!(state(&desk, document), (Operation::Create, State::Held));
    assert_eq!(desk.book.next_due(later(9_999)).expect("read"), None);
    let attention = desk.book.attention().expect("read");
    assert_eq!(attention[0].cause, "unmapped:4000");
    assert_eq!(attention[0].documents[0].id, document);

    desk.book.rewrite(document, &whole.entry, &whole.body, noon()).expect("rewritten");
    desk.book.release(document).expect("queued");
    assert_eq!(desk.book.attention().expect("read"), []);
    let found = desk.book.document(document).expect("read");
    assert_eq!((found.entry, found.body), (whole.entry, whole.body));
    desk.post(document);
    desk.assert_sound();
}

#[test]
fn what_may_be_in_xero_is_never_edited() {
    let (desk, document) = closed();
    let journal = desk.book.document(document).expect("read").entry;
    desk.book.begin_attempt(document, "key", "{}", later(1)).expect("begun");
    let refused = desk.book.rewrite(document, &journal, "other", noon());
    assert!(matches!(refused, Err(Error::NotNow { .. })), "{refused:?}");
    for statement in [
        "UPDATE documents SET body = 'other'",
        "UPDATE documents SET total = total + 1",
        "UPDATE documents SET narration = 'other'",
        "DELETE FROM documents",
        "UPDATE document_lines SET amount = amount + 1",
        "DELETE FROM document_lines",
        "UPDATE claims SET released_at_ms = 1",
        "DELETE FROM claims",
        "UPDATE claimed_totals SET amount = amount + 1",
        "DELETE FROM claimed_totals",
        "UPDATE attempts SET key = 'other'",
        "DELETE FROM attempts",
        "UPDATE documents SET operation = 'void', xero_id = 'X', posted_at_ms = 1",
    ] {
        let refused = desk.file().execute(statement, []);
        assert!(refused.is_err(), "{statement}");
    }
    desk.book.record_posted(document, &posted("X-1"), later(2)).expect("posted");
    let finished = desk.file().execute("UPDATE attempts SET outcome = 'unknown'", []);
    assert!(finished.is_err(), "an attempt is finished once");
}

#[test]
fn a_document_that_xero_refused_is_released_held_or_left_out() {
    let (desk, document) = closed();
    desk.book.begin_attempt(document, "key", "{}", later(1)).expect("begun");
    desk.book.record_rejected(document, &reason("archived:4000"), later(2)).expect("refused");
    let found = desk.book.document(document).expect("read");
    assert_eq!(found.summary.reason, Some(reason("archived:4000")));
    assert_eq!(found.attempts[0].message.as_deref(), Some("Because of archived:4000."));
    desk.book.hold(document, &reason("locked"), Some(later(100))).expect("held");
    let due = desk.book.next_due(later(100)).expect("read").expect("due");
    assert_eq!(due.what, DueFor::Reconsider);
    desk.book.skip(document, &reason("by hand")).expect("left out");
    let filter = store::TransactionFilter {
        states: vec![TransactionState::Skipped],
        ..store::TransactionFilter::default()
    };
    assert_eq!(desk.book.transactions(&filter, None, 10).expect("read").rows.len(), 2);
    desk.book.record_undone(document, later(3)).expect("after all not");
    desk.close("8YYYYY", november(20));
    desk.assert_sound();
}

#[test]
fn an_undone_document_gives_back_everything_it_claimed() {
    let (desk, document) = closed();
    let claimed = desk.book.claimed_totals(document).expect("read");
    desk.post(document);
    desk.book.request_undo(document).expect("asked for");
    assert_eq!(state(&desk, document), (Operation::Void, State::Queued));
    assert_eq!(desk.book.begin_attempt(document, "key-2", "{void}", later(3)).expect("begun"), 2);
    desk.book.record_undone(document, later(4)).expect("undone");

    let open = desk.book.open_totals(desk.dock, Lane::Cashout, november(1), november(30));
    assert_eq!(open.expect("totals"), claimed);
    let found = desk.book.document(document).expect("kept");
    assert_eq!(found.summary.state, State::Undone);
    assert_eq!(found.attempts[1].outcome, Some(Outcome::Done));
    let second = desk.close("8YYYYY", november(20));
    let filter = store::TransactionFilter::default();
    let row = &desk.book.transactions(&filter, None, 10).expect("read").rows[0];
    let claims = desk.book.transaction(row.id).expect("read").claims;
    assert_eq!(claims.iter().map(|claim| claim.document).collect::<Vec<_>>(), [document, second]);
    assert_eq!(claims[0].released_at, Some(later(4)));
    assert_eq!(claims[1].released_at, None);
    desk.assert_sound();
}

#[test]
fn an_undo_that_xero_refuses_can_be_withdrawn() {
    let (desk, document) = closed();
    desk.post(document);
    desk.book.request_undo(document).expect("asked for");
    desk.book.begin_attempt(document, "key-2", "{void}", later(3)).expect("begun");
    desk.book.record_rejected(document, &reason("locked"), later(4)).expect("refused");
    desk.book.withdraw_undo(document).expect("posted again");
    assert_eq!(state(&desk, document), (Operation::Create, State::Posted));
    desk.assert_sound();
}

#[test]
fn a_step_that_a_state_does_not_allow_changes_nothing() {
    let (desk, document) = closed();
    let book = &desk.book;
    let refused = [
        book.record_posted(document, &posted("X"), later(1)),
        book.record_rejected(document, &reason("r"), later(1)),
        book.record_unknown(document, &reason("r"), later(9), later(1)),
        book.record_not_sent(document, &reason("r"), later(9), later(1)),
        book.record_absent(document),
        book.request_undo(document),
        book.withdraw_undo(document),
        book.release(document),
    ];
    for refused in refused {
        assert!(matches!(refused, Err(Error::NotNow { .. })), "{refused:?}");
    }
    assert_eq!(state(&desk, document), (Operation::Create, State::Queued));
    desk.post(document);
    let refused = [
        book.begin_attempt(document, "k", "{}", later(3)).map(drop),
        book.record_posted(document, &posted("X"), later(3)),
        book.hold(document, &reason("r"), None),
        book.skip(document, &reason("r")),
        book.postpone(document, &reason("r"), later(9)),
        book.record_undone(document, later(3)),
    ];
    for refused in refused {
        assert!(matches!(refused, Err(Error::NotNow { .. })), "{refused:?}");
    }
    assert_eq!(state(&desk, document), (Operation::Create, State::Posted));
    let missing = book.release(DocumentId(99));
    assert!(matches!(missing, Err(Error::NotFound { .. })), "{missing:?}");
}

#[test]
fn a_narration_is_never_used_twice() {
    let (desk, document) = closed();
    desk.book.record_undone(document, later(1)).expect("undone");
    let again = desk.document("4K7Q2M", november(20), november(20));
    let refused = desk.book.enqueue(&again, noon());
    assert!(matches!(refused, Err(Error::NarrationUsed { .. })), "{refused:?}");
}

#[test]
fn counts_and_lists_agree() {
    let (desk, first) = closed();
    desk.record(&[sale("S-3", november(21), 700)]);
    let second = desk.close("8YYYYY", november(21));
    desk.post(first);
    let counts = desk.book.document_counts().expect("read");
    assert_eq!(counts, [(State::Posted, 1), (State::Queued, 1)]);
    let list = |filter: DocumentFilter| -> Vec<DocumentId> {
        let found = desk.book.documents(&filter, 10).expect("read");
        found.iter().map(|document| document.id).collect()
    };
    let any = DocumentFilter::default;
    assert_eq!(list(any()), [second, first]);
    assert_eq!(list(DocumentFilter { states: vec![State::Posted], ..any() }), [first]);
    assert_eq!(list(DocumentFilter { from: Some(november(21)), ..any() }), [second]);
    assert_eq!(list(DocumentFilter { to: Some(november(20)), ..any() }), [first]);
    assert_eq!(list(DocumentFilter { before: Some(second), ..any() }), [first]);
}

#[test]
fn a_day_with_nothing_to_post_is_marked_and_one_with_something_is_not() {
    let desk = desk();
    desk.book.mark_nothing_to_post(desk.dock, november(19), "Ana", noon()).expect("marked");
    desk.book.mark_nothing_to_post(desk.dock, november(19), "Ana", noon()).expect("again");
    desk.record(&[sale("S-1", november(20), 700)]);
    let refused = desk.book.mark_nothing_to_post(desk.dock, november(20), "Ana", noon());
    assert!(matches!(refused, Err(Error::DayNotEmpty { .. })), "{refused:?}");
    let days = desk.book.days(desk.dock, november(1), november(30)).expect("days");
    let marks: Vec<_> = days.iter().map(|day| (day.date, day.open, day.nothing_to_post)).collect();
    assert_eq!(marks, [(november(19), false, true), (november(20), true, false)]);
}
