//! Withdrawing: what was recorded by mistake is taken out, and stays out.

use ledger::{Amount, Count, Customer, Kind, Lane, Role, Target, Tender};
use store::{
    DocumentId, Error, NewTransaction, NotWithdrawn, PartFilter, TransactionDetail, TransactionId,
    TransactionState, Withdrawal, keys,
};

use crate::desk::{Desk, bare, desk, later, noon, november, reason, refund, sale};

const DAY: u32 = 20;

fn because() -> Withdrawal {
    let (who, why) = ("Ana".to_owned(), "typed twice".to_owned());
    Withdrawal { who, why, leaves_xero_alone: false }
}

/// Withdraws what has a number, and gives the reversal.
pub(crate) fn withdraw(desk: &Desk, id: i64) -> TransactionId {
    let withdrawn = desk.book.withdraw(TransactionId(id), &because(), later(60));
    withdrawn.expect("written").expect("withdrawn")
}

/// Why something is not withdrawn; nothing was changed by asking.
fn refused(desk: &Desk, id: i64) -> NotWithdrawn {
    let before = desk.book.transaction_count().expect("a count");
    let asked = desk.book.withdraw(TransactionId(id), &because(), later(60));
    let refused = asked.expect("read").expect_err("refused");
    assert_eq!(desk.book.transaction_count().expect("a count"), before);
    desk.assert_sound();
    refused
}

fn one(desk: &Desk, id: i64) -> TransactionDetail {
    desk.book.transaction(TransactionId(id)).expect("read")
}

/// What is open of the cashout, target by target, where that is anything.
fn open(desk: &Desk) -> Vec<(Target, Amount)> {
    let totals = desk.book.open_totals(desk.dock, Lane::Cashout, november(1), november(30));
    let totals = totals.expect("totals").into_iter().filter(|total| !total.amount.is_zero());
    totals.map(|total| (total.target, total.amount)).collect()
}

fn counts(desk: &Desk, new: &NewTransaction) -> (u64, u64, u64, u64) {
    let recorded = desk.record(std::slice::from_ref(new));
    (recorded.recorded, recorded.already_known, recorded.corrected, recorded.withdrawn)
}

fn of_booking(kind: Kind, id: &str, cents: i64) -> NewTransaction {
    let amount = Amount::from_minor(cents);
    let mut new = bare(kind, id, november(DAY), Vec::new(), Vec::new());
    new.booking = Some("B-1".to_owned());
    new.customer = Some(Customer { name: "Ada".to_owned(), ..Customer::default() });
    if kind == Kind::CheckIn {
        new.lines = sale(id, november(DAY), cents).transaction.lines;
    } else if kind == Kind::DepositMove {
        new.extras.amount = Some(amount);
        new.extras.to_booking = Some("B-2".to_owned());
    } else {
        new.tenders = vec![Tender { name: "Card".to_owned(), amount, foreign: None }];
    }
    NewTransaction { transaction: new, raw: Some(format!("{id},{cents}")) }
}

/// What a transaction's parts put on a target.
fn on(desk: &Desk, id: i64, target: &Target) -> Amount {
    let parts = one(desk, id).parts;
    let legs = parts.iter().flat_map(|part| &part.legs);
    legs.filter(|leg| leg.target == *target).map(|leg| leg.amount).sum()
}

fn deferred() -> Target {
    Target::Role(Role::DeferredRevenue)
}

#[test]
fn what_was_posted_is_taken_back_by_the_next_cashout_and_only_that() {
    let desk = desk();
    desk.record(&[sale("S-1", november(DAY), 10_000), sale("S-2", november(DAY), 500)]);
    let posted = open(&desk);
    desk.post(desk.close("4K7Q2M", november(DAY)));
    assert_eq!(open(&desk), []);
    let reversal = withdraw(&desk, 1);
    assert_eq!(one(&desk, reversal.0).row.reverses, Some(TransactionId(1)));
    let left = open(&desk).iter().map(|(_, amount)| amount.abs()).sum::<Amount>();
    assert_eq!(left, Amount::from_minor(2 * 10_500), "{posted:?}");
    desk.assert_sound();
    desk.post_as(desk.close("5K7Q2M", november(DAY)), "X-2");
    assert_eq!(open(&desk), []);
    desk.assert_sound();
}

#[test]
fn what_was_not_posted_comes_to_nothing() {
    let desk = desk();
    desk.record(&[sale("S-1", november(DAY), 10_000)]);
    withdraw(&desk, 1);
    assert_eq!(open(&desk), []);
    desk.assert_sound();
}

