//! Daybook's own JSON.

use ledger::Target;
use serde_json::{Value, json};

use crate::stories::posted;
use crate::{cents, import, options};

pub(crate) const SALE: &str = r#"{"id":"S1","kind":"sale","at":"2026-08-14T12:59:30-07:00",
 "till":"Till 1","staff":"Sam","customer":{"name":"Ada","email":"ada@example.com"},
 "lines":[{"description":"Kayak","gl_code":"Boats","net":"100.00","discount":"10.00",
           "taxes":[{"code":"GST","amount":"4.50"},{"code":"PST","amount":"6.30"}]}],
 "tenders":[{"name":"Cash","tendered":"120.00","change":"15.20"}],"tip":"4.00"}"#;

fn sale() -> Value {
    serde_json::from_str(SALE).expect("the sample is JSON")
}

/// The one reject of a value.
fn refused(value: &Value) -> String {
    import(value.to_string().as_bytes(), &options()).reason()
}

#[test]
fn one_object_a_list_and_one_a_line_are_the_same() {
    let (first, mut second) = (sale(), sale());
    second["id"] = json!("S2");
    let list = serde_json::to_string_pretty(&json!([first, second])).unwrap();
    let lines = format!("{first}\n{second}\n");
    let outcome = import(list.as_bytes(), &options());
    assert_eq!(outcome.transactions.len(), 2);
    assert_eq!(outcome.transactions, import(lines.as_bytes(), &options()).transactions);
    let one = import(SALE.as_bytes(), &options());
    assert_eq!(one.only(), &outcome.transactions[0]);
    assert_eq!(one.only().tenders[0].amount, cents(10_480));
    assert_eq!(imports::transaction(&sale(), &options()).unwrap().transaction, *one.only());
}

#[test]
fn every_problem_is_named_with_its_place() {
    let mut value = sale();
    value["lines"][0]["nett"] = json!("1");
    value["lines"][0]["net"] = json!(100);
    value["tip"] = json!("4,00");
    value["customer"]["phone"] = json!("1");
    value["departement"] = json!("Rentals");
    let reason = refused(&value);
    for part in [
        "/customer/phone: there is no such field; the nearest is \"name\".",
        "/lines/0/nett: there is no such field; the nearest is \"net\".",
        "/departement: there is no such field; the nearest is \"department\".",
        "/lines/0/net: it should be a text in quotes.",
        "/tip: \"4,00\" is not a number like \"-12.50\".",
    ] {
        assert!(reason.contains(part), "{reason}");
    }
}

#[test]
fn a_broken_value_does_not_take_the_next_with_it() {
    let lines = format!("{}\n{{\"id\": nonsense}}\n17\n{}", sale(), sale());
    let outcome = import(lines.as_bytes(), &options());
    assert_eq!(outcome.transactions.len(), 2);
    let places: Vec<u64> = outcome.rejects.iter().map(|(line, _)| *line).collect();
    assert_eq!(places, [2, 3]);
    let cut = format!("[{},", sale());
    assert!(import(cut.as_bytes(), &options()).reason().contains("may be cut short"));
}

#[test]
fn missing_ids_kinds_and_times_are_refused() {
    for (field, expected) in [("id", "/id: it is missing."), ("at", "/at: it is missing.")] {
        let mut value = sale();
        value.as_object_mut().unwrap().remove(field);
        assert_eq!(refused(&value), expected);
    }
    let mut value = sale();
    value["kind"] = json!("sail");
    let expected = "/kind: \"sail\" is not a kind of transaction; the nearest is \"sale\".";
    assert_eq!(refused(&value), expected);
    value = sale();
    value["at"] = json!("yesterday");
    assert!(refused(&value).starts_with("/at: \"yesterday\" is not a time like"));
}

