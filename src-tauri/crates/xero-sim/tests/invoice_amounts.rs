//! What lines come to: rounding, discounts, taxes, accounts (facts §7.2, §7.3, §13).

use serde_json::{Value, json};

use crate::desk::{Desk, messages};
use crate::paper::{invoice, line};

const NAME: &str = "Invoices";

fn of(types: &str, lines: Value) -> Value {
    invoice(|invoice| {
        invoice["LineAmountTypes"] = json!(types);
        invoice["LineItems"] = lines;
    })
}

/// The line above with some of its members changed.
fn changed(changes: Value) -> Value {
    let mut line = line("100.00");
    let Value::Object(changes) = changes else { panic!("{changes} is no object") };
    for (name, value) in changes {
        line[&name] = value;
    }
    line
}

async fn refusals(desk: &Desk, line: Value) -> Vec<String> {
    desk.put(NAME, &of("Exclusive", json!([line]))).await.refusals()
}

#[tokio::test]
async fn tax_is_rounded_per_line_half_up_and_then_summed() {
    let desk = Desk::of("nz").await;
    // 25.06, 25.61, 25.63 at 15 %: 3.76 + 3.84 + 3.84 = 11.44, not 11.45.
    let lines = ["25.06", "25.61", "25.63"].map(|u| {
        changed(json!({ "UnitAmount": u,
        "TaxType": "OUTPUT2" }))
    });
    let made = desk.put(NAME, &of("Exclusive", json!(lines))).await.one(NAME);
    assert_eq!(made["TotalTax"].to_string(), "11.44");
    assert_eq!(made["Total"].to_string(), "87.74");
    assert_eq!(desk.balance("GST").await, "-11.44");
    assert_eq!(desk.balance("Accounts Receivable").await, "87.74");
}

#[tokio::test]
async fn inclusive_lines_hold_their_tax_and_no_tax_has_none() {
    let desk = Desk::of("nz").await;
    let taxed = || json!([changed(json!({ "UnitAmount": "115.00", "TaxType": "OUTPUT2" }))]);
    let made = desk.put(NAME, &of("Inclusive", taxed())).await.one(NAME);
    assert_eq!(made["LineAmountTypes"], "Inclusive");
    assert_eq!(made["LineItems"][0]["LineAmount"], 115.0);
    let totals = |made: &Value| ["SubTotal", "TotalTax", "Total"].map(|n| made[n].to_string());
    assert_eq!(totals(&made), ["100.0", "15.0", "115.0"]);
    assert_eq!(desk.balance("Boats").await, "-100.00");
    let plain = desk.put(NAME, &of("NoTax", taxed())).await.one(NAME);
    assert_eq!(totals(&plain), ["115.0", "0.0", "115.0"]);
    assert_eq!(plain["LineItems"][0]["TaxType"], "NONE");
}

#[tokio::test]
async fn unit_amounts_have_two_decimals_or_four_where_asked_for() {
    let desk = Desk::new().await;
    let body = of(
        "Exclusive",
        json!([changed(json!({ "UnitAmount": "2.1649",
        "Quantity": "1.55555" }))]),
    );
    let two = desk.put(NAME, &body).await;
    assert!(two.text.contains("\"UnitAmount\":2.16,"), "{}", two.text);
    assert!(two.text.contains("\"Quantity\":1.5556,") && two.text.contains("\"Total\":3.36"));
    let four = desk.put("Invoices?unitdp=4", &body).await;
    assert!(four.text.contains("\"UnitAmount\":2.1649"), "{}", four.text);
    assert!(four.text.contains("\"Total\":3.37"));
    let path = format!("Invoices/{}", four.one(NAME)["InvoiceID"].as_str().unwrap());
    assert!(desk.get(&path).await.text.contains("\"UnitAmount\":2.16,"), "and when reading");
    assert!(desk.get(&format!("{path}?unitdp=4")).await.text.contains("\"UnitAmount\":2.1649,"));
}

#[tokio::test]
async fn a_discount_is_a_rate_or_an_amount_of_the_line() {
    let desk = Desk::new().await;
    let lines = json!([
        changed(json!({ "Quantity": 3, "UnitAmount": "9.99", "DiscountRate": 10 })),
        changed(json!({ "DiscountAmount": "12.50" })),
    ]);
    let made = desk.put(NAME, &of("Exclusive", lines)).await.one(NAME);
    let amounts = [0, 1].map(|index| made["LineItems"][index]["LineAmount"].to_string());
    assert_eq!(amounts, ["26.97", "87.5"], "29.97 less 10 % is 26.973");
    assert_eq!(
        (&made["IsDiscounted"], made["TotalDiscount"].to_string()),
        (&json!(true), "15.5".to_owned())
    );
    assert_eq!(desk.balance("Boats").await, "-114.47");
    let much = refusals(&desk, changed(json!({ "DiscountRate": 101 }))).await;
    assert_eq!(much, ["The discount rate must be between 0 and 100"]);
}

