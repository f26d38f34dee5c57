//! What is a change and what is none: lines paired by their tracking, rates by their value, and
//! what was read before either was kept.

use ledger::{Amount, DocumentKind, Entry, EntryLine, TaxWay};
use store::{ReadBack, ReadBackLine, Tracked};

use super::{of_currency, of_lines, whole};

const HARBOUR: (&str, &str) = ("region", "harbour");
const LAKE: (&str, &str) = ("region", "lake");
const SHOP: (&str, &str) = ("department", "shop");

fn tracked(ids: &[(&str, &str)]) -> Vec<Tracked> {
    let one = |(category, option): &(&str, &str)| Tracked {
        category_id: Some((*category).to_owned()),
        option_id: Some((*option).to_owned()),
        category: (*category).to_owned(),
        option: (*option).to_owned(),
    };
    ids.iter().map(one).collect()
}

/// A line on the account 200.
fn line(minor: i64, tracking: Option<Vec<Tracked>>) -> ReadBackLine {
    ReadBackLine {
        account_id: None,
        account_code: "200".to_owned(),
        description: String::new(),
        amount: Amount::from_minor(minor),
        tax: Amount::ZERO,
        tax_type: "NONE".to_owned(),
        tracking,
    }
}

fn read(lines: Vec<ReadBackLine>) -> ReadBack {
    ReadBack {
        status: "POSTED".to_owned(),
        date: "2026-11-20".parse().unwrap(),
        currency: None,
        rate: None,
        lines,
    }
}

fn at(currency: &str, rate: &str) -> ReadBack {
    ReadBack {
        currency: Some(currency.parse().unwrap()),
        rate: Some(rate.parse().unwrap()),
        ..read(Vec::new())
    }
}

fn said(before: &ReadBack, here: &ReadBack) -> Vec<String> {
    let currency = "CAD".parse().unwrap();
    of_lines(before, here, (currency, currency))
}

/// What was sent: a line for each tracking, all on the account 200.
fn sent(lines: &[(i64, &[(&str, &str)])]) -> Entry {
    let line = |(minor, tracking): &(i64, &[(&str, &str)])| EntryLine {
        account_id: "sales".to_owned(),
        account_code: "200".to_owned(),
        account_name: "Sales".to_owned(),
        description: String::new(),
        quantity: 1.into(),
        amount: Amount::from_minor(*minor),
        tax_type: "NONE".to_owned(),
        tracking: tracking.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
        tax_collected: Amount::ZERO,
        tax_expected: Amount::ZERO,
    };
    Entry {
        kind: DocumentKind::BankTransaction,
        reference: "Payout".to_owned(),
        date: "2026-11-20".parse().unwrap(),
        due: None,
        currency: "USD".parse().unwrap(),
        tax_way: TaxWay::TaxLines,
        counter: None,
        contact: None,
        total: Amount::from_minor(100),
        draft: false,
        lines: lines.iter().map(line).collect(),
    }
}

#[test]
fn lines_of_equal_money_are_paired_by_their_tracking_whatever_their_order() {
    let of = |all: &[&[(&str, &str)]]| {
        read(all.iter().map(|ids| line(-100, Some(tracked(ids)))).collect())
    };
    let before = of(&[&[HARBOUR], &[LAKE], &[HARBOUR, SHOP], &[]]);
    assert_eq!(said(&before, &of(&[&[], &[SHOP, HARBOUR], &[LAKE], &[HARBOUR]])), [""; 0]);
    assert_eq!(
        said(&before, &of(&[&[], &[LAKE], &[LAKE], &[HARBOUR, SHOP]])),
        ["In Xero a line of -1.00 on 200 is tracked as region: lake now; it was tracked as \
             region: harbour."]
    );
    assert_eq!(
        said(&before, &of(&[&[HARBOUR], &[LAKE], &[HARBOUR], &[SHOP]])),
        [
            "In Xero a line of -1.00 on 200 is tracked as region: harbour now; it was tracked as \
             region: harbour, department: shop.",
            "In Xero a line of -1.00 on 200 is tracked as department: shop now; it was not tracked."
        ]
    );
}