#[test]
fn who_withdrew_it_and_why_is_kept_with_its_row_and_never_edited() {
    let desk = desk();
    let new = sale("S-1", november(DAY), 10_000);
    desk.record(std::slice::from_ref(&new));
    assert!(one(&desk, 1).stands());
    let reversal = withdraw(&desk, 1).0;
    for id in [1, reversal] {
        let found = one(&desk, id);
        assert!(!found.stands(), "{found:?}");
        let withdrawn = found.withdrawn.expect("said");
        assert_eq!(
            (withdrawn.who.as_str(), withdrawn.why.as_str(), withdrawn.at),
            ("Ana", "typed twice", later(60))
        );
    }
    assert_eq!(one(&desk, 1).raw, new.raw, "the source's row is kept");
    for statement in ["UPDATE withdrawals SET why = 'x'", "DELETE FROM withdrawals"] {
        let refused = desk.file().execute(statement, []).expect_err(statement);
        assert!(refused.to_string().contains("never"), "{refused}");
    }
    desk.tamper("UPDATE withdrawals SET why = 'x'");
    assert!(desk.broken()[0].1[0].contains("withdrawals"), "{:?}", desk.broken());
}

#[test]
fn the_same_file_again_leaves_it_withdrawn_also_with_another_choice() {
    let desk = desk();
    let new = sale("S-1", november(DAY), 10_000);
    desk.record(std::slice::from_ref(&new));
    withdraw(&desk, 1);
    let chosen_anew = NewTransaction { raw: new.raw.clone(), ..sale("S-1", november(DAY), 900) };
    for again in [&new, &chosen_anew, &NewTransaction { raw: None, ..new.clone() }] {
        assert_eq!(counts(&desk, again), (0, 0, 0, 1));
    }
    assert_eq!(desk.book.transaction_count().expect("a count"), 2);
    assert_eq!(open(&desk), []);
}

#[test]
fn another_content_brings_it_back_as_a_correction_and_it_can_be_withdrawn_again() {
    let desk = desk();
    desk.record(&[sale("S-1", november(DAY), 10_000)]);
    withdraw(&desk, 1);
    let anew = sale("S-1", november(DAY), 12_000);
    assert_eq!(counts(&desk, &anew), (0, 0, 1, 0));
    let back = one(&desk, 3);
    assert!(back.stands());
    assert_eq!((back.row.transaction, back.withdrawn), (anew.transaction.clone(), None));
    assert_eq!(counts(&desk, &anew), (0, 1, 0, 0));
    assert_eq!(counts(&desk, &sale("S-1", november(DAY), 13_000)), (0, 0, 1, 0));
    desk.assert_sound();
    withdraw(&desk, 5);
    assert_eq!(open(&desk), []);
    assert_eq!(counts(&desk, &anew), (0, 0, 0, 1));
    desk.assert_sound();
}

#[test]
fn only_the_version_that_stands_is_withdrawn_and_only_once() {
    let desk = desk();
    desk.record(&[sale("S-1", november(DAY), 10_000)]);
    desk.record(&[sale("S-1", november(DAY), 12_000)]);
    let [first, reversal, latest] = [1, 2, 3].map(TransactionId);
    assert_eq!(refused(&desk, 1), NotWithdrawn::Corrected { id: first, latest });
    assert_eq!(refused(&desk, 2), NotWithdrawn::Reversal { id: reversal, reverses: first });
    withdraw(&desk, 3);
    assert_eq!(refused(&desk, 3), NotWithdrawn::Already { id: latest });
    let missing = desk.book.withdraw(TransactionId(9), &because(), noon());
    assert!(matches!(missing, Err(Error::NotFound { .. })), "{missing:?}");
}

#[test]
fn a_document_of_its_own_waits_no_more_and_one_that_was_made_is_taken_back() {
    let desk = desk();
    desk.record(&[of_booking(Kind::BookingPayment, "P-1", 5_000)]);
    let waiting = || {
        desk.book.open_parts(&PartFilter::everywhere(november(1), november(30)), 10).expect("read")
    };
    assert_eq!(waiting().len(), 1);
    withdraw(&desk, 1);
    assert_eq!(waiting(), []);
    assert_eq!(desk.book.outdated_documents().expect("read"), []);

    desk.record(&[of_booking(Kind::BookingPayment, "P-2", 5_000)]);
    let id: DocumentId = crate::seals::queue_own(&desk, "4K7Q2M", &waiting()[0].part);
    withdraw(&desk, 3);
    let outdated = desk.book.outdated_documents().expect("read");
    assert_eq!(outdated.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [id]);
    desk.assert_sound();
}

