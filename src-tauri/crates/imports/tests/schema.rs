//! The published schema and the reading agree, kind by kind. Which fields there are, and which a
//! kind must and may have, is compared beside the reading itself.

use imports::{SCHEMA, transaction};
use ledger::Kind;
use serde_json::{Value, json};

use crate::options;
use crate::stories::posted;

fn schema() -> Value {
    serde_json::from_str(SCHEMA).expect("the schema is JSON")
}

/// The schema's own examples: one of every kind with what it has beyond the common fields, and
/// some of what is rarer.
pub(crate) fn samples() -> Vec<Value> {
    schema()["examples"].as_array().expect("the schema has examples").clone()
}

/// The first example of a kind.
fn sample(kind: &str) -> Value {
    let found = samples().into_iter().find(|sample| sample["kind"] == kind);
    found.expect("every kind has an example")
}

pub(crate) fn validator() -> jsonschema::Validator {
    jsonschema::draft202012::new(&schema()).expect("the schema is a schema")
}

#[test]
fn every_kind_has_an_example_that_schema_reading_and_ledger_accept() {
    let validator = validator();
    let mut kinds: Vec<Kind> = Vec::new();
    for sample in samples() {
        let problems: Vec<String> =
            validator.iter_errors(&sample).map(|error| error.to_string()).collect();
        assert_eq!(problems, [""; 0], "{sample}");
        let read = transaction(&sample, &options()).unwrap_or_else(|error| panic!("{error}"));
        let parts = posted(&read.transaction);
        let kind = read.transaction.kind;
        assert_eq!(parts.is_empty(), kind == Kind::DepositMove, "only a move posts nothing");
        kinds.extend((!kinds.contains(&kind)).then_some(kind));
    }
    assert_eq!(kinds, Kind::ALL);
}

#[test]
fn every_field_is_in_an_example() {
    let samples = samples();
    let fields = schema()["properties"].as_object().expect("it has properties").clone();
    for field in
        fields.keys().filter(|field| !["$schema", "location", "note"].contains(&field.as_str()))
    {
        let is_shown = samples.iter().any(|sample| sample.get(field).is_some());
        assert!(is_shown, "no example has {field}");
    }
}

#[test]
fn schema_and_reading_refuse_the_same_breaks() {
    let validator = validator();
    let breaks: [(&str, &str, Value); 25] = [
        ("sale", "colour", json!("red")),
        ("sale", "tip", json!(4)),
        ("sale", "tip", json!("4,00")),
        ("sale", "kept", json!("1.00")),
        ("sale", "customer", json!({"email": "a@example.com"})),
        ("booking_payment", "booking", json!("")),
        ("booking_payment", "lines", json!([{"net": "1.00"}])),
        ("booking_payment", "tip", json!("1.00")),
        ("booking_refund", "customer", Value::Null),
        ("check_in", "lines", json!([])),
        ("check_in", "rental", json!({"from": "2026-01-01"})),
        ("check_in", "due_date", json!("2026-1-1")),
        ("deposit_move", "to_booking", json!("")),
        ("deposit_move", "tenders", json!([{"name": "Card", "amount": "50.00"}])),
        ("tip_payout", "paid_from", json!("pocket")),
        ("cancellation", "kept", json!("-1.00")),
        ("cancellation", "currency", json!("dollars")),
        ("cash_count", "count", json!({"counted": "1.00", "denominations": [{"value": "1"}]})),
        (
            "cash_count",
            "count",
            json!({"counted": "1.00", "denominations": [{"value": "1.00", "count": "1.0"}]}),
        ),
        ("cash_count", "count", json!({"counted": "1.00", "reason": 3})),
        ("bank_deposit", "tenders", json!([{"name": "Cash"}])),
        ("account_payment", "invoices", json!([{"invoice": "INV-7", "amount": "-1.00"}])),
        ("processor_payout", "payout", json!({"processor": "Square", "gross": "1", "net": "1"})),
        (
            "processor_payout",
            "payout",
            json!({"processor": "Square", "gross": "1", "net": "1", "date": "2026-08-17",
                "settles": [{"amount": "1"}]}),
        ),
        (
            "processor_payout",
            "payout",
            json!({"processor": "Square", "gross": "1", "net": "1", "date": "2026-08-17",
                "currency": "US"}),
        ),
    ];
    for (kind, field, value) in breaks {
        let mut sample = sample(kind);
        sample[field] = value;
        assert!(transaction(&sample, &options()).is_err(), "the reading takes {sample}");
        assert!(!validator.is_valid(&sample), "the schema takes {sample}");
    }
}

