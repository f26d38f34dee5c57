//! What depended on a corrected transaction follows: the accounts are what they would be had it
//! been right at once.

use std::collections::BTreeMap;

use ledger::{Amount, Customer, Kind, Lane, Tax};
use store::{NewTransaction, Recorded, keys};

use crate::desk::{Desk, bare, desk, later, november, refund, sale};
use crate::seals::{open, queue_own};
use crate::taken_back::undo;

const DAY: u32 = 20;

/// Something of booking B-1 and of Ada.
pub(crate) fn event(kind: Kind, id: &str, cents: i64) -> NewTransaction {
    let amount = Amount::from_minor(cents);
    let mut new = bare(kind, id, november(DAY), Vec::new(), Vec::new());
    new.booking = Some("B-1".to_owned());
    new.customer = Some(Customer { name: "Ada".to_owned(), ..Customer::default() });
    if matches!(kind, Kind::CheckIn | Kind::AccountCharge) {
        new.lines = sale(id, november(DAY), cents).transaction.lines;
    } else if kind == Kind::DepositMove {
        new.extras.amount = Some(amount);
        new.extras.to_booking = Some("B-2".to_owned());
    } else if kind == Kind::BalanceWriteOff {
        new.extras.amount = Some(amount);
    } else if kind == Kind::Cancellation {
        new.extras.kept = Some(amount);
    } else {
        new.tenders = vec![tender(cents)];
    }
    NewTransaction { transaction: new, raw: Some(format!("{id},{cents}")) }
}

fn tender(cents: i64) -> ledger::Tender {
    ledger::Tender { name: "Card".to_owned(), amount: Amount::from_minor(cents), foreign: None }
}

pub(crate) fn in_booking(booking: Option<&str>, new: NewTransaction) -> NewTransaction {
    let booking = booking.map(str::to_owned);
    NewTransaction { transaction: ledger::Transaction { booking, ..new.transaction }, ..new }
}

/// What all transactions come to, by target, in cents; what is nothing left out.
pub(crate) fn accounts(desk: &Desk) -> BTreeMap<String, i64> {
    let file = desk.file();
    let mut statement = file
        .prepare(
            "SELECT g.sort || ' ' || g.name AS target, sum(l.amount) AS amount
             FROM parts p
                 JOIN legs l ON l.transaction_id = p.transaction_id AND l.part_id = p.part_id
                 JOIN targets g ON g.id = l.target_id
             WHERE p.retired = 0 GROUP BY target HAVING sum(l.amount) <> 0",
        )
        .expect("a statement");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("read");
    rows.map(|row| row.expect("a row")).collect()
}

pub(crate) fn under(rules: &[(&str, &str)]) -> Desk {
    let desk = desk();
    for (key, value) in rules {
        match *key {
            keys::DEPOSITS | keys::CHECK_INS => {
                desk.book.set_setting(key, Some(value)).expect("set");
            }
            _ => desk.book.set_location_setting(desk.dock, key, Some(value)).expect("set"),
        }
    }
    desk
}

pub(crate) fn record_each(desk: &Desk, events: &[NewTransaction]) {
    for event in events {
        desk.record(std::slice::from_ref(event));
    }
}

fn correct(desk: &Desk, corrected: &NewTransaction) -> Recorded {
    let recorded = desk.record(std::slice::from_ref(corrected));
    assert_eq!(recorded.corrected, 1);
    desk.assert_sound();
    recorded
}

/// The reviewer's desk: a deposit of 50.00, and a check-in of 112.00 that uses it.
fn checked_in(rules: &[(&str, &str)]) -> Desk {
    let desk = under(rules);
    let mut check_in = event(Kind::CheckIn, "C-1", 10_000);
    check_in.transaction.lines[0].taxes =
        vec![Tax { code: "GST".to_owned(), amount: Amount::from_minor(1_200) }];
    record_each(&desk, &[event(Kind::BookingPayment, "P-1", 5_000), check_in]);
    assert_eq!(accounts(&desk)["role ar-control"], 6_200);
    desk
}

#[test]
fn a_check_in_uses_its_deposit_as_it_was_corrected() {
    let desk = checked_in(&[]);
    let recorded = correct(&desk, &event(Kind::BookingPayment, "P-1", 6_000));
    assert_eq!((recorded.followed, recorded.reopened, recorded.left), (1, None, 0));
    let accounts = accounts(&desk);
    assert_eq!(accounts.get("role deferred-revenue"), None, "{accounts:?}");
    assert_eq!(accounts["role ar-control"], 5_200);
}

