//! Seals: what is not as it was written is noticed before it is posted, and never sealed over.

use ledger::{
    Amount, Customer, DocumentKind, Kind, Lane, PartRef, Payout, Role, Settled, Tender, Transaction,
};
use store::{
    Altered, Claims, DocumentId, Error, MapEntry, NewDocument, NewTransaction, OpenPart,
    PartFilter, Posted, TransactionId,
};

use crate::desk::{
    Desk, bare, desk, later, location, noon, november, posted, reason, refund, sale,
};

/// What an operation says is altered.
fn altered<T: std::fmt::Debug>(done: Result<T, Error>) -> Altered {
    match done {
        Err(Error::Altered(altered)) => altered,
        other => panic!("not noticed: {other:?}"),
    }
}

fn only_transaction(id: i64) -> Altered {
    Altered { transactions: vec![TransactionId(id)], ..Altered::default() }
}

#[test]
fn a_leg_that_rotted_stops_the_cashout_of_its_day_and_names_its_transaction() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000), sale("S-2", november(20), 500)]);
    let document = desk.document("4K7Q2M", november(20), november(20));
    desk.tamper("UPDATE legs SET amount = amount + 1 WHERE transaction_id = 2 AND position = 0");
    let refused = desk.book.enqueue(&document, noon());
    assert_eq!(altered(refused), only_transaction(2));
    let said = desk.book.enqueue(&document, noon()).expect_err("still").to_string();
    assert!(said.contains("not what was recorded (transaction 2)"), "{said}");
    assert!(said.contains("nothing of it was queued"), "{said}");
}

#[test]
fn every_column_of_a_transaction_is_sealed() {
    let changes = [
        "UPDATE transactions SET outside_id = 'S-9'",
        "UPDATE transactions SET business_day = business_day + 1",
        "UPDATE transactions SET till_id = 1",
        "UPDATE transactions SET amount = amount + 1",
        "UPDATE transactions SET particulars = replace(particulars, 'Boat', 'Goat')",
        "UPDATE transactions SET recorded_at_ms = recorded_at_ms + 1",
        "UPDATE raw_rows SET raw = raw || ' '",
        "UPDATE parts SET lane = 'journal'",
        "UPDATE parts SET retired = 1",
        "UPDATE legs SET tax = tax + 1",
        "UPDATE legs SET description = ''",
        "DELETE FROM legs WHERE position = 1",
    ];
    for change in changes {
        let desk = desk();
        desk.record(&[sale("S-1", november(20), 10_000)]);
        desk.assert_sound();
        desk.tamper(change);
        let (invariant, broken) = desk.broken().swap_remove(0);
        assert_eq!(invariant, "everything is as it was written", "{change}");
        assert!(broken[0].contains("transaction 1"), "{change}: {broken:?}");
    }
}

#[test]
fn every_small_table_is_sealed() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000)]);
    desk.book.set_setting("a", Some("b")).expect("set");
    desk.close("4K7Q2M", november(20));
    for (change, table) in [
        ("UPDATE settings SET value = 'c'", "settings"),
        ("UPDATE words SET text = text || 'x' WHERE id = 1", "words"),
        ("UPDATE targets SET name = '4001' WHERE name = '4000'", "targets"),
        ("UPDATE changes SET topic = 'chart' WHERE id = 1", "changes"),
        ("UPDATE migrations SET applied_at_ms = 0", "migrations"),
    ] {
        desk.tamper(change);
        let broken = desk.broken();
        assert!(broken[0].1[0].contains(table), "{change}: {broken:?}");
    }
}

#[test]
fn a_transaction_that_vanished_with_its_seal_is_missed_by_its_day() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000), sale("S-2", november(20), 500)]);
    for table in ["legs", "parts", "raw_rows", "transaction_seals"] {
        desk.tamper(&format!("DELETE FROM {table} WHERE transaction_id = 2"));
    }
    desk.tamper("DELETE FROM transactions WHERE id = 2");
    let day = Altered { days: vec![november(20)], ..Altered::default() };
    let document = desk.document("4K7Q2M", november(20), november(20));
    assert_eq!(altered(desk.book.enqueue(&document, noon())), day);
}

#[test]
fn a_mapping_that_rotted_stops_every_document() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let document = desk.document("4K7Q2M", november(20), november(20));
    desk.tamper("UPDATE targets SET name = '4001' WHERE name = '4000'");
    let targets = Altered { tables: vec!["targets".to_owned()], ..Altered::default() };
    assert_eq!(altered(desk.book.enqueue(&document, noon())), targets);
}

