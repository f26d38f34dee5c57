//! A day in Daybook's own format, with what a rental desk does besides selling.

use serde_json::{Value, json};

/// A day whose documents in Xero are of every kind. The book has to work out what the drawer should
/// hold: it is short by half a dollar.
pub(crate) fn day_of_every_kind(day: &str) -> String {
    let hotel = json!({ "name": "Harbour Hotel" });
    let school = json!({ "name": "Tidewater Elementary School" });
    let transactions = [
        json!({ "id": "B1", "kind": "booking_payment", "at": at(day, "08:30"), "booking": "B-7",
            "customer": { "name": "Ada Larsen" }, "tenders": [paid("Card", "50.00")] }),
        json!({ "id": "C1", "kind": "check_in", "at": at(day, "09:00"), "booking": "B-7",
            "customer": { "name": "Ada Larsen" }, "lines": [boat("100.00", "5.00", "7.00")],
            "deposit_used": "50.00", "till": "Till 1", "tenders": [paid("Cash", "62.00")] }),
        json!({ "id": "S1", "kind": "sale", "at": at(day, "09:30"), "till": "Till 1",
            "lines": [boat("100.00", "5.00", "7.00")], "tenders": [paid("Cash", "112.00")] }),
        json!({ "id": "A1", "kind": "account_charge", "at": at(day, "10:00"), "customer": hotel,
            "lines": [boat("100.00", "5.00", "7.00")] }),
        json!({ "id": "A2", "kind": "account_payment", "at": at(day, "11:00"), "customer": hotel,
            "invoice": "A1", "tenders": [paid("Card", "112.00")] }),
        json!({ "id": "A3", "kind": "account_charge", "at": at(day, "11:30"), "customer": school,
            "lines": [boat("200.00", "10.00", "14.00")] }),
        json!({ "id": "R1", "kind": "account_refund", "at": at(day, "12:00"), "customer": school,
            "invoice": "A3", "lines": [boat("20.00", "1.00", "1.40")] }),
        json!({ "id": "N1", "kind": "cash_count", "at": at(day, "17:00"), "till": "Till 1",
            "count": { "counted": "173.50", "float_to_leave": "23.50" } }),
        json!({ "id": "D1", "kind": "bank_deposit", "at": at(day, "17:30"), "till": "Till 1",
            "tenders": [paid("Cash", "150.00")] }),
    ];
    transactions.map(|one| format!("{one}\n")).concat()
}

fn at(day: &str, time: &str) -> String {
    format!("{day} {time}")
}

fn paid(tender: &str, amount: &str) -> Value {
    json!({ "name": tender, "amount": amount })
}

fn boat(net: &str, gst: &str, pst: &str) -> Value {
    let taxes = [json!({ "code": "GST", "amount": gst }), json!({ "code": "PST", "amount": pst })];
    json!({ "description": "Kayak", "gl_code": "Boats", "net": net, "taxes": taxes })
}
