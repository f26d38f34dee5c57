//! Recording: once, whole, never changed.

use chrono::TimeDelta;
use ledger::{Amount, Count, Customer, Kind, Lane, Rejection, Transaction};
use store::{Error, NewImport, NewTransaction, Pushed, Recorded, TransactionFilter, TransactionId};

use crate::desk::{Desk, desk, everything, later, noon, november, refund, sale};

fn counts(recorded: Recorded) -> (u64, u64, u64, u64) {
    (recorded.recorded, recorded.already_known, recorded.corrected, recorded.superseded)
}

fn push(desk: &Desk, new: &NewTransaction) -> TransactionId {
    let mut recorder = desk.book.recorder(None, noon()).expect("a recorder");
    let pushed = recorder.push(new).expect("recorded");
    recorder.commit().expect("durable");
    match pushed {
        Pushed::Recorded(id) => id,
        Pushed::Refused(rejection) => panic!("{rejection}"),
    }
}

#[test]
fn a_transaction_comes_back_exactly_as_it_was_recorded() {
    let desk = desk();
    for new in [everything("P-1"), sale("S-1", november(20), 10_000)] {
        let detail = desk.book.transaction(push(&desk, &new)).expect("read");
        assert_eq!(detail.row.transaction, new.transaction);
        assert_eq!(detail.parts.len(), 1);
        assert_eq!(detail.raw, new.raw);
        assert_eq!(detail.recorded_at, noon());
        assert_eq!(detail.history, [detail.row.id]);
    }
}

#[test]
fn recording_the_same_again_adds_nothing() {
    let desk = desk();
    let day = [sale("S-1", november(20), 10_000), everything("P-1")];
    assert_eq!(counts(desk.record(&day)), (2, 0, 0, 0));
    let totals = || desk.book.open_totals(desk.dock, Lane::Cashout, november(1), november(30));
    let before = totals().expect("totals");
    assert_eq!(counts(desk.record(&day)), (0, 2, 0, 0));
    assert_eq!(desk.book.transaction_count().expect("a count"), 2);
    assert_eq!(totals().expect("totals"), before);
}

#[test]
fn the_same_id_from_another_source_is_another_transaction() {
    let desk = desk();
    let mut other = sale("S-1", november(20), 10_000);
    other.transaction.source.source = "stripe".to_owned();
    let both = [sale("S-1", november(20), 10_000), other];
    assert_eq!(counts(desk.record(&both)), (2, 0, 0, 0));
}

#[test]
fn a_changed_day_end_does_not_make_an_old_file_new() {
    let desk = desk();
    let mut new = sale("S-1", november(20), 10_000);
    desk.record(std::slice::from_ref(&new));
    new.transaction.business_date = november(19);
    assert_eq!(counts(desk.record(&[new])), (0, 1, 0, 0));
}

/// Changes one thing in a transaction.
type Change = fn(&mut Transaction);

#[test]
fn what_another_export_leaves_out_or_rounds_is_no_correction() {
    let full = || {
        let mut new = refund("R-1", november(20), 500);
        new.transaction.till = Some("Till 1".to_owned());
        new.transaction.refund_of = Some("S-1".to_owned());
        new.transaction.note = Some("Too windy".to_owned());
        new.transaction.customer = Some(Customer { name: "Ada".to_owned(), ..Customer::default() });
        new
    };
    let changed = |change: Change| {
        let mut new = full();
        change(&mut new.transaction);
        new
    };
    let less: [Change; 6] = [
        |one| one.till = None,
        |one| one.staff = None,
        |one| one.refund_of = None,
        |one| one.note = None,
        |one| one.customer = None,
        |one| one.at += TimeDelta::seconds(25),
    ];
    for change in less {
        for (first, second) in [(full(), changed(change)), (changed(change), full())] {
            let desk = desk();
            assert_eq!(counts(desk.record(&[first])), (1, 0, 0, 0));
            assert_eq!(counts(desk.record(&[second])), (0, 1, 0, 0));
        }
    }
    let other: [Change; 6] = [
        |one| one.till = Some("Till 2".to_owned()),
        |one| one.refund_of = Some("S-2".to_owned()),
        |one| one.note = Some("Too cold".to_owned()),
        |one| one.customer = Some(Customer { name: "Bo".to_owned(), ..Customer::default() }),
        |one| one.booking = Some("B-1".to_owned()),
        |one| one.at += TimeDelta::minutes(1),
    ];
    for change in other {
        let desk = desk();
        assert_eq!(counts(desk.record(&[full()])), (1, 0, 0, 0));
        assert_eq!(counts(desk.record(&[changed(change)])), (0, 0, 1, 0));
        desk.assert_sound();
    }
}