#[test]
fn what_rots_while_a_book_is_open_for_weeks_is_noticed_before_the_next_document() {
    for (change, table) in [
        ("UPDATE mapping SET value = '\"other\"'", "mapping"),
        ("UPDATE settings SET value = 'c'", "settings"),
        ("UPDATE targets SET name = '4001' WHERE name = '4000'", "targets"),
        ("UPDATE locations SET zone = 'Europe/Rome'", "locations"),
    ] {
        let desk = desk();
        let tips = MapEntry::Role(Role::TipsPayable, Some("tips".to_owned()));
        desk.book.map(&[tips], "Ana", noon()).expect("mapped");
        desk.book.set_setting("a", Some("b")).expect("set");
        desk.record(&[sale("S-1", november(20), 10_000), sale("S-2", november(21), 500)]);
        // The tables were compared, and found to be what was written.
        desk.close("4K7Q2M", november(20));
        desk.tamper(change);
        let next = desk.document("5K7Q2M", november(21), november(21));
        let refused = altered(desk.book.enqueue(&next, noon()));
        assert_eq!(refused.tables, [table], "{change}");
    }
}

#[test]
fn what_rots_in_a_large_table_is_noticed_within_ten_minutes() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000), sale("S-2", november(21), 500)]);
    desk.close("4K7Q2M", november(20));
    desk.tamper("UPDATE words SET text = text || 'x' WHERE id = 1");
    let next = desk.document("5K7Q2M", november(21), november(21));
    let refused = altered(desk.book.enqueue(&next, later(600)));
    assert_eq!(refused.tables, ["words"]);
}

#[test]
fn a_document_that_rotted_is_not_sent() {
    for change in [
        "UPDATE documents SET body = '{ }'",
        "UPDATE documents SET narration = 'Cashout 2026-11-21'",
        "UPDATE document_lines SET amount = amount + 1 WHERE position = 0",
        "UPDATE document_lines SET account_id = 'A-9' WHERE position = 0",
        "DELETE FROM claims WHERE transaction_id = 1",
        "UPDATE claimed_totals SET amount = amount + 1",
        "UPDATE attempts SET key = 'other'",
        "DELETE FROM attempts",
    ] {
        let desk = desk();
        desk.record(&[sale("S-1", november(20), 10_000), sale("S-2", november(20), 500)]);
        let id = desk.close("4K7Q2M", november(20));
        desk.book.begin_attempt(id, "key", "{}", later(1)).expect("begun");
        let soon = later(3);
        desk.book.record_not_sent(id, &reason("offline"), soon, later(2)).expect("not sent");
        desk.book.verify_document(id).expect("whole");
        desk.tamper(change);
        let expected = Altered { documents: vec![id], ..Altered::default() };
        assert_eq!(altered(desk.book.verify_document(id)), expected, "{change}");
        let refused = desk.book.begin_attempt(id, "key-2", "{}", soon);
        assert_eq!(altered(refused), expected, "{change}");
    }
}

#[test]
fn what_comes_after_damage_does_not_seal_over_it() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let id = desk.close("4K7Q2M", november(20));
    desk.tamper("UPDATE documents SET total = total + 1");
    desk.book.hold(id, &reason("locked"), None).expect("held");
    desk.book.release(id).expect("queued");
    let document = Altered { documents: vec![id], ..Altered::default() };
    assert_eq!(altered(desk.book.verify_document(id)), document);

    let desk = deposit();
    desk.tamper("UPDATE legs SET amount = amount + 1 WHERE transaction_id = 1");
    desk.book.move_to_cashout(&open(&desk)[0].part).expect("moved");
    assert_eq!(desk.broken()[0].1, ["transaction 1"]);
}

/// A desk with a deposit that waits for a journal of its own.
fn deposit() -> Desk {
    let desk = desk();
    desk.record(&[paid_ahead("P-1", 5_000)]);
    desk
}

pub(crate) fn paid_ahead(id: &str, cents: i64) -> NewTransaction {
    let amount = Amount::from_minor(cents);
    let tender = Tender { name: "Card".to_owned(), amount, foreign: None };
    let transaction = Transaction {
        booking: Some("B-1".to_owned()),
        customer: Some(Customer { name: "Ada".to_owned(), ..Customer::default() }),
        ..bare(Kind::BookingPayment, id, november(20), Vec::new(), vec![tender])
    };
    NewTransaction { transaction, raw: Some(format!("{id},{cents}")) }
}