#[test]
fn net_is_read_after_the_discount_only_where_nothing_else_adds_up() {
    let mut value = sale();
    value["lines"][0]["net"] = json!("90.00");
    let outcome = import(value.to_string().as_bytes(), &options());
    assert_eq!(outcome.only().lines[0].net, cents(10_000));
    value["lines"][0]["net"] = json!("91.00");
    let reason = refused(&value);
    let expected = "/tenders: what the tenders come to, 104.80, is not what lines, tip and \
                    surcharge come to, 95.80.";
    assert_eq!(reason, expected);
}

#[test]
fn a_tender_that_contradicts_itself_is_refused() {
    let mut value = sale();
    value["tenders"][0]["amount"] = json!("104.00");
    assert!(refused(&value).starts_with("/tenders/0/amount: 104.00 is not what was tendered"));
}

#[test]
fn a_refund_may_be_all_below_zero_and_never_mixed() {
    let refund = json!({"id": "R1", "kind": "refund", "at": "2026-08-14 12:00",
        "lines": [{"net": "-30.00", "taxes": [{"code": "GST", "amount": "-1.50"}]}],
        "tenders": [{"name": "Card", "amount": "-31.50"}]});
    let outcome = import(refund.to_string().as_bytes(), &options());
    assert_eq!(outcome.only().tenders[0].amount, cents(3_150));
    let mut mixed = refund.clone();
    mixed["tenders"][0]["amount"] = json!("31.50");
    assert!(refused(&mixed).contains("some amounts are below zero and some above"));
}

#[test]
fn a_refund_without_lines_names_its_sale() {
    let mut refund = json!({"id": "R1", "kind": "refund", "at": "2026-08-14 12:00",
        "refund_of": "S1", "tenders": [{"name": "Card", "amount": "37.33"}]});
    let outcome = import(refund.to_string().as_bytes(), &options());
    let [part] = &posted(outcome.only())[..] else { panic!("one part") };
    let tax = part.legs.iter().filter(|leg| matches!(leg.target, Target::Tax(_))).count();
    assert_eq!(tax, 2, "it gives back its share of the sale's taxes");
    refund["refund_of"] = Value::Null;
    let expected = "/lines: give the lines that are given back, or the sale in \"refund_of\".";
    assert_eq!(refused(&refund), expected);
}

#[test]
fn what_a_kind_would_not_post_is_refused_unless_it_is_nothing() {
    let mut payment = json!({"id": "B1", "kind": "booking_payment", "at": "2026-08-14 12:00",
        "booking": "B-17", "tip": "0.00", "tenders": [{"name": "Card", "amount": "50.00"}]});
    assert_eq!(import(payment.to_string().as_bytes(), &options()).transactions.len(), 1);
    payment["tip"] = json!("5.00");
    payment["surcharge"] = json!("1.00");
    payment["to_booking"] = json!("B-18");
    let expected = "/tip: a booking_payment has none. /surcharge: a booking_payment has none. \
                    /to_booking: a booking_payment has none.";
    assert_eq!(refused(&payment), expected);
}

#[test]
fn a_booking_refund_names_a_booking_or_a_customer() {
    let mut refund = json!({"id": "B1", "kind": "booking_refund", "at": "2026-08-14 12:00",
        "tenders": [{"name": "Card", "amount": "50.00"}]});
    let expected = "/booking: it is missing, and so is \"customer\": one of the two must be there.";
    assert_eq!(refused(&refund), expected);
    for (field, value) in [("booking", json!("B-17")), ("customer", json!({"name": "Ada"}))] {
        refund[field] = value;
        let outcome = import(refund.to_string().as_bytes(), &options());
        assert_eq!(posted(outcome.only()).len(), 1);
        refund[field] = Value::Null;
    }
}

#[test]
fn a_line_without_an_account_waits_for_a_choice() {
    let mut value = sale();
    value["lines"][0].as_object_mut().unwrap().remove("gl_code");
    let mut bare = options();
    bare.revenue = None;
    let outcome = import(value.to_string().as_bytes(), &bare);
    assert_eq!(outcome.report.needs, [imports::Need::Revenue { rows: 1 }]);
}
