//! The published schema and the reading agree, kind by kind.

use imports::{SCHEMA, transaction};
use ledger::Kind;
use serde_json::{Value, json};

use crate::options;

/// A sample of every kind, with what it has beyond the common fields.
fn samples() -> Vec<Value> {
    let stamp = |(kind, mut value): (&str, Value)| {
        value["id"] = json!(format!("{kind}-1"));
        value["kind"] = json!(kind);
        value["at"] = json!("2026-08-14T12:00:00-07:00");
        value
    };
    bodies().into_iter().map(stamp).collect()
}

/// What is particular to each kind.
fn bodies() -> Vec<(&'static str, Value)> {
    let line = json!([{"description": "Boat", "gl_code": "Boats", "net": "100.00",
        "taxes": [{"code": "GST", "amount": "5.00"}, {"code": "PST", "amount": "7.00"}]}]);
    let card = |amount: &str| json!([{"name": "Card", "amount": amount}]);
    let customer = json!({"id": "C1", "name": "Ada"});
    let sale = json!({"lines": line, "tenders": card("112.00")});
    let booking = json!({"booking": "BK-1", "tenders": card("50.00")});
    [
        ("sale", sale.clone()),
        ("refund", sale),
        ("booking_payment", booking.clone()),
        ("booking_refund", booking.clone()),
        (
            "check_in",
            json!({"booking": "BK-1", "lines": line, "deposit_used": "50.00",
            "tenders": card("62.00"), "rental": {"from": "2026-11-29", "to": "2026-12-02"}}),
        ),
        ("cancellation", json!({"booking": "BK-1", "kept": "20.00", "tenders": card("30.00")})),
        (
            "account_charge",
            json!({"customer": customer, "lines": line,
            "due_date": "2026-12-01"}),
        ),
        (
            "account_payment",
            json!({"customer": customer, "tenders": card("112.00"),
            "invoices": [{"invoice": "INV-7", "amount": "100.00"}]}),
        ),
        ("account_refund", json!({"customer": customer, "lines": line, "invoice": "INV-7"})),
        ("balance_payment", booking),
        ("balance_write_off", json!({"booking": "BK-1", "amount": "62.00"})),
        ("tip_payout", json!({"tenders": card("40.00"), "paid_from": "bank"})),
        (
            "paid_out",
            json!({"lines": [{"gl_code": "Fuel", "net": "15.00"}],
            "tenders": [{"name": "Cash", "amount": "15.00"}]}),
        ),
        (
            "paid_in",
            json!({"lines": [{"gl_code": "Float", "net": "15.00"}],
            "tenders": [{"name": "Cash", "amount": "15.00"}]}),
        ),
        ("float_change", json!({"amount": "-100.00", "bank": "Harbour Bank"})),
        (
            "cash_count",
            json!({"count": {"counted": "537.50", "float_to_leave": "200.00",
            "denominations": [{"value": "100.00", "count": "5"},
                              {"value": "12.50", "count": "3"}]}}),
        ),
        ("bank_deposit", json!({"tenders": [{"name": "Cash", "amount": "500.00"}]})),
        (
            "processor_payout",
            json!({"payout": {"processor": "Square", "id": "D1",
            "date": "2026-08-15", "gross": "1000.00", "fees": "29.30", "net": "843.70",
            "settles": [{"tender": "Card", "amount": "1000.00"}],
            "chargebacks": [{"amount": "112.00", "fee": "15.00", "refund_of": "S1"}]}}),
        ),
        (
            "gift_card_sale",
            json!({"gift_card": "G-7", "lines": [{"net": "50.00"}],
            "tenders": card("50.00")}),
        ),
        ("gift_card_refund", json!({"lines": [{"net": "50.00"}], "tenders": card("50.00")})),
        ("bond_taken", json!({"bond": "B-7", "tenders": card("200.00")})),
        ("bond_returned", json!({"bond": "B-7", "tenders": card("200.00")})),
        ("bond_kept", json!({"bond": "B-7", "lines": line})),
    ]
    .to_vec()
}

fn validator() -> jsonschema::Validator {
    let schema = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    jsonschema::draft202012::new(&schema).expect("the schema is a schema")
}

#[test]
fn every_kind_has_a_sample_that_schema_and_reading_accept() {
    let validator = validator();
    let mut kinds: Vec<Kind> = Vec::new();
    for sample in samples() {
        let problems: Vec<String> =
            validator.iter_errors(&sample).map(|error| error.to_string()).collect();
        assert_eq!(problems, [""; 0], "{sample}");
        let read = transaction(&sample, &options()).unwrap_or_else(|error| panic!("{error}"));
        kinds.push(read.transaction.kind);
        ledger::post(&read.transaction).unwrap_or_else(|error| panic!("{sample}: {error}"));
    }
    assert_eq!(kinds, Kind::ALL);
}

#[test]
fn schema_and_reading_refuse_the_same_breaks() {
    let validator = validator();
    let breaks: [(&str, &str, Value); 14] = [
        ("sale", "colour", json!("red")),
        ("sale", "tip", json!(4)),
        ("sale", "tip", json!("4,00")),
        ("sale", "kept", json!("1.00")),
        ("sale", "customer", json!({"email": "a@example.com"})),
        ("booking_payment", "booking", json!("")),
        ("booking_payment", "lines", json!([{"net": "1.00"}])),
        ("check_in", "lines", json!([])),
        ("check_in", "rental", json!({"from": "2026-01-01"})),
        ("tip_payout", "paid_from", json!("pocket")),
        ("cancellation", "kept", json!("-1.00")),
        ("cash_count", "count", json!({"counted": "1.00", "denominations": [{"value": "1"}]})),
        ("bank_deposit", "tenders", json!([{"name": "Cash"}])),
        ("processor_payout", "payout", json!({"processor": "Square", "gross": "1", "net": "1"})),
    ];
    for (kind, field, value) in breaks {
        let found = samples().into_iter().find(|sample| sample["kind"] == kind);
        let mut sample = found.expect("every kind has a sample");
        sample[field] = value;
        assert!(transaction(&sample, &options()).is_err(), "the reading takes {sample}");
        assert!(!validator.is_valid(&sample), "the schema takes {sample}");
    }
}

#[test]
fn sums_of_what_kinds_have_beyond_are_checked() {
    for (kind, pointer, value, expected) in [
        ("cash_count", "/count/counted", "540.00", "/count/counted: what was counted, 540.00,"),
        ("processor_payout", "/payout/net", "970.70", "/payout/net: 970.70 is not gross less"),
        ("check_in", "/deposit_used", "60.00", "/tenders: the deposit and the tenders together"),
        ("account_payment", "/invoices/0/amount", "113.00", "/invoices: what the invoices take"),
    ] {
        let found = samples().into_iter().find(|sample| sample["kind"] == kind);
        let mut sample = found.expect("every kind has a sample");
        *sample.pointer_mut(pointer).expect("the sample has it") = json!(value);
        let error = transaction(&sample, &options()).expect_err("refused").to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn the_samples_of_the_documentation_are_read() {
    let page = include_str!("../../../docs/IMPORT-FORMATS.md");
    let sample = |fence: &str| {
        let (_, rest) = page.split_once(fence).expect("the page has a sample");
        rest.split("```").next().expect("a sample ends").to_owned()
    };
    for (fence, transactions) in [("```json\n", 1), ("```csv\n", 2)] {
        let outcome = crate::import(sample(fence).as_bytes(), &options());
        assert_eq!(outcome.rejects, []);
        assert_eq!(outcome.transactions.len(), transactions);
    }
}