#[test]
fn a_corrected_count_is_a_correction() {
    let desk = desk();
    let count = |counted: i64| {
        let mut new = everything("C-1");
        new.transaction.kind = Kind::CashCount;
        new.transaction.tenders.clear();
        new.transaction.extras.count = Some(counted_as(counted));
        new
    };
    assert_eq!(counts(desk.record(&[count(53_750)])), (1, 0, 0, 0));
    assert_eq!(counts(desk.record(&[count(53_750)])), (0, 1, 0, 0));
    assert_eq!(counts(desk.record(&[count(54_000)])), (0, 0, 1, 0));
    assert_eq!(counts(desk.record(&[count(53_750)])), (0, 0, 0, 1));
    desk.assert_sound();
}

fn counted_as(minor: i64) -> Count {
    Count {
        counted: Amount::from_minor(minor),
        expected: None,
        float_to_leave: None,
        pieces: Vec::new(),
        reason: None,
    }
}

#[test]
fn a_correction_reverses_the_old_and_records_the_new() {
    let desk = desk();
    let first = push(&desk, &sale("S-1", november(20), 10_000));
    let corrected = sale("S-1", november(20), 12_000);
    assert_eq!(counts(desk.record(std::slice::from_ref(&corrected))), (0, 0, 1, 0));

    let history = desk.book.transaction(first).expect("read").history;
    assert_eq!(history.len(), 3);
    let [reversal, latest] = [history[1], history[2]].map(|id| desk.book.transaction(id));
    let (reversal, latest) = (reversal.expect("read"), latest.expect("read"));
    assert_eq!(reversal.row.reverses, Some(first));
    assert_eq!(reversal.row.transaction.business_date, november(20));
    let original = desk.book.transaction(first).expect("read");
    for (reversed, leg) in reversal.parts[0].legs.iter().zip(&original.parts[0].legs) {
        assert_eq!((reversed.amount, reversed.tax), (-leg.amount, -leg.tax));
    }
    assert_eq!(latest.row.transaction, corrected.transaction);
    desk.assert_sound();
}

#[test]
fn an_old_export_does_not_undo_a_correction() {
    let desk = desk();
    let (old, new) = (sale("S-1", november(20), 10_000), sale("S-1", november(20), 12_000));
    desk.record(std::slice::from_ref(&old));
    desk.record(std::slice::from_ref(&new));
    assert_eq!(counts(desk.record(&[old])), (0, 0, 0, 1));
    assert_eq!(counts(desk.record(&[new])), (0, 1, 0, 0));
    assert_eq!(desk.book.transaction_count().expect("a count"), 3);
}

#[test]
fn the_same_file_with_the_first_choice_again_ends_on_the_first_choice() {
    let desk = desk();
    let chosen = |net| {
        let raw = Some("the row as the source wrote it".to_owned());
        NewTransaction { raw, ..sale("S-1", november(20), net) }
    };
    let (first, second) = (chosen(10_000), chosen(12_000));
    let open = || {
        let days = desk.book.open_days(desk.dock, Lane::Cashout, november(30)).expect("days");
        let totals = desk.book.open_totals(desk.dock, Lane::Cashout, november(1), november(30));
        let totals = totals.expect("totals").into_iter();
        let amounts = totals.map(|total| (total.target, total.amount)).collect::<Vec<_>>();
        (days, amounts)
    };
    desk.record(std::slice::from_ref(&first));
    let (days, on_first) = open();
    assert_eq!(days, [november(20)]);
    desk.post(desk.close("4K7Q2M", november(20)));

    assert_eq!(counts(desk.record(std::slice::from_ref(&second))), (0, 0, 1, 0));
    let (days, supplement) = open();
    assert_eq!(days, [november(20)], "what Xero has is short of the correction");
    let second_close = desk.close("5K7Q2M", november(20));
    desk.post(second_close);

    assert_eq!(counts(desk.record(std::slice::from_ref(&first))), (0, 0, 1, 0));
    let (days, back) = open();
    assert_eq!(days, [november(20)], "and now of its undoing");
    let undone = supplement.into_iter().map(|(target, amount)| (target, -amount));
    assert_eq!(back, undone.collect::<Vec<_>>());
    desk.book.request_undo(second_close).expect("asked");
    desk.book.record_undone(second_close, later(3)).expect("undone");
    let (_, left) = open();
    assert!(left.iter().all(|(_, amount)| amount.is_zero()), "Xero has {on_first:?}: {left:?}");

    assert_eq!(counts(desk.record(&[first])), (0, 1, 0, 0));
    assert_eq!(desk.book.transaction_count().expect("a count"), 5);
    desk.assert_sound();
}