#[test]
fn what_is_read_is_of_the_schema_whichever_fields_are_put_together() {
    let (validator, samples) = (validator(), samples());
    let (mut read, mut refused) = (0, 0);
    for (sample, other) in samples.iter().flat_map(|one| samples.iter().map(move |two| (one, two)))
    {
        for (field, value) in other.as_object().expect("an example is an object") {
            let mut mixed = sample.clone();
            mixed[field] = value.clone();
            if transaction(&mixed, &options()).is_err() {
                refused += 1;
                continue;
            }
            assert!(validator.is_valid(&mixed), "the schema refuses {mixed}");
            read += 1;
        }
    }
    assert!(read > 1_000 && refused > 1_000, "{read} are read and {refused} refused");
}

#[test]
fn sums_of_what_kinds_have_beyond_are_checked() {
    for (kind, pointer, value, expected) in [
        ("cash_count", "/count/counted", "540.00", "/count/counted: what was counted, 540.00,"),
        ("processor_payout", "/payout/net", "970.70", "/payout/net: 970.70 is not gross less"),
        (
            "processor_payout",
            "/payout/exchange",
            "1.00",
            "/payout/gross: 999.00 is not what it settles and the exchange difference, 1001.00.",
        ),
        ("check_in", "/deposit_used", "101.00", "/tenders: the deposit and the tenders together"),
        (
            "account_payment",
            "/invoices/0/amount",
            "100.01",
            "/invoices: what the invoices take, 112.01, is not within what was paid, 112.00.",
        ),
        ("balance_write_off", "/amount", "0.00", "/amount: 0.00 is not above zero."),
        ("deposit_move", "/amount", "-5.00", "/amount: -5.00 is not above zero."),
        ("deposit_move", "/to_booking", "B-17", "/to_booking: the deposit is there already."),
    ] {
        let mut sample = sample(kind);
        *sample.pointer_mut(pointer).expect("the example has it") = json!(value);
        let error = transaction(&sample, &options()).expect_err("refused").to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn a_payment_from_a_deposit_needs_no_tender_and_one_from_nothing_is_refused() {
    let mut payment = sample("account_payment");
    payment.as_object_mut().expect("an object").remove("tenders");
    payment["invoices"][0]["amount"] = json!("0.00");
    let read = transaction(&payment, &options()).expect("the deposit pays");
    assert_eq!(posted(&read.transaction).len(), 1);
    payment.as_object_mut().expect("an object").remove("deposit_used");
    let error = transaction(&payment, &options()).expect_err("refused").to_string();
    let expected = "/tenders: it is missing, and so is \"deposit_used\": one of the two must be";
    assert!(error.starts_with(expected), "{error}");
    assert!(!validator().is_valid(&payment));
}

#[test]
fn a_payout_into_a_foreign_account_says_what_was_carried() {
    let found = samples().into_iter().find(|sample| sample["payout"].get("currency").is_some());
    let payout = found.expect("an example has a currency");
    for (pointer, value, expected) in [
        ("/payout/settles/0/carried", Value::Null, "/payout/settles/0/carried: it is missing."),
        ("/payout/settles", json!([]), "/payout/settles: it is missing."),
        (
            "/payout/currency",
            Value::Null,
            "/payout/settles/0/carried: only a payout in a foreign currency",
        ),
    ] {
        let mut broken = payout.clone();
        *broken.pointer_mut(pointer).expect("the example has it") = value;
        let error = transaction(&broken, &options()).expect_err("refused").to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}