#[test]
fn nothing_leaves_xero_for_whom_xero_is_to_be_left_alone_not_even_what_depended_on_it() {
    let desk = desk();
    desk.record(&[of_booking(Kind::BookingPayment, "P-1", 5_000)]);
    desk.record(&[of_booking(Kind::CheckIn, "C-1", 10_000)]);
    let waiting =
        desk.book.open_parts(&PartFilter::everywhere(november(1), november(30)), 10).expect("read");
    let of_check_in = waiting.iter().find(|open| open.part.transaction == 2).expect("a part");
    let document = crate::seals::queue_own(&desk, "4K7Q2M", &of_check_in.part);
    let modest = Withdrawal { leaves_xero_alone: true, ..because() };
    let withdraw = |id| desk.book.withdraw(TransactionId(id), &modest, later(60)).expect("read");

    desk.post(document);
    let count = desk.book.transaction_count().expect("a count");
    for id in [1, 2] {
        let refused = withdraw(id).expect_err("it would leave Xero");
        assert!(matches!(refused, NotWithdrawn::InXero { .. }), "{refused:?}");
    }
    assert_eq!(desk.book.transaction_count().expect("a count"), count);
    assert_eq!(desk.book.outdated_documents().expect("read"), []);
    desk.assert_sound();
    desk.record(&[of_booking(Kind::BookingPayment, "P-2", 700)]);
    desk.record(&[sale("S-1", november(DAY), 900)]);
    withdraw(4).expect("nothing of it is in Xero");
    desk.assert_sound();
    // What a cashout posted is in Xero as well.
    desk.record(&[sale("S-2", november(DAY + 1), 900)]);
    let sold = TransactionId(6);
    assert_eq!(desk.book.would_leave_xero(sold).expect("read"), None);
    desk.post_as(desk.close("BBBBBB", november(DAY + 1)), "X-2");
    let refused = withdraw(sold.0).expect_err("its cashout is in Xero");
    assert!(matches!(refused, NotWithdrawn::InXero { .. }), "{refused:?}");
    assert!(desk.book.would_leave_xero(sold).expect("read").is_some());
}

/// Brings a queued document to a state.
type Reach = fn(&Desk, DocumentId);

fn begin(desk: &Desk, id: DocumentId) {
    desk.book.begin_attempt(id, "key", "{}", later(1)).expect("begun");
}

#[test]
fn what_a_withdrawal_would_take_out_of_xero_is_told_without_it() {
    let cases: [(&str, bool, Reach); 7] = [
        ("queued", false, |_, _| {}),
        ("rejected", false, |desk, id| {
            begin(desk, id);
            desk.book.record_rejected(id, &reason("refused"), later(2)).expect("told");
        }),
        ("unknown", true, |desk, id| {
            begin(desk, id);
            desk.book.record_unknown(id, &reason("silence"), later(9), later(2)).expect("told");
        }),
        ("posted", true, |desk, id| desk.post(id)),
        ("held, and in Xero", true, |desk, id| {
            desk.post(id);
            desk.tamper("UPDATE documents SET state = 'held', cause = 'x', message = 'X.'");
        }),
        ("rejected, and in Xero", true, |desk, id| {
            desk.post(id);
            desk.tamper("UPDATE documents SET state = 'rejected', cause = 'x', message = 'X.'");
        }),
        ("on its way out", false, |desk, id| {
            desk.post(id);
            desk.book.request_undo(id).expect("asked for");
            begin(desk, id);
        }),
    ];
    for (state, is_there, reach) in cases {
        let desk = desk();
        desk.record(&[of_booking(Kind::BookingPayment, "P-1", 5_000)]);
        let all = PartFilter::everywhere(november(1), november(30));
        let waiting = desk.book.open_parts(&all, 10).expect("read");
        reach(&desk, crate::seals::queue_own(&desk, "4K7Q2M", &waiting[0].part));
        let told = desk.book.would_leave_xero(TransactionId(1)).expect("read");
        assert_eq!(told.is_some(), is_there, "{state}: {told:?}");
        let modest = Withdrawal { leaves_xero_alone: true, ..because() };
        let asked = desk.book.withdraw(TransactionId(1), &modest, later(60)).expect("asked");
        let refused = matches!(asked, Err(NotWithdrawn::InXero { .. }));
        assert_eq!(refused, is_there, "{state}: {asked:?}");
    }
}