#[test]
fn a_dropped_recording_leaves_nothing() {
    let desk = desk();
    let mut recorder = desk.book.recorder(Some(&file()), noon()).expect("a recorder");
    for number in 0..100 {
        recorder.push(&sale(&format!("S-{number}"), november(20), 500)).expect("recorded");
    }
    assert_eq!(recorder.so_far().recorded, 100);
    drop(recorder);
    assert_eq!(desk.book.transaction_count().expect("a count"), 0);
    assert!(desk.book.imports(10).expect("read").is_empty());
    desk.record(&[sale("S-1", november(20), 500)]);
    desk.assert_sound();
}

#[test]
fn a_transaction_that_contradicts_itself_is_refused_and_the_others_are_recorded() {
    let desk = desk();
    let mut lame = sale("S-2", november(20), 10_000);
    lame.transaction.tenders[0].amount += Amount::from_minor(1);
    let (recorded, refused) =
        desk.book.record(&[sale("S-1", november(20), 500), lame], noon()).expect("recorded");
    assert_eq!(recorded.recorded, 1);
    assert!(matches!(refused.as_slice(), [Rejection::DoesNotAddUp { .. }]), "{refused:?}");
    assert_eq!(desk.book.transaction_count().expect("a count"), 1);
    desk.assert_sound();
}

#[test]
fn a_transaction_of_an_unknown_location_is_refused() {
    let desk = desk();
    let mut lost = sale("S-1", november(20), 10_000);
    lost.transaction.location = "Moon".to_owned();
    let refused = desk.book.record(&[lost], noon());
    assert!(matches!(refused, Err(Error::UnknownLocation { .. })), "{refused:?}");
}

fn file() -> NewImport {
    NewImport {
        file_name: "november.csv".to_owned(),
        sha256: "ab".repeat(32),
        format: "square".to_owned(),
        who: "Ana".to_owned(),
    }
}

#[test]
fn an_import_knows_its_file_its_counts_and_its_transactions() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000), sale("S-2", november(20), 10_000)]);
    let mut recorder = desk.book.recorder(Some(&file()), later(60)).expect("a recorder");
    for new in [
        sale("S-1", november(20), 10_000),
        sale("S-2", november(20), 11_000),
        refund("R-1", november(21), 500),
    ] {
        recorder.push(&new).expect("recorded");
    }
    recorder.note_rejected(4);
    let recorded = recorder.commit().expect("durable");
    assert_eq!(counts(recorded), (1, 1, 1, 0));

    let runs = desk.book.imports(10).expect("read");
    let run = &runs[0];
    assert_eq!((Some(run.id), &run.import, run.at), (recorded.import, &file(), later(60)));
    assert_eq!((run.recorded, run.already_known, run.corrected, run.rejected), (1, 1, 1, 4));
    let filter = TransactionFilter { import: Some(run.id), ..TransactionFilter::default() };
    let page = desk.book.transactions(&filter, None, 10).expect("read");
    assert_eq!(page.rows.len(), 3, "the reversal came with it too");
}

#[test]
fn the_database_refuses_to_edit_or_delete_what_was_recorded() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000)]);
    for statement in [
        "UPDATE transactions SET amount = 1",
        "DELETE FROM transactions",
        "UPDATE parts SET lane = 'other'",
        "DELETE FROM parts",
        "UPDATE legs SET amount = amount + 1",
        "DELETE FROM legs",
        "UPDATE raw_rows SET raw = ''",
        "DELETE FROM raw_rows",
        "UPDATE words SET text = 'x' WHERE id = 1",
        "UPDATE targets SET name = 'x'",
    ] {
        let refused = desk.file().execute(statement, []).expect_err(statement);
        assert!(refused.to_string().contains("never"), "{statement}: {refused}");
    }
    desk.assert_sound();
}