#[tokio::test]
async fn a_line_amount_stands_for_what_is_missing_and_must_fit_what_is_not() {
    let desk = Desk::new().await;
    let bare = json!({ "Description": "x", "AccountCode": "201", "TaxType": "NONE" });
    let with = |changes: Value| {
        let mut line = bare.clone();
        line.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        line
    };
    let lines = json!([
        with(json!({ "LineAmount": "10.00" })),
        with(json!({ "LineAmount": "10.00", "Quantity": 3 })),
        with(json!({ "LineAmount": "10.00", "UnitAmount": 4 })),
    ]);
    let made = desk.put(NAME, &of("Exclusive", lines)).await.one(NAME);
    let figures = |index: usize| {
        let line = &made["LineItems"][index];
        ["Quantity", "UnitAmount", "LineAmount"].map(|name| line[name].to_string())
    };
    assert_eq!(figures(0), ["1.0", "10.0", "10.0"]);
    assert_eq!(figures(1), ["3.0", "3.33", "10.0"]);
    assert_eq!(figures(2), ["2.5", "4.0", "10.0"]);
    let off = refusals(&desk, changed(json!({ "LineAmount": "99.99" }))).await;
    assert_eq!(off, ["The line total 99.99 does not match the expected line total 100.00"]);
}

#[tokio::test]
async fn quantities_and_totals_are_not_negative_but_unit_amounts_may_be() {
    let desk = Desk::new().await;
    let negative = refusals(&desk, changed(json!({ "Quantity": -2, "UnitAmount": -1 }))).await;
    let text = "The quantity value '-2.0000' is invalid. Quantity must not be less than zero.";
    assert_eq!(negative, [text]);
    let lines = |refund: &str| json!([line("50.00"), changed(json!({ "UnitAmount": refund }))]);
    let made = desk.put(NAME, &of("Exclusive", lines("-20.00"))).await.one(NAME);
    assert_eq!(made["Total"], 30.0);
    let below = desk.put(NAME, &of("Exclusive", lines("-50.01"))).await.refusals();
    assert_eq!(below, ["The Total for this document must be greater than or equal to zero."]);
    let nothing = desk.put(NAME, &of("Exclusive", lines("-50.00"))).await.one(NAME);
    assert_eq!(nothing["Status"], "PAID", "nothing is open of it");
    let huge = changed(json!({ "UnitAmount": "79228162514264337593543950335" }));
    assert_eq!(refusals(&desk, huge).await.len(), 1);
}

#[tokio::test]
async fn a_tax_amount_may_differ_from_the_computed_one_but_not_exceed_its_line() {
    let desk = Desk::of("nz").await;
    let taxed = |tax: &str| changed(json!({ "TaxType": "OUTPUT2", "TaxAmount": tax }));
    let made = desk.put(NAME, &of("Exclusive", json!([taxed("14.99")]))).await.one(NAME);
    assert_eq!(made["TotalTax"].to_string(), "14.99");
    assert_eq!(desk.balance("GST").await, "-14.99");
    let much = refusals(&desk, taxed("100.01")).await;
    assert_eq!(much, ["The tax amount cannot be greater than the line amount!"]);
}

#[tokio::test]
async fn bank_receivables_and_other_blocked_accounts_take_no_lines() {
    let desk = Desk::new().await;
    for code in ["090", "610", "800", "630", "960", "877"] {
        let refused = refusals(&desk, changed(json!({ "AccountCode": code }))).await;
        let text = format!("Account code '{code}' is not a valid code for this document.");
        assert_eq!(refused, [text]);
    }
    let archived = refusals(&desk, changed(json!({ "AccountCode": "204" }))).await;
    let text = "Account code '204' has been archived, or has been deleted. Each line item must \
                reference a valid account.";
    assert_eq!(archived, [text]);
    let unknown = refusals(&desk, changed(json!({ "AccountCode": "476" }))).await;
    assert_eq!(unknown, ["Account code '476' is not a valid code for this document."]);
    let mut draft = of("Exclusive", json!([changed(json!({ "AccountCode": "476" }))]));
    draft["Invoices"][0]["Status"] = json!("DRAFT");
    let kept = desk.put(NAME, &draft).await.one(NAME);
    let warning = "Account code '476' has been removed as it does not match a recognised account.";
    assert_eq!(messages(&kept["Warnings"]), [warning]);
}

#[tokio::test]
async fn tax_types_and_tracking_are_those_of_the_organisation() {
    let desk = Desk::of("au").await;
    let wrong = refusals(&desk, changed(json!({ "TaxType": "INPUT" }))).await;
    assert_eq!(wrong, ["The TaxType code 'INPUT' cannot be used with account code '201'."]);
    let unknown = refusals(&desk, changed(json!({ "TaxType": "OUTPUT2" }))).await;
    let text =
        "The TaxType code OUTPUT2 does not exist or cannot be used for this type of transaction.";
    assert_eq!(unknown, [text]);
    let tracked = |option: &str| {
        let tracking = json!([{ "Name": "Region", "Option": option }]);
        changed(json!({ "TaxType": "OUTPUT", "Tracking": tracking }))
    };
    let made = desk.put(NAME, &of("Exclusive", json!([tracked("Bay")]))).await.one(NAME);
    let tracking = &made["LineItems"][0]["Tracking"][0];
    assert_eq!((&tracking["Name"], &tracking["Option"]), (&json!("Region"), &json!("Bay")));
    assert!(tracking["TrackingOptionID"].is_string());
    assert_eq!(refusals(&desk, tracked("Lake")).await.len(), 1);
    let without = json!({ "Description": "x", "UnitAmount": 100, "AccountCode": "201" });
    let made = desk.put(NAME, &of("Exclusive", json!([without]))).await.one(NAME);
    assert_eq!(made["LineItems"][0]["TaxType"], "OUTPUT", "the account's own");
}