#[test]
fn what_used_a_deposit_that_was_withdrawn_is_worked_out_anew() {
    let desk = desk();
    desk.record(&[of_booking(Kind::BookingPayment, "P-1", 5_000)]);
    desk.record(&[of_booking(Kind::CheckIn, "C-1", 10_000)]);
    let control = Target::Role(Role::ArControl);
    let amounts = || [on(&desk, 2, &deferred()), on(&desk, 2, &control)].map(Amount::minor);
    assert_eq!(amounts(), [5_000, 5_500]);
    withdraw(&desk, 1);
    assert_eq!(amounts(), [0, 10_500]);
    desk.assert_sound();
}

#[test]
fn what_a_closed_day_took_by_it_keeps_it() {
    let desk = desk();
    desk.book.set_setting(keys::CHECK_INS, Some("with-cashout")).expect("set");
    desk.record(&[of_booking(Kind::BookingPayment, "P-1", 5_000)]);
    desk.record(&[of_booking(Kind::CheckIn, "C-1", 10_000)]);
    desk.close("4K7Q2M", november(DAY));
    let (id, other) = (TransactionId(1), TransactionId(2));
    let why = refused(&desk, 1);
    assert_eq!(why, NotWithdrawn::Closed { id, other });
    assert!(why.to_string().contains("withdraw transaction 2 first"), "{why}");
    withdraw(&desk, 2);
    withdraw(&desk, 1);
    desk.assert_sound();
}

#[test]
fn a_deposit_is_whole_again_once_its_check_in_is_withdrawn() {
    let desk = desk();
    desk.book.set_setting(keys::CHECK_INS, Some("with-cashout")).expect("set");
    desk.record(&[of_booking(Kind::BookingPayment, "P-1", 5_000)]);
    desk.record(&[of_booking(Kind::CheckIn, "C-1", 10_000)]);
    desk.close("4K7Q2M", november(DAY));
    let moved = of_booking(Kind::DepositMove, "M-1", 5_000);
    let (_, not) = desk.book.record(std::slice::from_ref(&moved), noon()).expect("asked");
    assert_eq!(not.len(), 1, "all of it is used");
    withdraw(&desk, 2);
    assert_eq!(counts(&desk, &moved), (1, 0, 0, 0));
    desk.assert_sound();
}

#[test]
fn what_would_be_wrong_without_it_is_named() {
    let desk = desk();
    desk.record(&[of_booking(Kind::BookingPayment, "P-1", 5_000)]);
    desk.record(&[of_booking(Kind::DepositMove, "M-1", 5_000)]);
    let why = refused(&desk, 1);
    assert!(matches!(why, NotWithdrawn::Needed { other: TransactionId(2), .. }), "{why:?}");
    withdraw(&desk, 2);
    withdraw(&desk, 1);
    desk.assert_sound();
}

#[test]
fn a_refund_in_part_waits_for_its_sale_again() {
    let desk = desk();
    desk.record(&[sale("S-1", november(DAY), 10_000)]);
    let mut part = refund("R-1", november(DAY), 1_000);
    part.transaction.lines.clear();
    part.transaction.refund_of = Some("S-1".to_owned());
    desk.record(std::slice::from_ref(&part));
    withdraw(&desk, 1);
    assert_eq!(one(&desk, 2).row.state, TransactionState::Waiting);
    assert_eq!(open(&desk), []);
    desk.assert_sound();
    desk.record(&[sale("S-1", november(DAY), 11_000)]);
    assert_eq!(one(&desk, 2).row.state, TransactionState::Open, "the sale came back");
    desk.assert_sound();
}

#[test]
fn a_drawer_counted_after_it_is_counted_anew() {
    let desk = desk();
    let mut count = bare(Kind::CashCount, "C-1", november(DAY), Vec::new(), Vec::new());
    count.at += chrono::TimeDelta::hours(1);
    count.extras.count = Some(Count {
        counted: Amount::from_minor(10_500),
        expected: None,
        float_to_leave: None,
        pieces: Vec::new(),
        reason: None,
    });
    let count = NewTransaction { transaction: count, raw: None };
    desk.record(&[sale("S-1", november(DAY), 10_000), sale("S-2", november(DAY), 10_000), count]);
    let short = Target::Role(Role::OverShort);
    assert_eq!(on(&desk, 3, &short).minor(), 10_500, "one is not in the drawer");
    withdraw(&desk, 2);
    assert_eq!(on(&desk, 3, &short).minor(), 0);
    desk.assert_sound();
}