/// What was recorded, and how something of it is corrected.
pub(crate) type Case = (&'static str, Vec<NewTransaction>, NewTransaction);

fn payment(cents: i64) -> NewTransaction {
    event(Kind::BookingPayment, "P-1", cents)
}

fn check_in(cents: i64) -> NewTransaction {
    event(Kind::CheckIn, "C-1", cents)
}

pub(crate) fn of_a_deposit() -> Vec<Case> {
    let second = || event(Kind::CheckIn, "C-2", 4_000);
    let since = |cents| event(Kind::BookingPayment, "P-2", cents);
    vec![
        ("a deposit grows", vec![payment(5_000), check_in(10_000)], payment(6_000)),
        ("a deposit shrinks", vec![payment(5_000), check_in(10_000)], payment(1_000)),
        ("a deposit covers all", vec![payment(5_000), check_in(10_000)], payment(20_000)),
        ("two check-ins share it", vec![payment(5_000), check_in(3_000), second()], payment(4_000)),
        (
            "the first check-in takes more of it",
            vec![payment(5_000), check_in(3_000), second()],
            check_in(4_500),
        ),
        (
            "more was paid ahead since",
            vec![payment(5_000), check_in(10_000), since(3_000)],
            payment(6_000),
        ),
        (
            "what was paid ahead since is corrected",
            vec![payment(5_000), check_in(10_000), since(3_000)],
            since(4_000),
        ),
    ]
}

pub(crate) fn of_a_booking() -> Vec<Case> {
    let elsewhere = || in_booking(Some("B-2"), event(Kind::CheckIn, "C-2", 10_000));
    let given_back = |cents| event(Kind::BookingRefund, "R-1", cents);
    let moved = |cents| event(Kind::DepositMove, "M-1", cents);
    vec![
        (
            "the balance is paid already",
            vec![payment(5_000), check_in(10_000), event(Kind::BalancePayment, "L-1", 5_500)],
            payment(6_000),
        ),
        (
            "the balance is given up already",
            vec![payment(5_000), check_in(10_000), event(Kind::BalanceWriteOff, "W-1", 5_500)],
            payment(4_000),
        ),
        (
            "some of it was given back",
            vec![payment(5_000), given_back(2_000), check_in(10_000)],
            given_back(1_500),
        ),
        (
            "it was called off",
            vec![payment(5_000), event(Kind::Cancellation, "X-1", 2_000), check_in(10_000)],
            payment(6_000),
        ),
        (
            "some of it was moved",
            vec![payment(5_000), moved(2_000), check_in(10_000), elsewhere()],
            moved(1_000),
        ),
        (
            "it belongs to another booking",
            vec![payment(5_000), check_in(10_000), elsewhere()],
            in_booking(Some("B-2"), payment(5_000)),
        ),
    ]
}

pub(crate) fn of_a_customer() -> Vec<Case> {
    let charge = |cents| in_booking(None, event(Kind::AccountCharge, "A-1", cents));
    let paid = |id: &str, cents| in_booking(None, event(Kind::AccountPayment, id, cents));
    let mut second = in_booking(None, event(Kind::AccountCharge, "A-2", 3_000));
    second.transaction.business_date = november(DAY + 1);
    let code = |code: &str| {
        let mut new = sale("S-1", november(DAY), 10_000);
        new.transaction.lines[0].account = ledger::LineAccount::Gl(code.to_owned());
        NewTransaction { raw: Some(format!("S-1,{code}")), ..new }
    };
    let mut in_part = refund("R-1", november(DAY), 1_000);
    in_part.transaction.lines.clear();
    in_part.transaction.refund_of = Some("S-1".to_owned());
    vec![
        (
            "a customer's own",
            vec![in_booking(None, payment(5_000)), in_booking(None, check_in(10_000))],
            in_booking(None, payment(6_000)),
        ),
        ("an invoice is paid", vec![charge(10_000), paid("Y-1", 10_500)], charge(9_000)),
        (
            "what was paid above an invoice pays more of it",
            vec![charge(10_000), second, paid("Y-1", 10_500), paid("Y-2", 5_000)],
            charge(11_000),
        ),
        ("a sale is given back in part", vec![code("4000"), in_part], code("4100")),
    ]
}

/// Rules under which a booking and a customer's account are posted in other ways.
pub(crate) const RULES: [&[(&str, &str)]; 5] = [
    &[],
    &[(keys::DEPOSIT_TAX, "GST=5,PST=7")],
    &[(keys::INVOICE_BALANCES, "yes")],
    &[(keys::CHECK_INS, "with-cashout"), (keys::DEPOSITS, "with-cashout")],
    &[(keys::MODE, "invoices")],
];

#[test]
fn every_account_is_what_it_would_be_had_it_been_right_at_once() {
    let cases = [of_a_deposit(), of_a_booking(), of_a_customer()].concat();
    for rules in RULES {
        for (case, events, corrected) in &cases {
            // A deposit with its tax split out is not moved.
            if case.ends_with("moved") && rules.iter().any(|(key, _)| *key == keys::DEPOSIT_TAX) {
                continue;
            }
            let (late, right) = (under(rules), under(rules));
            record_each(&late, events);
            assert_eq!(correct(&late, corrected).left, 0, "{case}");
            let id = &corrected.transaction.source.id;
            let at_once = events.iter().map(|one| match one.transaction.source.id == *id {
                true => corrected.clone(),
                false => one.clone(),
            });
            record_each(&right, &at_once.collect::<Vec<_>>());
            assert_eq!(accounts(&late), accounts(&right), "{case}, {rules:?}");
        }
    }
}

#[test]
fn a_check_in_of_a_closed_day_is_corrected_there_and_its_day_is_named() {
    let desk = checked_in(&[(keys::CHECK_INS, "with-cashout")]);
    desk.post(desk.close("AAAAAA", november(DAY)));
    let recorded = correct(&desk, &event(Kind::BookingPayment, "P-1", 6_000));
    assert_eq!(recorded.reopened, Some((november(DAY), november(DAY))));
    assert_eq!(accounts(&desk)["role ar-control"], 5_200);
    let open = desk.book.open_totals(desk.dock, Lane::Cashout, november(1), november(30));
    let open = open.expect("totals").into_iter().filter(|total| !total.amount.is_zero());
    let open: Vec<_> = open.map(|total| (total.target, total.amount.minor())).collect();
    assert_eq!(open.len(), 2, "only the difference is left: {open:?}");
    desk.post_as(desk.close("BBBBBB", november(DAY)), "X-2");
    desk.assert_sound();
    // The source's file once more changes nothing.
    let again = desk.record(&[event(Kind::BookingPayment, "P-1", 6_000)]);
    assert_eq!((again.already_known, again.followed), (1, 0));
}

#[test]
fn what_was_posted_by_it_is_taken_back_for_what_is_right() {
    let desk = checked_in(&[]);
    let check_in = open(&desk)[1].part.clone();
    let document = queue_own(&desk, "AAAAAA", &check_in);
    desk.post(document);
    correct(&desk, &event(Kind::BookingPayment, "P-1", 6_000));
    let outdated = desk.book.outdated_documents().expect("read");
    assert_eq!(outdated.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [document]);
    assert!(open(&desk).iter().any(|one| one.part.transaction == 2 && !one.taken_back));
}

#[test]
fn a_check_in_that_a_person_took_back_follows_and_waits_for_a_person() {
    let desk = checked_in(&[]);
    let document = queue_own(&desk, "AAAAAA", &open(&desk)[1].part);
    desk.post(document);
    undo(&desk, document);
    correct(&desk, &event(Kind::BookingPayment, "P-1", 6_000));
    let waits = open(&desk).into_iter().map(|one| (one.part.transaction, one.taken_back));
    assert_eq!(waits.collect::<Vec<_>>(), [(2, true), (4, false)]);
}

#[test]
fn what_would_contradict_itself_stays_and_is_counted() {
    let desk = desk();
    record_each(&desk, &[payment(5_000), event(Kind::DepositMove, "M-1", 4_000)]);
    let recorded = correct(&desk, &payment(3_000));
    assert_eq!((recorded.followed, recorded.left), (0, 1));
    assert_eq!(correct(&desk, &payment(2_000)).left, 0, "said once, and as wrong as before");
}

#[test]
fn a_correction_that_changes_nothing_for_others_leaves_them() {
    let desk = checked_in(&[]);
    let before = open(&desk)[1].part.clone();
    let mut noted = event(Kind::BookingPayment, "P-1", 5_000);
    noted.transaction.tenders[0].name = "Visa".to_owned();
    noted.raw = Some("P-1,visa".to_owned());
    let recorded = correct(&desk, &noted);
    assert_eq!((recorded.followed, recorded.left), (0, 0));
    assert!(open(&desk).iter().any(|one| one.part == before), "the same part waits");
}

#[test]
fn one_file_that_corrects_all_of_a_booking_is_told_in_any_order() {
    let right = desk();
    record_each(&right, &[payment(6_000), check_in(9_000)]);
    for file in [[payment(6_000), check_in(9_000)], [check_in(9_000), payment(6_000)]] {
        let desk = desk();
        record_each(&desk, &[payment(5_000), check_in(10_000)]);
        let (recorded, _) = desk.book.record(&file, later(9)).expect("recorded");
        assert_eq!(recorded.corrected, 2);
        assert_eq!(accounts(&desk), accounts(&right));
        desk.assert_sound();
    }
}