pub(crate) fn open(desk: &Desk) -> Vec<OpenPart> {
    desk.book.open_parts(&PartFilter::everywhere(november(1), november(30)), 10).expect("read")
}

/// Queues the document of a part.
pub(crate) fn queue_own(desk: &Desk, code: &str, part: &PartRef) -> DocumentId {
    desk.book.enqueue(&own(desk, code, part), noon()).expect("queued")
}

/// The document of a part, as the planner would make it.
fn own(desk: &Desk, code: &str, part: &PartRef) -> NewDocument {
    let mut new = desk.document(code, november(20), november(20));
    new.lane = Lane::Journal;
    new.entry.kind = DocumentKind::ManualJournal;
    new.entry.reference = format!("Booking payment 2026-11-20 · B-1 · {code}");
    new.claims = Claims::Part(part.clone());
    new
}

#[test]
fn whatever_happens_to_a_part_its_seal_follows() {
    let desk = deposit();
    desk.book.add_location(&location("North")).expect("a location");
    let first = open(&desk)[0].part.clone();
    let document = desk.book.enqueue(&own(&desk, "AAAAAA", &first), noon()).expect("queued");
    desk.assert_sound();
    desk.post(document);
    desk.assert_sound();
    // Corrected: the part is retired, another is there; the document is taken back.
    desk.record(&[paid_ahead("P-1", 6_000)]);
    desk.assert_sound();
    desk.book.request_undo(document).expect("asked for");
    desk.book.begin_attempt(document, "void", "{}", later(3)).expect("begun");
    desk.book.record_undone(document, later(4)).expect("undone");
    desk.assert_sound();
    let second = open(&desk)[0].part.clone();
    assert_ne!(first, second);
    desk.book.move_to_cashout(&second).expect("moved");
    desk.assert_sound();
    desk.record(&[sale("S-1", november(20), 10_000), refund("R-1", november(20), 500)]);
    desk.record(&[sale("S-1", november(20), 20_000)]);
    desk.book.follow_rules(desk.dock, november(1), later(5)).expect("followed");
    desk.assert_sound();
    let cashout = desk.close("BBBBBB", november(20));
    desk.book.begin_attempt(cashout, "key", "{}", later(6)).expect("begun");
    let rate = Some("1.25".parse().expect("a rate"));
    desk.book.record_posted(cashout, &Posted { rate, ..posted("X-2") }, later(7)).expect("posted");
    desk.assert_sound();
}

/// A payout in dollars into a bank account of dollars, carried at another rate.
fn payout() -> NewTransaction {
    let usd = "USD".parse().expect("a currency");
    let payout = Payout {
        processor: "Stripe".to_owned(),
        id: Some("PO-1".to_owned()),
        date: november(20),
        gross: Amount::from_minor(10_000),
        fees: Amount::from_minor(400),
        net: Amount::from_minor(9_600),
        settles: vec![Settled {
            tender: "Card".to_owned(),
            amount: Amount::from_minor(10_000),
            carried: Some(Amount::from_minor(13_600)),
        }],
        chargebacks: Vec::new(),
        exchange: Amount::ZERO,
        currency: Some(usd),
    };
    let mut transaction = bare(Kind::ProcessorPayout, "PO-1", november(20), vec![], vec![]);
    transaction.extras.payout = Some(payout);
    NewTransaction { transaction, raw: None }
}

#[test]
fn an_exchange_difference_is_sealed_when_it_comes_and_when_it_goes() {
    let desk = desk();
    desk.record(&[payout()]);
    let part = open(&desk)[0].part.clone();
    let new = NewDocument { lane: Lane::Bank, ..own(&desk, "AAAAAA", &part) };
    let document = desk.book.enqueue(&new, noon()).expect("queued");
    desk.book.begin_attempt(document, "key", "{}", later(1)).expect("begun");
    let rate = Some("0.74".parse().expect("a rate"));
    desk.book.record_posted(document, &Posted { rate, ..posted("X-1") }, later(2)).expect("posted");
    assert_eq!(open(&desk).len(), 1, "the difference waits for its journal");
    desk.assert_sound();
    desk.book.request_undo(document).expect("asked for");
    desk.book.begin_attempt(document, "void", "{}", later(3)).expect("begun");
    desk.book.record_undone(document, later(4)).expect("undone");
    desk.assert_sound();
}