#[test]
fn many_lines_that_changed_alike_are_one_sentence() {
    let of = |ids: &[(&str, &str)]| {
        read((1..=40).map(|minor| line(minor, Some(tracked(ids)))).collect())
    };
    assert_eq!(
        said(&of(&[HARBOUR]), &of(&[])),
        ["In Xero 40 lines are not tracked now; they were tracked as region: harbour."]
    );
}

#[test]
fn an_option_that_is_called_otherwise_is_the_same_and_one_without_an_id_goes_by_its_name() {
    let of = |one: Tracked| read(vec![line(100, Some(vec![one]))]);
    let before = tracked(&[HARBOUR]).remove(0);
    let renamed = Tracked { option: "Harbor".to_owned(), ..before.clone() };
    assert_eq!(said(&of(before.clone()), &of(renamed)), [""; 0]);
    let nameless = Tracked { option_id: None, ..before.clone() };
    assert_eq!(said(&of(before.clone()), &of(nameless.clone())), [""; 0]);
    let other = Tracked { option: "lake".to_owned(), ..nameless };
    assert_eq!(said(&of(before), &of(other)).len(), 1);
}

#[test]
fn a_rate_is_compared_by_its_value() {
    for same in ["0.735294", "0.73529400", "0.735295", "0.735293"] {
        assert_eq!(of_currency(&at("USD", "0.735294"), &at("USD", same)), None, "{same}");
    }
    assert_eq!(
        of_currency(&at("USD", "0.735294"), &at("USD", "0.7353")),
        Some("In Xero its exchange rate is 0.7353 now; it was 0.735294.".to_owned())
    );
}

#[test]
fn one_step_is_a_change_of_a_rate_that_is_small() {
    for (was, is) in [("0.000064", "0.000065"), ("0.0064", "0.006401"), ("0.01", "0.010001")] {
        let said = format!("In Xero its exchange rate is {is} now; it was {was}.");
        assert_eq!(of_currency(&at("USD", was), &at("USD", is)), Some(said));
        let said = format!("In Xero its exchange rate is {was} now; it was {is}.");
        assert_eq!(of_currency(&at("USD", is), &at("USD", was)), Some(said));
    }
    for (was, is) in
        [("0.0000640", "0.0000642"), ("0.010001", "0.010002"), ("15500", "15500.000001")]
    {
        assert_eq!(of_currency(&at("USD", was), &at("USD", is)), None, "{was}, {is}");
    }
}

#[test]
fn a_rate_or_a_currency_that_xero_does_not_say_is_no_change() {
    let plain = read(Vec::new());
    assert_eq!(of_currency(&plain, &at("USD", "0.75")), None);
    assert_eq!(of_currency(&at("USD", "0.75"), &plain), None);
}

#[test]
fn another_currency_is_told_without_its_rate() {
    assert_eq!(
        of_currency(&at("CAD", "1"), &at("USD", "0.75")),
        Some("In Xero it is in USD now; it was in CAD.".to_owned())
    );
}

#[test]
fn what_was_read_before_any_of_it_was_kept_is_compared_with_what_was_sent() {
    let entry = sent(&[(-100, &[HARBOUR]), (-100, &[]), (40, &[LAKE])]);
    let kept = read(vec![line(-100, None), line(-100, None), line(40, None), line(7, None)]);
    let before = whole(kept, &entry, Some("0.735294".parse().unwrap()), None);
    assert_eq!(before.currency.unwrap().code(), "USD");
    assert!(of_currency(&before, &at("USD", "0.8")).is_some());
    let here = |first: &[(&str, &str)]| {
        let lines = [(-100, first), (-100, &[]), (40, &[LAKE]), (7, &[SHOP])];
        read(lines.map(|(minor, ids)| line(minor, Some(tracked(ids)))).to_vec())
    };
    assert_eq!(said(&before, &here(&[HARBOUR])), [""; 0], "of the last nothing is known");
    let [changed] = &said(&before, &here(&[LAKE]))[..] else { panic!("one line is another") };
    assert!(changed.contains("tracked as region: lake now"), "{changed}");
}
